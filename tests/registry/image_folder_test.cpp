#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "framework/experiment.h"
#include "tests/support/skip.h"

using namespace xp;
namespace fs = std::filesystem;

namespace {

/// A folder that is gone at the end of the test.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("xp_image_folder_" + std::to_string(getpid()));
  Folder() { fs::remove_all(path), fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }

  void file(const std::string& name) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name) << name;
  }
};

Listing list(const fs::path& path, Settings settings = {}) {
  set(settings, "path", path.string());
  return Registry::global().make<Dataset>({"image_folder", settings})->list();
}

std::vector<std::string> names(const Listing& listing) {
  std::vector<std::string> out;
  for (const Sample& s : listing.samples) out.push_back(s.name);
  return out;
}

/// What is wrong and what to do, as one text.
std::string complaint(const fs::path& path) {
  try {
    list(path);
  } catch (const Error& e) {
    return std::string(e.what()) + " | " + e.hint();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("folders are classes, whatever their files are called") {
  const Folder folder;
  for (const char* name : {"Scol/N1, Rt TAIS, F,  13 Yrs.JPG", "Scol/deeper/b.Png", "Scol/a.tiff", "Normal/ä, ö.jpeg",
                           "Normal/.hidden.jpg", "Normal/notes.txt", "Normal/Z.bmp", ".git/x.jpg", "preview.png"})
    folder.file(name);
  const Listing listing = list(folder.path);
  CHECK(listing.classes == std::vector<std::string>{"Normal", "Scol"});
  CHECK(names(listing) == std::vector<std::string>{"Normal/Z.bmp", "Normal/ä, ö.jpeg",
                                                   "Scol/N1, Rt TAIS, F,  13 Yrs.JPG", "Scol/a.tiff",
                                                   "Scol/deeper/b.Png"});
  CHECK(listing.samples[2].label == 1);
  for (const Sample& s : listing.samples) CHECK((fs::path(s.path).is_absolute() && fs::is_regular_file(s.path)));
}

TEST_CASE("classes are sorted by bytes, not by a locale") {
  const Folder folder;
  for (const char* name : {"b/1.png", "B/1.png", "a/1.png", "Ä/1.png"}) folder.file(name);
  CHECK(list(folder.path).classes == std::vector<std::string>{"B", "a", "b", "Ä"});
}

TEST_CASE("pictures are read as grey unless colour is asked for") {
  const Folder folder;
  folder.file("a/1.png"), folder.file("b/1.png");
  CHECK(list(folder.path).channels == 1);
  CHECK(list(folder.path, {{"color", "rgb"}}).channels == 3);
  CHECK_FALSE(list(folder.path).skip_unreadable);
  CHECK(list(folder.path, {{"unreadable", "skip"}}).skip_unreadable);
  CHECK_THROWS_AS(list(folder.path, {{"color", "gray"}}), Error);
}

TEST_CASE("links are followed, also in a circle, and a broken one is named") {
  const Folder folder;
  folder.file("a/1.png"), folder.file("b/1.png"), folder.file(".elsewhere/2.png");
  fs::create_symlink(folder.path / ".elsewhere/2.png", folder.path / "a/2.png");
  fs::create_directory_symlink(folder.path / "a", folder.path / "a/again");
  CHECK(names(list(folder.path)) == std::vector<std::string>{"a/1.png", "a/2.png", "b/1.png"});
  fs::create_symlink("/nowhere/3.png", folder.path / "a/3.png");
  CHECK_THAT(complaint(folder.path), Catch::Contains("a/3.png leads nowhere"));
}

TEST_CASE("a folder that is not as expected is refused with what to do") {
  using Catch::Contains;
  const Folder folder;
  CHECK_THAT(complaint(""), Contains("--data DIR"));
  CHECK_THAT(complaint(folder.path), Contains("holds no class folders"));
  folder.file("als/only/1.png");
  CHECK_THAT(complaint(folder.path / "als"), Contains("one class, \"only\"; a classifier needs at least two"));
  CHECK_THAT(complaint(folder.path), Contains("did you mean \"" + (folder.path / "als").string() + "\"?"));
  CHECK_THAT(complaint(folder.path / "asl/"), Contains("there is no folder " + (folder.path / "asl").string()) &&
                                                  Contains("did you mean \"" + (folder.path / "als").string()));
  CHECK_THAT(complaint(folder.path / "no/such/place"), Contains("there is no folder") && Contains("--data DIR"));
  CHECK_THAT(complaint(folder.path / "als/only/1.png"), Contains("is not a folder"));
  fs::create_directories(folder.path / "als/empty");
  CHECK_THAT(complaint(folder.path / "als"), Contains("als/empty has no images"));
}

TEST_CASE("the radiographs beside the checkout are 50 normal, 132 scoliosis, 55 spondylolisthesis") {
  const fs::path data = XP_SOURCE_DIR "/../shared/data/fraiwan338";
  if (!fs::is_directory(data)) SKIP("no radiographs beside the checkout");
  const Listing listing = list(data);
  CHECK(listing.classes == std::vector<std::string>{"Normal", "Scol", "Spond"});
  CHECK(listing.counts() == std::vector<std::int64_t>{50, 132, 55});
}
