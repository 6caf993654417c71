// Children that a process forks while it has records open.
#pragma once

namespace xp::track {

/// Lives as long as records are open. They are used by the process that opened them alone, and a child that was forked
/// meanwhile opens none: it inherits SQLite's list of the locks that this process holds, and not the locks.
class OpenHere {
 public:
  /// Throws Error in such a child.
  OpenHere();
  ~OpenHere();
  OpenHere(const OpenHere&) = delete;
  OpenHere& operator=(const OpenHere&) = delete;

  /// False in a child that was forked since. Asked for every value that is logged, where getpid() would be too slow.
  bool at_home() const;

 private:
  int forks_;
};

}  // namespace xp::track
