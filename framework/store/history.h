// What a run's history is made of, as functions on the database, within a transaction of their callers.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "framework/base/hashes.h"
#include "framework/store/record.h"

namespace xp {

class Db;

/// An epoch's values, by metric, in `table` "metrics" or "telemetry". What one that is there with other bits was is
/// kept as rewritten.
void keep_values(Db& db, const std::string& table, std::int64_t run, std::int64_t epoch,
                 std::span<const std::pair<std::int64_t, double>> values);
/// Values of a metric's steps, in the order of recording.
void keep_steps(Db& db, std::int64_t run, std::int64_t metric, const Series& series);
void keep_hashes(Db& db, std::int64_t run, int epoch, const Hashes& hashes);

/// What lies past so many epochs and steps is no part of the run any longer: values are kept as those of `attempt`,
/// hashes are dropped.
void cut_values(Db& db, std::int64_t run, int attempt, int epoch);
void cut_steps(Db& db, std::int64_t run, int attempt, std::int64_t step);
void cut_hashes(Db& db, std::int64_t run, int epoch, std::int64_t step);

/// Metrics of which values were recorded again, by name; of epochs and of steps.
std::vector<Rewritten> rewritten(const Db& db, std::int64_t run);

}  // namespace xp
