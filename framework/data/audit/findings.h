// What an audit is made of. A question without an answer adds nothing.
#pragma once
#include "framework/data/audit.h"
#include "framework/data/facts.h"

namespace xp {

struct Audited {
  const Listing& listing;
  const Division& parts;
  const Survey& survey;
  const std::vector<Fact> facts;
  const std::vector<int> units;

  std::size_t size() const { return listing.samples.size(); }
  const Sample& sample(int i) const { return listing.samples[static_cast<std::size_t>(i)]; }
  const Look& look(int i) const { return survey.looks[static_cast<std::size_t>(i)]; }
  bool divided() const { return !parts.of.empty(); }
  Part part(int i) const { return divided() ? parts.of[static_cast<std::size_t>(i)] : Part::train; }
  /// "a/1.png", with its part where there are parts.
  std::string shown(int i) const;
};

using Findings = std::vector<Audit::Finding>;
/// Exact copies, equal pixels, near copies; oversampling before the split; one picture under two labels.
void judge_copies(const Audited& data, Findings& out);
/// Groups on two sides.
void judge_groups(const Audited& data, Findings& out);
/// Labels that can be told without anatomy.
void judge_shortcuts(const Audited& data, Findings& out);
/// Parts that are not alike.
void judge_drift(const Audited& data, Findings& out);
/// Small classes, unequal ones, parts without one.
void judge_counts(const Audited& data, Findings& out);
/// What cannot be read, is empty, tiny or of an odd shape.
void judge_files(const Audited& data, Findings& out);

/// "1 image", "3 images".
std::string counted(std::size_t n, const std::string& noun);
/// "6 %".
std::string percentage(double share);

}  // namespace xp
