// Radiographs as DICOM. DCMTK is behind this header.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "framework/engine/images/decode.h"
#include "framework/engine/images/file_facts.h"

namespace xp {

/// DICOM PS3.10: "DICM" after 128 bytes.
bool is_dicom(std::string_view bytes);

/// Channels and bits as stored; manufacturer, model and software. Nothing else of the tags is looked at.
FileFacts dicom_facts(std::string_view bytes);

/// As it is meant to be seen (PS3.3 C.11 and C.7.6.3.1.2): rescaled, windowed, MONOCHROME1 inverted, so that 0 is
/// black, in 16 bits; overlays are not drawn. Stored as it is, or by JPEG, JPEG-LS or RLE. Without a window and VOI
/// LUT, or when none is wanted, the darkest pixel is 0 and the brightest 1. Empty for several frames, for more than
/// most_pixels and for what cannot be decoded; `why` then tells.
std::optional<Image> decode_dicom(std::string_view bytes, const Reading& reading, std::string& why);

}  // namespace xp
