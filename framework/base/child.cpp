#include "framework/base/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "framework/base/error.h"

extern char** environ;

namespace xp {
namespace {

/// A file in memory alone, which takes whatever is written without anyone reading along.
int file_in_memory(const char* name) {
  const int file = ::memfd_create(name, MFD_CLOEXEC);
  if (file < 0) throw Error(fmt::format("cannot start another process: {}", std::strerror(errno)), "", Exit::failed);
  return file;
}

void write_all(int file, const std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const ssize_t n = ::write(file, text.data() + at, text.size() - at);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) throw Error(fmt::format("cannot tell a process its task: {}", std::strerror(errno)), "", Exit::failed);
    at += static_cast<std::size_t>(n);
  }
  ::lseek(file, 0, SEEK_SET);
}

off_t size_of(int file) {
  struct stat status {};
  return ::fstat(file, &status) == 0 ? status.st_size : 0;
}

/// Moves `from` past what it read. The place at which the child writes is shared with it and stays untouched.
std::string read_from(int file, off_t& from) {
  const off_t size = size_of(file);
  if (size <= from) return "";
  std::string out(static_cast<std::size_t>(size - from), '\0');
  const ssize_t n = ::pread(file, out.data(), out.size(), from);
  out.resize(n < 0 ? 0 : static_cast<std::size_t>(n));
  from += static_cast<off_t>(out.size());
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

std::string end_of(int file) {
  constexpr off_t most = 4096;
  off_t from = std::max<off_t>(0, size_of(file) - most);
  return read_from(file, from);
}

/// Signals as at the start of a program: the parent may ignore SIGPIPE or SIGCHLD, which would be inherited.
void default_signals(posix_spawnattr_t& attributes) {
  sigset_t all, none;
  ::sigemptyset(&none);
  ::sigemptyset(&all);
  for (const int s : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD}) ::sigaddset(&all, s);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setsigmask(&attributes, &none);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments, const std::string& input) {
  const int in = file_in_memory("input");
  output_ = file_in_memory("output");
  write_all(in, input);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, 0);
  posix_spawn_file_actions_adddup2(&actions, output_, 1);
  posix_spawn_file_actions_adddup2(&actions, output_, 2);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setpgroup(&attributes, 0);
  default_signals(attributes);
  std::vector<char*> argv;
  for (const std::string& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
  argv.push_back(nullptr);
  const int error = ::posix_spawn(&id_, argv[0], &actions, &attributes, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  ::close(in);
  if (error == 0) return;
  ::close(output_);
  throw Error(fmt::format("cannot start {}: {}", arguments[0], std::strerror(error)), "", Exit::failed);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : id_(std::exchange(other.id_, 0)), output_(std::exchange(other.output_, -1)), heard_(other.heard_) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(output_, other.output_);
  std::swap(heard_, other.heard_);
  return *this;
}

ChildProcess::~ChildProcess() {
  if (id_ > 0) {
    ::kill(id_, SIGKILL);
    while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  if (output_ >= 0) ::close(output_);
}

std::optional<ChildProcess::End> ChildProcess::ended() {
  int status = 0;
  if (id_ <= 0) return std::nullopt;
  const pid_t waited = ::waitpid(id_, &status, WNOHANG);
  if (waited == 0 || (waited < 0 && errno == EINTR)) return std::nullopt;
  const int id = std::exchange(id_, 0);
  if (waited != id)
    throw Error(fmt::format("how process {} ended is not known: {}", id, std::strerror(errno)),
                "whoever started this program lets it ignore SIGCHLD", Exit::failed);
  End end{0, 0, end_of(output_)};
  if (WIFEXITED(status))
    end.code = WEXITSTATUS(status);
  else
    end.signal = WTERMSIG(status);
  return end;
}

std::string ChildProcess::says() { return read_from(output_, heard_); }

void ChildProcess::interrupt() const {
  if (id_ > 0) ::kill(id_, SIGINT);
}

void end_with(int parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
}

std::string signal_name(int signal) {
  const char* abbreviation = ::sigabbrev_np(signal);
  return abbreviation ? fmt::format("SIG{}", abbreviation) : fmt::format("signal {}", signal);
}

}  // namespace xp
