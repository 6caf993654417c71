// A finished picture becomes an augmented copy of itself.
#pragma once
#include "framework/experiment.h"
#include "registry/datasets/phantom/name.h"

namespace xp::phantom {

/// A treatment other than none, and how much of it.
Origin draw_treatment(Picture of, Random& random);

/// Bilinear; beyond the edge lies the edge's own pixel (Keras' ImageDataGenerator does so). A crop leaves fewer pixels,
/// at a place drawn from `random`; every other copy keeps the size.
Image treated(const Image& image, const Origin& origin, Random& random);

}  // namespace xp::phantom
