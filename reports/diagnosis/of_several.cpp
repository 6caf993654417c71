// What several runs say that none says alone.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "framework/base/text.h"
#include "framework/scores/chance/expected_best.h"
#include "framework/scores/training/importance.h"
#include "framework/store/tracked.h"
#include "reports/comparison/test_set.h"
#include "reports/diagnosis/findings.h"
#include "reports/judged.h"
#include "reports/parts.h"

namespace xp {
namespace {

struct Seed {
  const char* setting;
  const char* draws;  // what it draws
};
constexpr Seed seeds[] = {{"seed.init", "initialisation"},
                          {"seed.order", "order"},
                          {"split.seed", "split"},
                          {"dataset.seed", "the images drawn"}};

using Runs = std::vector<const Record*>;

std::string text_of(const Record& record, const char* setting) {
  const Value* value = find(record.settings, setting);
  return value ? value->text() : "";
}

/// All that can change a result but the seeds. Data that are drawn have a seed of their own, by which they differ.
std::string recipe(const Record& record) {
  std::string out = record.run.experiment + "\n";
  if (text_of(record, "dataset.seed").empty()) out += record.run.fingerprint + "\n";
  for (const Source& source : record.sources) out += source.path + " " + source.sha256 + "\n";
  for (const auto& [name, value] : record.settings)
    if (std::none_of(std::begin(seeds), std::end(seeds), [&](const Seed& s) { return name == s.setting; }))
      out += name + "=" + value.text() + "\n";
  return out;
}

/// Whether one seed drew other images in one run than in another: then what draws them has changed.
bool data_changed(const Runs& runs) {
  std::map<std::string, std::string> drawn;
  return std::any_of(runs.begin(), runs.end(), [&](const Record* run) {
    const std::string& of = run->run.fingerprint;
    return drawn.try_emplace(text_of(*run, "dataset.seed"), of).first->second != of;
  });
}

double score(const Record& record) { return spread(record, "test/accuracy").mean; }

/// Seeds that vary; those that always vary together are one.
std::vector<Factor> factors(const Runs& runs) {
  std::map<std::vector<int>, Factor> by_pattern;
  std::vector<std::vector<int>> order;
  for (const Seed& seed : seeds) {
    std::map<std::string, int> levels;
    std::vector<int> pattern;
    std::vector<Value> values;
    for (const Record* run : runs) {
      const std::string text = text_of(*run, seed.setting);
      pattern.push_back(levels.emplace(text, static_cast<int>(levels.size())).first->second);
      values.emplace_back(std::string("seed ") + text);  // no number: seeds have no order
    }
    if (levels.size() < 2) continue;
    const auto [known, is_new] = by_pattern.emplace(pattern, Factor{seed.draws, values});
    if (is_new)
      order.push_back(pattern);
    else
      known->second.name += std::string(" and ") + seed.draws;
  }
  std::vector<Factor> out;
  for (const auto& pattern : order) out.push_back(by_pattern.at(pattern));
  return out;
}

/// " Of the variance, …", or why that cannot be said, and what would tell.
std::string shares(const std::vector<Factor>& all, const std::vector<double>& scores, Finding& f) {
  const Importance found = importance(all, scores);
  if (!found.says()) {
    f.advice +=
        " To tell the sources apart, sweep seed.init, seed.order and split.seed, two or three values of each: 8 runs "
        "at the least.";
    std::vector<std::string> names;
    for (const Factor& factor : all) names.push_back(factor.name);
    return fmt::format(" What of it comes from {} cannot be said ({}).", join(names, ", "), found.why);
  }
  std::vector<std::string> parts;
  for (const Importance::Share& s : found.shares) {
    parts.push_back(fmt::format("{} {} (by chance {})", s.name, percent(s.share), percent(s.by_chance)));
    f.numbers.push_back({"share of the variance: " + s.name, s.share});
    f.numbers.push_back({"by chance: " + s.name, s.by_chance});
  }
  return fmt::format(" Of the variance, {}; the rest, {}, is interplay and chance.", join(parts, ", "),
                     percent(found.rest));
}

Finding seed_spread(const Runs& runs) {
  Finding f{"seed spread"};
  const std::vector<Factor> varied = factors(runs);
  if (varied.empty() || data_changed(runs)) return f;
  std::vector<double> scores;
  for (const Record* run : runs) scores.push_back(score(*run));
  const Spread s = spread_of(scores);
  f.grade = Grade::note;
  f.numbers = {
      {"runs", static_cast<double>(s.n)}, {"mean", s.mean}, {"sd", s.sd}, {"least", s.least}, {"most", s.most}};
  std::vector<std::string> names;
  for (const Record* run : runs) names.push_back(run_name(run->run.id));
  f.sentence = fmt::format(
      "{} differ in nothing but seeds: test accuracy {}, from {} to {}.",
      names.size() > 4 ? fmt::format("{} runs ({} to {})", names.size(), names[0], names.back()) : join(names),
      percent_text(s), percent(s.least), percent(s.most));
  std::set<std::string> sets;
  for (const Record* run : runs) sets.insert(test_set_hash(*run));
  const int images = static_cast<int>(usable(*runs[0], Part::test).size());
  if (sets.size() > 1 && images) {
    const double sd = std::sqrt(s.mean * (1 - s.mean) / images);
    f.numbers.push_back({"sd from drawing so many test images alone", sd});
    f.sentence += fmt::format(" Drawing {} test images anew would alone give ± {}.", images, percent(sd));
  }
  f.advice = "Quote the mean and the deviation, of all of them; one run could have shown either end.";
  f.sentence += shares(varied, scores, f);
  return f;
}

/// What tells each judged image from the others, whatever a run calls it: its content, and which of its copies it is.
using Key = std::pair<std::string, int>;
std::vector<Key> tested(const Record& record, const Judged& judged) {
  std::vector<Key> out;
  std::map<std::string, int> copies;
  for (const Prediction& p : judged.predictions) {
    const StoredSample& sample = record.samples[static_cast<std::size_t>(p.sample)];
    const std::string content = sample.sha256.empty() ? image_of(record, sample) : sample.sha256;
    out.emplace_back(content, copies[content]++);
  }
  return out;
}

/// [run][image], in the order of the first run; empty where they did not judge the same images.
std::vector<std::vector<bool>> right_of(const Runs& runs) {
  std::vector<std::vector<bool>> out;
  std::map<Key, std::size_t> places;
  for (const Record* run : runs) {
    const Judged own = judged(*run, Part::test);
    const std::vector<Key> keys = tested(*run, own);
    if (out.empty())
      for (std::size_t i = 0; i < keys.size(); ++i) places[keys[i]] = i;
    if (keys.size() != places.size()) return {};
    std::vector<bool>& right = out.emplace_back(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto place = places.find(keys[i]);
      if (place == places.end()) return {};
      right[place->second] = predicted(own.predictions[i]) == own.predictions[i].label;
    }
  }
  return out;
}

Finding best_of_several(const Runs& runs) {
  Finding f{"best of several"};
  const std::vector<std::vector<bool>> right = right_of(runs);
  // Runs that are right on the same images (one that was made again) leave nothing to choose.
  if (right.empty() || std::all_of(right.begin(), right.end(), [&](const auto& run) { return run == right[0]; }))
    return f;
  const auto count = [](const std::vector<bool>& run) { return std::count(run.begin(), run.end(), true); };
  const ExpectedBest e = expected_best(right, judged(*runs[0], Part::test).groups);
  std::vector<std::string> best;
  std::int64_t most = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::int64_t own = count(right[i]);
    if (own > most) best.clear(), most = own;
    if (own == most) best.push_back(run_name(runs[i]->run.id));
  }
  f.grade = Grade::note;
  f.numbers = {{"runs", static_cast<double>(runs.size())},
               {"best", e.best},
               {"expected of the best if all were alike", e.mean},
               {"mean of all", e.average},
               {"p", e.p}};
  f.sentence = fmt::format(
      "{} {} the best of {} on these test images ({} of {} right, {}); were they all alike, the best would still be "
      "expected at {}, and one that was not chosen at {} ({}).",
      join(best, " and "), best.size() > 1 ? "are" : "is", runs.size(), most, right[0].size(), percent(e.best),
      percent(e.mean), percent(e.average), by_chance(e.p));
  f.advice =
      "Who picks a run by its test score uses the test for choosing: name the run by validation beforehand, or quote "
      "the mean of all.";
  return f;
}

bool competes(const Record& r) { return !uses(r, "train.control") && !r.run.role.starts_with("control "); }

}  // namespace

Diagnosis diagnose_together(const std::vector<Record>& records) {
  std::map<std::string, Runs> by_recipe, by_test;
  for (const Record& r : records) {
    if (!std::isfinite(score(r)) || !competes(r)) continue;
    if (!without_plan(r)) by_recipe[recipe(r)].push_back(&r);  // of others it is not known what made them differ
    if (!usable(r, Part::test).empty()) by_test[test_set_hash(r)].push_back(&r);
  }
  Diagnosis out;
  for (const auto* groups : {&by_test, &by_recipe})
    for (const auto& [key, runs] : *groups)
      if (runs.size() > 1)
        if (Finding f = groups == &by_test ? best_of_several(runs) : seed_spread(runs); !f.sentence.empty())
          out.findings.push_back(std::move(f));
  sort(out);
  if (!out.findings.empty()) out.headline = "Together: " + out.findings.front().sentence;
  return out;
}

}  // namespace xp
