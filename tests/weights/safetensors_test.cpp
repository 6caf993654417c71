#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "framework/base/error.h"
#include "framework/weights/readers.h"

namespace {
using namespace xp;
using Catch::Matchers::Contains;

/// A file with this header and so many bytes of numbers.
std::string file(const std::string& header, std::size_t numbers) {
  const std::uint64_t length = header.size();
  return std::string(reinterpret_cast<const char*>(&length), sizeof length) + header + std::string(numbers, '\x01');
}
std::string tensor(const std::string& name, const std::string& shape, int begin, int end) {
  return "\"" + name + "\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[" + std::to_string(begin) +
         "," + std::to_string(end) + "]}";
}
std::string refusal(const std::string& bytes) {
  try {
    read_safetensors(bytes);
    return "";
  } catch (const Error& e) {
    return e.what();
  }
}

template <class T>
WeightTensor numbers(const std::string& name, Element element, const std::vector<T>& values) {
  return {name,
          element,
          {static_cast<std::int64_t>(values.size())},
          std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T))};
}

const std::vector<WeightTensor> some{numbers<float>("b", Element::f32, {1, std::nanf("7"), -0.0F}),
                                     {"scalar", Element::i64, {}, std::string(8, '\x02')},
                                     {"empty", Element::f16, {0, 3}, ""},
                                     numbers<std::uint16_t>("a \"quoted\" é", Element::bf16, {0x7fc1, 0x0001})};
}  // namespace

TEST_CASE("what is written is read again bit by bit, in the same order, with its metadata") {
  const std::string bytes = safetensors(some, {{"plan", "abc"}, {"classes", "[\"a\",\"b\"]"}});
  const WeightFile back = read_safetensors(bytes);
  CHECK(back.format == "safetensors");
  CHECK(back.metadata == std::map<std::string, std::string>{{"plan", "abc"}, {"classes", "[\"a\",\"b\"]"}});
  REQUIRE(back.tensors.size() == some.size());
  for (std::size_t i = 0; i < some.size(); ++i) {
    CHECK(back.tensors[i].name == some[i].name);
    CHECK(back.tensors[i].element == some[i].element);
    CHECK(back.tensors[i].shape == some[i].shape);
    CHECK(back.tensors[i].bytes == some[i].bytes);
  }
  CHECK(safetensors(back.tensors, back.metadata) == bytes);
}

TEST_CASE("every byte belongs to exactly one tensor") {
  CHECK(refusal(file("{" + tensor("a", "[2]", 0, 8) + "," + tensor("b", "[1]", 8, 12) + "}", 12)).empty());
  CHECK(refusal(file("{" + tensor("b", "[1]", 8, 12) + "," + tensor("a", "[2]", 0, 8) + "}", 12)).empty());
  CHECK_THAT(refusal(file("{" + tensor("a", "[2]", 0, 8) + "," + tensor("b", "[1]", 4, 8) + "}", 8)),
             Contains("b overlaps"));
  CHECK_THAT(refusal(file("{" + tensor("a", "[2]", 0, 8) + "," + tensor("b", "[1]", 12, 16) + "}", 16)),
             Contains("b follows bytes of no tensor"));
  CHECK_THAT(refusal(file("{" + tensor("a", "[2]", 0, 8) + "}", 12)), Contains("bytes after its last tensor"));
  CHECK_THAT(refusal(file("{" + tensor("a", "[2]", 0, 8) + "}", 4)), Contains("past the end"));
  CHECK_THAT(refusal(file("{" + tensor("a", "[2]", 8, 0) + "}", 8)), Contains("past the end"));
  CHECK_THAT(refusal(file("{" + tensor("a", "[3]", 0, 8) + "}", 8)), Contains("a has 8 bytes") && Contains("says 12"));
}

TEST_CASE("shapes that overflow, deep nesting, huge headers and repeated names are errors") {
  CHECK_THAT(refusal(file("{" + tensor("a", "[4294967296,4294967296]", 0, 0) + "}", 0)),
             Contains("larger than any memory"));
  CHECK_THAT(refusal(file("{" + tensor("a", "[18446744073709551615]", 0, 4) + "}", 4)), Contains("header"));
  CHECK_THAT(refusal(file("{" + tensor("a", "[-1]", 0, 4) + "}", 4)), Contains("header"));
  CHECK_THAT(refusal(file("{" + tensor("a", "[1.0]", 0, 4) + "}", 4)), Contains("header"));
  CHECK_THAT(refusal(file("{\"a\":" + std::string(1'000'000, '['), 0)), Contains("header"));
  CHECK_THAT(refusal(file("{" + std::string(1'000'000, '{'), 0)), Contains("header"));
  CHECK_THAT(refusal(file("{\"a\":{\"shape\":[" + std::string(100'000, '['), 0)), Contains("header"));
  CHECK_THAT(refusal(file("{" + tensor("a", "[1]", 0, 4) + "," + tensor("a", "[1]", 4, 8) + "}", 8)),
             Contains("two tensors are named a"));
  CHECK_THAT(refusal(file("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 0)), Contains("more than one dtype"));
  CHECK_THAT(refusal(file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 0)), Contains("header"));
  CHECK_THAT(refusal(file("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1)),
             Contains("F8_E4M3, which xp does not read"));
  CHECK_THAT(refusal(file("{\"__metadata__\":{\"a\":1}}", 0)), Contains("header"));
  std::string huge = file("{}", 0);
  const std::uint64_t claim = ~std::uint64_t{0} - 4;
  std::memcpy(huge.data(), &claim, sizeof claim);
  CHECK_THAT(refusal(huge), Contains("claims 18446744073709551611 bytes"));
}

TEST_CASE("a file cut anywhere is an error, and one with any bit turned is an error or a file") {
  const std::string bytes = safetensors(some, {{"plan", "abc"}});
  for (std::size_t length = 0; length < bytes.size(); ++length) CHECK_FALSE(refusal(bytes.substr(0, length)).empty());
  int read = 0;
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string turned = bytes;
    turned[bit / 8] = static_cast<char>(turned[bit / 8] ^ 1 << bit % 8);
    read += refusal(turned).empty();
  }
  CHECK(read > 0);
}

TEST_CASE("a name that JSON cannot hold is an error, not a broken file") {
  CHECK_THROWS_AS(safetensors({{"\xff", Element::u8, {0}, ""}}, {}), Error);
  CHECK_THROWS_AS(safetensors({{"__metadata__", Element::u8, {0}, ""}}, {}), Error);
}

TEST_CASE("numbers of every type become floats") {
  const auto floats = [](const WeightTensor& t) { return as_floats(t); };
  CHECK(floats(numbers<double>("", Element::f64, {1.5, -2})) == std::vector<float>{1.5F, -2});
  CHECK(floats(numbers<std::int64_t>("", Element::i64, {-3})) == std::vector<float>{-3});
  CHECK(floats(numbers<std::int32_t>("", Element::i32, {-3})) == std::vector<float>{-3});
  CHECK(floats(numbers<std::int16_t>("", Element::i16, {-3})) == std::vector<float>{-3});
  CHECK(floats(numbers<std::int8_t>("", Element::i8, {-3})) == std::vector<float>{-3});
  CHECK(floats(numbers<std::uint8_t>("", Element::u8, {255})) == std::vector<float>{255});
  CHECK(floats(numbers<std::uint8_t>("", Element::boolean, {0, 1})) == std::vector<float>{0, 1});
  CHECK(floats(numbers<std::uint16_t>("", Element::bf16, {0x3fc0, 0xc000})) == std::vector<float>{1.5F, -2});
  const float infinity = std::numeric_limits<float>::infinity();
  // NumPy: np.array([0x3e00, 0xc000, 1, 0x83ff, 0x7bff, 0xfc00], "u2").view("f2")
  CHECK(floats(numbers<std::uint16_t>("", Element::f16, {0x3e00, 0xc000, 1, 0x83ff, 0x7bff, 0xfc00})) ==
        std::vector<float>{1.5F, -2, 5.9604645e-08F, -6.097555e-05F, 65504, -infinity});
  CHECK(std::isnan(floats(numbers<std::uint16_t>("", Element::f16, {0x7e00}))[0]));
}
