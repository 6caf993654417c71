#include "framework/plan/compile.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/base/library.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/plan/toolchain.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

bool inside(const std::string& path, const std::string& folder) { return path.rfind(folder + "/", 0) == 0; }

/// Prerequisites of a make rule as the compiler writes it: "target: a b\ c \<newline> d".
std::vector<std::string> prerequisites(const std::string& rule) {
  std::vector<std::string> out;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) out.push_back(word);
    word.clear();
  };
  for (std::size_t i = rule.find(": ") + 2; i < rule.size(); ++i) {
    const char c = rule[i], next = i + 1 < rule.size() ? rule[i + 1] : '\n';
    if (c == '\\' && next == '\n')
      ++i, finish();
    else if (c == '\\' && (next == ' ' || next == '#'))
      word += next, ++i;
    else if (c == '$' && next == '$')
      word += '$', ++i;
    else if (c == ' ' || c == '\n')
      finish();
    else
      word += c;
  }
  finish();
  return out;
}

/// The libraries of one experiment file, named after the text that they were compiled from.
class Cache {
 public:
  Cache(const std::string& file, Toolchain toolchain)
      : file_(file),
        folder_(cache_folder() + "/experiments/" + sha256(file).substr(0, 16)),
        toolchain_(std::move(toolchain)) {
    make_folder(folder_);
  }

  Compiled get() {
    const auto start = std::chrono::steady_clock::now();
    Compiled out;
    std::vector<std::string> headers;
    if (fs::exists(headers_file())) headers = split(read_file(headers_file()), '\n');
    out.cached = gather(headers, out) && fs::exists(out.library);
    if (!out.cached) build(out);
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return out;
  }

 private:
  std::string headers_file() const { return folder_ + "/headers"; }

  /// Reads the sources and names the library after them; false when a header is gone.
  bool gather(const std::vector<std::string>& headers, Compiled& out) const {
    Hasher hash;
    hash.add(toolchain_.key);
    out.sources = {{file_, read_file(file_)}};
    for (const std::string& h : headers) {
      if (h.empty()) continue;
      if (!fs::exists(h)) return false;
      out.sources.push_back({h, read_file(h)});
    }
    for (const SourceFile& s : out.sources) hash.add(s.path).add(s.text);
    out.library = fmt::format("{}/{}.so", folder_, hash.hex().substr(0, 32));
    return true;
  }

  /// What is saved while the compiler runs is compiled once more: a library must come from the text that it is named
  /// after.
  void build(Compiled& out) const {
    const std::string temporary = fmt::format("{}/build{}", folder_, ::getpid());
    for (int attempt = 0; attempt < 3; ++attempt) {
      const auto begun = fs::file_time_type::clock::now();
      const std::vector<std::string> headers = compiled_to(temporary);
      write_file(headers_file(), join(headers, "\n"));
      gather(headers, out);
      if (std::none_of(out.sources.begin(), out.sources.end(),
                       [&](const SourceFile& s) { return fs::last_write_time(s.path) >= begun; }))
        break;
    }
    fs::rename(temporary + ".so", out.library);
    forget_old(folder_);
  }

  /// Makes `stem`.so; gives the headers that it includes outside the system and xp.
  std::vector<std::string> compiled_to(const std::string& stem) const {
    const std::string precompiled = toolchain_.links.empty() ? toolchain_.precompiled() : toolchain_.include;
    std::vector<std::string> command = toolchain_.command;
    for (const std::string& word : {std::string("-shared"), "-I" + precompiled, "-isystem" + toolchain_.include,
                                    std::string("-fdiagnostics-color=never"), std::string("-MMD"), std::string("-MF"),
                                    stem + ".d", file_, std::string("-o"), stem + ".so"})
      command.push_back(word);
    command.insert(command.end(), toolchain_.links.begin(), toolchain_.links.end());
    const Finished compiled = run_program(command);
    if (compiled.code != 0) {
      fs::remove(stem + ".so"), fs::remove(stem + ".d");
      throw Error(fmt::format("{} does not compile\n{}", file_, compiled.output));
    }
    std::vector<std::string> headers;
    for (const std::string& p : prerequisites(read_file(stem + ".d")))
      if (const std::string path = absolute(p);
          path != file_ && !inside(path, precompiled) && !inside(path, toolchain_.include + "/framework"))
        headers.push_back(path);
    fs::remove(stem + ".d");
    return headers;
  }

  std::string file_, folder_;
  Toolchain toolchain_;
};

}  // namespace

Compiled compile(const std::string& file) {
  const std::string path = absolute(file);
  if (!fs::exists(path)) {
    std::vector<std::string> there;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(fs::path(path).parent_path(), missing))
      if (entry.path().extension() == ".cpp")
        there.push_back((fs::path(file).parent_path() / entry.path().filename()).string());
    std::sort(there.begin(), there.end());
    throw Error("there is no experiment " + file, suggestion(file, there));
  }
  if (fs::is_directory(path)) throw Error(file + " is a folder", "xp run wants one experiment, a .cpp file");
  return Cache(path, find_toolchain()).get();
}

Compiled compile_layers(const std::string& file) { return Cache(absolute(file), toolchain_of_layers()).get(); }

Experiment load_experiment(const Compiled& compiled) {
  const std::string& file = compiled.sources.at(0).path;
  Hasher texts;
  for (const SourceFile& s : compiled.sources) texts.add(s.text);
  Registry::global().loads(texts.hex());
  const Library library(compiled.library);
  Registry::global().loads("");
  Registry::global().check();
  void (*state)(Experiment&) = nullptr;
  try {
    state = library.function<void(Experiment&)>("xp_experiment_v1");
  } catch (const Error&) {
    throw Error(file + " defines no experiment", "it needs XP_EXPERIMENT(e) { … }; see experiments/smoke.cpp");
  }
  Experiment experiment;
  experiment.in_folder(fs::path(file).parent_path());
  try {
    state(experiment);
  } catch (const Error&) {
    throw;
  } catch (const std::exception& e) {
    throw Error(fmt::format("experiment {} threw: {}", file, e.what()), "nothing was run");
  } catch (...) {
    throw Error(fmt::format("experiment {} threw something that is no std::exception", file), "nothing was run");
  }
  return experiment;
}

namespace {

void refuse_wandering(const std::vector<SourceFile>& sources) {
  for (const SourceFile& s : sources)
    if (s.path != absolute(s.path))
      throw Error(fmt::format("the run kept a source named {}, which would lead elsewhere", printable(s.path)),
                  "the path of a source is absolute, without \"..\"; were its records changed?");
}

}  // namespace

Compiled compile_stored(const std::vector<SourceFile>& sources) {
  if (sources.empty()) throw Error("the run kept no sources");
  refuse_wandering(sources);
  fs::path shared = fs::path(sources[0].path).parent_path();
  for (const SourceFile& s : sources)
    while (!inside(s.path, shared.string()) && shared.has_relative_path()) shared = shared.parent_path();
  Hasher hash;
  for (const SourceFile& s : sources) hash.add(s.path).add(s.text);
  const fs::path folder = absolute(cache_folder() + "/sources/" + hash.hex().substr(0, 16));
  for (const SourceFile& s : sources) {
    const fs::path place = folder / fs::path(s.path).lexically_relative(shared);
    make_folder(place.parent_path());
    write_file(place, s.text);
  }
  Compiled out = compile(folder / fs::path(sources[0].path).lexically_relative(shared));
  for (const SourceFile& s : out.sources)
    if (!inside(s.path, folder.string()))
      throw Error(fmt::format("{} includes {}, which is not what the run kept", sources[0].path, s.path),
                  "a header that is included by its path within the project (\"folder/file.h\") is kept and compiled");
  return out;
}

}  // namespace xp
