// How many epochs of a run are recorded. While it runs its row is not written each epoch, so the values themselves
// tell; so they do where its process died. The column `epochs` holds it once the run has ended.
#pragma once
#include <string>

namespace xp {

/// SQL for statements in which the table `runs` goes by its own name: two seeks.
inline const std::string counted_epochs =
    "max(coalesce((SELECT max(epoch) FROM metrics WHERE run = runs.id), 0), "
    "coalesce((SELECT max(epoch) FROM telemetry WHERE run = runs.id), 0))";
/// As above, and without these seeks for a run that has ended.
inline const std::string recorded_epochs =
    "iif(runs.status IN ('RUNNING', 'SCHEDULED'), " + counted_epochs + ", runs.epochs)";

}  // namespace xp
