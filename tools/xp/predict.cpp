// xp predict: what a run's network says of new images.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/plan/tiled.h"
#include "framework/run/rerun/stored.h"
#include "tools/xp/answers.h"
#include "tools/xp/as_data.h"
#include "tools/xp/images.h"
#include "tools/xp/stored_weights.h"
#include "tools/xp/training.h"
#include "tools/xp/trusted.h"

namespace xp {
namespace {

using Rows = std::vector<std::vector<double>>;

void refuse_nonsense(const std::string& run, const std::vector<std::string>& files, const Rows& rows) {
  const std::size_t parts = rows.size() / files.size();
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!std::all_of(rows[i].begin(), rows[i].end(), [](double p) { return std::isfinite(p); }))
      throw Error(fmt::format("{} says nothing of {}: a probability is no number", run, files[i / parts]),
                  "its weights have overflowed; xp show tells how it trained", Exit::failed);
}

/// How the answers for tiles make those for images; asked for where there are none, an error.
Pooling pooling(const Arguments& args, const std::string& run, std::size_t parts) {
  const Pooling out = pooling_named(args.text("pool", "mean"));
  for (const char* option : {"tiles", "pool"})
    if (args.has(option) && parts == 1)
      throw Error(fmt::format("{} learned from whole images: it has nothing to say of tiles", run),
                  fmt::format("leave --{} out", option));
  return out;
}

/// On the CPU with all cores unless told otherwise, in the precision of the run: what its test was scored in.
Placement where(Context& c, const Plan& plan, const Record& record) {
  const Placement asked = placement(c.args, {available_cores(), "cpu", stored_placement(record).precision});
  return c.engine().resolve(plan, asked);
}

Exit predict(Context& c) {
  const Record record = c.records().record(run_named(c.records(), c.args.positional.at(0)));
  const std::string weights = checked_weights(c.records(), record), run = run_name(record.run.id);
  const std::vector<std::string> files = images_of({c.args.positional.begin() + 1, c.args.positional.end()});
  load_code(c, record);
  const Plan plan = plan_from_json(record.plan);
  const std::vector<Tile> parts = parts_of_an_image(plan);
  const Pooling how = pooling(c.args, run, parts.size());
  const Rows rows = c.engine().predict(plan, where(c, plan, record), weights, files);
  refuse_nonsense(run, files, rows);
  const Answers said = answers(plan.classes, parts, how, files, rows);
  caution(c, record, files, parts);
  if (said.on_tiles())
    c.terminal.remark(fmt::format("{} learned from tiles: what is said of an image is {} of what is said of its {}{}",
                                  run,
                                  how == Pooling::mean ? "the mean" : "for each class the largest, scaled to sum 1,",
                                  parts.size(), c.args.has("tiles") ? "" : "; --tiles shows each"));
  const Table table = table_of(said, c.args.has("tiles"));
  if (!as_data(c, table, [&] { return json_of(said); })) c.terminal.print(text_of(table, c.terminal.table_columns()));
  return Exit::done;
}

std::vector<Option> options() {
  std::vector<Option> out = placement_options();
  for (const Option& o :
       {Option{"tiles", 0, "", "of a run on tiles: also what it says of each"},
        {"pool", 0, "HOW", "of a run on tiles: mean or max, of each class, makes an image's answer; default mean"},
        trust_option(),
        {"json", 0, "", "as JSON, tiles included"},
        {"csv", 0, "", "as CSV"},
        {"md", 0, "", "as a Markdown table"}})
    out.push_back(o);
  return out;
}

}  // namespace

extern const Verb predict_verb;
const Verb predict_verb{"predict",
                        "RUN FILE…|DIR",
                        "what a run's network says of new images",
                        "xp predict run12 new/*.jpg --csv",
                        Needs::engine,
                        2,
                        -1,
                        options(),
                        predict};

}  // namespace xp
