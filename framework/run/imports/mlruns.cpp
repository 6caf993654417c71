#include "framework/run/imports/mlruns.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/run/exports/mlflow_names.h"
#include "framework/run/exports/whole.h"
#include "framework/run/imports/mlflow_yaml.h"

namespace xp {
namespace {

namespace fs = std::filesystem;
using Meta = std::map<std::string, std::string>;

/// Folders with a meta.yaml, in alphabetical order.
std::vector<fs::path> described(const fs::path& in) {
  std::vector<fs::path> out;
  std::error_code none;
  for (const fs::directory_entry& each : fs::directory_iterator(in, none))
    if (each.is_directory(none) && !each.is_symlink(none) && fs::is_regular_file(each.path() / "meta.yaml", none))
      out.push_back(each.path());
  std::sort(out.begin(), out.end());
  return out;
}

std::string said(const Meta& meta, const std::string& key, const std::string& otherwise = "") {
  const auto found = meta.find(key);
  return found == meta.end() || found->second.empty() ? otherwise : found->second;
}

std::int64_t number(const std::string& text, const std::string& where) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size())
    throw Error(fmt::format("{}: \"{}\" is no whole number", where, shorten(printable(text), 40)),
                "is it MLflow's, and whole?");
  return out;
}

/// RunStatus by its number; those that ran when nobody wrote any more are RUNNING.
Status status_of(const std::string& number) {
  constexpr Status by_number[] = {Status::running, Status::scheduled, Status::finished, Status::failed, Status::killed};
  return number.size() == 1 && number[0] >= '1' && number[0] <= '5' ? by_number[number[0] - '1'] : Status::running;
}

/// "timestamp value step", the step missing in old files.
std::vector<MlflowRun::Value> values(const std::string& text, const std::string& file) {
  std::vector<MlflowRun::Value> out;
  int line = 0;
  for (std::string each : split(text, '\n')) {
    ++line;
    if (!each.empty() && each.back() == '\r') each.pop_back();
    if (each.empty()) continue;
    const std::string where = fmt::format("{}, line {}", file, line);
    const std::vector<std::string> words = split(each, ' ');
    MlflowRun::Value value;
    if (words.size() < 2 || words.size() > 5 || !read_exact(words[1], value.point.value))
      throw Error(fmt::format("{}: \"{}\" is no value of a metric", where, shorten(printable(each), 60)),
                  "a line holds a timestamp, a value and a step");
    value.milliseconds = number(words[0], where);
    value.point.at = words.size() > 2 ? number(words[2], where) : 0;
    out.push_back(value);
  }
  return out;
}

Mlruns::Run read_run(const fs::path& folder, const std::string& experiment) {
  const Meta meta = flat_yaml(read_file(folder / "meta.yaml"), folder / "meta.yaml");
  Mlruns::Run run;
  run.id = said(meta, "run_id", said(meta, "run_uuid", folder.filename().string()));
  run.experiment = experiment, run.user = said(meta, "user_id");
  for (const char* part : {"params", "tags"})
    for (const std::string& name : files_below(folder / part))
      (part[0] == 'p' ? run.parameters : run.tags)[name] = read_file(folder / part / name);
  for (const std::string& name : files_below(folder / "metrics"))
    run.metrics[name] = values(read_file(folder / "metrics" / name), folder / "metrics" / name);
  run.name = said(meta, "run_name", said(run.tags, "mlflow.runName", said(meta, "name")));
  run.status = status_of(said(meta, "status"));
  run.started = number(said(meta, "start_time", "0"), folder / "meta.yaml");
  run.ended = number(said(meta, "end_time", "0"), folder / "meta.yaml");
  run.deleted = said(meta, "lifecycle_stage") == "deleted";
  run.artifact_uri = said(meta, "artifact_uri");
  const bool local = run.artifact_uri.find("://") == std::string::npos || run.artifact_uri.starts_with("file:");
  run.elsewhere = !local || !run.artifact_uri.ends_with("/" + run.id + "/artifacts");  // the folder may have moved
  if (!files_below(folder / "artifacts").empty()) run.artifacts = folder / "artifacts";
  return run;
}

}  // namespace

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> out;
  std::error_code none;
  if (fs::is_symlink(folder, none)) return out;
  for (fs::recursive_directory_iterator i(folder, none), end; !none && i != end; i.increment(none))
    if (i->is_regular_file(none) && !i->is_symlink(none)) out.push_back(i->path().lexically_relative(folder).string());
  std::sort(out.begin(), out.end());
  return out;
}

Mlruns read_mlruns(const std::string& folder) {
  Mlruns out;
  std::vector<fs::path> experiments = described(folder);
  if (fs::is_regular_file(fs::path(folder) / "meta.yaml")) experiments = {folder};  // of one experiment alone
  if (experiments.empty())
    throw Error(fmt::format("{} holds no experiment of MLflow", folder),
                "a folder mlruns has folders with a meta.yaml in them; a database is a file, often mlflow.db");
  for (const fs::path& experiment : experiments) {
    const Meta meta = flat_yaml(read_file(experiment / "meta.yaml"), experiment / "meta.yaml");
    const std::string name = said(meta, "name", experiment.filename().string());
    for (const fs::path& run : described(experiment))
      if (run.filename() != "tags" && run.filename() != "datasets" && run.filename() != "traces" &&
          run.filename() != "models")
        out.runs.push_back(read_run(run, name));
  }
  return out;
}

}  // namespace xp
