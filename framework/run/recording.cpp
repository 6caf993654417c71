#include "framework/run/recording.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "framework/base/file.h"
#include "framework/base/interrupt.h"
#include "framework/data/achieved.h"
#include "framework/run/audited.h"
#include "framework/run/trace.h"
#include "framework/scores/score.h"

namespace xp {
namespace {

constexpr double room_for_values = 256e6;  // bytes; past them, a trace is hashes

}  // namespace

Recording::Recording(std::int64_t run, const Plan& plan, const Placement& placement, const Circumstances& circumstances,
                     const Standing& from, Engine& engine, Store& store, Progress& progress)
    : id_(run),
      plan_(plan),
      circumstances_(circumstances),
      threads_(placement.threads),
      engine_(engine),
      store_(store),
      progress_(progress),
      checkpoints_(store.checkpoint_folder(run), circumstances.durable),
      patience_(
          store.home(), circumstances.disk_wait_minutes, [this] { return interrupted(); },
          [&progress](const std::string& sentence) { progress.waits(sentence); }, [this] { return safe(); }),
      traces_(circumstances.trace || std::filesystem::exists(growing_trace(store, run))),
      last_epoch_(from.epoch),
      saved_(from) {
  checkpoints_.sweep();
}

void Recording::prepared(const Prepared& p) {
  std::vector<StoredSample> samples;
  for (std::size_t i = 0; i < p.listing.samples.size(); ++i) {
    const Sample& s = p.listing.samples[i];
    samples.push_back({s.name, s.label, p.division.of[i], s.group, content(s)});
  }
  write([&] { store_.divide(id_, p.listing.classes, samples, p.skipped); });
  std::vector<std::string> sentences = p.remarks;
  for (const std::string& sentence : remarks(achieved(p.listing, p.division))) sentences.push_back(sentence);
  write([&] { store_.remarks(id_, sentences); });
  progress_.prepared(p);
  const Audit found = audited(p, plan_.only(Kind::dataset), engine_, threads_, [this] { return interrupted(); });
  write([&] { store_.findings(id_, found.findings); });
  progress_.audited(found);
  if (circumstances_.strict && found.has(Audit::Grade::leak))
    throw Error("refused by --strict: " + found.findings[0].sentence,
                "xp show " + run_name(id_) + " names the images; without --strict it runs all the same", Exit::no);
}

/// Before the first one, the file is cut back to where this run goes on from.
void Recording::traced(std::int64_t step, const std::vector<Traced>& tensors) {
  write([&] {
    if (!trace_) {
      make_folder(store_.checkpoint_folder(id_));
      trace_.emplace(growing_trace(store_, id_), saved_.step, room_for_values);
    }
    trace_->add(step, tensors);
  });
}

void Recording::keep_trace() {
  trace_.reset();
  const std::string grown = growing_trace(store_, id_);
  std::error_code none;
  if (!std::filesystem::exists(grown, none)) return;
  keep(trace_artifact, read_file(grown));
  std::filesystem::remove(grown, none);
}

void Recording::step(const StepReport& report) {
  steps_.push_back({"train/objective", {report.global_step, report.objective}});
  if (!std::isnan(report.gradient_norm))
    steps_.push_back({"train/gradient_norm", {report.global_step, report.gradient_norm}});
  hashes_.batches.push_back(report.hashes);
  progress_.step(report);
}

void Recording::tensors(int /*epoch*/, const std::vector<TensorHash>& hashes) { hashes_.tensors = hashes; }

void Recording::epoch(const Epoch& epoch, const Metrics& telemetry) {
  write([&] { store_.epoch(id_, epoch.number, epoch.metrics, telemetry, steps_, hashes_); });
  steps_.clear(), hashes_ = {};
  last_epoch_ = epoch.number;
  progress_.epoch(epoch, telemetry);
}

void Recording::weights(int epoch, const std::string& safetensors) {
  if (!safetensors.empty()) keep("weights.safetensors", safetensors);
  write([&] { store_.chosen(id_, epoch); });
}

void Recording::measured(int epoch, const Metrics& telemetry) {
  write([&] { store_.epoch(id_, epoch, {}, telemetry, {}); });
}

void Recording::scored(Part part, int epoch, const std::vector<Prediction>& predictions) {
  Metrics metrics;
  if (part == Part::test)  // validation was scored each epoch
    for (const auto& [score, value] : scores(predictions, static_cast<int>(plan_.classes.size())))
      metrics["test/" + score] = value;
  write([&] { store_.scored(id_, part, epoch, predictions, metrics); });
}

/// A stop asked for elsewhere is a row in the store; looking for it five times a second costs nothing.
bool Recording::interrupted() {
  if (PoliteInterrupt::pending()) return true;
  if (!stopped_ && Clock::now() - asked_ > std::chrono::milliseconds(200)) {
    asked_ = Clock::now();
    stopped_ = store_.stop_requested(id_);
  }
  return stopped_;
}

bool Recording::wants_checkpoint() {
  return Clock::now() - saved_at_ >= std::chrono::duration<double, std::ratio<60>>(circumstances_.checkpoint_minutes);
}

/// The steps first: those that are stored must reach as far as the checkpoint, and may reach farther.
void Recording::checkpoint(const Standing& standing, bool kept,
                           const std::function<void(const std::string& path)>& write_to) {
  flush();
  const bool ended = standing.epoch > saved_.epoch;
  const int every = circumstances_.keep_every;
  const bool for_good = kept || (ended && every > 0 && standing.epoch % every == 0);
  write([&] { for_good ? checkpoints_.write_for_good(standing.epoch, write_to) : checkpoints_.write(write_to); });
  saved_ = standing, saved_at_ = Clock::now();
}

void Recording::keep(const std::string& name, const std::string& content) {
  write([&] { store_.artifact(id_, name, content); });
}

void Recording::flush() {
  hashes_.tensors.clear();
  if (!steps_.empty()) write([&] { store_.epoch(id_, last_epoch_, {}, {}, steps_, hashes_); });
  steps_.clear(), hashes_.batches.clear();
}

std::string Recording::safe() const {
  if (saved_.step == 0) return "none yet";
  return saved_.epoch == 0 ? "within epoch 1" : fmt::format("epoch {}", saved_.epoch);
}

}  // namespace xp
