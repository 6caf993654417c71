// Ctrl-C. While nobody asks, it ends the program at once (exit code 130); inside a `PoliteInterrupt` the first one only
// raises a flag, so that what runs can finish its step and store what there is, and the second one ends the program.
#pragma once

namespace xp {

/// Once, at the start of the program.
void handle_interrupts();
/// From now on nothing is said of them: whoever started this program says it.
void interrupt_silently();

class PoliteInterrupt {
 public:
  /// `said` at the first one: the default is of training.
  explicit PoliteInterrupt(const char* said = nullptr);
  ~PoliteInterrupt();
  PoliteInterrupt(const PoliteInterrupt&) = delete;
  PoliteInterrupt& operator=(const PoliteInterrupt&) = delete;
  /// Whether there was one (or a SIGTERM, or a closed terminal) since the first PoliteInterrupt began.
  static bool pending();
  /// Throws Error where there was one: for work that leaves nothing half done behind.
  static void end_if_pending();
};

}  // namespace xp
