// xp list: the runs, one a line.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>

#include "framework/base/text.h"
#include "reports/json.h"
#include "reports/list/columns.h"
#include "reports/list/where.h"
#include "tools/xp/as_data.h"
#include "tools/xp/fields.h"
#include "tools/xp/listed.h"
#include "tools/xp/pager.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

using Rows = std::vector<std::size_t>;  // places among the runs that were read

/// Runs that are parts of no other; of those that are named also their folds and controls; all with --all.
std::vector<std::int64_t> asked(Context& c) {
  const bool deleted = c.args.has("deleted");
  return c.args.positional.empty() ? c.records().ids(deleted, c.args.has("all"))
                                   : c.records().with_parts(c.runs(), deleted);
}

/// A tag that no run has is more likely mistyped than meant.
void remark_on(const Context& c, const std::string& tag, const Field& tags) {
  std::vector<std::string> known;
  for (const Cell& cell : tags.cells)
    for (const Value& value : cell) known.push_back(value.text());
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  if (std::find(known.begin(), known.end(), tag) == known.end())
    c.terminal.remark(
        fmt::format("no run has the tag \"{}\"; {}", tag, known.empty() ? "none has any" : suggestion(tag, known)));
}

/// What settings tell goes first: they are read at once, and of the runs that are left alone the rest is asked.
Rows matching(const Where& where, Fields& fields, std::size_t runs, const FieldNamed& field) {
  std::vector<Where> parts = where.joined();
  std::stable_partition(parts.begin(), parts.end(), [&](const Where& part) {
    const std::vector<std::string> names = part.names();
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) { return fields.is_setting(name); });
  });
  Rows out(runs);
  std::iota(out.begin(), out.end(), std::size_t{0});
  for (const Where& part : parts) {
    const Rows found = part.matching(field, runs);
    Rows both;
    std::set_intersection(out.begin(), out.end(), found.begin(), found.end(), std::back_inserter(both));
    fields.narrow(out = std::move(both));
  }
  return out;
}

Rows filtered(Context& c, const std::vector<std::int64_t>& runs, Fields& fields, const FieldNamed& field) {
  Rows out(runs.size());
  std::iota(out.begin(), out.end(), std::size_t{0});
  if (c.args.has("tag")) field("tag");  // of all runs: its remark tells what tags there are
  if (c.args.has("where")) {
    const Where where(c.args.text("where"));
    out = matching(where, fields, runs.size(), field);
    Fields all(c.records(), runs);
    if (out.empty())
      for (const std::string& sentence :
           where.unheard([&](const std::string& name) -> const Field& { return all.named(name); }))
        c.terminal.remark(sentence);
  }
  if (!c.args.has("tag")) return out;
  const Field& tags = field("tag");
  const Value tag = c.args.text("tag");
  remark_on(c, tag.text(), tags);
  std::erase_if(out, [&](std::size_t row) {
    return std::find(tags.cells[row].begin(), tags.cells[row].end(), tag) == tags.cells[row].end();
  });
  return out;
}

/// The name that --sort gives, without the minus that turns it round.
std::string sorted_by(const Context& c) {
  const std::string name = c.args.text("sort", "run");
  return name.substr(name.starts_with('-'));
}

Rows ordered(const Context& c, Rows rows, const FieldNamed& field) {
  const bool falling = c.args.text("sort").starts_with('-') != c.args.has("reverse");
  if (c.args.has("sort") || falling) {
    const Field& by = field(sorted_by(c));
    sort_by(by, falling, rows);
    if (!rows.empty() && std::all_of(rows.begin(), rows.end(), [&](auto row) { return by.cells[row].empty(); }))
      c.terminal.remark(fmt::format("of these runs none has {}: they stay in their order", by.name));
  }
  if (c.args.has("limit") && c.args.has("last"))
    throw Error("--limit is of the first, --last of the last runs", "one of them");
  const auto most = static_cast<std::size_t>(c.args.number(c.args.has("last") ? "last" : "limit", 1'000'000'000, 1));
  if (rows.size() <= most) return rows;
  if (c.args.has("last")) return {rows.end() - static_cast<std::ptrdiff_t>(most), rows.end()};
  rows.resize(most);
  return rows;
}

std::vector<std::string> columns_of(const Context& c) {
  std::vector<std::string> out = usual_columns();
  if (c.args.has("columns")) {
    out.clear();
    for (const std::string& name : split(c.args.text("columns"), ','))
      if (!name.empty()) out.push_back(name);
    if (out.empty()) throw Error("--columns wants names", "--columns run,val,optimizer.rate  (xp list --help)");
  } else if (c.args.has("sort") && std::find(out.begin(), out.end(), sorted_by(c)) == out.end()) {
    out.insert(out.begin() + 7, sorted_by(c));  // what it is sorted by is to be seen, beside the scores
  }
  return out;
}

/// Of the places among `runs`, in their order. Those of runs that are gone for good by now are taken out.
std::vector<ListRow> rows_of(const Store& store, const std::vector<std::int64_t>& runs, Rows& rows) {
  std::vector<std::int64_t> ids;
  for (const std::size_t row : rows) ids.push_back(runs[row]);
  std::map<std::int64_t, ListRow> found;
  for (ListRow& row : listed(store, store.runs(ids))) found.emplace(row.run.id, std::move(row));
  std::erase_if(rows, [&](std::size_t row) { return !found.contains(runs[row]); });
  std::vector<ListRow> out;
  for (const std::size_t row : rows) out.push_back(std::move(found.at(runs[row])));
  return out;
}

/// For a person: as much as the screen takes.
std::string page(const Context& c, Table table, const std::vector<std::string>& names) {
  const int width = c.terminal.table_columns();
  const Fitted shown = fitted(std::move(table), names, width);
  std::string out = text_of(shown.table, width);
  if (!shown.left_out.empty())
    out += fmt::format("left out, for want of width: {}  (--columns chooses)\n", join(shown.left_out));
  return out;
}

Exit list(Context& c) {
  const std::vector<std::int64_t> runs = asked(c);
  Fields fields(c.records(), runs);
  const FieldNamed field = [&](const std::string& name) -> const Field& { return fields.named(name); };
  Rows rows = ordered(c, filtered(c, runs, fields, field), field);
  if (c.args.has("names")) {
    std::string names;
    for (const std::size_t row : rows) names += run_name(runs[row]) + "\n";
    c.terminal.print(names);
    return Exit::done;
  }
  const bool chosen = c.args.has("columns");
  const std::vector<std::string> names = columns_of(c);
  const std::vector<ListRow> all = rows_of(c.records(), runs, rows);
  Table table = chosen_table(all, rows, names, field, chosen && c.args.has("csv"));
  if (as_data(c, table, [&] { return chosen ? json_of(rows, names, field) : json_of(all); })) return Exit::done;
  const std::string text = page(c, std::move(table), names);
  c.args.has("no-pager") ? c.terminal.print(text) : print_paged(c.terminal, text);
  return Exit::done;
}

}  // namespace

extern const Verb list_verb;
const Verb list_verb{
    "list",
    "[RUN…]",
    "runs, one a line, filtered and sorted as asked; of a named one also its folds and controls",
    "xp list --where \"val/accuracy>0.9\" --sort -test/auc --limit 10",
    Needs::records,
    0,
    -1,
    {{"where", 0, "CONDITION", "only runs of which it is true"},
     {"sort", 0, "NAME", "by what has this name, -NAME the other way round; runs without it are last"},
     {"reverse", 0, "", "the other way round"},
     {"limit", 0, "N", "only the first so many"},
     {"last", 0, "N", "only the last so many"},
     {"columns", 0, "NAMES", "only these columns, with commas between: run,val,optimizer.rate,reason"},
     {"tag", 0, "TAG", "only runs with this tag"},
     {"all", 0, "", "folds and controls too"},
     {"deleted", 0, "", "those that xp delete hid"},
     {"names", 0, "", "only names"},
     {"json", 0, "", "as JSON"},
     {"md", 0, "", "as a Markdown table"},
     {"csv", 0, "", "as CSV"},
     {"no-pager", 0, "", "straight to the terminal, however long ($PAGER, else less, shows what is longer)"}},
    list,
    "  A CONDITION compares with = != < <= > >= ~ (contains), joined by and, or, not, (…):\n"
    "      --where \"val/accuracy > 90% and (model = xception or tag = published) and started >= 2026-11-20\"\n"
    "  Names are metrics (test/auc: with the weights that were kept; last:val/loss: at the last epoch), settings\n"
    "  (model, optimizer.rate) and facts: run status reason experiment title name tag note about created started\n"
    "  ended seconds epochs epochs_planned chosen_epoch val_images test_images sweep trial parent role rerun_of\n"
    "  attempt identity fingerprint; val and test are the accuracies. Values are numbers, words, \"texts in quotes\",\n"
    "  or dates, of which as much counts as is given. What a run lacks makes a comparison neither true nor false,\n"
    "  and its not (…) too: \"has test/auc\", \"not has test/auc\" ask for that.\n"};

}  // namespace xp
