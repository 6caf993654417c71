// xp list: the runs, one a line.
#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "reports/json.h"
#include "reports/list.h"
#include "reports/table.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

std::vector<ListRow> rows(const Store& store, bool deleted) {
  std::vector<ListRow> out;
  const auto model = store.setting("model");
  const auto validation = store.at_chosen("val/accuracy"), test = store.at_chosen("test/accuracy");
  for (RunRow& run : store.runs(deleted)) {
    ListRow row;
    row.run = std::move(run);
    const std::int64_t id = row.run.id;
    row.val_images = row.run.val_images;
    if (const auto found = model.find(id); found != model.end()) row.model = found->second.text();
    if (const auto found = validation.find(id); found != validation.end()) row.val_accuracy = found->second;
    if (const auto found = test.find(id); found != test.end()) row.test_accuracy = found->second;
    out.push_back(std::move(row));
  }
  return out;
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
  std::vector<ListRow> found = rows(c.records(), c.args.has("deleted"));
  const std::string tag = c.args.text("tag");
  if (c.args.has("tag")) remark_on(c, tag, found);
  if (c.args.has("tag"))
    std::erase_if(found, [&](const ListRow& r) {
      return std::find(r.run.tags.begin(), r.run.tags.end(), tag) == r.run.tags.end();
    });
  const Table table = list_table(found);
  if (c.args.has("names")) {
    for (const ListRow& r : found) c.terminal.print(run_name(r.run.id) + "\n");
  } else if (c.args.has("json"))
    c.terminal.data(json_of(found) + "\n");
  else if (c.args.has("md"))
    c.terminal.data(markdown_of(table));
  else if (c.args.has("csv"))
    c.terminal.data(csv_of(table));
  else
    c.terminal.print(text_of(table, c.terminal.table_columns()));
  return Exit::done;
}

}  // namespace

extern const Verb list_verb;
const Verb list_verb{"list",
                     "",
                     "runs, one a line",
                     "xp list --tag published --md",
                     Needs::records,
                     0,
                     0,
                     {{"tag", 0, "TAG", "only runs with this tag"},
                      {"deleted", 0, "", "those that xp delete hid"},
                      {"names", 0, "", "only names"},
                      {"json", 0, "", "as JSON"},
                      {"md", 0, "", "as a Markdown table"},
                      {"csv", 0, "", "as CSV"}},
                     list};

}  // namespace xp
