// Runs leave: as they are, under their own numbers, with everything that names them.
#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "framework/base/error.h"
#include "framework/base/process.h"
#include "framework/base/version.h"
#include "framework/store/bundle/contents.h"
#include "framework/store/bundle/private_folder.h"
#include "framework/store/bundle/rows.h"
#include "framework/store/bundle/seal.h"
#include "framework/store/bundle/sound.h"
#include "framework/store/store.h"

namespace xp {
namespace {

using Ids = std::set<std::int64_t>;

/// One moment of the records, while others write.
class Snapshot {
 public:
  explicit Snapshot(Db& db) : db_(db) { db_.run("BEGIN"); }
  ~Snapshot() {
    try {
      db_.run("COMMIT");
    } catch (...) {  // nothing was written
    }
  }

 private:
  Db& db_;
};

/// What leaves together: runs with their parts; sweeps of which every run does, with the runs that stand for a trial.
struct Leaving {
  Ids runs, sweeps;
};

bool whole(const Store& store, std::int64_t sweep, const Ids& runs) {
  for (const RunRow& run : store.runs_of_sweep(sweep))
    if (run.deleted.empty() && !runs.count(run.id)) return false;
  return true;
}

Leaving leaving(const Store& store, const std::vector<std::int64_t>& asked) {
  Leaving out;
  out.runs.insert(asked.begin(), asked.end());
  for (std::size_t before = 0; before != out.runs.size();) {
    before = out.runs.size();
    const std::vector<std::int64_t> parts = store.with_parts({out.runs.begin(), out.runs.end()}, false);
    out.runs.insert(parts.begin(), parts.end());
    for (const std::int64_t id : Ids(out.runs))
      if (const std::int64_t sweep = store.run(id).sweep; sweep && whole(store, sweep, out.runs)) {
        out.sweeps.insert(sweep);
        for (const Trial& trial : store.trials(sweep))
          for (const std::int64_t named : {trial.run, trial.parent})
            if (named && store.run(named).deleted.empty()) out.runs.insert(named);
      }
  }
  return out;
}

void refuse_what_cannot_leave(const Store& store, const Leaving& all) {
  for (const std::int64_t id : all.runs) {
    const RunRow run = store.run(id);
    if (!run.deleted.empty()) throw Error(run_name(id) + " is deleted", "xp restore " + run_name(id) + " first");
    if (run.status == Status::running || run.status == Status::scheduled)
      throw Error(fmt::format("{} is {}", run_name(id), name(run.status)),
                  fmt::format("wait for it, or xp stop {} first", run_name(id)));
    if (run.parent && !all.runs.count(run.parent))
      throw Error(fmt::format("{} is {} of {}, and travels with it", run_name(id), run.role, run_name(run.parent)),
                  fmt::format("xp export {} FILE.xprun", run_name(run.parent)));
  }
  for (const std::int64_t id : all.sweeps)
    if (store.sweep(id).status == Status::running)
      throw Error(sweep_name(id) + " is RUNNING", "wait for it, or end it with Ctrl-C first");
}

/// Each as it is called here; what stays behind is named by nothing.
NumbersElsewhere same(const Db& db, const Leaving& all) {
  NumbersElsewhere out;
  for (const std::int64_t id : all.runs) out.runs[id] = id;
  for (const std::int64_t id : all.sweeps) out.sweeps[id] = id;
  db.rows("SELECT id FROM metric_names", [&](Row r) { out.metrics[r.integer(0)] = r.integer(0); });
  db.rows("SELECT id FROM splits", [&](Row r) { out.splits[r.integer(0)] = r.integer(0); });
  return out;
}

/// A process says nothing elsewhere; one that died is said to have.
void settle(Db& bundle, const RunRow& run) {
  bundle.run(
      "UPDATE runs SET status = ?, epochs = ?, reason = iif(status IN ('RUNNING', 'SCHEDULED'), 'its process died', "
      "reason), pid = 0, process_start = 0, boot = '', stop_requested = 0, place = iif(sweep IS NULL, NULL, place) "
      "WHERE id = ?",
      name(run.status), run.epochs, run.id);
}

/// What an import would refuse.
void refuse_untravelled(const Db& bundle) try {
  refuse_unsound(bundle, "what was to be exported");
} catch (const Error& e) {
  throw Error(e.what(), "no home would take it in, so nothing was exported; xp doctor looks at all records",
              Exit::failed);
}

class Packing {
 public:
  Packing(const Store& store, const Db& db, const Leaving& all, Db& bundle)
      : store_(store), db_(db), all_(all), bundle_(bundle), tables_(tables_of(db)), numbers_(same(db, all)) {}

  void rows() {
    bundle_.run("INSERT INTO bundle VALUES (1, ?, ?)", XP_VERSION, utc_now());
    for (const std::int64_t id : all_.sweeps) {
      keep(tables_.sweeps, "id", id);
      keep(tables_.trials, "sweep", id);
      bundle_.run("UPDATE sweeps SET status = ?, pid = 0, process_start = 0, boot = '' WHERE id = ?",
                  name(store_.sweep(id).status), id);
    }
    for (const std::int64_t id : all_.runs) {
      keep(tables_.runs, "id", id);
      settle(bundle_, store_.run(id));
      for (const StoredTable& table : tables_.of_runs) keep(table, "run", id);
    }
    splits(), sources(), metrics();
  }

  Bundled contents() {
    Bundled out;
    for (const StoredContent& content : contents_of(bundle_)) {
      put_content(bundle_, content, store_.artifact_path({"", content.sha256, content.size}));
      ++out.artifacts;
    }
    out.runs = static_cast<std::int64_t>(all_.runs.size());
    return out;
  }

 private:
  void keep(const StoredTable& table, const std::string& column, std::int64_t key) {
    rows_of(db_, table, column, key, [&](Cells cells) {
      numbers_.change(table, cells);
      insert(bundle_, table, cells);
    });
  }
  void splits() {
    for (const std::int64_t id : numbers("SELECT DISTINCT split FROM runs WHERE split > 0")) {
      keep(tables_.splits, "id", id);
      for (const StoredTable& table : tables_.of_splits) keep(table, "split", id);
    }
  }
  void sources() {
    std::vector<std::string> hashes;
    bundle_.rows("SELECT DISTINCT sha256 FROM sources", [&](Row r) { hashes.push_back(r.text(0)); });
    for (const std::string& hash : hashes)
      rows_of(db_, tables_.source_texts, "sha256", hash,
              [&](const Cells& cells) { insert(bundle_, tables_.source_texts, cells); });
  }
  void metrics() {
    Ids used;
    for (const StoredTable& table : tables_.of_runs)
      if (table.place("metric")) used.merge(numbers("SELECT DISTINCT metric FROM " + table.name));
    for (const std::int64_t id : used) keep(tables_.metric_names, "id", id);
  }
  Ids numbers(const std::string& sql) const {
    Ids out;
    bundle_.rows(sql.c_str(), [&](Row r) { out.insert(r.integer(0)); });
    return out;
  }

  const Store& store_;
  const Db& db_;
  const Leaving& all_;
  Db& bundle_;
  const StoredTables tables_;
  const NumbersElsewhere numbers_;
};

}  // namespace

Bundled Store::pack(const std::vector<std::int64_t>& runs, const std::string& file) const {
  const PrivateFolder folder(file);
  Bundled out;
  {
    const Snapshot now(*db_);
    const Leaving all = leaving(*this, runs);
    refuse_what_cannot_leave(*this, all);
    Db bundle(folder / "bundle", true);
    bundle.run("PRAGMA foreign_keys = OFF");  // rows come in any order; all are checked at the end
    bundle.run("PRAGMA synchronous = OFF");   // until the whole file is
    bundle.atomically([&] {
      make_bundle(bundle);
      Packing packing(*this, *db_, all, bundle);
      packing.rows();
      refuse_untravelled(bundle);
      out = packing.contents();
    });
    bundle.run("PRAGMA journal_mode = DELETE");  // all of it in one file
  }
  seal(folder / "bundle", file);
  out.bytes = static_cast<double>(std::filesystem::file_size(file));
  return out;
}

}  // namespace xp
