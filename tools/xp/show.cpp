// xp show: one run, whole.
#include "reports/show.h"

#include <fmt/format.h>

#include "framework/base/text.h"
#include "framework/run/imports/import.h"
#include "reports/json.h"
#include "tools/xp/layers.h"
#include "tools/xp/parts.h"
#include "tools/xp/trusted.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

/// Of the stored plans: what was trained, whatever the experiment says now.
Exit show_nets(Context& c) {
  std::vector<NamedNet> nets;
  for (const std::int64_t id : c.runs()) {
    const Record record = c.records().record(id);
    refuse_imported(record, "no network to show", fmt::format("xp show {} tells what is known", run_name(id)));
    load_code(c, record);
    nets.push_back(named_net(plan_from_json(record.plan), run_name(id)));
  }
  return print_nets(c, nets);
}

/// The experiment's own, as the run keeps them: what a rerun compiles.
Exit show_sources(Context& c) {
  for (const std::int64_t id : c.runs()) {
    const Record record = c.records().record(id);
    if (record.sources.empty()) throw Error(run_name(id) + " kept no sources", "xp show " + run_name(id));
    for (const Source& s : record.sources)
      c.terminal.print(fmt::format("// {}, {}, SHA-256 {}\n{}\n", s.path, run_name(id), s.sha256, s.text));
  }
  return Exit::done;
}

/// One of them, for each prints something of its own.
void refuse_several(const Arguments& args) {
  std::vector<std::string> given;
  for (const char* option : {"plan", "net", "sources"})
    if (args.has(option)) given.push_back(std::string("--") + option);
  if (given.size() > 1) throw Error(join(given, " and ") + " are asked for at once", "give one of them at a time");
}

Exit show(Context& c) {
  refuse_several(c.args);
  if (c.args.has("net")) return show_nets(c);
  if (c.args.has("sources")) return show_sources(c);
  for (const std::int64_t id : c.runs()) {
    const Record record = c.records().record(id);
    if (c.args.has("plan"))
      refuse_imported(record, "no plan", fmt::format("xp show {} tells what is known", run_name(id)));
    if (c.args.has("plan"))
      c.terminal.data(record.plan + "\n");
    else if (c.args.has("json"))
      c.terminal.data(json_of(record, parts_of(c.records(), record)) + "\n");
    else
      c.terminal.page(show_text(record, c.terminal.screen(), parts_of(c.records(), record)));
  }
  return Exit::done;
}

}  // namespace

extern const Verb show_verb;
const Verb show_verb{"show",
                     "RUN…",
                     "a run: what was asked, what came out, what to think of it",
                     "xp show run12",
                     Needs::records,
                     1,
                     -1,
                     {{"plan", 0, "", "the plan as it was run, canonical JSON"},
                      {"net", 0, "", "the layers of its network instead: shapes, parameters, multiply-adds, memory"},
                      {"sources", 0, "", "the experiment's own files as the run keeps them: what a rerun compiles"},
                      trust_option(),
                      {"json", 0, "", "the whole record as JSON"}},
                     show};

}  // namespace xp
