// How long intervals take: 5 runs x 10 000 predictions of 3 classes, 10 000 resamples, every overall score and all 10
// differences.
//   bootstrap [IMAGES [RUNS [RESAMPLES [THREADS]]]]
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "framework/base/random.h"
#include "framework/scores/resampling/resampled.h"

namespace {

using namespace xp;

/// Networks of like skill: the truth stands out by 2, each has a view of its own.
std::vector<Judged> made_up(int images, int runs) {
  std::vector<Judged> out(static_cast<std::size_t>(runs), Judged{3});
  Random random(1, "bench of the bootstrap");
  for (int i = 0; i < images; ++i) {
    const double place = random.uniform();
    const int label = (place > 0.21) + (place > 0.77);
    for (Judged& run : out) {
      Prediction image{i, label, {}};
      double sum = 0;
      for (int c = 0; c < 3; ++c)
        image.probabilities.push_back(std::exp(random.normal() + 2 * (c == label))), sum += image.probabilities.back();
      for (double& p : image.probabilities) p /= sum;
      run.predictions.push_back(std::move(image));
    }
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int place, int otherwise) { return argc > place ? std::atoi(argv[place]) : otherwise; };
  const std::vector<Judged> runs = made_up(argument(1, 10000), argument(2, 5));
  std::vector<Scalar> scalars;
  for (const Score& score : overall_scalars()) scalars.push_back({score.name});
  Bootstrap bootstrap{argument(3, 10000)};
  bootstrap.threads = argument(4, 0);
  const auto begin = std::chrono::steady_clock::now();
  const Resampled drawn = resampled(runs, scalars, bootstrap);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::printf("%zu runs, %d images, %zu scores, %d resamples: %.2f s\n", runs.size(), runs.front().images(),
              scalars.size(), bootstrap.resamples, seconds.count());
}
