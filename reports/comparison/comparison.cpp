#include "reports/comparison/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "framework/base/text.h"
#include "framework/scores/chance/sameness.h"
#include "reports/comparison/caveats.h"
#include "reports/comparison/folds.h"
#include "reports/comparison/pairing.h"
#include "reports/comparison/remembered.h"
#include "reports/comparison/scoring.h"
#include "reports/comparison/shared.h"
#include "reports/comparison/verdict.h"
#include "reports/outcome.h"
#include "reports/parts.h"

namespace xp {
namespace {

/// Settings of an imported run beyond that it is one say where its files were.
std::vector<ComparedSetting> settings(const std::vector<Record>& records, bool all) {
  std::vector<std::string> names;
  std::set<std::string> known;
  for (const Record& r : records)
    for (const Setting& s : r.settings)
      if ((all || !s.name.starts_with("imported.")) && known.insert(s.name).second) names.push_back(s.name);
  std::vector<ComparedSetting> out;
  for (const std::string& name : names) {
    ComparedSetting setting{name, {}};
    for (const Record& r : records) {
      const Value* value = find(r.settings, name);
      setting.values.push_back(value ? value->text() : "–");
    }
    setting.differs = std::set<std::string>(setting.values.begin(), setting.values.end()).size() > 1;
    if (all || setting.differs) out.push_back(std::move(setting));
  }
  return out;
}

Figure of_rate(const Rate& rate) {
  return {rate.value,
          {rate.low, rate.high},
          !rate.n || !rate.bounded() ? Method::none
          : rate.by_group            ? Method::cluster_bootstrap
                                     : Method::wilson,
          rate.right,
          rate.n};
}

Figure without_interval(double value) {
  Figure out;
  out.value = value;
  return out;
}

/// What a run itself was found to reach: of a part that need not be shared.
std::vector<ComparedScore> own_scores(const std::vector<Record>& records, Part part) {
  std::vector<ComparedScore> out{
      {"accuracy", true, {}}, {"balanced_accuracy", true, {}}, {"macro_f1", true, {}}, {"loss", false, {}}};
  for (const Record& r : records) {
    const Outcome o = outcome(r, part);
    out[0].figures.push_back(of_rate(o.accuracy));
    out[1].figures.push_back(without_interval(o.balanced_accuracy));
    out[2].figures.push_back(without_interval(o.macro_f1));
    out[3].figures.push_back(without_interval(o.loss));
  }
  return out;
}

/// On the shared images; of a run without any, what its folds came to, and so what ranks images of any run of folds.
std::vector<ComparedScore> test_scores(const std::vector<Record>& records, const Shared& images, const Scoring& scoring,
                                       const Comparing& comparing) {
  std::vector<ComparedScore> out;
  for (const Scalar& scalar : scoring.scalars)
    out.push_back({name(scalar, images.classes), better(scalar) == Direction::higher, {}});
  for (std::size_t run = 0; run < records.size(); ++run) {
    std::vector<Figure> figures(out.size());
    const bool folds = folds_of(records[run]) > 0, known = folds && run < comparing.folds.size();
    if (known) figures = over_own_folds(comparing.folds[run], scoring.scalars, images.classes);
    if (const int place = images.place(run); place >= 0 && !scoring.figures.empty())
      for (std::size_t s = 0; s < out.size(); ++s)
        if (!folds || !ranks(scoring.scalars[s])) figures[s] = scoring.figures[static_cast<std::size_t>(place)][s];
    for (std::size_t s = 0; s < out.size(); ++s) out[s].figures.push_back(figures[s]);
  }
  return out;
}

std::vector<std::vector<bool>> hits(const Shared& images) {
  std::vector<std::vector<bool>> out;
  for (const Judged& run : images.judged) {
    out.emplace_back();
    for (const Prediction& p : run.predictions) out.back().push_back(predicted(p) == p.label);
  }
  return out;
}

/// By the score's value on the validation images, where all tested runs judged the same ones; the first of equals.
std::optional<std::size_t> chosen_on_validation(const std::vector<const Record*>& records, const Shared& tested,
                                                const std::string& by) {
  const Shared validation = shared(records, Part::validation);
  if (validation.runs != tested.runs || !validation.differ.empty() || validation.images.empty()) return std::nullopt;
  const Scalar scalar = scalar_named(by, validation.classes);
  const double sign = better(scalar) == Direction::higher ? 1 : -1;
  std::optional<std::size_t> best;
  double reached = 0;
  for (std::size_t i = 0; i < validation.runs.size(); ++i) {
    const double value = sign * value_of(scalar, validation.judged[i]);
    if (std::isnan(value)) return std::nullopt;
    if (!best || value > reached) best = validation.runs[i], reached = value;
  }
  return best;
}

void judge_several(Comparison& out, const std::vector<const Record*>& records, const Shared& images,
                   const std::string& key, const Comparing& comparing) {
  if (images.runs.size() < 3 || images.images.empty()) return;
  const std::vector<std::vector<bool>> right = hits(images);
  if (!out.groups) out.cochran = cochran_q(right);
  BestOf best;
  std::vector<std::vector<bool>> picked;  // a control is none that anybody would pick
  std::string who;
  std::int64_t most = -1;
  for (std::size_t i = 0; i < right.size(); ++i) {
    if (records[images.runs[i]]->run.role.starts_with("control ")) continue;
    picked.push_back(right[i]), who += std::to_string(i) + " ";
    const std::int64_t hit = std::count(right[i].begin(), right[i].end(), true);
    if (hit == most) best.alone = false;
    if (hit > most) most = hit, best.best = images.runs[i], best.alone = true;
  }
  if (picked.size() < 3) return;
  best.of = static_cast<int>(picked.size());
  const int draws = std::max(1000, comparing.bootstrap.resamples);
  const std::vector<double> drawn = remembered("expected best 2 of " + who + "\n" + key, 4, comparing.memo, [&] {
    const ExpectedBest e = expected_best(picked, images.judged[0].groups, draws, comparing.bootstrap.seed);
    return std::vector{e.mean, e.best, e.average, e.p};
  });
  best.expected = {drawn[0], drawn[1], drawn[2], drawn[3]};
  best.chosen = chosen_on_validation(records, images, out.by);
  out.best = best;
}

/// Holm's correction over those that are comparable, and their sentences.
void correct(Comparison& c) {
  std::vector<double> p;
  for (const Pair& pair : c.pairs)
    if (pair.comparable) p.push_back(pair.by.p);
  const std::vector<double> corrected = holm(p);
  std::size_t i = 0;
  for (Pair& pair : c.pairs) {
    if (pair.comparable) {
      pair.p_holm = corrected[i++];
      pair.told_apart = pair.p_holm < significant;
      pair.verdict = verdict(pair, c, static_cast<int>(p.size()));
    } else {
      pair.verdict =
          fmt::format("{} and {} cannot be {}: {}.", run_name(c.runs[pair.first].id), run_name(c.runs[pair.second].id),
                      pair.n ? "judged by " + score_title(c.by) : "compared", pair.obstacle);
    }
  }
}

std::string how_chosen(const std::vector<Record>& records) {
  std::set<std::string> ways;
  for (const Record& r : records)
    if (r.run.chosen_epoch || folds_of(r)) ways.insert(how_chosen(r.settings));
  return join({ways.rbegin(), ways.rend()}, " or ");
}

std::string refusal(const Comparison& c, const Shared& images) {
  const std::string who =
      c.runs.size() == 2 ? fmt::format("{} and {}", run_name(c.runs[0].id), run_name(c.runs[1].id)) : "these runs";
  return fmt::format("{} cannot be compared: their test sets differ: {}", who, images.differ);
}

}  // namespace

bool Comparison::any_comparable() const {
  return std::any_of(pairs.begin(), pairs.end(), [](const Pair& pair) { return pair.comparable; });
}

Comparison compare(const std::vector<Record>& records, const Comparing& comparing) {
  Comparison out;
  std::vector<const Record*> all;
  for (const Record& r : records) out.runs.push_back(r.run), all.push_back(&r);
  out.resamples = comparing.bootstrap.resamples;
  out.settings = settings(records, comparing.all_settings);
  out.chosen = how_chosen(records);
  out.validation = own_scores(records, Part::validation);
  Shared images = shared(all, Part::test);
  if (images.classes.empty() && !records.empty()) images.classes = records[0].classes;
  const Scalar scalar = scalar_asked(comparing.by, images.classes);
  out.by = name(scalar, images.classes);
  out.images = static_cast<int>(images.images.size());
  out.by_name = images.by_name && images.runs.size() > 1;
  if (!images.differ.empty() && (!comparing.force || images.images.empty())) {
    out.refusal = refusal(out, images);
    out.scores = own_scores(records, Part::test);
  } else {
    out.forced = images.differ;
    if (out.images && images.judged[0].grouped()) {
      const std::vector<int>& groups = images.judged[0].groups;
      out.groups = static_cast<int>(std::set<int>(groups.begin(), groups.end()).size());
    }
    const std::vector<Scalar> scalars = compared_scalars(scalar);
    const auto by = static_cast<std::size_t>(std::find(scalars.begin(), scalars.end(), scalar) - scalars.begin());
    const Scoring scored = scoring(images, scalars, comparing);
    out.scores = test_scores(records, images, scored, comparing);
    for (std::size_t i = 0; i < records.size(); ++i)
      for (std::size_t j = i + 1; j < records.size(); ++j)
        out.pairs.push_back(pair_up(records, i, j, images, scored, by, comparing));
    correct(out);
    judge_several(out, all, images, scored.key, comparing);
  }
  out.verdict = verdict(out);
  out.caveats = caveats(out, records);
  return out;
}

}  // namespace xp
