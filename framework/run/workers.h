// Who runs the trials of a sweep.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/base/child.h"
#include "framework/plan/compile.h"
#include "framework/run/conductor.h"
#include "framework/run/run.h"

namespace xp {

/// One task, whole: what a worker is told.
struct Errand {
  Task task;
  Trial trial;
  Circumstances circumstances;  // with the trial's threads, parent, sweep and place
};

/// A worker that ended. What became of its run is in the store.
struct Gone {
  int place = 0, code = 0, signal = 0;
  std::string said;  // the end of what it wrote
};

class Workers {
 public:
  virtual ~Workers() = default;
  virtual void start(const Errand& errand) = 0;
  /// Those that ended, after at most so many seconds.
  virtual std::vector<Gone> wait(double seconds) = 0;
  /// What they wrote since this was asked before, by place.
  virtual std::map<int, std::string> says() { return {}; }
  /// As Ctrl-C would, each of them.
  virtual void interrupt() = 0;
};

/// Each in a process of its own: `xp trial`, which dies with this one.
class Processes : public Workers {
 public:
  /// `compiled`: the experiment, for its own plugins and custom layers.
  Processes(const std::string& program, const Compiled& compiled) : program_(program), compiled_(compiled) {}
  void start(const Errand& errand) override;
  std::vector<Gone> wait(double seconds) override;
  std::map<int, std::string> says() override;
  void interrupt() override;

 private:
  std::string program_;
  Compiled compiled_;
  std::map<int, ChildProcess> children_;  // by place
};

/// One after the other, in this process.
class InProcess : public Workers {
 public:
  InProcess(Engine& engine, Store& store, Progress& progress) : engine_(engine), store_(store), progress_(progress) {}
  void start(const Errand& errand) override;
  std::vector<Gone> wait(double seconds) override;
  void interrupt() override {}

 private:
  Engine& engine_;
  Store& store_;
  Progress& progress_;
  std::vector<Gone> gone_;
};

/// Processor cores for each of so many workers: as equal as can be, the first ones get the rest.
std::vector<int> shares(int cores, int workers);

/// Runs or resumes the trial. Its plan's data must be what they were: throws Error where they are not.
Ran run_errand(const Errand& errand, Engine& engine, Store& store, Progress& progress);

}  // namespace xp
