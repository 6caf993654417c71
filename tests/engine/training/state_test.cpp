#include "framework/engine/training/state.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/weights/weights.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

bool same_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

State some() {
  State state;
  state.put("floats", at::arange(6, at::kFloat).view({2, 3}).t());  // not in the order of its elements
  state.put("doubles", at::tensor({1e-320, -0.0, std::nan("7")}, at::kDouble));
  state.put("integers", at::tensor({INT64_MIN, INT64_MAX}, at::kLong));
  state.put("halves", at::ones({3}, at::kBFloat16));
  state.put("nothing", at::empty({0, 4}, at::kDouble));
  state.put("one", at::scalar_tensor(5, at::kInt));
  return state;
}

}  // namespace

TEST_CASE("tensors of a checkpoint come back with their types, shapes and bits") {
  const test::TemporaryFolder folder("state");
  some().write(folder / "a");
  const State back = State::read(folder / "a"), before = some();
  for (const char* name : {"floats", "doubles", "integers", "halves", "nothing", "one"}) {
    const Tensor a = before.tensor(name).contiguous(), b = back.tensor(name);
    INFO(name);
    CHECK(a.sizes() == b.sizes());
    REQUIRE(a.scalar_type() == b.scalar_type());
    CHECK((a.nbytes() == 0 || std::memcmp(a.data_ptr(), b.data_ptr(), a.nbytes()) == 0));
  }
  CHECK(read_weight_file(folder / "a").tensors.size() == 6);  // what any reader of safetensors sees
}

TEST_CASE("values of a checkpoint come back with their types, to the bit") {
  const test::TemporaryFolder folder("state");
  const std::string log(300'000, 'x'), odd = std::string("größer\0\n\"\\", 12);
  State state;
  const Settings all{{"yes", true},    {"no", false},      {"least", INT64_MIN}, {"third", 1.0 / 3},
                     {"minus", -0.0},  {"inf", -INFINITY}, {"log", log},         {"odd", odd},
                     {"number", "12"}, {"empty", ""},      {"tiny", 5e-324}};
  put(state, "callback/0/", all);
  state.put("nan", std::nan("7"));
  state.write(folder / "a");
  const State back = State::read(folder / "a");
  for (const Setting& s : all) {
    INFO(s.name);
    CHECK(back.value("callback/0/" + s.name) == s.value);
  }
  CHECK(std::signbit(back.real("callback/0/minus")));
  CHECK(same_bits(back.real("nan"), std::nan("7")));
  CHECK(values(back, "callback/0/").size() == all.size());
  CHECK_THROWS_WITH(back.value("best/epoch"), Contains("lacks best/epoch"));
}

TEST_CASE("predictions come back as they were, none as none") {
  const test::TemporaryFolder folder("state");
  const std::vector<Prediction> seen{{3, 1, {0.25, 0.75}}, {2, 0, {1.0 / 3, 2.0 / 3}}};
  State state;
  put(state, "seen", seen);
  put(state, "none", std::vector<Prediction>{});
  state.write(folder / "a");
  const State back = State::read(folder / "a");
  const std::vector<Prediction> again = predictions(back, "seen");
  REQUIRE(again.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(again[i].sample == seen[i].sample);
    CHECK(again[i].label == seen[i].label);
    CHECK(again[i].probabilities == seen[i].probabilities);
  }
  CHECK(predictions(back, "none").empty());
}

TEST_CASE("a checkpoint that is cut short is refused by its name, wherever it is cut") {
  const test::TemporaryFolder folder("state");
  some().write(folder / "a");
  const std::string whole = read_file(folder / "a");
  for (std::size_t length = 0; length < whole.size(); length += 7) {
    write_file(folder / "cut", whole.substr(0, length));
    CHECK_THROWS_WITH(State::read(folder / "cut"), Contains(folder / "cut"));
  }
}

TEST_CASE("a checkpoint that cannot be written leaves the one before, and nothing beside it") {
  const test::TemporaryFolder folder("state");
  some().write(folder / "a");
  const std::string before = read_file(folder / "a");
  State impossible = some();
  impossible.put("complex", at::zeros({2}, at::kComplexFloat));
  CHECK_THROWS_AS(impossible.write(folder / "a"), Error);
  CHECK(read_file(folder / "a") == before);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);
}
