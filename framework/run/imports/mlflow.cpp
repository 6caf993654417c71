// Runs that MLflow kept, as runs of ours.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/run/exports/document.h"
#include "framework/run/exports/mlflow_names.h"
#include "framework/run/imports/adopt.h"
#include "framework/run/imports/logged.h"
#include "framework/run/imports/mlruns.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

/// As they count: by time within a step, and of one moment in the order of recording.
Series latest_last(std::vector<MlflowRun::Value> values) {
  std::stable_sort(values.begin(), values.end(),
                   [](const auto& a, const auto& b) { return a.milliseconds < b.milliseconds; });
  Series out;
  for (const auto& v : values) out.push_back(v.point);
  return out;
}

Logged logged(const MlflowRun& run) {
  Logged out;
  for (const auto& [name, values] : run.metrics) out[name] = latest_last(values);
  return out;
}

/// "0.001" and "1e-05" are numbers; "007" and "True" stay text.
Value parameter(const std::string& text) {
  const Value number = Value::parse(text);
  const bool padded = number.get<std::int64_t>() && number.text() != text;
  return padded || number.get<bool>() ? Value(text) : number;
}

std::string uuid_of(std::string id) {
  std::erase(id, '-');
  std::transform(id.begin(), id.end(), id.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return id;
}

/// MLflow's own tags say who ran what; a person's are kept as "key" or "key=value".
void add_tags(const MlflowRun& from, WholeRun& to) {
  Record& r = to.record;
  if (!from.user.empty()) set(r.environment, "user", from.user);
  for (const auto& [key, value] : from.tags)
    if (key == "mlflow.note.content")
      r.run.note = value;
    else if (key.starts_with("mlflow."))
      set(r.environment, key, value);
    else
      r.run.tags.push_back(value.empty() ? key : key + "=" + value);
}

WholeRun foreign(const MlflowRun& from) {
  WholeRun out;
  RunRow& r = out.record.run;
  r.uuid = uuid_of(from.id), r.experiment = from.experiment.empty() ? "MLflow" : from.experiment, r.name = from.name;
  r.status = from.status;
  r.started = r.created = moment_of(from.started), r.ended = moment_of(from.ended);
  out.record.settings = {{"imported", "MLflow"}};
  for (const auto& [name, value] : from.parameters)
    set(out.record.settings, name == "imported" ? "parameter imported" : name, parameter(value));
  add_tags(from, out);
  add_logged(logged(from), out);
  r.epochs_planned = r.chosen_epoch = r.epochs;
  return out;
}

/// What xp exported says which number is whose; what MLflow recorded since is added.
void take_numbers(const MlflowRun& from, WholeRun& to) {
  Logged all = logged(from);
  const SeriesNames names = series_names(to, mlflow_name);
  const auto take = [&](auto& into, const auto& named) {
    for (auto& [metric, series] : into)
      if (const auto found = all.find(named.at(metric)); found != all.end())
        series = std::move(found->second), all.erase(found);
  };
  take(to.record.metrics, names.metrics), take(to.record.telemetry, names.telemetry), take(to.steps, names.steps);
  for (const auto* part : {&to.record.metrics, &to.record.telemetry, &to.steps})
    for (const auto& [metric, series] : *part)
      if (series.empty())
        throw Error(fmt::format("run {}: the values of {} are missing", from.id, printable(metric)),
                    "copy the whole folder again, or export it again; nothing was imported");
  add_logged(all, to);
}

void take_artifacts(const Mlruns::Run& from, WholeRun& to, bool ours) {
  if (from.artifacts.empty()) return;
  for (const std::string& name : files_below(from.artifacts)) {
    if (ours && name == mlflow_document) continue;
    const std::string path = from.artifacts + "/" + name;
    to.files[name] = path;
    const auto known = std::any_of(to.record.artifacts.begin(), to.record.artifacts.end(),
                                   [&](const Artifact& a) { return a.name == name; });
    if (!known) to.record.artifacts.push_back({name, "", static_cast<std::int64_t>(fs::file_size(path))});
  }
}

WholeRun whole(const Mlruns::Run& from) {
  const std::string document = from.artifacts + "/" + mlflow_document;
  const bool ours = !from.artifacts.empty() && fs::is_regular_file(fs::symlink_status(document));
  WholeRun out = ours ? run_from_document(read_file(document), document) : foreign(from);
  if (ours) take_numbers(from, out);
  take_artifacts(from, out, ours);
  return out;
}

std::vector<MlflowRun> runs_of_database(const std::string& place) try {
  return runs_of_mlflow_database(place);
} catch (const Error& e) {
  if (std::string(e.what()).find("file is not a database") == std::string::npos) throw;
  throw Error(place + " is no database", "xp import mlflow takes an mlruns folder, or a file mlflow.db");
}

}  // namespace

ImportedRuns import_mlflow(Store& store, const std::string& place) {
  Mlruns found;
  if (fs::is_directory(place)) {
    found = read_mlruns(place);
  } else {
    for (MlflowRun& run : runs_of_database(place)) found.runs.push_back({std::move(run), ""});
  }
  std::vector<std::string> remarks = std::move(found.remarks);
  std::vector<WholeRun> runs;
  std::vector<std::string> elsewhere;
  std::size_t deleted = 0;
  for (const Mlruns::Run& run : found.runs) {
    if (run.deleted) {
      ++deleted;
      continue;
    }
    runs.push_back(whole(run));
    if (run.elsewhere && !run.artifact_uri.empty()) elsewhere.push_back(run.artifact_uri);
  }
  if (runs.empty()) throw Error(fmt::format("{} holds no run", place), "is it the right one?");
  std::stable_sort(runs.begin(), runs.end(), [](const WholeRun& a, const WholeRun& b) {  // folders are called at random
    const std::int64_t first = a.record.run.id, second = b.record.run.id;
    return first && (!second || first < second);
  });
  if (!elsewhere.empty())
    remarks.push_back(fmt::format("the artifacts of {} run{} are said to lie at {}{}, where nobody looked",
                                  elsewhere.size(), elsewhere.size() == 1 ? "" : "s",
                                  shorten(printable(elsewhere[0]), 120),
                                  elsewhere.size() == 1 ? "" : " and elsewhere"));
  if (deleted) remarks.push_back(fmt::format("without {} that were deleted there", deleted));
  ImportedRuns out = adopt(store, std::move(runs), fs::path(absolute(place)).filename().string());
  out.remarks.insert(out.remarks.begin(), remarks.begin(), remarks.end());
  return out;
}

}  // namespace xp
