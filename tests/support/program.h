// The built xp as a user meets it: a process with its own XP_HOME, whose standard output, standard error and exit code
// are told apart.
#pragma once
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace xp::test {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;
using Variables = std::map<std::string, std::string>;

struct Output {
  int code = 0;  // exit code; 128 + signal when a signal ended it
  std::string out, err;
};

inline std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

/// A process under way. Killed when nobody waited for it.
class Running {
 public:
  Running(pid_t pid, fs::path out, fs::path err) : pid_(pid), out_(std::move(out)), err_(std::move(err)) {}
  Running(Running&& other) noexcept : pid_(std::exchange(other.pid_, 0)), out_(other.out_), err_(other.err_) {}
  ~Running() {
    if (pid_ > 0) ::kill(pid_, SIGKILL), ::waitpid(pid_, nullptr, 0);
  }

  pid_t pid() const { return pid_; }
  void signal(int number) const { ::kill(pid_, number); }
  std::string err() const { return content(err_); }
  /// Waits until `seen` is true of standard error; false when the process ended before, or after `seconds`.
  bool says(const std::string& seen, double seconds = 60) {
    return within(seconds, [&] { return err().find(seen) != std::string::npos; });
  }
  /// Throws when it has not ended after `seconds`.
  Output finish(double seconds = 120) {
    int status = 0;
    if (!within(
            seconds, [&] { return ::waitpid(pid_, &status, WNOHANG) == pid_; }, false))
      throw std::runtime_error("xp did not end: " + err());
    pid_ = 0;
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), content(out_), content(err_)};
  }

 private:
  bool within(double seconds, const std::function<bool()>& done, bool living = true) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (std::chrono::steady_clock::now() < end) {
      if (done()) return true;
      siginfo_t gone{};
      if (living && ::waitid(P_PID, static_cast<id_t>(pid_), &gone, WEXITED | WNOHANG | WNOWAIT) == 0 &&
          gone.si_pid == pid_)
        return done();
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return false;
  }

  pid_t pid_;
  fs::path out_, err_;
};

/// A folder of its own with an XP_HOME in it. Compiled experiments are cached beside the build, so that a test that
/// compiles does so once.
class Place {
 public:
  const fs::path root = [] {
    static int number = 0;
    return fs::temp_directory_path() / ("xp_test_" + std::to_string(::getpid()) + "_" + std::to_string(++number));
  }();
  const fs::path home = root / "home";
  Variables variables{{"XP_HOME", home.string()},
                      {"XDG_CACHE_HOME", (built() / "test_cache").string()},
                      {"LANG", "C.UTF-8"},
                      {"TERM", "xterm"}};
  Words before;  // what starts the program: setpriv and its options

  Place() { fs::create_directories(root); }
  ~Place() {
    std::error_code ignored;
    fs::remove_all(root, ignored);
  }
  Place(const Place&) = delete;

  static fs::path built() { return fs::path(XP_BINARY).parent_path().parent_path(); }
  /// An experiment file at a place that stays, with this text.
  static std::string experiment(const std::string& name, const std::string& body) {
    const fs::path file = built() / "test_experiments" / (name + ".cpp");
    const std::string text = "#include \"framework/experiment.h\"\n\n" + body + "\n";
    if (content(file) != text) {  // whole at once: several test binaries share it
      const fs::path temporary = file.string() + std::to_string(::getpid());
      write(temporary, text);
      fs::rename(temporary, file);
    }
    return file.string();
  }

  Running start(const Words& words) const {
    static int number = 0;
    const fs::path out = root / ("out" + std::to_string(++number)), err = root / ("err" + std::to_string(number));
    const auto open_file = [](const fs::path& path) {
      return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    };
    const int files[] = {open_file(out), open_file(err)};
    const pid_t pid = ::fork();
    if (pid == 0) become(words, files[0], files[1]);
    ::close(files[0]), ::close(files[1]);
    return {pid, out, err};
  }
  Output xp(const Words& words) const { return start(words).finish(); }

  /// Standard output and error are one terminal of 100 columns: all that it was sent is in `out`.
  Output in_terminal(const Words& words) const {
    winsize size{40, 100, 0, 0};
    int master = 0;
    const pid_t pid = ::forkpty(&master, nullptr, nullptr, &size);
    if (pid == 0) become(words, 1, 2);
    Output seen;
    char buffer[4096];
    for (ssize_t n; (n = ::read(master, buffer, sizeof buffer)) > 0;)
      seen.out.append(buffer, static_cast<std::size_t>(n));
    ::close(master);
    int status = 0;
    ::waitpid(pid, &status, 0);
    seen.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return seen;
  }

 private:
  [[noreturn]] void become(const Words& words, int out, int err) const {
    for (const char* name : {"NO_COLOR", "LC_ALL", "SOURCE_DATE_EPOCH", "COLUMNS"}) ::unsetenv(name);
    for (const auto& [name, value] : variables) ::setenv(name.c_str(), value.c_str(), 1);
    if (::chdir(root.c_str()) != 0) ::_exit(99);
    ::dup2(::open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
    if (out != 1) ::dup2(out, 1);
    if (err != 2) ::dup2(err, 2);
    Words all = before;
    all.push_back(XP_BINARY);
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> argv;
    for (std::string& w : all) argv.push_back(w.data());
    argv.push_back(nullptr);
    ::execvp(argv[0], argv.data());
    ::_exit(98);
  }
};

}  // namespace xp::test
