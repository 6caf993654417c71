#include "framework/track/answers.h"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "framework/base/text.h"

namespace xp::track {
namespace {

constexpr double rounding = 1e-3;  // of a sum: single precision, or four decimals

std::string in_words(xp::Part part) { return part == xp::Part::test ? "test" : "validation"; }

void check_probabilities(const Prediction& p, const std::string& of, std::size_t classes) {
  if (p.probabilities.size() != classes)
    throw Error(fmt::format("{}: {} probabilities for {} classes", of, p.probabilities.size(), classes),
                "one a class, in the order of the classes");
  double sum = 0;
  for (const double q : p.probabilities) {
    if (!(q >= 0 && q <= 1))
      throw Error(fmt::format("{}: {} is no probability", of, decimal(q)), "softmax makes probabilities of logits");
    sum += q;
  }
  if (std::abs(sum - 1) > rounding)
    throw Error(fmt::format("{}: the probabilities sum to {}, not to 1", of, decimal(sum)),
                "one a class; of two classes that are told by one number p, 1 - p and p");
}

/// To the sum 1, from one that is 1 but for rounding.
std::vector<double> scaled(std::vector<double> probabilities) {
  double sum = 0;
  for (const double q : probabilities) sum += q;
  for (double& q : probabilities) q /= sum;
  return probabilities;
}

}  // namespace

void Answers::check(xp::Part part, const std::vector<std::string>& classes, const std::vector<Prediction>& said) const {
  std::set<std::string> seen;
  for (const auto& [other, rows] : said_)
    if (other != part)
      for (const Prediction& p : rows) seen.insert(p.image);
  for (std::size_t i = 0; i < said.size(); ++i) {
    const Prediction& p = said[i];
    const std::string of = fmt::format("{} image {} (\"{}\")", in_words(part), i + 1, p.image);
    if (p.image.empty()) throw Error(of + " has no name", "runs are compared image by image, by these names");
    if (!seen.insert(p.image).second) throw Error(of + " comes twice", "each image once, in one part");
    if (p.label < 0 || static_cast<std::size_t>(p.label) >= classes.size())
      throw Error(fmt::format("{}: label {} is none of {} classes", of, p.label, classes.size()),
                  "labels are places among the classes, from 0");
    check_probabilities(p, of, classes.size());
  }
}

void Answers::set(xp::Part part, const std::vector<std::string>& classes, const std::vector<Prediction>& said) {
  if (classes.size() < 2 || std::set(classes.begin(), classes.end()).size() != classes.size())
    throw Error(fmt::format("these are no classes to tell apart: {}", classes.empty() ? "none" : join(classes)),
                "two at least, each with a name of its own");
  const bool alone = said_.empty() || (said_.size() == 1 && said_.count(part));
  if (!alone && classes != classes_)
    throw Error(fmt::format("the classes of {} are {}, those of the other part {}", in_words(part), join(classes),
                            join(classes_)),
                "the same for both, in the same order");
  check(part, classes, said);
  classes_ = classes, said_[part] = said;
}

std::vector<xp::Part> Answers::parts() const {
  std::vector<xp::Part> out;
  for (const auto& [part, rows] : said_) out.push_back(part);
  return out;
}

std::vector<StoredSample> Answers::samples() const {
  std::vector<StoredSample> out;
  for (const auto& [part, rows] : said_)
    for (const Prediction& p : rows) out.push_back({p.image, p.label, part, p.group, ""});
  return out;
}

std::vector<xp::Prediction> Answers::of(xp::Part part) const {
  std::vector<xp::Prediction> out;
  int place = 0;
  for (const auto& [of, rows] : said_)
    for (const Prediction& p : rows) {
      if (of == part) out.push_back({place, p.label, scaled(p.probabilities)});
      ++place;
    }
  return out;
}

}  // namespace xp::track
