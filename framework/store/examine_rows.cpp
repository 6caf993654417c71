// What may be wrong with rows.
#include <fmt/format.h>

#include <filesystem>

#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/store/epochs.h"
#include "framework/store/examination.h"
#include "framework/store/home.h"
#include "framework/store/sweep.h"

namespace xp {
namespace {

constexpr double large_log = 64 << 20;  // bytes; SQLite writes it back at 4 MiB, unless a reader holds it

struct Under {
  std::int64_t id = 0;
  std::string status;
  ProcessId process;
};

/// What is said to run in a table, and does not.
std::vector<Under> dead(const Db& db, const char* table) {
  std::vector<Under> out;
  db.rows(fmt::format("SELECT id, status, pid, process_start, boot, host FROM {} WHERE status IN ('RUNNING', "
                      "'SCHEDULED') ORDER BY id",
                      table)
              .c_str(),
          [&](Row r) {
            out.push_back({r.integer(0), r.text(1), {r.integer(2), r.integer(3), r.text(4), r.text(5)}});
          });
  std::erase_if(out, [](const Under& u) { return alive(u.process); });
  return out;
}

/// A foreign key that rows break.
struct Broken {
  std::string table, column, parent, key, deed;  // what the schema does where the parent goes
  std::int64_t rows = 0;
};

std::vector<Broken> broken(const Db& db) {
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> rows;
  db.rows("SELECT \"table\", fkid FROM pragma_foreign_key_check", [&](Row r) { ++rows[{r.text(0), r.integer(1)}]; });
  std::vector<Broken> out;
  for (const auto& [which, count] : rows) {
    Broken b{which.first, "", "", "", "", count};
    db.rows(
        "SELECT \"from\", \"table\", coalesce(\"to\", (SELECT name FROM pragma_table_info(f.\"table\") WHERE pk = 1)), "
        "on_delete FROM pragma_foreign_key_list(?) f WHERE id = ?",
        [&](Row r) { b.column = r.text(0), b.parent = r.text(1), b.key = r.text(2), b.deed = r.text(3); }, which.first,
        which.second);
    out.push_back(b);
  }
  return out;
}

/// As the schema would have done; a run or a sweep is never removed.
bool detach(Db& db, const Broken& b) {
  const bool part = b.table != "runs" && b.table != "sweeps";
  const std::string lost =
      fmt::format("\"{0}\" IS NOT NULL AND \"{0}\" NOT IN (SELECT \"{1}\" FROM \"{2}\")", b.column, b.key, b.parent);
  if (b.deed == "SET NULL")
    db.run(fmt::format("UPDATE \"{}\" SET \"{}\" = NULL WHERE {}", b.table, b.column, lost).c_str());
  else if (b.deed == "CASCADE" && part)
    db.run(fmt::format("DELETE FROM \"{}\" WHERE {}", b.table, lost).c_str());
  else
    return false;
  return true;
}

}  // namespace

void examine_journal(Examination& e) {
  const auto mode = [&] {
    std::string out;
    e.db.rows("PRAGMA journal_mode", [&](Row r) { out = r.text(0); });
    return out;
  };
  if (mode() != "wal") {
    if (e.mend) e.db.rows("PRAGMA journal_mode = WAL", [](Row) {});
    const bool mended = mode() == "wal";
    e.say("the records are not in WAL mode, so that whoever reads makes writers wait", mended ? "" : e.mendable,
          mended);
  }
  const auto log = [&] {
    std::error_code none;
    const auto size = std::filesystem::file_size(e.home + "/xp.db-wal", none);
    return none ? 0.0 : static_cast<double>(size);
  };
  if (const double before = log(); before > large_log) {
    if (e.mend) e.db.rows("PRAGMA wal_checkpoint(TRUNCATE)", [](Row) {});
    e.say(fmt::format("the log beside the records, xp.db-wal, has grown to {}", bytes(before)),
          "a program that has been reading for long holds it: end that one, then xp doctor --mend",
          e.mend && log() <= large_log);
  }
}

void examine_processes(Examination& e) {
  for (const Under& run : dead(e.db, "runs")) {
    if (e.mend)
      e.db.run(("UPDATE runs SET status = 'KILLED', reason = ?, epochs = " + counted_epochs +
                " WHERE id = ? AND status = ? AND pid = ? AND process_start = ?")
                   .c_str(),
               died(run.id), run.id, run.status, run.process.pid, run.process.start);
    e.say(fmt::format("{} is recorded as {}, and its process is gone", run_name(run.id), run.status),
          e.mend ? fmt::format("it is KILLED now; when it ended nobody knows; xp resume {} goes on", run_name(run.id))
                 : e.mendable,
          e.mend);
  }
  for (const Under& sweep : dead(e.db, "sweeps")) {
    if (e.mend)
      e.db.run(
          "UPDATE sweeps SET status = 'KILLED', reason = 'its process died' WHERE id = ? AND status = ? AND pid = ? "
          "AND "
          "process_start = ?",
          sweep.id, sweep.status, sweep.process.pid, sweep.process.start);
    e.say(fmt::format("{} is recorded as {}, and its process is gone", sweep_name(sweep.id), sweep.status),
          e.mend ? fmt::format("it is KILLED now; xp resume {} goes on", sweep_name(sweep.id)) : e.mendable, e.mend);
  }
}

void examine_references(Examination& e) {
  for (const Broken& b : broken(e.db)) {
    const bool mended = e.mend && detach(e.db, b);
    const bool removed = b.deed == "CASCADE";
    e.say(fmt::format("{} row{} of {} name{} {} that {} not there", grouped(b.rows), b.rows == 1 ? "" : "s", b.table,
                      b.rows == 1 ? "s" : "", b.parent, b.rows == 1 ? "is" : "are"),
          mended   ? removed ? "removed, as they would have been with what they belonged to"
                             : "they name nothing now, as the schema says"
          : e.mend ? "nothing is guessed: a backup may still have what they name"
                   : "a backup may still have what they name; xp doctor --mend removes what belongs to nothing",
          mended);
  }
}

}  // namespace xp
