#include "reports/list.h"

#include <fmt/format.h>

#include <cmath>

#include "framework/base/text.h"
#include "reports/outcome.h"

namespace xp {
namespace {

std::string accuracy(double value, int images, double sd) {
  if (!std::isfinite(value)) return "";
  if (std::isfinite(sd)) return fmt::format("{} ± {} % (sd)", decimal(100 * value, 1), decimal(100 * sd, 1));
  const int right = static_cast<int>(std::lround(value * images));
  if (images <= 0 || right < 0 || right > images) return decimal(100 * value, 1) + " %";
  const Rate r = rate(right, images);
  return fmt::format("{} % ({} to {})", decimal(100 * r.value, 1), decimal(100 * r.low, 0), decimal(100 * r.high, 0));
}

/// "12/30"; "5 × 30" where folds are what is counted.
std::string epochs(const ListRow& row) {
  if (row.folds) return fmt::format("{} × {}", row.folds, row.run.epochs_planned);
  if (!row.run.epochs_planned) return row.run.epochs ? std::to_string(row.run.epochs) : "";  // imported without curves
  return fmt::format("{}/{}", row.run.epochs, row.run.epochs_planned);
}

}  // namespace

std::string about(const RunRow& run) {
  std::vector<std::string> parts;
  if (!run.name.empty()) parts.push_back(run.name);
  if (run.parent) parts.push_back(run.role + " of " + run_name(run.parent));
  if (run.rerun_of) parts.push_back("rerun of " + run_name(run.rerun_of));
  if (!run.origin.empty()) parts.push_back("it was " + run.origin);
  std::string out = join(parts, " · ");
  for (const std::string& tag : run.tags) out += (out.empty() ? "#" : " #") + tag;
  return out;
}

std::string minute(const std::string& time) {
  return time.size() > 16 && time[10] == 'T' ? time.substr(0, 10) + " " + time.substr(11, 5) : time;
}

Table list_table(const std::vector<ListRow>& rows) {
  Table out{{{"run", Align::left, true},
             {"status", Align::left, true},
             {"experiment"},
             {"model"},
             {"epochs", Align::right},
             {"val (95 % by image)", Align::right},
             {"test (95 % by image)", Align::right},
             {"started (UTC)", Align::left, true},
             {"name and tags"}},
            {}};
  for (const ListRow& row : rows) {
    const RunRow& run = row.run;
    out.rows.push_back({run_name(run.id), name(run.status), run.experiment, row.model, epochs(row),
                        accuracy(row.val_accuracy, row.val_images, row.val_sd),
                        accuracy(row.test_accuracy, run.test_images, row.test_sd),
                        minute(run.started.empty() ? run.created : run.started), about(run)});
  }
  return out;
}

}  // namespace xp
