// What an image file claims before anything is decoded or allocated.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace xp {

enum class Format { jpeg, png, tiff, bmp };

struct Header {
  Format format = Format::jpeg;
  std::uint64_t width = 0, height = 0;  // pixels, before any turning; 0 where the file does not say
  bool alpha = false;                   // PNG alone: a channel of opacity, or a palette with one
  bool negative = false;                // TIFF alone: grey whose 0 is white (PhotometricInterpretation 0)
};

/// By content: JPEG (ITU-T T.81), PNG (ISO 15948), TIFF 6.0 (its largest page) and BMP; none for anything else. Never
/// throws, whatever the bytes.
std::optional<Header> header(std::string_view bytes);

}  // namespace xp
