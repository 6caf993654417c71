#include "framework/plan/toolchain.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/base/process.h"
#include "framework/base/text.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

/// Beside an installed xp, else in the checkout that built it.
std::string include_folder() {
  const std::string installed = fs::path(program_folder() + "/../include/xp").lexically_normal().string();
  return fs::exists(installed + "/framework/experiment.h") ? installed : XP_SOURCE_DIR;
}

/// "ccache g++" is two words.
std::vector<std::string> compiler() {
  const char* chosen = std::getenv("CXX");
  std::vector<std::string> words = split(chosen ? chosen : "", ' ');
  std::erase(words, "");
  return words.empty() ? std::vector<std::string>{"g++"} : words;
}

/// Which program, by its file: asking a compiler for its version takes longer than using it.
std::string identity_of(const std::string& program) {
  const char* path = std::getenv("PATH");
  for (const std::string& folder : split(path ? path : "", ':')) {
    std::error_code missing;
    const fs::path file =
        fs::canonical(program.find('/') == std::string::npos ? folder + "/" + program : program, missing);
    if (!missing)
      return fmt::format("{} {} {}", file.string(), fs::file_size(file),
                         fs::last_write_time(file).time_since_epoch().count());
  }
  throw Error("no C++ compiler: " + program + " is not on the PATH",
              "apt-get install g++, or set CXX to the compiler to use");
}

}  // namespace

Toolchain find_toolchain() {
  Toolchain out;
  out.include = include_folder();
  out.command = compiler();
  Hasher hash;
  for (const std::string& program : out.command) hash.add(identity_of(program));
  for (const char* flag : {"-std=c++20", "-O1", "-fPIC"}) hash.add(out.command.emplace_back(flag));
  std::vector<fs::path> headers;
  for (const auto& entry : fs::recursive_directory_iterator(out.include + "/framework"))
    if (entry.path().extension() == ".h") headers.push_back(entry.path());
  std::sort(headers.begin(), headers.end());
  for (const fs::path& h : headers) hash.add(h.string()).add(read_file(h));
  out.key = hash.hex();
  return out;
}

Toolchain toolchain_of_layers() {
  Toolchain out = find_toolchain();
  Hasher hash;
  hash.add(out.key);
  const std::string folder = fs::path(program_folder() + "/../lib").lexically_normal().string();
  out.command.push_back("-fvisibility=hidden");
  for (const std::string& include : split(XP_TORCH_INCLUDES, ';')) out.command.push_back("-isystem" + include);
  for (const std::string& word : out.command) hash.add(word);
  for (const std::string& word : split(XP_TORCH_LIBRARIES, ';')) out.links.push_back(word);
  out.links.push_back(folder + "/libxp_engine.so");
  out.links.push_back("-Wl,-rpath," + folder);
  for (const std::string& word : out.links) hash.add(word);
  out.key = hash.hex();
  return out;
}

std::string Toolchain::precompiled() const {
  const std::string all = cache_folder() + "/precompiled", folder = all + "/" + key.substr(0, 16);
  if (fs::exists(folder)) return folder;
  make_folder(all);
  const FileLock lock(all + "/lock");
  if (fs::exists(folder)) return folder;
  forget_old(all);
  const std::string temporary = folder + ".tmp", header = "framework/experiment.h";
  make_folder(temporary + "/framework");
  // What an #include finds here that the compiler does not answer with the precompiled one, such as a second.
  write_file(temporary + "/" + header, "#include_next \"" + header + "\"\n");
  std::vector<std::string> words = command;
  for (const std::string& word : {std::string("-w"), "-I" + include, std::string("-x"), std::string("c++-header"),
                                  include + "/" + header, std::string("-o"), temporary + "/" + header + ".gch"})
    words.push_back(word);
  if (run_program(words).code != 0) return include;  // slower, not wrong
  fs::rename(temporary, folder);
  return folder;
}

void forget_old(const std::string& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::error_code gone;
    const auto written = entry.last_write_time(gone);
    if (!gone && fs::file_time_type::clock::now() - written > std::chrono::hours(24 * 30))
      fs::remove_all(entry.path(), gone);
  }
}

}  // namespace xp
