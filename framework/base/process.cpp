#include "framework/base/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "framework/base/error.h"
#include "framework/base/file.h"

extern char** environ;

namespace xp {
namespace {

/// Field 22 of /proc/PID/stat (proc(5)); the command's name in field 2 may hold anything, so count from its last ')'.
std::int64_t start_of(std::int64_t pid) {
  std::ifstream in(fmt::format("/proc/{}/stat", pid));
  std::string line;
  if (!std::getline(in, line)) return -1;
  std::istringstream rest(line.substr(line.rfind(')') + 2));
  std::string field, state;
  rest >> state;
  if (state == "Z" || state == "X") return -1;  // dead, only not yet waited for
  for (int i = 4; i <= 22; ++i) rest >> field;
  return std::stoll(field);
}

std::string boot_id() {
  std::ifstream in("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(in, id);
  return id;
}

std::string host_name() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

double kibibytes_after(const char* path, const std::string& key) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);)
    if (line.rfind(key, 0) == 0) return std::stod(line.substr(key.size())) * 1024;
  return 0;
}

}  // namespace

Finished run_program(const std::vector<std::string>& arguments, const std::string& folder, Errors errors,
                     std::uint64_t most) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    throw Error(fmt::format("cannot start {}: {}", arguments[0], std::strerror(errno)));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  if (errors == Errors::in_output)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
  else
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  if (!folder.empty()) posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  std::vector<char*> argv;
  for (const std::string& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
  argv.push_back(nullptr);
  pid_t pid = 0;
  const int error = ::posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  Finished finished;
  if (error == 0) {
    std::array<char, 65536> buffer;
    for (ssize_t n; finished.output.size() <= most && (n = ::read(ends[0], buffer.data(), buffer.size())) != 0;)
      if (n > 0)
        finished.output.append(buffer.data(), static_cast<std::size_t>(n));
      else if (errno != EINTR)
        break;
  }
  ::close(ends[0]);
  if (error != 0) throw Error(fmt::format("cannot start {}: {}", arguments[0], std::strerror(error)));
  const bool too_much = finished.output.size() > most;
  if (too_much) ::kill(pid, SIGKILL);
  int status = 0;
  pid_t waited = 0;
  while ((waited = ::waitpid(pid, &status, 0)) < 0 && errno == EINTR) {
  }
  if (waited != pid) throw Error(fmt::format("how {} ended is not known: {}", arguments[0], std::strerror(errno)));
  if (too_much) throw Error(fmt::format("{} wrote more than {} bytes", arguments[0], most));
  finished.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return finished;
}

std::string own_program(const std::string& name) {
  const std::string beside = program_folder() + "/" + name;
  return std::filesystem::exists(beside) ? beside : program_folder() + "/../lib/xp/" + name;
}

ProcessId this_process() { return {::getpid(), start_of(::getpid()), boot_id(), host_name()}; }

bool alive(const ProcessId& p) {
  if (p.boot == boot_id()) return start_of(p.pid) == p.start;
  return !p.host.empty() && p.host != host_name();
}

int available_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return std::max(1, CPU_COUNT(&set));
}

double resident_bytes() { return kibibytes_after("/proc/self/status", "VmRSS:"); }
double available_bytes() { return kibibytes_after("/proc/meminfo", "MemAvailable:"); }

std::string utc_now() {
  timeval now{};
  ::gettimeofday(&now, nullptr);
  std::tm utc{};
  ::gmtime_r(&now.tv_sec, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec, now.tv_usec / 1000);
}

}  // namespace xp
