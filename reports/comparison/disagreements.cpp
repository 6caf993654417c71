#include "reports/comparison/disagreements.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "reports/outcome.h"

namespace xp {
namespace {

const StoredSample& sample_of(const Record& record, const Prediction& said) {
  return record.samples[static_cast<std::size_t>(said.sample)];
}

}  // namespace

std::vector<Disagreement> disagreements(const Comparison& c) {
  std::map<std::string, Disagreement> images;
  for (const Pair& pair : c.pairs)
    for (const Flip& flip : pair.flips) {
      Disagreement& one = images[flip.sample];
      if (one.said.empty()) one = {flip.sample, flip.truth, std::vector<std::string>(c.runs.size())};
      one.said[pair.first] = flip.first, one.said[pair.second] = flip.second;
    }
  std::vector<Disagreement> out;
  for (auto& [image, one] : images) {
    one.right = static_cast<int>(std::count(one.said.begin(), one.said.end(), one.truth));
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<const Flip*> telling(const Pair& pair, const std::vector<double>& surety, std::size_t most) {
  assert(surety.size() == pair.flips.size());
  std::vector<std::size_t> order(pair.flips.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return surety[a] > surety[b]; });
  std::vector<const Flip*> sides[2], out;
  for (const std::size_t i : order) sides[pair.flips[i].first_right ? 0 : 1].push_back(&pair.flips[i]);
  for (std::size_t i = 0; i < order.size(); ++i)
    for (const auto& side : sides)
      if (i < side.size() && out.size() < most) out.push_back(side[i]);
  return out;
}

TestAnswers::TestAnswers(const std::vector<const Record*>& records) : records_(records) {
  for (const Record* record : records) {
    said_.push_back(usable(*record, Part::test));
    auto& names = by_name_.emplace_back();
    auto& contents = by_content_.emplace_back();
    for (std::size_t i = 0; i < said_.back().size(); ++i) {
      const StoredSample& sample = sample_of(*record, said_.back()[i]);
      names.emplace(image_of(*record, sample), i);
      if (!sample.sha256.empty()) contents.emplace(sample.sha256, i);
    }
  }
}

const Prediction* TestAnswers::of(std::size_t run, const std::string& image) const {
  for (std::size_t other = 0; other < records_.size(); ++other) {
    const auto named = by_name_[other].find(image);
    if (named == by_name_[other].end()) continue;
    const std::string& content = sample_of(*records_[other], said_[other][named->second]).sha256;
    const auto same = by_content_[run].find(content);
    if (!content.empty() && same != by_content_[run].end()) return &said_[run][same->second];
    break;
  }
  const auto own = by_name_[run].find(image);
  return own == by_name_[run].end() ? nullptr : &said_[run][own->second];
}

Prediction TestAnswers::of(std::size_t run, const std::string& image, std::size_t as) const {
  const Prediction* own = of(run, image);
  assert(own);
  const std::vector<std::string>&from = records_[run]->classes, &to = records_[as]->classes;
  if (from == to) return *own;
  Prediction out{own->sample, own->label, std::vector<double>(to.size())};
  for (std::size_t c = 0; c < from.size() && c < own->probabilities.size(); ++c) {
    const auto place = static_cast<std::size_t>(std::find(to.begin(), to.end(), from[c]) - to.begin());
    if (place == to.size()) continue;
    out.probabilities[place] = own->probabilities[c];
    if (static_cast<int>(c) == own->label) out.label = static_cast<int>(place);
  }
  return out;
}

}  // namespace xp
