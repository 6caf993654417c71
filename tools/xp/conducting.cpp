#include "tools/xp/conducting.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/run/environment.h"
#include "framework/run/own_plugins.h"
#include "framework/run/sweep.h"
#include "reports/json.h"
#include "tools/xp/lasting.h"
#include "tools/xp/training.h"
#include "tools/xp/trial_table.h"

namespace xp {
namespace {

/// Of each trial the last run, or the one that stands for it, after the runs that stand for all folds of a plan.
std::vector<RunRow> shown(const Store& store, std::int64_t sweep) {
  std::vector<std::int64_t> ids;
  const std::vector<TrialState> all = states(sweep, store);
  for (const Trial& t : store.trials(sweep))
    if (t.parent && std::find(ids.begin(), ids.end(), t.parent) == ids.end()) ids.push_back(t.parent);
  for (const TrialState& s : all)
    if (s.run) ids.push_back(s.run);
  std::vector<RunRow> out;
  for (const std::int64_t id : ids) out.push_back(store.run(id));
  return out;
}

std::string account(const Conducted& done) {
  std::string out = fmt::format("{} FINISHED", done.finished);
  if (done.paused) out += fmt::format(", {} stopped by halving", done.paused);
  const std::string missing = shortfall(done);
  return missing.empty() ? out : out + ", " + missing;
}

Exit conclude(Context& c, std::int64_t sweep, const Conducted& done) {
  const std::vector<RunRow> rows = shown(c.store(), sweep);
  if (c.args.has("json"))
    c.terminal.data(json_of(rows) + "\n");
  else
    for (const RunRow& run : rows) c.terminal.print(fmt::format("{} {}\n", run_name(run.id), name(run.status)));
  c.terminal.remark(fmt::format("{}: {}", sweep_name(sweep), account(done)));
  const bool whole = done.killed == 0 && done.left == 0;
  c.terminal.remark(
      fmt::format("next: {}xp sweep show {}", whole ? "" : "the same command goes on   ", sweep_name(sweep)));
  if (done.interrupted || done.killed) return Exit::interrupted;
  if (done.refused) return Exit::no;
  return done.failed ? Exit::failed : Exit::done;
}

Exit conducted(Context& c, std::int64_t sweep, const Circumstances& given, const Compiled& compiled) {
  Processes workers(own_program("xp"), compiled);
  Conducted done;
  {
    TrialTable table(c.terminal, c.store(), sweep);
    done = conduct(sweep, conducting_policy(c.args, given.threads), given, workers, c.store(), table);
  }
  return conclude(c, sweep, done);
}

/// What was deleted since a sweep was gone through stands for no trial of it any more.
bool misses_any(const Store& store, std::int64_t sweep) {
  const std::vector<TrialState> all = states(sweep, store);
  return std::any_of(all.begin(), all.end(), [](const TrialState& s) { return s.state == TrialState::waiting; });
}

/// A trial that FAILED may be begun again by --retries, though its sweep has been gone through.
bool may_retry(const Context& c, const Store& store, std::int64_t sweep) {
  const int retries = c.args.number("retries", 0);
  const std::vector<TrialState> all = states(sweep, store);
  return std::any_of(all.begin(), all.end(),
                     [&](const TrialState& s) { return s.state == TrialState::failed && s.failures <= retries; });
}

/// Whether the same command goes on with this sweep, or begins another.
bool goes_on(const Context& c, const Store& store, const SweepRow& last) {
  if (c.args.has("anew")) return false;
  return last.status != Status::finished || may_retry(c, store, last.id);
}

/// The changes that the first of its runs were made from.
std::string diff_of(const Store& store, const Record& record) {
  for (const Artifact& a : record.artifacts)
    if (a.name == "uncommitted.diff") return read_file(store.artifact_path(a));
  return "";
}

void say_where(const Context& c, std::int64_t sweep, const Store& store) {
  const std::vector<TrialState> all = states(sweep, store);
  const auto count = [&](TrialState::State state) {
    return std::count_if(all.begin(), all.end(), [&](const TrialState& s) { return s.state == state; });
  };
  c.terminal.remark(
      fmt::format("{} goes on: of {} trials {} FINISHED, {} FAILED, {} KILLED so far (--anew begins another)",
                  sweep_name(sweep), all.size(), count(TrialState::finished) + count(TrialState::paused),
                  count(TrialState::failed), count(TrialState::killed)));
}

}  // namespace

const std::vector<Option>& sweep_options() {
  static const std::vector<Option> all{
      {"jobs", 0, "N", "trials at a time, each in a process of its own, with its share of the cores; default 1"},
      {"on-fail", 0, "WHAT", "stop or continue when a trial has FAILED; default continue"},
      {"retries", 0, "N", "begin a trial that FAILED anew, so many times; default 0"},
      {"needed", 0, "", "run nothing that has FINISHED before with the same identity"},
      {"anew", 0, "", "begin a new sweep, also where one was interrupted; with --trials all draws are trained again"}};
  return all;
}

Conductor::Policy conducting_policy(const Arguments& args, int threads) {
  const std::string on_fail = args.text("on-fail", "continue");
  if (on_fail != "continue" && on_fail != "stop")
    throw Error("--on-fail " + on_fail + ": there is stop and continue", suggestion(on_fail, {"stop", "continue"}));
  return {std::min(threads, args.number("jobs", 1, 1, 1024)), args.number("retries", 0, 0, 100), on_fail == "stop"};
}

void say_unused(const Context& c) {
  std::vector<std::string> given;
  for (const char* option : {"jobs", "on-fail", "retries", "anew"})
    if (c.args.has(option)) given.push_back(std::string("--") + option);
  if (!given.empty())
    c.terminal.remark(fmt::format("{} {} only to a sweep: this is a single run", join(given),
                                  given.size() == 1 ? "matters" : "matter"));
}

int jobs(const Context& c, int threads) {
  const int asked = c.args.number("jobs", 1, 1, 1024);
  if (asked > threads)
    c.terminal.remark(
        fmt::format("--jobs {} on {} core{}: {} at a time", asked, threads, threads == 1 ? "" : "s", threads));
  return std::min(asked, threads);
}

Exit run_sweep(Context& c, const Work& work, const Search& search, const Compiled& compiled,
               const Circumstances& given) {
  Store& store = c.store();
  const bool more_draws = c.args.has("trials") && !c.args.has("anew");
  const auto [sweep, opened] = find_or_open(
      work, search, given, c.args.has("needed") || more_draws,
      [&](const SweepRow& last) { return goes_on(c, store, last); }, store);
  if (opened) {
    const std::vector<Trial> trials = store.trials(sweep);
    const auto before = std::count_if(trials.begin(), trials.end(), [](const Trial& t) { return t.run != 0; });
    c.terminal.remark(fmt::format("{}: {} trials{}", sweep_name(sweep), trials.size(),
                                  before ? fmt::format(", of which {} FINISHED before", before) : ""));
    return conducted(c, sweep, given, compiled);
  }
  say_where(c, sweep, store);
  if (c.args.has("needed"))
    if (const int reused = reuse(sweep, store)) c.terminal.remark(fmt::format("{} more FINISHED before", reused));
  return conducted(c, sweep, given, compiled);
}

Exit resume_sweep(Context& c, std::int64_t id) {
  Store& store = c.store();
  refuse_foreign(id, store);
  if (store.sweep(id).status == Status::finished && !may_retry(c, store, id) && !misses_any(store, id))
    throw Error(sweep_name(id) + " has been gone through", "xp sweep show " + sweep_name(id));
  std::vector<RunRow> runs = shown(store, id);
  std::erase_if(runs, [&](const RunRow& run) { return run.sweep != id; });
  if (runs.empty())
    throw Error("no trial of " + sweep_name(id) + " was begun, so its sources were not kept",
                "the command that began it goes on with it");
  const Record kept = store.record(runs.back().id);
  load_own_plugins(kept);
  Circumstances given;
  given.threads = placement(c.args).threads;
  given.environment = environment(c.args.line);
  given.sources = kept.sources;
  given.tags = kept.run.tags;
  given.note = kept.run.note;
  given.diff = diff_of(store, kept);
  const SweepRow row = store.sweep(id);
  given.name = row.name;
  given.strict = row.terms.strict;
  given.pictures = row.terms.pictures && !c.args.has("no-pictures");
  last(c.args, given);
  jobs(c, given.threads);
  say_where(c, id, store);
  return conducted(c, id, given, {});
}

}  // namespace xp
