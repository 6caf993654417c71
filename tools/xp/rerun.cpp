// xp rerun: the stored plan again, and whether it happens again.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "framework/base/file.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/plan/changed.h"
#include "framework/plan/expand.h"
#include "framework/plan/folds.h"
#include "framework/run/imports/import.h"
#include "framework/run/own_plugins.h"
#include "framework/run/rerun/stored.h"
#include "framework/run/trace.h"
#include "reports/parts.h"
#include "tools/xp/training.h"
#include "tools/xp/trusted.h"
#include "tools/xp/verified.h"

namespace xp {
namespace {

/// What the command line changes of the plan, as settings.
Settings changes_of(const Arguments& args) {
  Settings out;
  for (const std::string& text : args.texts("set")) out.push_back(parse_setting(text));
  if (args.has("seed")) out.push_back({"seed", args.number("seed", 0)});
  if (args.has("data")) out.push_back({"dataset.path", absolute(args.text("data"))});
  for (const Setting& s : placement_settings(args)) out.push_back(s);
  return out;
}

/// Where the data lie is no change of them.
bool changes_data(const Settings& settings) {
  return std::any_of(settings.begin(), settings.end(), [](const Setting& s) {
    return s.name == "dataset" || (s.name.starts_with("dataset.") && s.name != "dataset.path");
  });
}

/// Another thread count sums in another order, so the recorded one is the default.
int threads_of(Context& c, const Record& original) {
  const int threads = placement(c.args, stored_placement(original)).threads;
  if (threads > available_cores() && !c.args.has("threads"))
    c.terminal.warn(
        fmt::format("{} computed with {} threads, this machine has {}: slower, but the same bits; "
                    "--threads {} is faster, and may differ",
                    run_name(original.run.id), threads, available_cores(), available_cores()));
  return threads;
}

/// What `auto` came to in the run, which a verification repeats on a machine where it comes to something else.
std::string precision_of(Context& c, const Record& original, const Plan& plan, int threads) {
  if (!placement_settings(c.args).empty()) return "";
  const std::string then = stored_placement(original).precision,
                    now = c.engine().resolve(plan, wish(plan, threads)).precision;
  if (then != now)
    c.terminal.warn(fmt::format("{} computed in {}, here train.precision={} would be {}: this rerun computes in {} too",
                                run_name(original.run.id), then, train_of(plan.train).precision, now, then));
  return then;
}

/// What is stored is run, whatever lies there today; one should know that the two differ.
void say_changed_sources(const Context& c, const Record& original) {
  if (!original.run.origin.empty()) return;  // its paths are those of another machine
  const std::vector<Source> needed = needed_sources(original);
  for (const Source& s : original.sources) {
    std::error_code none;
    const bool there = std::filesystem::exists(s.path, none);
    if (there && read_file(s.path) == s.text) continue;
    const bool compiled = std::any_of(needed.begin(), needed.end(), [&](const Source& n) { return n.path == s.path; });
    c.terminal.remark(fmt::format("{} {} since: the {} that {} keeps is {}", s.path, there ? "has changed" : "is gone",
                                  compiled ? "text" : "plan", run_name(original.run.id),
                                  compiled ? "compiled" : "run"));
  }
}

/// A plan from elsewhere names files here, and a callback would write to them.
void refuse_writing(const Context& c, const Record& original, const Plan& plan) {
  if (original.run.origin.empty() || c.args.has("trust")) return;
  for (const Choice& callback : plan.plugins.at(Kind::callback))
    for (const Setting& s : callback.settings)
      if (Registry::global().find(Kind::callback, callback.name).param(s.name).is_path && !s.value.text().empty())
        throw Error(fmt::format("{} was recorded elsewhere ({}), and its callback {} would write to {}",
                                run_name(original.run.id), original.run.origin, callback.name, s.value.text()),
                    fmt::format("--set callback.{}.{}= leaves that out; --trust lets it", callback.name, s.name));
}

void refuse(const Context& c, const Record& original) {
  const std::string run = run_name(original.run.id);
  refuse_imported(original, "no plan to run again", "run the tool that made it, then xp import what it says");
  if (c.args.has("verify") && (original.run.status != Status::finished || original.run.paused))
    throw Error(fmt::format("{} is {}{}: only a run that came to its end can be verified", run,
                            name(original.run.status), original.run.paused ? ", and paused" : ""),
                "xp rerun without --verify runs its plan again");
}

/// Most of all of a run that comes from another machine.
void say_where_data_may_lie(const Plan& plan, const Settings& changes) {
  const Value* path = find(plan.only(Kind::dataset).settings, "path");
  std::error_code none;
  if (path && !path->text().empty() && !find(changes, "dataset.path") && !std::filesystem::exists(path->text(), none))
    throw Error("there is no folder or file " + path->text() + ", where its data lay",
                "--data DIR says where the same images lie now");
}

void refuse_folder(const Context& c, const Record& original, const Plan& plan, const Settings& changes) {
  if (!c.args.has("data") || find(changes, "dataset") || find(plan.only(Kind::dataset).settings, "path")) return;
  const std::string run = run_name(original.run.id);
  throw Error(fmt::format("--data: {}'s images are drawn, it reads no folder", run),
              fmt::format("xp rerun {} draws the same ones", run));
}

struct Repeat {
  Record original;
  Plan plan;
  DataChanges data;  // none where the command line chose other data
};

Repeat repeat_of(Context& c, const Record& original) {
  refuse(c, original);
  say_changed_sources(c, original);
  load_code(c, original);
  const Settings changes = changes_of(c.args);
  const Plan stored = plan_from_json(original.plan);
  refuse_folder(c, original, stored, changes);
  say_where_data_may_lie(stored, changes);
  Repeat out{original, changed(stored, changes), {}};
  refuse_writing(c, original, out.plan);
  if (!folds(out.plan).empty())
    throw Error("that plan stands for several folds, and a rerun trains one run", "--set split.fold=1 names one");
  if (!changes_data(changes))
    out.data = data_changes(original, stored.fingerprint, listing(out.plan.only(Kind::dataset)));
  return out;
}

/// Nothing is trained on other data: they are the answer.
Verified diverged_in_data(const Repeat& repeat) {
  Verified out{repeat.original.run.id, 0, {}, {}, repeat.data};
  out.found.verdict = Verdict::diverged;
  out.found.aspects = {{"data", Aspect::State::differs, "the data: " + sentence(repeat.data)}};
  return out;
}

/// What the command line changed, by the names that conditions have.
std::set<std::string> asked(const Arguments& args, const Repeat& repeat) {
  const std::vector<std::string> names =
      differing({flattened(plan_from_json(repeat.original.plan)), flattened(repeat.plan)});
  std::set<std::string> out(names.begin(), names.end());
  for (const char* option : {"threads", "device", "precision"})
    if (args.has(option)) out.insert(option);
  return out;
}

Ran train(Context& c, Training& training, const Repeat& repeat, int threads) {
  const Record& original = repeat.original;
  training.pin(precision_of(c, original, repeat.plan, threads));
  // What nobody has vouched for is not kept as one's own.
  if (original.run.origin.empty())
    training.name_sources(stored_sources(original));
  else if (c.args.has("trust"))
    training.circumstances().sources = original.sources;
  training.reruns(original.run.id);
  training.circumstances().trace =
      c.args.has("trace") || (c.args.has("verify") && !trace_of(c.records(), original).empty());
  return training.train(repeat.plan, original.run.role);
}

void say_unverified(const Context& c, std::int64_t again, std::int64_t original) {
  c.terminal.remark(fmt::format("{} is not verified: xp resume {} --verify goes on, and compares the two at its end",
                                run_name(original), run_name(again)));
}

Exit rerun(Context& c) {
  const std::int64_t id = run_named(c.records(), c.args.positional.at(0));
  const Record named = c.records().record(id);
  const bool verifies = c.args.has("verify");
  if (c.args.has("tolerance") && !verifies)
    throw Error("--tolerance is that of --verify",
                fmt::format("xp rerun {} --verify --tolerance {}", run_name(id), c.args.text("tolerance")));
  const double allowed = tolerance(c.args);
  std::vector<std::int64_t> originals{id};
  if (const int of = folds_of(named)) {
    if (!verifies)
      throw Error(fmt::format("{} stands for {} folds, which are runs of their own", run_name(id), of),
                  fmt::format("xp list {0} names them, xp rerun one of them; xp rerun {0} --verify repeats and "
                              "verifies each",
                              run_name(id)));
    originals.clear();
    for (const Child& fold : folds_among(named.children)) originals.push_back(fold.run);
    refuse(c, named);
  }
  const bool of_folds = originals.size() != 1 || originals[0] != id;
  std::vector<Verified> verified;
  for (const std::int64_t original : originals) {
    const Repeat repeat = repeat_of(c, c.records().record(original));
    if (repeat.data.any && !verifies) stored_plan(repeat.original);  // throws
    if (repeat.data.any) {
      verified.push_back(diverged_in_data(repeat));
    } else {
      const int threads = threads_of(c, repeat.original);
      c.engine();  // opening it sets variables that the environment records
      Training training(c, 1, threads);
      const Ran ran = train(c, training, repeat, threads);
      if (!verifies || (ran.status != Status::finished && !c.args.has("json"))) {
        const Exit exit = training.conclude(1);
        if (verifies) say_unverified(c, ran.id, original);
        return exit;
      }
      verified.push_back({original, ran.id, {}, asked(c.args, repeat), repeat.data});
      if (ran.status != Status::finished) {
        verified.back().unfinished = fmt::format("{}: {}", name(ran.status), ran.reason);
        c.terminal.data(verified_json(verified, of_folds) + "\n");
        return training.exit(1);
      }
      verified.back().found = verify(evidence(c.store(), original), evidence(c.store(), ran.id), allowed);
    }
    if (!c.args.has("json"))
      c.terminal.print(verified_text(verified.back()));
    else if (original == originals.back())
      c.terminal.data(verified_json(verified, of_folds) + "\n");
    tag(c, verified.back());
  }
  const bool diverged = std::any_of(verified.begin(), verified.end(),
                                    [](const Verified& v) { return v.found.verdict == Verdict::diverged; });
  return diverged ? Exit::no : Exit::done;
}

std::vector<Option> options() {
  std::vector<Option> out{
      {"verify", 0, "",
       "compare data, split, batches, tensors, epochs, predictions and weights; exit code 3 where they diverge"},
      tolerance_option(),
      {"set", 0, "NAME=VALUE", "change a setting of the plan knowingly", true},
      {"seed", 0, "N", "another seed: --set seed=N"},
      {"data", 0, "DIR", "where the same images lie now"},
      {"trace", 0, "", "keep every tensor of every batch, to find where it parts from another traced run"},
      trust_option()};
  for (Option o : placement_options()) {
    o.doc = o.doc.substr(0, o.doc.find("; default")) + "; default: as the run did";
    out.push_back(o);
  }
  out.push_back({"json", 0, "", "the outcome as JSON"});
  return out;
}

}  // namespace

extern const Verb rerun_verb;
const Verb rerun_verb{
    "rerun",
    "RUN",
    "run a stored plan again, and check that it happens again",
    "xp rerun run12 --verify",
    Needs::engine,
    1,
    1,
    options(),
    rerun,
    "  --verify tags the new run with its verdict: identical, within-tolerance or diverged. With --json it\n"
    "  tells one object, of a run of folds an array of them; its verdict is null where the new run did not\n"
    "  come to its end.\n"};

}  // namespace xp
