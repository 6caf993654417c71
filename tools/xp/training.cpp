#include "tools/xp/training.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "framework/base/hash.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/run/environment.h"
#include "framework/run/resume.h"
#include "framework/run/trace.h"
#include "reports/diagnosis/diagnosis.h"
#include "reports/json.h"
#include "reports/summary.h"
#include "tools/xp/parts.h"

namespace xp {

const std::vector<Option>& placement_options() {
  static const std::vector<Option> all{
      {"threads", 0, "N", "processor cores to use; default: all that this process may"},
      {"device", 0, "DEVICE", "where to compute: cpu, cuda, cuda:1; default cpu"},
      {"precision", 0, "P", "fp32, bf16 or auto: bf16 where the device computes it natively"}};
  return all;
}

Settings placement_settings(const Arguments& args) {
  Settings out;
  for (const char* name : {"device", "precision"})
    if (args.has(name)) out.push_back({std::string("train.") + name, args.text(name)});
  return out;
}

namespace {

/// More than there are cores wait for each other at every step, and a training takes many times as long.
int threads_of(const Arguments& args, int otherwise) {
  const int cores = available_cores(), asked = args.number("threads", otherwise, 1, 1024);
  if (asked > cores && asked != otherwise)
    throw Error(fmt::format("--threads {}: this process may use {} core{}", asked, cores, cores == 1 ? "" : "s"),
                "without --threads it uses all of them");
  return asked;
}

}  // namespace

Placement placement(const Arguments& args, const Placement& otherwise) {
  return {threads_of(args, otherwise.threads), args.text("device", otherwise.device),
          args.text("precision", otherwise.precision)};
}

Placement placement(const Arguments& args) { return placement(args, {available_cores(), "cpu", "fp32"}); }

Training::Training(Context& c, std::size_t plans, int threads)
    : context_(c), plans_(plans), progress_(progress_for(c.terminal, plans)) {
  circumstances_.threads = threads;
  circumstances_.environment = environment(c.args.line);
  circumstances_.note = c.args.text("note");
  circumstances_.tags = c.args.texts("tag");
}

void Training::name_sources(const std::vector<SourceFile>& sources) {
  for (const SourceFile& s : sources) circumstances_.sources.push_back({s.path, sha256(s.text), s.text});
  if (sources.empty()) return;
  if (circumstances_.require_clean) {
    std::vector<std::string> files;
    for (const SourceFile& s : sources) files.push_back(s.path);
    refuse_uncommitted(files);
  }
  const Repository repository = repository_of(std::filesystem::path(sources[0].path).parent_path());
  if (repository.commit.empty()) return;
  circumstances_.environment.push_back({"commit", repository.commit});
  circumstances_.environment.push_back({"uncommitted_changes", !repository.diff.empty()});
  circumstances_.diff = repository.diff;
}

void Training::tag(const std::string& tag) {
  auto& tags = circumstances_.tags;
  if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(tag);
}

Ran Training::train(const Plan& plan, const std::string& distinction) {
  circumstances_.name = context_.args.text("name");
  if (plans_ > 1 && !circumstances_.name.empty()) circumstances_.name += fmt::format("-{}", ran_.size() + 1);
  if (!distinction.empty()) context_.terminal.remark("\n" + distinction);
  return told(run(plan, circumstances_, context_.engine(), context_.store(), *progress_));
}

Ran Training::resume(std::int64_t run) {
  return told(xp::resume(run, circumstances_, context_.engine(), context_.store(), *progress_));
}

Ran Training::told(const Ran& done) {
  ran_.push_back(done);
  if (done.status == Status::finished) {
    const Record record = context_.store().record(done.id);
    const Summary summary = summarise(record, diagnose(record, parts_of(context_.store(), record)));
    context_.terminal.remark(wrapped(fmt::format("  {} {}", summary.result, summary.trust),
                                     std::min(context_.terminal.error_columns(), 110), 2));
    for (const Artifact& a : record.artifacts)
      if (a.name == trace_artifact)
        context_.terminal.remark(fmt::format("  its trace takes {} of the store", bytes(static_cast<double>(a.size))));
  } else {
    context_.terminal.warn(fmt::format("{} is {}: {}", run_name(done.id), name(done.status), done.reason));
  }
  return done;
}

Exit Training::conclude(std::size_t planned) {
  if (context_.args.has("json")) {
    std::vector<RunRow> rows;
    for (const Ran& r : ran_) rows.push_back(context_.store().run(r.id));
    context_.terminal.data(json_of(rows) + "\n");
  } else {
    for (const Ran& r : ran_) context_.terminal.print(fmt::format("{} {}\n", run_name(r.id), name(r.status)));
  }
  if (ran_.size() < planned)
    context_.terminal.remark(fmt::format("{} of {} plans were not started", planned - ran_.size(), planned));
  if (!ran_.empty()) {
    const std::string first = run_name(ran_.front().id), last = run_name(ran_.back().id);
    const char* then = ran_[0].status == Status::finished ? "xp rerun {0} --verify" : "xp resume {0}";
    context_.terminal.remark(ran_.size() == 1
                                 ? fmt::format("next: xp show {0}   xp report {0}   ", last) +
                                       fmt::format(fmt::runtime(then), last)
                                 : fmt::format("next: xp compare {0}..{1}   xp report {0}..{1}", first, last));
  }
  return exit(planned);
}

Exit Training::exit(std::size_t planned) const {
  const auto count = [&](Status s) {
    return std::count_if(ran_.begin(), ran_.end(), [&](const Ran& r) { return r.status == s; });
  };
  if (count(Status::killed) > 0 || ran_.size() < planned) return Exit::interrupted;
  if (std::any_of(ran_.begin(), ran_.end(), [](const Ran& r) { return r.refused; })) return Exit::no;
  return count(Status::failed) > 0 ? Exit::failed : Exit::done;
}

}  // namespace xp
