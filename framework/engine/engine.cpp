// The engine behind the interface.
#include "framework/base/version.h"
#include "framework/engine/custom.h"
#include "framework/engine/device.h"
#include "framework/engine/execution.h"
#include "framework/engine/explain/explain.h"
#include "framework/engine/facts.h"
#include "framework/engine/failure.h"
#include "framework/engine/images/bright.h"
#include "framework/engine/images/named_files.h"
#include "framework/engine/images/sheet.h"
#include "framework/engine/images/survey.h"
#include "framework/engine/images/thumbnails.h"
#include "framework/engine/network/pretrained.h"
#include "framework/engine/precision.h"
#include "framework/engine/training/bare_step.h"
#include "framework/engine/training/mirrored.h"
#include "framework/engine/training/range_test.h"
#include "framework/engine/training/trainer.h"
#include "framework/plan/layers.h"

namespace xp {
namespace {

void look_up_custom_layers(const Net& net) {
  if (net.op == Op::custom) custom_layer(net.name);
  for (const Net& part : net.parts) look_up_custom_layers(part);
}

void open_layers_of(const Plan& plan) {
  std::vector<std::string> libraries;
  for (const Compiled& c : layer_libraries(plan)) libraries.push_back(c.library);
  open_custom_layers(libraries);
  look_up_custom_layers(network(plan));
}

void place(const Plan& plan, const Placement& placement) {
  if (device_of(placement.device).is_cuda()) compute_exactly();
  open_layers_of(plan);
  at::set_num_threads(placement.threads);
  at::globalContext().setFlushDenormal(true);
}

template <class F>
auto translated(F work) {
  try {
    return work();
  } catch (const std::exception& e) {
    throw as_error(e);
  }
}

class TorchEngine : public Engine {
 public:
  Placement resolve(const Plan& plan, const Placement& wish) const override {
    device_of(wish.device);
    open_layers_of(plan);
    return {wish.threads, wish.device, resolved_precision(wish.precision, wish.device)};
  }

  Trained train(const Plan& plan, const Placement& placement, Recorder& recorder, const Course& course) override {
    place(plan, placement);
    return translated([&] { return Trainer(plan, placement, recorder, course).run(); });
  }

  std::vector<RateTried> try_rates(const Plan& plan, const Placement& placement, const RateRange& range,
                                   const std::function<bool()>& stop) override {
    place(plan, placement);
    return translated([&] { return rates_tried(plan, placement, range, stop); });
  }

  std::vector<std::vector<double>> thumbnails(const Listing& listing, const Choice& dataset, int side, int threads,
                                              const std::function<bool()>& stop) override {
    return translated([&] { return thumbnails_of(listing, dataset, side, threads, stop); });
  }

  std::vector<std::vector<double>> predict(const Plan& plan, const Placement& placement, const std::string& weights,
                                           const std::vector<std::string>& files) override {
    place(plan, placement);
    return translated([&] {
      const at::NoGradGuard no_gradients;
      const Network network = kept_network(plan, weights, device_of(placement.device));
      Execution execution(network, placement);
      const Objective objective(plan.make<Loss>()->form(), std::vector<double>(plan.classes.size(), 1.0), at::kCPU);
      const Batches batches = read_named(plan, weights, files, placement.threads);
      const bool mirrors = train_of(plan.train).flip_at_test;
      std::vector<Prediction> predictions;
      for (const auto& piece : in_plans_batches(plan, files.size()))
        append(predictions, piece, batches.labels(piece),
               mean_probabilities(objective, judged(execution, batches.images(piece, 0), mirrors)));
      std::vector<std::vector<double>> rows;
      for (Prediction& p : predictions) rows.push_back(std::move(p.probabilities));
      return rows;
    });
  }

  std::vector<SanityStep> explain(const Plan& plan, const Placement& placement, const std::string& weights,
                                  const std::vector<std::string>& files, const Question& question,
                                  const std::function<void(const Explanation&)>& tell) override {
    place(plan, placement);
    return translated([&] { return explained(plan, placement, weights, files, question, tell); });
  }

  Pace bare_speed(const Plan& plan, const Placement& placement, int steps) override {
    place(plan, placement);
    return translated([&] { return xp::bare_speed(plan, placement, steps); });
  }

  Survey survey(const Listing& listing, const Choice& dataset, int threads,
                const std::function<bool()>& stop) override {
    return translated([&] { return surveyed(listing, dataset, threads, stop); });
  }

  std::string contact_sheet(const Listing& listing, const Choice& dataset, const std::vector<std::vector<int>>& rows,
                            int threads, const std::function<bool()>& stop) override {
    return translated([&] { return sheet_of(listing, dataset, rows, threads, stop); });
  }

  std::vector<std::vector<double>> bright_features(const Listing& listing, const Choice& dataset, double threshold,
                                                   int threads, const std::function<bool()>& stop) override {
    return translated([&] { return bright_numbers(listing, dataset, threshold, threads, stop); });
  }

  Settings facts() const override { return library_facts(); }
};

}  // namespace
}  // namespace xp

extern "C" __attribute__((visibility("default"))) xp::Engine* xp_engine_v1() {
  at::set_num_interop_threads(1);
  return new xp::TorchEngine;
}
