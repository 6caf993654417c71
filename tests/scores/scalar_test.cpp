#include "framework/scores/scalar.h"

#include "framework/base/error.h"
#include "framework/scores/calibration.h"
#include "framework/scores/confusion.h"
#include "tests/scores/fixtures/cases.h"
#include "tests/scores/fixtures/others.h"

using namespace xp;

namespace {

const std::vector<std::string> classes{"Normal", "Scol", "Spond"};

Error refused(const std::string& text) {
  try {
    scalar_named(text, classes);
  } catch (const Error& e) {
    return e;
  }
  return Error("accepted", "");
}

}  // namespace

TEST_CASE("every score is scikit-learn's in 200 random cases, degenerate ones among them") {
  const auto& known = test::others();
  const std::vector<std::string> overall = known["overall"], of_class = known["of_class"];
  REQUIRE(overall.size() == overall_scalars().size() + 1);  // and the temperature
  REQUIRE(of_class.size() == class_scalars().size());
  REQUIRE(known["cases"].size() == 200);
  for (int number = 0; number < 200; ++number) {
    const auto& theirs = known["cases"][static_cast<std::size_t>(number)];
    const Judged judged = test::Case(number).judged();
    for (std::size_t i = 0; i < overall_scalars().size(); ++i)
      test::check_like(value_of({overall_scalars()[i].name}, judged), theirs["overall"][i], overall_scalars()[i].name,
                       number);
    for (int c = 0; c < judged.classes; ++c)
      for (std::size_t i = 0; i < class_scalars().size(); ++i)
        test::check_like(value_of({class_scalars()[i].name, c}, judged),
                         theirs["classes"][static_cast<std::size_t>(c)][i], class_scalars()[i].name, number);
  }
}

TEST_CASE("the names of scores are those that were compared") {
  const auto& known = test::others();
  for (std::size_t i = 0; i < overall_scalars().size(); ++i) CHECK(known["overall"][i] == overall_scalars()[i].name);
  for (std::size_t i = 0; i < class_scalars().size(); ++i) CHECK(known["of_class"][i] == class_scalars()[i].name);
}

TEST_CASE("without a prediction no score is defined") {
  for (const Score& s : overall_scalars()) CHECK(std::isnan(value_of({s.name}, Judged{3})));
  for (const Score& s : class_scalars()) CHECK(std::isnan(value_of({s.name, 2}, Judged{3})));
}

TEST_CASE("a score of one class is named by both, and its name reads back") {
  CHECK(scalar_named("recall:Scol", classes) == Scalar{"recall", 1});
  CHECK(scalar_named("auc", classes) == Scalar{"auc"});
  CHECK(scalar_named("auc:Spond", classes) == Scalar{"auc", 2});
  for (const Score& s : overall_scalars()) CHECK(name(scalar_named(s.name, classes), classes) == s.name);
  for (const Score& s : class_scalars())
    CHECK(name(scalar_named(s.name + ":Scol", classes), classes) == s.name + ":Scol");
  CHECK(scalar_named("recall:a:b", {"a", "a:b"}) == Scalar{"recall", 1});
}

TEST_CASE("a score that is another by definition goes by that name") {
  const Judged judged = test::Case(14).judged();
  const Confusion confusion(judged.predictions, judged.classes);
  CHECK(scalar_named("macro_recall", classes) == Scalar{"balanced_accuracy"});
  CHECK(scalar_named("weighted_recall", classes) == Scalar{"accuracy"});
  CHECK(confusion.weighted(&Confusion::recall) == Approx(value_of({"accuracy"}, judged)));
}

TEST_CASE("what is no score is answered with the nearest") {
  CHECK(refused("acuracy").what() == std::string("there is no score \"acuracy\""));
  CHECK(refused("acuracy").hint() == "did you mean \"accuracy\"?");
  CHECK(refused("recal:Scol").hint() == "did you mean \"recall:Scol\"?");
  CHECK(refused("recall:Skol").what() == std::string("there is no class \"Skol\""));
  CHECK(refused("recall:Skol").hint() == "did you mean \"Scol\"?");
  CHECK(refused("recall").what() == std::string("\"recall\" is a score of one class: of which?"));
  CHECK(refused("recall").hint() == "there are recall:Normal, recall:Scol, recall:Spond");
  CHECK(refused("accuracy:Scol").what() == std::string("there is no score \"accuracy:Scol\""));
}

TEST_CASE("each score knows which way is better") {
  CHECK(better(Scalar{"accuracy"}) == Direction::higher);
  CHECK(better(Scalar{"brier"}) == Direction::lower);
  CHECK(better(Scalar{"adaptive_ece"}) == Direction::lower);
  CHECK(better(Scalar{"specificity", 0}) == Direction::higher);
}
