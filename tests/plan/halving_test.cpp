// Asynchronous successive halving, held against the paper's algorithm written in another language.
#include "framework/plan/halving.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <queue>
#include <set>

using namespace xp;

namespace {

using Job = SuccessiveHalving::Job;
using Outcome = SuccessiveHalving::Outcome;
constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// SplitMix64, as in fixtures/make_asha.py.
struct Uniform {
  std::uint64_t state;
  double operator()() {
    std::uint64_t z = state += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }
};

/// The learning curves of fixtures/make_asha.py.
struct Family {
  struct Arm {
    double floor, height, speed, seconds;
    double noise[8];
  };
  std::vector<Arm> arms;

  Family(std::uint64_t seed, std::size_t count) : arms(count) {
    Uniform u{seed}, noise{seed + 1000003};
    for (Arm& a : arms) {
      a.floor = 0.1 + 0.9 * u();
      a.height = 0.5 + u();
      a.speed = 0.2 + 0.5 * a.floor + 0.6 * u();
      a.seconds = 0.5 + u();
      for (double& n : a.noise) n = 2 * noise() - 1;
    }
  }
  double loss(std::size_t arm, int rung, int epoch) const {
    const Arm& a = arms[arm];
    return a.floor + a.height * std::exp(-a.speed * std::log(epoch)) +
           0.05 * a.noise[rung] * std::exp(-0.5 * std::log(epoch));
  }
};

/// Workers that take as long as their arm's epochs do.
void simulate(SuccessiveHalving& search, const Family& family, int workers) {
  struct Running {
    double ends;
    int order;
    Job job;
    bool operator<(const Running& other) const { return ends != other.ends ? ends > other.ends : order > other.order; }
  };
  std::priority_queue<Running> running;
  double clock = 0;
  int order = 0;
  for (;;) {
    while (workers > 0) {
      const auto job = search.next();
      if (!job) break;
      const int from = job->rung ? search.rungs()[static_cast<std::size_t>(job->rung - 1)] : 0;
      running.push({clock + (job->until - from) * family.arms[job->trial].seconds, order++, *job});
      --workers;
    }
    if (running.empty()) break;
    const Running first = running.top();
    running.pop();
    clock = first.ends;
    search.report(first.job.trial, first.job.rung, family.loss(first.job.trial, first.job.rung, first.job.until));
    ++workers;
  }
}

/// One worker, until nothing is left; `value` of a trial on a rung.
template <class F>
std::vector<Job> run(SuccessiveHalving& search, F value) {
  std::vector<Job> jobs;
  while (const auto job = search.next()) {
    jobs.push_back(*job);
    search.report(job->trial, job->rung, value(*job));
  }
  return jobs;
}

}  // namespace

TEST_CASE("rungs are powers of the reduction, and the last is the whole training") {
  CHECK(rungs(1, 3, 81) == std::vector{1, 3, 9, 27, 81});
  CHECK(rungs(1, 3, 30) == std::vector{1, 3, 9, 30});
  CHECK(rungs(2, 4, 100) == std::vector{2, 8, 100});
  CHECK(rungs(5, 3, 9) == std::vector{9});
  CHECK(rungs(4, 3, 2) == std::vector{2});
}

TEST_CASE("halving chooses what the paper's algorithm chooses, as often the best arm, in as many epochs") {
  const auto fixture = nlohmann::json::parse(std::ifstream(XP_SOURCE_DIR "/tests/plan/fixtures/asha.json"));
  const std::size_t arms = fixture["arms"], families = fixture["families"];
  const int reduction = fixture["reduction"];
  const std::vector<int> epochs = rungs(fixture["minimum"], reduction, fixture["epochs"]);
  REQUIRE(families >= 200);
  for (const auto& reference : fixture["runs"]) {
    int found = 0, found_there = 0, same = 0;
    std::int64_t spent = 0, spent_there = 0;
    for (std::size_t f = 0; f < families; ++f) {
      const Family family(7919 * f + 1, arms);
      SuccessiveHalving search(arms, epochs, reduction, Direction::lower);
      simulate(search, family, reference["workers"]);
      REQUIRE(search.done());
      const std::size_t best = fixture["best"][f], there = reference["chosen"][f];
      found += search.best() == best, found_there += there == best, same += search.best() == there;
      spent += search.epochs(), spent_there += static_cast<std::int64_t>(reference["spent"][f]);
    }
    INFO(reference["workers"] << " workers");
    CHECK(found == found_there);
    CHECK(same == static_cast<int>(families));
    CHECK(spent == spent_there);
    CHECK(found > static_cast<int>(families) / 2);
    CHECK(spent * 10 < static_cast<std::int64_t>(families * arms) * epochs.back());
  }
}

TEST_CASE("the best third of each rung goes on, and one trial is trained whole") {
  SuccessiveHalving search(9, {1, 3, 9}, 3, Direction::higher);
  const auto jobs =
      run(search, [](const Job& j) { return j.trial == 4 ? 1.0 : 0.1 * static_cast<double>(j.trial % 4); });
  CHECK(search.done());
  CHECK(search.best() == 4u);
  CHECK(std::count_if(jobs.begin(), jobs.end(), [](const Job& j) { return j.rung == 0; }) == 9);
  CHECK(std::count(jobs.begin(), jobs.end(), Job{4, 2, 9}) == 1);
}

TEST_CASE("few trials still end with one that is trained whole") {
  SuccessiveHalving search(2, {1, 3, 9, 27}, 3, Direction::lower);
  const auto jobs = run(search, [](const Job& j) { return j.trial == 1 ? 0.5 : 0.7; });
  CHECK(jobs == std::vector<Job>{{0, 0, 1}, {1, 0, 1}, {1, 1, 3}, {1, 2, 9}, {1, 3, 27}});
  CHECK(search.epochs() == 28);
}

TEST_CASE("what failed or diverged is never promoted") {
  SuccessiveHalving search(9, {1, 3}, 3, Direction::lower);
  std::set<std::size_t> promoted;
  while (const auto job = search.next()) {
    if (job->rung) promoted.insert(job->trial);
    const bool fails = job->trial < 7;
    search.report(job->trial, job->rung,
                  job->trial % 2 ? undefined
                  : fails        ? 0.0
                                 : 1.0,
                  fails ? Outcome::failed : Outcome::paused);
  }
  CHECK(promoted == std::set<std::size_t>{8});
  CHECK(search.best() == 8u);
}

TEST_CASE("the best may fail on its way, and the next best takes its place") {
  SuccessiveHalving search(3, {1, 3, 9}, 3, Direction::lower);
  std::vector<Job> jobs;
  while (const auto job = search.next()) {
    jobs.push_back(*job);
    const bool fails = job->trial == 0 && job->rung == 1;
    search.report(job->trial, job->rung, static_cast<double>(job->trial), fails ? Outcome::failed : Outcome::paused);
  }
  CHECK(jobs == std::vector<Job>{{0, 0, 1}, {1, 0, 1}, {2, 0, 1}, {0, 1, 3}, {1, 1, 3}, {1, 2, 9}});
  CHECK(search.best() == 1u);
}

TEST_CASE("when all fail the search is over and has no best") {
  SuccessiveHalving search(4, {1, 3}, 3, Direction::lower);
  while (const auto job = search.next()) search.report(job->trial, job->rung, undefined, Outcome::failed);
  CHECK(search.done());
  CHECK_FALSE(search.best());
}

TEST_CASE("a trial that ended by its own will keeps its place on higher rungs without training") {
  SuccessiveHalving search(3, {1, 3, 9}, 3, Direction::lower);
  for (std::size_t i = 0; i < 3; ++i) {
    REQUIRE(search.next() == Job{i, 0, 1});
    search.report(i, 0, static_cast<double>(i), i == 0 ? Outcome::ended : Outcome::paused);
  }
  CHECK_FALSE(search.next());
  CHECK(search.done());
  CHECK(search.best() == 0u);
}

TEST_CASE("a free worker waits only while others run") {
  SuccessiveHalving search(3, {1, 3}, 3, Direction::lower);
  for (std::size_t i = 0; i < 3; ++i) REQUIRE(search.next());
  CHECK_FALSE(search.next());
  CHECK_FALSE(search.done());
  search.report(0, 0, 0.3);
  search.report(2, 0, 0.2);
  CHECK_FALSE(search.next());
  search.give_back(1);
  CHECK(search.next() == Job{1, 0, 1});
  search.report(1, 0, 0.4);
  CHECK(search.next() == Job{2, 1, 3});
}

TEST_CASE("a search that was interrupted anywhere goes on as if it had not been") {
  const Family family(5, 27);
  const std::vector<int> epochs = rungs(1, 3, 27);
  const auto value = [&](const Job& j) { return family.loss(j.trial, j.rung, j.until); };
  SuccessiveHalving whole(27, epochs, 3, Direction::lower);
  const std::vector<Job> jobs = run(whole, value);
  for (std::size_t cut = 0; cut <= jobs.size(); ++cut) {
    SuccessiveHalving again(27, epochs, 3, Direction::lower);
    for (std::size_t i = 0; i < cut; ++i) again.report(jobs[i].trial, jobs[i].rung, value(jobs[i]));
    if (cut) again.report(jobs[0].trial, jobs[0].rung, value(jobs[0]));  // said twice, counted once
    const std::vector<Job> rest = run(again, value);
    CHECK(rest == std::vector<Job>(jobs.begin() + static_cast<std::ptrdiff_t>(cut), jobs.end()));
  }
}

TEST_CASE("of equal values the earlier trial goes first, in whatever order they were reported") {
  for (const std::vector<std::size_t>& order : {std::vector<std::size_t>{0, 1, 2}, {2, 1, 0}, {1, 2, 0}}) {
    SuccessiveHalving search(3, {1, 3}, 3, Direction::lower);
    for (const std::size_t trial : order) search.report(trial, 0, trial == 2 ? 0.9 : 0.5);
    CHECK(search.next() == Job{0, 1, 3});
    CHECK(search.best() == std::optional<std::size_t>(0));
  }
}

TEST_CASE("what halving is expected to train lies between its least and training all") {
  const std::int64_t expected = expected_epochs(27, rungs(1, 3, 27), 3);
  CHECK(expected >= 27 + 9 * 2 + 3 * 6 + 18);
  CHECK(expected < 27 * 27 / 3);
  CHECK(expected_epochs(5, {10}, 3) == 50);
}

TEST_CASE("a report on what the search does not have is refused") {
  SuccessiveHalving search(2, {1, 3}, 3, Direction::lower);
  CHECK_THROWS_WITH(search.report(2, 0, 0.5), Catch::Contains("no trial 3"));
  CHECK_THROWS_WITH(search.report(0, 2, 0.5), Catch::Contains("rung 3"));
}
