// A program of one's own that runs beside this one and does not outlive it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace xp {

class ChildProcess {
 public:
  /// Starts the program at this path, in a process group of its own (Ctrl-C reaches it only through `interrupt`), its
  /// standard input being `input`. Throws Error when it cannot be started.
  ChildProcess(const std::vector<std::string>& arguments, const std::string& input);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ~ChildProcess();  // killed, where it has not ended

  struct End {
    int code = 0;      // exit code; 0 where a signal ended it
    int signal = 0;    // 0: it exited
    std::string said;  // the end of what it wrote, on both outputs
  };
  /// Without waiting: nothing while it runs. Once. Throws Error where the system does not tell (SIGCHLD is ignored).
  std::optional<End> ended();
  /// What it wrote since this was asked before.
  std::string says();
  /// Asks it to store what there is, as Ctrl-C does.
  void interrupt() const;
  int id() const { return id_; }

 private:
  int id_ = 0;
  int output_ = -1;
  off_t heard_ = 0;
};

/// In a child: from now on the kernel kills it once `parent` ends; where that has ended already, this call does.
void end_with(int parent);

/// 11 → "SIGSEGV".
std::string signal_name(int signal);

}  // namespace xp
