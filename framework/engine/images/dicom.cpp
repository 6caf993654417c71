#include "framework/engine/images/dicom.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmimage/diregist.h>
#include <dcmtk/dcmimgle/dcmimage.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <fmt/format.h>

namespace xp {
namespace {

void register_once() {
  [[maybe_unused]] static const bool once = [] {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    DcmRLEDecoderRegistration::registerCodecs();
    DJDecoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
    return true;
  }();
}

/// By the file's meta header. Inflating knows no bound: a small file may claim any memory.
bool is_deflated(std::string_view bytes) {
  DcmInputBufferStream stream;
  stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  stream.setEos();
  DcmMetaInfo meta;
  meta.transferInit();
  meta.read(stream);
  meta.transferEnd();
  const char* syntax = nullptr;
  meta.findAndGetString(DCM_TransferSyntaxUID, syntax);
  return syntax && DcmXfer(syntax).getXfer() == EXS_DeflatedLittleEndianExplicit;
}

OFCondition parse(std::string_view bytes, DcmFileFormat& file) {
  DcmInputBufferStream stream;
  stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  stream.setEos();
  file.transferInit();
  const OFCondition read = file.read(stream);
  file.transferEnd();
  return read;
}

long number(DcmDataset& data, const DcmTagKey& tag, long missing) {
  Sint32 whole = 0;
  Uint16 word = 0;
  if (data.findAndGetUint16(tag, word).good()) return word;
  if (data.findAndGetSint32(tag, whole).good()) return whole;
  return missing;
}

/// Whether so many bytes of pixels lie in the file as its header claims; compressed ones are the decoder's to judge.
bool is_whole(DcmDataset& data, long rows, long columns) {
  if (DcmXfer(data.getOriginalXfer()).isEncapsulated()) return true;
  DcmElement* pixels = nullptr;
  if (data.findAndGetElement(DCM_PixelData, pixels).bad() || !pixels) return false;
  const auto bits = static_cast<double>(rows) * static_cast<double>(columns) *
                    static_cast<double>(number(data, DCM_BitsAllocated, 16) * number(data, DCM_SamplesPerPixel, 1));
  return 8.0 * pixels->getLengthField() >= bits;
}

void choose_range(DicomImage& image, bool window) {
  if (!image.isMonochrome()) return;
  if (window && image.getWindowCount() > 0 && image.setWindow(0)) return;
  if (window && image.getVoiLutCount() > 0 && image.setVoiLut(0)) return;
  image.setMinMaxWindow(0);
}

Image made(const DicomImage& source, const Uint16* words, int channels) {
  const int stored = source.isMonochrome() ? 1 : 3;
  Image image(static_cast<int>(source.getWidth()), static_cast<int>(source.getHeight()), channels);
  const std::size_t pixels = image.pixels.size() / static_cast<std::size_t>(channels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const auto at = [&](int c) { return static_cast<float>(words[i * stored + (stored == 3 ? c : 0)]) / 65535; };
    if (channels == 3)
      for (int c = 0; c < 3; ++c) image.pixels[3 * i + c] = at(c);
    else
      image.pixels[i] = stored == 1 ? at(0) : 0.299f * at(0) + 0.587f * at(1) + 0.114f * at(2);  // ITU-R BT.601
  }
  return image;
}

}  // namespace

bool is_dicom(std::string_view bytes) { return bytes.size() > 132 && bytes.substr(128, 4) == "DICM"; }

FileFacts dicom_facts(std::string_view bytes) {
  register_once();
  DcmFileFormat file;
  if (!is_dicom(bytes) || is_deflated(bytes) || parse(bytes, file).bad()) return {};
  DcmDataset& data = *file.getDataset();
  FileFacts out{static_cast<int>(number(data, DCM_SamplesPerPixel, 1)),
                static_cast<int>(number(data, DCM_BitsStored, 0)), ""};
  for (const DcmTagKey& tag : {DCM_Manufacturer, DCM_ManufacturerModelName, DCM_SoftwareVersions}) {
    OFString word;
    if (data.findAndGetOFString(tag, word).good() && !word.empty())
      out.device += (out.device.empty() ? "" : " ") + std::string(word.c_str());
  }
  return out;
}

std::optional<Image> decode_dicom(std::string_view bytes, const Reading& reading, std::string& why) {
  register_once();
  if (is_deflated(bytes)) return why = "DICOM deflated as a whole; dcmconv writes it plainly", std::nullopt;
  DcmFileFormat file;
  if (const OFCondition read = parse(bytes, file); read.bad())
    return why = fmt::format("not a whole DICOM file: {}", read.text()), std::nullopt;
  DcmDataset& data = *file.getDataset();
  const long rows = number(data, DCM_Rows, 0), columns = number(data, DCM_Columns, 0);
  if (rows <= 0 || columns <= 0) return why = "DICOM without an image", std::nullopt;
  if (too_large(static_cast<std::uint64_t>(columns), static_cast<std::uint64_t>(rows), why)) return std::nullopt;
  if (const long frames = number(data, DCM_NumberOfFrames, 1); frames > 1)
    return why = fmt::format("DICOM of {} frames; export the one that is meant as a file of its own", frames),
           std::nullopt;
  if (!is_whole(data, rows, columns)) return why = "the file is cut short", std::nullopt;

  DicomImage image(&file, data.getOriginalXfer(), CIF_DecompressCompletePixelData | CIF_MayDetachPixelData);
  if (image.getStatus() != EIS_Normal)
    return why = fmt::format("DICOM that cannot be decoded: {}", DicomImage::getString(image.getStatus())),
           std::nullopt;
  image.hideAllOverlays();
  choose_range(image, reading.dicom_window);
  const auto* words = static_cast<const Uint16*>(image.getOutputData(16));
  if (!words) return why = "DICOM whose pixels cannot be shown", std::nullopt;
  return made(image, words, reading.channels);
}

}  // namespace xp
