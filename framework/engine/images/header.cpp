#include "framework/engine/images/header.h"

#include <algorithm>
#include <cstddef>
#include <set>

#include "framework/engine/images/jpeg_segments.h"
#include "framework/engine/images/numbers_in_bytes.h"

namespace xp {
namespace {

/// The frame header (SOF) among the segments.
Header jpeg(std::string_view bytes) {
  const NumbersInBytes n{bytes};
  auto segment = jpeg_segment(bytes, 2);
  while (segment && !segment->is_frame() && segment->marker != 0xDA) segment = jpeg_segment(bytes, segment->next);
  if (!segment || !segment->is_frame()) return {Format::jpeg};
  return {Format::jpeg, n.at(segment->at + 5, 2), n.at(segment->at + 3, 2)};
}

Header png(std::string_view bytes) {
  const NumbersInBytes n{bytes};
  const std::uint64_t colour = n.at(25, 1);
  Header out{Format::png, n.at(16, 4), n.at(20, 4), colour == 4 || colour == 6};
  for (std::uint64_t at = 33; colour == 3 && at + 8 < bytes.size() && bytes.substr(at + 4, 4) != "IDAT";) {
    out.alpha = out.alpha || bytes.substr(at + 4, 4) == "tRNS";
    at += 12 + n.at(at, 4);
  }
  return out;
}

/// Every directory's width and height (tags 256 and 257), the greatest of each: which page is read is the decoder's.
/// Directories that overlap could hold more entries than the file has room for: of such a file no size is told.
Header tiff(std::string_view bytes) {
  const NumbersInBytes n{bytes, bytes[0] == 'M'};
  const bool big = n.at(2, 2) == 43;  // BigTIFF
  const int word = big ? 8 : 4, entry_size = big ? 20 : 12, counter = big ? 8 : 2;
  Header out{Format::tiff};
  std::set<std::uint64_t> seen;
  std::uint64_t room = bytes.size() / entry_size;  // entries
  for (std::uint64_t at = n.at(big ? 8 : 4, word); at > 0 && at < bytes.size() && seen.insert(at).second;) {
    const std::uint64_t entries = std::min<std::uint64_t>(n.at(at, counter), bytes.size() / entry_size);
    if (entries > room) return {Format::tiff};
    room -= entries;
    for (std::uint64_t i = 0; i < entries; ++i) {
      const std::uint64_t entry = at + counter + i * entry_size, tag = n.at(entry, 2), type = n.at(entry + 2, 2);
      const std::uint64_t value = n.at(entry + 4 + word, type == 3 ? 2 : type == 16 ? 8 : 4);
      if (tag == 256) out.width = std::max(out.width, value);
      if (tag == 257) out.height = std::max(out.height, value);
      if (tag == 262) out.negative = value == 0;
    }
    at = n.at(at + counter + entries * entry_size, word);
  }
  return out;
}

/// OS/2's core header has numbers of 16 bits; a negative height counts from the top.
Header bmp(std::string_view bytes) {
  const NumbersInBytes n{bytes, false};
  if (n.at(14, 4) == 12) return {Format::bmp, n.at(18, 2), n.at(20, 2)};
  const auto size = [&](std::uint64_t at) {
    const auto value = static_cast<std::int32_t>(n.at(at, 4));
    return static_cast<std::uint64_t>(value < 0 ? -static_cast<std::int64_t>(value) : value);
  };
  return {Format::bmp, size(18), size(22)};
}

}  // namespace

std::optional<Header> header(std::string_view bytes) {
  const std::string_view four = bytes.substr(0, 4);
  const auto is = [&](const char(&magic)[5]) { return four == std::string_view(magic, 4); };
  if (four.substr(0, 3) == "\xFF\xD8\xFF") return jpeg(bytes);
  if (bytes.substr(0, 8) == "\x89PNG\r\n\x1A\n") return png(bytes);
  if (is("II*\0") || is("MM\0*") || is("II+\0") || is("MM\0+")) return tiff(bytes);
  if (four.substr(0, 2) == "BM") return bmp(bytes);
  return {};
}

}  // namespace xp
