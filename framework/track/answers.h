// What a loop of somebody's said of its images, as the store keeps it.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/store/record.h"
#include "framework/track/track.h"

namespace xp::track {

class Answers {
 public:
  /// In place of what was said of this part. Throws Error, naming the image, for classes that are not those of the
  /// other part, a label or a number of probabilities that does not fit them, probabilities that are none or do not sum
  /// to 1, and an image that comes twice.
  void set(xp::Part part, const std::vector<std::string>& classes, const std::vector<Prediction>& said);

  const std::vector<std::string>& classes() const { return classes_; }
  std::vector<xp::Part> parts() const;
  /// Of all parts; the predictions name them by their places here.
  std::vector<StoredSample> samples() const;
  std::vector<xp::Prediction> of(xp::Part part) const;

 private:
  void check(xp::Part part, const std::vector<std::string>& classes, const std::vector<Prediction>& said) const;

  std::vector<std::string> classes_;
  std::map<xp::Part, std::vector<Prediction>> said_;
};

}  // namespace xp::track
