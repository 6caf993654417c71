#include "framework/track/recorder.h"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <exception>

#include "framework/base/disk.h"
#include "framework/base/text.h"
#include "framework/scores/score.h"
#include "framework/store/bundle/sound.h"
#include "framework/track/beginning.h"

namespace xp::track {
namespace {

/// How many lie between this process and its ancestor that loaded the library. Asked for every value that is logged,
/// where getpid() would be too slow.
std::atomic<int> forks = 0;

int counted_forks() {
  static const int none = ::pthread_atfork(nullptr, nullptr, [] { ++forks; });
  if (none != 0) throw Error("no memory is left to follow forks", "");
  return forks;
}

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
      forks_(counted_forks()),
      exceptions_(std::uncaught_exceptions()),
      store_(home_of(options), Store::Access::write, options.durable ? Store::Durable::power : Store::Durable::process),
      patience_(
          store_.home(), options.disk_wait_minutes, [this] { return store_.stop_requested(run_); }, &Recorder::say,
          [this] { return fmt::format("your program's own; recorded up to epoch {}", last_epoch_); }),
      settings_{{"tracked", program_name()}} {
  run_ = begin(experiment, options, settings_, store_);
  writer_ = std::thread([this] { keep_writing(); });
}

bool Recorder::at_home() const { return forks.load(std::memory_order_relaxed) == forks_; }

void Recorder::must_be_at_home() const {
  if (!at_home())
    throw Error(run_name(run_) + " is recorded by the process that began it, and this is a child that it forked",
                "record in the parent, or begin a Run in the child");
}

/// With what was logged before, and all of it or nothing.
void Recorder::write(const std::function<void()>& body, const std::function<void()>& after) {
  must_be_at_home();
  const std::lock_guard lock(mutex_);
  refuse_ended();
  patience_([&] { write_logged(body); });
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
  write([&] {
    store_.epoch(run_, number, metrics, telemetry, {});
    last_epoch_ = std::max(last_epoch_, number);
  });
}

void Recorder::chosen(int epoch) {
  refuse_epoch(epoch);
  write([&] {
    store_.describe(run_, settings_, epoch, static_cast<int>(answers_.of(xp::Part::validation).size()));
    if (!chosen_)  // with it the scores move that had no epoch
      for (const auto& [none, metric] : std::exchange(scored_, {})) scored_.emplace(epoch, metric);
    chosen_ = epoch;
  });
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
  write([&] {
    Answers answers = answers_;
    answers.set(part, classes, said);
    store_.divide(run_, answers.classes(), answers.samples(), {});
    for (const xp::Part of : answers.parts()) {  // of both: their places among the samples may have moved
      const Metrics scores = of == part ? scores_of(answers, of) : Metrics();
      store_.scored(run_, of, chosen_, answers.of(of), scores);
      for (const auto& [metric, value] : scores) scored_.emplace(chosen_, metric);
    }
    answers_ = std::move(answers);
  });
}

/// Outside a transaction: nobody else waits while a large file is written.
void Recorder::artifact(const std::string& name, const std::string& bytes) {
  if (!may_travel(name))
    throw Error(fmt::format("\"{}\" cannot name an artifact", printable(name)),
                "a name such as \"plots/roc.png\": not empty, no control characters, no way up or from the root");
  flush();
  const std::lock_guard lock(mutex_);
  refuse_ended();  // another thread may have ended it since
  patience_([&] { store_.artifact(run_, name, bytes); });
}

void Recorder::note(const std::string& text) {
  write([&] { store_.note(run_, text); });
}

void Recorder::tag(const std::string& tag) {
  write([&] { store_.tag(run_, tag); });
}

void Recorder::write_end(Status status, const std::string& reason) {
  write_logged([&] {
    if (lost_) store_.remarks(run_, {fmt::format("The disk was full: {} logged values were dropped.", lost_.load())});
    store_.end(run_, status, reason);
  });
  ended_ = true;
}

void Recorder::end(Status status, const std::string& reason) {
  must_be_at_home();
  const std::lock_guard lock(mutex_);
  if (ended_) throw Error(run_name(run_) + " has ended already", "finish() or fail(), once");
  patience_([&] { write_end(status, reason); });
}

void Recorder::finish() {
  if (told_to_stop_)
    end(Status::killed, fmt::format("xp stop, after epoch {}", last_epoch_));
  else
    end(Status::finished, "");
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
    store_.end(run_, status, reason);
    ended_ = true;
  }
} catch (const std::exception& e) {
  say(fmt::format("{} could not record how it ended, and will be KILLED once its process is gone: {}", run_name(run_),
                  e.what()));
}

}  // namespace xp::track
