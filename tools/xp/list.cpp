// xp list: the runs, one a line.
#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "reports/json.h"
#include "reports/list.h"
#include "reports/table.h"
#include "tools/xp/as_data.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

/// Of the runs for which `shown` is true.
template <class Shown>
std::vector<ListRow> rows(const Store& store, bool deleted, Shown shown) {
  std::vector<ListRow> out;
  const auto model = store.setting("model"), folds = store.setting("split.folds");
  const auto validation = store.at_chosen("val/accuracy"), test = store.at_chosen("test/accuracy");
  const auto validation_sd = store.at_chosen("val/accuracy_sd"), test_sd = store.at_chosen("test/accuracy_sd");
  const auto take = [](double& into, const std::map<std::int64_t, double>& from, std::int64_t id) {
    if (const auto found = from.find(id); found != from.end()) into = found->second;
  };
  for (RunRow& run : store.runs(deleted)) {
    if (!shown(run)) continue;
    ListRow row;
    row.run = std::move(run);
    const std::int64_t id = row.run.id;
    row.val_images = row.run.val_images;
    if (const auto found = model.find(id); found != model.end()) row.model = found->second.text();
    if (const auto found = folds.find(id); found != folds.end())
      row.folds = static_cast<int>(*found->second.get<std::int64_t>());
    take(row.val_accuracy, validation, id), take(row.val_sd, validation_sd, id);
    take(row.test_accuracy, test, id), take(row.test_sd, test_sd, id);
    out.push_back(std::move(row));
  }
  return out;
}

/// Runs that are parts of no other; of those that are named also their folds and controls; all with --all.
std::vector<ListRow> asked(Context& c) {
  const std::vector<std::int64_t> named = c.runs();
  const auto is_named = [&](std::int64_t id) { return std::find(named.begin(), named.end(), id) != named.end(); };
  return rows(c.records(), c.args.has("deleted"), [&](const RunRow& run) {
    if (named.empty()) return c.args.has("all") || run.parent == 0;
    return is_named(run.id) || (run.parent && is_named(run.parent));
  });
}

/// A tag that no run has is more likely mistyped than meant.
void remark_on(const Context& c, const std::string& tag, const std::vector<ListRow>& found) {
  std::vector<std::string> known;
  for (const ListRow& r : found) known.insert(known.end(), r.run.tags.begin(), r.run.tags.end());
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  if (std::find(known.begin(), known.end(), tag) == known.end())
    c.terminal.remark(
        fmt::format("no run has the tag \"{}\"; {}", tag, known.empty() ? "none has any" : suggestion(tag, known)));
}

Exit list(Context& c) {
  std::vector<ListRow> found = asked(c);
  const std::string tag = c.args.text("tag");
  if (c.args.has("tag")) remark_on(c, tag, found);
  if (c.args.has("tag"))
    std::erase_if(found, [&](const ListRow& r) {
      return std::find(r.run.tags.begin(), r.run.tags.end(), tag) == r.run.tags.end();
    });
  const Table table = list_table(found);
  if (c.args.has("names")) {
    for (const ListRow& r : found) c.terminal.print(run_name(r.run.id) + "\n");
  } else if (!as_data(c, table, [&] { return json_of(found); }))
    c.terminal.print(text_of(table, c.terminal.table_columns()));
  return Exit::done;
}

}  // namespace

extern const Verb list_verb;
const Verb list_verb{"list",
                     "[RUN…]",
                     "runs, one a line; of a named one also its folds and controls",
                     "xp list --tag published --md",
                     Needs::records,
                     0,
                     -1,
                     {{"tag", 0, "TAG", "only runs with this tag"},
                      {"all", 0, "", "folds and controls too"},
                      {"deleted", 0, "", "those that xp delete hid"},
                      {"names", 0, "", "only names"},
                      {"json", 0, "", "as JSON"},
                      {"md", 0, "", "as a Markdown table"},
                      {"csv", 0, "", "as CSV"}},
                     list};

}  // namespace xp
