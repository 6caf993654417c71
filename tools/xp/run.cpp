// xp run: an experiment, trained and recorded.
#include <fmt/format.h>

#include "framework/base/file.h"
#include "framework/base/interrupt.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "reports/json.h"
#include "tools/xp/estimates.h"
#include "tools/xp/experiment_options.h"
#include "tools/xp/labels.h"
#include "tools/xp/training.h"

namespace xp {
namespace {

void announce(Context& c, const Planned& p) {
  const Estimates estimates = estimates_of(c, p.plans);
  if (estimates.most_memory > available_bytes())
    throw Error(
        fmt::format("this needs about {}, {} are available", bytes(estimates.most_memory), bytes(available_bytes())),
        "a smaller train.batch or transform.size needs less");
  if (!p.plans[0].title.empty()) c.terminal.remark("", p.plans[0].title);
  c.terminal.remark(fmt::format("{} plan{}, about {} ({})", p.plans.size(), p.plans.size() == 1 ? "" : "s",
                                duration(estimates.seconds), estimates.basis));
}

/// The experiment's, then those of its custom layers.
std::vector<SourceFile> sources_of(const Planned& p) {
  std::vector<SourceFile> out = p.compiled.sources;
  for (const LayerSource& layer : p.plans[0].layers) out.push_back({layer.path, read_file(layer.path)});
  return out;
}

Exit run_experiment(Context& c) {
  if (c.args.has("name")) check_name(c.args.text("name"));
  for (const std::string& tag : c.args.texts("tag")) check_tag(tag);
  const int threads = placement(c.args).threads;  // refused now, not after compiling
  const Planned p = planned(c);
  c.store();
  announce(c, p);
  for (const Plan& plan : p.plans) c.engine().resolve(plan, wish(plan, threads));  // refused before anything runs
  Training training(c, p.plans.size(), threads);
  if (c.args.has("strict")) training.strict();
  training.name_sources(sources_of(p));
  if (c.args.has("quick")) training.tag("quick");  // never to be taken for the experiment itself
  for (std::size_t i = 0; i < p.plans.size() && !PoliteInterrupt::pending(); ++i)
    if (training.train(p.plans[i], distinction(p, i)).status == Status::killed) break;
  return training.conclude(p.plans.size());
}

std::vector<Option> options() {
  std::vector<Option> out = experiment_options();
  for (const Option& o : {Option{"name", 0, "NAME", "a name for the run, for xp list and other verbs"},
                          {"note", 0, "TEXT", "a remark to keep with it"},
                          {"tag", 0, "TAG", "a tag", true},
                          {"strict", 0, "", "refuse to train where the audit of the data finds a leak; exit code 3"}})
    out.push_back(o);
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
