#include "tools/xp/fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/scores/score.h"
#include "reports/list/facts.h"

namespace xp {
namespace {

/// All numbers, all words, or either.
Field::Kind kind_of(const std::vector<Cell>& cells) {
  bool numbers = false, words = false;
  for (const Cell& cell : cells)
    for (const Value& value : cell) {
      const bool is_number = value.get<std::int64_t>() || value.get<double>();
      numbers |= is_number, words |= !is_number;
    }
  return numbers ? words ? Field::either : Field::number : Field::word;
}

bool among(const std::vector<std::string>& sorted, const std::string& name) {
  return std::binary_search(sorted.begin(), sorted.end(), name);
}

}  // namespace

const Field& Fields::named(const std::string& name) {
  const auto found = known_.find(name);
  return found != known_.end() ? found->second : known_.emplace(name, read(name)).first->second;
}

bool Fields::is_setting(const std::string& name) const {
  return !run_fact(name) && among(store_.setting_names(), name) && !among(store_.metric_names(), name);
}

void Fields::narrow(const std::vector<std::size_t>& rows) {
  asked_.clear();
  for (const std::size_t row : rows) asked_.push_back(runs_[row]);
}

/// Both go by rising id.
template <class T>
std::vector<Cell> Fields::cells(const std::map<std::int64_t, T>& values) const {
  std::vector<Cell> out;
  out.reserve(runs_.size());
  auto value = values.begin();
  for (const std::int64_t run : runs_) {
    while (value != values.end() && value->first < run) ++value;
    out.push_back(value != values.end() && value->first == run ? Cell{Value(value->second)} : Cell{});
  }
  return out;
}

const std::vector<RunRow>& Fields::rows() {
  if (rows_.empty()) rows_ = store_.runs(asked_);
  return rows_;
}

Field Fields::read(const std::string& name) {
  if (const RunFact* fact = run_fact(name)) {
    Field out{name, fact->kind, fact->prefix};
    auto row = rows().begin();
    for (const std::int64_t run : runs_)  // one may not be asked for, or be gone for good by now
      out.cells.push_back(row != rows_.end() && row->id == run ? fact->of(*row++) : Cell{});
    return out;
  }
  const bool last = name.starts_with("last:");
  const std::string metric = last ? name.substr(5) : name == "val" || name == "test" ? name + "/accuracy" : name;
  const std::vector<std::string> metrics = store_.metric_names();
  if (known_metric(metric) || among(metrics, metric))
    return {name, Field::number, "", true,
            cells(last ? store_.at_last(metric, asked_) : store_.at_chosen(metric, asked_))};
  Field out{name, Field::word, "", false, cells(store_.setting(name))};
  const bool any = std::any_of(out.cells.begin(), out.cells.end(), [](const Cell& cell) { return !cell.empty(); });
  if (!any && name != "model" && !among(store_.setting_names(), name)) refuse(name, metrics);
  out.kind = kind_of(out.cells);
  return out;
}

void Fields::refuse(const std::string& name, const std::vector<std::string>& metrics) const {
  std::vector<std::string> known = store_.setting_names();
  for (const std::string& metric : metrics)
    if (metric.find('/') != std::string::npos) known.push_back(metric);
  for (const RunFact& fact : run_facts()) known.emplace_back(fact.name);
  const bool last = name.starts_with("last:");
  const std::string near = nearest_of(last ? name.substr(5) : name, known);
  throw Error(fmt::format("no run knows anything called \"{}\"", name),
              near.empty() ? "a metric, a setting or a fact of the run  (xp list --help)" : near);
}

}  // namespace xp
