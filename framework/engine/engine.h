// What executes plans, as the rest of the house sees it: no torch, no OpenCV in sight. One implementation is opened at
// run time, another is the fake one of the tests.
#pragma once
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "framework/base/hashes.h"
#include "framework/data/bright.h"
#include "framework/data/survey.h"
#include "framework/engine/explain/explanation.h"
#include "framework/plan/plan.h"
#include "framework/scores/prediction.h"

namespace xp {

/// Where and how a plan runs: what its settings came to on this machine, recorded beside it.
struct Placement {
  int threads = 1;
  std::string device = "cpu";
  std::string precision = "fp32";  // or "bf16"; in a wish also "auto"
};

struct Prepared {
  Listing listing;  // without what was skipped
  Division division;
  std::vector<std::string> skipped;  // names of unreadable files
  std::int64_t steps_per_epoch = 0;
  std::vector<std::string> remarks = {};  // on the weights that training starts from
};

struct StepReport {
  int epoch = 0;                            // from 1
  std::int64_t step = 0, steps = 0;         // within the epoch, from 1
  std::int64_t global_step = 0;             // from 1
  double objective = 0;                     // of this batch, as minimised: with class weights
  double mean_loss = 0, mean_accuracy = 0;  // of the epoch so far, each image counting the same
  double images_per_second = 0;
  double gradient_norm = NAN;  // of the update, before clipping; NaN where the batch brought none
  BatchHashes hashes = {};
};

/// A tensor within a batch, of a run that is traced.
struct Traced {
  std::string tensor;         // in the order of computing: "pixels", "logits", "gradient of X", "X" after the update
  std::uint64_t hash = 0;     // of all values
  std::vector<float> values;  // all of them; valid until the call returns
};

/// How far a run is: epochs that ended, batches learned from in all.
struct Standing {
  int epoch = 0;
  std::int64_t step = 0;
};

/// Told what happens while a plan trains, from the training thread. What it throws ends the run.
struct Recorder {
  virtual ~Recorder() = default;
  virtual void prepared(const Prepared& prepared) = 0;
  virtual void step(const StepReport& step) = 0;
  /// Before the callbacks see the epoch.
  virtual void epoch(const Epoch& epoch, const Metrics& telemetry) = 0;
  /// The network's tensors as the epoch left them, each time before `epoch`.
  virtual void tensors(int /*epoch*/, const std::vector<TensorHash>& /*hashes*/) {}
  /// Of a run that is traced, before `step`: all tensors of the batch.
  virtual void traced(std::int64_t /*global_step*/, const std::vector<Traced>& /*tensors*/) {}
  /// The weights of this epoch are the ones that are kept, and what they say of a part.
  virtual void scored(Part part, int epoch, const std::vector<Prediction>& predictions) = 0;
  virtual void weights(int epoch, const std::string& safetensors) = 0;
  /// What was measured of the weights that are kept, beside their scores: joins the telemetry of their epoch.
  virtual void measured(int /*epoch*/, const Metrics& /*telemetry*/) {}
  /// Asked after every batch: true ends the run with what there is.
  virtual bool interrupted() = 0;
  /// Asked after every batch but an epoch's last: true makes a checkpoint within the epoch.
  virtual bool wants_checkpoint() { return false; }
  /// Everything that going on from here needs: after the callbacks of each epoch, and where it was wanted. `write` puts
  /// it into a file, whole; `kept` beside the last one, for good.
  virtual void checkpoint(const Standing&, bool /*kept*/,
                          const std::function<void(const std::string& path)>& /*write*/) {}
  /// An artifact of the run; another of this name is replaced.
  virtual void keep(const std::string& /*name*/, const std::string& /*content*/) {}
};

/// Where training begins, and how far it goes.
struct Course {
  std::string checkpoint = {};  // the file that it goes on from; empty: from the beginning
  int until = 0;                // pauses after this epoch; 0: goes to the plan's end
  bool pictures = false;        // at the end: of every test image a thumbnail and a heat map, and what the network saw
  bool trace = false;           // tells every tensor of every batch
};

struct Trained {
  enum Ending { finished, failed, interrupted, paused } ending = finished;
  std::string reason;    // why it failed, or why a callback stopped it
  int chosen_epoch = 0;  // whose weights were kept; 0 when no epoch ended
};

struct RateRange {
  double lowest = 1e-7, highest = 1;
  int updates = 100;
};
struct RateTried {
  double rate = 0, loss = 0;  // the objective of the batch before the update at this rate
};

/// How fast a step alone is.
struct Pace {
  double images_per_second = 0;
  std::map<std::string, double> parts;  // seconds of a step by kind of work; empty where nothing was compiled
};

class Engine {
 public:
  virtual ~Engine() = default;
  /// The wish with `auto` resolved. Opens what the plan needs: its custom layers. Throws Error when it cannot compute
  /// there, and on a custom layer that nothing registers.
  virtual Placement resolve(const Plan& plan, const Placement& wish) const = 0;
  /// Trains, keeps the best epoch by `train.monitor`, scores validation and test with it. Throws Error for data that
  /// cannot be used; a loss that is not a number is a Trained.
  virtual Trained train(const Plan& plan, const Placement& placement, Recorder& recorder, const Course& course) = 0;
  Trained train(const Plan& plan, const Placement& placement, Recorder& recorder) {
    return train(plan, placement, recorder, {});
  }
  /// Probabilities of one image a row, for image files; of a plan on tiles those of each of its parts_of_an_image, file
  /// after file. Throws Error naming a file that cannot be decoded.
  virtual std::vector<std::vector<double>> predict(const Plan& plan, const Placement& placement,
                                                   const std::string& weights,
                                                   const std::vector<std::string>& files) = 0;
  /// Heat maps of image files, told one image after the other. Returns the steps of the sanity check where it is asked
  /// for. Throws Error naming a file that cannot be decoded, and where the network says nothing that is a number.
  virtual std::vector<SanityStep> explain(const Plan& plan, const Placement& placement, const std::string& weights,
                                          const std::vector<std::string>& files, const Question& question,
                                          const std::function<void(const Explanation&)>& tell) = 0;
  /// Images a second of forward, loss, backward and update alone, so many steps on one batch of noise, after two
  /// that are not timed: what a whole epoch of `train` is held against.
  virtual Pace bare_speed(const Plan& plan, const Placement& placement, int steps) = 0;
  /// Looks at every sample and at every pair that may show the same picture; what was seen of a file is kept under
  /// XDG_CACHE_HOME by its content. `dataset` draws the samples without a path. `stop` is asked now and then; true ends
  /// it with an Error.
  virtual Survey survey(const Listing& listing, const Choice& dataset, int threads,
                        const std::function<bool()>& stop) = 0;
  /// A contact sheet, as PNG: a row of pictures a class, each class's samples by their index in the listing.
  virtual std::string contact_sheet(const Listing& listing, const Choice& dataset,
                                    const std::vector<std::vector<int>>& rows, int threads,
                                    const std::function<bool()>& stop) = 0;
  /// What the brightest pixels of each sample and their edges say in numbers, named by `bright_titles`; NaN for what
  /// cannot be read. Brighter than `threshold`, of 255, is bright.
  virtual std::vector<std::vector<double>> bright_features(const Listing& listing, const Choice& dataset,
                                                           double threshold, int threads,
                                                           const std::function<bool()>& stop) = 0;
  /// The learning-rate range test (Smith 2017): from the plan's beginning, one update a rate, rates rising from
  /// `lowest` to `highest` by a constant factor, without schedule and callbacks; ends early where the loss is no number
  /// or its mean over the last ten or so four times the least of these.
  virtual std::vector<RateTried> try_rates(const Plan& plan, const Placement& placement, const RateRange& range,
                                           const std::function<bool()>& stop) = 0;
  /// Width, height and a grey thumbnail of side × side, 0 to 1, of each sample: what a control may look at. NaN for
  /// what cannot be read.
  virtual std::vector<std::vector<double>> thumbnails(const Listing& listing, const Choice& dataset, int side,
                                                      int threads, const std::function<bool()>& stop) = 0;
  /// Library versions and what was found of the machine: {"libtorch", "1.13.1"}.
  virtual Settings facts() const = 0;
};

/// Opens libxp_engine, which takes a third of a second. Throws Error when it is missing or of another version.
std::unique_ptr<Engine> open_engine();

}  // namespace xp
