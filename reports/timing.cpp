#include "reports/timing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "framework/base/text.h"
#include "framework/base/time.h"
#include "reports/diagnosis/history.h"
#include "reports/list.h"
#include "reports/parts.h"
#include "reports/words.h"

namespace xp {
namespace {

std::vector<double> values(const Record& record, const std::string& name) {
  std::vector<double> out;
  if (const auto found = record.telemetry.find(name); found != record.telemetry.end())
    for (const Point& p : finite(found->second)) out.push_back(p.value);
  return out;
}

double sum(const std::vector<double>& all) {
  double out = 0;
  for (const double v : all) out += v;
  return out;
}

/// Without the time between attempts, and without attempts whose end nobody saw.
double running_time(const Record& record) {
  double out = seconds_between(record.run.started, record.run.ended);
  for (const Attempt& attempt : record.attempts) out += seconds_between(attempt.started, attempt.ended);
  return out;
}

std::string of_attempt(const Attempt& attempt) {
  std::string out = attempt.started.empty() ? "" : minute(attempt.started) + " UTC";
  if (!attempt.ended.empty()) out += " to " + minute(attempt.ended);
  out += attempt.reason.empty() ? "; its process ended without a word" : ": " + attempt.reason;
  return out + (attempt.epoch > 0  ? fmt::format("; went on after epoch {}", attempt.epoch)
                : attempt.step > 0 ? fmt::format("; went on after batch {} of epoch 1", attempt.step)
                                   : "; began anew");
}

/// As durations are, but for what is shorter than a second: "0.0093 s".
std::string short_time(double seconds) { return seconds < 1 ? fmt::format("{:.2g} s", seconds) : duration(seconds); }

/// "52.4, from 48.7 to 57.7".
std::string middle(const std::vector<double>& all, const std::function<std::string(double)>& shown) {
  const auto [least, most] = std::minmax_element(all.begin(), all.end());
  const std::string out = shown(median(all));
  return all.size() < 2 ? out : fmt::format("{}, from {} to {}", out, shown(*least), shown(*most));
}

}  // namespace

Table timing_table(const Record& record, const std::vector<Record>& parts) {
  const RunRow& run = record.run;
  Table out{{{"what"}, {"value"}}, {}};
  const auto row = [&](const std::string& what, const std::string& value) { out.rows.push_back({what, value}); };
  if (is_imported(record)) row("imported", minute(run.created) + " UTC");
  const std::string& started = record.attempts.empty() ? run.started : record.attempts.front().started;
  if (!is_imported(record) && !started.empty()) row("started", minute(started) + " UTC");
  for (const Attempt& attempt : record.attempts) row(fmt::format("attempt {}", attempt.number), of_attempt(attempt));
  if (!record.attempts.empty()) row(fmt::format("attempt {}", run.attempt), fmt::format("{} UTC", minute(run.started)));
  if (!is_imported(record) && !run.ended.empty()) row("ended", minute(run.ended) + " UTC");
  if (const double all = running_time(record); all > 0 && !is_imported(record)) row("running time", duration(all));
  std::vector<double> learning = values(record, "seconds"), waiting = values(record, "wait_seconds");
  for (const Record& part : parts)
    if (folds_of(record) && !part.run.role.starts_with("control "))
      for (const double v : values(part, "seconds")) learning.push_back(v);
  if (!learning.empty()) {
    const double learned = sum(learning);
    row(folds_of(record) ? "of all folds, learning" : "of it learning", short_time(learned));
    if (!waiting.empty() && learned > 0)
      row("of that, waiting for images", short_time(sum(waiting)) + ", " + percent(sum(waiting) / learned));
    row("learning in an epoch, median", middle(learning, short_time));
  }
  if (const auto speed = values(record, "images_per_second"); !speed.empty())
    row("images a second, median",
        middle(speed, [](double v) { return v < 100 ? decimal(v, 1) : grouped(std::llround(v)); }));
  if (const auto work = values(record, "multiply_adds_per_second"); !work.empty())
    row("multiply-adds a second, median", middle(work, [](double v) { return fmt::format("{:.3g} G", v / 1e9); }));
  if (const auto memory = values(record, "rss_mib"); !memory.empty())
    row("memory, peak at an epoch's end", bytes(*std::max_element(memory.begin(), memory.end()) * (1 << 20)));
  return out;
}

std::string ending(const Record& record) {
  const RunRow& run = record.run;
  if (is_imported(record) || folds_of(record) || trains_nothing(record)) return "";
  const std::string at = "epoch " + done_of(run.epochs, run.epochs_planned);
  const std::string why = run.reason.empty() ? "." : ": " + run.reason + ".";
  switch (run.status) {
    case Status::scheduled: return "It has not started.";
    case Status::running: return fmt::format("It is at {}.", at);
    case Status::failed: return fmt::format("It failed after {}{}", at, why);
    case Status::killed: return fmt::format("It was stopped after {}{}", at, why);
    case Status::finished: break;
  }
  if (run.epochs < run.epochs_planned) return fmt::format("It ended after {}{}", at, why);
  return run.epochs ? fmt::format("It came to its last epoch, {}.", run.epochs) : "";
}

}  // namespace xp
