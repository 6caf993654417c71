// How fast this program trains: a plan on images of noise, through the engine as every run goes.
#pragma once
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
};

/// Throws Error with the nearest name.
Plan plan_of(const Workload& workload);

/// "densenet121": how others call the plan's model.
std::string published_name(const Plan& plan);

struct Speed {
  Placement placement;
  std::vector<double> images_per_second;  // one a repeat: a whole epoch, the first of which does not count
  std::vector<double> bare;  // of as many steps alone, before and after each of them; empty unless asked for
  double peak_mib = 0;       // resident memory of this process until the last epoch ended; with `overhead` the first
};
Speed speed_of(const Workload& workload, Engine& engine);
/// Of the bare step, with where its time goes.
Pace pace_of(const Workload& workload, Engine& engine);

double median(std::vector<double> values);

}  // namespace xp
