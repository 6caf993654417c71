// What logging costs a training loop: threads that log as fast as they can into one tracked run.
//   track HOME [THREADS] [VALUES] [ROUNDS]        (tools/bench/store/track.sh)
#include "framework/track/track.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include "framework/base/error.h"
#include "framework/store/store.h"

namespace {
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }
double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

struct Measured {
  double a_value = 0;   // microseconds of a caller, the slowest thread's mean
  double finished = 0;  // seconds until finish() returned
  bool whole = false;
};

Measured round(const std::string& home, int threads, std::int64_t values) {
  xp::track::Options options;
  options.home = home;
  xp::track::Run run("bench", options);
  const std::int64_t each = values / threads;
  std::vector<double> spent(static_cast<std::size_t>(threads));
  const Clock::time_point begun = Clock::now();
  std::vector<std::thread> callers;
  for (int t = 0; t < threads; ++t)
    callers.emplace_back([&, t] {
      const std::string metric = "train/loss of thread " + std::to_string(t);
      const Clock::time_point from = Clock::now();
      for (std::int64_t i = 1; i <= each; ++i) run.log(metric, 1.0 / static_cast<double>(i), i);
      spent[static_cast<std::size_t>(t)] = seconds_since(from);
    });
  for (std::thread& caller : callers) caller.join();
  run.finish();
  Measured out{1e6 * *std::max_element(spent.begin(), spent.end()) / static_cast<double>(each), seconds_since(begun)};
  const xp::Store store(home, xp::Store::Access::read);
  std::int64_t kept = 0, wrong = 0;
  for (const auto& [metric, series] : store.steps(std::stoll(run.id().substr(3))))
    for (const xp::Point& p : series) ++kept, wrong += p.value != 1.0 / static_cast<double>(p.at);
  out.whole = kept == each * threads && !wrong;
  return out;
}
}  // namespace

int main(int argc, char** argv) try {
  if (argc < 2) return std::fprintf(stderr, "usage: track HOME [THREADS] [VALUES] [ROUNDS]\n"), 2;
  const auto number = [&](int at, long long otherwise) { return argc > at ? std::atoll(argv[at]) : otherwise; };
  const int threads = static_cast<int>(number(2, 4));
  const long long values = number(3, 10'000'000), rounds = number(4, 5);
  std::vector<double> a_value, a_second;
  bool whole = true;
  for (long long i = 0; i < rounds; ++i) {
    const Measured m = round(argv[1], threads, values);
    a_value.push_back(m.a_value), a_second.push_back(static_cast<double>(values) / m.finished);
    whole = whole && m.whole;
    std::printf("%d threads, %lld values: %.3f us a value for the slowest caller, stored at %.2f million a second%s\n",
                threads, values, m.a_value, a_second.back() / 1e6, m.whole ? "" : ", NOT ALL KEPT");
  }
  std::printf("median of %lld: %.3f us a value, %.2f million a second, %s\n", rounds, median(a_value),
              median(a_second) / 1e6, whole ? "nothing lost" : "VALUES WERE LOST");
  return whole ? 0 : 1;
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
