// How fast this program trains: a plan on images of noise, through the engine as every run goes.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/engine/engine.h"

namespace xp {

struct Workload {
  std::string model;  // "densenet121": a plugin and one of its sizes, as torchvision writes it; or a plugin alone
  Settings set;       // more settings of the plan
  int size = 299, batch = 8, images = 32, repeats = 3, threads = 1;
  std::string device = "cpu", precision = "auto";
  bool infer = false;     // the pass over the validation part instead of the one that learns
  bool overhead = false;  // also the bare step
  bool profile = false;   // and where its time goes
};

/// Throws Error with the nearest name.
Plan plan_of(const Workload& workload);

/// "densenet121": how others call the plan's model.
std::string published_name(const Plan& plan);

struct Speed {
  Placement placement;
  std::vector<double> images_per_second;  // one a repeat: a whole epoch, the first of which does not count
  std::vector<double> bare;               // of the step alone, in turn with them; empty unless it was asked for
  std::map<std::string, double> parts;    // seconds of a bare step by kind of work; empty unless asked for
  double peak_mib = 0;                    // resident memory of this process until the last epoch ended
};
Speed speed_of(const Workload& workload, Engine& engine);

double median(std::vector<double> values);

}  // namespace xp
