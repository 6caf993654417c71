// How many values of steps a second the store takes in batches, as xp::track hands them over.
//   bulk FOLDER VALUES [BATCH]     prints values a second: one series, eight together, and one read back
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "framework/base/error.h"
#include "framework/store/store.h"
#include "tools/bench/store/new_run.h"

namespace {

using namespace xp;
using Clock = std::chrono::steady_clock;

double rate(std::int64_t values, Clock::time_point begun) {
  return static_cast<double>(values) / std::chrono::duration<double>(Clock::now() - begun).count();
}

/// In as many calls as it takes: each brings `batch` values, dealt out to all series.
double log(Store& store, std::int64_t run, int series, std::int64_t values, std::int64_t batch) {
  const auto begun = Clock::now();
  std::int64_t step = 0, logged = 0;
  while (logged < values) {
    std::map<std::string, Series> now;
    for (std::int64_t i = 0; i < batch / series; ++i, ++step)
      for (int s = 0; s < series; ++s, ++logged)
        now["train/metric " + std::to_string(s)].push_back({step, 1.0 / static_cast<double>(step + 1)});
    store.log(run, now);
  }
  return rate(logged, begun);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::fprintf(stderr, "usage: bulk FOLDER VALUES [BATCH], such as: bulk /tmp/home 10000000\n"), 2;
  try {
    Store store(argv[1], Store::Access::write);
    const std::int64_t values = std::atoll(argv[2]), batch = argc > 3 ? std::atoll(argv[3]) : 8000;
    const std::int64_t one = new_run(store), eight = new_run(store);
    const double alone = log(store, one, 1, values, batch), together = log(store, eight, 8, values, batch);
    const auto begun = Clock::now();
    const auto read = static_cast<std::int64_t>(store.steps(one).begin()->second.size());
    std::printf("%.0f %.0f %.0f\n", alone, together, rate(read, begun));
  } catch (const Error& e) {
    return std::fprintf(stderr, "bulk: %s\n%s\n", e.what(), e.hint().c_str()), 1;
  }
}
