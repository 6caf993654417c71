// One fully resolved point of a sweep: every plugin with every setting written out. A plan, not the .cpp, is what runs
// and what is stored.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "framework/plan/train.h"
#include "framework/plugin/registry.h"

namespace xp {

/// A source file that registers custom layers with the engine (framework/engine/custom.h).
struct LayerSource {
  std::string path, sha256;
  bool operator==(const LayerSource&) const = default;
};

struct Plan {
  int format = 2;  // of its JSON: one that was written as 1 stays so, and keeps its identity
  std::string experiment, title;
  std::map<Kind, std::vector<Choice>> plugins;  // complete; exactly one where !is_list(kind)
  Settings train, seed;                         // complete
  std::vector<LayerSource> layers;
  std::vector<std::string> classes;  // what the data held when the plan was made
  std::vector<std::int64_t> counts;
  int channels = 1;
  std::string fingerprint;

  const Choice& only(Kind kind) const { return plugins.at(kind).at(0); }
  template <class T>
  std::shared_ptr<T> make() const {
    return Registry::global().make<T>(only(T::kind));
  }
  template <class T>
  std::vector<std::shared_ptr<T>> make_all() const {
    std::vector<std::shared_ptr<T>> out;
    for (const Choice& c : plugins.at(T::kind)) out.push_back(Registry::global().make<T>(c));
    return out;
  }
};

/// Canonical: sorted keys, shortest numbers, one line. `plan_from_json` reads it back; throws Error on anything else.
std::string to_json(const Plan& plan);
Plan plan_from_json(const std::string& text);
/// SHA-256 over everything that can change the result. Data count by their fingerprint, other files by their content,
/// an experiment's own plugins by their sources; titles, paths and where it ran are left out.
std::string identity_hash(const Plan& plan);
/// "model" = "xception", "model.dropout" = 0.2, "callback.early_stopping.patience" = 5, "train.epochs" = 30.
Settings flattened(const Plan& plan);
/// The names of `flattened` whose values differ between the plans (or are missing in one), in order.
std::vector<std::string> differing(const std::vector<Settings>& plans);

/// What the dataset of a plan holds now, every sample with its SHA-256. Remembered within the process.
const Listing& listing(const Choice& dataset);

/// The parts of `data`, which may be less than was listed. Throws Error when the split leaves a sample out, nothing to
/// train on, or a class without an image.
Division divided(const Plan& plan, const Listing& data);

/// Channels × height × width of what enters the network. Throws Error when no transform fixes the size.
Shape input(const Plan& plan);
/// features → attention → neck → dropout → linear.
Net network(const Plan& plan);

/// Before anything is allocated.
struct Estimate {
  Cost cost;                 // of one image
  double memory = 0;         // bytes: weights, gradients, optimizer state, activations of a batch, images
  int folds = 1;             // that are trained
  double multiply_adds = 0;  // of the whole run, all folds
  double seconds = 0;        // multiply_adds / speed
};
/// `speed`: multiply-adds a second, 0 for a guess from the number of cores.
Estimate estimate(const Plan& plan, double speed = 0);

}  // namespace xp
