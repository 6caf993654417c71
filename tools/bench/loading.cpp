// Images a second of decoding, resizing to 299² and an affine augmentation, in batches of 16, as training asks for
// them: `loading FOLDER THREADS [grey|rgb]` prints that of a first epoch, which keeps nothing from before, and the
// median of ten later ones. tools/bench/loading.sh holds it against torchvision.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <numeric>

#include "framework/engine/images/loader.h"
#include "framework/experiment.h"
#include "framework/plan/expand.h"

namespace {

using namespace xp;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// The images of an epoch, in an order of its own.
void epoch(Loader& loader, std::size_t images, int number) {
  std::vector<int> order(images);
  std::iota(order.begin(), order.end(), 0);
  Random random(1, "order", static_cast<std::uint32_t>(number));
  random.shuffle(order);
  const auto pieces = in_batches(order, 16);
  loader.expect(pieces, number);
  for (const auto& piece : pieces) loader.next(piece, number);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::fputs("loading FOLDER THREADS [grey|rgb]\n", stderr), 2;
  Experiment e;
  e.title("loading?")
      .dataset({"image_folder", {{"path", argv[1]}, {"color", argc > 3 ? argv[3] : "grey"}}})
      .transforms({{"resize", {{"size", 299}}}, {"affine"}})
      .model({"small_cnn"});
  const Plan plan = expand(e, "loading", {}).at(0);
  const Listing& files = listing(plan.only(Kind::dataset));
  const std::size_t images = files.samples.size();

  const auto start = Clock::now();
  Batches batches(plan, std::atoi(argv[2]), [] { return false; }, {4e9, 0});
  batches.load(files);
  Loader loader(batches);
  epoch(loader, images, 1);
  const double cold = seconds_since(start);
  std::vector<double> later;
  for (int number = 2; number <= 11; ++number) {
    const auto begin = Clock::now();
    epoch(loader, images, number);
    later.push_back(seconds_since(begin));
  }
  std::nth_element(later.begin(), later.begin() + 5, later.end());
  fmt::print("{:.1f} {:.1f}\n", static_cast<double>(images) / cold, static_cast<double>(images) / later[5]);
}
