// HDF5's types of numbers and xp's.
#pragma once
#include <optional>

#include "tools/hdf5/file.h"

namespace xp::hdf5 {

struct MemoryType {
  Element element;
  Id type;  // little-endian; unsigned numbers of 16 and 32 bits become signed ones of twice as many
};
/// How the numbers of an open dataset are to be read; none when they are nothing that weight files hold.
std::optional<MemoryType> memory_type(hid_t dataset, hid_t type);

}  // namespace xp::hdf5
