#include "framework/plan/compile.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/base/library.h"
#include "framework/base/process.h"
#include "framework/base/text.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

/// Where "framework/experiment.h" is: beside an installed xp, else in the checkout that built it.
std::string include_folder() {
  const std::string installed = fs::path(program_folder() + "/../include/xp").lexically_normal().string();
  return fs::exists(installed + "/framework/experiment.h") ? installed : XP_SOURCE_DIR;
}

std::string compiler() {
  const char* chosen = std::getenv("CXX");
  return chosen && *chosen ? chosen : "g++";
}

const std::vector<std::string> flags{"-std=c++20", "-O1", "-fPIC"};

/// Which compiler, by its file: asking it for its version takes longer than using it.
std::string compiler_identity() {
  for (const std::string& folder : split(std::getenv("PATH") ? std::getenv("PATH") : "", ':')) {
    const std::string path = compiler().find('/') == std::string::npos ? folder + "/" + compiler() : compiler();
    std::error_code missing;
    const fs::path file = fs::canonical(path, missing);
    if (!missing)
      return fmt::format("{} {} {}", file.string(), fs::file_size(file),
                         fs::last_write_time(file).time_since_epoch().count());
  }
  throw Error("no C++ compiler: " + compiler() + " is not on the PATH",
              "apt-get install g++, or set CXX to the compiler to use");
}

/// The compiler, its flags and xp's own headers: what a compiled experiment depends on besides its sources.
std::string toolchain() {
  std::vector<fs::path> headers;
  for (const auto& entry : fs::recursive_directory_iterator(include_folder() + "/framework"))
    if (entry.path().extension() == ".h") headers.push_back(entry.path());
  std::sort(headers.begin(), headers.end());
  Hasher hash;
  hash.add(compiler_identity()).add(join(flags));
  for (const fs::path& h : headers) hash.add(h.string()).add(read_file(h));
  return hash.hex();
}

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

/// xp's header, compiled once for a toolchain: it halves the time from an edit to a running experiment.
std::string precompiled_folder(const std::string& key) {
  const std::string all = cache_folder() + "/precompiled", folder = all + "/" + key.substr(0, 16);
  if (fs::exists(folder)) return folder;
  make_folder(all);
  const FileLock lock(all + "/lock");
  if (fs::exists(folder)) return folder;
  for (const auto& stale : fs::directory_iterator(all))
    if (stale.is_directory()) fs::remove_all(stale);
  const std::string temporary = folder + ".tmp";
  make_folder(temporary + "/framework");
  // What an #include finds here that the compiler does not answer with the precompiled one, such as a second.
  write_file(temporary + "/framework/experiment.h", "#include_next \"framework/experiment.h\"\n");
  std::vector<std::string> command{compiler()};
  command.insert(command.end(), flags.begin(), flags.end());
  for (const std::string& a :
       {std::string("-w"), "-I" + include_folder(), std::string("-x"), std::string("c++-header"),
        include_folder() + "/framework/experiment.h", std::string("-o"), temporary + "/framework/experiment.h.gch"})
    command.push_back(a);
  run_program(command);  // should it fail, the header itself is read: slower, not wrong
  fs::rename(temporary, folder);
  return folder;
}

class Cache {
 public:
  explicit Cache(const std::string& file)
      : file_(file), folder_(cache_folder() + "/experiments/" + sha256(file).substr(0, 16)), toolchain_(toolchain()) {
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
    hash.add(toolchain_);
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

  void build(Compiled& out) const {
    const std::string precompiled = precompiled_folder(toolchain_);
    const std::string temporary = fmt::format("{}/build{}", folder_, ::getpid());
    std::vector<std::string> command{compiler()};
    command.insert(command.end(), flags.begin(), flags.end());
    for (const std::string& a : {std::string("-shared"), "-I" + precompiled, "-isystem" + include_folder(),
                                 std::string("-fdiagnostics-color=never"), std::string("-MMD"), std::string("-MF"),
                                 temporary + ".d", file_, std::string("-o"), temporary + ".so"})
      command.push_back(a);
    const Finished compiled = run_program(command);
    if (compiled.code != 0) {
      fs::remove(temporary + ".so"), fs::remove(temporary + ".d");
      throw Error(fmt::format("{} does not compile\n{}", file_, compiled.output));
    }
    std::vector<std::string> headers;
    for (const std::string& p : prerequisites(read_file(temporary + ".d")))
      if (const std::string path = absolute(p);
          path != file_ && !inside(path, precompiled) && !inside(path, include_folder() + "/framework"))
        headers.push_back(path);
    fs::remove(temporary + ".d");
    write_file(headers_file(), join(headers, "\n"));
    gather(headers, out);
    fs::rename(temporary + ".so", out.library);
    forget_old();
  }

  /// Libraries of this experiment that nobody compiled anew for a month.
  void forget_old() const {
    for (const auto& entry : fs::directory_iterator(folder_))
      if (entry.path().extension() == ".so" &&
          fs::file_time_type::clock::now() - entry.last_write_time() > std::chrono::hours(24 * 30))
        fs::remove(entry.path());
  }

  std::string file_, folder_, toolchain_;
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
  return Cache(path).get();
}

Experiment load_experiment(const Compiled& compiled) {
  const std::string& file = compiled.sources.at(0).path;
  const Library library(compiled.library);
  Registry::global().check();
  void (*state)(Experiment&) = nullptr;
  try {
    state = library.function<void(Experiment&)>("xp_experiment_v1");
  } catch (const Error&) {
    throw Error(file + " defines no experiment", "it needs XP_EXPERIMENT(e) { … }; see experiments/smoke.cpp");
  }
  Experiment experiment;
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

Compiled compile_stored(const std::vector<SourceFile>& sources) {
  if (sources.empty()) throw Error("the run kept no sources");
  fs::path shared = fs::path(sources[0].path).parent_path();
  for (const SourceFile& s : sources)
    while (!inside(s.path, shared.string()) && shared.has_relative_path()) shared = shared.parent_path();
  Hasher hash;
  for (const SourceFile& s : sources) hash.add(s.path).add(s.text);
  const fs::path folder = cache_folder() + "/sources/" + hash.hex().substr(0, 16);
  for (const SourceFile& s : sources) {
    const fs::path place = folder / fs::path(s.path).lexically_relative(shared);
    make_folder(place.parent_path());
    write_file(place, s.text);
  }
  return compile(folder / fs::path(sources[0].path).lexically_relative(shared));
}

}  // namespace xp
