// xp report: pages, of a run, of several beside each other, of a sweep, of everything.
#include <fmt/format.h>

#include <filesystem>

#include "framework/base/file.h"
#include "tools/xp/json.h"
#include "tools/xp/moment.h"
#include "tools/xp/reported.h"
#include "tools/xp/watching.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

/// Options that would mean nothing beside the others.
void refuse_nonsense(const Arguments& args, std::size_t runs) {
  const bool sweep = args.has("sweep"), card = args.has("card");
  if (sweep && !args.positional.empty())
    throw Error("a page is of a sweep or of runs, never of both",
                fmt::format("xp report --sweep {}; xp report {}", args.text("sweep"), args.positional[0]));
  if (card && sweep)
    throw Error("a model card is of a run, not of a sweep",
                "xp sweep show says which trial is best: xp report run12 --card");
  if (card && runs != 1)
    throw Error(runs ? fmt::format("a model card is of one run, not of {}", runs) : "a model card is of a run",
                "xp report run12 --card");
  if (card && args.has("watch"))
    throw Error("a model card is not watched: it tells of a run that has ended", "leave out --watch");
  if (args.has("by") && !sweep && runs < 2)
    throw Error("--by is what a comparison or a sweep's choice rests on",
                "xp report run12 run15 --by accuracy; xp report --sweep sweep3 --by val/accuracy");
  if (args.has("force") && (sweep || runs < 2))
    throw Error("--force is of comparisons: on the images that all runs share", "xp report run12 run15 --force");
}

Reported asked(Context& c) {
  const Arguments& args = c.args;
  if (args.has("sweep") || args.positional.empty()) {
    refuse_nonsense(args, 0);
    if (!args.has("sweep")) return report_of_all(c.records());
    return report_of_sweep(c.records(), sweep_named(c.records(), args.text("sweep")), args.text("by"));
  }
  const std::vector<std::int64_t> runs = c.runs();
  refuse_nonsense(args, runs.size());
  for (const std::string& name : args.positional)
    if (const auto sweep = name.starts_with("sweep") ? sweep_if_named(c.records(), name) : std::nullopt)
      c.terminal.remark(
          fmt::format("compared are all runs of {0}; the page of the sweep itself: xp report --sweep {0}", name));
  if (runs.size() > 1) return report_of_runs(c.records(), runs, args.text("by"), args.has("force"));
  return args.has("card") ? card_of_run(c.records(), runs[0]) : report_of_run(c.records(), runs[0]);
}

/// A folder that is mistyped is not made; that of the pages is.
std::string place(const Context& c, const std::string& home, const std::string& file) {
  if (!c.args.has("output")) {
    try {
      make_folder(home + "/reports");
    } catch (const Error& e) {
      throw Error(e.what(), "-o FILE writes the page elsewhere", Exit::failed);
    }
    return home + "/reports/" + file;
  }
  const std::string output = c.args.text("output");
  if (output.empty())
    throw Error("-o wants a file", fmt::format("-o {}; without -o the page goes to {}/reports", file, home));
  const fs::path path = output == "-" ? "/dev/stdout" : absolute(output);
  std::error_code error;
  if (fs::is_directory(path, error))
    throw Error(path.string() + " is a folder", "-o " + (path / file).lexically_normal().string());
  if (!fs::is_directory(path.parent_path(), error))
    throw Error("there is no folder " + path.parent_path().string(),
                fmt::format("mkdir -p {}; without -o the page goes to {}/reports", path.parent_path().string(), home));
  if (c.args.has("watch") && (output == "-" || (fs::exists(path, error) && !fs::is_regular_file(path, error))))
    throw Error(path.string() + " is no file that can be written again and again", "-o run12.html");
  return path;
}

Exit report(Context& c) {
  const Reported what = asked(c);
  const std::string path = place(c, c.records().home(), what.file);
  const auto say = [&] {
    if (path == "/dev/stdout") return;  // the page itself is what stands there
    if (c.args.has("json"))
      c.terminal.data(json_of(Settings{{"page", path}}) + "\n");
    else
      c.terminal.print(path + "\n");
  };
  if (c.args.has("watch")) return watch(c, what, path, say);
  write_file(path, what.page(fs::path(path).parent_path(), {moment()}));
  say();
  return Exit::done;
}

}  // namespace

extern const Verb report_verb;
const Verb report_verb{
    "report",
    "[RUN…]",
    "an HTML page: of one run, of several beside each other, of a sweep, or an index of everything",
    "xp report run12 run15",
    Needs::records,
    0,
    -1,
    {{"sweep", 0, "SWEEP", "of a sweep: sweep3, its name, last"},
     {"card", 0, "", "of one run a model card instead, as Markdown with the Hub's front matter"},
     {"by", 0, "SCORE", "what the comparison rests on (accuracy), or the sweep's choice (val/accuracy)"},
     {"force", 0, "", "where test images or labels differ: compare on those that all share"},
     {"watch", 0, "", "write it again while something of it runs; the page loads itself again"},
     {"output", 'o', "FILE", "where to write it, - to standard output; default XP_HOME/reports"},
     {"json", 0, "", "the path as JSON"}},
    report};

}  // namespace xp
