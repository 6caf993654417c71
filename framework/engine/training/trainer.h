// The training loop: learn, judge, record, then callbacks. A feature is a plugin, a callback or a row in a table, never
// an `if` in the loop.
#pragma once
#include <chrono>
#include <optional>

#include "framework/base/process.h"
#include "framework/engine/engine.h"
#include "framework/engine/execution.h"
#include "framework/engine/images/batches.h"
#include "framework/engine/network/network.h"
#include "framework/engine/training/best.h"
#include "framework/engine/training/learner.h"
#include "framework/engine/training/measures.h"
#include "framework/engine/training/state.h"
#include "framework/engine/training/tracing.h"
#include "framework/engine/training/updater.h"

namespace xp {

class Trainer : private Control {
 public:
  /// `memory`: see `learner`.
  Trainer(const Plan& plan, const Placement& placement, Recorder& recorder, Course course = {},
          double memory = available_bytes() / 4);
  Trained run();
  /// Instead of `run`: see Engine::try_rates. The optimizer has the lowest rate, and nothing else changes it.
  std::vector<RateTried> try_rates(const RateRange& range);

 private:
  bool prepare();
  void train();
  void go_on();
  std::vector<int> order(int epoch) const;
  void announce(int epoch, std::int64_t first);
  void enter(int epoch, std::size_t batches);
  void learn(Epoch& epoch);
  std::vector<Prediction> validate(Epoch& epoch);
  Averages::Shown averaged(int epoch);
  std::vector<Prediction> judge(Part part);
  void record(Epoch& epoch, const std::vector<Prediction>& validation);
  void checkpoint();
  void conclude();

  std::vector<double> weights(const std::vector<int>& samples) const;
  Updater::Done step(const std::vector<int>& samples, int epoch);
  void average(StepReport& report, std::size_t first) const;
  void tell(const StepReport& report);
  std::vector<Prediction> predict(const std::vector<int>& samples);
  void keep_pictures(const std::vector<Prediction>& test);
  void end(Trained::Ending ending, const std::string& reason);

  void stop(const std::string& why) override;
  void scale_rate(double factor, double smallest) override { updater_.scale_rate(factor, smallest); }
  void keep(const std::string& name, const std::string& content) override { recorder_.keep(name, content); }
  void keep_checkpoint() override { keeps_checkpoint_ = true; }
  void keep_heat_maps(int images) override;
  double seconds() const override;

  const Plan& plan_;
  Course course_;
  Train train_;
  Seeds seeds_;
  at::Device device_;
  Recorder& recorder_;
  Batches batches_;
  Division division_;
  std::vector<std::shared_ptr<Callback>> callbacks_;
  std::shared_ptr<Balance> balance_;
  Network network_;
  std::vector<std::string> remarks_;  // on the weights that it starts from
  Execution execution_;
  Updater updater_;
  Tracing tracing_;
  double memory_;
  std::unique_ptr<Learner> learner_;
  Best best_;
  Measures measures_;
  Standing standing_;             // epochs that ended, batches learned from
  std::int64_t step_ = 0;         // batches of the epoch that has begun
  std::vector<Prediction> seen_;  // in them
  BatchHashes hashes_;            // of the last
  int announced_ = 0;             // epoch
  bool keeps_checkpoint_ = false;
  double seconds_before_ = 0;  // of training, until it was resumed
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  Metrics telemetry_;
  Trained outcome_;
  bool going_ = true;
};

}  // namespace xp
