// Whole pages: one HTML file each, which opens from disk, loads nothing and needs nothing beside it. The same arguments
// give the same bytes: nothing here looks at a clock or at a file.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/store/sweep.h"
#include "reports/comparison/comparison.h"
#include "reports/list.h"
#include "reports/pages/material.h"
#include "reports/sweep.h"

namespace xp {

struct Writing {
  std::string when{};  // for the footer, "2026-11-20 09:24 UTC"; empty leaves it out
  int refresh = 0;     // seconds after which the page loads itself again; 0: never
};

std::string run_page(const Material& run, const Writing& writing = {});
/// Folds of runs of folds are taken from their parts, unless `comparing` names them.
std::string comparison_page(const std::vector<Material>& runs, const Writing& writing = {},
                            const Comparing& comparing = {});
/// The test score on it is that of the one choice alone, as everywhere.
std::string sweep_page(const SweepResult& sweep, const Writing& writing = {});
struct IndexEntry {
  ListRow row;
  std::string page{};      // a relative link
  bool candidate = false;  // one of several trials of a sweep: its test accuracy is not shown, for it would choose
};
struct Index {
  std::vector<IndexEntry> runs;
  std::vector<SweepRow> sweeps;
  std::map<std::string, std::string> pages{};  // of sweeps by name, and of comparisons by title: relative links
};
/// Everything recorded here.
std::string index_page(const Index& index, const Writing& writing = {});

}  // namespace xp
