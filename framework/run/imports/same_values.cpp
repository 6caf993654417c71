#include "framework/run/imports/same_values.h"

#include <algorithm>

#include "framework/store/stretch.h"

namespace xp {
namespace {

bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_value);
}

/// A metric without a value is none in the store.
bool same(const std::map<std::string, Series>& here, std::map<std::string, Series> said) {
  std::erase_if(said, [](const auto& metric) { return metric.second.empty(); });
  return std::equal(here.begin(), here.end(), said.begin(), said.end(), [](const auto& a, const auto& b) {
    return a.first == b.first && same_series(a.second, latest(b.second));
  });
}

/// In whatever order.
bool same(std::vector<Prediction> a, std::vector<Prediction> b) {
  for (auto* all : {&a, &b})
    std::sort(all->begin(), all->end(), [](const Prediction& x, const Prediction& y) { return x.sample < y.sample; });
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Prediction& x, const Prediction& y) {
    return x.sample == y.sample && x.label == y.label && same(x.probabilities, y.probabilities);
  });
}

}  // namespace

bool same_values(const Store& store, std::int64_t id, const WholeRun& run) {
  const Record &here = store.record(id), &said = run.record;
  if (find(here.settings, "split.folds")) return true;
  return same(here.metrics, said.metrics) && same(here.telemetry, said.telemetry) && same(store.steps(id), run.steps) &&
         same(here.validation, said.validation) && same(here.test, said.test);
}

}  // namespace xp
