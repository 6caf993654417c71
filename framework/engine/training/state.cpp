#include "framework/engine/training/state.h"

#include "framework/base/error.h"

namespace xp {
namespace {

[[noreturn]] void lacks(const std::string& name) {
  throw Error("the checkpoint lacks " + name, "it was written by another xp, or is not a checkpoint");
}

}  // namespace

bool State::has(const std::string& name) const {
  for (const NamedTensor& t : tensors_)
    if (t.name == name) return true;
  return find(values_, name) != nullptr;
}

Tensor State::tensor(const std::string& name) const {
  for (const NamedTensor& t : tensors_)
    if (t.name == name) return t.tensor;
  lacks(name);
}

const Value& State::value(const std::string& name) const {
  const Value* found = find(values_, name);
  if (!found) lacks(name);
  return *found;
}

std::int64_t State::integer(const std::string& name) const {
  const auto* found = value(name).get<std::int64_t>();
  if (!found) lacks(name);
  return *found;
}

double State::real(const std::string& name) const {
  const auto* found = value(name).get<double>();
  if (!found) lacks(name);
  return *found;
}

void put(State& state, const std::string& prefix, const Settings& values) {
  for (const Setting& s : values) state.put(prefix + s.name, s.value);
}

Settings values(const State& state, const std::string& prefix) {
  Settings out;
  for (const Setting& s : state.values())
    if (s.name.rfind(prefix, 0) == 0) out.push_back({s.name.substr(prefix.size()), s.value});
  return out;
}

void put(State& state, const std::string& name, const std::vector<Prediction>& predictions) {
  const std::size_t width = predictions.empty() ? 2 : 2 + predictions[0].probabilities.size();
  Tensor rows =
      at::empty({static_cast<std::int64_t>(predictions.size()), static_cast<std::int64_t>(width)}, at::kDouble);
  double* out = rows.data_ptr<double>();
  for (const Prediction& p : predictions) {
    *out++ = p.sample, *out++ = p.label;
    out = std::copy(p.probabilities.begin(), p.probabilities.end(), out);
  }
  state.put(name, rows);
}

std::vector<Prediction> predictions(const State& state, const std::string& name) {
  const Tensor rows = state.tensor(name);
  const std::int64_t width = rows.size(1);
  std::vector<Prediction> out;
  const double* row = rows.data_ptr<double>();
  for (std::int64_t i = 0; i < rows.size(0); ++i, row += width)
    out.push_back({static_cast<int>(row[0]), static_cast<int>(row[1]), {row + 2, row + width}});
  return out;
}

void take(const State& state, const std::string& name, Tensor into) {
  const at::NoGradGuard no_gradients;
  into.copy_(state.tensor(name));
}

}  // namespace xp
