// What another tool's predictions are read as, and what is wrong with them.
#include "framework/run/imports/predictions.h"

#include <catch2/catch.hpp>
#include <chrono>

#include "framework/base/error.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

ImportedPredictions read(const std::string& text, const PredictionsForm& form = {}) {
  return predictions_from(read_csv(text, "test.csv"), "test.csv", form);
}

/// What is said of a file that is wrong: the error and its hint.
std::string refusal(const std::string& text, const PredictionsForm& form = {}) {
  try {
    read(text, form);
  } catch (const Error& e) {
    return e.whole();
  }
  return "";
}

using Row = std::vector<double>;

}  // namespace

TEST_CASE("one probability a class, with or without a prefix, whatever the columns are called") {
  const ImportedPredictions plain = read("image,label,Normal,Scol\na.jpg,Scol,0.25,0.75\nb.jpg,Normal,0.5,0.5\n");
  CHECK(plain.classes == std::vector<std::string>{"Normal", "Scol"});
  CHECK(plain.probabilistic);
  CHECK(plain.remarks.empty());
  REQUIRE(plain.predictions.size() == 2);
  CHECK(plain.samples[0].name == "a.jpg");
  CHECK(plain.predictions[0].label == 1);
  CHECK(plain.predictions[0].probabilities == Row{0.25, 0.75});
  CHECK(plain.predictions[1].sample == 1);
  for (const char* header : {"File Name;Truth;p_Normal;p_Scol", "path;y_true;prob Normal;prob Scol",
                             "filename;class;P(Normal);P(Scol)", "ID;Ground-Truth;probability_Normal;probability_Scol"})
    CHECK(
        read(std::string("\xEF\xBB\xBF") + header + "\r\n\"a.jpg\";Scol;0,25;0,75\r\n").predictions[0].probabilities ==
        Row{0.25, 0.75});
  const auto numbered = read("image,label,p_0,p_1,p_2\na,2,0,0,1\n");
  CHECK(numbered.classes == std::vector<std::string>{"0", "1", "2"});
  CHECK(numbered.predictions[0].label == 2);
}

TEST_CASE("a class that no image is of has a column all the same") {
  CHECK(read("image,label,p_A,p_B,p_C\na,A,1,0,0\nb,B,0,1,0\n").classes == std::vector<std::string>{"A", "B", "C"});
  CHECK(read("image,label,A,B,C\na,A,1,0,0\n", {{}, {"C", "B", "A"}}).predictions[0].probabilities == Row{0, 0, 1});
}

TEST_CASE("groups and hashes come along, and what is not used is said") {
  const std::string hash(64, 'A');
  const auto said =
      read("image,label,patient,sha256,age,p_A,p_B\na,A,P1," + hash + ",54,0.9,0.1\nb,B,P1,,60,0.2,0.8\n");
  CHECK(said.samples[0].group == "P1");
  CHECK(said.samples[0].sha256 == std::string(64, 'a'));
  CHECK(said.samples[1].sha256.empty());
  REQUIRE(said.remarks.size() == 1);
  CHECK(said.remarks[0] == "test.csv: not used: age.");
  CHECK_THAT(refusal("image,label,sha256,p_A,p_B\na,A,12,1,0\n"),
             Contains("line 2, column sha256") && Contains("no SHA-256"));
}

TEST_CASE("classes that were named without probabilities stay what they are") {
  const auto said = read("image,label,prediction\na,dog,cat\nb,cat,cat\n");
  CHECK_FALSE(said.probabilistic);
  CHECK(said.classes == std::vector<std::string>{"cat", "dog"});
  CHECK(said.predictions[0].probabilities == Row{1, 0});
  REQUIRE(said.remarks.size() == 1);
  CHECK_THAT(said.remarks[0], Contains("without probabilities"));
  CHECK(read("image,label,prediction\na,10,9\nb,9,9\n").classes == std::vector<std::string>{"9", "10"});
  CHECK_THAT(
      refusal("image,label,prediction\na,Normal,0\nb,Scol,1\n"),
      Contains("nothing that the column prediction says (0, 1) is a label (Normal, Scol)") && Contains("--classes"));
}

TEST_CASE("a single probability is of the class that was said") {
  const PredictionsForm scoliosis{{}, {}, "Scol"};
  const auto said = read("image,label,probability\na,Scol,0.8\nb,Normal,0.3\n", scoliosis);
  CHECK(said.predictions[0].probabilities[1] == 0.8);
  CHECK(said.predictions[1].probabilities[0] == Approx(0.7).epsilon(1e-15));
  CHECK(read("image,label,score\na,1,0.8\nb,0,0.3\n").predictions[0].probabilities[1] == 0.8);
  CHECK_THAT(refusal("image,label,probability\na,Scol,0.8\nb,Normal,0.3\n"),
             Contains("of which class?") && Contains("--positive"));
  CHECK_THAT(refusal("image,label,probability\na,A,0.8\nb,B,0.3\nc,C,0\n", {{}, {}, "A"}), Contains("a column each"));
}

TEST_CASE("labels may be the numbers of classes that were named") {
  const PredictionsForm named{{}, {"Normal", "Scol"}};
  CHECK(read("image,label,prediction\na,0,1\nb,1,1\n", named).predictions[0].probabilities == Row{0, 1});
  CHECK_THAT(refusal("image,label,p_Normal,p_Scol\na,1,0,1\n"), Contains("--classes Normal,Scol says that numbers"));
  CHECK_THAT(refusal("image,label,p_Normal,p_Scol\na,2,0,1\n", named), Contains("\"2\" is no class"));
}

TEST_CASE("what rounding left out is made up for, and more is refused") {
  const auto said = read("image,label,A,B,C\na,A,0.33,0.33,0.33\nb,B,0,1,0\nc,C,0,0,1\n");
  CHECK(said.predictions[0].probabilities[0] == Approx(1 / 3.0).epsilon(1e-15));
  REQUIRE(said.remarks.size() == 1);
  CHECK_THAT(said.remarks[0], Contains("1 row of probabilities sums to 1 only roughly, by rounding, and was rescaled"));
  CHECK(read("image,label,A,B\na,A,0.3000001,0.7\nb,B,0,1\n").remarks.empty());
  CHECK_THAT(refusal("image,label,A,B\na,A,0.5,0.5\nb,B,0.5,0.6\n"),
             Contains("test.csv, line 3") && Contains("sum to 1.1"));
  CHECK_THAT(refusal("image,label,A,B,C\na,A,0.2,0.2,0.6\nb,B,1,0,0\n"),
             Contains("not counted: C") && Contains("--classes"));
}

TEST_CASE("a column that contradicts the probabilities is told") {
  const auto said = read("image,label,prediction,A,B\na,A,B,0.9,0.1\nb,B,B,0.1,0.9\n");
  CHECK(said.predictions[0].probabilities == Row{0.9, 0.1});
  REQUIRE(said.remarks.size() == 1);
  CHECK_THAT(said.remarks[0], Contains("not the most probable class of 1 image;"));
}

TEST_CASE("errors name the file, the line and the column") {
  const std::string head = "image,label,A,B\na,A,1,0\n";
  CHECK_THAT(refusal(head + "b,B,1.2,-0.2\n"),
             Contains("test.csv, line 3, column A: 1.2 is no probability") && Contains("softmax"));
  CHECK_THAT(refusal(head + "b,B,nan,1\n"), Contains("line 3, column A is NaN"));
  CHECK_THAT(refusal(head + "b,B,,1\n"), Contains("line 3, column A is empty"));
  CHECK_THAT(refusal(head + "b,B,one,0\n"), Contains("line 3, column A: \"one\" is no number"));
  CHECK_THAT(refusal(head + "a,B,0,1\n"), Contains("line 3: image a is in line 2 already"));
  CHECK_THAT(refusal(head + ",B,0,1\n"), Contains("line 3, column image is empty"));
  CHECK_THAT(refusal("image,label,A,B\na,A,1,0\nb,B,0,1\nc,,0,1\n"), Contains("line 4, column label is empty"));
  CHECK_THAT(refusal("image,label,p_Normal,p_Scol\na,Normall,1,0\n"),
             Contains("\"Normall\" is no class") && Contains("did you mean \"Normal\""));
  CHECK_THAT(refusal("image,labl,A,B\na,A,1,0\n"),
             Contains("no column \"label\", only image, labl, A, B") && Contains("--column label=labl"));
  CHECK_THAT(refusal("picture,label,A,B\na,A,1,0\n"),
             Contains("no column \"image\"") && Contains("--column image=picture"));
  CHECK_THAT(refusal("image,label,age\na,A,1\nb,B,2\n"),
             Contains("says nothing of what was predicted") && Contains("age"));
  CHECK_THAT(refusal("image,label,A,A\na,A,1,0\n"), Contains("two columns \"A\""));
  CHECK_THAT(refusal("image,label,A,B\n"), Contains("a header and no rows"));
  CHECK_THAT(refusal("image,label,p_A\na,A,1\n"), Contains("one class alone"));
  CHECK_THAT(refusal(head, {{{"lable", "B"}}}), Contains("did you mean \"label\""));
  CHECK_THAT(refusal(head, {{{"label", "labels"}}}), Contains("did you mean \"label\""));
  CHECK_THAT(refusal(head, {{}, {"A", "Bee"}}), Contains("no column of probabilities for Bee"));
}

TEST_CASE("fractions in a column of predictions are probabilities, of a class that is known or asked for") {
  const std::string text = "image,label,prediction\na.png,0,0.12\nb.png,1,0.9\nc.png,1,0.4\n";
  const auto said = read(text);
  CHECK(said.probabilistic);
  CHECK(said.classes == std::vector<std::string>{"0", "1"});
  CHECK(said.predictions[0].probabilities == Row{0.88, 0.12});
  CHECK_THAT(said.understood, Contains("probability of 1 = prediction; accuracy 66.7 %"));
  REQUIRE(said.remarks.size() == 1);
  CHECK_THAT(said.remarks[0], Contains("holds fractions") && Contains("probability of 1"));
  CHECK(read("image,label,prediction\na,0,0.12\n", {{}, {"no", "yes"}}).predictions[0].probabilities[1] == 0.12);
  const std::string words = "image,label,y_pred\na,Scol,0.9\nb,Normal,0.2\n";
  CHECK_THAT(refusal(words), Contains("of which class") && Contains("--column probability=y_pred --positive Scol"));
  CHECK(read(words, {{{"probability", "y_pred"}}, {}, "Scol"}).predictions[0].probabilities[1] == 0.9);
  CHECK(read(words, {{}, {}, "Scol"}).predictions[1].probabilities[1] == 0.2);
}

TEST_CASE("columns that are called by number are of the classes that were said, in that order") {
  const PredictionsForm said{{}, {"Normal", "Scol", "Spond"}};
  for (const char* header : {",class,0,1,2", ",class,p_0,p_1,p_2"}) {
    const auto read_so = read(std::string(header) + "\n0,Scol,0.1,0.7,0.2\n1,Normal,0.8,0.1,0.1\n", said);
    CHECK(read_so.predictions[0].probabilities == Row{0.1, 0.7, 0.2});
    CHECK(read_so.predictions[0].label == 1);
    CHECK(read_so.numbered);
    CHECK(read_so.samples[1].name == "row 2");
    REQUIRE(read_so.remarks.size() == 2);
    CHECK_THAT(read_so.remarks[0], Contains("called after their rows") && Contains("in the same row"));
    CHECK(read_so.remarks[1] == "test.csv: not used: (the first column).");
  }
  CHECK(read("class,0,1,2\n2,0,0,1\n", said).predictions[0].label == 2);
  CHECK_THAT(refusal(",class,0,1\n0,Scol,0.3,0.7\n1,Normal,0.9,0.1\n"),
             Contains("probabilities by number") && Contains("Normal,Scol?"));
}

TEST_CASE("without image names rows are numbered, unless a column looks like names") {
  const auto bare = read("y_true,y_pred\ncat,cat\ndog,cat\n");
  CHECK(bare.numbered);
  CHECK(bare.samples[0].name == "row 1");
  CHECK(bare.understood ==
        "2 images, 2 classes (cat, dog): image = the row's number, label = y_true, prediction = "
        "y_pred; accuracy 50.0 %");
  const auto indexed = read(",label,A,B\na.png,A,1,0\nb.png,B,0,1\n");
  CHECK_FALSE(indexed.numbered);
  CHECK(indexed.samples[1].name == "b.png");
  CHECK_THAT(indexed.remarks.at(0), Contains("(the first column) is taken for the images' names"));
  CHECK_THAT(refusal("label,A,B,where\nA,1,0,x.png\nB,0,1,y.png\n"), Contains("--column image=where"));
}

TEST_CASE("whole numbers are the same class with and without decimals, and spellings are not guessed") {
  const auto said = read("image,label,prediction\na,0,0.0\nb,1,1.0\nc,1,0.0\n");
  CHECK_FALSE(said.probabilistic);
  CHECK_THAT(said.understood, Contains("2 classes (0, 1)") && Contains("accuracy 66.7 %"));
  CHECK_THAT(refusal("image,label,prediction\na,Normal,normal\nb,Scol,Scol\n"), Contains("are these one class?"));
}

TEST_CASE("a probability beside a prediction is used where it is known of which class it is, else it is said") {
  const auto known = read("image,label,prediction,probability\na,0,0,0.2\nb,1,1,0.7\nc,1,0,0.4\n");
  CHECK(known.probabilistic);
  CHECK(known.predictions[2].probabilities == Row{0.6, 0.4});
  const auto confidence = read("image,label,prediction,probability\na,0,0,0.8\nb,1,1,0.7\n");
  CHECK_FALSE(confidence.probabilistic);
  CHECK_THAT(confidence.remarks.at(0), Contains("of which class probability is") && Contains("--positive CLASS"));
  CHECK(read("image,label,prediction,probability\na,A,A,0.8\nb,B,B,0.7\n", {{}, {}, "B"}).probabilistic);
}

TEST_CASE("a class that was forgotten, and a column that is none, are asked about") {
  CHECK_THAT(refusal("image,label,A,B,C\na,A,0.99,0.005,0.005\nb,B,0.005,0.993,0.002\n"),
             Contains("with the column C every row sums to 1") && Contains("--classes A,B,C"));
  const auto said = read("image,label,A,B,p_value\na,A,0.9,0.1,0.04\nb,B,0.2,0.8,0.5\n");
  CHECK(said.classes == std::vector<std::string>{"A", "B"});
  CHECK_THAT(refusal("image,label,p_A,p_B,p_value\na,A,0.9,0.1,0.04\nb,B,0.2,0.8,0.5\n"),
             Contains("value is no label: without it, --classes A,B"));
}

TEST_CASE("a first line that is data, and a history, are called what they are") {
  CHECK_THAT(refusal("a.png,Normal,Normal\nb.png,Scol,Normal\n"), Contains("no header line?"));
  CHECK_THAT(refusal("0,0.2\n1,0.7\n"), Contains("no header line?"));
  CHECK_THAT(refusal("epoch,loss,val_accuracy\n1,2,0.5\n"),
             Contains("training's history") && Contains("xp import history test.csv"));
  CHECK_THAT(refusal("image,label,,age\na,A,1,3\nb,B,2,4\n"), Contains("there are also (column 3), age"));
}

TEST_CASE("a million rows are read in seconds") {
  std::string text = "image,label,p_A,p_B,p_C\n";
  for (int i = 0; i < 1'000'000; ++i) text += "images/" + std::to_string(i) + ".png,A,0.5,0.25,0.25\n";
  const auto begin = std::chrono::steady_clock::now();
  CHECK(read(text).predictions.size() == 1'000'000);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}
