// Small pictures on disk, and folders of them, written without any library.
#pragma once
#include <cstdint>
#include <string>

#include "tests/support/program.h"

namespace xp::test {

/// A grey BMP of 24 bits: a bright bar, upright for label 0, lying for others, at a place that `seed` gives.
inline std::string bmp(int label, int seed, int size = 16) {
  std::string pixels;
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) {
      const bool bar = (label == 0 ? x : y) / 3 == seed % 5;
      pixels += std::string(3, static_cast<char>(bar ? 200 + seed % 40 : (x * 7 + y * 3 + seed) % 60));
    }
  std::string out = "BM";
  const auto number = [&](std::uint32_t n, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(n >> 8 * i & 0xFF);
  };
  number(static_cast<std::uint32_t>(54 + pixels.size()), 4), number(0, 4), number(54, 4), number(40, 4);
  number(static_cast<std::uint32_t>(size), 4), number(static_cast<std::uint32_t>(size), 4), number(1, 2), number(24, 2);
  number(0, 4), number(static_cast<std::uint32_t>(pixels.size()), 4), number(0, 4), number(0, 4), number(0, 4),
      number(0, 4);
  return out + pixels;
}

/// folder/lying and folder/upright with so many pictures each.
inline std::string write_folder(const fs::path& folder, int lying, int upright) {
  fs::create_directories(folder);
  for (int i = 0; i < lying; ++i) write(folder / "lying" / (std::to_string(i) + ".bmp"), bmp(1, i));
  for (int i = 0; i < upright; ++i) write(folder / "upright" / (std::to_string(i) + ".bmp"), bmp(0, i));
  return folder.string();
}

}  // namespace xp::test
