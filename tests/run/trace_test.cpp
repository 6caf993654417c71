// The file of a traced run: what it keeps, what a death leaves of it, and where two of them part.
#include "framework/run/trace.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <limits>
#include <thread>

#include "framework/base/checksum.h"
#include "framework/base/file.h"
#include "framework/run/resume.h"
#include "framework/run/run.h"
#include "framework/run/trace_file.h"
#include "tests/support/fake_engine.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

Traced tensor(const std::string& name, const std::vector<float>& values) { return {name, checksum(values), values}; }

/// Without values: a tensor past the room for them.
Traced hashed(const std::string& name, const std::vector<float>& values) { return {name, checksum(values), {}}; }

struct Files {
  test::TemporaryFolder folder{"trace"};
  std::string was = folder / "was", now = folder / "now";

  std::string write(const std::string& path, const std::vector<std::vector<Traced>>& batches, double room = 1e9) {
    TraceWriter writer(path, 0, room);
    for (std::size_t i = 0; i < batches.size(); ++i) writer.add(static_cast<std::int64_t>(i) + 1, batches[i]);
    return path;
  }
};

std::vector<TracedBatch> read(const std::string& path) {
  TraceReader reader(path);
  std::vector<TracedBatch> out;
  while (auto batch = reader.next()) out.push_back(*batch);
  return out;
}

std::vector<std::int64_t> steps(const std::string& path) {
  std::vector<std::int64_t> out;
  for (const TracedBatch& batch : read(path)) out.push_back(batch.step);
  return out;
}

const std::vector<Traced> first{tensor("pixels", {1, 2, 3}), tensor("logits", {0.5, -0.5}), tensor("w", {9})};
const std::vector<Traced> second{tensor("pixels", {4, 5, 6}), tensor("logits", {0.25, 0}), tensor("w", {8})};

}  // namespace

TEST_CASE("what was traced is read as it was told, NaN and infinity too") {
  Files files;
  const float inf = std::numeric_limits<float>::infinity();
  files.write(files.was, {first, {tensor("pixels", {NAN, inf, -inf})}, {}, second});
  const auto batches = read(files.was);
  REQUIRE(batches.size() == 4);
  REQUIRE(batches[0].tensors.size() == 3);
  CHECK(batches[0].tensors[1].name == "logits");
  CHECK(batches[0].tensors[1].hash == first[1].hash);
  CHECK(batches[0].tensors[1].values == first[1].values);
  REQUIRE(batches[1].tensors.size() == 1);
  CHECK(std::isnan(batches[1].tensors[0].values[0]));
  CHECK(batches[1].tensors[0].values[2] == -inf);
  CHECK(batches[2].tensors.empty());
  CHECK(batches[3].step == 4);
}

TEST_CASE("two traces part at the first tensor of the first batch that differs, with its first values") {
  Files files;
  auto other = second;
  other[1] = tensor("logits", {0.25, -0.0f}), other[2] = tensor("w", {7});
  files.write(files.was, {first, second, first}), files.write(files.now, {first, other, second});
  const TraceComparison c = compare_traces(files.was, files.now);
  CHECK(c.batches == 2);
  REQUIRE(c.difference);
  CHECK(c.difference->step == 2);
  CHECK(c.difference->tensor == "logits");
  CHECK(c.difference->before == 1);
  CHECK(c.difference->differing == 1);
  CHECK(c.difference->values == 2);
  CHECK(c.difference->unknown == "");
  REQUIRE(c.difference->first.size() == 1);
  CHECK(c.difference->first[0].index == 1);
  CHECK_FALSE(std::signbit(c.difference->first[0].was));
  CHECK(std::signbit(c.difference->first[0].now));  // bits differ where numbers are equal
}

TEST_CASE("five values that differ are named, all are counted") {
  Files files;
  std::vector<float> a(100), b(100, 1);
  b[0] = b[1] = 0;
  files.write(files.was, {{tensor("w", a)}}), files.write(files.now, {{tensor("w", b)}});
  const TraceDifference d = *compare_traces(files.was, files.now).difference;
  REQUIRE(d.first.size() == 5);
  CHECK(d.first[0].index == 2);
  CHECK(d.first[4].index == 6);
  CHECK(d.differing == 98);
}

TEST_CASE("traces without a difference say how far they were compared") {
  Files files;
  files.write(files.was, {first, second, first}), files.write(files.now, {first, second});
  const TraceComparison c = compare_traces(files.was, files.now);
  CHECK_FALSE(c.difference);
  CHECK(c.batches == 2);
  CHECK(c.unknown == "some were traced in only one of the two");
  CHECK(compare_traces(files.was, files.was).unknown == "");
}

TEST_CASE("of batches behind a cut or a damaged byte it is said that nothing is known") {
  Files files;
  const std::string whole = read_file(files.write(files.was, {first, second}));
  std::string damaged = whole;
  damaged[30] = static_cast<char>(damaged[30] ^ 1);
  for (const std::string& text : {damaged, whole.substr(0, whole.size() - 1)}) {
    write_file(files.now, text);
    for (const TraceComparison& c : {compare_traces(files.was, files.now), compare_traces(files.now, files.was),
                                     compare_traces(files.now, files.now)}) {
      CHECK_FALSE(c.difference);
      CHECK(c.batches == (text == damaged ? 0 : 1));
      CHECK(c.unknown == files.now + " is cut short or damaged");
    }
  }
}

TEST_CASE("where values were not kept, what they were is said to be unknown") {
  Files files;
  const std::vector<Traced> third{hashed("pixels", {7}), hashed("logits", {1}), hashed("w", {2})},
      other{hashed("pixels", {7}), hashed("logits", {1.5}), hashed("w", {2})};
  files.write(files.was, {first, second, third}), files.write(files.now, {first, second, other});
  const TraceDifference d = *compare_traces(files.was, files.now).difference;
  CHECK(d.step == 3);
  CHECK(d.tensor == "logits");
  CHECK(d.first.empty());
  CHECK(d.unknown == "values were kept up to batch 2 alone");

  files.write(files.was, {third}), files.write(files.now, {other});
  CHECK(compare_traces(files.was, files.now).difference->unknown == "no values were kept");
}

TEST_CASE("networks that compute other tensors part where their lists do") {
  Files files;
  auto other = first;
  other[1].tensor = "output of head";
  files.write(files.was, {first}), files.write(files.now, {other});
  CHECK(compare_traces(files.was, files.now).difference->unknown ==
        "in its place the other run computed output of head");
  other = first, other.pop_back();
  files.write(files.was, {first}), files.write(files.now, {other});
  CHECK(compare_traces(files.was, files.now).difference->unknown == "the other run did not compute it");
  CHECK(compare_traces(files.now, files.was).difference->unknown == "the other run alone computed it");
  CHECK(compare_traces(files.now, files.was).difference->tensor == "w");
}

TEST_CASE("past its room a trace grows by hashes alone") {
  Files files;
  const std::vector<Traced> large{tensor("pixels", std::vector<float>(1000, 1))};
  files.write(files.was, {large, large, large, large}, 2.5 * 4000);
  const auto batches = read(files.was);
  REQUIRE(batches.size() == 4);
  CHECK(batches[1].tensors[0].values.size() == 1000);
  CHECK(batches[2].tensors[0].values.empty());
  CHECK(batches[3].tensors[0].hash == large[0].hash);
  CHECK(std::filesystem::file_size(files.was) < 2.5 * 4000);
}

TEST_CASE("wherever a death cuts a trace, the batches before are whole") {
  Files files;
  files.write(files.was, {first, second, first});
  const std::string whole = read_file(files.was);
  for (std::size_t cut = 8; cut <= whole.size(); ++cut) {
    write_file(files.now, whole.substr(0, cut));
    const auto left = steps(files.now);
    for (std::size_t i = 0; i < left.size(); ++i) CHECK(left[i] == static_cast<std::int64_t>(i) + 1);
    CHECK(left.size() <= 3);
    TraceWriter(files.now, static_cast<std::int64_t>(left.size()), 1e9)
        .add(static_cast<std::int64_t>(left.size()) + 1, second);
    CHECK(steps(files.now).size() == left.size() + 1);
  }
  write_file(files.now, whole.substr(0, 3));  // not even its first bytes
  CHECK_THROWS_WITH(compare_traces(files.now, files.was), Contains("is no trace of a run"));
  TraceWriter(files.now, 0, 1e9).add(1, first);
  CHECK(steps(files.now) == std::vector<std::int64_t>{1});
}

TEST_CASE("a byte that changed ends what counts of a trace") {
  Files files;
  files.write(files.was, {first, second, first});
  const std::string whole = read_file(files.was);
  for (std::size_t at = 8; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    write_file(files.now, damaged);
    const auto left = read(files.now);
    CHECK(left.size() < 3);
    for (std::size_t i = 0; i < left.size(); ++i)
      CHECK(left[i].tensors[0].values == (i == 0 ? first : second)[0].values);
  }
}

TEST_CASE("going on drops what lies past the batch from which a run goes on") {
  Files files;
  files.write(files.was, {first, second, first, second});
  TraceWriter(files.was, 2, 1e9).add(3, second);
  CHECK(steps(files.was) == std::vector<std::int64_t>{1, 2, 3});
  CHECK(read(files.was)[2].tensors[0].values == second[0].values);
  TraceWriter(files.was, 0, 1e9).add(1, second);
  CHECK(steps(files.was) == std::vector<std::int64_t>{1});
}

namespace {

struct House {
  test::TemporaryFolder home{"traced"};
  Store store{home.path, Store::Access::write};
  test::FakeEngine engine;
  Progress silent;
  Circumstances circumstances;

  Record train() { return store.record(run(test::tiny_plan(), circumstances, engine, store, silent).id); }
};

}  // namespace

TEST_CASE("a run's hashes are stored by batch and by epoch") {
  House house;
  const Record r = house.train();
  const std::vector<BatchHashes> batches = house.store.batch_hashes(r.run.id);
  REQUIRE(batches.size() == 3);
  CHECK(batches[1] == test::FakeEngine::hashes(2));
  const auto tensors = house.store.tensor_hashes(r.run.id);
  REQUIRE(tensors.size() == 3);
  CHECK(tensors.at(3) == test::FakeEngine::tensors(3));
}

TEST_CASE("a traced run that FINISHED has its trace among its artifacts, one that was not traced has none") {
  House house;
  CHECK(trace_of(house.store, house.train()).empty());
  house.circumstances.trace = true;
  const Record r = house.train();
  const std::string file = trace_of(house.store, r);
  REQUIRE_FALSE(file.empty());
  CHECK(steps(file) == std::vector<std::int64_t>{1, 2, 3});
  CHECK_FALSE(std::filesystem::exists(growing_trace(house.store, r.run.id)));
  CHECK_FALSE(compare_traces(file, trace_of(house.store, house.train())).difference);
}

TEST_CASE("a traced run that was stopped has its trace so far, and is traced on when it is resumed") {
  House house;
  house.circumstances.trace = true;
  house.engine.during = [&](int epoch) {
    if (epoch != 2) return;
    house.store.request_stop(1);
    std::this_thread::sleep_for(std::chrono::milliseconds(250));  // it is looked for five times a second
  };
  const Record stopped = house.train();
  REQUIRE(stopped.run.status == Status::killed);
  CHECK(steps(trace_of(house.store, stopped)) == std::vector<std::int64_t>{1, 2});
  house.engine.during = [](int) {};
  Circumstances later;
  resume(stopped.run.id, later, house.engine, house.store, house.silent);
  const Record whole = house.store.record(stopped.run.id);
  CHECK(whole.run.status == Status::finished);
  CHECK(steps(trace_of(house.store, whole)) == std::vector<std::int64_t>{1, 2, 3});  // begun anew: no checkpoint
}
