// The folder in which MLflow's file store keeps experiments and runs.
#pragma once
#include <string>
#include <vector>

#include "framework/store/mlflow.h"

namespace xp {

struct Mlruns {
  struct Run : MlflowRun {
    std::string artifacts;  // its folder of artifacts within this one; empty: none
    bool elsewhere = true;  // its artifacts are said to lie somewhere else
  };
  std::vector<Run> runs;  // by experiment and id
  std::vector<std::string> remarks = {};
};

/// A folder without meta.yaml is no experiment and no run, and is passed over. Links are not followed. Throws Error
/// naming the file and the line that is not understood.
Mlruns read_mlruns(const std::string& folder);
/// Regular files below `folder` by their names relative to it, in alphabetical order; links are left out.
std::vector<std::string> files_below(const std::string& folder);

}  // namespace xp
