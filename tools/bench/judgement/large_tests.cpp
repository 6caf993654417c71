// A store with runs that judged the same large test set, each right on about nine images of ten.
//   large_tests HOME [RUNS] [IMAGES]        (tools/bench/judgement/compare.sh makes 5 of 10 000)
#include <cstdio>
#include <cstdlib>
#include <string>

#include "framework/base/error.h"
#include "framework/base/hash.h"
#include "framework/base/random.h"
#include "framework/store/store.h"

namespace {

using namespace xp;

constexpr int classes = 3;

/// What the runs share (hard images) and what each has of its own.
Prediction said(int image, int label, Random& hard, Random& own) {
  const double sure = 0.25 + 0.75 * (0.7 * hard.uniform() + 0.3 * own.uniform());
  Prediction out{image, label, std::vector<double>(classes, (1 - sure) / (classes - 1))};
  out.probabilities[static_cast<std::size_t>(label)] = sure;
  const auto other = static_cast<std::size_t>((label + 1) % classes);
  const double moved = out.probabilities[3 - other - static_cast<std::size_t>(label)] * own.uniform();
  out.probabilities[other] += moved, out.probabilities[3 - other - static_cast<std::size_t>(label)] -= moved;
  return out;
}

void add(Store& store, int run, int images) {
  const std::string hash(64, 'a');
  NewRun fresh;
  fresh.experiment = "large", fresh.name = "run " + std::to_string(run), fresh.plan = "{}";
  fresh.identity = fresh.fingerprint = hash, fresh.epochs_planned = 1;
  fresh.settings = {{"model", "drawn"}, {"model.dropout", 0.1 * run}};
  const std::int64_t id = store.add(fresh);
  store.start(id, this_process());
  std::vector<StoredSample> samples;
  std::vector<Prediction> predictions;
  for (int i = 0; i < images; ++i) {
    const auto number = static_cast<std::uint32_t>(i);
    Random hard(1, "bench/hard", 0, number), own(1, "bench/own", static_cast<std::uint32_t>(run), number);
    samples.push_back({"image " + std::to_string(i), i % classes, Part::test, "", sha256(std::to_string(i))});
    predictions.push_back(said(i, i % classes, hard, own));
  }
  store.divide(id, {"Normal", "Scol", "Spond"}, samples, {});
  store.epoch(id, 1, {{"train/loss", 1.0}, {"val/loss", 1.0}}, {}, {});
  store.chosen(id, 1);
  store.scored(id, Part::test, 1, predictions, {});
  store.end(id, Status::finished, "");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "large_tests HOME [RUNS] [IMAGES]\n"), 2;
  try {
    Store store(argv[1], Store::Access::write);
    const int runs = argc > 2 ? std::atoi(argv[2]) : 5, images = argc > 3 ? std::atoi(argv[3]) : 10000;
    for (int run = 1; run <= runs; ++run) add(store, run, images);
  } catch (const Error& e) {
    return std::fprintf(stderr, "large_tests: %s\n", e.whole().c_str()), 1;
  }
}
