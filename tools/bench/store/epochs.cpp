// How many epochs a second the store takes, a transaction each, six values each, durable against the process's death.
//   epochs FOLDER COUNT      prints epochs a second and the 99th percentile of one, in microseconds
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "framework/base/error.h"
#include "framework/store/store.h"
#include "tools/bench/store/new_run.h"

namespace {

using namespace xp;
using Clock = std::chrono::steady_clock;

double seconds(Clock::duration d) { return std::chrono::duration<double>(d).count(); }

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: epochs FOLDER COUNT, such as: epochs /tmp/home 200000\n"), 2;
  try {
    Store store(argv[1], Store::Access::write);
    const std::int64_t run = new_run(store);
    std::vector<Clock::duration> each;
    const auto begun = Clock::now();
    for (int epoch = 1; epoch <= std::atoi(argv[2]); ++epoch) {
      const auto before = Clock::now();
      const double x = 1.0 / epoch;
      store.epoch(run, epoch,
                  {{"train/loss", x},
                   {"train/accuracy", 1 - x},
                   {"val/loss", 1.1 * x},
                   {"val/accuracy", 1 - 1.1 * x},
                   {"val/balanced_accuracy", 1 - 1.2 * x},
                   {"train/rate", 1e-3 * x}},
                  {}, {});
      each.push_back(Clock::now() - before);
    }
    const double took = seconds(Clock::now() - begun);
    const auto late = each.begin() + static_cast<std::ptrdiff_t>(each.size() * 99 / 100);
    std::nth_element(each.begin(), late, each.end());
    std::printf("%.0f %.1f\n", static_cast<double>(each.size()) / took, 1e6 * seconds(*late));
  } catch (const Error& e) {
    return std::fprintf(stderr, "epochs: %s\n%s\n", e.what(), e.hint().c_str()), 1;
  }
}
