#include "framework/run/rerun/hashes.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace xp {
namespace {

using What = BatchDifference::What;

std::optional<What> difference(const BatchHashes& a, const BatchHashes& b) {
  if (a.step != b.step) return What::missing;
  if (a.order != b.order) return What::order;
  if (a.pixels != b.pixels) return What::pixels;
  if (a.loss != b.loss) return What::loss;
  return std::nullopt;
}

/// Every epoch has as many batches; of a chain with holes nothing is known.
int epoch_of(std::int64_t step, const std::vector<BatchHashes>& all, int epochs) {
  const auto n = static_cast<std::int64_t>(all.size());
  if (epochs < 1 || n == 0 || n % epochs != 0 || all.front().step != 1 || all.back().step != n) return 0;
  return static_cast<int>((step - 1) / (n / epochs)) + 1;
}

std::optional<TensorDifference> difference(int epoch, const std::vector<TensorHash>& was,
                                           const std::vector<TensorHash>& now) {
  std::map<std::string, std::uint64_t> there;
  for (const TensorHash& t : now) there[t.tensor] = t.values;
  TensorDifference out{epoch, "", false, 0, static_cast<std::int64_t>(was.size())};
  const auto count = [&](const std::string& tensor, bool missing) {
    out.incomplete |= missing;
    if (out.differing++ == 0) out.tensor = tensor, out.missing = missing;
  };
  for (const TensorHash& t : was) {
    const auto found = there.find(t.tensor);
    if (found == there.end() || found->second != t.values) count(t.tensor, found == there.end());
    if (found != there.end()) there.erase(found);
  }
  for (const auto& [tensor, hash] : there) count(tensor, true);
  return out.differing ? std::optional(out) : std::nullopt;
}

}  // namespace

std::optional<BatchDifference> first_difference(const std::vector<BatchHashes>& was,
                                                const std::vector<BatchHashes>& now, int epochs) {
  const auto& longer = was.size() >= now.size() ? was : now;
  std::optional<BatchDifference> out;
  for (std::size_t i = 0; i < longer.size(); ++i) {
    const bool both = i < was.size() && i < now.size();
    const std::optional<What> what = both ? difference(was[i], now[i]) : What::missing;
    if (!what) continue;
    const std::int64_t step = both ? std::min(was[i].step, now[i].step) : longer[i].step;
    if (!out) out = {*what, step, epoch_of(step, was, epochs)};
    if (*what != What::order && *what != What::missing) continue;
    out->misplaced = step;
    break;
  }
  return out;
}

std::optional<TensorDifference> first_difference(const TensorsByEpoch& was, const TensorsByEpoch& now) {
  std::set<int> epochs;
  for (const auto* side : {&was, &now})
    for (const auto& [epoch, tensors] : *side) epochs.insert(epoch);
  std::optional<TensorDifference> out;
  for (const int epoch : epochs) {
    const auto a = was.find(epoch), b = now.find(epoch);
    const bool both = a != was.end() && b != now.end();
    const auto found = both ? difference(epoch, a->second, b->second) : TensorDifference{epoch, "", true, 0, 0, true};
    if (!found) continue;
    const bool incomplete = found->incomplete || (out && out->incomplete);
    if (!out) out = found;
    out->incomplete = incomplete;
  }
  return out;
}

namespace {

std::string first_of(const BatchDifference& d) {
  const std::string batch = fmt::format("batch {}", d.step) + (d.epoch ? fmt::format(" (epoch {})", d.epoch) : "");
  switch (d.what) {
    case What::order: return batch + " holds other images, another order of them, or other labels or weights";
    case What::pixels:
      return batch +
             " shows the same images in the same order, with other pixels: it begins in decoding, transforms "
             "or augmentation";
    case What::loss:
      return batch + " shows the same pixels, and is the first with another loss: it begins in " +
             (d.step == 1 ? "the weights that training started from, or in computing" : "what was computed up to then");
    case What::missing: return batch + " is there in only one of the two";
  }
  return "";
}

}  // namespace

std::string sentence(const BatchDifference& d) {
  if (d.misplaced <= d.step) return first_of(d);
  return fmt::format("{}; batch {} is the first of other images, or is there in only one of the two", first_of(d),
                     d.misplaced);
}

std::string sentence(const TensorDifference& d) {
  if (d.tensor.empty()) return fmt::format("the tensors after epoch {} are known in only one of the two", d.epoch);
  if (d.missing) return fmt::format("after epoch {}, {} is there in only one of the two", d.epoch, d.tensor);
  return fmt::format("after epoch {}, {} of {} tensors differ, the first of the network is {}{}", d.epoch, d.differing,
                     d.of, d.tensor, d.incomplete ? "; then or later some are there in only one of the two" : "");
}

}  // namespace xp
