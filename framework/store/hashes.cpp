// Hashes of what a run computed: a stretch of batches a row, and an epoch's tensors a row.
#include <string>
#include <vector>

#include "framework/store/db.h"
#include "framework/store/history.h"
#include "framework/store/store.h"

namespace xp {
namespace {

using Bits = std::vector<std::uint64_t>;
using Names = std::vector<std::string>;

/// The tensors' names at an epoch.
Names names(const Db& db, std::int64_t run, std::int64_t epoch) {
  Names out;
  db.rows(
      "SELECT name FROM tensor_names WHERE run = ?1 AND epoch = (SELECT max(epoch) FROM tensor_names WHERE run = ?1 "
      "AND epoch <= ?2) ORDER BY place",
      [&](Row r) { out.push_back(r.text(0)); }, run, epoch);
  return out;
}

void keep_batches(Db& db, std::int64_t run, const std::vector<BatchHashes>& batches) {
  for (std::size_t from = 0, to = 0; from < batches.size(); from = to) {
    Bits bits;
    for (to = from; to < batches.size() && batches[to].step == batches[from].step + std::int64_t(to - from); ++to)
      bits.insert(bits.end(), {batches[to].order, batches[to].pixels, batches[to].loss});
    db.run("INSERT OR REPLACE INTO batch_hashes VALUES (?, ?, ?)", run, batches[from].step, bits);
  }
}

void keep_tensors(Db& db, std::int64_t run, int epoch, const std::vector<TensorHash>& tensors) {
  Names now;
  Bits bits;
  for (const TensorHash& t : tensors) now.push_back(t.tensor), bits.push_back(t.values);
  if (now != names(db, run, epoch)) {
    db.run("DELETE FROM tensor_names WHERE run = ? AND epoch = ?", run, epoch);
    for (std::size_t i = 0; i < now.size(); ++i)
      db.run("INSERT INTO tensor_names VALUES (?, ?, ?, ?)", run, epoch, i, now[i]);
  }
  db.run("INSERT OR REPLACE INTO tensor_hashes VALUES (?, ?, ?)", run, epoch, bits);
}

}  // namespace

void keep_hashes(Db& db, std::int64_t run, int epoch, const Hashes& hashes) {
  keep_batches(db, run, hashes.batches);
  if (!hashes.tensors.empty()) keep_tensors(db, run, epoch, hashes.tensors);
}

void cut_hashes(Db& db, std::int64_t run, int epoch, std::int64_t step) {
  db.run("DELETE FROM batch_hashes WHERE run = ? AND first > ?", run, step);
  db.run(
      "UPDATE batch_hashes SET hashes = substr(hashes, 1, 24 * (?2 + 1 - first)) WHERE run = ?1 AND first + "
      "length(hashes) / 24 > ?2 + 1",
      run, step);
  db.run("DELETE FROM tensor_names WHERE run = ? AND epoch > ?", run, epoch);
  db.run("DELETE FROM tensor_hashes WHERE run = ? AND epoch > ?", run, epoch);
}

std::vector<BatchHashes> Store::batch_hashes(std::int64_t run) const {
  std::vector<BatchHashes> out;
  db_->rows(
      "SELECT first, hashes FROM batch_hashes WHERE run = ? ORDER BY first",
      [&](Row r) {
        const Bits bits = r.numbers<std::uint64_t>(1);
        for (std::size_t i = 0; i + 2 < bits.size(); i += 3)
          out.push_back({r.integer(0) + std::int64_t(i / 3), bits[i], bits[i + 1], bits[i + 2]});
      },
      run);
  return out;
}

std::map<int, std::vector<TensorHash>> Store::tensor_hashes(std::int64_t run) const {
  std::map<int, Names> known;  // from that epoch on
  db_->rows(
      "SELECT epoch, name FROM tensor_names WHERE run = ? ORDER BY epoch, place",
      [&](Row r) { known[static_cast<int>(r.integer(0))].push_back(r.text(1)); }, run);
  std::map<int, std::vector<TensorHash>> out;
  db_->rows(
      "SELECT epoch, hashes FROM tensor_hashes WHERE run = ? ORDER BY epoch",
      [&](Row r) {
        const int epoch = static_cast<int>(r.integer(0));
        const auto after = known.upper_bound(epoch);
        if (after == known.begin()) return;
        const Names& tensors = std::prev(after)->second;
        const Bits bits = r.numbers<std::uint64_t>(1);
        for (std::size_t i = 0; i < bits.size() && i < tensors.size(); ++i) out[epoch].push_back({tensors[i], bits[i]});
      },
      run);
  return out;
}

}  // namespace xp
