#include "framework/run/imports/mistaken.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/run/imports/answer_columns.h"

namespace xp {
namespace {

bool plays(const Csv& csv, const std::string& role) {
  const auto& roles = prediction_roles();
  const auto wanted = std::find_if(roles.begin(), roles.end(), [&](const Role& r) { return r.name == role; });
  return std::any_of(csv.header.cells.begin(), csv.header.cells.end(), [&](const std::string& column) {
    const auto& aliases = wanted->aliases;
    return std::find(aliases.begin(), aliases.end(), plain_name(column)) != aliases.end();
  });
}

/// "loss", "val_acc", "train/accuracy".
bool is_curve(const std::string& column) {
  const std::string plain = plain_name(column);
  return plain.ends_with("loss") || plain.ends_with("accuracy") || plain == "acc" || plain.ends_with("_acc");
}

bool has_curve(const Csv& csv) { return std::any_of(csv.header.cells.begin(), csv.header.cells.end(), is_curve); }

std::string columns_of(const Csv& csv) { return shorten(printable(join(csv.header.cells)), 60); }

}  // namespace

void refuse_history(const Csv& csv, const std::string& file, const std::map<std::string, std::string>& said) {
  if (said.empty() && has_curve(csv) && !plays(csv, "label") && !plays(csv, "prediction"))
    throw Error(fmt::format("{} looks like a training's history, not like predictions: {}", file, columns_of(csv)),
                "xp import history " + file);
}

void refuse_predictions(const Csv& csv, const std::string& file, const std::map<std::string, std::string>& said) {
  if (said.empty() && !has_curve(csv) && plays(csv, "label"))
    throw Error(fmt::format("{} looks like predictions, not like a training's history: {}", file, columns_of(csv)),
                "xp import predictions " + file);
}

}  // namespace xp
