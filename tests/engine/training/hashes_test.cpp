// What a run computed, as hashes: the first that differs tells what did.
#include "framework/engine/training/hashes.h"

#include <catch2/catch.hpp>

#include "framework/base/file.h"
#include "framework/engine/training/trainer.h"
#include "tests/support/pictures.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

struct Computed : Recorder {
  Prepared data;
  std::vector<BatchHashes> batches;
  std::map<int, std::vector<TensorHash>> after;
  std::vector<std::string> happened;

  void prepared(const Prepared& p) override { data = p; }
  void step(const StepReport& s) override {
    CHECK(s.hashes.step == s.global_step);
    batches.push_back(s.hashes);
  }
  void epoch(const Epoch&, const Metrics&) override { happened.push_back("epoch"); }
  void tensors(int epoch, const std::vector<TensorHash>& hashes) override {
    after[epoch] = hashes, happened.push_back("tensors");
  }
  void scored(Part, int, const std::vector<Prediction>&) override {}
  void weights(int, const std::string&) override {}
  bool interrupted() override { return false; }
};

/// `threads` make the batches.
Computed computed(const Plan& plan, int threads = 1, double memory = 1e9) {
  at::set_num_threads(1);
  Computed out;
  REQUIRE(Trainer(plan, {threads, "cpu"}, out, {}, memory).run().ending == Trained::finished);
  return out;
}

Computed computed(const Settings& settings, int threads = 1) { return computed(test::tiny_plan(settings), threads); }

/// Of 24 pictures in two folders, one for each class. A process looks at a folder once: what changed is another one.
Plan pictures(const test::TemporaryFolder& folder, const std::string& changed = "") {
  test::write_folder(folder.path, 12, 12);
  if (!changed.empty()) {
    std::string bytes = read_file(folder / changed);
    for (std::size_t channel = 0; channel < 3; ++channel) bytes.at(54 + 300 + channel) ^= 1;  // of one pixel
    write_file(folder / changed, bytes);
  }
  Experiment e = test::tiny();
  e.dataset({"image_folder", {{"path", folder.path.string()}}}).transforms({{"resize", {{"size", 16}}}});
  return expand(e, "tiny", {}).at(0);
}

/// Of two runs' batches in the first epoch, those whose hash differs.
std::vector<std::size_t> differing(const Computed& a, const Computed& b, std::uint64_t BatchHashes::*hash) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < static_cast<std::size_t>(a.data.steps_per_epoch); ++i)
    if (a.batches.at(i).*hash != b.batches.at(i).*hash) out.push_back(i);
  return out;
}

void check_same(const Computed& a, const Computed& b) {
  CHECK((a.batches == b.batches));
  CHECK((a.after == b.after));
}

}  // namespace

TEST_CASE("a run hashes every batch and, after each epoch and before it is recorded, every tensor") {
  const Computed run = computed({{"model.batch_norm", true}});
  CHECK(run.batches.size() == 3 * static_cast<std::size_t>(run.data.steps_per_epoch));
  REQUIRE(run.after.size() == 3);
  std::vector<std::string> names;
  for (const TensorHash& t : run.after.at(1)) names.push_back(t.tensor);
  const Network network(xp::network(test::tiny_plan({{"model.batch_norm", true}})), {1, 16, 16}, 1, at::kCPU);
  std::vector<std::string> wanted;
  for (const NamedTensor& t : network.state()) wanted.push_back(t.name);
  CHECK(names == wanted);
  CHECK(run.happened == std::vector<std::string>{"tensors", "epoch", "tensors", "epoch", "tensors", "epoch"});
  for (std::size_t i = 0; i < names.size(); ++i) {
    INFO(names[i]);
    CHECK(run.after.at(1)[i].values != run.after.at(2)[i].values);  // all learn
  }
}

TEST_CASE("the same plan gives the same hashes, whatever number of threads makes the batches") {
  const Settings augmented{{"model.dropout", 0.3}, {"balance", "oversample"}};
  const Computed run = computed(augmented);
  check_same(run, computed(augmented));
  check_same(run, computed(augmented, 3));
}

TEST_CASE("another seed of the order shows in the order, one of the weights first in the loss") {
  const Computed run = computed(Settings{});
  CHECK(differing(run, computed({{"seed.order", 7}}), &BatchHashes::order).size() ==
        static_cast<std::size_t>(run.data.steps_per_epoch));
  const Computed other = computed({{"seed.init", 7}});
  CHECK(differing(run, other, &BatchHashes::order).empty());
  CHECK(differing(run, other, &BatchHashes::pixels).empty());
  CHECK_FALSE(differing(run, other, &BatchHashes::loss).empty());
}

TEST_CASE("one pixel shows in the pixels of the one batch that has it, and in the loss from there on") {
  const test::TemporaryFolder as_it_was("hashes_was"), as_it_is("hashes_is");
  const Computed before = computed(pictures(as_it_was));
  const std::vector<int> training = before.data.division.indices(Part::train);
  const Sample& sample = before.data.listing.samples.at(static_cast<std::size_t>(training.at(3)));
  const Computed after = computed(pictures(as_it_is, sample.name));
  CHECK(differing(before, after, &BatchHashes::order).empty());
  const auto changed = differing(before, after, &BatchHashes::pixels);
  REQUIRE(changed.size() == 1);
  CHECK(differing(before, after, &BatchHashes::loss).at(0) == changed[0]);
}

TEST_CASE("other labels show in the order, and not in the pixels") {
  const Computed run = computed(Settings{}), other = computed({{"train.control", "shuffled_labels"}});
  CHECK_FALSE(differing(run, other, &BatchHashes::order).empty());
  CHECK(differing(run, other, &BatchHashes::pixels).empty());
}

TEST_CASE("samples, labels, weights and what is mixed into them are of the order, each in its place") {
  const std::uint64_t plain = order_hash({1, 2}, {0, 1}, {}, {});
  CHECK(plain == order_hash({1, 2}, {0, 1}, {}, {}));
  CHECK(plain != order_hash({2, 1}, {0, 1}, {}, {}));
  CHECK(plain != order_hash({1, 2}, {1, 0}, {}, {}));
  CHECK(plain != order_hash({1, 2}, {0, 1}, {1, 2}, {}));
  CHECK(plain != order_hash({1}, {2, 0, 1}, {}, {}));
  const std::uint64_t mixed = order_hash({1, 2}, {0, 1}, {}, {{1, 0}, {0.5, 0.5}});
  CHECK(plain != mixed);
  CHECK(mixed != order_hash({1, 2}, {0, 1}, {}, {{1, 0}, {0.5, 0.25}}));
}

TEST_CASE("mixed images are hashed as they were mixed") {
  const auto plan = [](double alpha) {
    Experiment e = test::tiny();
    e.transforms({{"resize", {{"size", 16}}}, {"normalise"}, {"mixup", {{"alpha", alpha}}}});
    return expand(e, "tiny", {}).at(0);
  };
  const Computed run = computed(plan(0.2));
  check_same(run, computed(plan(0.2), 3));
  const Computed other = computed(plan(0.4));
  CHECK_FALSE(differing(run, other, &BatchHashes::order).empty());
  CHECK_FALSE(differing(run, other, &BatchHashes::pixels).empty());
}

TEST_CASE("where features are frozen, what they said is hashed, whether it is remembered or said anew") {
  const Plan plan = test::tiny_plan({{"model.freeze", "features"}});
  const Computed kept = computed(plan), anew = computed(plan, 1, 0);
  check_same(kept, anew);
  CHECK_FALSE(
      differing(kept, computed({{"model.freeze", "features"}, {"seed.init", 7}}), &BatchHashes::pixels).empty());
  for (const TensorHash& t : kept.after.at(1))
    if (t.tensor.starts_with("features.")) {
      INFO(t.tensor);
      CHECK(std::count(kept.after.at(3).begin(), kept.after.at(3).end(), t) == 1);  // frozen
    }
}

TEST_CASE("the weights that learn are hashed, not their average") {
  check_same(computed(Settings{}), computed({{"train.moving_average", 0.9}}));
}

TEST_CASE("a tensor's hash is that of its values, wherever they lie") {
  const Tensor rows = at::arange(24, at::kFloat).view({2, 3, 4});
  CHECK(checksum(rows) == checksum(rows.clone()));
  CHECK(checksum(rows.slice(2, 0, 2)) == checksum(rows.slice(2, 0, 2).contiguous()));
  Tensor other = rows.clone();
  other[1][2][3] = 23.000002f;
  CHECK(checksum(rows) != checksum(other));
}
