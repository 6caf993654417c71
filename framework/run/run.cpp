#include "framework/run/run.h"

#include <chrono>

#include "framework/base/interrupt.h"
#include "framework/data/achieved.h"
#include "framework/run/audited.h"
#include "framework/scores/score.h"

namespace xp {
namespace {

using Clock = std::chrono::steady_clock;

/// Carries what the engine tells into the store, one transaction an epoch, and to the screen.
class Recording : public Recorder {
 public:
  Recording(std::int64_t id, const Plan& plan, Engine& engine, Store& store, const Placement& placement, bool strict,
            Progress& progress)
      : id_(id),
        plan_(plan),
        engine_(engine),
        store_(store),
        threads_(placement.threads),
        strict_(strict),
        progress_(progress) {}

  void prepared(const Prepared& p) override {
    std::vector<StoredSample> samples;
    for (std::size_t i = 0; i < p.listing.samples.size(); ++i) {
      const Sample& s = p.listing.samples[i];
      samples.push_back({s.name, s.label, p.division.of[i], s.group, content(s)});
    }
    store_.divide(id_, p.listing.classes, samples, p.skipped);
    std::vector<std::string> sentences = p.remarks;
    for (const std::string& sentence : remarks(achieved(p.listing, p.division))) sentences.push_back(sentence);
    store_.remarks(id_, sentences);
    progress_.prepared(p);
    const Audit found = audited(p, plan_.only(Kind::dataset), engine_, threads_, [this] { return interrupted(); });
    store_.findings(id_, found.findings);
    progress_.audited(found);
    if (strict_ && found.has(Audit::Grade::leak))
      throw Error("refused by --strict: " + found.findings[0].sentence,
                  "xp show " + run_name(id_) + " names the images; without --strict it runs all the same", Exit::no);
  }

  void step(const StepReport& report) override {
    steps_.push_back({"train/objective", {report.global_step, report.objective}});
    progress_.step(report);
  }

  void epoch(const Epoch& epoch, const Metrics& telemetry) override {
    store_.epoch(id_, epoch.number, epoch.metrics, telemetry, steps_);
    steps_.clear();
    last_epoch_ = epoch.number;
    progress_.epoch(epoch, telemetry);
  }

  void weights(int epoch, const std::string& safetensors) override {
    store_.artifact(id_, "weights.safetensors", safetensors);
    store_.chosen(id_, epoch);
  }

  void scored(Part part, int epoch, const std::vector<Prediction>& predictions) override {
    Metrics metrics;
    if (part != Part::test)
      return store_.scored(id_, part, epoch, predictions, {});  // validation was scored each epoch
    for (const auto& [score, value] : scores(predictions, static_cast<int>(plan_.classes.size())))
      metrics["test/" + score] = value;
    store_.scored(id_, part, epoch, predictions, metrics);
  }

  /// A stop asked for elsewhere is a row in the store; looking for it five times a second costs nothing.
  bool interrupted() override {
    if (PoliteInterrupt::pending()) return true;
    if (!stopped_ && Clock::now() - asked_ > std::chrono::milliseconds(200)) {
      asked_ = Clock::now();
      stopped_ = store_.stop_requested(id_);
    }
    return stopped_;
  }
  bool stopped_from_elsewhere() const { return stopped_; }

  /// Steps of an epoch that did not end.
  void flush() {
    if (!steps_.empty()) store_.epoch(id_, last_epoch_, {}, {}, steps_);
    steps_.clear();
  }

 private:
  std::int64_t id_;
  const Plan& plan_;
  Engine& engine_;
  Store& store_;
  int threads_;
  bool strict_;
  Progress& progress_;
  std::vector<StepValue> steps_;
  int last_epoch_ = 0;
  Clock::time_point asked_ = Clock::now();
  bool stopped_ = false;
};

Ran outcome_of(const Trained& outcome, const Recording& recording) {
  switch (outcome.ending) {
    case Trained::finished: return {0, Status::finished, outcome.reason};
    case Trained::failed: return {0, Status::failed, outcome.reason};
    case Trained::interrupted:
      return {0, Status::killed, (recording.stopped_from_elsewhere() ? "xp stop, " : "Ctrl-C, ") + outcome.reason};
  }
  return {};
}

Ran perform(std::int64_t id, const Plan& plan, Engine& engine, Store& store, const Placement& placement, bool strict,
            Progress& progress) {
  Recording recording(id, plan, engine, store, placement, strict, progress);
  try {
    const Trained outcome = engine.train(plan, placement, recording);
    recording.flush();
    return outcome_of(outcome, recording);
  } catch (const Error& e) {
    if (e.exit() == Exit::interrupted)
      return outcome_of({Trained::interrupted, "while images were looked at"}, recording);
    return {0, Status::failed, e.whole(), e.exit() == Exit::no};
  } catch (const std::exception& e) {
    return {0, Status::failed, e.what()};
  }
}

}  // namespace

Placement wish(const Plan& plan, int threads, const std::string& precision) {
  const Train train = train_of(plan.train);
  return {threads, train.device, precision.empty() ? train.precision : precision};
}

Ran run(const Plan& plan, const Circumstances& c, Engine& engine, Store& store, Progress& progress) {
  const Placement placement = engine.resolve(plan, wish(plan, c.threads, c.precision));
  const PoliteInterrupt polite;
  Settings facts = c.environment;
  facts.push_back({"threads", placement.threads});
  facts.push_back({"device", placement.device});
  facts.push_back({"precision", placement.precision});
  for (const Setting& fact : engine.facts()) facts.push_back(fact);
  const std::int64_t id =
      store.add({plan.experiment, plan.title, c.name, c.note, to_json(plan), identity_hash(plan), plan.fingerprint,
                 static_cast<int>(train_of(plan.train).epochs), c.rerun_of, c.tags, flattened(plan), facts, c.sources});
  store.start(id, this_process());
  if (!c.diff.empty()) store.artifact(id, "uncommitted.diff", c.diff);
  progress.begins(id, plan);
  Ran ran = perform(id, plan, engine, store, placement, c.strict, progress);
  ran.id = id;
  progress.ends(id, ran.status, ran.reason);
  store.end(id, ran.status, ran.reason);  // where even that cannot be written, the run is KILLED once this process ends
  return ran;
}

}  // namespace xp
