#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "framework/base/text.h"
#include "reports/charts/split.h"
#include "reports/groups.h"
#include "reports/html/escape.h"
#include "reports/html/figure.h"
#include "reports/html/jpeg.h"
#include "reports/html/tables.h"
#include "reports/pages/run/sections.h"
#include "reports/parts.h"
#include "reports/run_tables.h"
#include "reports/words.h"

namespace xp {
namespace {

std::string content(const Material& run, const char* name) {
  const auto found = run.pictures.find(name);
  return found == run.pictures.end() ? "" : found->second;
}

/// The classes of the rows of pictures/data.jpg, from the top; none where that is not said.
std::vector<std::string> rows_of(const Material& run) {
  using Json = nlohmann::json;
  std::vector<std::string> out;
  const Json index = Json::parse(content(run, "pictures/data.json"), nullptr, false);
  if (!index.is_object() || !index.contains("rows") || !index["rows"].is_array()) return out;
  for (const Json& row : index["rows"]) {
    if (!row.is_object() || !row.contains("class") || !row["class"].is_string() || out.size() == 100) return {};
    out.push_back(row["class"].get<std::string>());
  }
  return out;
}

Values sheet_of_data(const Material& run) {
  const std::vector<std::string> rows = rows_of(run);
  std::vector<std::string> names;
  for (const std::string& row : rows) names.push_back(shorten(valid_utf8(row), 40));
  Values out;
  const std::string image = image_of_jpeg(
      content(run, "pictures/data.jpg"),
      names.empty() ? "Images of the training part"
                    : fmt::format("Images of the training part, a row a class, from the top: {}", join(names)));
  out.set("has_data", !image.empty());
  out.set("data", image);
  out.set("rows", list_of("row", names));
  const std::size_t classes = run.record.classes.size();
  out.set("which", !names.empty() && names.size() < classes
                       ? fmt::format(" Rows are the first {} of {} classes.", names.size(), classes)
                       : "");
  return out;
}

std::string across(const GroupCounts& groups) {
  if (!groups.across) return "No group stands in more than one part.";
  return fmt::format("{} in more than one part: who judges has been seen.",
                     groups.across == 1 ? "1 group stands" : fmt::format("{} groups stand", groups.across));
}

}  // namespace

Section data_section(const Material& run) {
  const Record& record = run.record;
  const bool divided = !folds_of(record) && !record.samples.empty();
  const GroupCounts groups = group_counts(record);
  Values values = sheet_of_data(run);
  values.set("chart", divided ? figure_of(split_chart(record)) : "");
  values.set("split", divided ? html_of(split_table(record), "Images of each class in each part") : "");
  values.set("has_groups", divided && groups.all > 0);
  values.set("groups", html_of(group_table(groups), "Groups of images in each part"));
  values.set("across", across(groups));
  const std::string seen =
      image_of_jpeg(content(run, "pictures/seen.jpg"),
                    "Images of the training part as the network sees them, augmented and normalised");
  values.set("has_seen", !seen.empty());
  values.set("seen", seen);
  values.set("has_skipped", !record.skipped.empty());
  values.set("skipped_count", counted(static_cast<long long>(record.skipped.size()), "file"));
  values.set("skipped_were", record.skipped.size() == 1 ? "was" : "were");
  values.set("skipped", list_of("file", record.skipped));
  const bool anything =
      divided || !seen.empty() || !record.skipped.empty() || !content(run, "pictures/data.jpg").empty();
  return {"data", "Images", "", anything ? rendered("data.mustache", values) : ""};
}

}  // namespace xp
