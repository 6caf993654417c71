#include "reports/charts/speed.h"

#include <fmt/format.h>

#include "reports/charts/epochs.h"
#include "reports/charts/steps.h"
#include "reports/diagnosis/history.h"

namespace xp {
namespace {

const Series& measured(const Record& record, const std::string& name) {
  static const Series none;
  const auto found = record.telemetry.find(name);
  return found == record.telemetry.end() ? none : found->second;
}

Chart chart_of(const Material& run, const std::string& id, const std::string& title, const Axis& y,
               const std::string& reading) {
  Chart out = epoch_chart(id, title, end_of(run), y);
  out.y.from_zero = true;
  out.group = "time";
  out.height = 220;
  out.reading = reading;
  for (const Attempt& attempt : run.record.attempts)
    if (attempt.epoch > 0)
      out.marks.push_back({attempt.epoch + 0.5, fmt::format("resumed after epoch {}", attempt.epoch)});
  return out;
}

}  // namespace

std::vector<Chart> speed_charts(const Material& run) {
  const Record& record = run.record;
  Chart seconds =
      chart_of(run, "seconds", "Seconds of learning in each epoch", {"seconds", Axis::linear, Format::seconds},
               "Without validation; where waiting for images is much of it, loading them holds training up.");
  add_curve(seconds, "learning", measured(record, "seconds"), 0);
  add_curve(seconds, "of it waiting for images", measured(record, "wait_seconds"), 1, Shape::dashed);
  Chart speed = chart_of(run, "throughput", "Images a second", {"images a second"},
                         "While learning; the first epoch is often slower, since images are decoded in it.");
  add_curve(speed, "images a second", measured(record, "images_per_second"), 0);
  Chart memory = chart_of(run, "memory", "Memory", {"resident memory (MiB)"},
                          "Of the whole process at the end of each epoch: what goes on growing is a leak.");
  add_curve(memory, "resident memory", measured(record, "rss_mib"), 0);
  std::vector<Chart> out{seconds, speed, memory};
  std::erase_if(out, [](const Chart& chart) { return chart.columns[0].numbers.size() < 2; });
  return out;
}

}  // namespace xp
