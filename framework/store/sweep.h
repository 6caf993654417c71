// What the store remembers of a sweep, as plain data.
#pragma once
#include <cstdint>
#include <string>

#include "framework/store/record.h"

namespace xp {

/// One thing to train. Its runs are those that name its sweep and place; the last of them counts.
struct Trial {
  int place = 0;  // from 1, in the order of running
  std::string plan, identity;
  std::int64_t parent = 0;  // the run that it is a part of; 0: none
  int after = 0;            // or the place of the trial whose run that is
  std::string role = {};    // of a part: "fold 2", "control majority"
  std::int64_t run = 0;     // FINISHED earlier, with the same identity, and not deleted: stands for it
};

/// On what terms its trials are run.
struct SweepTerms {
  bool strict = false;    // none is trained where the audit of its data finds a leak
  bool pictures = false;  // thumbnails and heat maps of the test images
};

struct SweepRow {
  std::int64_t id = 0;
  std::string experiment, title, name;
  std::string hash;    // of its trials and its search: the same command finds it again
  std::string search;  // JSON
  Status status = Status::running;
  std::string reason, created, ended;
  int trials = 0;    // what was compared: folds of one run are one, controls none
  SweepTerms terms;  // as it was run last
};

struct NewSweep {
  std::string experiment, title, name, hash, search;
};

/// "sweep3".
inline std::string sweep_name(std::int64_t id) { return "sweep" + std::to_string(id); }

}  // namespace xp
