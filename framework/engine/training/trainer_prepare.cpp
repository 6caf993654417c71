// The trainer's data: what it learns from, in which order.
#include <fmt/format.h>

#include <algorithm>

#include "framework/data/relabel.h"
#include "framework/engine/training/trainer.h"

namespace xp {

bool Trainer::prepare() {
  const auto stopped = [this] {
    if (batches_.stopped()) end(Trained::interrupted, "while images were read");
    return batches_.stopped();
  };
  batches_.load(listing(plan_.only(Kind::dataset)));
  if (stopped()) return false;
  division_ = divided(plan_, batches_.listing());
  const std::vector<int> train = division_.indices(Part::train);
  batches_.fit(train);
  if (stopped()) return false;
  std::vector<std::int64_t> counts(plan_.classes.size());
  for (int label : batches_.labels(train)) ++counts[static_cast<std::size_t>(label)];
  const std::vector<double> weights = plan_.make<ClassWeight>()->weights(counts);
  if (weights.size() != counts.size())
    throw Error(fmt::format("class_weight {} gives {} weights for {} classes", plan_.only(Kind::class_weight).name,
                            weights.size(), counts.size()));
  const std::size_t per_epoch = in_batches(order(1), static_cast<std::size_t>(train_.batch)).size();
  updater_.begin(weights, static_cast<std::int64_t>(per_epoch));
  measures_.begin(weights, batches_.listing());
  std::vector<std::string> skipped = batches_.listing().skipped;
  for (const Unreadable& u : batches_.skipped()) skipped.push_back(fmt::format("{}: {}", u.name, u.why));
  recorder_.prepared({batches_.listing(), division_, skipped, static_cast<std::int64_t>(per_epoch), remarks_});
  if (train_.control == "shuffled_labels")  // what is recorded of the data stays true
    batches_.relabel(labels_dealt_anew(batches_.listing(), division_, static_cast<std::uint64_t>(seeds_.order)));
  return true;
}

/// The samples of an epoch as it sees them.
std::vector<int> Trainer::order(int epoch) const {
  const std::vector<int> part = division_.indices(Part::train);
  Random random(static_cast<std::uint64_t>(seeds_.order), "order", static_cast<std::uint32_t>(epoch));
  std::vector<int> out;
  for (const int position : balance_->draw(batches_.labels(part), random)) {
    if (position < 0 || static_cast<std::size_t>(position) >= part.size())
      throw Error(
          fmt::format("balance {} draws sample {} of {}", plan_.only(Kind::balance).name, position, part.size()));
    out.push_back(part[static_cast<std::size_t>(position)]);
  }
  if (out.empty()) throw Error("balance " + plan_.only(Kind::balance).name + " draws nothing to train on");
  random.shuffle(out);
  return out;
}

/// So that images are made while others are learned from.
void Trainer::announce(int epoch, std::int64_t first) {
  announced_ = epoch;
  const auto batch = static_cast<std::size_t>(train_.batch);
  const auto pieces = in_batches(order(epoch), batch);
  learner_->expect(pieces, epoch, static_cast<std::size_t>(first));
  if (updater_.averages().looks_again(epoch)) learner_->expect(pieces, epoch, 0);
  learner_->expect(in_batches(division_.indices(Part::validation), batch), 0, 0);
  if (train_.measure_train) learner_->expect(in_batches(division_.indices(Part::train), batch), 0, 0);
}

/// Of the samples, as the data have them; empty where all weigh 1.
std::vector<double> Trainer::weights(const std::vector<int>& samples) const {
  std::vector<double> out;
  for (const int s : samples) out.push_back(batches_.listing().samples[static_cast<std::size_t>(s)].weight);
  const bool alike = std::all_of(out.begin(), out.end(), [](double weight) { return weight == 1; });
  return alike ? std::vector<double>() : out;
}

}  // namespace xp
