#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "framework/scores/resampling/replicates.h"
#include "reports/charts/run_labels.h"
#include "reports/pages/comparison/sections.h"

namespace xp {
namespace {

/// Of runs of folds, theirs among all parts.
std::vector<std::vector<Record>> folds_in(const std::vector<Material>& runs) {
  std::vector<std::vector<Record>> out;
  for (const Material& run : runs) {
    out.push_back(run.parts);
    std::erase_if(out.back(), [](const Record& part) { return part.run.role.starts_with("control "); });
  }
  return out;
}

/// What a page may draw without a reader waiting for it, about 0.2 s of one core: images of all runs, and beside them
/// the matrices of all pairs, of which each cell takes the time of 40 images.
constexpr double most_drawn = 1e8, images_a_cell = 40;
constexpr int least_resamples = 2000;  // the ends of an interval are then sure to 6 % of a standard error

bool in_groups(const Record& record) {
  return std::any_of(record.test.begin(), record.test.end(), [&](const Prediction& said) {
    const auto place = static_cast<std::size_t>(said.sample);
    return place < record.samples.size() && !record.samples[place].group.empty();
  });
}

/// Fewer of large tests and many pairs, where the verdict is by accuracy and its test counts images: then draws are for
/// the intervals and tests of the other scores alone.
int resamples_for(const std::vector<Material>& runs, const Comparing& how) {
  double images = 0, cells = 0;
  for (const Material& run : runs) {
    if (in_groups(run.record)) return how.bootstrap.resamples;
    images += static_cast<double>(run.record.test.size());
    cells = std::max(cells, std::pow(static_cast<double>(run.record.classes.size()), 2));
  }
  if (how.by != "accuracy" || images == 0) return how.bootstrap.resamples;
  const double pairs = static_cast<double>(runs.size() * (runs.size() - 1)) / 2;
  const double few = std::floor(most_drawn / (images + images_a_cell * pairs * cells) / 100) * 100;
  return static_cast<int>(
      std::min(std::max(few, static_cast<double>(least_resamples)), static_cast<double>(how.bootstrap.resamples)));
}

ComparedRuns compared(const std::vector<Material>& runs, const Comparing& comparing) {
  ComparedRuns out{runs, comparing, {}, {}, run_labels(runs)};
  if (out.how.folds.empty()) out.how.folds = folds_in(runs);
  out.how.bootstrap.resamples = resamples_for(runs, comparing);
  std::vector<Record> records;
  for (const Material& run : runs) records.push_back(run.record);
  out.comparison = compare(records, out.how);
  out.diagnoses.resize(runs.size());
  in_parallel(static_cast<int>(runs.size()), comparing.bootstrap.threads, [&](int run) {
    const Material& of = runs[static_cast<std::size_t>(run)];
    out.diagnoses[static_cast<std::size_t>(run)] = diagnose(of.record, of.parts);
  });
  return out;
}

std::string title_of(const std::vector<Material>& runs) {
  std::vector<std::string> names;
  for (const Material& run : runs) names.push_back(run_name(run.record.run.id));
  return join(names, " against ");
}

}  // namespace

std::string forced_text(const Comparison& comparison) {
  if (comparison.forced.empty()) return "";
  return fmt::format("Forced: only the {} test images that all share count here. ", comparison.images);
}

std::string comparison_page(const std::vector<Material>& runs, const Writing& writing, const Comparing& comparing) {
  const ComparedRuns all = compared(runs, comparing);
  std::vector<std::string> sources;
  for (const Material& run : runs)
    for (const std::string& line : provenance_of(run.record)) sources.push_back(line);
  return framed(
      {title_of(runs),
       comparison_head(all),
       {compared_scores_section(all), differences_section(all), compared_learning_section(all),
        compared_trust_section(all), disagreements_section(all), differing_section(all), compared_again_section(all)},
       sources},
      writing);
}

}  // namespace xp
