#include "framework/store/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/scores/score.h"

namespace xp {
namespace {

std::optional<std::int64_t> number_of(std::string_view text, std::string_view kind = "run") {
  if (text.starts_with(kind)) text.remove_prefix(kind.size());
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  return error == std::errc{} && end == text.data() + text.size() && id > 0 ? std::optional(id) : std::nullopt;
}

std::int64_t best_by(const Store& store, const std::string& metric) {
  score_of(metric);
  if (metric.rfind("test/", 0) == 0)
    throw Error("best:" + metric + " would choose by the test set: its score would then be the best of many",
                "best:val" + metric.substr(4));
  const auto values = store.at_chosen(metric);
  std::optional<std::pair<double, std::int64_t>> best;
  for (const RunRow& run : store.runs())
    if (const auto v = values.find(run.id); v != values.end() && run.status == Status::finished && !run.parent)
      if (better(metric, v->second, best ? best->first : worst(metric))) best = {v->second, run.id};
  if (!best) throw Error("no finished run has " + metric + " yet", "xp list shows what there is");
  return best->second;
}

/// A name that people gave may mean several: all plans of a sweep have it. Folds and controls go by their number alone.
std::vector<std::int64_t> meant(const Store& store, const std::string& name) {
  if (const auto id = number_of(name)) return {store.run(*id).id};
  const std::vector<RunRow> runs = store.runs();
  if (name == "last") {
    if (runs.empty()) throw Error("there are no runs in " + store.home(), "xp run experiments/smoke.cpp makes one");
    const auto last = std::find_if(runs.rbegin(), runs.rend(), [](const RunRow& run) { return !run.parent; });
    return {last == runs.rend() ? runs.back().id : last->id};
  }
  if (name.rfind("best:", 0) == 0) return {best_by(store, name.substr(5))};
  std::vector<std::string> known{"last", "best:val/accuracy"};
  std::vector<std::int64_t> out;
  if (name.starts_with("sweep"))
    if (const auto sweep = sweep_if_named(store, name)) {
      for (const RunRow& run : runs)
        if (run.sweep == sweep->id && !run.parent) out.push_back(run.id);
      if (out.empty()) throw Error(fmt::format("{} has no runs", name), "xp sweep show " + name);
      return out;
    }
  for (const RunRow& run : runs) {
    if (run.parent) continue;
    if (!run.name.empty() && run.name == name) out.push_back(run.id);
    known.push_back(run.name.empty() ? run_name(run.id) : run.name);
  }
  if (!out.empty()) return out;
  throw Error(fmt::format("there is no run \"{}\"", name),
              nearest(name, known).empty()
                  ? "runs are named run12, run12..run15, last, best:val/accuracy; xp list shows them"
                  : suggestion(name, known));
}

}  // namespace

std::vector<std::int64_t> runs_named(const Store& store, const std::vector<std::string>& names) {
  std::vector<std::int64_t> out;
  const auto add = [&](std::int64_t id) {
    if (std::find(out.begin(), out.end(), id) == out.end()) out.push_back(id);
  };
  for (const std::string& name : names) {
    const std::size_t dots = name.find("..");
    if (dots == std::string::npos) {
      for (const std::int64_t id : meant(store, name)) add(id);
      continue;
    }
    const std::int64_t first = meant(store, name.substr(0, dots)).front(),
                       last = meant(store, name.substr(dots + 2)).back();
    const bool of_parts = store.run(first).parent || store.run(last).parent;
    for (const RunRow& run : store.runs())
      if (std::min(first, last) <= run.id && run.id <= std::max(first, last) && (of_parts || !run.parent)) add(run.id);
  }
  return out;
}

std::int64_t run_named(const Store& store, const std::string& name) {
  const std::vector<std::int64_t> found = runs_named(store, {name});
  if (found.size() == 1) return found[0];
  std::vector<std::string> ids;
  for (const std::int64_t id : found) ids.push_back(run_name(id));
  throw Error(fmt::format("\"{}\" names {} runs; one is wanted", name, found.size()),
              found.empty() ? "" : "say which: " + join(ids));
}

std::optional<SweepRow> sweep_if_named(const Store& store, const std::string& name) {
  const auto number = number_of(name, "sweep");
  if (number && name.starts_with("sweep")) return store.sweep(*number);
  const std::vector<SweepRow> all = store.sweeps();
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const SweepRow& s) { return s.name == name; });
  return name.empty() || found == all.rend() ? std::nullopt : std::optional(*found);
}

SweepRow sweep_named(const Store& store, const std::string& name) {
  const std::vector<SweepRow> all = store.sweeps();
  if (all.empty())
    throw Error("there are no sweeps in " + store.home(), "xp run FILE.cpp makes one where the experiment has axes");
  if (name == "last") return all.back();
  if (const auto number = number_of(name, "sweep")) return store.sweep(*number);
  if (const auto known = sweep_if_named(store, name)) return *known;
  std::vector<std::string> known{"last"};
  for (auto row = all.rbegin(); row != all.rend(); ++row) {
    if (row->experiment == name) return *row;
    known.push_back(row->name.empty() ? sweep_name(row->id) : row->name);
  }
  throw Error(fmt::format("there is no sweep \"{}\"", name), suggestion(name, known) + "  (xp sweep list)");
}

}  // namespace xp
