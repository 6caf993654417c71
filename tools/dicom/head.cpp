#include "tools/dicom/head.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include "framework/base/error.h"

namespace xp::dicom {
namespace {

std::string text(DcmDataset& data, const DcmTagKey& tag) {
  OFString value;
  data.findAndGetOFString(tag, value);
  const std::string all(value.c_str(), value.length());
  const std::size_t first = all.find_first_not_of(' ');
  return first == all.npos ? "" : all.substr(first, all.find_last_not_of(' ') - first + 1);
}

}  // namespace

Head head(const std::string& path) {
  [[maybe_unused]] static const bool quiet = (OFLog::configure(OFLogger::OFF_LOG_LEVEL), true);
  DcmFileFormat file;
  const OFCondition read = file.loadFileUntilTag(OFFilename(path.c_str()), EXS_Unknown, EGL_noChange, DCM_MaxReadLength,
                                                 ERM_fileOnly, DCM_PixelData);
  if (read.bad()) throw Error(std::string("not a DICOM file: ") + read.text());
  DcmDataset& data = *file.getDataset();
  Head out{text(data, DCM_PatientID), "", text(data, DCM_Manufacturer)};
  if (!out.id.empty()) out.issuer = text(data, DCM_IssuerOfPatientID);
  if (const std::string model = text(data, DCM_ManufacturerModelName); !model.empty())
    out.device += (out.device.empty() ? "" : " ") + model;
  return out;
}

}  // namespace xp::dicom
