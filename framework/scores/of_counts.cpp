#include "framework/scores/of_counts.h"

#include <map>

namespace xp {

OfCounts of_counts(const std::string& score) {
  using C = const Confusion&;
  static const std::map<std::string, OfCounts> rows = {
      {"accuracy", [](C c, int) { return c.accuracy(); }},
      {"balanced_accuracy", [](C c, int) { return c.balanced_accuracy(); }},
      {"macro_f1", [](C c, int) { return c.macro_f1(); }},
      {"mcc", [](C c, int) { return c.mcc(); }},
      {"kappa", [](C c, int) { return c.kappa(); }},
      {"macro_precision", [](C c, int) { return c.macro(&Confusion::precision); }},
      {"macro_specificity", [](C c, int) { return c.macro(&Confusion::specificity); }},
      {"weighted_precision", [](C c, int) { return c.weighted(&Confusion::precision); }},
      {"weighted_specificity", [](C c, int) { return c.weighted(&Confusion::specificity); }},
      {"weighted_f1", [](C c, int) { return c.weighted(&Confusion::f1); }},
      {"precision", [](C c, int k) { return c.precision(k); }},
      {"recall", [](C c, int k) { return c.recall(k); }},
      {"specificity", [](C c, int k) { return c.specificity(k); }},
      {"f1", [](C c, int k) { return c.f1(k); }},
  };
  const auto row = rows.find(score);
  return row == rows.end() ? nullptr : row->second;
}

}  // namespace xp
