// What transforms ask for, done by OpenCV.
#pragma once
#include "framework/data/image.h"

namespace xp {

class CvImageOps : public ImageOps {
 public:
  Image resize(const Image& image, int width, int height, Filter filter) const override;
  Image warp(const Image& image, const Affine& from, Beyond beyond) const override;
  Image displace(const Image& image, const Image& dx, const Image& dy, Beyond beyond) const override;
  Image blur(const Image& image, double sigma) const override;
  Image clahe(const Image& image, double clip, int tiles) const override;
  Image edges(const Image& image, double low, double high) const override;
};

}  // namespace xp
