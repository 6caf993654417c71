// The store's knowledge of runs that another tool made, or another home.
#include "framework/store/db.h"
#include "framework/store/store.h"

namespace xp {

void Store::describe(std::int64_t run, const Settings& settings, int chosen_epoch, int val_images) {
  db_->atomically([&] {
    db_->run("DELETE FROM settings WHERE run = ?", run);
    db_->many("INSERT INTO settings (run, place, name, value, is_bool) VALUES (?, ?, ?, ?, ?)", [&](auto insert) {
      for (std::size_t i = 0; i < settings.size(); ++i)
        insert(run, i, settings[i].name, settings[i].value, settings[i].value.get<bool>() != nullptr);
    });
    db_->run("UPDATE OR REPLACE metrics SET epoch = ? WHERE run = ? AND epoch = 0", chosen_epoch, run);
    db_->run("UPDATE runs SET chosen_epoch = ?, val_images = ? WHERE id = ?", chosen_epoch, val_images, run);
  });
}

void Store::recorded_elsewhere(std::int64_t run, const RunRow& as, const std::vector<Attempt>& attempts) {
  db_->atomically([&] {
    db_->run(
        "UPDATE runs SET status = ?, reason = ?, created = ?, started = ?, ended = ?, epochs = ?, epochs_planned = ?, "
        "chosen_epoch = ?, val_images = ?, test_images = ?, attempt = ?, paused = ?, origin = ? WHERE id = ?",
        name(as.status), as.reason, as.created, as.started, as.ended, as.epochs, as.epochs_planned, as.chosen_epoch,
        as.val_images, as.test_images, as.attempt, as.paused, as.origin, run);
    for (const Attempt& a : attempts)
      db_->run(
          "INSERT OR REPLACE INTO attempts (run, attempt, started, ended, reason, epoch, step) VALUES (?, ?, ?, ?, ?, "
          "?, ?)",
          run, a.number, a.started, a.ended, a.reason, a.epoch, a.step);
  });
}

}  // namespace xp
