// xp resume: what ended short goes on.
#include <fmt/format.h>

#include <algorithm>

#include "framework/base/interrupt.h"
#include "framework/base/text.h"
#include "framework/run/parents.h"
#include "framework/run/resume.h"
#include "framework/store/names.h"
#include "framework/store/resumable.h"
#include "tools/xp/conducting.h"
#include "tools/xp/lasting.h"
#include "tools/xp/training.h"
#include "tools/xp/verified.h"

namespace xp {
namespace {

/// The sweep to go on with instead of a run: one that was named, or that of a run which stands for its folds. A name
/// that runs have too means them.
std::optional<SweepRow> sweep_of(const Store& store, const std::string& word) {
  const std::vector<RunRow> all = store.runs();
  const bool of_runs = std::any_of(all.begin(), all.end(), [&](const RunRow& run) { return run.name == word; });
  if (!of_runs)
    if (auto sweep = sweep_if_named(store, word)) return sweep;
  const std::vector<std::int64_t> runs = runs_named(store, {word});
  if (runs.size() != 1) return std::nullopt;
  const Record record = store.record(runs[0]);
  return find(record.settings, "split.folds") && record.run.sweep ? std::optional(store.sweep(record.run.sweep))
                                                                  : std::nullopt;
}

/// Trained on alone, it would win its search against trials that were not.
void refuse_left_behind(const RunRow& run) {
  if (run.paused && run.sweep)
    throw Error(fmt::format("{} is trial {} of {}, which successive halving stopped after epoch {} of {}",
                            run_name(run.id), run.place, sweep_name(run.sweep), run.epochs, run.epochs_planned),
                fmt::format("xp resume {} goes on with the search; xp rerun {} trains its plan whole, apart from it",
                            sweep_name(run.sweep), run_name(run.id)));
}

/// Of several runs those that ended short; one alone is refused by itself.
std::vector<std::int64_t> open_runs(Context& c, const Store& store) {
  std::vector<std::int64_t> runs = c.runs();
  if (runs.size() < 2) return runs;
  std::vector<std::string> whole;
  std::erase_if(runs, [&](std::int64_t id) {
    const RunRow run = store.run(id);
    const bool out = run.status == Status::finished && !run.paused;
    if (out) whole.push_back(run_name(id));
    return out;
  });
  if (runs.empty()) throw Error("all of them are FINISHED: " + join(whole), "xp compare shows them");
  if (!whole.empty()) c.terminal.remark("FINISHED already: " + join(whole));
  return runs;
}

/// The run that it repeats, with which --verify compares it.
std::int64_t repeated(const Store& store, const std::vector<std::int64_t>& runs) {
  const std::string run = run_name(runs.at(0));
  if (runs.size() > 1) throw Error("--verify compares one run with the one that it repeats", "xp resume " + run);
  if (const std::int64_t original = store.run(runs[0]).rerun_of) return original;
  throw Error(run + " is no rerun: --verify has nothing to compare it with",
              fmt::format("xp resume {0}, then xp rerun {0} --verify", run));
}

Exit tell_verdict(Context& c, std::int64_t original, std::int64_t again) {
  Verified v{original, again, {}};
  v.found = verify(evidence(c.store(), original), evidence(c.store(), again), tolerance(c.args));
  c.args.has("json") ? c.terminal.data(verified_json({v}, false) + "\n") : c.terminal.print(verified_text(v));
  tag(c, v);
  return v.found.verdict == Verdict::diverged ? Exit::no : Exit::done;
}

void say_unverified(Context& c, const Ran& ran) {
  const std::int64_t original = c.store().run(ran.id).rerun_of;
  if (!original) return;
  const std::string again = run_name(ran.id), was = run_name(original);
  const bool whole = ran.status == Status::finished && !ran.paused;
  c.terminal.remark(whole ? fmt::format("{} repeats {}, and was not compared with it: xp rerun {} --verify trains it "
                                        "once more, and does",
                                        again, was, was)
                          : fmt::format("{} repeats {}: xp resume {} --verify goes on, and compares the two at its end",
                                        again, was, again));
}

Exit resume_some(Context& c) {
  conducting_policy(c.args, placement(c.args).threads);
  const Store& store = c.records();
  for (const std::string& word : c.args.positional)
    if (const auto sweep = sweep_of(store, word)) {
      if (c.args.positional.size() == 1) return resume_sweep(c, sweep->id);
      throw Error(fmt::format("{} goes on alone: a sweep is resumed by a command of its own", sweep_name(sweep->id)),
                  "xp resume " + sweep_name(sweep->id));
    }
  const std::vector<std::int64_t> runs = open_runs(c, store);
  for (const std::int64_t run : runs) {
    refuse_left_behind(store.run(run));
    if (const auto not_this = unresumable(store.record(run))) throw Error(not_this->why, not_this->instead);
  }
  const std::int64_t original = c.args.has("verify") ? repeated(store, runs) : 0;
  tolerance(c.args);  // refused now, not at the end
  if (c.args.has("tolerance") && !original)
    throw Error("--tolerance is that of --verify", fmt::format("xp resume {} --verify", run_name(runs.at(0))));
  say_unused(c);
  Training training(c, runs.size(), 1);
  last(c.args, training.circumstances());
  training.circumstances().pictures = !c.args.has("no-pictures");
  std::vector<Ran> done;
  for (std::size_t i = 0; i < runs.size() && !PoliteInterrupt::pending(); ++i) {
    const Ran ran = done.emplace_back(training.resume(runs[i]));
    if (const std::int64_t parent = c.store().run(ran.id).parent) conclude_parent(parent, c.store());
    if (ran.status == Status::killed) break;
    if (original && ran.status == Status::finished && !ran.paused) return tell_verdict(c, original, ran.id);
  }
  const Exit exit = training.conclude(runs.size());
  for (const Ran& ran : done) say_unverified(c, ran);
  return exit;
}

std::vector<Option> options() {
  std::vector<Option> out = lasting_options();
  for (const Option& o : sweep_options())
    if (o.name == "jobs" || o.name == "on-fail" || o.name == "retries") {
      out.push_back(o);
      out.back().doc = "of a sweep: " + o.doc;
    }
  out.push_back({"threads", 0, "N", "of a sweep: processor cores to use; a run computes with as many as it did"});
  out.push_back(
      {"verify", 0, "", "of an interrupted rerun: compare it with its original at its end, as xp rerun does"});
  out.push_back(tolerance_option());
  out.push_back({"no-pictures", 0, "", "no thumbnails and heat maps of the test images"});
  out.push_back({"json", 0, "", "the runs as JSON"});
  return out;
}

}  // namespace

extern const Verb resume_verb;
const Verb resume_verb{"resume",
                       "RUN…|SWEEP",
                       "go on with a run, from its last checkpoint, or with a sweep that ended short",
                       "xp resume run12",
                       Needs::engine,
                       1,
                       -1,
                       options(),
                       resume_some};

}  // namespace xp
