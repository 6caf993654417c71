#include "framework/scores/resampling/memory.h"

#include <charconv>

#include "framework/base/hash.h"

namespace xp {
namespace {

/// To be raised with every change that moves a number.
constexpr const char* version = "bootstrap 2";

template <class T>
std::string_view bytes(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

/// Every number of a result, in one order.
template <class Result, class Visit>
void visit(Result& result, Visit number) {
  for (auto* table : {&result.intervals, &result.differences})
    for (auto& row : *table)
      for (auto& interval : row) number(interval.low), number(interval.high);
  for (auto& row : result.p)
    for (auto& p : row) number(p);
}

}  // namespace

std::string key_of(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars, const Bootstrap& bootstrap) {
  Hasher hasher;
  hasher.add(version);
  hasher.add(bytes<double>({double(bootstrap.resamples), bootstrap.confidence}));
  hasher.add(bytes<std::uint64_t>({bootstrap.seed}));
  for (const Scalar& scalar : scalars) hasher.add(scalar.score), hasher.add(bytes<int>({scalar.of_class}));
  for (const Judged& run : runs) {
    std::vector<int> labels{run.classes, run.probabilistic};
    std::vector<double> said;
    for (const Prediction& p : run.predictions) {
      labels.push_back(p.label);
      said.insert(said.end(), p.probabilities.begin(), p.probabilities.end());
    }
    hasher.add(bytes(labels)).add(bytes(run.groups)).add(bytes(said));
  }
  return hasher.hex();
}

std::string written(const Resampled& resampled) {
  std::string out;
  visit(resampled, [&](double value) {
    char digits[32];
    out.append(digits, std::to_chars(std::begin(digits), std::end(digits), value).ptr) += ' ';
  });
  return out;
}

std::optional<Resampled> read(const std::string& text, std::size_t runs, const std::vector<Scalar>& scalars) {
  const std::size_t pairs = runs * (runs - 1) / 2;
  Resampled out{scalars,
                {runs, std::vector<Interval>(scalars.size())},
                {pairs, std::vector<Interval>(scalars.size())},
                {pairs, std::vector<double>(scalars.size())}};
  const char *at = text.data(), *const end = at + text.size();
  bool fits = true;
  visit(out, [&](double& value) {
    const auto [stop, error] = std::from_chars(at, end, value);
    fits = fits && error == std::errc() && stop != end && *stop == ' ';
    if (fits) at = stop + 1;
  });
  return fits && at == end ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace xp
