// xp run: an experiment, trained and recorded.
#include <fmt/format.h>

#include "framework/base/file.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/plan/halving.h"
#include "framework/plan/order.h"
#include "reports/json.h"
#include "tools/xp/conducting.h"
#include "tools/xp/estimates.h"
#include "tools/xp/experiment_options.h"
#include "tools/xp/labels.h"
#include "tools/xp/lasting.h"
#include "tools/xp/training.h"

namespace xp {
namespace {

/// In the order of running, as folds and with controls where that is asked for.
Work work_for(const Context& c, const Planned& p) {
  std::vector<Plan> ordered;
  for (const std::size_t i : running_order(p.plans, p.search)) ordered.push_back(p.plans[i]);
  const std::vector<std::string> controls = c.args.texts("control");
  Work work = work_of(ordered, controls);
  if (p.search.kind == Search::Kind::halving && (!work.parents.empty() || !controls.empty()))
    throw Error("successive halving stops trials early: it cannot go with folds or controls",
                "search first, then run the chosen plan with them");
  return work;
}

bool alone(const Work& work, const Search& search) {
  return work.leaves.size() == 1 && work.parents.empty() && search.kind != Search::Kind::halving;
}

void announce(Context& c, const Planned& p, const Work& work, int at_a_time) {
  std::vector<Plan> leaves;
  for (const Leaf& leaf : work.leaves) leaves.push_back(leaf.plan);
  const Estimates estimates = estimates_of(c, leaves);
  const double memory = estimates.most_memory * std::min<double>(at_a_time, static_cast<double>(leaves.size()));
  if (memory > available_bytes())
    throw Error(fmt::format("this needs about {}, {} are available", bytes(memory), bytes(available_bytes())),
                at_a_time > 1 ? "fewer --jobs, a smaller train.batch or transform.size need less"
                              : "a smaller train.batch or transform.size needs less");
  double seconds = estimates.seconds;
  if (p.search.kind == Search::Kind::halving) {
    const int epochs = static_cast<int>(train_of(leaves[0].train).epochs);
    const auto steps = rungs(p.search.minimum, p.search.reduction, epochs);
    seconds *= static_cast<double>(expected_epochs(leaves.size(), steps, p.search.reduction)) /
               (static_cast<double>(leaves.size()) * epochs);
  }
  if (!p.plans[0].title.empty()) c.terminal.remark("", p.plans[0].title);
  const std::string more = leaves.size() == p.plans.size() ? "" : fmt::format(", {} runs", leaves.size());
  c.terminal.remark(fmt::format("{} plan{}{}, about {} ({})", p.plans.size(), p.plans.size() == 1 ? "" : "s", more,
                                duration(seconds), estimates.basis));
}

/// The experiment's, then those of its custom layers.
std::vector<SourceFile> sources_of(const Planned& p) {
  std::vector<SourceFile> out = p.compiled.sources;
  for (const LayerSource& layer : p.plans[0].layers) out.push_back({layer.path, read_file(layer.path)});
  return out;
}

Exit run_alone(Context& c, Training& training, const Plan& plan) {
  if (c.args.has("needed"))
    if (const std::int64_t before = c.store().finished_as(identity_hash(plan))) {
      if (c.args.has("json"))
        c.terminal.data(json_of(std::vector{c.store().run(before)}) + "\n");
      else
        c.terminal.print(fmt::format("{} FINISHED\n", run_name(before)));
      c.terminal.remark("with the same identity, before: without --needed it runs again");
      return Exit::done;
    }
  training.circumstances().pictures = !c.args.has("no-pictures");
  training.train(plan, "");
  return training.conclude(1);
}

Exit run_experiment(Context& c) {
  if (c.args.has("name")) check_name(c.args.text("name"));
  for (const std::string& tag : c.args.texts("tag")) check_tag(tag);
  check_note(c.args.text("note"));
  const int threads = placement(c.args).threads;  // refused now, not after compiling
  conducting_policy(c.args, threads);
  Circumstances lasting;
  last(c.args, lasting);
  const int at_a_time = jobs(c, threads);
  const Planned p = planned(c);
  const Work work = work_for(c, p);
  const bool single = alone(work, p.search);
  if (single) say_unused(c);
  c.store();
  announce(c, p, work, at_a_time);
  for (const Leaf& leaf : work.leaves)
    c.engine().resolve(leaf.plan, wish(leaf.plan, threads));  // refused before anything runs
  Training training(c, 1, threads);
  if (c.args.has("strict")) training.strict();
  training.circumstances().trace = c.args.has("trace");
  training.circumstances().require_clean = c.args.has("require-clean");
  training.name_sources(sources_of(p));
  if (c.args.has("quick")) training.tag("quick");  // never to be taken for the experiment itself
  last(c.args, training.circumstances());
  if (single) return run_alone(c, training, work.leaves[0].plan);
  Circumstances& shared = training.circumstances();
  shared.name = c.args.text("name");
  shared.pictures = c.args.has("pictures") && !c.args.has("no-pictures");
  return run_sweep(c, work, p.search, p.compiled, shared);
}

std::vector<Option> options() {
  std::vector<Option> out = experiment_options();
  for (const Option& o :
       {Option{"name", 0, "NAME", "a name for the run, for xp list and other verbs"},
        {"note", 0, "TEXT", "a remark to keep with it"},
        {"tag", 0, "TAG", "a tag", true},
        {"trace", 0, "",
         "keep a hash of every tensor of every batch, and the first 256 MB of values, in XP_HOME and while it is "
         "stored in memory: xp rerun --verify then names the first value that differs"},
        {"require-clean", 0, "",
         "refuse to begin where the experiment's repository has changes that are not committed; exit code 2"},
        {"strict", 0, "", "refuse to train where the audit of the data finds a leak; exit code 3"}})
    out.push_back(o);
  out.push_back(
      {"control", 0, "NAME", "beside each plan, on its split: shuffled-labels, majority or image-statistics", true});
  out.insert(out.end(), sweep_options().begin(), sweep_options().end());
  out.push_back({"pictures", 0, "", "of a sweep's trials too: thumbnails and heat maps of the test images"});
  out.push_back({"no-pictures", 0, "", "no thumbnails and heat maps of a single run's test images"});
  out.insert(out.end(), lasting_options().begin(), lasting_options().end());
  out.insert(out.end(), placement_options().begin(), placement_options().end());
  out.push_back({"json", 0, "", "the finished runs as JSON"});
  return out;
}

}  // namespace

extern const Verb run_verb;
const Verb run_verb{"run",
                    "FILE.cpp",
                    "train an experiment and record it",
                    "xp run experiments/als_sweep.cpp --quick --data radiographs/",
                    Needs::engine,
                    1,
                    1,
                    options(),
                    run_experiment};

}  // namespace xp
