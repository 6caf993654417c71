// xp import predictions, history: what another tool says, judged like our own.
#include "framework/run/imports/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/run/environment.h"
#include "tools/xp/importer.h"
#include "tools/xp/json.h"
#include "tools/xp/labels.h"

namespace xp {
namespace {

/// --column label=Diagnose, several.
std::map<std::string, std::string> columns(const Arguments& args) {
  std::map<std::string, std::string> out;
  for (const std::string& said : args.texts("column")) {
    const std::size_t equals = said.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == said.size())
      throw Error(fmt::format("--column {}: it says what a column holds, and its name", said),
                  "--column label=Diagnosis");
    if (!out.emplace(said.substr(0, equals), said.substr(equals + 1)).second)
      throw Error(fmt::format("--column {} was given twice", said.substr(0, equals)));
  }
  return out;
}

std::vector<std::string> classes(const Arguments& args) {
  std::vector<std::string> out;
  if (args.has("classes"))
    for (const std::string& name : split(args.text("classes"), ',')) {
      if (name.empty() || std::find(out.begin(), out.end(), name) != out.end())
        throw Error(fmt::format("--classes {}: {}", args.text("classes"),
                                name.empty() ? "one has no name" : name + " is there twice"),
                    "--classes Normal,Scol,Spond");
      out.push_back(name);
    }
  return out;
}

void refuse_unused(const Context& c, const std::string& what, const std::vector<std::string>& options) {
  for (const std::string& option : options)
    if (c.args.has(option)) throw Error(fmt::format("--{} says nothing of {}", option, what), "xp import --help");
}

Import::Predictions predictions(const Context& c, const std::string& file) {
  Import::Predictions out;
  out.path = file, out.content = read_file(file);
  const std::string part = c.args.text("part", "test");
  const auto named = part_named(part);
  if (!named || *named == Part::train)
    throw Error(fmt::format("--part {}: predictions are of the test or the validation part", part),
                "--part test, --part val");
  out.part = *named, out.form = {columns(c.args), classes(c.args), c.args.text("positive")};
  return out;
}

Import::Curves curves(const Context& c, const std::string& file, std::map<std::string, std::string> columns) {
  Import::Curves out;
  out.path = file, out.content = read_file(file), out.columns = std::move(columns), out.kept = c.args.text("kept");
  out.train_images = c.args.number("train-images", 0, 1), out.val_images = c.args.number("val-images", 0, 1);
  return out;
}

Import common(const Context& c) {
  Import out;
  out.name = c.args.text("name"), out.model = c.args.text("model");
  if (c.args.has("name")) check_name(out.name);
  out.environment = environment(c.args.line);
  return out;
}

Exit bring(Context& c, const Import& given) {
  if (!std::filesystem::exists(home_folder())) check(given);  // a refusal makes no home
  const Imported done = import(given, c.store());
  const std::string run = run_name(done.run);
  if (c.args.has("json"))
    c.terminal.data(json_of(Settings{{"run", run},
                                     {"added", done.added},
                                     {"understood", join(done.understood, "\n")},
                                     {"remarks", join(done.remarks, "\n")}}) +
                    "\n");
  else
    c.terminal.print(run + "\n");
  if (c.args.has("json")) return Exit::done;
  for (const std::string& each : done.understood) c.terminal.remark(each);
  for (const std::string& remark : done.remarks) c.terminal.remark(remark);
  c.terminal.remark(fmt::format("{}: xp {} {}   (wrong? xp delete {}, then import again)",
                                done.added ? "added to what " + run + " was" : "imported",
                                given.predictions ? "score" : "diagnose", run, run));
  return Exit::done;
}

Exit bring_predictions(Context& c, const std::string& file) {
  Import given = common(c);
  given.predictions = predictions(c, file);
  if (c.args.has("history"))
    given.curves = curves(c, c.args.text("history"), {});
  else
    refuse_unused(c, "predictions", {"kept", "train-images", "val-images"});
  return bring(c, given);
}

Exit bring_history(Context& c, const std::string& file) {
  refuse_unused(c, "a history", {"part", "positive", "history"});
  Import given = common(c);
  given.classes = classes(c.args);
  given.curves = curves(c, file, columns(c.args));
  return bring(c, given);
}

}  // namespace

const Importer import_predictions{
    "predictions",
    "FILE.csv",
    {"name", "part", "column", "classes", "positive", "history", "kept", "train-images", "val-images", "model"},
    bring_predictions};
const Importer import_history{
    "history",
    "FILE.csv",
    {"name", "part", "column", "classes", "positive", "history", "kept", "train-images", "val-images", "model"},
    bring_history};

}  // namespace xp
