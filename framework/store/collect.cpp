// What is removed for good, a little at a time: whoever writes meanwhile waits for a little of it, not for all.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <thread>

#include "framework/base/error.h"
#include "framework/store/db.h"
#include "framework/store/epochs.h"
#include "framework/store/home.h"
#include "framework/store/store.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

constexpr int families_at_once = 20;  // runs with their folds and controls
constexpr std::size_t files_at_once = 100;

/// Long enough for all who wait for the records to see that it is their turn; they look every millisecond.
void give_way() { std::this_thread::sleep_for(std::chrono::milliseconds(3)); }

/// Deleted runs, by the run that they are folds and controls of, or by their own number.
using Families = std::map<std::int64_t, std::vector<std::int64_t>>;

Families deleted_runs(const Db& db) {
  Families out;
  db.rows("SELECT coalesce(parent, id), id FROM runs WHERE deleted <> ''",
          [&](Row row) { out[row.integer(0)].push_back(row.integer(1)); });
  return out;
}

/// Those that are still deleted, and how many they were. They are sought by their numbers alone: however many runs
/// there are, whoever waits does so for these few.
std::int64_t remove_runs(Db& db, const std::vector<std::int64_t>& runs) {
  const std::string these = fmt::format("({})", fmt::join(runs, ", "));
  const std::string hidden = "deleted <> '' AND id IN " + these;
  std::int64_t removed = 0;
  for (const char* which : {"IS NOT NULL", "IS NULL"}) {  // what goes along with its parent would not be counted
    db.run(fmt::format("DELETE FROM runs WHERE {} AND parent {} AND id NOT IN (SELECT parent FROM trials WHERE parent "
                       "IN {})",
                       hidden, which, these)
               .c_str());
    removed += db.changes();
  }
  db.run(("UPDATE runs SET epochs = " + recorded_epochs +
          ", status = 'KILLED', reason = 'its folds were removed for good; xp resume sweep' || sweep || ' trains "
          "them again' WHERE " +
          hidden)
             .c_str());
  for (const char* table : {"metrics", "findings", "artifacts"})
    db.run(fmt::format("DELETE FROM {} WHERE run IN (SELECT id FROM runs WHERE {})", table, hidden).c_str());
  return removed;
}

/// A family in one transaction: none is ever seen in part.
std::int64_t remove_all_runs(Db& db) {
  std::int64_t removed = 0;
  const Families families = deleted_runs(db);
  for (auto next = families.begin(); next != families.end(); give_way()) {
    std::vector<std::int64_t> runs;
    for (int n = 0; n < families_at_once && next != families.end(); ++n, ++next)
      runs.insert(runs.end(), next->second.begin(), next->second.end());
    db.atomically([&] { removed += remove_runs(db, runs); });
  }
  return removed;
}

bool is_named(const Db& db, const fs::path& content) {
  bool named = false;
  db.rows(
      "SELECT 1 FROM artifacts WHERE sha256 = ? LIMIT 1", [&](Row) { named = true; }, content.filename().string());
  return named;
}

std::vector<fs::path> unnamed_contents(const Db& db, const std::string& home) {
  std::vector<fs::path> out;
  std::error_code none;
  for (fs::recursive_directory_iterator i(home + "/artifacts", none), end; !none && i != end; i.increment(none))
    if (std::error_code gone; named_as_content(i->path()) && i->is_regular_file(gone) && !is_named(db, i->path()))
      out.push_back(i->path());
  return out;
}

/// Taken from its name while nobody can write a row that names it: a run that adds the same content now looks again
/// once it may write, and finds it gone. Removed afterwards, which takes long for large files; where this process dies
/// before, it lies there as what writing left behind.
std::vector<fs::path> take_away(Db& db, std::vector<fs::path>::const_iterator from,
                                std::vector<fs::path>::const_iterator to) {
  std::vector<fs::path> out;
  db.atomically([&] {
    for (; from != to; ++from) {
      if (is_named(db, *from)) continue;
      const fs::path taken = from->string() + ".tmp" + std::to_string(::getpid());
      std::error_code gone;
      fs::rename(*from, taken, gone);
      if (!gone) out.push_back(taken);
    }
  });
  return out;
}

}  // namespace

Store::Collected Store::collect() {
  Collected out;
  if (std::error_code none; !ever_used(*db_) && !fs::is_empty(home_ + "/artifacts", none) && !none)
    throw Error("no run was ever recorded in " + home_ + ", and there are artifacts: their records are lost",
                "nothing was removed; " + std::string(without_records));
  const auto remove = [&](const fs::path& path) {
    const double size = bytes_below(path);
    if (std::error_code refused; fs::remove_all(path, refused) == 0 || refused) return;
    out.bytes += size;
    ++out.files;
  };
  out.runs = remove_all_runs(*db_);
  db_->atomically([&] {
    db_->run("DELETE FROM splits WHERE id NOT IN (SELECT split FROM runs WHERE split IS NOT NULL)");
    db_->run("DELETE FROM source_texts WHERE sha256 NOT IN (SELECT sha256 FROM sources)");
  });
  // Rows first: should this fail, files are left over, never missing.
  const std::vector<fs::path> contents = unnamed_contents(*db_, home_);
  for (auto from = contents.begin(); from != contents.end(); give_way()) {
    const auto to = from + std::min<std::ptrdiff_t>(files_at_once, contents.end() - from);
    for (const fs::path& taken : take_away(*db_, from, to)) remove(taken);
    from = to;
  }
  for (const fs::path& left : half_written(home_)) remove(left);
  collect_checkpoints(out);
  return out;
}

}  // namespace xp
