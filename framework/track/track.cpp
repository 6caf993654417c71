#include "framework/track/track.h"

#include "framework/base/error.h"
#include "framework/track/recorder.h"

namespace xp::track {
namespace {

/// Whatever is wrong, as the one type that a user of this header knows.
template <class F>
auto told(F deed) try {
  return deed();
} catch (const Error&) {
  throw;
} catch (const xp::Error& e) {
  throw Error(e.what(), e.hint());
} catch (const std::exception& e) {
  throw Error(e.what(), "");
}

xp::Part part_of(Part part) { return part == Part::test ? xp::Part::test : xp::Part::validation; }

}  // namespace

Run::Run(const std::string& experiment, const Options& options)
    : recorder_(told([&] { return std::make_shared<Recorder>(experiment, options); })) {}

Run::Run(Run&&) noexcept = default;

Run::~Run() {
  if (!recorder_) return;
  if (recorder_->at_home())
    recorder_->abandon();
  else
    new std::shared_ptr<Recorder>(recorder_);  // the writer and the store are the parent's: left as they are
}

std::string Run::id() const { return run_name(recorder_->run()); }

void Run::params(const std::vector<Param>& params) {
  told([&] { recorder_->params(params); });
}

void Run::log(std::string_view metric, double value, std::int64_t step) noexcept {
  recorder_->log(metric, value, step);
}
void Run::log(std::initializer_list<std::pair<std::string_view, double>> values, std::int64_t step) noexcept {
  for (const auto& [metric, value] : values) log(metric, value, step);
}
void Run::flush() {
  told([&] { recorder_->flush(); });
}

void Run::epoch(int number, const Metrics& metrics, const Metrics& telemetry) {
  told([&] { recorder_->epoch(number, metrics, telemetry); });
}
void Run::chosen(int epoch) {
  told([&] { recorder_->chosen(epoch); });
}
void Run::predictions(Part part, const std::vector<std::string>& classes, const std::vector<Prediction>& said) {
  told([&] { recorder_->predictions(part_of(part), classes, said); });
}

void Run::artifact(const std::filesystem::path& file) {
  told([&] { recorder_->artifact(file); });
}
void Run::artifact(const std::string& name, std::string_view bytes) {
  told([&] { recorder_->artifact(name, std::string(bytes)); });
}
void Run::note(const std::string& text) {
  told([&] { recorder_->note(text); });
}
void Run::tag(const std::string& tag) {
  told([&] { recorder_->tag(tag); });
}

bool Run::stop_requested() const noexcept { return recorder_->stop_requested(); }
void Run::finish() {
  told([&] { recorder_->finish(); });
}
void Run::fail(const std::string& reason) {
  told([&] { recorder_->end(Status::failed, reason); });
}

}  // namespace xp::track
