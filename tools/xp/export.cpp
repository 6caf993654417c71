// xp export: runs for another home, or for other tools.
#include "framework/run/exports/export.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "framework/base/disk.h"
#include "framework/base/file.h"
#include "framework/base/interrupt.h"
#include "framework/base/text.h"
#include "framework/store/bundle/private_folder.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

namespace fs = std::filesystem;
using Ids = std::vector<std::int64_t>;

struct Format {
  const char* name;
  const char* ending;  // of the file; empty: it is a folder
  bool artifacts;      // go along
  /// To `place`, where nothing is, and which is called `named` afterwards.
  std::function<Exported(const Store&, const Ids&, const std::string& place, const std::string& named)> write;
};

Exported bundle(const Store& store, const Ids& runs, const std::string& place, const std::string&) {
  const Bundled done = store.pack(runs, place);
  return {done.runs, done.artifacts, done.bytes, {}};
}

template <auto write>
Exported to(const Store& store, const Ids& runs, const std::string& place, const std::string&) {
  return write(store, runs, place);
}

const std::vector<Format>& formats() {
  static const std::vector<Format> all{{"xprun", ".xprun", true, bundle},
                                       {"csv", "", true, to<export_csv>},
                                       {"json", ".json", false, to<export_json>},
                                       {"mlflow", "", true, export_mlflow},
                                       {"tensorboard", "", false, to<export_tensorboard>}};
  return all;
}

const Format& format_asked(const Context& c) {
  const std::string asked = c.args.text("format", "xprun");
  std::vector<std::string> names;
  for (const Format& format : formats()) {
    if (format.name == asked) return format;
    names.emplace_back(format.name);
  }
  throw Error(fmt::format("xp export knows no format \"{}\"", asked), suggestion(asked, names));
}

struct Asked {
  std::vector<std::string> runs;
  std::string target;
};

/// The target is the last word unless -o names it.
Asked asked(const Context& c) {
  Asked out{c.args.positional, c.args.text("output")};
  if (!c.args.has("output")) out.target = out.runs.back(), out.runs.pop_back();
  if (out.runs.empty())
    throw Error(fmt::format("which runs, and where to? \"{}\" says one of them", c.args.positional.back()),
                "xp export run12 run15 FILE.xprun");
  return out;
}

/// Of a target that does not end as its format does.
std::string better(const std::string& target, const Format& format) {
  const fs::path named(target);
  const std::string stem = named.stem().string();
  std::string out = fmt::format("xp export RUN… {}{}", stem.empty() || stem == "-" ? "runs" : stem, format.ending);
  for (const Format& other : formats())
    if (named.extension() == std::string(".") + other.name && other.name != std::string(format.name))
      out += fmt::format(", or --format {}", other.name);
  return out;
}

void refuse_target(const Context& c, const Format& format, const std::string& target) {
  if (*format.ending && !target.ends_with(format.ending))
    throw Error(fmt::format("\"{}\" does not end in {}{}", target, format.ending,
                            c.args.has("output") ? "" : ": is it the file, or one more run?"),
                better(target, format));
  const fs::path folder = fs::path(absolute(target)).parent_path();
  if (!fs::is_directory(folder))
    throw Error(fmt::format("there is no folder {} for {}", folder.string(), target), "mkdir -p " + folder.string());
  const std::string place = fs::weakly_canonical(target).string() + "/";
  if (place.starts_with(fs::weakly_canonical(home_folder()).string() + "/"))
    throw Error(target + " lies in XP_HOME, where the records are", "name a place outside of it");
  if (!fs::exists(target)) return;
  const bool empty = fs::is_directory(target) && fs::is_empty(target);
  if (!*format.ending && !empty)
    throw Error(target + " is there already, and an export is a folder of its own", "name another one");
  if (*format.ending && fs::is_directory(target)) throw Error(target + " is a folder", "name a file in it");
  if (*format.ending && !c.args.has("force"))
    throw Error(target + " is there already", "--force writes over it, or name another file");
}

bool is_bundle(const Format& format) { return format.name == std::string("xprun"); }

/// Sweeps that these runs were tried in and that do not go along: a bundle carries one with all of its runs.
std::vector<std::string> sweeps_left_behind(const Store& store, const Ids& runs, const Format& format) {
  const std::set<std::int64_t> leaving(runs.begin(), runs.end());
  std::set<std::int64_t> sweeps;
  for (const RunRow& run : store.runs(runs))
    if (run.sweep) sweeps.insert(run.sweep);
  std::vector<std::string> out;
  for (const std::int64_t sweep : sweeps) {
    const std::vector<RunRow> all = store.runs_of_sweep(sweep);
    const bool whole = std::all_of(all.begin(), all.end(),
                                   [&](const RunRow& run) { return !run.deleted.empty() || leaving.count(run.id); });
    if (!is_bundle(format))
      out.push_back(fmt::format("{} stays here: only a .xprun carries sweeps", sweep_name(sweep)));
    else if (!whole)
      out.push_back(fmt::format("{} stays here: it goes along with all of its runs only", sweep_name(sweep)));
  }
  return out;
}

/// What only a bundle carries.
std::vector<std::string> earlier_values_left_behind(const Store& store, const Ids& runs) {
  std::int64_t times = 0;
  for (const std::int64_t id : runs)
    for (const Rewritten& metric : store.record(id).rewritten) times += metric.times;
  if (!times) return {};
  return {
      fmt::format("{} earlier value{} of epochs or steps that were logged again stay{} here: only a .xprun carries "
                  "them",
                  times, times == 1 ? "" : "s", times == 1 ? "s" : "")};
}

/// A part of a run says little without it.
void refuse_lone_parts(const Store& store, const Ids& runs) {
  const std::set<std::int64_t> leaving(runs.begin(), runs.end());
  for (const RunRow& run : store.runs(runs))
    if (run.parent && !leaving.count(run.parent))
      throw Error(fmt::format("{} is {} of {}, and travels with it", run_name(run.id), run.role, run_name(run.parent)),
                  fmt::format("name {} for it: xp export {} …", run_name(run.parent), run_name(run.parent)));
}

/// Of a rerun whose original stays behind.
std::vector<std::string> left_behind(const Store& store, const Ids& runs) {
  std::vector<std::string> out;
  const std::set<std::int64_t> leaving(runs.begin(), runs.end());
  for (const RunRow& run : store.runs(runs))
    if (run.rerun_of && !leaving.count(run.rerun_of))
      out.push_back(fmt::format("{} is a rerun of {}, which stays here: elsewhere nothing says what it repeats",
                                run_name(run.id), run_name(run.rerun_of)));
  return out;
}

/// Two exports may have one name for their file at the same time. A folder never replaces one that holds something.
void move(const std::string& place, const std::string& named, bool replaces, const std::string& target) {
  const unsigned how = replaces ? 0 : RENAME_NOREPLACE;
  if (::renameat2(AT_FDCWD, place.c_str(), AT_FDCWD, named.c_str(), how) == 0) return;
  if (how && (errno == EINVAL || errno == ENOSYS)) return move(place, named, true, target);  // not on this file system
  if (errno == EEXIST || errno == ENOTEMPTY)
    throw Error(target + " appeared meanwhile, and nothing was written over it", "name another one");
  throw Error(fmt::format("cannot write {}: {}", target, std::strerror(errno)));
}

/// Whole under its name, or not at all.
Exported write(const Store& store, const Format& format, const Ids& runs, const std::string& target, bool force) try {
  const PoliteInterrupt leaving_nothing("\ninterrupted: removing what was not finished; again to stop at once\n");
  const std::string named = absolute(target);
  remove_abandoned(named, "export");
  const PrivateFolder folder(named);
  const std::string place = folder / ("export" + std::string(format.ending));
  Exported out = format.write(store, runs, place, named);
  PoliteInterrupt::end_if_pending();
  move(place, named, force || !*format.ending, target);
  return out;
} catch (const DiskFull&) {  // it names what is gone again
  throw DiskFull(fmt::format("cannot write {}: its disk is full", target));
}

/// It may hold what nobody was to see.
std::vector<std::string> with_changes(const Store& store, const Ids& runs) {
  std::vector<std::string> out;
  for (const std::int64_t id : runs)
    for (const Artifact& a : store.record(id).artifacts)
      if (a.name == "uncommitted.diff") out.push_back(run_name(id));
  if (!out.empty())
    out = {
        fmt::format("with uncommitted.diff, what was changed in your repository and not committed, of {}", join(out))};
  return out;
}

/// Those that a range passes over, and those that were named beside others.
std::vector<std::string> deleted_ones(const Store& store, const std::vector<std::string>& words) {
  std::set<std::int64_t> gone;
  for (const std::string& word : words) {
    const std::size_t dots = word.find("..");
    const std::int64_t from = runs_named(store, {word.substr(0, dots)}).front(),
                       to = dots == std::string::npos ? from : runs_named(store, {word.substr(dots + 2)}).back();
    for (const RunRow& run : store.runs(true))
      if (!run.parent && std::min(from, to) <= run.id && run.id <= std::max(from, to)) gone.insert(run.id);
  }
  std::vector<std::string> out;
  for (const std::int64_t id : gone)
    out.push_back(fmt::format("{0} is deleted and stays here: xp restore {0} brings it back", run_name(id)));
  return out;
}

Exit export_runs(Context& c) {
  const Format& format = format_asked(c);
  const Asked asked = xp::asked(c);
  const Store& store = c.records();
  const Ids runs = store.with_parts(runs_named(store, asked.runs), false);
  if (runs.empty()) throw Error("these runs are deleted", "xp restore brings them back");
  if (!is_bundle(format)) refuse_lone_parts(store, runs);  // a bundle asks itself
  refuse_target(c, format, asked.target);
  c.terminal.detail(fmt::format("{} runs to {}", runs.size(), asked.target));
  Exported done = write(store, format, runs, asked.target, c.args.has("force"));
  for (const std::vector<std::string>& more :
       {left_behind(store, runs), sweeps_left_behind(store, runs, format),
        earlier_values_left_behind(store, is_bundle(format) ? Ids() : runs), deleted_ones(store, asked.runs),
        with_changes(store, format.artifacts ? runs : Ids())})
    done.remarks.insert(done.remarks.begin(), more.begin(), more.end());
  if (c.args.has("json")) {
    const nlohmann::json told{{"file", asked.target},
                              {"format", format.name},
                              {"runs", done.runs},
                              {"files", done.files},
                              {"bytes", static_cast<std::int64_t>(done.bytes)},
                              {"remarks", done.remarks}};
    c.terminal.data(told.dump(2) + "\n");
    return Exit::done;
  }
  c.terminal.print(asked.target + "\n");
  for (const std::string& remark : done.remarks) c.terminal.remark(remark);
  c.terminal.remark(fmt::format("{} run{} and {} file{}, {}{}", done.runs, done.runs == 1 ? "" : "s", done.files,
                                done.files == 1 ? "" : "s", bytes(done.bytes),
                                is_bundle(format) ? "; in another home: xp import " + asked.target : ""));
  return Exit::done;
}

}  // namespace

extern const Verb export_verb;
const Verb export_verb{
    "export",
    "RUN… FILE.xprun",
    "runs, with their folds, controls and artifacts, as a file for another home, or for other tools",
    "xp export run12 run15 spine.xprun",
    Needs::records,
    1,
    -1,
    {{"format", 0, "FORMAT", "xprun (one file, the default), csv, mlflow, tensorboard (folders), or json (one file)"},
     {"output", 'o', "FILE", "where to; then all words name runs"},
     {"force", 0, "", "write over a file that is there"},
     {"json", 0, "", "what was written, as JSON"}},
    export_runs,
    "Runs that have not ended are refused. A sweep travels in a .xprun with all of its runs. Checkpoints stay.\n"};

}  // namespace xp
