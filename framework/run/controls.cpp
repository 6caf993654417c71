#include "framework/run/controls.h"

#include <fmt/format.h>

#include <cmath>

#include "framework/run/neighbours.h"
#include "framework/scores/score.h"

namespace xp {
namespace {

using Rows = std::vector<std::vector<double>>;
constexpr int side = 16;

class WithoutNetwork {
 public:
  WithoutNetwork(const Plan& plan, const Placement& placement, Engine& engine, Recorder& recorder)
      : plan_(plan), engine_(engine), recorder_(recorder), threads_(placement.threads) {}

  Trained carry_out() {
    look();
    const Division division = divided(plan_, listing_);
    for (const Sample& s : listing_.samples) labels_.push_back(s.label);
    const auto answer = train_of(plan_.train).control == "majority" ? majority(division) : neighbours(division);
    recorder_.prepared({listing_, division, skipped_, 0, remarks_});
    if (recorder_.interrupted()) return {Trained::interrupted, "before anything was said", 0};
    const std::vector<Prediction> validation = said(division.indices(Part::validation), answer);
    Epoch epoch{1, {}};
    if (!validation.empty())
      for (const auto& [score, value] : scores(validation, classes())) epoch.metrics["val/" + score] = value;
    recorder_.epoch(epoch, {});
    recorder_.weights(1, "");
    recorder_.scored(Part::validation, 1, validation);
    recorder_.scored(Part::test, 1, said(division.indices(Part::test), answer));
    return {Trained::finished, "", 1};
  }

 private:
  using Answer = std::function<Rows(const std::vector<int>&)>;  // probabilities of so many samples

  int classes() const { return static_cast<int>(plan_.classes.size()); }

  /// Leaves out what cannot be read, as training does, so that the division is the same.
  void look() {
    const Listing& all = listing(plan_.only(Kind::dataset));
    const Rows rows =
        engine_.thumbnails(all, plan_.only(Kind::dataset), side, threads_, [this] { return recorder_.interrupted(); });
    listing_ = all;
    listing_.samples.clear();
    skipped_ = all.skipped;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (std::isnan(rows[i][0])) {
        if (!all.skip_unreadable)
          throw Error(all.samples[i].name + " cannot be read",
                      "mend or remove it, or --set dataset.unreadable=skip to leave it out");
        skipped_.push_back(all.samples[i].name + ": cannot be read");
        continue;
      }
      listing_.samples.push_back(all.samples[i]);
      thumbnails_.push_back(rows[i]);
    }
  }

  Answer majority(const Division& division) {
    const std::vector<double> shares = frequencies(labels_, classes(), division.indices(Part::train));
    remarks_ = {"A control: every image is given the shares of the classes in the training part."};
    return [shares](const std::vector<int>& asked) { return Rows(asked.size(), shares); };
  }

  Answer neighbours(const Division& division) {
    const Neighbourhood n = chosen_neighbourhood(thumbnails_, labels_, classes(), division);
    const std::vector<int> training = division.indices(Part::train);
    remarks_ = {fmt::format("A control: the {} nearest in the training part by {}; {}.", n.k, name(n.view),
                            division.indices(Part::validation).empty()
                                ? "without a validation part there was nothing to choose by"
                                : "number and view were chosen on the validation part, of 3 each")};
    return [=, this, looked = features(thumbnails_, training, n.view)](const std::vector<int>& asked) {
      return neighbours_say(looked, labels_, classes(), training, asked, n.k);
    };
  }

  std::vector<Prediction> said(const std::vector<int>& asked, const Answer& answer) const {
    const Rows probabilities = answer(asked);
    std::vector<Prediction> out;
    for (std::size_t i = 0; i < asked.size(); ++i)
      out.push_back({asked[i], labels_[static_cast<std::size_t>(asked[i])], probabilities[i]});
    return out;
  }

  const Plan& plan_;
  Engine& engine_;
  Recorder& recorder_;
  int threads_;
  Listing listing_;
  std::vector<std::string> skipped_, remarks_;
  Rows thumbnails_;  // of the listing
  std::vector<int> labels_;
};

}  // namespace

Trained carry_out(const Plan& plan, const Placement& placement, Engine& engine, Recorder& recorder,
                  const Course& course) {
  const std::string control = train_of(plan.train).control;
  if (control == "none" || control == "shuffled_labels") return engine.train(plan, placement, recorder, course);
  return WithoutNetwork(plan, placement, engine, recorder).carry_out();
}

}  // namespace xp
