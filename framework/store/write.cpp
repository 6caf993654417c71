// The store's writing half.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "framework/base/disk.h"
#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/store/db.h"
#include "framework/store/epochs.h"
#include "framework/store/history.h"
#include "framework/store/home.h"
#include "framework/store/store.h"

namespace xp {

namespace fs = std::filesystem;

namespace {

template <class Id>
std::vector<std::pair<std::int64_t, double>> by_id(const Metrics& metrics, Id id) {
  std::vector<std::pair<std::int64_t, double>> out;
  for (const auto& [name, value] : metrics) out.emplace_back(id(name), value);
  return out;
}

}  // namespace

Store::Store(const std::string& home, Access access, Durable durable) : home_(home) {
  const std::string path = home + "/xp.db";
  refuse_no_folder(home);
  if (const std::string lost = lost_records(home); !lost.empty()) throw Error(lost, without_records);
  if (access == Access::read && !fs::exists(path))
    throw Error("there are no runs yet in " + home,
                "xp run experiments/smoke.cpp makes one; XP_HOME names another folder");
  if (access == Access::write) try {
      make_folder(home);
    } catch (const Error& e) {
      throw Error(e.what(), "records are kept there; XP_HOME names another folder");
    }
  db_ = std::make_unique<Db>(path, access == Access::write, durable == Durable::power);
}

Store::~Store() = default;

std::int64_t Store::add(const NewRun& r) {
  const ProcessId self = this_process();
  std::int64_t id = 0;
  db_->atomically([&] {
    if (r.place > 0) refuse_twin(r.sweep, r.place);
    db_->run(
        "INSERT INTO runs (experiment, title, name, note, status, plan, identity, fingerprint, epochs_planned, "
        "rerun_of, parent, role, sweep, place, created, pid, process_start, boot, host, uuid) VALUES (?, ?, ?, ?, "
        "'SCHEDULED', ?, ?, ?, ?, nullif(?, 0), nullif(?, 0), ?, nullif(?, 0), ?, ?, ?, ?, ?, ?, "
        "coalesce(nullif(?, ''), lower(hex(randomblob(16)))))",
        r.experiment, r.title, r.name, r.note, r.plan, r.identity, r.fingerprint, r.epochs_planned, r.rerun_of,
        r.parent, r.role, r.sweep, r.place, utc_now(), self.pid, self.start, self.boot, self.host, r.uuid);
    id = db_->last_id();
    db_->many("INSERT INTO settings (run, place, name, value, is_bool) VALUES (?, ?, ?, ?, ?)", [&](auto insert) {
      for (std::size_t i = 0; i < r.settings.size(); ++i)
        insert(id, i, r.settings[i].name, r.settings[i].value, r.settings[i].value.get<bool>() != nullptr);
    });
    for (const Source& s : r.sources) db_->run("INSERT OR IGNORE INTO source_texts VALUES (?, ?)", s.sha256, s.text);
    for (std::size_t i = 0; i < r.sources.size(); ++i)
      db_->run("INSERT INTO sources VALUES (?, ?, ?, ?)", id, i, r.sources[i].path, r.sources[i].sha256);
    for (const std::string& tag : r.tags) db_->run("INSERT OR IGNORE INTO tags VALUES (?, ?)", id, tag);
    for (std::size_t i = 0; i < r.environment.size(); ++i)
      db_->run("INSERT OR REPLACE INTO environment VALUES (?, ?, ?, ?, ?)", id, i, r.environment[i].name,
               r.environment[i].value, r.environment[i].value.get<bool>() != nullptr);
  });
  return id;
}

/// No trial has two results, and none is run twice at once.
void Store::refuse_twin(std::int64_t sweep, int place) const {
  for (const RunRow& twin : select("deleted = '' AND place = " + std::to_string(place) + " AND sweep = ?", sweep))
    if (twin.status == Status::running || twin.status == Status::scheduled || twin.status == Status::finished)
      throw Error(
          fmt::format("trial {} of {} is {} as {}", place, sweep_name(sweep), name(twin.status), run_name(twin.id)));
}

void Store::start(std::int64_t run, const ProcessId& p) {
  db_->run(
      "UPDATE runs SET stop_requested = iif(ended = '' AND pid = ? AND process_start = ?, stop_requested, 0), status = "
      "'RUNNING', reason = '', started = ?, ended = '', pid = ?, process_start = ?, boot = ?, host = ? WHERE id = ?",
      p.pid, p.start, utc_now(), p.pid, p.start, p.boot, p.host, run);
}

void Store::divide(std::int64_t run, const std::vector<std::string>& classes, const std::vector<StoredSample>& samples,
                   const std::vector<std::string>& skipped) {
  Hasher content;
  for (const std::string& c : classes) content.add(c);
  for (const StoredSample& s : samples)
    content.add(s.name).add(std::to_string(s.label)).add(name(s.part)).add(s.group).add(s.sha256);
  const std::string hash = content.hex();
  db_->atomically([&] {
    db_->run("INSERT OR IGNORE INTO splits (hash) VALUES (?)", hash);
    const bool is_new = db_->changes() > 0;
    std::int64_t split = 0;
    db_->rows(
        "SELECT id FROM splits WHERE hash = ?", [&](Row row) { split = row.integer(0); }, hash);
    if (is_new) {
      for (std::size_t i = 0; i < classes.size(); ++i)
        db_->run("INSERT INTO split_classes VALUES (?, ?, ?)", split, i, classes[i]);
      db_->many("INSERT INTO split_samples VALUES (?, ?, ?, ?, ?, ?, ?)", [&](auto insert) {
        for (std::size_t i = 0; i < samples.size(); ++i) {
          const StoredSample& s = samples[i];
          insert(split, i, s.name, s.label, static_cast<int>(s.part), s.group, s.sha256);
        }
      });
    }
    db_->run("UPDATE runs SET split = ? WHERE id = ?", split, run);
    db_->run("DELETE FROM skipped WHERE run = ?", run);
    for (const std::string& s : skipped) db_->run("INSERT OR IGNORE INTO skipped VALUES (?, ?)", run, s);
  });
}

void Store::remarks(std::int64_t run, const std::vector<std::string>& sentences) {
  db_->atomically([&] {
    db_->run("DELETE FROM remarks WHERE run = ?", run);
    db_->many("INSERT INTO remarks VALUES (?, ?, ?)", [&](auto insert) {
      for (std::size_t i = 0; i < sentences.size(); ++i) insert(run, i, sentences[i]);
    });
  });
}

void Store::findings(std::int64_t run, const std::vector<Audit::Finding>& findings) {
  constexpr std::size_t most_samples = 1000;
  db_->atomically([&] {
    db_->run("DELETE FROM findings WHERE run = ?", run);
    db_->run("DELETE FROM finding_samples WHERE run = ?", run);
    for (std::size_t i = 0; i < findings.size(); ++i) {
      const Audit::Finding& f = findings[i];
      db_->run("INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?)", run, i, static_cast<int>(f.grade), f.name, f.sentence,
               f.advice);
      db_->many("INSERT INTO finding_samples VALUES (?, ?, ?, ?)", [&](auto insert) {
        for (std::size_t k = 0; k < std::min(most_samples, f.samples.size()); ++k) insert(run, i, k, f.samples[k]);
      });
    }
  });
}

/// A transaction that rolls back takes the metric names with it that it added.
void Store::atomically(const std::function<void()>& body) {
  try {
    db_->atomically(body);
  } catch (...) {
    metric_ids_.clear();
    throw;
  }
}

std::int64_t Store::metric_id(const std::string& name) {
  if (const auto known = metric_ids_.find(name); known != metric_ids_.end()) return known->second;
  db_->run("INSERT OR IGNORE INTO metric_names (name) VALUES (?)", name);
  std::int64_t id = 0;
  db_->rows(
      "SELECT id FROM metric_names WHERE name = ?", [&](Row row) { id = row.integer(0); }, name);
  return metric_ids_[name] = id;
}

void Store::epoch(std::int64_t run, int epoch, const Metrics& metrics, const Metrics& telemetry,
                  const std::vector<StepValue>& steps, const Hashes& hashes) {
  atomically([&] {
    const auto id = [&](const std::string& name) { return metric_id(name); };
    keep_values(*db_, "metrics", run, epoch, by_id(metrics, id));
    keep_values(*db_, "telemetry", run, epoch, by_id(telemetry, id));
    std::map<std::string, Series> series;
    for (const StepValue& s : steps) series[s.metric].push_back(s.point);
    log(run, series);
    keep_hashes(*db_, run, epoch, hashes);
    if (!metrics.empty() || !telemetry.empty())  // of one that has ended
      db_->run("UPDATE runs SET epochs = ?2 WHERE id = ?1 AND status NOT IN ('RUNNING', 'SCHEDULED') AND epochs < ?2",
               run, epoch);
  });
}

void Store::scored(std::int64_t run, Part part, int epoch, const std::vector<Prediction>& predictions,
                   const Metrics& metrics) {
  atomically([&] {
    db_->run("DELETE FROM predictions WHERE run = ? AND part = ?", run, static_cast<int>(part));
    db_->many("INSERT INTO predictions VALUES (?, ?, ?, ?, ?)", [&](auto insert) {
      for (const Prediction& p : predictions) insert(run, static_cast<int>(part), p.sample, p.label, p.probabilities);
    });
    keep_values(*db_, "metrics", run, epoch, by_id(metrics, [&](const std::string& name) { return metric_id(name); }));
    db_->run(part == Part::test ? "UPDATE runs SET test_images = ? WHERE id = ?"
                                : "UPDATE runs SET val_images = ? WHERE id = ?",
             predictions.size(), run);
  });
}

void Store::artifact(std::int64_t run, const std::string& name, const std::string& content) {
  const Artifact artifact{name, sha256(content), static_cast<std::int64_t>(content.size())};
  const std::string path = artifact_path(artifact);
  make_folder(fs::path(path).parent_path());
  const auto place = [&] {
    if (!trouble(path, artifact.sha256, artifact.size).empty()) write_file(path, content);
    if (db_->synced())  // the names that lead to it too
      for (const fs::path& folder : {fs::path(path).parent_path(), fs::path(home_) / "artifacts", fs::path(home_)})
        sync_to_disk(folder);
  };
  place();
  db_->atomically([&] {
    if (!fs::exists(path)) place();  // `collect` came between and saw no row naming it
    db_->run("INSERT OR REPLACE INTO artifacts VALUES (?, ?, ?, ?)", run, name, artifact.sha256, artifact.size);
  });
}

void Store::chosen(std::int64_t run, int epoch) {
  db_->run("UPDATE runs SET chosen_epoch = ? WHERE id = ?", epoch, run);
}

void Store::end(std::int64_t run, Status status, const std::string& reason, bool paused) {
  const std::string sql =  // not static: a run that is a global object ends when statics are gone
      "UPDATE runs SET status = ?, reason = ?, paused = ?, ended = ?, epochs = " + recorded_epochs + " WHERE id = ?";
  db_->run(sql.c_str(), name(status), reason, paused, utc_now(), run);
}

void Store::request_stop(std::int64_t id) {
  if (const RunRow row = run(id); row.status != Status::running && row.status != Status::scheduled)
    throw Error(fmt::format("{} is {}, there is nothing to stop", run_name(id), name(row.status)),
                "xp list shows what runs");
  db_->run("UPDATE runs SET stop_requested = 1 WHERE id = ? OR parent = ?", id, id);
}

bool Store::stop_requested(std::int64_t run) const {
  bool requested = false;
  db_->rows(
      "SELECT stop_requested FROM runs WHERE id = ?", [&](Row row) { requested = row.integer(0) != 0; }, run);
  return requested;
}

void Store::note(std::int64_t id, const std::string& text) {
  db_->run("UPDATE runs SET note = ? WHERE id = ?", text, run(id).id);
}
void Store::tag(std::int64_t id, const std::string& tag) {
  db_->run("INSERT OR IGNORE INTO tags VALUES (?, ?)", run(id).id, tag);
}

void Store::untag(std::int64_t id, const std::string& tag) {
  db_->run("DELETE FROM tags WHERE run = ? AND tag = ?", run(id).id, tag);
  if (db_->changes() == 0) throw Error(fmt::format("{} has no tag \"{}\"", run_name(id), tag));
}

std::string Store::artifact_path(const Artifact& a) const {
  return home_ + "/artifacts/" + a.sha256.substr(0, 2) + "/" + a.sha256;
}

}  // namespace xp
