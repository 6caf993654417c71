// xp data: what may mislead in the images, what there is, and a table of their bright pixels.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "framework/base/file.h"
#include "framework/base/interrupt.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/data/achieved.h"
#include "framework/run/audited.h"
#include "reports/json.h"
#include "reports/show.h"
#include "reports/table.h"
#include "tools/xp/data_sets.h"
#include "tools/xp/data_shown.h"
#include "tools/xp/experiment_options.h"

namespace xp {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t samples_shown = 10;  // of a finding; --json has all
constexpr std::size_t sheet_columns = 10;

std::string dumped(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

std::string tally(const Audit& audit) {
  std::vector<std::string> out;
  for (const Audit::Grade grade : {Audit::Grade::leak, Audit::Grade::risk, Audit::Grade::note}) {
    const auto n = std::count_if(audit.findings.begin(), audit.findings.end(),
                                 [&](const Audit::Finding& f) { return f.grade == grade; });
    if (n) out.push_back(fmt::format("{} {}{}", n, name(grade), n == 1 ? "" : "s"));
  }
  return out.empty() ? "Nothing was found, of what an audit can see." : join(out);
}

Exit audit_data(Context& c) {
  bool leaks = false;
  Json all = Json::array();
  for (const DataSet& data : data_sets(c)) {
    const PoliteInterrupt polite;
    const Audit found = audited({data.listing, data.parts, data.skipped}, data.dataset, c.engine(), available_cores(),
                                [] { return PoliteInterrupt::pending(); });
    leaks |= found.has(Audit::Grade::leak);
    if (c.args.has("json")) {
      all.push_back(
          {{"data", data.title}, {"images", data.listing.samples.size()}, {"findings", Json::parse(json_of(found))}});
      continue;
    }
    std::string out = fmt::format("{}\n{}\n\n", printable(data.title), printable(counts_of(data)));
    for (const Audit::Finding& f : found.findings) out += audit_text(f, c.terminal.screen(), samples_shown);
    c.terminal.page(out + (found.findings.empty() ? "" : "\n") + tally(found) + "\n");
  }
  if (c.args.has("json")) c.terminal.data(dumped(all));
  return leaks ? Exit::no : Exit::done;
}

/// Written before anything is printed, so that what is printed is true.
void write_sheet(Context& c, const DataSet& data, const std::string& path) {
  if (!path.ends_with(".png") && !path.ends_with(".PNG"))
    throw Error("a contact sheet is a PNG, which " + path + " does not promise", "name it " + path + ".png");
  const PoliteInterrupt polite;
  write_file(path, c.engine().contact_sheet(data.listing, data.dataset, sheet_rows(data.listing, sheet_columns),
                                            available_cores(), [] { return PoliteInterrupt::pending(); }));
  c.terminal.remark("wrote " + printable(path));
}

Exit show_data(Context& c) {
  const std::vector<DataSet> sets = data_sets(c);
  const std::string sheet = c.args.text("sheet");
  if (!sheet.empty() && sets.size() > 1)
    c.terminal.remark(fmt::format("the sheet is of the first of {} datasets", sets.size()));
  Json all = Json::array();
  for (const DataSet& data : sets) {
    const Survey survey = survey_of(c, data);
    if (!sheet.empty() && &data == &sets[0]) write_sheet(c, data, sheet);
    if (c.args.has("json")) {
      all.push_back(Json::parse(shown_json(data, survey)));
      continue;
    }
    const int columns = c.terminal.table_columns();
    std::string out = fmt::format("{}\n{}\n\n{}", data.title, counts_of(data),
                                  text_of(class_table(data, c.terminal.screen().unicode), columns));
    if (!data.parts.of.empty())
      for (const std::string& remark : remarks(achieved(data.listing, data.parts))) out += remark + "\n";
    if (const Table sizes = size_table(survey); !sizes.rows.empty()) out += "\n" + text_of(sizes, columns);
    const auto unreadable =
        std::count_if(survey.looks.begin(), survey.looks.end(), [](const Look& l) { return !l.unreadable.empty(); });
    if (!data.skipped.empty()) out += fmt::format("\n{} left out as unreadable\n", data.skipped.size());
    if (unreadable) out += fmt::format("\n{} cannot be read: xp data audit names them\n", unreadable);
    c.terminal.print(out);
  }
  if (c.args.has("json")) c.terminal.data(dumped(all));
  return Exit::done;
}

Exit features_of_data(Context& c) {
  const std::vector<DataSet> sets = data_sets(c);
  const DataSet& data = sets.at(0);
  if (sets.size() > 1) c.terminal.remark(fmt::format("the first of {} datasets", sets.size()));
  const int threshold = c.args.number("threshold", 150, 0, 255);
  std::vector<std::vector<double>> rows;
  {
    const PoliteInterrupt polite;
    rows = c.engine().bright_features(data.listing, data.dataset, threshold, available_cores(),
                                      [] { return PoliteInterrupt::pending(); });
  }
  Table table{{{"name"}, {"class"}, {"part"}}, {}};
  for (const char* title : bright_titles) table.columns.push_back({title, Align::right});
  Json all = Json::array();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Sample& s = data.listing.samples[i];
    const std::string part = data.parts.of.empty() ? "" : name(data.parts.of[i]);
    const std::string& in = data.listing.classes[static_cast<std::size_t>(s.label)];
    table.rows.push_back({s.name, in, part});
    Json one{{"name", s.name}, {"class", in}, {"part", part}};
    for (std::size_t k = 0; k < rows[i].size(); ++k) {
      table.rows.back().push_back(std::isnan(rows[i][k]) ? "" : Value(rows[i][k]).text());
      one[bright_titles[k]] = std::isnan(rows[i][k]) ? Json("NaN") : Json(rows[i][k]);
    }
    all.push_back(std::move(one));
  }
  c.terminal.data(c.args.has("json") ? dumped(all) : csv_of(table));
  return Exit::done;
}

Exit data(Context& c) {
  const std::vector<std::pair<std::string, Exit (*)(Context&)>> known{
      {"audit", audit_data}, {"show", show_data}, {"features", features_of_data}};
  const std::string& word = c.args.positional.at(0);
  std::vector<std::string> names;
  for (const auto& [name_of, perform] : known) {
    names.push_back(name_of);
    if (word != name_of) continue;
    for (const auto& [option, owner] : {std::pair{"sheet", "show"}, {"threshold", "features"}})
      if (c.args.has(option) && word != owner)
        throw Error(fmt::format("--{} is for xp data {}", option, owner),
                    fmt::format("xp data {} takes no --{}", word, option));
    if (c.args.positional.size() < 2)
      throw Error("data " + word + " wants an experiment or a folder",
                  "for instance: xp data " + word + " radiographs/");
    return perform(c);
  }
  throw Error(fmt::format("xp data does not know \"{}\"", word), suggestion(word, names));
}

std::vector<Option> options() {
  std::vector<Option> out = experiment_options();
  for (const Option& o : {Option{"sheet", 0, "FILE.png", "show: also a contact sheet, some images of each class"},
                          {"threshold", 0, "N", "features: brighter than this, of 255, is bright; default 150"},
                          {"json", 0, "", "as JSON"}})
    out.push_back(o);
  return out;
}

}  // namespace

extern const Verb data_verb;
const Verb data_verb{"data",
                     "audit|show|features FILE.cpp|DIR",
                     "copies, shortcuts and drift in the data; what they hold",
                     "xp data audit radiographs/",
                     Needs::engine,
                     1,
                     2,
                     options(),
                     data};

}  // namespace xp
