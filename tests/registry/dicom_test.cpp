// What is listed of DICOM files; their pixels are tested in tests/engine/images.
#include <catch2/catch.hpp>
#include <set>

#include "tests/support/dicom.h"
#include "tests/support/folders.h"
#include "tests/support/skip.h"

using namespace xp;
using Catch::Contains;

namespace {

struct Folder : test::Files {
  std::string before = std::getenv("XP_HOME") ? std::getenv("XP_HOME") : "";
  Folder() : Files("dicom_list") { home("home"); }
  ~Folder() { before.empty() ? ::unsetenv("XP_HOME") : ::setenv("XP_HOME", before.c_str(), 1); }

  void home(const std::string& name) const { ::setenv("XP_HOME", (*this / name).c_str(), 1); }
  void dicom(const std::string& name, const std::string& patient, const std::string& issuer = "") const {
    test::Tags tags{{"0008,0070", "LO [Maker]"}, {"0008,1090", "LO [Model 5]"}, {"0010,0020", "LO [" + patient + "]"}};
    if (!issuer.empty()) tags["0010,0021"] = "LO [" + issuer + "]";
    test::write_dicom(path / "data" / name, tags, std::vector<std::uint16_t>(24 * 40, 100));
  }
  Listing list(const Settings& settings = {}) const { return test::listed("dicom", *this / "data", settings); }
};

}  // namespace

TEST_CASE("a patient's pictures share a group that does not tell who it is") {
  if (!test::has_dcmtk()) SKIP("no DCMTK tools");
  const Folder folder;
  folder.dicom("Normal/1.dcm", "P-7654321"), folder.dicom("Normal/no ending", "P-77"),
      folder.dicom("Scol/2, b.dcm", "P-7654321");
  folder.dicom("Scol/3.DCM", "P-77", "another clinic"), folder.dicom("Scol/4.dcm", "");
  folder.add("data/Scol/notes.txt"), folder.add("data/Scol/DICOMDIR", std::string(128, '\0') + "DICM");
  const Listing listing = folder.list();
  CHECK(test::names(listing) ==
        std::vector<std::string>{"Normal/1.dcm", "Normal/no ending", "Scol/2, b.dcm", "Scol/3.DCM", "Scol/4.dcm"});
  const auto group = [&](std::size_t i) { return listing.samples[i].group; };
  CHECK(group(0) == group(2));
  CHECK(group(0).size() == 20);
  CHECK(group(1) == group(3));  // who names no issuer may mean that clinic's
  CHECK(group(0) != group(1));
  CHECK(group(4).empty());
  for (const Sample& s : listing.samples) {
    CHECK(s.group.find("7654321") == std::string::npos);
    CHECK(s.source.empty());
  }
  CHECK(folder.list({{"source", "device"}}).samples[0].source == "Maker Model 5");
  CHECK((listing.dicom_window && !folder.list({{"window", "full"}}).dicom_window));

  folder.home("another home");
  const Listing elsewhere = folder.list();
  CHECK(elsewhere.samples[0].group == elsewhere.samples[2].group);
  CHECK(elsewhere.samples[0].group != group(0));
  CHECK(fingerprint(elsewhere) == fingerprint(listing));
}

TEST_CASE("labels may come from a manifest, whose groups name the files' patients") {
  if (!test::has_dcmtk()) SKIP("no DCMTK tools");
  const Folder folder;
  folder.dicom("1.dcm", "P-1"), folder.dicom("2.dcm", "P-1"), folder.dicom("3.dcm", "P-1");
  folder.add("data/m.csv", "path,label,group\n1.dcm,a,\n2.dcm,b,\n3.dcm,b,mine\n");
  const Listing listing = test::listed("dicom", folder / "data/m.csv");
  CHECK(listing.classes == std::vector<std::string>{"a", "b"});
  for (const Sample& s : listing.samples) CHECK(s.group == "mine");
}

TEST_CASE("a picture without issuer is kept with all of its id") {
  if (!test::has_dcmtk()) SKIP("no DCMTK tools");
  const Folder folder;
  folder.dicom("a/1.dcm", "P-1", "here"), folder.dicom("a/2.dcm", "P-1"), folder.dicom("a/3.dcm", "P-2", "here");
  folder.dicom("b/4.dcm", "P-1", "there"), folder.dicom("b/5.dcm", "P-2", "there");
  const Listing listing = folder.list();
  const auto group = [&](std::size_t i) { return listing.samples[i].group; };
  CHECK((group(0) == group(1) && group(1) == group(3)));
  CHECK(std::set<std::string>{group(0), group(2), group(4)}.size() == 3);
}

TEST_CASE("a file that is no DICOM is named, or skipped when that is asked for") {
  if (!test::has_dcmtk()) SKIP("no DCMTK tools");
  const Folder folder;
  folder.dicom("a/1.dcm", "P-1"), folder.dicom("b/2.dcm", "P-2"), folder.add("data/b/3.dcm", "dear reader");
  folder.add("data/b/4.dcm", std::string(128, '\0') + "DICM" + std::string(300, '\xEE'));
  CHECK_THAT(test::refusal("dicom", folder / "data"),
             Contains("2 of 4 files cannot be read") && Contains("b/3.dcm: not a DICOM file") && Contains("b/4.dcm: "));
  const Listing left = folder.list({{"unreadable", "skip"}});
  CHECK(test::names(left) == std::vector<std::string>{"a/1.dcm", "b/2.dcm"});
  REQUIRE(left.skipped.size() == 2);
  CHECK_THAT(left.skipped[0], Contains("b/3.dcm: not a DICOM file"));
}

TEST_CASE("what is no DICOM file is said of that file alone") {
  const Folder folder;
  folder.add("a.dcm"), folder.add("b.dcm");
  const std::vector<DicomHead> heads = dicom_heads({folder / "a.dcm", folder / "b.dcm", folder / "gone.dcm"});
  REQUIRE(heads.size() == 3);
  for (const DicomHead& head : heads) CHECK_THAT(head.problem, Contains("not a DICOM file"));
}

TEST_CASE("a reader that dies takes one file with it") {
  const std::string two = "0123\t45\tMaker\t\n\t\t\tnot a DICOM file\n";
  const std::vector<DicomHead> heads = dicom_answer(128 + 11, two + "45", 5);
  REQUIRE(heads.size() == 3);
  CHECK((heads[0].patient == "0123" && heads[0].id == "45" && heads[0].device == "Maker" && heads[0].problem.empty()));
  CHECK(heads[1].problem == "not a DICOM file");
  CHECK_THAT(heads[2].problem, Contains("died of signal 11"));
  CHECK(dicom_answer(0, two, 2).size() == 2);
  CHECK(dicom_answer(0, two, 1).size() == 1);
}
