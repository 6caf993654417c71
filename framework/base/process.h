// Other programs, and this one as the system sees it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace xp {

struct Finished {
  int code = 0;        // exit code; 128 + signal when a signal ended it
  std::string output;  // standard output, and error where asked for, in the order in which they came
};

/// Whether standard error is part of the output, as a person would see it, or dropped, where a program reads it.
enum class Errors { in_output, dropped };

/// Runs a program (found on PATH) and waits for it. Throws Error when it cannot be started, and kills it and throws
/// when it writes more than `most` bytes.
Finished run_program(const std::vector<std::string>& arguments, const std::string& folder = "",
                     Errors errors = Errors::in_output, std::uint64_t most = ~std::uint64_t{0});

/// The path of a program that comes with xp and is started by it: beside xp in a build, in lib/xp where it is
/// installed.
std::string own_program(const std::string& name);

/// Which process this is, so that a later reader can tell whether it still lives: ids are reused, this triple is not.
struct ProcessId {
  std::int64_t pid = 0;
  std::int64_t start = 0;  // clock ticks after boot
  std::string boot;        // the kernel's boot id
  std::string host;        // the machine's name
};
ProcessId this_process();
/// False for a process of an earlier boot. One on another machine cannot be looked at and counts as alive; a container is
/// no other machine, so one that went on without its host name leaves nothing behind that seems to run. Containers that
/// run side by side and share XP_HOME need one process namespace to see each other (docker run --pid=host).
bool alive(const ProcessId& process);

/// Processors that this process may use: its CPU set, at least 1.
int available_cores();
/// Resident memory of this process, in bytes, now.
double resident_bytes();
/// Memory that the machine could still give, in bytes.
double available_bytes();

/// "2026-11-20T09:24:00.123Z". SOURCE_DATE_EPOCH does not change it: it is when things happened.
std::string utc_now();

}  // namespace xp
