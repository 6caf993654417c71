#include "reports/list.h"

#include <fmt/format.h>

#include <cmath>

#include "framework/base/text.h"
#include "reports/outcome.h"

namespace xp {
namespace {

std::string accuracy(double value, int images) {
  if (!std::isfinite(value)) return "";
  const int right = static_cast<int>(std::lround(value * images));
  if (images <= 0 || right < 0 || right > images) return decimal(100 * value, 1) + " %";
  const Rate r = rate(right, images);
  return fmt::format("{} % ({} to {})", decimal(100 * r.value, 1), decimal(100 * r.low, 0), decimal(100 * r.high, 0));
}

std::string about(const RunRow& run) {
  std::vector<std::string> parts;
  if (!run.name.empty()) parts.push_back(run.name);
  if (run.rerun_of) parts.push_back("rerun of " + run_name(run.rerun_of));
  std::string out = join(parts, " · ");
  for (const std::string& tag : run.tags) out += (out.empty() ? "#" : " #") + tag;
  return out;
}

}  // namespace

std::string minute(const std::string& time) {
  return time.size() > 16 && time[10] == 'T' ? time.substr(0, 10) + " " + time.substr(11, 5) : time;
}

Table list_table(const std::vector<ListRow>& rows) {
  Table out{{{"run"},
             {"status"},
             {"experiment"},
             {"model"},
             {"epochs", Align::right},
             {"val (95 %)", Align::right},
             {"test (95 %)", Align::right},
             {"started (UTC)"},
             {"name and tags"}},
            {}};
  for (const ListRow& row : rows) {
    const RunRow& run = row.run;
    out.rows.push_back(
        {run_name(run.id), name(run.status), run.experiment, row.model,
         run.epochs_planned ? fmt::format("{}/{}", run.epochs, run.epochs_planned) : std::to_string(run.epochs),
         accuracy(row.val_accuracy, row.val_images), accuracy(row.test_accuracy, run.test_images),
         minute(run.started.empty() ? run.created : run.started), about(run)});
  }
  return out;
}

}  // namespace xp
