#include "tools/bench/judgement/null_pairs/compared.h"

#include <algorithm>
#include <map>
#include <string>

#include "reports/comparison/comparison.h"

namespace xp::bench {
namespace {

Record record_of(const Judged& judged, int number) {
  Record out;
  out.run.id = number, out.run.status = Status::finished;
  out.run.test_images = judged.images();
  for (int c = 0; c < judged.classes; ++c) out.classes.push_back("class " + std::to_string(c));
  for (std::size_t i = 0; i < judged.predictions.size(); ++i) {
    const std::string name = std::to_string(i);
    const std::string group = judged.groups.empty() ? "" : std::to_string(judged.groups[i]);
    out.samples.push_back({name, judged.predictions[i].label, Part::test, group, "sha " + name});
  }
  out.test = judged.predictions;
  return out;
}

}  // namespace

std::vector<bool> told_apart(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars, int draws,
                             std::uint64_t seed) {
  std::vector<Record> records;
  for (const Judged& run : runs) records.push_back(record_of(run, static_cast<int>(records.size()) + 1));
  std::map<std::string, std::string> kept;
  Comparing comparing;
  // McNemar's test needs no draws, the other scores beside it would.
  const bool counted =
      std::all_of(scalars.begin(), scalars.end(), [](const Scalar& s) { return s.score == "accuracy"; });
  comparing.bootstrap = {.resamples = counted ? 0 : draws, .seed = seed, .threads = 1};
  comparing.memo.recall = [&](const std::string& key) -> std::optional<std::string> {
    const auto at = kept.find(key);
    return at == kept.end() ? std::nullopt : std::optional(at->second);
  };
  comparing.memo.keep = [&](const std::string& key, const std::string& value) { kept[key] = value; };
  std::vector<bool> out;
  for (const Scalar& scalar : scalars) {
    comparing.by = name(scalar, records[0].classes);
    const Comparison said = compare(records, comparing);
    out.push_back(std::any_of(said.pairs.begin(), said.pairs.end(), [](const Pair& pair) { return pair.told_apart; }));
  }
  return out;
}

}  // namespace xp::bench
