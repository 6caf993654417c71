#include "framework/data/shortcut.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "framework/base/random.h"
#include "framework/data/tree.h"
#include "framework/scores/chance/sameness.h"

namespace xp {
namespace {

constexpr int folds = 5, enough_beyond = 10;
constexpr std::size_t fewest_units = 10, most_images = 1000;
constexpr double margin = 0.05, level = 0.005;
const char* const together = "all of these together";

using Items = std::vector<int>;

/// The images that are asked about, numbered anew, with labels and units numbered from 0.
struct Cases {
  Items samples, labels, units, fold;
  int classes = 0, units_count = 0;
};

Cases cases_of(const Listing& listing, const Survey& survey, const std::vector<int>& units) {
  std::vector<std::set<int>> of_class(listing.classes.size());
  Items usable;
  for (std::size_t i = 0; i < listing.samples.size(); ++i)
    if (survey.looks[i].unreadable.empty()) {
      usable.push_back(static_cast<int>(i));
      of_class[static_cast<std::size_t>(listing.samples[i].label)].insert(units[i]);
    }
  Random random(1, "audit");
  random.shuffle(usable);
  Cases out;
  std::map<int, int> label, unit;
  for (int i : usable) {
    const int l = listing.samples[static_cast<std::size_t>(i)].label;
    if (of_class[static_cast<std::size_t>(l)].size() < fewest_units || out.samples.size() == most_images) continue;
    out.samples.push_back(i);
    out.labels.push_back(label.emplace(l, static_cast<int>(label.size())).first->second);
    out.units.push_back(unit.emplace(units[static_cast<std::size_t>(i)], static_cast<int>(unit.size())).first->second);
    out.fold.push_back(out.units.back() % folds);  // whatever the label: dealing labels anew then changes nothing else
  }
  out.classes = static_cast<int>(label.size()), out.units_count = static_cast<int>(unit.size());
  return out;
}

/// For words: the class most frequent under each, every class weighing the same in all.
Items table_answers(const std::vector<int>& words, const Items& labels, int classes, const Items& train,
                    const Items& asked) {
  std::vector<double> weight(static_cast<std::size_t>(classes));
  for (int i : train) ++weight[static_cast<std::size_t>(labels[static_cast<std::size_t>(i)])];
  std::map<int, std::vector<double>> in;
  for (int i : train) {
    const auto c = static_cast<std::size_t>(labels[static_cast<std::size_t>(i)]);
    auto& counts = in.emplace(words[static_cast<std::size_t>(i)], std::vector<double>(weight.size())).first->second;
    counts[c] += 1 / weight[c];
  }
  Items out;
  for (int i : asked) {
    const auto found = in.find(words[static_cast<std::size_t>(i)]);
    out.push_back(found == in.end() ? 0
                                    : static_cast<int>(std::max_element(found->second.begin(), found->second.end()) -
                                                       found->second.begin()));
  }
  return out;
}

/// A fact of the cases alone.
struct Question {
  Features columns;
  std::vector<int> words;
  std::vector<Items> train, asked;  // by fold
  std::vector<Orders> orders = {};  // of `train`
};

void divide(Question& question, const Cases& cases) {
  for (int fold = 0; fold < folds; ++fold) {
    question.train.emplace_back(), question.asked.emplace_back();
    for (std::size_t i = 0; i < cases.fold.size(); ++i)
      (cases.fold[i] == fold ? question.asked : question.train).back().push_back(static_cast<int>(i));
    question.orders.push_back(orders(question.columns, question.train.back()));
  }
}

Question asked_of(const Fact& fact, const Cases& cases) {
  Question out;
  for (const auto& column : fact.columns) {
    out.columns.emplace_back();
    for (int i : cases.samples) out.columns.back().push_back(column[static_cast<std::size_t>(i)]);
  }
  std::map<std::string, int> number;
  if (!fact.words.empty())
    for (int i : cases.samples)
      out.words.push_back(
          number.emplace(fact.words[static_cast<std::size_t>(i)], static_cast<int>(number.size())).first->second);
  divide(out, cases);
  return out;
}

Items answers(const Question& question, const Cases& cases, const Items& labels) {
  const TreeShape shape{cases.classes > 4 ? 3 : 2, 5};
  Items out(labels.size());
  for (std::size_t fold = 0; fold < folds; ++fold) {
    const Items& asked = question.asked[fold];
    const Items said = question.words.empty()
                           ? tree_answers(question.columns, labels, cases.classes, question.orders[fold], asked, shape)
                           : table_answers(question.words, labels, cases.classes, question.train[fold], asked);
    for (std::size_t i = 0; i < asked.size(); ++i) out[static_cast<std::size_t>(asked[i])] = said[i];
  }
  return out;
}

std::vector<double> recalls(const Items& said, const Items& labels, int classes) {
  std::vector<double> right(static_cast<std::size_t>(classes)), all(right.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto c = static_cast<std::size_t>(labels[i]);
    ++all[c], right[c] += said[i] == labels[i];
  }
  for (std::size_t c = 0; c < all.size(); ++c) right[c] = all[c] > 0 ? right[c] / all[c] : 0;
  return right;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (double v : values) sum += v;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

Interval interval_of(const std::vector<double>& recall, const Cases& cases) {
  std::vector<std::set<int>> units(recall.size());
  for (std::size_t i = 0; i < cases.labels.size(); ++i)
    units[static_cast<std::size_t>(cases.labels[i])].insert(cases.units[i]);
  double below = 0, above = 0;
  for (std::size_t c = 0; c < recall.size(); ++c) {
    const auto n = static_cast<std::int64_t>(units[c].size());
    const Interval one = wilson(std::llround(recall[c] * static_cast<double>(n)), n);
    below += std::pow(std::max(0.0, recall[c] - one.low), 2);
    above += std::pow(std::max(0.0, one.high - recall[c]), 2);
  }
  const double middle = mean(recall), k = static_cast<double>(recall.size());
  return {std::max(0.0, middle - std::sqrt(below) / k), std::min(1.0, middle + std::sqrt(above) / k)};
}

/// Units of one size that hold one class exchange it; the others' images exchange theirs within.
Items dealt_anew(const Cases& cases, Random& random) {
  std::vector<Items> of_unit(static_cast<std::size_t>(cases.units_count));
  for (std::size_t i = 0; i < cases.units.size(); ++i)
    of_unit[static_cast<std::size_t>(cases.units[i])].push_back(static_cast<int>(i));
  struct Pure {
    Items units, labels;
  };
  std::map<std::size_t, Pure> of_size;
  Items out = cases.labels;
  const auto label = [&](int i) -> int& { return out[static_cast<std::size_t>(i)]; };
  for (std::size_t u = 0; u < of_unit.size(); ++u) {
    const Items& in = of_unit[u];
    Items own;
    for (int i : in) own.push_back(label(i));
    if (std::set<int>(own.begin(), own.end()).size() == 1) {
      Pure& pure = of_size[in.size()];
      pure.units.push_back(static_cast<int>(u)), pure.labels.push_back(own[0]);
    } else {
      random.shuffle(own);
      for (std::size_t k = 0; k < in.size(); ++k) label(in[k]) = own[k];
    }
  }
  for (auto& [size, pure] : of_size) {
    random.shuffle(pure.labels);
    for (std::size_t k = 0; k < pure.units.size(); ++k)
      for (int i : of_unit[static_cast<std::size_t>(pure.units[k])]) label(i) = pure.labels[k];
  }
  return out;
}

/// So many that a fact which is reached once by chance still passes Holm's first step among `facts`, and the last try
/// of all together.
int deals(std::size_t facts) { return static_cast<int>(2 * std::ceil(static_cast<double>(facts + 1) / level)); }

/// (1 + as good) / (1 + dealt) after `most` of them, or earlier, when it cannot become small any more: Besag and
/// Clifford, "Sequential Monte Carlo p-values", Biometrika 78, 1991.
double permutation_p(const Question& question, const Cases& cases, double accuracy, std::uint32_t number, int most) {
  int beyond = 0, dealt = 0;
  while (dealt < most && beyond < enough_beyond) {
    Random random(1, "audit labels", number, static_cast<std::uint32_t>(dealt++));
    const Items labels = dealt_anew(cases, random);
    beyond += mean(recalls(answers(question, cases, labels), labels, cases.classes)) >= accuracy - 1e-12;
  }
  return beyond == enough_beyond ? static_cast<double>(beyond) / dealt : (1.0 + beyond) / (1.0 + dealt);
}

/// p is not adjusted yet; 1 where the interval alone speaks against a shortcut.
Shortcut tried(const std::string& name, const Question& question, const Cases& cases, std::uint32_t number, int most) {
  const std::vector<double> recall = recalls(answers(question, cases, cases.labels), cases.labels, cases.classes);
  Shortcut out{
      name, mean(recall), 1.0 / cases.classes, interval_of(recall, cases), 1, static_cast<int>(cases.samples.size())};
  if (out.interval.low > out.chance + margin)
    out.p = permutation_p(question, cases, out.balanced_accuracy, number, most);
  return out;
}

}  // namespace

std::vector<Shortcut> shortcuts(const Listing& listing, const Survey& survey, const std::vector<Fact>& facts,
                                const std::vector<int>& units) {
  const Cases cases = cases_of(listing, survey, units);
  if (cases.classes < 2) return {};
  const int most = deals(facts.size());
  std::vector<Shortcut> all;
  std::vector<double> p;
  Question joined;
  for (const Fact& fact : facts) {
    const Question question = asked_of(fact, cases);
    for (const auto& column : question.columns) joined.columns.push_back(column);
    all.push_back(tried(fact.name, question, cases, static_cast<std::uint32_t>(all.size()), most));
    p.push_back(all.back().p);
  }
  const auto named = [&](const Shortcut& s) { return s.interval.low > s.chance + margin && s.p < level; };
  const std::vector<double> adjusted = holm(p);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].p = adjusted[i];
  if (std::none_of(all.begin(), all.end(), named) && joined.columns.size() > 1) {
    divide(joined, cases);
    all.push_back(tried(together, joined, cases, static_cast<std::uint32_t>(all.size()), most));
    all.back().p = std::min(1.0, all.back().p * static_cast<double>(all.size()));
  }
  std::erase_if(all, [&](const Shortcut& s) { return !named(s); });
  std::stable_sort(all.begin(), all.end(),
                   [](const Shortcut& a, const Shortcut& b) { return a.balanced_accuracy > b.balanced_accuracy; });
  return all;
}

}  // namespace xp
