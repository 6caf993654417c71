#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/charts/run_labels.h"
#include "reports/comparison/tables.h"
#include "reports/comparison/test_set.h"
#include "reports/comparison/verdict.h"
#include "reports/outcome.h"
#include "reports/pages/comparison/sections.h"
#include "reports/words.h"

namespace xp {
namespace {

/// How the verdict is coloured: something is told apart, or nothing is, or nothing can be.
const char* grade_of(const Comparison& c) {
  const bool all = std::all_of(c.pairs.begin(), c.pairs.end(), [](const Pair& pair) { return pair.comparable; });
  if (!c.refusal.empty() || !c.forced.empty() || !all) return "warning";
  const bool apart = std::any_of(c.pairs.begin(), c.pairs.end(), [](const Pair& pair) { return pair.told_apart; });
  return apart ? "fine" : "note";
}

std::string question(const ComparedRuns& all) {
  constexpr std::size_t most = 4;
  const std::vector<std::string>& labels = all.labels;
  return labels.size() > most ? fmt::format("Which of these {} runs is better?", labels.size())
                              : join(labels, " against ");
}

/// "run1, run2 and run3".
std::string list_of_runs(std::vector<std::string> names) {
  if (names.size() < 2) return join(names);
  const std::string last = names.back();
  names.pop_back();
  return join(names) + " and " + last;
}

std::vector<std::string> names_of(const ComparedRuns& all) {
  std::vector<std::string> out;
  for (const Material& run : all.runs) out.push_back(run_name(run.record.run.id));
  return out;
}

/// Why nothing is compared, without the images' names: those are listed apart.
std::string refused(const ComparedRuns& all) {
  return fmt::format("{} cannot be compared: their test sets differ.", list_of_runs(names_of(all)));
}

const ComparedScore* by_score(const Comparison& c) {
  const auto by =
      std::find_if(c.scores.begin(), c.scores.end(), [&](const ComparedScore& s) { return s.name == c.by; });
  return by == c.scores.end() ? nullptr : &*by;
}

Values runs_of(const ComparedRuns& all) {
  Values out{Values::type::list};
  const ComparedScore* by = by_score(all.comparison);
  for (std::size_t i = 0; i < all.runs.size(); ++i) {
    const Record& record = all.runs[i].record;
    Values one;
    one.set("run", run_name(record.run.id));
    one.set("name", shorten(printable(record.run.name), 60));
    one.set("network", network_title(record));
    one.set("score", by && i < by->figures.size() ? figure_text(by->name, by->figures[i]) : "–");
    one.set("grade", name(all.diagnoses[i].grade));
    out << one;
  }
  return out;
}

/// Runs of one test set, in the order of the first of each.
std::vector<std::vector<std::size_t>> by_test_set(const std::vector<Material>& runs) {
  std::vector<std::string> hashes;
  std::vector<std::vector<std::size_t>> out;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::string hash = test_set_hash(runs[i].record);
    const auto known = static_cast<std::size_t>(std::find(hashes.begin(), hashes.end(), hash) - hashes.begin());
    if (known == hashes.size()) hashes.push_back(hash), out.emplace_back();
    out[known].push_back(i);
  }
  return out;
}

/// What somebody can do whose runs were tested on different images.
Values ways_out(const ComparedRuns& all) {
  Values out{Values::type::list};
  const auto add = [&](const std::string& text, const std::string& command) {
    Values one;
    one.set("text", text), one.set("has_command", !command.empty()), one.set("command", command);
    out << one;
  };
  const std::vector<std::string> names = names_of(all);
  Comparing as_asked = all.how, forced = all.how;
  as_asked.force = false, forced.force = true;
  for (const std::vector<std::size_t>& same : by_test_set(all.runs)) {
    std::vector<std::string> own;
    for (const std::size_t i : same) own.push_back(names[i]);
    const int images = outcome(all.runs[same[0]].record, Part::test).n;
    if (images == 0) continue;
    if (own.size() > 1)
      add(fmt::format("{} share one test set ({}): compare these.", list_of_runs(own), counted(images, "image")),
          command_text("report", own, as_asked));
    else
      add(fmt::format("{} was tested on {} of its own.", own[0], counted(images, "image")), "");
  }
  if (all.comparison.images)
    add(fmt::format("Compare on the {} that all share; the page then says everywhere that it was forced.",
                    counted(all.comparison.images, "image")),
        command_text("report", names, forced));
  else
    add("They share no image with one label. Classes are the same where their names are: xp import predictions "
        "--classes says what the numbers of another tool stand for.",
        "");
  add("Or run them again alike: runs have one test set where dataset and split, with its seed, are the same. What "
      "differs is listed below.",
      "");
  return out;
}

}  // namespace

std::string comparison_head(const ComparedRuns& all) {
  const Comparison& c = all.comparison;
  Values head;
  head.set("count", counted(static_cast<long long>(all.runs.size()), "run"));
  head.set("by", shorten(printable(score_title(c.by)), 80));
  head.set("is_forced", !c.forced.empty());
  head.set("title", question(all));
  head.set("grade", grade_of(c));
  head.set("verdict", c.refusal.empty() ? c.verdict : refused(all));
  head.set("caveats", list_of("caveat", c.caveats));
  head.set("is_refused", !c.refusal.empty());
  if (!c.refusal.empty()) head.set("ways", ways_out(all)), head.set("refusal", c.refusal);
  head.set("has_runs", !all.runs.empty());
  head.set("score_title", (c.refusal.empty() ? "test " : "own test ") + shorten(printable(score_title(c.by)), 40));
  head.set("runs", runs_of(all));
  return rendered("comparison.mustache", head);
}

}  // namespace xp
