// xp report: HTML pages.
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "framework/base/file.h"
#include "framework/base/process.h"
#include "reports/html.h"
#include "tools/xp/json.h"
#include "tools/xp/memo.h"
#include "tools/xp/parts.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

/// "2026-11-20 09:24 UTC"; SOURCE_DATE_EPOCH makes pages byte-stable.
std::string written() {
  std::time_t when = std::time(nullptr);
  if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH")) when = static_cast<std::time_t>(std::atoll(fixed));
  std::tm utc{};
  ::gmtime_r(&when, &utc);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
                     utc.tm_min);
}

Exit report(Context& c) {
  std::vector<Record> records;
  std::vector<std::vector<Record>> parts;
  std::string name;
  for (const std::int64_t id : c.runs()) {
    records.push_back(c.records().record(id));
    parts.push_back(parts_of(c.records(), records.back()));
    name += (name.empty() ? "" : "-") + run_name(id);
  }
  if (records.size() > 6) name = fmt::format("{}-and-{}-more", run_name(records[0].run.id), records.size() - 1);
  const std::string path = absolute(c.args.text("output", c.records().home() + "/reports/" + name + ".html"));
  make_folder(std::filesystem::path(path).parent_path());
  Comparing comparing;
  comparing.memo = memo_on_disk();
  write_file(path, records.size() == 1 ? run_page(records[0], written(), parts[0])
                                       : comparison_page(records, written(), parts, comparing));
  if (c.args.has("json"))
    c.terminal.data(json_of(Settings{{"page", path}}) + "\n");
  else
    c.terminal.print(path + "\n");
  return Exit::done;
}

}  // namespace

extern const Verb report_verb;
const Verb report_verb{
    "report",
    "RUN…",
    "an HTML page: of one run, or of several beside each other",
    "xp report run12 -o run12.html",
    Needs::records,
    1,
    -1,
    {{"output", 'o', "FILE", "where to write it; default XP_HOME/reports"}, {"json", 0, "", "the path as JSON"}},
    report};

}  // namespace xp
