// The store's part in resuming: a run goes on under its number, and what it replaces is kept.
#include <fmt/format.h>

#include <filesystem>

#include "framework/base/error.h"
#include "framework/store/db.h"
#include "framework/store/history.h"
#include "framework/store/store.h"

namespace xp {

namespace fs = std::filesystem;

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
  std::error_code none;
  for (const fs::directory_entry& folder : fs::directory_iterator(home_ + "/checkpoints", none)) {
    bool known = false, whole = false;  // one that FINISHED needs no last one; it was killed before it could remove it
    db_->rows(
        "SELECT status = 'FINISHED' AND NOT paused FROM runs WHERE 'run' || id = ?",
        [&](Row r) { known = true, whole = r.integer(0) != 0; }, folder.path().filename().string());
    std::error_code gone;
    for (const fs::directory_entry& file : fs::directory_iterator(folder.path(), gone)) {
      if (known && !(whole && file.path().filename() == "last.safetensors")) continue;
      const auto size = file.file_size(gone);
      if (gone || !fs::remove(file.path(), gone)) continue;
      removed.bytes += static_cast<double>(size);
      ++removed.files;
    }
    fs::remove(folder.path(), gone);  // when nothing is left in it
  }
}

}  // namespace xp
