#include "framework/track/recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "framework/base/disk.h"
#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/scores/score.h"
#include "framework/store/bundle/sound.h"
#include "framework/track/beginning.h"

namespace xp::track {
namespace {

void refuse_epoch(int number) {
  if (number < 1 || number > greatest_epoch)
    throw Error(fmt::format("there is no epoch {}", number), fmt::format("epochs count from 1 to {}", greatest_epoch));
}

double checked_pause(double seconds) {
  if (!(seconds > 0 && seconds <= 3600))
    throw Error(fmt::format("flush_seconds is {}", seconds), "more than 0, and an hour at most; 1 is the default");
  return seconds;
}

xp::Settings with(xp::Settings settings, const std::vector<Param>& params) {
  for (const Param& p : params) {
    if (p.name.empty()) throw Error("a parameter has no name", "run.param(\"rate\", 0.01)");
    if (p.name == "tracked" || p.name == "imported")
      throw Error(fmt::format("by \"{}\" xp itself says where a run comes from", p.name), "give it another name");
    std::visit([&](const auto& value) { xp::set(settings, p.name, xp::Value(value)); }, p.value);
  }
  return settings;
}

}  // namespace

Recorder::Recorder(const std::string& experiment, const Options& options)
    : flush_seconds_(checked_pause(options.flush_seconds)),
      exceptions_(std::uncaught_exceptions()),
      store_(opened(options)),
      patience_(
          store_.home(), options.disk_wait_minutes, [this] { return store_.stop_requested(run_); }, &Recorder::say,
          [this] { return fmt::format("your program's own; recorded up to epoch {}", last_epoch()); }),
      settings_{{"tracked", program_name()}} {
  run_ = begin(experiment, options, settings_, store_);
  start_writing();
}

void Recorder::must_be_at_home() const {
  if (!at_home())
    throw Error(run_name(run_) + " is recorded by the process that began it, and this is a child that it forked",
                "record in the parent, or fork before the first Run");
}

/// With what was logged before, and all of it or nothing.
void Recorder::write(const std::function<void()>& body, const std::function<void()>& after) {
  must_be_at_home();
  const std::lock_guard lock(mutex_);
  refuse_ended();
  patiently([&] { write_logged(body); });
  if (after) after();
}

void Recorder::refuse_ended() const {
  if (ended_) throw Error(run_name(run_) + " has ended", "what is to be recorded comes before finish() and fail()");
}

void Recorder::flush() {
  write([] {});
}

void Recorder::params(const std::vector<Param>& params) {
  xp::Settings settings;
  write(
      [&] {
        settings = with(settings_, params);
        store_.describe(run_, settings, chosen_, static_cast<int>(answers_.of(xp::Part::validation).size()));
      },
      [&] { settings_ = std::move(settings); });
}

void Recorder::epoch(int number, const Metrics& metrics, const Metrics& telemetry) {
  refuse_epoch(number);
  for (const Metrics* told : {&metrics, &telemetry})
    if (told->count("")) throw Error(fmt::format("a number of epoch {} has no name", number), "such as \"val/loss\"");
  std::set<int> one{number};
  write([&] { store_.epoch(run_, number, metrics, telemetry, {}); }, [&] { epochs_.merge(one); });
}

void Recorder::chosen(int epoch) {
  refuse_epoch(epoch);
  decltype(scored_) scored;
  write(
      [&] {
        store_.describe(run_, settings_, epoch, static_cast<int>(answers_.of(xp::Part::validation).size()));
        for (const auto& [at, metric] : scored_)  // those move that had no epoch
          scored.emplace(at ? at : epoch, metric);
      },
      [&] { scored_ = std::move(scored), chosen_ = epoch; });
}

/// What the loop itself told of that epoch stays.
Metrics Recorder::scores_of(const Answers& answers, xp::Part part) {
  Metrics out;
  for (const auto& [score, value] : scores(answers.of(part), static_cast<int>(answers.classes().size()))) {
    const std::string metric = fmt::format("{}/{}", name(part), score);
    const Series told = store_.series(run_, metric);
    const auto at_chosen = [&](const Point& p) { return p.at == chosen_; };
    if (scored_.count({chosen_, metric}) || std::none_of(told.begin(), told.end(), at_chosen)) out[metric] = value;
  }
  return out;
}

void Recorder::predictions(xp::Part part, const std::vector<std::string>& classes,
                           const std::vector<Prediction>& said) {
  Answers answers;
  decltype(scored_) scored;
  write(
      [&] {
        answers = answers_, scored = scored_;
        answers.set(part, classes, said);
        store_.divide(run_, answers.classes(), answers.samples(), {});
        for (const xp::Part of : answers.parts()) {  // of both: their places among the samples may have moved
          const Metrics scores = of == part ? scores_of(answers, of) : Metrics();
          store_.scored(run_, of, chosen_, answers.of(of), scores);
          for (const auto& [metric, value] : scores) scored.emplace(chosen_, metric);
        }
      },
      [&] { answers_ = std::move(answers), scored_ = std::move(scored); });
}

/// Outside a transaction: nobody else waits while a large file is written.
void Recorder::artifact(const std::string& name, const std::string& bytes) {
  if (!may_travel(name))
    throw Error(fmt::format("\"{}\" cannot name an artifact", printable(name)),
                "a name such as \"plots/roc.png\": not empty, no control characters, no way up or from the root");
  flush();
  const std::lock_guard lock(mutex_);
  refuse_ended();  // another thread may have ended it since
  patiently([&] { store_.artifact(run_, name, bytes); });
}

void Recorder::artifact(const std::filesystem::path& file) {
  must_be_at_home();
  refuse_records(file);
  artifact(file.filename().string(), read_file(file.string()));
}

/// Closing a file lets go of every lock that this process holds on it (fcntl(2)), and these are SQLite's.
void Recorder::refuse_records(const std::filesystem::path& file) const {
  for (const char* records : {"/xp.db", "/xp.db-wal", "/xp.db-shm"})
    if (std::error_code none; std::filesystem::equivalent(file, store_.home() + records, none))
      throw Error(file.string() + " is of the records that this run is written to, and no artifact of it",
                  "xp backup copies records");
}

void Recorder::note(const std::string& text) {
  write([&] { store_.note(run_, text); });
}

void Recorder::tag(const std::string& tag) {
  write([&] { store_.tag(run_, tag); });
}

void Recorder::store_end(Status status, const std::string& reason) {
  std::vector<std::string> remarks;
  if (lost_)
    remarks.push_back(fmt::format(
        "{} logged values were dropped: there was no room for them, or they came while the run ended.", lost_.load()));
  if (chosen_ && !epochs_.count(chosen_))
    remarks.push_back(fmt::format("The chosen epoch {} was never told.", chosen_));
  store_.remarks(run_, remarks);
  store_.end(run_, status, reason);
}

/// No value is added between the last cut and the end; where that fails they are welcome again.
void Recorder::write_end(Status status, const std::string& reason) {
  try {
    write_logged([&] { store_end(status, reason); }, Buffers::Then::closed);
  } catch (...) {
    buffers_.open();
    throw;
  }
  ended_ = true;
}

void Recorder::end(Status status, const std::string& reason) {
  must_be_at_home();
  const std::lock_guard lock(mutex_);
  if (ended_) throw Error(run_name(run_) + " has ended already", "finish() or fail(), once");
  patiently([&] { write_end(status, reason); });
}

void Recorder::finish() {
  if (!told_to_stop_) return end(Status::finished, "");
  must_be_at_home();
  std::unique_lock lock(mutex_);
  const std::string reason = fmt::format("xp stop, after epoch {}", last_epoch());
  lock.unlock();
  end(Status::killed, reason);
}

void Recorder::abandon() noexcept try {
  const std::lock_guard lock(mutex_);
  if (ended_) return;
  const bool thrown = std::uncaught_exceptions() > exceptions_;
  const Status status = thrown ? Status::killed : Status::failed;
  const std::string reason = thrown ? "an exception ended its training loop" : "its program left it without finish()";
  try {
    write_end(status, reason);
  } catch (const DiskFull& e) {  // what was set aside for last words makes room for these
    std::error_code none;
    std::filesystem::remove(store_.home() + "/reserve", none);
    say(fmt::format("{}; the last values that {} logged are lost", e.what(), run_name(run_)));
    lost_ += buffers_.added() - stored_;
    store_.atomically([&] { store_end(status, reason); });
    ended_ = true;
  }
} catch (const std::exception& e) {
  say(fmt::format("{} could not record how it ended, and will be KILLED once its process is gone: {}", run_name(run_),
                  e.what()));
}

}  // namespace xp::track
