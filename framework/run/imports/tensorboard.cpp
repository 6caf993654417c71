// Runs of TensorBoard's event files, as runs of ours.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <optional>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/base/interrupt.h"
#include "framework/base/text.h"
#include "framework/run/exports/document.h"
#include "framework/run/imports/adopt.h"
#include "framework/run/imports/logged.h"
#include "framework/run/imports/tfevents.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

std::string any_name(const std::string& name) { return name; }

std::int64_t milliseconds(double seconds) { return seconds > 0 && seconds < 1e12 ? std::llround(seconds * 1000) : 0; }

struct EventRun {
  Events events;
  std::string hash;  // of the files
};

/// run10 after run9.
struct ByNumber {
  bool operator()(const fs::path& a, const fs::path& b) const { return ::strverscmp(a.c_str(), b.c_str()) < 0; }
};
using EventRuns = std::map<fs::path, EventRun, ByNumber>;

Logged logged(const Events& events) {
  Logged out;
  for (const auto& [tag, scalars] : events.scalars)
    for (const Events::Scalar& s : scalars) out[tag].push_back(s.point);
  return out;
}

/// Keras keeps training and validation of one run in two folders, whose tags are the same: "epoch_loss".
std::optional<Part> keras_part(const fs::path& folder) {
  const std::string name = folder.filename().string();
  return name == "train"        ? std::optional(Part::train)
         : name == "validation" ? std::optional(Part::validation)
                                : std::nullopt;
}

std::string keras_tag(const std::string& tag, Part part) {
  return tag.starts_with("epoch_") ? fmt::format("{}/{}", name(part), tag.substr(6))
                                   : fmt::format("{}: {}", tag, name(part));
}

/// By the folder that is the run.
EventRuns read(const fs::path& place) {
  std::vector<fs::path> files;
  if (fs::is_directory(place)) {
    std::error_code none;
    for (fs::recursive_directory_iterator i(place, none), end; !none && i != end; i.increment(none))
      if (i->is_regular_file(none) && !i->is_symlink(none) &&
          i->path().filename().string().find("tfevents") != std::string::npos)
        files.push_back(i->path());
    std::sort(files.begin(), files.end());
  } else {
    files = {place};
  }
  EventRuns out;
  for (const fs::path& file : files) {
    const fs::path folder = file.parent_path();
    const auto part = fs::is_directory(place) && folder != place ? keras_part(folder) : std::nullopt;
    EventRun& run = out[part ? folder.parent_path() : folder];
    PoliteInterrupt::end_if_pending();
    const std::string bytes = read_file(file);
    run.hash = sha256(run.hash + sha256(bytes));
    Events events;
    read_events(bytes, file, part ? events : run.events);
    if (!part) continue;
    for (auto& [tag, scalars] : events.scalars) run.events.scalars[keras_tag(tag, *part)] = std::move(scalars);
    run.events.first = run.events.first > 0 ? std::min(run.events.first, events.first) : events.first;
    run.events.last = std::max(run.events.last, events.last), run.events.others += events.others,
    run.events.cut |= events.cut;
    run.events.remarks.insert(run.events.remarks.end(), events.remarks.begin(), events.remarks.end());
  }
  return out;
}

WholeRun foreign(const EventRun& from, const std::string& name) {
  WholeRun out;
  RunRow& r = out.record.run;
  r.experiment = "TensorBoard", r.name = name, r.uuid = from.hash.substr(0, 32);
  r.status = from.events.ended.value_or(Status::finished);
  r.started = r.created = moment_of(milliseconds(from.events.first)),
  r.ended = moment_of(milliseconds(from.events.last));
  out.record.settings = {{"imported", "TensorBoard"}};
  for (const Setting& s : from.events.hyperparameters)
    set(out.record.settings, s.name == "imported" ? "hyperparameter imported" : s.name, s.value);
  add_logged(logged(from.events), out);
  r.epochs_planned = r.chosen_epoch = r.epochs;
  return out;
}

/// One that was cut short is another run, so that the whole one can still come.
WholeRun ours(const EventRun& from, const std::string& file) {
  WholeRun out = run_from_document(from.events.document, file);
  RunRow& r = out.record.run;
  if (from.events.cut)
    r.uuid = from.hash.substr(0, 32), r.status = Status::killed, r.reason = "its event file is cut short";
  Logged all = logged(from.events);
  const SeriesNames names = series_names(out, any_name);
  const auto take = [&](auto& into, const auto& named) {
    for (auto& [metric, series] : into)
      if (const auto found = all.find(named.at(metric)); found != all.end()) series = std::move(found->second);
  };
  take(out.record.metrics, names.metrics), take(out.record.telemetry, names.telemetry), take(out.steps, names.steps);
  return out;
}

}  // namespace

ImportedRuns import_tensorboard(Store& store, const std::string& place) {
  const fs::path root = absolute(place);
  std::vector<WholeRun> runs;
  std::vector<std::string> remarks, cut;
  for (const auto& [folder, run] : read(root)) {
    const std::string below = folder.lexically_relative(root).string();
    const std::string name =
        below.empty() || below == "." || below.starts_with("..") ? root.filename().string() : below;
    if (run.events.scalars.empty() && run.events.document.empty()) {
      remarks.insert(remarks.end(), run.events.remarks.begin(), run.events.remarks.end());
      remarks.push_back(fmt::format("{} {}: no run is made of it", folder.string(),
                                    run.events.cut ? "is cut short before its first scalar" : "holds no scalars"));
      if (run.events.cut) cut.push_back(name);
      continue;
    }
    runs.push_back(run.events.document.empty() ? foreign(run, name) : ours(run, folder));
    remarks.insert(remarks.end(), run.events.remarks.begin(), run.events.remarks.end());
    if (run.events.others)
      remarks.push_back(
          fmt::format("{}: without {} values that are no scalars (images, histograms)", name, run.events.others));
  }
  if (runs.empty() && !cut.empty())
    throw Error(fmt::format("{} is cut short: {}", place, join(remarks, "; ")),
                "copy it again from where it was written");
  if (runs.empty())
    throw Error(fmt::format("{} holds no scalars of TensorBoard", place), "its files are called events.out.tfevents.…");
  ImportedRuns out = adopt(store, std::move(runs), root.filename().string());
  out.remarks.insert(out.remarks.begin(), remarks.begin(), remarks.end());
  out.cut = std::move(cut);
  return out;
}

}  // namespace xp
