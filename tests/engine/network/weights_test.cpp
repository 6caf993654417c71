#include "framework/engine/network/weights.h"

#include <catch2/catch.hpp>
#include <cstring>

#include "framework/base/error.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

std::vector<NamedTensor> some(double fill) {
  return {{"features.0.weight", at::full({2, 1, 3, 3}, fill).contiguous(at::MemoryFormat::ChannelsLast)},
          {"head.bias", at::full({3}, fill + 1)}};
}

}  // namespace

TEST_CASE("saving and loading is bit-exact, whatever the memory layout") {
  auto from = some(0);
  from[0].tensor = at::rand({2, 1, 3, 3}).contiguous(at::MemoryFormat::ChannelsLast);
  const std::string bytes = to_safetensors(from, {{"plan", "abc"}});
  const auto into = some(9);
  from_safetensors(bytes, into);
  for (std::size_t i = 0; i < from.size(); ++i) CHECK(at::equal(from[i].tensor, into[i].tensor));
  CHECK_THAT(bytes, Contains("\"plan\":\"abc\""));
  CHECK(to_safetensors(into, {{"plan", "abc"}}) == bytes);
}

TEST_CASE("what does not fit is named, tensor by tensor") {
  const std::string bytes = to_safetensors(some(1), {});
  std::vector<NamedTensor> other{{"features.0.weight", at::zeros({4, 1, 3, 3})}, {"head.weight", at::zeros({3})}};
  try {
    from_safetensors(bytes, other);
    FAIL("accepted");
  } catch (const Error& e) {
    CHECK_THAT(e.what(), Contains("features.0.weight is [2, 1, 3, 3], not [4, 1, 3, 3]") &&
                             Contains("head.weight is missing") && Contains("head.bias is not in this network"));
  }
}

TEST_CASE("a damaged file is an error, never a crash") {
  const std::string bytes = to_safetensors(some(1), {});
  for (std::size_t length = 0; length < bytes.size(); length += 7) {
    const auto into = some(0);
    CHECK_THROWS_AS(from_safetensors(bytes.substr(0, length), into), Error);
  }
  std::string huge = bytes;
  const std::uint64_t claim = ~std::uint64_t{0} - 4;
  std::memcpy(huge.data(), &claim, sizeof claim);
  CHECK_THROWS_AS(from_safetensors(huge, some(0)), Error);
  std::string moved = bytes;
  moved.replace(moved.find("[0,72]"), 6, "[1,99]");
  CHECK_THROWS_WITH(from_safetensors(moved, some(0)), Contains("features.0.weight lies past the end"));
}
