// What the figures of one class leave open, once it is said how many of its images were right.
#pragma once
#include "framework/scores/claims/claim.h"

namespace xp {

/// Images s and named q of a class, with s + q: {s in .., q in .., s + q in ..}. Such sets (integral generalized
/// polymatroids: Frank and Tardos, Mathematical Programming 42 (1988)) add up without gaps: sums of several reach every
/// whole (Σs, Σq) within the sums of their tight bounds. So the search need not look at single s and q.
struct Open {
  Span images, named, both;
  /// Narrows each to what the others leave; false where nothing is left.
  bool tighten();
};
Open operator+(const Open& a, const Open& b);
/// Whether (Σs, Σq) = (n, n) is within.
bool reaches(const Open& sum, std::int64_t n);

/// One class in the search.
struct OfClass {
  ClaimedClass claimed;
  bool pooled = false;                                                    // other classes, any number
  bool with_images = false;                                               // at least one image
  bool choose_images = false, choose_named = false, choose_both = false;  // one by one: macro figures and specificity

  /// From its figures alone, in test sets of at most `most` images.
  Open alone(std::int64_t right, std::int64_t most) const;
  /// Of `n` images, `wrong` of all classes being wrong; narrows what `alone` gave. False where nothing is left.
  bool narrow(Open& open, std::int64_t right, std::int64_t n, std::int64_t wrong) const;
  /// Of `n` images, what is left when it has so many images: for specificity.
  bool narrow_specificity(Open& open, std::int64_t right, std::int64_t n) const;
};

}  // namespace xp
