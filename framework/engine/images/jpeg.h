// JPEG files at a scale that suffices: its blocks of 8×8 cosines are turned into 4×4, 2×2 or 1 pixels directly
// (scaled inverse DCT, as libjpeg does it), which spares most of the work on pixels that a resize would average away.
#pragma once
#include "framework/engine/images/decode.h"

namespace xp {

/// OpenCV's flag for reading a JPEG of this size: grey, from its luma alone, or colours; reduced to a half, a quarter
/// or an eighth as long as both sides, turned by EXIF or not, keep what is asked for.
int jpeg_flags(int width, int height, const Reading& reading);

}  // namespace xp
