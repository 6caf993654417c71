// What may be wrong with rows.
#include <fmt/format.h>
#include <unistd.h>

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

std::string missing_parent(const Broken& b) {
  return fmt::format("\"{0}\" IS NOT NULL AND \"{0}\" NOT IN (SELECT \"{1}\" FROM \"{2}\")", b.column, b.key, b.parent);
}

/// Of which runs the rows are; empty where it is the runs that are not there.
std::string concerned(const Db& db, const Broken& b) {
  const std::string run = b.table == "runs" ? "id" : "run";
  bool has = false;
  db.rows(
      "SELECT 1 FROM pragma_table_info(?) WHERE name = ?", [&](Row) { has = true; }, b.table, run);
  if (!has || b.column == run) return "";
  std::vector<std::string> out;
  db.rows(
      fmt::format("SELECT DISTINCT \"{}\" FROM \"{}\" WHERE {} ORDER BY 1", run, b.table, missing_parent(b)).c_str(),
      [&](Row r) { out.push_back(run_name(r.integer(0))); });
  return out.empty() ? "" : ": of " + some_of(out);
}

/// As the schema would have done; a run or a sweep is never removed.
bool detach(Db& db, const Broken& b) {
  const bool part = b.table != "runs" && b.table != "sweeps";
  const std::string lost = missing_parent(b);
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
  std::string mode;
  const auto ask = [&](const char* how) { e.db.rows(how, [&](Row r) { mode = r.text(0); }); };
  ask("PRAGMA journal_mode");
  // Where nobody may write, the connection names another mode. The file itself is not asked: closing it would drop
  // this process's locks on it (fcntl(2)).
  if (mode != "wal" && ::access(e.home.c_str(), W_OK) == 0) {
    if (e.mend) ask("PRAGMA journal_mode = WAL");
    e.say("the records are not in WAL mode, so that whoever reads makes writers wait", mode == "wal" ? "" : e.mendable,
          mode == "wal");
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
               process_died, run.id, run.status, run.process.pid, run.process.start);
    e.say(fmt::format("{} is recorded as {}, and its process is gone", run_name(run.id), run.status),
          e.mend ? fmt::format("it is KILLED now; when it ended nobody knows; xp show {} tells how it goes on",
                               run_name(run.id))
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
    const std::string whose = concerned(e.db, b);
    const bool mended = e.mend && detach(e.db, b);
    const bool removed = b.deed == "CASCADE";
    e.say(fmt::format("{} row{} of {} name{} {} that {} not there{}", grouped(b.rows), b.rows == 1 ? "" : "s", b.table,
                      b.rows == 1 ? "s" : "", b.parent, b.rows == 1 ? "is" : "are", whose),
          mended   ? removed ? "removed, as they would have been with what they belonged to"
                             : "they name nothing now, as the schema says"
          : e.mend ? "nothing is guessed: a backup may still have what they name"
                   : "a backup may still have what they name; xp doctor --mend removes what belongs to nothing",
          mended);
  }
}

/// As after saving what could be read of damaged records. xp measures every epoch, and keeps what was said of every
/// image that it counts; what others record need not.
void examine_values(Examination& e) {
  const auto look = [&](const std::string& lost, const char* what) {
    std::vector<std::string> without;
    e.db.rows(("SELECT id FROM runs WHERE status = 'FINISHED' AND deleted = '' AND plan <> '' AND " + lost).c_str(),
              [&](Row r) { without.push_back(run_name(r.integer(0))); });
    if (without.empty()) return;
    e.say(fmt::format("{} FINISHED, and {}", some_of(without), what),
          "a backup may still have them; xp rerun " + without[0] + " makes them anew, as another run");
  };
  look(
      "epochs > 0 AND (NOT EXISTS (SELECT 1 FROM metrics WHERE run = runs.id) OR EXISTS (SELECT 1 FROM telemetry t "
      "WHERE t.run = runs.id AND t.epoch BETWEEN 1 AND runs.epochs AND NOT EXISTS (SELECT 1 FROM metrics m WHERE m.run "
      "= t.run AND m.epoch = t.epoch)))",
      "of some epochs no metrics are there");
  const auto fewer = [](const char* images, Part part) {
    return fmt::format("{} > (SELECT count(*) FROM predictions WHERE run = runs.id AND part = {})", images,
                       static_cast<int>(part));
  };
  look("NOT paused AND origin = '' AND (" + fewer("val_images", Part::validation) + " OR " +
           fewer("test_images", Part::test) + ")",
       "of some images that it judged no predictions are there");
}

}  // namespace xp
