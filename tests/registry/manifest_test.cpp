#include <catch2/catch.hpp>

#include "tests/support/folders.h"

using namespace xp;
using Catch::Contains;

namespace {

struct Manifest : test::Files {
  Manifest() : Files("manifest") {
    for (const char* name : {"a.png", "b.png", "deep/c, d.png", "ä.png"}) add(name);
  }
  Listing list(const std::string& text) const { return add("m.csv", text), test::listed("manifest", *this / "m.csv"); }
  std::string refusal(const std::string& text) const {
    return add("m.csv", text), test::refusal("manifest", *this / "m.csv");
  }
};

}  // namespace

TEST_CASE("a manifest names files beside it, their labels and what else is known") {
  const Manifest m;
  const Listing listing = m.list(
      "path,label,group,source,split,fold,weight,age\n"
      "b.png,Scol,P1,Irbid,valid,2,0.5,13\n"
      "a.png,Normal,,,,,,\n"
      "\"deep/c, d.png\",Scol,P1,Irbid,Train,1,2,\n" +
      (m / "ä.png") + ",Normal,,,test,,,\n");
  CHECK(listing.classes == std::vector<std::string>{"Normal", "Scol"});
  CHECK(test::names(listing) == std::vector<std::string>{"a.png", "ä.png", "b.png", "deep/c, d.png"});
  const Sample& b = listing.samples[2];
  CHECK((b.label == 1 && b.group == "P1" && b.source == "Irbid" && b.part == Part::validation));
  CHECK((b.fold == 2 && b.weight == 0.5 && b.path == m / "b.png"));
  CHECK(listing.samples[3].part == Part::train);
  const Sample& a = listing.samples[0];
  CHECK((a.group.empty() && !a.part && a.fold == 0 && a.weight == 1));
}

TEST_CASE("the order of lines and spaces around cells do not matter") {
  const Manifest m;
  CHECK(test::names(m.list("path,label\na.png,x\nb.png,y\n")) ==
        test::names(m.list(" Label , Path\ny, b.png\nx,./a.png\n")));
}

TEST_CASE("what European spreadsheets write is read: a byte order mark, semicolons, decimal commas") {
  const Manifest m;
  const Listing listing = m.list("\xEF\xBB\xBFpath;label;weight\r\na.png;x;0,25\r\ndeep/c, d.png;y;\r\n");
  CHECK(listing.samples[0].weight == 0.25);
  CHECK(listing.samples[1].name == "deep/c, d.png");
}

TEST_CASE("a wrong manifest is refused with line, column and what was meant") {
  const Manifest m;
  CHECK_THAT(m.refusal("path,lable\na.png,x\n"), Contains("no column \"label\"") && Contains("\"lable\""));
  CHECK_THAT(m.refusal("file,label\na.png,x\n"), Contains("no column \"path\"") && Contains("it has: file, label"));
  CHECK_THAT(m.refusal("path,label,gruop\na.png,x,1\n"), Contains("is the column \"gruop\" meant to be \"group\"?"));
  CHECK_THAT(m.refusal("path,label,path\na.png,x,b.png\n"), Contains("two columns path"));
  CHECK_THAT(m.refusal("path,label\na.png,x\nb.png,\n\"deep/c, d.png\",\n"),
             Contains("column label: nothing in lines 3, 4"));
  CHECK_THAT(m.refusal("path,label\na.png,x\nb.png,y\n./a.png,y\n"),
             Contains("line 4, column path: ./a.png is named by line 2 already"));
  CHECK_THAT(m.refusal("path,label\na.png,x\nbb.png,y\nno/such.png,y\n"),
             Contains("no such file in lines 3, 4") && Contains("did you mean \"b.png\"?"));
  CHECK_THAT(m.refusal("path,label\n,x\n"), Contains("line 2, column path: names no file"));
  CHECK_THAT(m.refusal("path,label,split\na.png,x,tset\n"), Contains("line 2, column split") && Contains("\"test\""));
  CHECK_THAT(m.refusal("path,label,fold\na.png,x,0\n"), Contains("line 2, column fold") && Contains("from 1"));
  CHECK_THAT(m.refusal("path,label,weight\na.png,x,0\n"), Contains("line 2, column weight: \"0\" is no weight"));
  CHECK_THAT(m.refusal("path,label\na.png,x\nb.png,x\n"), Contains("one class, \"x\""));
  CHECK_THAT(m.refusal("path,label\n"), Contains("names no images"));
  CHECK_THAT(m.refusal("path,label\nc, d.png,x\n"), Contains("line 2: 3 cells") && Contains("in quotes"));
  CHECK_THAT(test::refusal("manifest", ""), Contains("dataset.path=FILE.csv"));
  CHECK_THAT(test::refusal("manifest", m / "mm.csv"),
             Contains("there is no file") && Contains("did you mean \"m.csv\"?"));
  CHECK_THAT(test::refusal("manifest", m.path.string()), Contains("is a folder"));
}
