#include "reports/sweep_words.h"

#include <fmt/format.h>

#include "framework/base/seeds.h"
#include "framework/base/text.h"
#include "reports/words.h"

namespace xp {

std::vector<std::string> names_of_varying(const SweepResult& page) {
  std::vector<std::string> out;
  for (const std::string& setting : page.varies) {
    out.push_back(setting);
    if (setting != "seed.init") continue;
    std::vector<Settings> plans;
    for (const SweptTrial& t : page.trials) plans.push_back(t.settings);
    if (one_seed(plans)) out.back() = "seed";
  }
  return out;
}

std::string state_of(const SweptTrial& t) {
  if (t.deleted) return "deleted";
  if (t.paused) return "stopped";
  return std::string(name(t.status)) + (t.earlier ? ", earlier" : "");
}

std::string settings_of(const SweepResult& page, const SweptTrial& t) {
  const std::vector<std::string> names = names_of_varying(page);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (const Value* value = find(t.settings, page.varies[i])) words.push_back(names[i] + "=" + value->text());
  return join(words, " ");
}

std::string searched_sentence(const SweepResult& page) {
  std::vector<std::string> counts{
      fmt::format("{} trial{}: {} finished", page.trials.size(), page.trials.size() == 1 ? "" : "s", page.finished)};
  for (const auto& [n, what] : {std::pair{page.paused, "stopped by halving"},
                                {page.failed, "failed"},
                                {page.open, "not ended"},
                                {page.deleted, "deleted"}})
    if (n) counts.push_back(fmt::format("{} {}", n, what));
  return fmt::format("{}; {}; {} epochs, {} of training", page.search, join(counts), grouped(page.epochs),
                     duration(page.seconds));
}

std::string choice_sentence(const SweepResult& page) {
  if (!page.apart.empty()) return "";
  if (!page.best) return "No trial has been trained to its end with " + page.by + ": there is nothing to choose yet.";
  const std::string what = settings_of(page, *page.best);
  return fmt::format("Best by {}: trial {}, {}{}, with {}.", page.by, page.best->place, run_name(page.best->run),
                     what.empty() ? "" : " (" + what + ")", decimal(page.best->score, 4));
}

std::string test_sentence(const SweepResult& page) {
  const std::string score = "test" + page.by.substr(3);
  if (!page.test) return "The test set has not been scored by it.";
  if (page.test->n > 1)
    return fmt::format("{} of that choice{}: {} ± {} over {} folds.", score, page.on_tiles ? " on tiles" : "",
                       decimal(page.test->mean, 4), decimal(page.test->sd, 4), page.test->n);
  const std::string tiles = page.on_tiles ? " on tiles" : "";
  if (!page.test_accuracy.n) return fmt::format("{} of that choice{}: {}.", score, tiles, decimal(page.test->mean, 4));
  const std::string rate = fmt::format("{} of {} images{}", text(page.test_accuracy), page.test_accuracy.n,
                                       page.on_tiles ? ", each by the mean over its tiles" : "");
  return score == "test/accuracy"
             ? fmt::format("{} of that choice: {}.", score, rate)
             : fmt::format("{} of that choice{}: {}; accuracy {}.", score, tiles, decimal(page.test->mean, 4), rate);
}

std::string importance_sentence(const SweepResult& page) {
  std::string method = text(page.importance);
  if (page.importance.says() && page.early_epochs)
    method += fmt::format("; scores after {} epoch{}, which all trials had", page.early_epochs,
                          page.early_epochs == 1 ? "" : "s");
  return fmt::format("What mattered for {} ({})", page.by, method);
}

}  // namespace xp
