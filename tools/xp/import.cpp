// xp import: what another tool says, judged like our own.
#include "framework/run/imports/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/run/environment.h"
#include "tools/xp/json.h"
#include "tools/xp/labels.h"
#include "tools/xp/verb.h"

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

Import asked(const Context& c) {
  const std::vector<std::string> known{"predictions", "history"};
  const std::string& what = c.args.positional.at(0);
  if (what != known[0] && what != known[1])
    throw Error(fmt::format("xp import knows no \"{}\"", what),
                suggestion(what, known) + "  (xp import predictions FILE.csv --name X)");
  if (c.args.positional.size() < 2) throw Error(fmt::format("xp import {} wants a file", what), "xp import --help");
  Import out;
  out.name = c.args.text("name"), out.model = c.args.text("model");
  if (c.args.has("name")) check_name(out.name);
  out.environment = environment(c.args.line);
  const std::string& file = c.args.positional[1];
  if (what == "predictions") {
    out.predictions = predictions(c, file);
    if (c.args.has("history"))
      out.curves = curves(c, c.args.text("history"), {});
    else
      refuse_unused(c, "predictions", {"kept", "train-images", "val-images"});
  } else {
    refuse_unused(c, "a history", {"part", "positive", "history"});
    out.classes = classes(c.args);
    out.curves = curves(c, file, columns(c.args));
  }
  return out;
}

Exit import_results(Context& c) {
  const Import given = asked(c);
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

}  // namespace

extern const Verb import_verb;
const Verb import_verb{
    "import",
    "predictions|history FILE.csv",
    "another tool's results as a run: what it predicted, how it trained",
    "xp import predictions test.csv --name keras --history log.csv --val-images 51",
    Needs::records,
    1,
    2,
    {{"name", 0, "NAME", "of the run; what is imported under one name belongs together"},
     {"part", 0, "PART", "what the predictions are of: test or val; default test"},
     {"column", 0, "WHAT=NAME",
      "which column is image, label, prediction, probability, group, sha256, epoch or a metric", true},
     {"classes", 0, "A,B,…", "the classes in order, which labels may then number from 0; of a history also how many"},
     {"positive", 0, "CLASS", "the class that a single column of probabilities is of"},
     {"history", 0, "FILE", "with predictions: the history of the same training"},
     {"kept", 0, "EPOCH", "whose weights predicted: its number, from 1, or val/loss, whose best; default the last"},
     {"train-images", 0, "N", "that the history's training had"},
     {"val-images", 0, "N", "that its validation accuracy is of: 0.7143 of 7 proves less than of 700"},
     {"model", 0, "NAME", "what was trained, for tables"},
     {"json", 0, "", "the run as JSON"}},
    import_results};

}  // namespace xp
