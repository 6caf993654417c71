// xp resume: what ended short goes on.
#include <algorithm>

#include "framework/base/interrupt.h"
#include "framework/run/parents.h"
#include "framework/run/resume.h"
#include "framework/store/names.h"
#include "tools/xp/conducting.h"
#include "tools/xp/lasting.h"
#include "tools/xp/training.h"

namespace xp {
namespace {

/// The number in "sweep3"; 0 for other words.
std::int64_t sweep_named(const std::string& word) {
  const std::string prefix = "sweep", digits = word.substr(std::min(prefix.size(), word.size()));
  const bool number = !digits.empty() && digits.size() < 18 && word.rfind(prefix, 0) == 0 &&
                      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  return number ? std::stoll(digits) : 0;
}

/// The sweep to go on with instead of a run: one that was named, or that of a run which stands for its folds.
std::int64_t sweep_of(Context& c, const std::string& word) {
  if (const std::int64_t sweep = sweep_named(word)) return sweep;
  const std::vector<std::int64_t> runs = runs_named(c.records(), {word});
  if (runs.size() != 1) return 0;
  const Record record = c.records().record(runs[0]);
  return find(record.settings, "split.folds") ? record.run.sweep : 0;
}

Exit resume_some(Context& c) {
  if (c.args.positional.size() == 1)
    if (const std::int64_t sweep = sweep_of(c, c.args.positional[0])) return resume_sweep(c, sweep);
  const std::vector<std::int64_t> runs = c.runs();
  Training training(c, runs.size(), 1);
  last(c.args, training.circumstances());
  training.circumstances().pictures = !c.args.has("no-pictures");
  for (std::size_t i = 0; i < runs.size() && !PoliteInterrupt::pending(); ++i) {
    const Ran ran = training.resume(runs[i]);
    if (const std::int64_t parent = c.store().run(ran.id).parent) conclude_parent(parent, c.store());
    if (ran.status == Status::killed) break;
  }
  return training.conclude(runs.size());
}

std::vector<Option> options() {
  std::vector<Option> out = lasting_options();
  for (const Option& o : sweep_options())
    if (o.name == "jobs" || o.name == "on-fail" || o.name == "retries") {
      out.push_back(o);
      out.back().doc = "of a sweep: " + o.doc;
    }
  out.push_back({"threads", 0, "N", "of a sweep: processor cores to use; a run computes with as many as it did"});
  out.push_back({"no-pictures", 0, "", "no thumbnails and heat maps of the test images"});
  out.push_back({"json", 0, "", "the runs as JSON"});
  return out;
}

}  // namespace

extern const Verb resume_verb;
const Verb resume_verb{"resume",
                       "RUN…",
                       "go on from the last checkpoint of a run that ended short",
                       "xp resume run12",
                       Needs::engine,
                       1,
                       -1,
                       options(),
                       resume_some};

}  // namespace xp
