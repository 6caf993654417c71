// What tracking costs a run: `tracking MODEL SIZE IMAGES EPOCHS` trains a model ("small_cnn", "resnet") on drawn
// radiographs and clocks all that is recorded on the way: metrics and telemetry of steps and epochs, predictions,
// hashes. Prints seconds an epoch, then of these: recording, hashes of tensors, hashes of batches; and their share of
// the epoch. What the threads that make batches hash counts in full, as if the training waited for it. Checkpoints,
// weights and the audit are not in it. tools/bench/tracking.sh repeats it.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "framework/experiment.h"
#include "framework/plan/expand.h"
#include "framework/run/new_run.h"
#include "framework/run/recording.h"
#include "tools/bench/tracking/hashing.h"

namespace {

using namespace xp;
using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Hands all on to where it is recorded, and keeps the time that this takes.
struct Clocked : Recorder {
  Recorder& to;
  double seconds = 0;  // of recording
  Clock::time_point begins, ends;
  std::int64_t batches = 0;
  explicit Clocked(Recorder& recorder) : to(recorder) {}

  template <class F>
  auto timed(F call) {
    struct Until {
      double& seconds;
      Clock::time_point start = Clock::now();
      ~Until() { seconds += since(start); }
    } until{seconds};
    return call();
  }
  void prepared(const Prepared& p) override { to.prepared(p), begins = Clock::now(); }
  void step(const StepReport& s) override {
    ++batches;
    timed([&] { to.step(s); });
  }
  void tensors(int e, const std::vector<TensorHash>& t) override {
    timed([&] { to.tensors(e, t); });
  }
  void epoch(const Epoch& e, const Metrics& m) override {
    timed([&] { to.epoch(e, m); });
    ends = Clock::now();
  }
  void scored(Part part, int e, const std::vector<Prediction>& p) override {
    timed([&] { to.scored(part, e, p); });
  }
  void weights(int, const std::string&) override {}
  bool interrupted() override {
    return timed([&] { return to.interrupted(); });
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return std::fputs("tracking MODEL SIZE IMAGES EPOCHS\n", stderr), 2;
  const int size = std::atoi(argv[2]), images = std::atoi(argv[3]), epochs = std::atoi(argv[4]), batch = 16;
  Experiment e;
  e.title("tracking?")
      .dataset({"spine_phantom", {{"images", images}, {"height", size}}})
      .transforms({{"resize", {{"size", size}}}, {"normalise"}})
      .model({argv[1]})
      .train({{"epochs", epochs}, {"batch", batch}});
  const Plan plan = expand(e, "tracking", {}).at(0);
  const std::string home = std::filesystem::temp_directory_path() / fmt::format("xp_tracking_{}", ::getpid());
  const auto engine = open_engine();
  const Placement placement = engine->resolve(plan, {2, "cpu", "fp32"});
  double per_epoch = 0, recording = 0, per_batch = 0;
  {
    Store store(home, Store::Access::write);
    Circumstances circumstances;
    circumstances.threads = placement.threads;
    Progress silent;
    const std::int64_t id = add_run(new_run(plan, circumstances, facts_of(placement)), circumstances, store);
    store.start(id, this_process());
    Recording recorder(id, plan, placement, circumstances, {}, *engine, store, silent);
    Clocked clock(recorder);
    const Trained outcome = engine->train(plan, placement, clock);
    if (outcome.ending != Trained::finished) return std::fprintf(stderr, "%s\n", outcome.reason.c_str()), 1;
    per_epoch = std::chrono::duration<double>(clock.ends - clock.begins).count() / epochs;
    recording = clock.seconds / epochs;
    per_batch = static_cast<double>(clock.batches) / epochs;
  }
  std::filesystem::remove_all(home);
  const Hashing cost = hashing(plan, batch);
  // The images that are judged pass the same threads as those that are learned from.
  const double hashes = static_cast<double>(images) * cost.image + per_batch * cost.order;
  fmt::print("{:.4f} {:.6f} {:.6f} {:.6f} {:.4f}\n", per_epoch, recording, cost.tensors, hashes,
             100 * (recording + cost.tensors + hashes) / per_epoch);
}
