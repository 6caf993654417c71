#include "reports/comparison/remembered.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "reports/comparison/comparison.h"
#include "tests/support/records.h"

using namespace xp;

namespace {

struct Kept {
  std::map<std::string, std::string> entries;
  int asked = 0;
  Memo memo() {
    return {[this](const std::string& key) -> std::optional<std::string> {
              ++asked;
              const auto at = entries.find(key);
              return at == entries.end() ? std::nullopt : std::optional(at->second);
            },
            [this](const std::string& key, const std::string& value) { entries[key] = value; }};
  }
};

}  // namespace

TEST_CASE("numbers come back from the memo as they were, to the last bit") {
  Kept kept;
  const std::vector<double> numbers{0.1, -1e-300, 1.0 / 3, std::nan(""), INFINITY, 0};
  int computed = 0;
  const auto compute = [&] { return ++computed, numbers; };
  for (int i = 0; i < 2; ++i) {
    const std::vector<double> got = remembered("key", numbers.size(), kept.memo(), compute);
    for (std::size_t n = 0; n < numbers.size(); ++n)
      CHECK((got[n] == numbers[n] || (std::isnan(got[n]) && std::isnan(numbers[n]))));
  }
  CHECK(computed == 1);
  CHECK(remembered("key", numbers.size(), {}, compute).size() == numbers.size());
  CHECK(computed == 2);
}

TEST_CASE("what is no such list of numbers is computed anew") {
  for (const char* damaged : {"", " ", "1", "1 2 3", "1 x", "1 2 ", "nonsense"}) {
    Kept kept;
    kept.entries["key"] = damaged;
    CAPTURE(damaged);
    CHECK(remembered("key", 2, kept.memo(), [] { return std::vector<double>{4, 5}; }) == std::vector<double>{4, 5});
    CHECK(kept.entries["key"] == "4 5");
  }
}

TEST_CASE("a comparison is the same from the memo, and other predictions are another entry") {
  Kept kept;
  Comparing with;
  with.memo = kept.memo(), with.bootstrap.resamples = 500;
  const std::vector<Record> runs{test::healthy(1, 12), test::healthy(2, 3), test::healthy(3, 7)};
  const Comparison fresh = compare(runs, with);
  const std::size_t entries = kept.entries.size();
  const Comparison again = compare(runs, with);
  CHECK(kept.entries.size() == entries);
  CHECK(again.verdict == fresh.verdict);
  for (std::size_t s = 0; s < fresh.scores.size(); ++s) {
    CHECK(again.scores[s].figures[0].interval.low == fresh.scores[s].figures[0].interval.low);
    CHECK(again.scores[s].figures[0].method == fresh.scores[s].figures[0].method);
    CHECK(again.pairs[1].scores[s].p == fresh.pairs[1].scores[s].p);
  }
  with.bootstrap.seed = 2;
  compare(runs, with);
  CHECK(kept.entries.size() == 2 * entries);
}
