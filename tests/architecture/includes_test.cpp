// The arrows between the folders, as DESIGN.md draws them: who may include whom. The architecture fails the build, not
// the review.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {
namespace fs = std::filesystem;

struct Include {
  std::string file, header;
  bool quoted;
};

std::vector<Include> includes_of(const std::vector<std::string>& folders) {
  static const std::regex line(R"(^\s*#\s*include\s*([<"])([^">]+)[">])");
  std::vector<Include> out;
  const fs::path root = XP_SOURCE_DIR;
  for (const std::string& folder : folders)
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
      std::ifstream in(entry.path());
      std::smatch found;
      for (std::string text; std::getline(in, text);)
        if (std::regex_search(text, found, line))
          out.push_back({fs::relative(entry.path(), root).string(), found[2], found[1] == "\""});
    }
  return out;
}

/// "framework/plan/expand.cpp" → "plan"; "registry/models/resnet.cpp" → "registry".
std::string room_of(const std::string& path) {
  const fs::path p(path);
  auto part = p.begin();
  const std::string first = *part++;
  if (first != "framework") return first;
  const std::string second = part == p.end() ? "" : part->string();
  return fs::path(second).has_extension() ? "framework" : second;
}

const std::map<std::string, std::set<std::string>> may_include{
    {"base", {"base"}},
    {"net", {"net", "base"}},
    {"weights", {"weights", "net", "base"}},
    {"data", {"data", "scores", "base"}},
    {"scores", {"scores", "base"}},
    {"plugin", {"plugin", "net", "data", "scores", "base"}},
    {"plan", {"plan", "plugin", "net", "data", "scores", "base"}},
    {"store", {"store", "plugin", "data", "scores", "base"}},
    {"engine", {"engine", "plan", "plugin", "weights", "net", "data", "scores", "base"}},
    {"run", {"run", "store", "engine", "plan", "plugin", "weights", "net", "data", "scores", "base"}},
    {"track", {"track", "run", "store", "scores", "data", "base"}},
    {"reports", {"reports", "store", "scores", "data", "base"}},
    {"framework", {"plan", "plugin", "weights", "data", "base"}},  // experiment.h
    {"registry", {"framework", "registry"}},
    {"experiments", {"framework", "engine"}},  // custom.h, of custom layers
    {"tools",
     {"tools", "track", "reports", "run", "store", "engine", "plan", "plugin", "weights", "net", "data", "scores",
      "base", "framework"}},
};

/// Headers that one place may include, or each of a few.
const std::vector<std::pair<std::string, std::string>> heavy{{"torch/", "framework/engine/"},
                                                             {"ATen/", "framework/engine/"},
                                                             {"c10/", "framework/engine/"},
                                                             {"opencv2/", "framework/engine/"},
                                                             {"SQLiteCpp/", "framework/store/"},
                                                             {"sqlite3.h", "framework/store/"},
                                                             {"boost/program_options", "tools/xp/args.cpp"},
                                                             {"dlfcn.h", "framework/base/library.cpp"},
                                                             {"kainjow/", "reports/"},
                                                             {"openssl/", "framework/base/hash.cpp"},
                                                             {"xxhash.h", "framework/base/checksum.cpp"},
                                                             {"zip.h", "framework/weights/zip.cpp"},
                                                             {"boost/crc", "framework/base/crc32c.cpp"},
                                                             {"protozero/", "framework/run/exports/tfevents.cpp"},
                                                             {"protozero/", "framework/run/imports/tfevents.cpp"},
                                                             {"yaml-cpp/", "framework/run/imports/mlflow_yaml.cpp"},
                                                             {"hdf5.h", "tools/hdf5/file.h"},
                                                             {"dcmtk/", "framework/engine/images/dicom.cpp"},
                                                             {"dcmtk/", "tools/dicom/head.cpp"}};

const std::vector<std::string> house{"framework", "registry", "experiments", "reports", "tools"};
}  // namespace

TEST_CASE("every folder includes only what its arrows allow") {
  int seen = 0;
  for (const Include& i : includes_of(house)) {
    if (!i.quoted) continue;
    const std::string from = room_of(i.file), to = room_of(i.header);
    if (!may_include.count(to)) continue;  // beside it, not of the project
    ++seen;
    INFO(i.file << " includes " << i.header);
    CHECK(may_include.at(from).count(to) == 1);
  }
  CHECK(seen > 200);
}

TEST_CASE("what happens to a run knows of the engine no more than its interface") {
  for (const Include& i : includes_of({"framework/run", "tools/xp"})) {
    INFO(i.file << " includes " << i.header);
    if (room_of(i.header) == "engine") CHECK(i.header == "framework/engine/engine.h");
  }
  for (const Include& i : includes_of({"reports"})) {
    INFO(i.file << " includes " << i.header);
    const bool plain_data = i.header == "framework/store/record.h" || i.header == "framework/store/sweep.h" ||
                            i.header == "framework/store/tracked.h" || i.header == "framework/store/resumable.h";
    if (room_of(i.header) == "store") CHECK(plain_data);
  }
}

TEST_CASE("plugins and experiments see one header of the framework") {
  for (const Include& i : includes_of({"registry", "experiments"})) {
    INFO(i.file << " includes " << i.header);
    const bool custom_layer = i.file.rfind("experiments/layers/", 0) == 0;
    if (i.quoted && i.header.rfind("framework/", 0) == 0)
      CHECK(i.header == (custom_layer ? "framework/engine/custom.h" : "framework/experiment.h"));
  }
}

TEST_CASE("torch, OpenCV, SQLite and other heavy headers have one home each") {
  for (const Include& i : includes_of({"framework", "registry", "experiments", "reports", "tools", "tests"})) {
    std::string homes;
    bool at_home = false;
    for (const auto& [header, home] : heavy)
      if (i.header.rfind(header, 0) == 0) homes += " " + home, at_home = at_home || i.file.rfind(home, 0) == 0;
    if (homes.empty()) continue;
    INFO(i.file << " includes " << i.header << ", which belongs to" << homes);
    const bool tested = i.file.rfind("tests/engine/", 0) == 0 || i.file.rfind("tests/store/", 0) == 0 ||
                        i.file.rfind("tests/track/", 0) == 0 || i.file.rfind("tools/bench/", 0) == 0;
    CHECK((at_home || tested));
  }
}

TEST_CASE("a file is one idea: none is longer than 300 lines") {
  for (const std::string& folder : house)
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(XP_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
      std::ifstream in(entry.path());
      int lines = 0;
      for (std::string text; std::getline(in, text);) ++lines;
      INFO(entry.path().string());
      CHECK(lines <= 300);
    }
}
