#include "framework/data/dicom_heads.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/process.h"
#include "framework/base/secret.h"
#include "framework/base/text.h"

namespace xp {
namespace {

constexpr std::size_t at_once = 200;  // paths on one command line

std::string reason(int code) {
  return code > 128
             ? fmt::format("the process that reads DICOM died of signal {}: damaged, or made to break it", code - 128)
             : fmt::format("the process that reads DICOM ended with {}", code);
}

}  // namespace

/// Lines that came whole: "patient\tid\tdevice\tproblem".
std::vector<DicomHead> dicom_answer(int code, const std::string& output, std::size_t asked) {
  std::vector<std::string> lines = split(output, '\n');
  lines.pop_back();
  std::vector<DicomHead> out;
  for (const std::string& line : lines) {
    const std::vector<std::string> cells = split(line, '\t');
    if (cells.size() != 4) break;
    out.push_back({cells[0], cells[1], cells[2], cells[3]});
  }
  out.resize(std::min(out.size(), asked));
  if (out.size() < asked) out.push_back({"", "", "", reason(code)});
  return out;
}

std::vector<DicomHead> dicom_heads(const std::vector<std::string>& files) {
  const std::string key = home_folder() + "/patients.key";
  if (!files.empty()) secret_key(key);
  std::vector<DicomHead> out;
  while (out.size() < files.size()) {
    const std::size_t end = std::min(files.size(), out.size() + at_once);
    std::vector<std::string> command{own_program("xp_dicom"), key};
    command.insert(command.end(), files.begin() + static_cast<std::ptrdiff_t>(out.size()),
                   files.begin() + static_cast<std::ptrdiff_t>(end));
    const Finished finished = run_program(command, "", Errors::dropped, at_once * 1024);
    if (finished.code == 2) throw Error("xp_dicom cannot do its work", "run it by hand: " + join(command, " "));
    for (DicomHead& head : dicom_answer(finished.code, finished.output, end - out.size()))
      out.push_back(std::move(head));
  }
  return out;
}

}  // namespace xp
