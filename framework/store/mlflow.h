// What MLflow keeps of a run, as plain data: the same of its file store and of its database.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "framework/store/record.h"

namespace xp {

struct MlflowRun {
  struct Value {
    std::int64_t milliseconds = 0;  // since 1970
    Point point;
  };
  std::string id, name, experiment, user;
  Status status = Status::running;
  std::int64_t started = 0, ended = 0;  // milliseconds since 1970; 0: unknown
  bool deleted = false;
  std::string artifact_uri;
  std::map<std::string, std::string> parameters, tags;
  std::map<std::string, std::vector<Value>> metrics;  // in the order of recording
};

/// Of a SQLite database (mlflow.db) as MLflow 1 and 2 write it: by experiment and start. It is only read, whatever it
/// holds. Throws Error naming what is missing where it is none.
std::vector<MlflowRun> runs_of_mlflow_database(const std::string& path);

}  // namespace xp
