// Where Keras keeps its weights in an HDF5 file, and under which names they leave it.
#pragma once
#include "tools/hdf5/file.h"

namespace xp::hdf5 {

/// Keras 1 and 2 (and Keras 3 where it writes .h5): full saves and weights alone, "conv2d_1/kernel". Keras 3's
/// .weights.h5: "conv2d_1/vars/0". Any other file: its datasets by their paths. Metadata as weights.h says.
WeightFile read(const std::string& path, Budget& budget);

}  // namespace xp::hdf5
