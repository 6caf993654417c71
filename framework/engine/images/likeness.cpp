#include "framework/engine/images/likeness.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "framework/engine/images/likeness/registration.h"
#include "framework/engine/images/parallel.h"

namespace xp {
namespace {

using Alignments = std::vector<std::optional<Alignment>>;

/// Copies keep their fine structure, as a whole and in every place; the fewer matches led to an alignment, the more of
/// it has to be seen. Highest sums of pictures that are none: 1.2 among radiographs, 1.71 among phantoms; lowest of
/// single copies 1.80 (two seeds of tools/bench/likeness.sh, which measures on others).
bool copies(const Alignment& alignment) {
  const double evidence = 0.03 * std::log2(alignment.agreeing / 8.0);
  return alignment.overlap > 0.65 && alignment.correlation + alignment.locally + evidence > 1.76;
}

/// "mirrored, rotated by 7°, cropped to 92 %".
std::string words(const Alignment& alignment, const Signature& a, const Signature& b) {
  std::string out;
  const auto add = [&](const std::string& what) { out += (out.empty() ? "" : ", ") + what; };
  const long degrees = std::lround(std::abs(alignment.degrees));
  const long percent = std::lround(100 * std::min(alignment.scale, 1 / alignment.scale));
  if (alignment.mirror == Mirror::sideways) add("mirrored");
  if (alignment.mirror == Mirror::upended) add("mirrored top to bottom");
  if (degrees > 0) add("rotated by " + std::to_string(degrees) + "°");
  if (percent < 99) add("cropped to " + std::to_string(percent) + " %");
  if (out.empty() && std::abs(a.brightness - b.brightness) > 0.02) add("brightened");
  return out.empty() ? "compressed or scaled" : out;
}

/// The first of every signature that comes, and what repeats it. What is blank resembles nothing.
struct Distinct {
  std::vector<int> index;
  std::vector<const Signature*> signatures;
  std::vector<Likeness> repeated;
};

Distinct distinct(const std::vector<Signature>& signatures) {
  Distinct out;
  std::unordered_map<std::string_view, int> first;
  for (int i = 0; i < static_cast<int>(signatures.size()); ++i) {
    const auto& bytes = signatures[i].thumbnail;
    const auto [it, fresh] = first.try_emplace({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, i);
    if (!fresh && !signatures[i].spots.empty() && signatures[it->second] == signatures[i]) {
      out.repeated.push_back({it->second, i, "the same pixels", 1});
    } else {
      out.index.push_back(i), out.signatures.push_back(&signatures[i]);
    }
  }
  return out;
}

/// Matches come sorted: those of a pair, mirrored or not, are neighbours.
std::vector<std::span<const SpotMatch>> by_pair(const std::vector<SpotMatch>& matches) {
  const auto pair = [](const SpotMatch& m) { return std::tie(m.image_a, m.image_b, m.mirror); };
  std::vector<std::span<const SpotMatch>> out;
  for (std::size_t from = 0, to; from < matches.size(); from = to) {
    for (to = from + 1; to < matches.size() && pair(matches[to]) == pair(matches[from]);) ++to;
    out.push_back(std::span(matches).subspan(from, to - from));
  }
  return out;
}

Alignments aligned(const std::vector<const Signature*>& signatures,
                   const std::vector<std::span<const SpotMatch>>& pairs, int threads,
                   const std::function<bool()>& stop) {
  Alignments out(pairs.size());
  in_parallel(pairs.size(), threads, stop, [&](std::size_t i) {
    const SpotMatch& match = pairs[i].front();
    out[i] = registered(*signatures[match.image_a], *signatures[match.image_b], pairs[i]);
  });
  return out;
}

}  // namespace

std::vector<Likeness> likenesses(const std::vector<Signature>& signatures, int threads,
                                 const std::function<bool()>& stop) {
  auto [index, firsts, found] = distinct(signatures);
  const std::vector<SpotMatch> all = matches(firsts, threads, stop);
  const auto pairs = by_pair(all);
  const Alignments alignments = aligned(firsts, pairs, threads, stop);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto& alignment = alignments[i];
    if (!alignment || !copies(*alignment)) continue;
    const int a = pairs[i].front().image_a, b = pairs[i].front().image_b;
    found.push_back({index[a], index[b], words(*alignment, *firsts[a], *firsts[b]), alignment->correlation});
  }
  const auto best_first = [](const Likeness& l) { return std::tuple(l.a, l.b, -l.correlation); };
  std::sort(found.begin(), found.end(), [&](const auto& l, const auto& r) { return best_first(l) < best_first(r); });
  found.erase(
      std::unique(found.begin(), found.end(), [](const auto& l, const auto& r) { return l.a == r.a && l.b == r.b; }),
      found.end());  // a symmetric picture is its own mirror
  return found;
}

}  // namespace xp
