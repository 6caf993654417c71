// DICOM files made by DCMTK's own tools, and what those tools read from them.
#pragma once
#include <cstdint>
#include <fstream>
#include <map>
#include <sstream>

#include "framework/base/process.h"
#include "tests/support/program.h"

namespace xp::test {

inline bool has_dcmtk() {
  for (const char* tool : {"dump2dcm", "dcmj2pnm", "dcmcjpeg", "dcmcjpls", "dcmcrle"})
    if (run_program({"sh", "-c", std::string("command -v ") + tool}).code != 0) return false;
  return true;
}

/// Runs a tool that must succeed.
inline void tool(const Words& words) {
  const Finished finished = run_program(words);
  INFO(words[0] << ": " << finished.output);
  REQUIRE(finished.code == 0);
}

/// Tags by "gggg,eeee", as dump2dcm reads them: {"0010,0020", "LO [P-1]"}; an empty text leaves a tag out.
using Tags = std::map<std::string, std::string>;

/// A radiograph of 24 rows and 40 columns of 12 bits in 16, unless `tags` say otherwise.
inline std::string write_dicom(const fs::path& file, const Tags& tags, const std::vector<std::uint16_t>& pixels) {
  Tags all{{"0008,0016", "UI =ComputedRadiographyImageStorage"},
           {"0008,0018", "UI [1.2.276.0.7230010.3.1.4.1]"},
           {"0008,0060", "CS [CR]"},
           {"0010,0010", "PN [Doe^Jane]"},
           {"0028,0002", "US 1"},
           {"0028,0004", "CS [MONOCHROME2]"},
           {"0028,0010", "US 24"},
           {"0028,0011", "US 40"},
           {"0028,0100", "US 16"},
           {"0028,0101", "US 12"},
           {"0028,0102", "US 11"},
           {"0028,0103", "US 0"},
           {"7fe0,0010", "OW =" + file.string() + ".raw"}};
  for (const auto& [tag, value] : tags) all[tag] = value;
  fs::create_directories(file.parent_path());
  write(file.string() + ".raw", {reinterpret_cast<const char*>(pixels.data()), pixels.size() * 2});
  std::string dump;
  for (const auto& [tag, value] : all)
    if (!value.empty()) dump += "(" + tag + ") " + value + "\n";
  write(file.string() + ".dump", dump);
  tool({"dump2dcm", file.string() + ".dump", file.string()});
  fs::remove(file.string() + ".raw"), fs::remove(file.string() + ".dump");
  return file.string();
}

/// 16-bit numbers as dcmj2pnm (dcm2pnm with JPEG) shows the file, with its further options.
inline std::vector<int> seen_by_dcm2pnm(const std::string& file, Words options) {
  Words words{"dcmj2pnm", "+opw"};
  words.insert(words.end(), options.begin(), options.end());
  words.push_back(file), words.push_back(file + ".pgm");
  tool(words);
  std::istringstream in(content(file + ".pgm"));
  std::string kind;
  int width = 0, height = 0, white = 0;
  in >> kind >> width >> height >> white;
  REQUIRE(white == 65535);
  std::vector<int> out;
  for (int v; in >> v;) out.push_back(v);
  return out;
}

}  // namespace xp::test
