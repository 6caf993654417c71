// The store's knowledge of runs that another tool made.
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

}  // namespace xp
