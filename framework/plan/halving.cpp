#include "framework/plan/halving.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "framework/base/error.h"
#include "framework/base/random.h"

namespace xp {

std::vector<int> rungs(int minimum, int reduction, int epochs) {
  std::vector<int> out;
  for (std::int64_t r = minimum; r * reduction <= epochs; r *= reduction) out.push_back(static_cast<int>(r));
  out.push_back(epochs);
  return out;
}

SuccessiveHalving::SuccessiveHalving(std::size_t trials, std::vector<int> rungs, int reduction, Direction better)
    : rungs_(std::move(rungs)), reduction_(reduction), better_(better), trials_(trials), members_(rungs_.size()) {}

std::optional<SuccessiveHalving::Job> SuccessiveHalving::next() {
  while (const std::optional<Job> job = choose()) {
    Trial& trial = trials_[job->trial];
    if (trial.outcome == Outcome::ended) {  // there is no more of it to train
      report(job->trial, job->rung, trial.value, Outcome::ended);
      continue;
    }
    trial.running = job->rung;
    return job;
  }
  return std::nullopt;
}

void SuccessiveHalving::report(std::size_t trial, int rung, double value, Outcome outcome) {
  if (trial >= trials_.size() || rung < 0 || rung > top())
    throw Error(fmt::format("there is no trial {} on rung {} of this search", trial + 1, rung + 1));
  Trial& t = trials_[trial];
  if (rung <= t.rung) return;
  t = {rung, value, outcome, -1};
  const double judged = outcome == Outcome::failed ? std::nan("") : value;
  members_[static_cast<std::size_t>(rung)].push_back({trial, judged});
}

bool SuccessiveHalving::goes_before(const Entry& a, const Entry& b) const {
  if (a.value == b.value) return a.trial < b.trial;
  return better_ == Direction::lower ? a.value < b.value : a.value > b.value;
}

void SuccessiveHalving::give_back(std::size_t trial) { trials_.at(trial).running = -1; }

/// Of a rung's best 1/reduction, the best that has not been promoted yet.
std::optional<std::size_t> SuccessiveHalving::promotable(int rung) const {
  std::vector<Entry> best = members_[static_cast<std::size_t>(rung)];
  const std::size_t places = best.size() / static_cast<std::size_t>(reduction_);
  std::erase_if(best, [](const Entry& e) { return std::isnan(e.value); });
  std::sort(best.begin(), best.end(), [&](const Entry& a, const Entry& b) { return goes_before(a, b); });
  for (std::size_t i = 0; i < std::min(places, best.size()); ++i)
    if (const Trial& t = trials_[best[i].trial]; t.rung == rung && t.running < 0) return best[i].trial;
  return std::nullopt;
}

std::optional<SuccessiveHalving::Job> SuccessiveHalving::choose() const {
  const auto job = [&](std::size_t trial, int rung) {
    return Job{trial, rung, rungs_[static_cast<std::size_t>(rung)]};
  };
  for (int rung = top() - 1; rung >= 0; --rung)
    if (const auto trial = promotable(rung)) return job(*trial, rung + 1);
  bool runs = false;
  for (std::size_t i = 0; i < trials_.size(); ++i) {
    if (trials_[i].rung < 0 && trials_[i].running < 0) return job(i, 0);
    runs = runs || trials_[i].running >= 0;
  }
  if (runs) return std::nullopt;
  if (const auto leader = best(); leader && trials_[*leader].rung < top())
    return job(*leader, trials_[*leader].rung + 1);
  return std::nullopt;
}

bool SuccessiveHalving::done() const {
  return std::none_of(trials_.begin(), trials_.end(), [](const Trial& t) { return t.running >= 0; }) && !choose();
}

std::optional<std::size_t> SuccessiveHalving::best() const {
  for (int rung = top(); rung >= 0; --rung) {
    const Entry* best = nullptr;
    for (const Entry& e : members_[static_cast<std::size_t>(rung)])
      if (trials_[e.trial].outcome != Outcome::failed && !std::isnan(e.value) && (!best || goes_before(e, *best)))
        best = &e;
    if (best) return best->trial;
  }
  return std::nullopt;
}

std::int64_t SuccessiveHalving::epochs() const {
  std::int64_t out = 0;
  for (const Trial& t : trials_)
    if (t.rung >= 0) out += rungs_[static_cast<std::size_t>(t.rung)];
  return out;
}

std::int64_t expected_epochs(std::size_t trials, const std::vector<int>& rungs, int reduction) {
  constexpr int searches = 16;
  std::int64_t sum = 0;
  for (int s = 0; s < searches; ++s) {
    Random random(1, "expected epochs", static_cast<std::uint32_t>(s));
    std::vector<int> ranks(trials);
    std::iota(ranks.begin(), ranks.end(), 0);
    random.shuffle(ranks);
    SuccessiveHalving search(trials, rungs, reduction, Direction::lower);
    while (const auto job = search.next()) search.report(job->trial, job->rung, ranks[job->trial]);
    sum += search.epochs();
  }
  return sum / searches;
}

}  // namespace xp
