#include "framework/run/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "framework/base/hash.h"
#include "framework/run/parents.h"
#include "framework/run/resume.h"
#include "framework/store/elsewhere.h"

namespace xp {
namespace {

/// The child of `run` in this role that FINISHED with the same plan; 0: none.
std::int64_t finished_child(std::int64_t run, const Leaf& leaf, const Store& store) {
  for (const Child& child : store.children(run))
    if (child.role == leaf.role && child.status == Status::finished &&
        store.run(child.run).identity == identity_hash(leaf.plan))
      return child.run;
  return 0;
}

/// By parent: the run that FINISHED with all of its folds and controls; 0: there is none.
std::vector<std::int64_t> finished_parents(const Work& work, const Store& store) {
  std::vector<std::int64_t> out;
  for (const Plan& plan : work.parents) out.push_back(store.finished_as(identity_hash(plan)));
  for (const Leaf& leaf : work.leaves)
    if (leaf.parent >= 0)
      if (std::int64_t& run = out[static_cast<std::size_t>(leaf.parent)]; run && !finished_child(run, leaf, store))
        run = 0;
  return out;
}

std::int64_t finished_before(const Leaf& leaf, std::int64_t parent, const Store& store) {
  if (leaf.parent >= 0 || leaf.after >= 0) return parent ? finished_child(parent, leaf, store) : 0;
  return store.finished_as(identity_hash(leaf.plan));
}

std::vector<int> rungs_of(const Search& search, const Plan& plan) {
  return rungs(search.minimum, search.reduction, static_cast<int>(train_of(plan.train).epochs));
}

/// What a search by halving was told of this trial, rung by rung.
void report(SuccessiveHalving& halving, std::size_t trial, int rung, const TrialState& s, const Plan& plan,
            const Store& store) {
  if (s.run == 0) return;
  const RunRow run = store.run(s.run);
  const int until = halving.rungs()[static_cast<std::size_t>(rung)];
  const int before = rung == 0 ? 0 : halving.rungs()[static_cast<std::size_t>(rung) - 1];
  const bool whole = s.state == TrialState::finished;
  if (whole && run.epochs <= before && rung > 0) return;
  if (whole && (run.epochs < until || until == halving.rungs().back()))
    halving.report(trial, rung, monitored(run, plan, store), SuccessiveHalving::Outcome::ended);
  else if (until < run.epochs || (until == run.epochs && s.state != TrialState::killed))
    halving.report(trial, rung, monitored(run, plan, store, until));
}

}  // namespace

std::string sweep_hash(const Work& work, const Search& search) {
  Hasher hash;
  hash.add(to_json(search));
  for (const Leaf& leaf : work.leaves)
    hash.add(identity_hash(leaf.plan)).add(leaf.role).add(fmt::format("{} {}", leaf.parent, leaf.after));
  return hash.hex();
}

std::int64_t open_sweep(const Work& work, const Search& search, const Circumstances& given, bool needed, Store& store) {
  const Plan& first = work.leaves.at(0).plan;
  const std::string hash = sweep_hash(work, search);
  std::int64_t id = 0;
  store.atomically([&] {
    id = store.add_sweep({first.experiment, first.title, given.name, hash, to_json(search)});
    std::vector<std::int64_t> parents(work.parents.size(), 0);
    if (needed) parents = finished_parents(work, store);
    const std::vector<std::int64_t> before = parents;
    Circumstances c = given;
    c.sweep = id;
    for (std::size_t p = 0; p < parents.size(); ++p) {
      if (parents.size() > 1 && !given.name.empty()) c.name = fmt::format("{}-{}", given.name, p + 1);
      if (!parents[p]) parents[p] = open_parent(work.parents[p], c, store);
    }
    std::vector<Trial> trials;
    for (const Leaf& leaf : work.leaves) {
      Trial t{static_cast<int>(trials.size()) + 1, to_json(leaf.plan), identity_hash(leaf.plan)};
      t.role = leaf.role, t.after = leaf.after + 1;
      if (leaf.parent >= 0) t.parent = parents[static_cast<std::size_t>(leaf.parent)];
      if (needed)
        t.run = finished_before(leaf,
                                leaf.parent >= 0  ? before[static_cast<std::size_t>(leaf.parent)]
                                : leaf.after >= 0 ? trials[static_cast<std::size_t>(leaf.after)].run
                                                  : 0,
                                store);
      trials.push_back(t);
    }
    store.add_trials(id, trials);
  });
  return id;
}

Found find_or_open(const Work& work, const Search& search, const Circumstances& given, bool needed,
                   const std::function<bool(const SweepRow&)>& goes_on, Store& store) {
  const std::string hash = sweep_hash(work, search);
  Found out;
  store.atomically([&] {
    const auto last = store.last_sweep(hash);
    out = last && goes_on(*last) ? Found{last->id, false} : Found{open_sweep(work, search, given, needed, store), true};
  });
  return out;
}

void refuse_foreign(std::int64_t sweep, const Store& store) {
  if (!is_elsewhere(store.sweep(sweep).hash)) return;
  throw Error(sweep_name(sweep) + " was recorded elsewhere, and nobody here has vouched for its plans and its code",
              "xp rerun RUN --trust trains the plan of one of its runs; xp run of its experiment begins a sweep of "
              "your own");
}

int reuse(std::int64_t sweep, Store& store) {
  int reused = 0;
  const std::vector<TrialState> known = states(sweep, store);
  for (const Trial& t : store.trials(sweep)) {
    const TrialState::State state = known[static_cast<std::size_t>(t.place - 1)].state;
    if (t.parent || t.after || state == TrialState::finished || state == TrialState::running) continue;
    const std::int64_t run = store.finished_as(t.identity);
    if (run) store.stands_for(sweep, t.place, run), ++reused;
  }
  return reused;
}

std::vector<TrialState> states(std::int64_t sweep, const Store& store) {
  std::vector<TrialState> out;
  for (const Trial& t : store.trials(sweep)) {
    TrialState s;
    s.after = t.after;
    s.epochs = static_cast<int>(train_of(plan_from_json(t.plan).train).epochs);
    if (t.run) s.state = TrialState::finished, s.run = t.run;
    out.push_back(s);
  }
  for (const RunRow& run : store.runs_of_sweep(sweep)) {
    TrialState& s = out.at(static_cast<std::size_t>(run.place - 1));
    s.run = run.id, s.reached = run.epochs;
    switch (run.status) {
      case Status::finished: s.state = run.paused ? TrialState::paused : TrialState::finished; break;
      case Status::failed: s.state = TrialState::failed, ++s.failures; break;
      case Status::killed: s.state = TrialState::killed; break;
      default: s.state = TrialState::running;
    }
  }
  return out;
}

std::optional<SuccessiveHalving> halving_of(std::int64_t sweep, const Store& store) {
  const Search search = search_from_json(store.sweep(sweep).search);
  if (search.kind != Search::Kind::halving) return std::nullopt;
  const std::vector<Trial> trials = store.trials(sweep);
  const std::vector<TrialState> known = states(sweep, store);
  std::vector<Plan> plans;
  for (const Trial& t : trials) plans.push_back(plan_from_json(t.plan));
  const std::vector<int> steps = rungs_of(search, plans.at(0));
  SuccessiveHalving out(plans.size(), steps, search.reduction, score_of(train_of(plans[0].train).monitor).better);
  for (int rung = 0; rung < static_cast<int>(steps.size()); ++rung)
    for (std::size_t i = 0; i < plans.size(); ++i) report(out, i, rung, known[i], plans[i], store);
  return out;
}

double monitored(const RunRow& run, const Plan& plan, const Store& store, int until) {
  const std::string metric = train_of(plan.train).monitor;
  double best = std::numeric_limits<double>::quiet_NaN();
  for (const Point& p : store.series(run.id, metric)) {
    if (until == 0 && p.at == run.chosen_epoch) return p.value;
    if ((until == 0 || p.at <= until) && (std::isnan(best) || better(metric, p.value, best))) best = p.value;
  }
  return best;
}

}  // namespace xp
