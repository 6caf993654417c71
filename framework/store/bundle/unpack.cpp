// Runs arrive: under new numbers, each once, whatever they are called elsewhere.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "framework/base/disk.h"
#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/interrupt.h"
#include "framework/base/text.h"
#include "framework/store/bundle/contents.h"
#include "framework/store/bundle/differences.h"
#include "framework/store/bundle/private_folder.h"
#include "framework/store/bundle/rows.h"
#include "framework/store/bundle/seal.h"
#include "framework/store/bundle/sound.h"
#include "framework/store/elsewhere.h"
#include "framework/store/home.h"
#include "framework/store/store.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

Cell& of(const StoredTable& table, Cells& cells, const char* column) { return cells.at(table.place(column).value()); }

template <class T>
const T& cell(const StoredTable& table, const Cells& cells, const char* column) {
  return std::get<T>(cells.at(table.place(column).value()));
}

/// A run that is here and says something else.
struct Conflict {
  std::string what, why;
  std::int64_t whole = 0;  // what is to be deleted: itself, or what it is a part of
};

void add_once(std::vector<std::string>& all, std::string one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
}

[[noreturn]] void refuse(const std::vector<Conflict>& all) {
  std::vector<std::string> what, why, whole;
  for (const Conflict& c : all) what.push_back(c.what), add_once(why, c.why), add_once(whole, run_name(c.whole));
  throw Error(join(what, "; "), fmt::format("{}; to take the file's: xp delete {}, xp gc, then import again. Nothing "
                                            "was imported",
                                            join(why, "; "), join(whole, " ")));
}

class Arrival {
 public:
  Arrival(const Db& bundle, Store& store, Db& db, std::string file)
      : bundle_(bundle), store_(store), db_(db), file_(std::move(file)), tables_(tables_of(db)) {}

  std::vector<Unpacked::Run> rows() {
    db_.run("PRAGMA defer_foreign_keys = ON");  // rows come in any order
    names(), sources(), splits(), sweeps();
    std::vector<Unpacked::Run> out;
    each(tables_.runs, [&](const Cells& cells) { out.push_back(run(cells)); });
    if (!conflicts_.empty()) refuse(conflicts_);
    each(tables_.trials, [&](Cells cells) {
      numbers_.change(tables_.trials, cells);
      if (of(tables_.trials, cells, "sweep") != Cell()) insert(db_, tables_.trials, cells, true);
    });
    return out;
  }

 private:
  template <class F>
  void each(const StoredTable& table, F take) {
    rows_of(bundle_, table, "1", std::int64_t{1}, take);
  }

  void names() {
    each(tables_.metric_names, [&](const Cells& cells) {
      const auto& name = cell<std::string>(tables_.metric_names, cells, "name");
      db_.run("INSERT OR IGNORE INTO metric_names (name) VALUES (?)", name);
      db_.rows(
          "SELECT id FROM metric_names WHERE name = ?",
          [&](Row r) { numbers_.metrics[cell<std::int64_t>(tables_.metric_names, cells, "id")] = r.integer(0); }, name);
    });
  }

  void sources() {
    each(tables_.source_texts, [&](const Cells& cells) { insert(db_, tables_.source_texts, cells, true); });
  }

  void splits() {
    each(tables_.splits, [&](const Cells& cells) {
      const auto was = cell<std::int64_t>(tables_.splits, cells, "id");
      const auto& hash = cell<std::string>(tables_.splits, cells, "hash");
      std::int64_t& is = numbers_.splits[was];
      db_.rows(
          "SELECT id FROM splits WHERE hash = ?", [&](Row r) { is = r.integer(0); }, hash);
      if (is) return refuse_other_split(was, is);
      is = add(tables_.splits, cells);
      for (const StoredTable& table : tables_.of_splits) copy(bundle_, db_, table, "split", was, numbers_);
    });
  }

  void refuse_other_split(std::int64_t was, std::int64_t is) const {
    for (const StoredTable& table : tables_.of_splits)
      if (content_of(bundle_, table, "split", was) != content_of(db_, table, "split", is))
        throw Error(file_ + " divides images otherwise than the same division here", "nothing was imported");
  }

  /// The same one has the same trials and began at the same moment. One that began here takes nothing: neither trials
  /// nor runs; every other is a finished list, which no command goes on with.
  void sweeps() {
    each(tables_.sweeps, [&](Cells cells) {
      const auto text = [&](const char* column) { return cell<std::string>(tables_.sweeps, cells, column); };
      const std::string plain = is_elsewhere(text("hash")) ? text("hash").substr(elsewhere.size()) : text("hash");
      bool own = false;
      std::int64_t is = 0;
      db_.rows(
          "SELECT id, hash FROM sweeps WHERE hash IN (?, ?) AND created = ?",
          [&](Row r) { is = r.integer(0), own |= r.text(1) == plain; }, plain, elsewhere + plain, text("created"));
      if (own) return;
      of(tables_.sweeps, cells, "hash") = elsewhere + plain;
      if (is)
        db_.run(
            "UPDATE sweeps SET status = ?, reason = ?, ended = ? WHERE id = ? AND status <> 'RUNNING' AND "
            "ended < ?",
            text("status"), text("reason"), text("ended"), is, text("ended"));
      else
        is = add(tables_.sweeps, cells);
      numbers_.sweeps[cell<std::int64_t>(tables_.sweeps, cells, "id")] = is;
    });
  }

  Unpacked::Run run(Cells cells) {
    PoliteInterrupt::end_if_pending();
    const auto was = cell<std::int64_t>(tables_.runs, cells, "id");
    std::int64_t& is = numbers_.runs[was];
    db_.rows(
        "SELECT id FROM runs WHERE uuid = ?", [&](Row r) { is = r.integer(0); },
        cell<std::string>(tables_.runs, cells, "uuid"));
    const bool known = is != 0;
    numbers_.change(tables_.runs, cells);
    if (of(tables_.runs, cells, "sweep") == Cell()) of(tables_.runs, cells, "place") = Cell();
    if (known)
      recognise(cells, was, is);
    else {
      Cell& origin = of(tables_.runs, cells, "origin");
      if (origin == Cell(std::string())) origin = fmt::format("{} of {}", run_name(was), file_);
      is = add(tables_.runs, cells);
      for (const StoredTable& table : tables_.of_runs) copy(bundle_, db_, table, "run", was, numbers_);
    }
    return {was, is, known};
  }

  /// It joins a sweep that it was brought without before, and gets artifacts that it was brought without.
  void recognise(const Cells& cells, std::int64_t was, std::int64_t is) {
    const RunRow here = store_.run(is);
    if (const auto in = differences(bundle_, was, db_, here, tables_); !in.empty()) {
      conflicts_.push_back(
          {fmt::format("{} of {} is {} here, and they differ in {}", run_name(was), file_, run_name(is), join(in)),
           why(was, here), here.parent ? here.parent : is});
      return;
    }
    for (const StoredTable& table : tables_.of_runs)
      if (table.name == "artifacts") copy(bundle_, db_, table, "run", was, numbers_, true);
    const Cell sweep = cells.at(tables_.runs.place("sweep").value());
    if (std::holds_alternative<std::int64_t>(sweep))
      db_.run("UPDATE runs SET sweep = ?, place = ? WHERE id = ? AND sweep IS NULL AND origin <> ''",
              Cells{sweep, cells.at(tables_.runs.place("place").value()), is});
  }

  std::string why(std::int64_t was, const RunRow& here) const {
    if (went_on(bundle_, was, here)) return "one of them went on since it was exported";
    if (here.origin.empty()) return "the file's came in a form that carries less than a .xprun, or was changed";
    return fmt::format("the one here came as {}, perhaps in a form that carries less than a .xprun", here.origin);
  }

  std::int64_t add(const StoredTable& table, Cells cells) {
    cells.at(table.place("id").value()) = Cell();
    insert(db_, table, cells);
    return db_.last_id();
  }

  const Db& bundle_;
  const Store& store_;
  Db& db_;
  const std::string file_;
  const StoredTables tables_;
  NumbersElsewhere numbers_;
  std::vector<Conflict> conflicts_;  // all of them are told at once
};

/// What SQLite says of the private copy is said of the file.
template <class F>
auto said_of(const std::string& file, const std::string& copy, F body) {
  try {
    return body();
  } catch (const DiskFull&) {
    throw;
  } catch (const Error& e) {
    const std::string what = e.what();
    if (what.find(copy) == std::string::npos) throw;
    throw Error(fmt::format("{} is damaged{}", file, what.substr(what.find(copy) + copy.size())),
                "copy it again from where it was exported; nothing was imported");
  }
}

}  // namespace

Unpacked Store::unpack(const std::string& file) {
  const std::string name = printable(fs::path(file).filename().string());
  const PrivateFolder folder(home_ + "/import");
  const std::string copy = folder / "bundle";
  copy_sealed(file, copy);
  const Db bundle = said_of(file, copy, [&] {
    refuse_foreign_schema(copy, file);
    Db current(copy, true);  // an older one is brought up to this xp
    refuse_unsound(current, file);
    return current;
  });
  const std::vector<StoredContent> contents = contents_of(bundle);
  std::set<std::string> whole;  // here already; what is damaged here is mended
  for (const StoredContent& content : contents) {
    take_content(bundle, content, folder / content.sha256);
    if (trouble(artifact_path({"", content.sha256, content.size}), content.sha256, content.size).empty())
      whole.insert(content.sha256);
  }

  Unpacked out;
  atomically([&] {
    out.runs = Arrival(bundle, *this, *db_, name).rows();
    for (const StoredContent& content : contents) {
      const std::string path = artifact_path({"", content.sha256, content.size});
      if (whole.count(content.sha256) && fs::exists(path)) continue;
      make_folder(fs::path(path).parent_path());
      std::error_code refused;
      fs::rename(folder / content.sha256, path, refused);
      if (refused) throw Error(fmt::format("cannot write {}: {}", path, refused.message()), "", Exit::failed);
      ++out.artifacts;
    }
  });
  return out;
}

}  // namespace xp
