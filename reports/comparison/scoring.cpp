#include "reports/comparison/scoring.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <map>

#include "framework/scores/intervals/interval.h"
#include "framework/scores/resampling/memory.h"
#include "framework/scores/resampling/replicates.h"
#include "framework/scores/sheet.h"
#include "reports/comparison/remembered.h"

namespace xp {
namespace {

bool right(const Prediction& p) { return predicted(p) == p.label; }

/// With Wilson's interval, as everywhere; n = 0 where the score is no rate.
Figure rate(const Scalar& scalar, const Judged& judged) {
  if (scalar.score != "accuracy" && scalar.of_class < 0) return {};
  return rate_of(scalar, Confusion(judged.predictions, judged.classes));
}

/// Of accuracy. The interval is Tango's where images are independent.
Difference counted(const Judged& first, const Judged& second) {
  int wins = 0, losses = 0;
  std::map<int, int> of_group;
  const bool grouped = first.grouped();
  for (std::size_t i = 0; i < first.predictions.size(); ++i) {
    const int step = right(second.predictions[i]) - right(first.predictions[i]);
    wins += step > 0, losses += step < 0;
    if (grouped && step) of_group[first.groups[i]] += step;
  }
  Difference out;
  out.value = static_cast<double>(wins - losses) / first.images();
  if (grouped) {
    std::vector<int> steps;
    for (const auto& [group, step] : of_group) steps.push_back(step);
    out.p = mcnemar_by_group(steps), out.test = PairedTest::mcnemar_by_group;
  } else {
    out.interval = paired_difference(wins, losses, first.images());
    out.p = mcnemar_exact(wins, losses), out.test = PairedTest::mcnemar;
  }
  return out;
}

/// Of each pair and scalar, pair by pair; without draws none.
std::vector<double> exchanged(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars,
                              const Bootstrap& draws) {
  struct Job {
    std::size_t a, b, pair;
    std::vector<std::size_t> scalars;
    int draws;
  };
  std::vector<Job> jobs;
  std::vector<double> out(runs.size() * (runs.size() - 1) / 2 * scalars.size(), std::nan(""));
  if (draws.resamples == 0) return out;
  for (std::size_t a = 0; a < runs.size(); ++a)
    for (std::size_t b = a + 1; b < runs.size(); ++b) {
      const std::size_t pair = Resampled::pair(a, b, runs.size());
      Job together{a, b, pair, {}, draws.resamples};
      for (std::size_t s = 0; s < scalars.size(); ++s)  // every draw of an area sorts all images
        is_area(scalars[s]) ? jobs.push_back({a, b, pair, {s}, std::min(draws.resamples, 1000)})
                            : together.scalars.push_back(s);
      if (!together.scalars.empty()) jobs.push_back(std::move(together));
    }
  in_parallel(static_cast<int>(jobs.size()), draws.threads, [&](int number) {
    const Job& job = jobs[static_cast<std::size_t>(number)];
    std::vector<Scalar> of;
    for (const std::size_t s : job.scalars) of.push_back(scalars[s]);
    const std::vector<double> p = randomisations(of, runs[job.a], runs[job.b], job.draws, draws.seed);
    for (std::size_t i = 0; i < p.size(); ++i) out[job.pair * scalars.size() + job.scalars[i]] = p[i];
  });
  return out;
}

bool is_accuracy(const Scalar& scalar) { return scalar == Scalar{"accuracy"}; }

template <class Visit>
void each_number(Scoring& scoring, Visit number) {
  for (auto& run : scoring.figures)
    for (Figure& f : run) number(f.value), number(f.interval.low), number(f.interval.high);
  for (auto& pair : scoring.differences)
    for (Difference& d : pair) number(d.value), number(d.interval.low), number(d.interval.high), number(d.p);
}

/// The larger p decides: of the count and the bootstrap (accuracy by group), of DeLong's test and, by group or of few
/// images, the randomisation, of bootstrap and randomisation. Counts and areas need no draws.
double both(const Scalar& scalar, double counts, double resampled, double exchanged) {
  if (is_accuracy(scalar)) return std::fmax(counts, resampled);
  if (is_area(scalar)) return std::isnan(resampled) ? resampled : std::fmax(resampled, exchanged);
  return std::isnan(resampled) || std::isnan(exchanged) ? std::nan("") : std::max(resampled, exchanged);
}

/// All numbers of `out`.
void compute(Scoring& out, const std::vector<Judged>& runs, const Bootstrap& draws) {
  const bool grouped = runs[0].grouped();
  std::vector<Scalar> drawn, dealt;  // whose intervals need resamples, or DeLong; whose tests need exchanges
  for (const Scalar& scalar : out.scalars) {
    if (grouped || !is_accuracy(scalar)) drawn.push_back(scalar);
    if (!is_accuracy(scalar) && (grouped || !is_area(scalar) || runs[0].images() <= few_images))
      dealt.push_back(scalar);
  }
  const auto place = [](const std::vector<Scalar>& among, const Scalar& scalar) {
    return static_cast<std::size_t>(std::find(among.begin(), among.end(), scalar) - among.begin());
  };
  const Resampled resamples = resampled(runs, drawn, draws);
  const std::vector<double> exchange = exchanged(runs, dealt, draws);
  for (std::size_t s = 0; s < out.scalars.size(); ++s) {
    const Scalar& scalar = out.scalars[s];
    const std::size_t of_drawn = place(drawn, scalar), of_dealt = place(dealt, scalar);
    for (std::size_t run = 0; run < runs.size(); ++run) {
      Figure& figure = out.figures[run][s];
      if (!grouped) figure = rate(scalar, runs[run]);
      if (figure.n > 0) continue;
      figure.value = value_of(scalar, runs[run]);
      if (of_drawn < drawn.size()) figure.interval = resamples.intervals[run][of_drawn];
    }
    for (std::size_t a = 0; a < runs.size(); ++a)
      for (std::size_t b = a + 1; b < runs.size(); ++b) {
        const std::size_t pair = Resampled::pair(a, b, runs.size());
        Difference& d = out.differences[pair][s];
        if (is_accuracy(scalar)) d = counted(runs[a], runs[b]);
        d.value = out.figures[b][s].value - out.figures[a][s].value;
        if (of_drawn == drawn.size()) continue;
        d.interval = resamples.differences[pair][of_drawn];
        const double other = of_dealt < dealt.size() ? exchange[pair * dealt.size() + of_dealt]
                                                     : std::numeric_limits<double>::quiet_NaN();
        d.p = both(scalar, d.p, std::isnan(d.interval.low) ? std::nan("") : resamples.p[pair][of_drawn], other);
      }
  }
}

/// What the numbers come from, and of a rate its counts.
void name_methods(Scoring& out, const std::vector<Judged>& runs, const Bootstrap& draws) {
  const bool grouped = runs[0].grouped();
  const bool exchanged = draws.resamples > 0 && (grouped || runs[0].images() <= few_images);
  for (std::size_t s = 0; s < out.scalars.size(); ++s) {
    const Scalar& scalar = out.scalars[s];
    for (std::size_t run = 0; run < runs.size(); ++run) {
      Figure& figure = out.figures[run][s];
      const Figure counts = rate(scalar, runs[run]);
      figure.n = counts.n, figure.right = counts.right;
      figure.method = std::isnan(figure.interval.low) ? Method::none
                      : grouped && !is_area(scalar)   ? Method::cluster_bootstrap
                      : is_area(scalar)               ? Method::delong
                      : figure.n > 0                  ? Method::wilson
                                                      : Method::bootstrap;
    }
    for (std::vector<Difference>& pair : out.differences)
      pair[s].test = is_area(scalar)        ? exchanged ? PairedTest::delong_and_randomisation : PairedTest::delong
                     : !is_accuracy(scalar) ? PairedTest::resampling
                     : grouped              ? PairedTest::mcnemar_by_group
                                            : PairedTest::mcnemar;
  }
}

}  // namespace

std::vector<Scalar> compared_scalars(const Scalar& by) {
  std::vector<Scalar> out{{"accuracy"}, {"balanced_accuracy"}, {"macro_f1"}, {"auc"}, {"mcc"}, {"loss"}, {"brier"}};
  if (std::find(out.begin(), out.end(), by) == out.end()) out.push_back(by);
  return out;
}

Scalar scalar_asked(const std::string& text, const std::vector<std::string>& classes) {
  static const std::map<std::string, std::string> others{
      {"sensitivity", "recall"}, {"ppv", "precision"}, {"log_loss", "loss"}, {"matthews", "mcc"}};
  const std::size_t colon = text.find(':');
  std::string score = text.substr(0, colon);
  std::transform(score.begin(), score.end(), score.begin(), [](unsigned char c) { return std::tolower(c); });
  std::replace(score.begin(), score.end(), '-', '_'), std::replace(score.begin(), score.end(), ' ', '_');
  if (const auto other = others.find(score); other != others.end()) score = other->second;
  if (colon == std::string::npos) return scalar_named(score == "f1" ? "macro_f1" : score, classes);
  return scalar_named(score + text.substr(colon), classes);
}

bool ranks(const Scalar& scalar) { return is_area(scalar) || scalar.score.ends_with("average_precision"); }

Scoring scoring(const Shared& shared, const std::vector<Scalar>& scalars, const Comparing& comparing) {
  Scoring out{scalars, {}, {}, ""};
  if (shared.images.empty()) return out;
  const std::size_t runs = shared.judged.size(), pairs = runs * (runs - 1) / 2;
  out.figures.assign(runs, std::vector<Figure>(scalars.size()));
  out.differences.assign(pairs, std::vector<Difference>(scalars.size()));
  const Memo& memo = comparing.memo;
  if (memo.recall || memo.keep) out.key = key_of(shared.judged, scalars, comparing.bootstrap);
  std::size_t count = 0;
  each_number(out, [&](double&) { ++count; });
  const std::vector<double> numbers = remembered("scoring 3\n" + out.key, count, memo, [&] {
    compute(out, shared.judged, comparing.bootstrap);
    std::vector<double> all;
    each_number(out, [&](double& number) { all.push_back(number); });
    return all;
  });
  auto number = numbers.begin();
  each_number(out, [&](double& into) { into = *number++; });
  name_methods(out, shared.judged, comparing.bootstrap);
  return out;
}

}  // namespace xp
