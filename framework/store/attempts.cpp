// The store's part in resuming: a run goes on under its number, and what it replaces is kept.
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "framework/base/error.h"
#include "framework/store/db.h"
#include "framework/store/history.h"
#include "framework/store/home.h"
#include "framework/store/store.h"

namespace xp {

namespace fs = std::filesystem;

namespace {

/// Of what lies among the checkpoints: all of it where it is of no run, the last one of a run that FINISHED, which was
/// killed before it could remove it. Empty where nothing can go.
fs::path needless(const Db& db, const fs::path& folder) {
  bool known = false, whole = false;
  db.rows(
      "SELECT status = 'FINISHED' AND NOT paused FROM runs WHERE id = substr(?1, 4) AND 'run' || id = ?1",
      [&](Row r) { known = true, whole = r.integer(0) != 0; }, folder.filename().string());
  if (!known) return folder;
  const fs::path last = folder / "last.safetensors";
  std::error_code none;
  return whole && fs::exists(last, none) ? last : fs::path();
}

}  // namespace

void Store::resume(std::int64_t id, const ProcessId& p, int epoch, std::int64_t step) {
  db_->atomically([&] {
    const RunRow before = run(id);
    if (before.status == Status::running || before.status == Status::scheduled)
      throw Error(fmt::format("{} is {} already", run_name(id), name(before.status)),
                  fmt::format("xp list shows what runs; xp stop {} ends it", run_name(id)));
    db_->run("INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?)", id, before.attempt, before.started,
             before.ended, before.reason, epoch, step);
    cut_values(*db_, id, before.attempt, epoch);
    cut_steps(*db_, id, before.attempt, step);
    cut_hashes(*db_, id, epoch, step);
    db_->run(
        "UPDATE runs SET status = 'RUNNING', reason = '', paused = 0, attempt = attempt + 1, started = ?, ended = '', "
        "stop_requested = 0, epochs = ?, chosen_epoch = iif(chosen_epoch > ?, 0, chosen_epoch), pid = ?, "
        "process_start = ?, boot = ?, host = ? WHERE id = ?",
        utc_now(), epoch, epoch, p.pid, p.start, p.boot, p.host, id);
  });
}

std::string Store::checkpoint_folder(std::int64_t run) const { return home_ + "/checkpoints/" + run_name(run); }

void Store::collect_checkpoints(Collected& removed) {
  std::vector<fs::path> folders, taken;
  std::error_code none;
  for (const fs::directory_entry& folder : fs::directory_iterator(home_ + "/checkpoints", none))
    if (!needless(*db_, folder.path()).empty()) folders.push_back(folder.path());
  db_->atomically([&] {  // from their names only, while no run can begin that takes them for its own
    for (const fs::path& folder : folders) {
      const fs::path path = needless(*db_, folder);
      if (path.empty()) continue;
      const fs::path away = path.string() + ".tmp" + std::to_string(::getpid());
      std::error_code gone;
      fs::rename(path, away, gone);
      if (!gone) taken.push_back(away);
    }
  });
  for (const fs::path& path : taken) {
    const bool folder = fs::is_directory(path, none);
    const double size = bytes_below(path);
    std::error_code refused;
    const auto entries = fs::remove_all(path, refused);
    if (refused) continue;
    removed.bytes += size;
    removed.files += static_cast<std::int64_t>(entries) - folder;
  }
  for (const fs::path& folder : folders)
    if (fs::is_directory(folder, none)) fs::remove(folder, none);  // when nothing is left in it
}

}  // namespace xp
