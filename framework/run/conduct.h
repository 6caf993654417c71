// A sweep, run to its end: the conductor decides, workers work, the store remembers.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/run/workers.h"

namespace xp {

/// What a person sees of a sweep; every function may do nothing.
struct Watch {
  virtual ~Watch() = default;
  virtual void begins(int /*place*/) {}
  /// `run` is 0 where it did not come to one.
  virtual void ended(int /*place*/, std::int64_t /*run*/, const Conductor&) {}
  /// Something that has to be known while it runs, such as that it waits for room on the disk.
  virtual void says(int /*place*/, const std::string& /*text*/) {}
  /// About four times a second.
  virtual void goes_on(const Conductor&) {}
};

struct Conducted {
  int finished = 0, paused = 0, failed = 0, killed = 0, left = 0;  // of all trials; left: never begun
  int failed_now = 0;                                              // by this conductor
  bool interrupted = false;                                        // by Ctrl-C
  bool refused = false;                                            // a trial, by --strict
};

/// "2 FAILED, 1 not begun"; empty where nothing is missing.
std::string shortfall(const Conducted& conducted);

/// Goes on with the sweep where it is. `given`: what all trials share; its threads are split among the workers. Throws
/// Error, and trains nothing, while another process runs the sweep or one of its trials, and for a sweep that was
/// recorded elsewhere.
Conducted conduct(std::int64_t sweep, const Conductor::Policy& policy, const Circumstances& given, Workers& workers,
                  Store& store, Watch& watch);

}  // namespace xp
