// xp export: runs for another home, or for other tools.
#include "framework/run/exports/export.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "framework/base/file.h"
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
  static const std::vector<Format> all{{"xprun", ".xprun", bundle},
                                       {"csv", "", to<export_csv>},
                                       {"json", ".json", to<export_json>},
                                       {"mlflow", "", export_mlflow},
                                       {"tensorboard", "", to<export_tensorboard>}};
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

void refuse_target(const Context& c, const Format& format, const std::string& target) {
  if (*format.ending && !target.ends_with(format.ending))
    throw Error(fmt::format("\"{}\" does not end in {}: is it the file, or one more run?", target, format.ending),
                fmt::format("xp export RUN… {}{}, or -o FILE{}", format.name, format.ending, format.ending));
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

/// Of a rerun whose original stays behind.
std::vector<std::string> left_behind(const Store& store, const Ids& runs) {
  std::vector<std::string> out;
  const std::set<std::int64_t> leaving(runs.begin(), runs.end());
  for (const RunRow& run : store.runs(runs))
    if (run.rerun_of && !leaving.count(run.rerun_of))
      out.push_back(fmt::format("{} is a rerun of {}, which stays here: it will be called a rerun of nothing",
                                run_name(run.id), run_name(run.rerun_of)));
  return out;
}

/// Whole under its name, or not at all.
Exported write(const Store& store, const Format& format, const Ids& runs, const std::string& target) {
  const std::string named = absolute(target);
  make_folder(fs::path(named).parent_path());
  const PrivateFolder folder(named);
  const std::string place = folder / ("export" + std::string(format.ending));
  Exported out = format.write(store, runs, place, named);
  std::error_code refused;
  fs::rename(place, named, refused);
  if (refused) throw Error(fmt::format("cannot write {}: {}", target, refused.message()));
  return out;
}

Exit export_runs(Context& c) {
  const Format& format = format_asked(c);
  const Asked asked = xp::asked(c);
  const Store& store = c.records();
  const Ids runs = store.with_parts(runs_named(store, asked.runs), false);
  if (runs.empty()) throw Error("these runs are deleted", "xp restore brings them back");
  refuse_target(c, format, asked.target);
  c.terminal.detail(fmt::format("{} runs to {}", runs.size(), asked.target));
  Exported done = write(store, format, runs, asked.target);
  const std::vector<std::string> left = left_behind(store, runs);
  done.remarks.insert(done.remarks.begin(), left.begin(), left.end());
  if (c.args.has("json")) {
    const nlohmann::json told{{"file", asked.target}, {"format", format.name}, {"runs", done.runs},
                              {"files", done.files},  {"bytes", done.bytes},   {"remarks", done.remarks}};
    c.terminal.data(told.dump(2) + "\n");
    return Exit::done;
  }
  c.terminal.print(asked.target + "\n");
  for (const std::string& remark : done.remarks) c.terminal.remark(remark);
  c.terminal.remark(fmt::format(
      "{} run{} and {} file{}, {}{}", done.runs, done.runs == 1 ? "" : "s", done.files, done.files == 1 ? "" : "s",
      bytes(done.bytes), format.name == std::string("xprun") ? "; in another home: xp import " + asked.target : ""));
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
    "Runs that have not ended are refused. A sweep travels where all of its runs do. Checkpoints stay.\n"};

}  // namespace xp
