// The few tags that a listing needs. DCMTK is behind this header.
#pragma once
#include <string>

namespace xp::dicom {

struct Head {
  std::string id, issuer;  // of the patient: (0010,0020) and (0010,0021); no issuer without an id
  std::string device;      // (0008,0070) and (0008,1090)
};

/// Reads up to the pixels. Throws Error when it is no DICOM file.
Head head(const std::string& path);

}  // namespace xp::dicom
