// The store's sweeps.
#include <fmt/format.h>

#include "framework/base/error.h"
#include "framework/store/db.h"
#include "framework/store/home.h"
#include "framework/store/store.h"

namespace xp {
namespace {

Status status_named(const std::string& text) {
  for (const Status s : {Status::running, Status::finished, Status::killed})
    if (text == name(s)) return s;
  return Status::failed;
}

SweepRow row_of(const Row& r) {
  SweepRow out;
  out.id = r.integer(0);
  out.experiment = r.text(1), out.title = r.text(2), out.name = r.text(3), out.hash = r.text(4), out.search = r.text(5);
  out.status = status_named(r.text(6)), out.reason = r.text(7), out.created = r.text(8), out.ended = r.text(9);
  out.trials = static_cast<int>(r.integer(10));
  out.terms = {r.integer(15) != 0, r.integer(16) != 0};
  if (out.status == Status::running && !alive({r.integer(11), r.integer(12), r.text(13), r.text(14)}))
    out.status = Status::killed, out.reason = process_died;
  return out;
}

/// Folds of one run are one trial, controls none.
constexpr const char* columns =
    "SELECT id, experiment, title, name, hash, search, status, reason, created, ended, (SELECT count(DISTINCT "
    "coalesce(-parent, place)) FROM trials WHERE sweep = sweeps.id AND role NOT LIKE 'control%'), pid, process_start, "
    "boot, host, strict, pictures FROM sweeps WHERE ";

}  // namespace

std::int64_t Store::add_sweep(const NewSweep& s) {
  const ProcessId self = this_process();
  std::int64_t id = 0;
  atomically([&] {
    db_->run(
        "INSERT INTO sweeps (experiment, title, name, hash, search, status, created, pid, process_start, boot, host) "
        "VALUES (?, ?, ?, ?, ?, 'RUNNING', ?, ?, ?, ?, ?)",
        s.experiment, s.title, s.name, s.hash, s.search, utc_now(), self.pid, self.start, self.boot, self.host);
    id = db_->last_id();
  });
  return id;
}

void Store::add_trials(std::int64_t sweep, const std::vector<Trial>& trials) {
  atomically([&] {
    db_->many(
        "INSERT INTO trials VALUES (?, ?, ?, ?, nullif(?, 0), nullif(?, 0), ?, nullif(?, 0)) "
        "ON CONFLICT (sweep, place) DO UPDATE SET parent = excluded.parent, run = excluded.run",
        [&](auto insert) {
          for (const Trial& t : trials) insert(sweep, t.place, t.plan, t.identity, t.parent, t.after, t.role, t.run);
        });
  });
}

void Store::claim_sweep(std::int64_t id, const SweepTerms& terms) {
  const ProcessId self = this_process();
  atomically([&] {
    db_->rows(
        "SELECT status, pid, process_start, boot, host FROM sweeps WHERE id = ?",
        [&](Row r) {
          const ProcessId other{r.integer(1), r.integer(2), r.text(3), r.text(4)};
          if (r.text(0) == name(Status::running) && other.pid != self.pid && alive(other))
            throw Error(fmt::format("{} is being run by process {}", sweep_name(id), other.pid),
                        "wait for it, or end it with Ctrl-C; then the same command goes on");
        },
        id);
    db_->run(
        "UPDATE sweeps SET status = 'RUNNING', reason = '', ended = '', strict = ?, pictures = ?, pid = ?, "
        "process_start = ?, boot = ?, host = ? WHERE id = ?",
        terms.strict, terms.pictures, self.pid, self.start, self.boot, self.host, id);
  });
}

void Store::end_sweep(std::int64_t id, Status status, const std::string& reason) {
  db_->run("UPDATE sweeps SET status = ?, reason = ?, ended = ? WHERE id = ?", name(status), reason, utc_now(), id);
}

void Store::stands_for(std::int64_t sweep, int place, std::int64_t run) {
  db_->run("UPDATE trials SET run = nullif(?, 0) WHERE sweep = ? AND place = ?", run, sweep, place);
}

std::vector<SweepRow> Store::sweeps() const {
  std::vector<SweepRow> out;
  db_->rows((std::string(columns) + "1 ORDER BY id").c_str(), [&](Row r) { out.push_back(row_of(r)); });
  return out;
}

SweepRow Store::sweep(std::int64_t id) const {
  std::optional<SweepRow> out;
  db_->rows((std::string(columns) + "id = ?").c_str(), [&](Row r) { out = row_of(r); }, id);
  if (!out) throw Error(fmt::format("there is no {} in {}", sweep_name(id), home_), "xp sweep list shows them");
  return *out;
}

std::optional<SweepRow> Store::last_sweep(const std::string& hash) const {
  std::optional<SweepRow> out;
  db_->rows((std::string(columns) + "hash = ? ORDER BY id DESC LIMIT 1").c_str(), [&](Row r) { out = row_of(r); },
            hash);
  return out;
}

std::vector<Trial> Store::trials(std::int64_t sweep) const {
  std::vector<Trial> out;
  db_->rows(
      "SELECT place, plan, identity, coalesce(parent, 0), coalesce(after, 0), role, coalesce((SELECT id FROM runs "
      "WHERE "
      "id = trials.run AND deleted = ''), 0) FROM trials WHERE sweep = ? ORDER BY place",
      [&](Row r) {
        out.push_back({static_cast<int>(r.integer(0)), r.text(1), r.text(2), r.integer(3),
                       static_cast<int>(r.integer(4)), r.text(5), r.integer(6)});
      },
      sweep);
  return out;
}

std::vector<RunRow> Store::runs_of_sweep(std::int64_t sweep) const {
  return select("deleted = '' AND place > 0 AND sweep = ?", sweep);
}

std::int64_t Store::finished_as(const std::string& identity) const {
  std::int64_t id = 0;
  db_->rows(
      "SELECT coalesce(max(id), 0) FROM runs WHERE identity = ? AND status = 'FINISHED' AND NOT paused AND deleted = "
      "''",
      [&](Row r) { id = r.integer(0); }, identity);
  return id;
}

Series Store::series(std::int64_t run, const std::string& metric) const {
  Series out;
  db_->rows(
      "SELECT epoch, value FROM metrics WHERE run = ? AND metric = (SELECT id FROM metric_names WHERE name = ?) ORDER "
      "BY epoch",
      [&](Row r) {
        out.push_back({r.integer(0), r.real(1)});
      },
      run, metric);
  return out;
}

}  // namespace xp
