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
#include "framework/engine/training/loss.h"
#include "framework/engine/training/optimizer.h"

namespace xp {

class Trainer : private Control {
 public:
  /// `memory`: see `learner`.
  Trainer(const Plan& plan, const Placement& placement, Recorder& recorder, double memory = available_bytes() / 4);
  Trained run();

 private:
  bool prepare();
  void train();
  std::vector<int> order(int epoch) const;
  void announce(int epoch);
  void learn(Epoch& epoch);
  std::vector<Prediction> judge(Part part);
  void record(Epoch& epoch, const std::vector<Prediction>& validation);
  void conclude();

  struct Step {
    double objective;         // as minimised
    Tensor probabilities;     // before the update
    std::vector<int> labels;  // of a mixed image, that of its larger share
  };
  std::vector<double> weights(const std::vector<int>& samples) const;
  Step step(const std::vector<int>& samples, int epoch);
  void tell(StepReport& report, const std::vector<Prediction>& seen, std::size_t added, double seconds);
  std::vector<Prediction> predict(const std::vector<int>& samples);
  void score(Epoch& epoch, Part part, const std::vector<Prediction>& predictions) const;
  double rate() const;
  void end(Trained::Ending ending, const std::string& reason);

  void stop(const std::string& why) override;
  void scale_rate(double factor, double smallest) override;

  const Plan& plan_;
  Train train_;
  Seeds seeds_;
  at::Device device_;
  Recorder& recorder_;
  Batches batches_;
  Division division_;
  std::vector<std::shared_ptr<Callback>> callbacks_;
  std::shared_ptr<Balance> balance_;
  std::shared_ptr<Schedule> schedule_;
  UpdateRule rule_;
  Network network_;
  std::vector<std::string> remarks_;  // on the weights that it starts from
  Stepper stepper_;
  Execution execution_;
  std::unique_ptr<Learner> learner_;
  Best best_;
  std::optional<Objective> objective_;
  std::int64_t global_step_ = 0, steps_ = 0;  // done; planned in all
  double rate_factor_ = 1;
  Metrics telemetry_;
  Trained outcome_;
  bool going_ = true;
};

}  // namespace xp
