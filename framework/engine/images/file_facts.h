// What a file's header says of how it was made, without decoding it.
#pragma once
#include <string>
#include <string_view>

namespace xp {

struct FileFacts {
  int channels = 0, bits = 0;  // as stored, bits a channel; 0: not known
  std::string device;          // make, model and software from EXIF, joined; nothing else of EXIF is looked at
};

/// Of JPEG (ITU-T T.81), PNG (ISO 15948), BMP, DICOM and TIFF 6.0 with EXIF 2.3 tags. Never throws: what is cut short,
/// or lies, says nothing.
FileFacts file_facts(std::string_view bytes);

}  // namespace xp
