// What was found in the files and pixels of a dataset, as plain numbers: the engine looks, `audit` judges.
#pragma once
#include <array>
#include <string>
#include <vector>

namespace xp {

/// One sample, whole, before any transform.
struct Look {
  std::string unreadable;               // why; empty: it was read
  double bytes = 0;                     // of the file; 0 for a drawn sample
  int width = 0, height = 0;            // pixels
  int channels = 1, bits = 8;           // as stored
  double brightness = 0, contrast = 0;  // mean and standard deviation of grey, white is 1
  double tint = 0;                      // mean distance of a pixel's colours from its grey, white is 1
  double border = 0;                    // share of a side, mean of both, that plain rows and columns frame
  std::array<double, 8> corners{};      // mean and deviation of grey in a sixth of the width and an eighth of the
                                        // height: upper left, upper right, lower left, lower right
  std::string device;                   // EXIF or DICOM make, model and software, joined; nothing that names a person
  std::string pixels;                   // SHA-256 of the decoded numbers
};

/// Deviation of brightness below which an image is empty.
inline constexpr double least_contrast = 1.0 / 255;

/// Whether a picture is there at all: what is unreadable or empty is no copy of what else is.
inline bool shows_something(const Look& look) { return look.unreadable.empty() && look.contrast >= least_contrast; }

/// Two samples that show the same picture.
struct Likeness {
  int a = 0, b = 0;        // indices into the listing, a < b
  std::string how;         // "the same pixels", "mirrored", "rotated by 7°", "cropped to 92 %", …
  double correlation = 1;  // of the two, brought into register
};

struct Survey {
  std::vector<Look> looks;  // one a sample, in the listing's order
  std::vector<Likeness> likenesses;
};

}  // namespace xp
