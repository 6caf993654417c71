// xp import: runs of another home, or what another tool says.
#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "framework/store/bundle/seal.h"
#include "tools/xp/import_kinds.h"
#include "tools/xp/importer.h"

namespace xp {

extern const Verb import_verb;

namespace {

std::vector<const Importer*> importers() {
  std::vector<const Importer*> out{&import_predictions, &import_history};
  for (const Importer& foreign : foreign_importers) out.push_back(&foreign);
  return out;
}

bool is_bundle(const std::string& file) { return file.ends_with(".xprun") || is_sealed(file); }

const Importer& importer_named(const std::string& kind) {
  std::vector<std::string> known{"FILE.xprun"};
  for (const Importer* importer : importers()) {
    if (importer->kind == kind) return *importer;
    known.emplace_back(importer->kind);
  }
  if (const std::string held = kind_at(kind); !held.empty())
    throw Error(fmt::format("xp import wants to be told what {} is", kind), fmt::format("xp import {} {}", held, kind));
  throw Error(fmt::format("xp import knows no \"{}\"", kind),
              suggestion(kind, known) + "  (runs of another home: xp import FILE.xprun, or xp import xprun FILE)");
}

void refuse_unused(const Context& c, const std::string& what, const std::vector<std::string>& used) {
  for (const Option& option : import_verb.options)
    if (c.args.has(option.name) && option.name != "json" &&
        std::find(used.begin(), used.end(), option.name) == used.end())
      throw Error(fmt::format("--{} says nothing of {}", option.name, what), "xp import --help");
}

Exit import_runs(Context& c) {
  std::vector<std::string> words = c.args.positional;
  const bool said = words[0] == "xprun" && words.size() > 1;  // then files may be called anything
  if (said) words.erase(words.begin());
  if (said || is_bundle(words[0])) {
    for (const std::string& file : words)
      if (!said && !is_bundle(file))
        throw Error(file + " does not end in .xprun, as the others do",
                    "import it by itself; xp import xprun FILE… takes files of any name");
    refuse_unused(c, "runs of another home", {});
    return import_bundles(c, words);
  }
  const Importer& importer = importer_named(words[0]);
  if (words.size() < 2)
    throw Error(fmt::format("xp import {} wants a file", words[0]),
                fmt::format("xp import {} PLACE: {}", words[0], importer.wants));
  if (words.size() > 2)
    throw Error(fmt::format("xp import {} takes one file at a time", words[0]),
                fmt::format("xp import {} {}", words[0], words[1]));
  refuse_unused(c, words[0], importer.options);
  return importer.perform(c, words[1]);
}

constexpr const char* what_comes_in =
    "KIND FILE:\n"
    "  FILE.xprun…           runs that xp export wrote, with all that belongs to them; each comes once; also\n"
    "                        under another name\n"
    "  predictions FILE.csv  what a network said of images: a row an image\n"
    "  history FILE.csv      its curves: a row an epoch\n"
    "  mlflow PLACE          all runs of an mlruns folder or of mlflow.db\n"
    "  tensorboard PLACE     a file of events, or a folder of them\n"
    "  csv FOLDER, json FILE what xp export --format csv or json wrote\n";

}  // namespace

const Verb import_verb{
    "import",
    "KIND FILE",
    "runs of another home, or another tool's results: what it predicted, how it trained, what it tracked",
    "xp import predictions test.csv --name keras --history log.csv --val-images 51",
    Needs::records,
    1,
    -1,
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
    import_runs,
    what_comes_in};

}  // namespace xp
