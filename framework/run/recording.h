// Carries what the engine tells into the store, one transaction an epoch, and to the screen.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "framework/run/checkpoints.h"
#include "framework/run/patience.h"
#include "framework/run/run.h"
#include "framework/run/trace_file.h"

namespace xp {

class Recording : public Recorder {
 public:
  /// All must outlive it. `from`: where training begins.
  Recording(std::int64_t run, const Plan& plan, const Placement& placement, const Circumstances& circumstances,
            const Standing& from, Engine& engine, Store& store, Progress& progress);

  void prepared(const Prepared& prepared) override;
  void traced(std::int64_t step, const std::vector<Traced>& tensors) override;
  void step(const StepReport& report) override;
  void tensors(int epoch, const std::vector<TensorHash>& hashes) override;
  void epoch(const Epoch& epoch, const Metrics& telemetry) override;
  void scored(Part part, int epoch, const std::vector<Prediction>& predictions) override;
  void weights(int epoch, const std::string& safetensors) override;
  void measured(int epoch, const Metrics& telemetry) override;
  bool interrupted() override;
  bool wants_checkpoint() override;
  void checkpoint(const Standing& standing, bool kept,
                  const std::function<void(const std::string& path)>& write) override;
  void keep(const std::string& name, const std::string& content) override;

  /// Steps of an epoch that did not end.
  void flush();
  /// Whether this run is traced: as asked now, or when it began.
  bool traces() const { return traces_; }
  /// Of a run that has FINISHED: its trace becomes an artifact.
  void keep_trace();
  /// Into the store, or wherever there may be no room; waits for it.
  void write(const std::function<void()>& write) { patience_(write); }
  bool stopped_from_elsewhere() const { return stopped_; }
  bool waited_in_vain() const { return patience_.lost(); }

 private:
  using Clock = std::chrono::steady_clock;
  std::string safe() const;

  std::int64_t id_;
  const Plan& plan_;
  const Circumstances& circumstances_;
  int threads_;
  Engine& engine_;
  Store& store_;
  Progress& progress_;
  Checkpoints checkpoints_;
  Patience patience_;
  bool traces_;
  std::optional<TraceWriter> trace_;
  std::vector<StepValue> steps_;
  Hashes hashes_;
  int last_epoch_;
  Standing saved_;
  Clock::time_point saved_at_ = Clock::now(), asked_ = Clock::now();
  bool stopped_ = false;
};

}  // namespace xp
