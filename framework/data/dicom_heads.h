// What a listing needs of DICOM files before anybody decodes them: whose picture it is, as a keyed hash, and of which
// device. A process with limits reads them (tools/dicom), which a hostile file may kill; the tags stay there.
#pragma once
#include <string>
#include <vector>

namespace xp {

struct DicomHead {
  std::string patient;  // keyed hash of patient id and its issuer, 20 hex digits; empty where the file names none
  std::string id;       // that of the id alone: the same where no issuer is named
  std::string device;   // manufacturer and model
  std::string problem;  // why it could not be read; empty: it was
};

/// One for each file, in order. The key lies in XP_HOME/patients.key and is made when it is first needed: other homes
/// know the same patient by another hash. Throws Error when the reader cannot be started.
std::vector<DicomHead> dicom_heads(const std::vector<std::string>& files);

/// What the reader wrote of `asked` files before it ended with `code`, or, above 128, died of signal code - 128: then
/// the file it was at has a problem, and those behind it are left to be asked for again.
std::vector<DicomHead> dicom_answer(int code, const std::string& output, std::size_t asked);

}  // namespace xp
