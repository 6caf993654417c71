#include "framework/engine/images/file_facts.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "framework/engine/images/dicom.h"
#include "framework/engine/images/numbers_in_bytes.h"

namespace xp {
namespace {

/// Printable ASCII up to the first NUL, without spaces around it.
std::string text(std::string_view raw) {
  std::string out(raw.substr(0, raw.find('\0')));
  std::erase_if(out, [](unsigned char c) { return c < 32 || c > 126; });
  const auto first = out.find_first_not_of(' ');
  return first == std::string::npos ? "" : out.substr(first, out.find_last_not_of(' ') - first + 1);
}

/// The first directory of a TIFF, which EXIF is.
FileFacts tiff(std::string_view bytes) {
  enum Tag { bits_per_sample = 258, make = 271, model = 272, samples_per_pixel = 277, software = 305 };
  const NumbersInBytes n{bytes, bytes.substr(0, 2) == "MM"};
  const std::size_t directory = n.at(4, 4);
  FileFacts out;
  std::string words[3];
  const std::uint32_t entries = std::min<std::uint32_t>(n.at(directory, 2), 512);
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + 12 * static_cast<std::size_t>(i);
    const std::uint32_t tag = n.at(entry, 2), count = n.at(entry + 4, 4);
    if (tag == samples_per_pixel) out.channels = static_cast<int>(n.at(entry + 8, 2));
    if (tag == bits_per_sample) out.bits = static_cast<int>(n.at(count > 2 ? n.at(entry + 8, 4) : entry + 8, 2));
    if (tag != make && tag != model && tag != software) continue;
    const std::size_t place = count > 4 ? n.at(entry + 8, 4) : entry + 8;
    if (place < bytes.size() && count <= 256)
      words[tag == make ? 0 : tag == model ? 1 : 2] = text(bytes.substr(place, count));
  }
  for (const std::string& word : words)
    if (!word.empty()) out.device += (out.device.empty() ? "" : " ") + word;
  return out;
}

FileFacts jpeg(std::string_view bytes) {
  const NumbersInBytes n{bytes};
  FileFacts out;
  for (std::size_t at = 2; at + 9 < bytes.size() && n.at(at, 1) == 0xFF;) {
    const std::uint32_t marker = n.at(at + 1, 1), length = n.at(at + 2, 2);
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    if (marker == 0xE1 && bytes.substr(at + 4, 6) == std::string_view("Exif\0\0", 6))
      out.device = tiff(bytes.substr(at + 10, length < 8 ? 0 : length - 8)).device;
    const bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) out.bits = static_cast<int>(n.at(at + 4, 1)), out.channels = static_cast<int>(n.at(at + 9, 1));
    if (frame || marker == 0xDA) break;
    at += 2 + length;
  }
  return out;
}

FileFacts png(std::string_view bytes) {
  const NumbersInBytes n{bytes};
  const std::uint32_t bits = n.at(24, 1), type = n.at(25, 1);
  return {type == 0 ? 1 : type == 4 ? 2 : type == 6 ? 4 : 3, type == 3 ? 8 : static_cast<int>(bits), ""};
}

FileFacts bmp(std::string_view bytes) {
  const int bits = static_cast<int>(NumbersInBytes{bytes, false}.at(28, 2));
  return bits > 8 ? FileFacts{bits / 8, 8, ""} : FileFacts{1, bits, ""};
}

}  // namespace

FileFacts file_facts(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 4);
  if (head.substr(0, 2) == "\xFF\xD8") return jpeg(bytes);
  if (head == "\x89PNG") return png(bytes);
  if (head.substr(0, 2) == "BM") return bmp(bytes);
  if (head == std::string_view("II*\0", 4) || head == std::string_view("MM\0*", 4)) return tiff(bytes);
  return is_dicom(bytes) ? dicom_facts(bytes) : FileFacts{};
}

}  // namespace xp
