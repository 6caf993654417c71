// Runs as MLflow's file store keeps them (mlflow/store/tracking/file_store.py of MLflow 2): a folder an experiment, in
// it one a run, with a file for every parameter, metric and tag.
#include <fmt/format.h>

#include <filesystem>

#include "framework/base/file.h"
#include "framework/run/exports/document.h"
#include "framework/run/exports/export.h"
#include "framework/run/exports/mlflow_names.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

/// A file's path as a URI (RFC 8089).
std::string uri(const std::string& path) {
  std::string out = "file://";
  for (const char c : path)
    if (std::isalnum(static_cast<unsigned char>(c)) || std::string_view("/-._~").find(c) != std::string_view::npos)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return out;
}

/// As a scalar of YAML, in double quotes.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text)
    if (c == '"' || c == '\\')
      out += {'\\', c};
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      out += c;
  return out + "\"";
}

/// File stores before 2.9 refuse parameters of several lines.
std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r') c = ' ';
  return text;
}

/// MLflow's own spelling, which is Python's.
std::string pythons(double value) {
  const std::string text = exact(value);
  return text == "NaN" ? "nan" : text == "Infinity" ? "inf" : text == "-Infinity" ? "-inf" : text;
}

class Mlruns {
 public:
  Mlruns(fs::path place, std::string named) : place_(std::move(place)), named_(std::move(named)) {
    experiment("Default");  // number 0, which MLflow wants
  }

  void add(const WholeRun& run, const Store& store) {
    const RunRow& r = run.record.run;
    const std::string of = experiment(r.experiment.empty() ? "Default" : r.experiment);
    const std::string id = r.uuid;
    folder_ = place_ / of / id;
    for (const char* part : {"artifacts", "metrics", "params", "tags"}) make_folder(folder_ / part);
    meta(run, of, id);
    std::vector<std::string> settings;
    for (const Setting& s : run.record.settings) settings.push_back(s.name);
    const auto names = series_names(settings, {}, {}, mlflow_name).metrics;
    for (const Setting& s : run.record.settings)
      write("params", names.at(s.name), one_line(s.value.text()).substr(0, most_param));
    tags(run, store);
    numbers(run);
    ++out_.runs;
  }
  const Exported& done() const { return out_; }

 private:
  static constexpr std::size_t most_param = 6000;  // what MLflow 2 takes of a parameter

  /// Its number; 0 is the first.
  std::string experiment(const std::string& name) {
    const auto [known, is_new] = experiments_.try_emplace(name, fmt::format("{}", experiments_.size()));
    const std::string id = known->second;
    if (!is_new) return id;
    folder_ = place_ / id;
    make_folder(folder_);
    write("", "meta.yaml",
          fmt::format("artifact_location: {}\nexperiment_id: '{}'\nlifecycle_stage: active\nname: {}\n",
                      quoted(uri(named_ + "/" + id)), id, quoted(name)));
    return id;
  }

  void meta(const WholeRun& run, const std::string& experiment, const std::string& id) {
    const RunRow& r = run.record.run;
    const std::int64_t ended = milliseconds_of(r.ended);
    int status = 0;
    while (std::string(mlflow_statuses[status]) != xp::name(r.status)) ++status;
    write(
        "", "meta.yaml",
        fmt::format("artifact_uri: {}\nend_time: {}\nentry_point_name: ''\nexperiment_id: '{}'\nlifecycle_stage: "
                    "active\nrun_id: {}\nrun_name: {}\nrun_uuid: {}\nsource_name: ''\nsource_type: 4\nsource_version: "
                    "''\nstart_time: {}\nstatus: {}\ntags: []\nuser_id: ''\n",
                    quoted(uri(named_ + "/" + experiment + "/" + id + "/artifacts")),
                    ended ? fmt::format("{}", ended) : "null", experiment, id, quoted(title(r)), id,
                    milliseconds_of(r.started), status + 1));
  }

  static std::string title(const RunRow& r) { return r.name.empty() ? run_name(r.id) : r.name; }

  void tags(const WholeRun& run, const Store& store) {
    const RunRow& r = run.record.run;
    write("tags", "mlflow.runName", title(r));
    write("tags", "mlflow.source.type", "LOCAL");
    if (!run.record.sources.empty()) write("tags", "mlflow.source.name", run.record.sources[0].path);
    if (const Value* commit = find(run.record.environment, "commit"))
      write("tags", "mlflow.source.git.commit", commit->text());
    if (!r.note.empty()) write("tags", "mlflow.note.content", r.note);
    if (r.parent) write("tags", "mlflow.parentRunId", store.run(r.parent).uuid);
    for (const auto& [tag, named] : series_names(r.tags, {}, {}, mlflow_name).metrics) write("tags", named, "");
  }

  void numbers(const WholeRun& run) {
    const std::map<std::int64_t, std::int64_t> ends = ends_of_epochs(run);
    const SeriesNames names = series_names(run, mlflow_name);
    const auto lines = [&](const auto& all, const auto& named, bool epochs) {
      for (const auto& [metric, series] : all) {
        std::string text;
        for (const Point& p : series) {
          const auto end = epochs ? ends.find(p.at) : ends.end();
          text += fmt::format("{} {} {}\n", end == ends.end() ? ends.at(0) : end->second, pythons(p.value), p.at);
        }
        write("metrics", named.at(metric), text);
      }
    };
    lines(run.record.metrics, names.metrics, true);
    lines(run.record.telemetry, names.telemetry, true);
    lines(run.steps, names.steps, false);
    for (const Artifact& a : run.record.artifacts)
      if (const auto file = run.files.find(a.name); file != run.files.end()) copy(a, file->second);
    write("artifacts", mlflow_document, document(run, SeriesNumbers::elsewhere) + "\n");
  }

  void write(const std::string& part, const std::string& name, const std::string& text) {
    const fs::path path = folder_ / part / name;
    make_folder(path.parent_path());
    NewFile file(path);
    file.write(text);
    file.keep(false);
    ++out_.files, out_.bytes += static_cast<double>(text.size());
  }

  /// MLflow's own documents live in "xp"; an artifact that would lie there, or elsewhere, is not given away.
  void copy(const Artifact& artifact, const std::string& file) {
    const std::string& name = artifact.name;
    if (mlflow_name(name) != name || name.starts_with("xp/") || !fs::is_regular_file(file)) {
      out_.remarks.push_back(fmt::format("without the artifact {}", name));
      return;
    }
    const fs::path path = folder_ / "artifacts" / name;
    make_folder(path.parent_path());
    copy_content(artifact, file, path);
    ++out_.files, out_.bytes += static_cast<double>(fs::file_size(path));
  }

  fs::path place_, folder_;
  const std::string named_;
  std::map<std::string, std::string> experiments_;
  Exported out_;
};

}  // namespace

Exported export_mlflow(const Store& store, const std::vector<std::int64_t>& runs, const std::string& place,
                       const std::string& named) {
  Mlruns out(place, absolute(named));
  for (const std::int64_t id : runs) out.add(whole(store, id), store);
  return out.done();
}

}  // namespace xp
