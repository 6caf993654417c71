// Changes of geometry about an image's centre, shared by all that turns, shifts, scales or shears.
#pragma once
#include <cmath>
#include <numbers>

#include "framework/experiment.h"

namespace xp {

/// What happens to the picture: it is scaled, sheared, turned, then shifted. As torchvision's `affine`: positive
/// degrees turn clockwise, a positive shear slides what lies above the centre to the right.
struct Motion {
  double degrees = 0, shear = 0, scale = 1;
  double right = 0, down = 0;  // shares of the width and height
  bool operator==(const Motion&) const = default;
};

/// Where each pixel of the moved picture comes from.
inline Affine origin(const Motion& m, int width, int height) {
  const double radian = std::numbers::pi / 180;
  const double c = std::cos(m.degrees * radian), s = std::sin(m.degrees * radian), t = std::tan(m.shear * radian);
  // Forwards: scale · [c -s; s c] · [1 -t; 0 1]; its inverse, with the centre staying where it is but for the shift.
  const double a = (c - s * t) / m.scale, b = (s + c * t) / m.scale, d = -s / m.scale, e = c / m.scale;
  const double x = (width - 1) / 2.0, y = (height - 1) / 2.0;
  const double from_x = x + m.right * width, from_y = y + m.down * height;
  return {a, b, x - a * from_x - b * from_y, d, e, y - d * from_x - e * from_y};
}

/// An augmentation that moves the picture, resampled once.
struct Moving : Transform {
  std::string beyond = "black";

  virtual Motion draw(Random& random) const = 0;
  bool augments() const override { return true; }
  bool sees_black() const override { return beyond == "black"; }

  Image apply(const Image& image, const ImageOps& ops, Random& random) const override {
    const Motion motion = draw(random);
    if (motion == Motion()) return image;
    return ops.warp(image, origin(motion, image.width, image.height),
                    {beyond == "mirror" ? Beyond::mirrored : Beyond::constant, 0});
  }

 protected:
  static double either_side(double most, Random& random) { return most * random.uniform(-1, 1); }

  template <class P>
  static void describe_beyond(Params<P>& p) {
    p("beyond", &Moving::beyond, "what comes in from outside: black, or the image mirrored at its edge")
        .one_of({"black", "mirror"});
  }
};

}  // namespace xp
