// The store's reading half.
#include <fmt/format.h>

#include "framework/base/error.h"
#include "framework/store/db.h"
#include "framework/store/epochs.h"
#include "framework/store/history.h"
#include "framework/store/home.h"
#include "framework/store/store.h"

namespace xp {
namespace {

constexpr Status statuses[] = {Status::scheduled, Status::running, Status::finished, Status::failed, Status::killed};

Status status_named(const std::string& text) {
  for (Status s : statuses)
    if (text == name(s)) return s;
  return Status::failed;
}

/// Columns as `select` asks for them.
RunRow row_of(const Row& r) {
  RunRow run;
  run.id = r.integer(0);
  run.experiment = r.text(1), run.title = r.text(2), run.name = r.text(3);
  run.status = status_named(r.text(4)), run.reason = r.text(5);
  run.identity = r.text(6), run.fingerprint = r.text(7);
  run.created = r.text(8), run.started = r.text(9), run.ended = r.text(10), run.deleted = r.text(11);
  run.epochs = static_cast<int>(r.integer(12)), run.epochs_planned = static_cast<int>(r.integer(13));
  run.chosen_epoch = static_cast<int>(r.integer(14)), run.rerun_of = r.integer(15), run.note = r.text(16),
  run.test_images = static_cast<int>(r.integer(20)), run.val_images = static_cast<int>(r.integer(21));
  run.parent = r.integer(23), run.role = r.text(24), run.sweep = r.integer(25);
  run.place = static_cast<int>(r.integer(26)), run.attempt = static_cast<int>(r.integer(27));
  run.paused = r.integer(28) != 0;
  run.uuid = r.text(29), run.origin = r.text(30);
  if ((run.status == Status::running || run.status == Status::scheduled) &&
      !alive({r.integer(17), r.integer(18), r.text(19), r.text(22)})) {
    run.status = Status::killed;
    run.reason = process_died;
  }
  return run;
}

/// A table of epochs, by metric, each by rising epoch. In the order of its key: nothing is sorted, and no name is
/// looked up a thousand times.
std::map<std::string, Series> curves(const Db& db, const std::string& table, std::int64_t run) {
  std::map<std::int64_t, Series> of;
  db.rows(("SELECT metric, epoch, value FROM " + table + " WHERE run = ? ORDER BY epoch, metric").c_str(),
          [&](Row r) {
            of[r.integer(0)].push_back({r.integer(1), r.real(2)});
          },
          run);
  std::map<std::string, Series> out;
  for (auto& [metric, series] : of)
    db.rows(
        "SELECT name FROM metric_names WHERE id = ?", [&, from = &series](Row r) { out[r.text(0)] = std::move(*from); },
        metric);
  return out;
}

}  // namespace

const char* name(Status status) {
  switch (status) {
    case Status::scheduled: return "SCHEDULED";
    case Status::running: return "RUNNING";
    case Status::finished: return "FINISHED";
    case Status::failed: return "FAILED";
    case Status::killed: return "KILLED";
  }
  return "";
}

std::vector<RunRow> Store::select(const std::string& where, std::int64_t argument) const {
  const std::string columns =
      "SELECT id, experiment, title, name, status, reason, identity, fingerprint, created, started, ended, deleted, " +
      recorded_epochs +
      ", epochs_planned, chosen_epoch, coalesce(rerun_of, 0), note, pid, process_start, boot, test_images, "
      "val_images, host, coalesce(parent, 0), role, coalesce(sweep, 0), coalesce(place, 0), attempt, paused, uuid, "
      "origin FROM runs WHERE ";
  std::vector<RunRow> out;
  db_->rows((columns + where + " ORDER BY id").c_str(), [&](Row r) { out.push_back(row_of(r)); }, argument);
  if (out.empty()) return out;
  auto run = out.begin();  // both by run: one question for all, a thousand take longer than the runs themselves
  db_->rows(
      "SELECT run, tag FROM tags WHERE run BETWEEN ? AND ? ORDER BY run, tag",
      [&](Row r) {
        while (run != out.end() && run->id < r.integer(0)) ++run;
        if (run != out.end() && run->id == r.integer(0)) run->tags.push_back(r.text(1));
      },
      out.front().id, out.back().id);
  return out;
}

std::vector<RunRow> Store::runs(bool deleted) const {
  return select(deleted ? "? AND deleted > ''" : "? AND deleted = ''", 1);
}

RunRow Store::run(std::int64_t id) const {
  const std::vector<RunRow> found = select("id = ?", id);
  if (!found.empty()) return found[0];
  std::int64_t last = 0;
  db_->rows("SELECT coalesce(max(id), 0) FROM runs", [&](Row r) { last = r.integer(0); });
  throw Error(fmt::format("there is no {} in {}", run_name(id), home_),
              last ? fmt::format("the last is {}; xp list shows them", run_name(last)) : "there are none yet");
}

Record Store::record(std::int64_t id) const { return std::move(records({id}).front()); }

std::vector<Record> Store::records(const std::vector<std::int64_t>& ids) const {
  std::vector<Record> out;
  std::map<std::int64_t, std::size_t> known;  // where a split was read already
  for (const std::int64_t id : ids) {
    std::int64_t split = 0;
    Record record = read(id, split);
    if (const auto [twin, is_new] = known.try_emplace(split, out.size()); is_new)
      divided(record, split);
    else
      record.classes = out[twin->second].classes, record.samples = out[twin->second].samples;
    if (find(record.settings, "split.folds")) {
      pool(record);
      std::erase_if(known, [&](const auto& of) { return of.second == out.size(); });  // its samples are others now
    }
    out.push_back(std::move(record));
  }
  return out;
}

void Store::divided(Record& out, std::int64_t split) const {
  db_->rows(
      "SELECT name FROM split_classes WHERE split = ? ORDER BY label", [&](Row r) { out.classes.push_back(r.text(0)); },
      split);
  db_->rows(
      "SELECT name, label, part, grp, sha256 FROM split_samples WHERE split = ? ORDER BY sample",
      [&](Row r) {
        out.samples.push_back(
            {r.text(0), static_cast<int>(r.integer(1)), static_cast<Part>(r.integer(2)), r.text(3), r.text(4)});
      },
      split);
}

Record Store::read(std::int64_t id, std::int64_t& split) const {
  Record out;
  out.run = run(id);
  db_->rows(
      "SELECT plan, coalesce(split, 0) FROM runs WHERE id = ?",
      [&](Row r) { out.plan = r.text(0), split = r.integer(1); }, id);
  db_->rows(
      "SELECT name, value, is_bool FROM settings WHERE run = ? ORDER BY place",
      [&](Row r) {
        out.settings.push_back({r.text(0), r.value(1, 2)});
      },
      id);
  out.metrics = curves(*db_, "metrics", id);
  out.telemetry = curves(*db_, "telemetry", id);
  out.rewritten = rewritten(*db_, id);
  out.test.reserve(static_cast<std::size_t>(out.run.test_images));
  out.validation.reserve(static_cast<std::size_t>(out.run.val_images));
  db_->rows(
      "SELECT part, sample, label, probabilities FROM predictions WHERE run = ? ORDER BY part, sample",
      [&](Row r) {
        auto& part = static_cast<Part>(r.integer(0)) == Part::test ? out.test : out.validation;
        part.push_back({static_cast<int>(r.integer(1)), static_cast<int>(r.integer(2)), r.reals(3)});
      },
      id);
  db_->rows(
      "SELECT name FROM skipped WHERE run = ? ORDER BY name", [&](Row r) { out.skipped.push_back(r.text(0)); }, id);
  db_->rows(
      "SELECT text FROM remarks WHERE run = ? ORDER BY place", [&](Row r) { out.remarks.push_back(r.text(0)); }, id);
  db_->rows(
      "SELECT grade, name, sentence, advice FROM findings WHERE run = ? ORDER BY place",
      [&](Row r) {
        out.findings.push_back({static_cast<Audit::Grade>(r.integer(0)), r.text(1), r.text(2), r.text(3)});
      },
      id);
  db_->rows(
      "SELECT finding, text FROM finding_samples WHERE run = ? ORDER BY finding, place",
      [&](Row r) { out.findings.at(static_cast<std::size_t>(r.integer(0))).samples.push_back(r.text(1)); }, id);
  db_->rows(
      "SELECT name, sha256, size FROM artifacts WHERE run = ? ORDER BY name",
      [&](Row r) {
        out.artifacts.push_back({r.text(0), r.text(1), r.integer(2)});
      },
      id);
  db_->rows(
      "SELECT s.path, s.sha256, t.text FROM sources s JOIN source_texts t USING (sha256) WHERE s.run = ? ORDER BY "
      "s.place",
      [&](Row r) {
        out.sources.push_back({r.text(0), r.text(1), r.text(2)});
      },
      id);
  db_->rows(
      "SELECT attempt, started, ended, reason, epoch, step FROM attempts WHERE run = ? ORDER BY attempt",
      [&](Row r) {
        out.attempts.push_back({static_cast<int>(r.integer(0)), r.text(1), r.text(2), r.text(3),
                                static_cast<int>(r.integer(4)), r.integer(5)});
      },
      id);
  db_->rows(
      "SELECT name, value, is_bool FROM environment WHERE run = ? ORDER BY place",
      [&](Row r) {
        out.environment.push_back({r.text(0), r.value(1, 2)});
      },
      id);
  out.children = children(id);
  return out;
}

std::vector<Store::Timed> Store::timed(int most) const {
  std::vector<Timed> out;
  db_->rows(
      "SELECT r.plan, t.value FROM runs r JOIN telemetry t ON t.run = r.id AND t.epoch = r.epochs"
      " AND t.metric = (SELECT id FROM metric_names WHERE name = 'multiply_adds_per_second')"
      " WHERE r.status = 'FINISHED' AND t.value > 0 ORDER BY r.id DESC LIMIT ?",
      [&](Row r) {
        out.push_back({r.text(0), r.real(1)});
      },
      most);
  return out;
}

}  // namespace xp
