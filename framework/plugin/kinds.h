// The contracts: what a plugin of each kind must be able to do. None of them needs torch or OpenCV: a plugin says
// what is wanted as a value, the engine does it.
#pragma once
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "framework/base/error.h"
#include "framework/base/random.h"
#include "framework/data/image.h"
#include "framework/data/sample.h"
#include "framework/net/measure.h"
#include "framework/net/net.h"
#include "framework/net/walk.h"
#include "framework/plugin/params.h"
#include "framework/scores/score.h"

namespace xp {

enum class Kind {
  dataset,
  split,
  transform,
  model,
  attention,
  class_weight,
  balance,
  loss,
  optimizer,
  schedule,
  callback
};
inline constexpr Kind kinds[] = {Kind::dataset,   Kind::split,        Kind::transform, Kind::model,
                                 Kind::attention, Kind::class_weight, Kind::balance,   Kind::loss,
                                 Kind::optimizer, Kind::schedule,     Kind::callback};

const char* name(Kind kind);
/// "what decides which images are trained on, ...": one line for `xp plugins`.
const char* doc(Kind kind);
/// Throws Error with the nearest name.
Kind kind_named(const std::string& name);
/// Transforms and callbacks come as an ordered list; of every other kind a plan has exactly one.
inline bool is_list(Kind kind) { return kind == Kind::transform || kind == Kind::callback; }

/// What every contract shares. `common` describes fields that all plugins of a kind have.
template <class Self, Kind K>
struct Contract {
  using Base = Self;
  static constexpr Kind kind = K;
  virtual ~Contract() = default;
  template <class P>
  static void common(Params<P>&) {}
};

struct Dataset : Contract<Dataset, Kind::dataset> {
  /// What there is, without reading a pixel. Throws Error when there is nothing to learn from. A sample without a
  /// `sha256` gets that of its file, or, when it is drawn, of the settings (but paths) and its name.
  virtual Listing list() const = 0;
  /// The pixels of a sample without a path (Listing::channels of them); files are decoded by the engine.
  virtual Image draw(const Sample& sample) const;
  /// As Listing::dicom_window, for files that a network meets later.
  virtual bool dicom_window() const { return true; }
};

struct Split : Contract<Split, Kind::split> {
  std::int64_t seed = 1;
  /// Every sample in exactly one part. Throws Error when a class has too few samples.
  virtual Division divide(const Listing& listing) const = 0;
  /// What to set for each of the divisions that belong together: {{"fold", 1}}, {{"fold", 2}}, …; one, of nothing, for
  /// a split that stands alone.
  virtual std::vector<Settings> folds(const Listing&) const { return std::vector<Settings>(1); }

  template <class P>
  static void common(Params<P>& p) {
    p("seed", &Split::seed, "draws the parts; stays the same in a sweep over seed, so that its runs share a test set")
        .at_least(0);
  }
};

struct Transform : Contract<Transform, Kind::transform> {
  virtual Image apply(const Image& image, const ImageOps& ops, Random& random) const = 0;
  /// The shape that leaves it; a height and width of 0 stand for an image of unknown size.
  virtual Shape shape(Shape in) const { return in; }
  /// Where in what leaves an image of this shape lies; heat maps are laid back by it.
  virtual Region region(Shape) const { return {}; }
  /// Pixels that a file's image must at least have on both sides for it: a larger JPEG may be decoded at a reduced
  /// scale. 0: all of them. Asked of a plan's first transform.
  virtual int enough() const { return 0; }
  /// Draws from `random`: applied to the training part only, anew at each epoch.
  virtual bool augments() const { return false; }
  /// Exchanges left and right: refused where classes depend on them (Listing::lateral).
  virtual bool mirrors() const { return false; }
  /// Takes 0 for black and 1 for white, and so comes before whatever `rescales`.
  virtual bool sees_black() const { return false; }
  /// Leaves numbers on another scale.
  virtual bool rescales() const { return false; }
  /// Numbers that it takes from the training part, once, before anything is learned: it sees that part's images as they
  /// reach it, one after the other, always in the same order; the numbers are kept with the weights, and `use` gives
  /// them back.
  virtual bool fits() const { return false; }
  virtual void see(const Image&) {}
  virtual std::vector<double> numbers() const { return {}; }
  virtual void use(const std::vector<double>&) {}
  /// Mixes another training image of the batch, of the same shape, into one that is otherwise finished. Returns the
  /// share of the label that stays its own; the rest is the other's.
  virtual bool mixes() const { return false; }
  virtual double mix(Image&, const Image& /*other*/, Random&) const { return 1; }
};

struct Model : Contract<Model, Kind::model> {
  double dropout = 0;
  std::string weights, freeze = "none";
  /// From the image to the last feature map. The framework appends attention → neck → dropout → head.
  virtual Net features() const = 0;
  /// From the feature map to one vector per image.
  virtual Net neck() const { return global_pool; }
  /// The last layer, of so many outputs.
  virtual Net head(int outputs) const { return linear(outputs); }
  /// What the layers with weights are called in `source`, "torchvision", "timm" or "keras": those of features() in
  /// their order there, then the head: {"conv1", "bn1", …, "fc"}. Empty where the model was not published.
  virtual std::vector<std::string> names(const std::string& source) const;
  /// The file whose weights training starts from; empty: drawn as published.
  virtual std::string starts_from() const { return weights; }

  template <class P>
  static void common(Params<P>& p) {
    p("dropout", &Model::dropout, "share of the head's inputs dropped in training").between(0, 0.95);
    p("weights", &Model::weights,
      "file that the training starts from: safetensors, PyTorch or Keras; none: drawn as published")
        .path();
    p("freeze", &Model::freeze,
      "what keeps the weights that it starts from: none, features, or a number of stages (a stage ends where the map "
      "shrinks)");
  }
};

struct Attention : Contract<Attention, Kind::attention> {
  std::string where = "features";
  /// Keeps the shape of a map with so many channels.
  virtual Net net(int channels) const = 0;

  template <class P>
  static void common(Params<P>& p) {
    p("where", &Attention::where, "once after the features, or at the end of every block inside them")
        .one_of({"features", "blocks"});
  }
};

struct ClassWeight : Contract<ClassWeight, Kind::class_weight> {
  /// One weight a class, from the number of training samples of each.
  virtual std::vector<double> weights(const std::vector<std::int64_t>& counts) const = 0;
};

struct Balance : Contract<Balance, Kind::balance> {
  /// The training samples of one epoch, as positions in `labels`, before they are shuffled.
  virtual std::vector<int> draw(const std::vector<int>& labels, Random& random) const = 0;
};

/// What is minimised; the engine has one implementation for each form.
struct LossForm {
  enum Form { cross_entropy, binary_cross_entropy, focal } form = cross_entropy;
  double smoothing = 0;  // share of each label that is spread evenly over all classes
  double focus = 0;      // focal: the exponent γ of (1 − p)
};
struct Loss : Contract<Loss, Kind::loss> {
  virtual LossForm form() const = 0;
  /// Outputs of the network for so many classes. Throws Error where the loss cannot tell them apart.
  virtual int outputs(int classes) const { return classes; }
};

/// One update rule; fields that a rule does not use are 0.
struct UpdateRule {
  enum Rule { sgd, adam, adamw, rmsprop } rule = sgd;
  double rate = 0, weight_decay = 0;
  bool decays_kernels_only = false;  // not biases and BatchNorm's
  double momentum = 0;
  bool nesterov = false;
  double beta1 = 0, beta2 = 0, epsilon = 0;
  double smoothing = 0;       // rmsprop: share of the mean square that stays
  double features_share = 1;  // what the rate is multiplied by for the features' weights
};
struct Optimizer : Contract<Optimizer, Kind::optimizer> {
  double rate = 1e-3, weight_decay = 0, features_share = 1;
  std::string decay = "all";
  virtual UpdateRule rule() const = 0;
  /// With what all optimizers share.
  UpdateRule whole_rule() const {
    UpdateRule out = rule();
    out.features_share = features_share;
    return out;
  }

  template <class P>
  static void common(Params<P>& p) {
    p("rate", &Optimizer::rate, "learning rate").between(0, 100);
    p("weight_decay", &Optimizer::weight_decay,
      "L2 penalty, added to the gradient as weight_decay · w; Keras' l2(λ), whose gradient is 2λ · w, is 2λ here")
        .between(0, 10);
    p("decay", &Optimizer::decay,
      "what it shrinks: all weights, or kernels, those of convolutions and linear layers without biases and BatchNorm, "
      "as Keras' kernel_regularizer does")
        .one_of({"all", "kernels"});
    p("features_share", &Optimizer::features_share,
      "what the rate is multiplied by for the features alone: below 1 spares what they brought along")
        .between(0, 1)
        .later();
  }
};

/// Where training stands: 0 <= step < steps.
struct Moment {
  std::int64_t step = 0, steps = 1, per_epoch = 1;  // updates
};

struct Schedule : Contract<Schedule, Kind::schedule> {
  double warmup = 0;
  /// What the learning rate is multiplied by: a pure function of the moment. Asked through `at`.
  virtual double factor(const Moment& moment) const = 0;
  /// With the warmup: the schedule itself begins after it, with the steps that are left.
  double at(const Moment& moment) const;

  template <class P>
  static void common(Params<P>& p) {
    p("warmup", &Schedule::warmup, "epochs in which the rate first rises, step by step, to where the schedule begins")
        .between(0, 100000)
        .unit("epochs")
        .later();
  }
};

/// Epoch metrics by name: "train/loss", "val/accuracy".
using Metrics = std::map<std::string, double>;

struct Epoch {
  int number = 0;  // from 1
  Metrics metrics;
  /// NaN where the metric was not measured; names are checked before a run starts.
  double operator[](const std::string& metric) const {
    const auto it = metrics.find(metric);
    return it == metrics.end() ? std::numeric_limits<double>::quiet_NaN() : it->second;
  }
};

/// All that a callback may do to a run.
struct Control {
  virtual ~Control() = default;
  virtual void stop(const std::string& why) = 0;
  /// Multiplies the optimizer's rate from the next step on and keeps it at `smallest` or above; the schedule acts on
  /// top.
  virtual void scale_rate(double factor, double smallest) = 0;
  /// Keeps `content` with the run as an artifact; what it kept by this name before is replaced.
  virtual void keep(const std::string& name, const std::string& content) = 0;
  /// Keeps this epoch's checkpoint beside the last one.
  virtual void keep_checkpoint() = 0;
  /// Keeps heat maps of the first so many validation images, as the weights are now: saliency/epoch_003/….
  virtual void keep_heat_maps(int images) = 0;
  /// Seconds that the run has trained, those before it was resumed included.
  virtual double seconds() const = 0;
};

struct Callback : Contract<Callback, Kind::callback> {
  virtual void train_begin() {}
  /// After the metrics of an epoch are stored; in the order in which the experiment names the callbacks.
  virtual void epoch_end(const Epoch& epoch, Control& control) = 0;
  /// Metrics it watches, so that a wrong name is refused before anything runs.
  virtual std::vector<std::string> watches() const { return {}; }
  /// What it remembers between epochs: part of a checkpoint. `restore` is given it back after `train_begin`.
  virtual Settings state() const { return {}; }
  virtual void restore(const Settings&) {}
};

}  // namespace xp
