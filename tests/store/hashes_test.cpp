#include "framework/base/hashes.h"

#include <catch2/catch.hpp>

#include "tests/support/plans.h"
#include "tests/support/stored.h"

using namespace xp;

namespace {

/// Of batches first to last; with another salt all are others.
std::vector<BatchHashes> batches(std::int64_t first, std::int64_t last, std::uint64_t salt = 0) {
  std::vector<BatchHashes> out;
  for (std::int64_t step = first; step <= last; ++step) {
    const auto s = static_cast<std::uint64_t>(step);
    out.push_back({step, s << 60 ^ salt, s * 0x9e3779b97f4a7c15ULL ^ salt, ~s ^ salt});
  }
  return out;
}

std::vector<TensorHash> tensors(std::uint64_t salt) { return {{"head.weight", ~salt}, {"stem.conv.weight", salt}}; }

}  // namespace

TEST_CASE("hashes of batches and tensors come back with all 64 bits, by step and by epoch") {
  const test::TemporaryFolder home("hashes");
  Store store(home.path, Store::Access::write);
  const std::int64_t id = test::add_running(store);
  CHECK(store.batch_hashes(id).empty());
  CHECK(store.tensor_hashes(id).empty());
  store.epoch(id, 1, {{"train/loss", 1}}, {}, {}, {batches(1, 10), tensors(1)});
  store.epoch(id, 1, {}, {}, {}, {batches(11, 14), {}});  // at a checkpoint within the second
  store.epoch(id, 2, {{"train/loss", 1}}, {}, {}, {batches(15, 20), tensors(2)});
  auto unfrozen = tensors(3);
  unfrozen.push_back({"average.weight", 7});
  store.epoch(id, 3, {{"train/loss", 1}}, {}, {}, {batches(21, 30), unfrozen});
  CHECK(store.batch_hashes(id) == batches(1, 30));
  CHECK(store.tensor_hashes(id) ==
        std::map<int, std::vector<TensorHash>>{{1, tensors(1)}, {2, tensors(2)}, {3, unfrozen}});
}

TEST_CASE("a run that goes on drops the hashes past its checkpoint, within an epoch too, and none before") {
  const test::TemporaryFolder home("hashes_resumed");
  Store store(home.path, Store::Access::write);
  const std::int64_t id = test::add_running(store);
  store.epoch(id, 1, {}, {}, {}, {batches(1, 10), tensors(1)});
  store.epoch(id, 2, {}, {}, {}, {batches(11, 20), tensors(2)});
  store.epoch(id, 3, {}, {}, {}, {batches(21, 30), tensors(3)});
  store.end(id, Status::killed, "");
  store.resume(id, this_process(), 1, 14);
  CHECK(store.batch_hashes(id) == batches(1, 14));
  CHECK(store.tensor_hashes(id) == std::map<int, std::vector<TensorHash>>{{1, tensors(1)}});
  store.epoch(id, 2, {}, {}, {}, {batches(15, 20, 5), tensors(4)});
  std::vector<BatchHashes> both = batches(1, 14);
  for (const BatchHashes& b : batches(15, 20, 5)) both.push_back(b);
  CHECK(store.batch_hashes(id) == both);
  CHECK(store.tensor_hashes(id).at(2) == tensors(4));
  store.end(id, Status::killed, "");
  store.resume(id, this_process(), 0, 0);
  CHECK(store.batch_hashes(id).empty());
  CHECK(store.tensor_hashes(id).empty());
}
