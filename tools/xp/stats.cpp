// xp stats: how much is recorded.
#include <fmt/format.h>

#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/store/home.h"
#include "reports/table.h"
#include "tools/xp/json.h"

namespace xp {
namespace {

/// What was counted one by one, or is about so many.
std::string count(std::int64_t n, std::int64_t exactly = INT64_MAX) {
  return (n > exactly ? "about " : "") + grouped(n);
}

Table table_of(const HomeStatistics& s) {
  Table out{{{"what"}, {"count", Align::right}, {"size", Align::right}}, {}};
  out.rows = {{"runs", count(s.runs), ""},
              {"deleted runs (xp gc)", count(s.deleted), ""},
              {"sweeps", count(s.sweeps), ""},
              {"values of epochs", count(s.epoch_values, counted_exactly), ""},
              {"values of steps", count(s.step_values, counted_exactly), ""},
              {"predictions", count(s.predictions, counted_exactly), ""},
              {"database", "", bytes(s.database_bytes)},
              {"its log", "", bytes(s.log_bytes)},
              {"artifacts", count(s.artifacts), bytes(s.artifact_bytes)},
              {"checkpoints", "", bytes(s.checkpoint_bytes)}};
  return out;
}

Settings json_of_all(const HomeStatistics& s) {
  return {{"home", home_folder()},
          {"runs", s.runs},
          {"deleted", s.deleted},
          {"sweeps", s.sweeps},
          {"epoch_values", s.epoch_values},
          {"step_values", s.step_values},
          {"predictions", s.predictions},
          {"estimated_above", counted_exactly},
          {"artifacts", s.artifacts},
          {"database_bytes", whole(s.database_bytes)},
          {"log_bytes", whole(s.log_bytes)},
          {"artifact_bytes", whole(s.artifact_bytes)},
          {"checkpoint_bytes", whole(s.checkpoint_bytes)}};
}

Exit stats(Context& c) {
  const HomeStatistics s = c.records().statistics();
  if (c.args.has("json"))
    c.terminal.data(json_of(json_of_all(s)) + "\n");
  else
    c.terminal.print(fmt::format("{}\n\n{}", home_folder(), text_of(table_of(s), c.terminal.table_columns())));
  return Exit::done;
}

}  // namespace

extern const Verb stats_verb;
const Verb stats_verb{"stats",
                      "",
                      "how much is recorded, and how large it is",
                      "xp stats",
                      Needs::records,
                      0,
                      0,
                      {{"json", 0, "", "as JSON"}},
                      stats,
                      "  Of a table with more than 200 000 rows the number is an estimate: nothing that large is read "
                      "for it.\n"};

}  // namespace xp
