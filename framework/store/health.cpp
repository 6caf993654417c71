// How a home is.
#include "framework/store/examination.h"
#include "framework/store/home.h"
#include "framework/store/store.h"

namespace xp {

std::vector<Ailment> Store::examine(bool mend) {
  if (std::vector<Ailment> damaged = damage(db_->whole(), home_); !damaged.empty()) return damaged;
  Examination e{*db_, home_, mend};
  for (const auto part : {examine_journal, examine_processes, examine_references, examine_values, examine_artifacts,
                          examine_leftovers, examine_checkpoints})
    part(e);
  return std::move(e.found);
}

}  // namespace xp
