// Everything that a run's page is made from. The verb fills it from the store; pages only read.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "framework/store/record.h"
#include "reports/scores/report.h"
#include "reports/table.h"

namespace xp {

/// The network, measured from the stored plan.
struct NetworkMaterial {
  std::string name{}, input{};                     // "xception with cbam", "1×96×96"
  std::int64_t parameters = 0, multiply_adds = 0;  // trainable; forward, of one image
  int layers_in_all = 0;
  Table layers{};         // one a row: place, kind, output, parameters, multiply-adds, memory; then the total
  std::string missing{};  // why all this is not known, and what to do; a sentence
};

struct Material {
  Record record;
  std::vector<Record> parts{};                    // its folds and controls that FINISHED, as for diagnose()
  std::map<std::string, Series> steps{};          // per batch, by metric: "train/objective"; `at` counts from 1
  std::map<std::string, std::string> pictures{};  // content of its artifacts below pictures/, by name
  NetworkMaterial network{};
  Settings defaults{};  // what its settings are where nobody sets them; those of unknown plugins are missing
  std::optional<ScoreReport> scores{};  // of the test, as `xp score` has it; none: nothing was tested
};

}  // namespace xp
