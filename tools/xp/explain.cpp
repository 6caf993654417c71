// xp explain: where in an image the network finds its reasons.
#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "framework/plan/tiled.h"
#include "tools/xp/explained.h"
#include "tools/xp/images.h"
#include "tools/xp/pictures.h"
#include "tools/xp/stored_weights.h"
#include "tools/xp/training.h"
#include "tools/xp/trusted.h"

namespace xp {
namespace {

/// As asked for, each once; "all" stands for every one.
std::vector<std::string> methods(const Arguments& args) {
  std::vector<std::string> known, out;
  for (const ExplanationMethod& m : explanation_methods) known.emplace_back(m.name);
  for (const std::string& name : args.texts("method")) {
    if (name == "all") return known;
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw Error(fmt::format("there is no method \"{}\"", name), suggestion(name, known) + "  (xp explain --help)");
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  }
  return out.empty() ? std::vector{known.front()} : out;
}

int class_named(const std::string& name, const std::vector<std::string>& classes, const std::string& run) {
  const auto found = std::find(classes.begin(), classes.end(), name);
  if (found == classes.end())
    throw Error(fmt::format("{} knows no class \"{}\"", run, name), suggestion(name, classes));
  return static_cast<int>(found - classes.begin());
}

Question question(const Arguments& args, const std::vector<std::string>& classes, const std::string& run) {
  Question q{methods(args), -1, args.number("patch", 0, 1, 4096), args.number("stride", 0, 1, 4096),
             args.has("sanity")};
  if (args.has("class")) q.target = class_named(args.text("class"), classes, run);
  if ((q.patch || q.stride) && std::find(q.methods.begin(), q.methods.end(), "occlusion") == q.methods.end())
    throw Error("--patch and --stride are those of occlusion", "add --method occlusion");
  return q;
}

void print(const Context& c, const Explained& explained) {
  if (c.args.has("json")) return c.terminal.data(explained_json(explained) + "\n");
  c.terminal.print(text_of(table_of(explained), c.terminal.table_columns()));
  if (explained.sanity.empty()) return;
  c.terminal.print("\n" + text_of(sanity_table(explained.sanity), c.terminal.table_columns()) + "\n");
  for (const std::string& verdict : sanity_verdicts(explained.sanity))
    c.terminal.print(wrapped(verdict, c.terminal.screen().columns) + "\n");
}

Exit explain(Context& c) {
  const Record record = c.records().record(run_named(c.records(), c.args.positional.at(0)));
  const std::string weights = checked_weights(c.records(), record), run = run_name(record.run.id);
  const std::vector<std::string> files = images_of({c.args.positional.begin() + 1, c.args.positional.end()});
  load_code(c, record);
  const Plan plan = plan_from_json(record.plan);
  const Question asked = question(c.args, plan.classes, run);
  const PictureFolder folder(c.args.text("out", run + "_explained"), c.records().home(), run, files);
  Explained explained{run, folder.path(), plan.classes, asked.target >= 0, {}, {}};
  const auto keep = [&](const Explanation& x) {
    explained.images.push_back({files[x.file], x, {}});
    ExplainedImage& image = explained.images.back();
    for (HeatMap& map : image.explanation.maps) {
      image.pictures.push_back(
          folder.add(image.file, map.method, plan.classes[static_cast<std::size_t>(x.target)], map.png));
      map.png.clear();
    }
    if (c.terminal.animates() && !c.terminal.quiet())
      Terminal::say(fmt::format("\r  {} of {} images\x1b[K{}", explained.images.size(), files.size(),
                                explained.images.size() == files.size() ? "\r\x1b[K" : ""));
  };
  explained.sanity = c.engine().explain(plan, placement(c.args), weights, files, asked, keep);
  const std::vector<Tile> parts = parts_of_an_image(plan);
  caution(c, record, files, parts);
  if (parts.size() > 1)
    c.terminal.remark(
        fmt::format("{} learned from tiles: of each image {} are explained for the class that their mean "
                    "names, on one scale, and nothing is smoothed across their edges",
                    run, parts.size()));
  for (const std::string& remark : remarks_on(explained)) c.terminal.remark(remark);
  print(c, explained);
  return Exit::done;
}

std::vector<Option> options() {
  std::string all = "how: ";
  for (const ExplanationMethod& m : explanation_methods) all += fmt::format("{}, ", m.name);
  std::vector<Option> out{
      {"method", 0, "NAME", all + "or all; default " + explanation_methods[0].name, true},
      {"class", 0, "NAME", "the class to explain; default: of each image the predicted one"},
      {"out", 'o', "DIR", "where the pictures go; default RUN_explained"},
      {"patch", 0, "PIXELS", "side of occlusion's square in the network's input; default an eighth of it"},
      {"stride", 0, "PIXELS", "how far that moves; default half of it"},
      {"sanity", 0, "", "also randomise the weights layer by layer: do the maps change?"},
      trust_option(),
      {"json", 0, "", "as JSON"}};
  for (const Option& o : placement_options())
    if (o.name != "precision") out.push_back(o);  // reasons are looked for in fp32
  return out;
}

}  // namespace

extern const Verb explain_verb;
const Verb explain_verb{"explain",
                        "RUN FILE…|DIR",
                        "where in an image the network finds its reasons, as heat maps",
                        "xp explain run12 new/*.jpg --method gradcam --sanity",
                        Needs::engine,
                        2,
                        -1,
                        options(),
                        explain};

}  // namespace xp
