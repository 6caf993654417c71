// A run with everything that the store holds of it, on its way to or from a form of others.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/store/store.h"

namespace xp {

struct WholeRun {
  Record record;
  std::map<std::string, Series> steps;  // by metric, in any order; of a step that has several values the last counts
  std::vector<BatchHashes> batches;
  std::map<int, std::vector<TensorHash>> tensors;
  std::map<std::string, std::string> files =
      {};  // artifact's name → a file with its content; those without are not here
};

/// Throws Error that begins with `where` for what does not fit together: a label of no class, a prediction of no image,
/// a source that is not what its SHA-256 says.
void refuse_unfitting(const WholeRun& run, const std::string& where);

/// Throws Error where there is no such run, and for records that are damaged so that no home would take them in.
WholeRun whole(const Store& store, std::int64_t run);

/// A new file `to` with the content of an artifact, which lies in `file`. Throws Error where that is not what its
/// SHA-256 says, and DiskFull; then there is no `to`.
void copy_content(const Artifact& artifact, const std::string& file, const std::string& to);

/// What the numbers of a run are called where one name stands for one series: a metric per epoch keeps its own, what
/// was only watched is "system/seconds", and what is per batch "steps/train/loss" where an epoch's metric is so called.
/// A pure function of the names, so that whoever reads them back finds the same.
struct SeriesNames {
  std::map<std::string, std::string> metrics, telemetry, steps;  // our name → the one outside
};
/// `allowed` makes a name one that the other tool takes; where two become one, or one the folder of another, "a/b" is
/// "a_b" or "a_b_2".
SeriesNames series_names(const std::vector<std::string>& metrics, const std::vector<std::string>& telemetry,
                         const std::vector<std::string>& steps, std::string (*allowed)(const std::string&));
SeriesNames series_names(const WholeRun& run, std::string (*allowed)(const std::string&));

/// Milliseconds since 1970 at which an epoch ended, as far as its seconds were recorded; of epoch 0, and where they
/// were not, when the run was started. `moment` is the store's form; 0 for an empty one.
std::int64_t milliseconds_of(const std::string& moment);
std::string moment_of(std::int64_t milliseconds);
std::map<std::int64_t, std::int64_t> ends_of_epochs(const WholeRun& run);

/// NaN, Infinity and -Infinity by name, others by the shortest text that reads back the same.
std::string exact(double value);
/// What `exact` writes, and other tools: nan, inf, Inf, +inf. False where it is no number.
bool read_exact(const std::string& text, double& value);

}  // namespace xp
