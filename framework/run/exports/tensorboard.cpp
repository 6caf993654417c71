// Runs as TensorBoard reads them: a folder each, with one event file.
#include <fmt/format.h>

#include <filesystem>

#include "framework/base/file.h"
#include "framework/run/exports/document.h"
#include "framework/run/exports/export.h"
#include "framework/run/exports/tensorboard_tags.h"
#include "framework/run/exports/tfevents.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

/// Records under a name that TensorBoard looks for.
class EventFile {
 public:
  EventFile(const fs::path& folder, double began)
      : path_(folder / fmt::format("events.out.tfevents.{:010}.xp", static_cast<std::int64_t>(began))), file_(path_) {
    add(version_event(began));
  }
  void add(const std::string& event) {
    const std::string record = tf_record(event);
    file_.write(record);
    bytes_ += static_cast<double>(record.size());
  }
  double keep() { return file_.keep(false), bytes_; }

 private:
  std::string path_;
  NewFile file_;
  double bytes_ = 0;
};

std::string any_name(const std::string& name) { return name; }

double write_run(const WholeRun& run, const fs::path& folder) {
  const double began = static_cast<double>(milliseconds_of(run.record.run.started)) / 1000;
  const std::map<std::int64_t, std::int64_t> ends = ends_of_epochs(run);
  const SeriesNames names = series_names(run, any_name);
  make_folder(folder);
  EventFile out(folder, began);
  out.add(session_start_event(began, run.record.settings));
  out.add(text_event(began, document_tag, document(run, SeriesNumbers::elsewhere),
                     "what scalars cannot say, for xp import"));
  const auto write = [&](const auto& all, const auto& tags, const char* description, bool epochs) {
    for (const auto& [metric, series] : all)
      for (const Point& p : series) {
        const auto end = epochs ? ends.find(p.at) : ends.end();
        const double seconds = end == ends.end() ? began : static_cast<double>(end->second) / 1000;
        out.add(scalar_event(seconds, p.at, tags.at(metric), p.value, description));
      }
  };
  write(run.record.metrics, names.metrics, "per epoch", true);
  write(run.record.telemetry, names.telemetry, "per epoch, watched only", true);
  write(run.steps, names.steps, "per batch", false);
  const double ended = static_cast<double>(milliseconds_of(run.record.run.ended)) / 1000;
  out.add(session_end_event(ended, run.record.run.status));
  return out.keep();
}

}  // namespace

Exported export_tensorboard(const Store& store, const std::vector<std::int64_t>& runs, const std::string& place) {
  Exported out;
  bool artifacts = false;
  for (const std::int64_t id : runs) {
    const WholeRun run = whole(store, id);
    out.bytes += write_run(run, fs::path(place) / run_name(id));
    artifacts |= !run.record.artifacts.empty();
    ++out.runs, ++out.files;
  }
  if (artifacts)
    out.remarks.push_back(
        "weights and other artifacts are named in it by hash; their contents travel in a .xprun, in "
        "CSV folders and in mlruns");
  return out;
}

}  // namespace xp
