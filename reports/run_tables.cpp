#include "reports/run_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "framework/base/text.h"
#include "framework/scores/score.h"
#include "framework/store/tracked.h"
#include "reports/diagnosis/history.h"
#include "reports/scores/tables.h"

namespace xp {
namespace {

std::string shown(double value) { return std::isnan(value) ? "–" : decimal(value, 3); }
std::string shown(const Rate& rate) {
  if (rate.n) return text(rate);
  return std::isfinite(rate.value) ? decimal(100 * rate.value, 1) + " %" : "–";
}

}  // namespace

Table score_table(const Record& record) {
  const Outcome test = outcome(record, Part::test), validation = outcome(record, Part::validation);
  const auto training = [&](const std::string& score) {
    return value_at(curve(record, "train/" + score), record.run.chosen_epoch);
  };
  Table out{{{"score", Align::left, true},
             {test.n ? fmt::format("test ({} images)", test.n) : "test", Align::right},
             {validation.n ? fmt::format("validation ({} images)", validation.n) : "validation", Align::right},
             {"training", Align::right}},
            {}};
  const auto rate_of = [](double value) {
    return std::isfinite(value) ? decimal(100 * value, 1) + " %" : std::string("–");
  };
  out.rows.push_back({"accuracy", shown(test.accuracy), shown(validation.accuracy), rate_of(training("accuracy"))});
  out.rows.push_back({"balanced accuracy", rate_of(test.balanced_accuracy), rate_of(validation.balanced_accuracy),
                      rate_of(training("balanced_accuracy"))});
  out.rows.push_back({"macro F1", shown(test.macro_f1), shown(validation.macro_f1), shown(training("macro_f1"))});
  out.rows.push_back({"loss", shown(test.loss), shown(validation.loss), shown(training("loss"))});
  return out;
}

Table class_table(const Outcome& outcome) {
  Table out{{{"class"},
             {"images", Align::right},
             {"recall", Align::right},
             {"precision", Align::right},
             {"F1", Align::right}},
            {}};
  for (const ClassOutcome& c : outcome.classes)
    out.rows.push_back({c.name, std::to_string(c.support), text(c.recall), text(c.precision),
                        std::isnan(c.f1) ? "undefined" : decimal(c.f1, 3)});
  return out;
}

Table confusion_table(const Outcome& outcome) {
  std::vector<std::string> names;
  for (const ClassOutcome& c : outcome.classes) names.push_back(c.name);
  return confusion_table(outcome.confusion, names);
}

Table split_table(const Record& record) {
  Table out{
      {{"class"}, {"train", Align::right}, {"validation", Align::right}, {"test", Align::right}, {"all", Align::right}},
      {}};
  if (without_plan(record) && record.samples.empty()) return out;
  const std::size_t classes = record.classes.size();
  std::vector<std::vector<int>> counts(classes + 1, std::vector<int>(4));
  for (const StoredSample& s : record.samples)
    if (s.label >= 0 && static_cast<std::size_t>(s.label) < classes)
      for (std::size_t row : {static_cast<std::size_t>(s.label), classes})
        ++counts[row][static_cast<std::size_t>(s.part)], ++counts[row][3];
  for (std::size_t i = 0; i <= classes; ++i) {
    out.rows.push_back({i < classes ? record.classes[i] : "all"});
    for (int n : counts[i]) out.rows.back().push_back(std::to_string(n));
  }
  return out;
}

Table settings_table(const Record& record) {
  std::vector<std::string> groups;
  for (const Setting& s : record.settings) {
    const std::string group = s.name.substr(0, s.name.find('.'));
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
  }
  Table out{{{"part"}, {"choice"}, {"settings"}}, {}};
  for (const std::string& group : groups) {
    const Value* choice = find(record.settings, group);
    std::vector<std::string> details;
    for (const Setting& s : record.settings)
      if (s.name.size() > group.size() + 1 && s.name.compare(0, group.size() + 1, group + ".") == 0)
        details.push_back(s.name.substr(group.size() + 1) + " " + s.value.text());
    out.rows.push_back({group, choice ? choice->text() : "", join(details)});
  }
  return out;
}

Table environment_table(const Record& record) {
  Table out{{{"what"}, {"value"}}, {}};
  for (const Setting& s : record.environment) out.rows.push_back({s.name, s.value.text()});
  return out;
}

Table artifact_table(const Record& record) {
  Table out{{{"file"}, {"size", Align::right}, {"SHA-256"}}, {}};
  std::map<std::string, std::pair<int, double>> folders;  // files and bytes
  for (const Artifact& a : record.artifacts) {
    const auto size = static_cast<double>(a.size);
    if (const std::size_t slash = a.name.find('/'); slash == std::string::npos) {
      out.rows.push_back({a.name, bytes(size), a.sha256.substr(0, 16)});
    } else {
      auto& [files, all] = folders[a.name.substr(0, slash)];
      ++files, all += size;
    }
  }
  for (const auto& [folder, held] : folders)
    out.rows.push_back(
        {fmt::format("{}/ ({} file{})", folder, held.first, held.first == 1 ? "" : "s"), bytes(held.second), ""});
  return out;
}

}  // namespace xp
