// What every MLflow 2 lets things be called (mlflow/utils/validation.py): letters, digits, "_", "-", ".", space, and
// "/" between the parts of a path; a name is also a file's, so it may not lead elsewhere.
#pragma once
#include <string>

namespace xp {

/// Every other character becomes "_"; at most 200 bytes.
std::string mlflow_name(const std::string& name);

/// RunStatus of mlflow/protos/service.proto: RUNNING 1, SCHEDULED 2, FINISHED 3, FAILED 4, KILLED 5.
inline constexpr const char* mlflow_statuses[] = {"RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"};

/// Within a run's artifacts: the run without its numbers (document.h).
inline constexpr const char* mlflow_document = "xp/run.json";

}  // namespace xp
