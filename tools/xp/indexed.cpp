#include "tools/xp/indexed.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "framework/base/text.h"
#include "tools/xp/listed.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

/// Without ".html".
std::set<std::string> pages_in(const std::string& folder) {
  std::set<std::string> out;
  std::error_code error;
  for (fs::directory_iterator file(folder, error), end; !error && file != end; file.increment(error))
    if (file->path().extension() == ".html") out.insert(file->path().stem().string());
  return out;
}

bool is_run(const std::string& word) {
  return word.size() > 3 && word.starts_with("run") &&
         std::all_of(word.begin() + 3, word.end(), [](char c) { return '0' <= c && c <= '9'; });
}

/// "run12 against run15" of "run12-run15", "run12 and 7 more" of "run12-and-7-more"; empty: no page of a comparison.
std::string comparison_in(const std::string& page) {
  const std::vector<std::string> words = split(page, '-');
  if (words.size() < 2 || !is_run(words[0])) return "";
  if (words.size() == 4 && words[1] == "and" && words[3] == "more") return join(words, " ");
  return std::all_of(words.begin(), words.end(), is_run) ? join(words, " against ") : "";
}

/// Runs of which a sweep may choose one: its trials where it has several, folds being parts of theirs.
std::set<std::int64_t> candidates(const Store& store, std::int64_t sweep) {
  std::set<std::int64_t> parents;
  std::set<int> places;
  for (const Trial& trial : store.trials(sweep)) {
    if (trial.parent) parents.insert(trial.parent);
    if (!trial.parent && !trial.after) places.insert(trial.place);
  }
  if (parents.size() + places.size() < 2) return {};
  for (const RunRow& run : store.runs_of_sweep(sweep))
    if (places.count(run.place)) parents.insert(run.id);
  return parents;
}

}  // namespace

Index indexed(const Store& store, const std::string& folder) {
  const std::set<std::string> pages = pages_in(folder);
  Index out;
  out.sweeps = store.sweeps();
  std::set<std::int64_t> chosen_from;
  for (const SweepRow& sweep : out.sweeps) chosen_from.merge(candidates(store, sweep.id));
  for (ListRow& row : listed(store)) {
    if (row.run.parent) continue;
    const std::string name = run_name(row.run.id);
    out.runs.push_back({std::move(row)});
    out.runs.back().candidate = chosen_from.count(out.runs.back().row.run.id) > 0;
    if (pages.count(name)) out.runs.back().page = name + ".html";
  }
  for (const SweepRow& sweep : out.sweeps)
    if (const std::string name = sweep_name(sweep.id); pages.count(name)) out.pages[name] = name + ".html";
  for (const std::string& page : pages)
    if (const std::string title = comparison_in(page); !title.empty()) out.pages[title] = page + ".html";
  return out;
}

}  // namespace xp
