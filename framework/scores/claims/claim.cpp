#include "framework/scores/claims/claim.h"

#include "framework/scores/claims/larger.h"
#include "framework/scores/claims/parts.h"
#include "framework/scores/claims/search.h"

namespace xp {
namespace {

/// Nothing fits, and where larger sizes count, none of them either.
bool impossible(const Claim& claim, const Checked& as, bool none_larger) {
  if (none_larger && !none_from(claim, as.others, as.pooled, claim.sizes.high + 1)) return false;
  ClaimSearch search(claim, as.others, as.pooled, claim.sizes.high);
  for (std::int64_t n = claim.sizes.high; n >= claim.sizes.low; --n) {
    const auto found = search.at(n, 1);
    if (found.undecided || found.fitting.ways > 0) return false;
  }
  return true;
}

/// Takes away what is not needed for it to be impossible: each part that is left is needed.
std::vector<std::string> conflict_of(const Checked& checked) {
  std::vector<std::string> names;
  each_part(checked.claim, [&](const std::string& name, const auto& part) {
    if (part) names.push_back(name);
  });
  Claim claim = checked.claim;
  std::vector<std::string> needed;
  for (const std::string& name : names) {
    Claim less = claim;
    each_part(less, [&](const std::string& each, auto& part) {
      if (each == name) part.reset();
    });
    if (impossible(less, checked, checked.none_larger))
      claim = less;
    else
      needed.push_back(name);
  }
  return needed;
}

/// The figures that are impossible without any other.
std::vector<std::string> alone_of(const Checked& checked) {
  std::vector<std::string> out;
  for (const auto& [name, rate] : figures_of(checked.claim)) {
    if (name.rfind("share:", 0) == 0) continue;
    Claim only = checked.claim;
    each_part(only, [&](const std::string& each, auto& part) {
      if (each != name) part.reset();
    });
    if (impossible(only, checked, checked.none_larger)) out.push_back(name);
  }
  return out;
}

}  // namespace

Checked check(const Claim& said) {
  check_sense(said);
  Checked out;
  out.claim = settled(said);
  const Claim& claim = out.claim;
  out.assumed_all = claim.number_of_classes != said.number_of_classes;
  const bool averages = claim.balanced_accuracy || claim.macro_precision || claim.macro_f1;
  const int more = claim.number_of_classes - static_cast<int>(claim.classes.size());
  out.pooled = claim.number_of_classes == 0 || (more > 1 && !averages);
  out.others = out.pooled ? 1 : more;
  ClaimSearch search(claim, out.others, out.pooled, claim.sizes.high);
  for (std::int64_t n = claim.sizes.low; n <= claim.sizes.high; ++n) {
    const auto found = search.at(n);
    if (found.undecided) out.undecided.push_back(n);
    if (found.fitting.ways > 0) out.fits.push_back(found.fitting);
  }
  out.none_larger = claim.larger && none_from(claim, out.others, out.pooled, claim.sizes.high + 1);
  if (!out.impossible()) return out;
  out.alone = alone_of(out);
  out.conflict = out.alone.empty() ? conflict_of(out) : std::vector{out.alone.front()};
  return out;
}

std::vector<std::pair<std::string, ClaimedRate>> figures_of(const Claim& claim) {
  std::vector<std::pair<std::string, ClaimedRate>> out;
  each_part(claim, [&](const std::string& name, const auto& part) {
    if constexpr (std::is_same_v<std::decay_t<decltype(*part)>, ClaimedRate>)
      if (part) out.emplace_back(name, *part);
  });
  return out;
}

}  // namespace xp
