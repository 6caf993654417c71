// xp diagnose: whether a result can be trusted.
#include <fmt/format.h>

#include "reports/diagnosis/json.h"
#include "reports/diagnosis/text.h"
#include "tools/xp/parts.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

struct Diagnosed {
  std::vector<RunRow> runs;
  std::vector<Diagnosis> diagnoses;
  Diagnosis together;
};

Diagnosed diagnosed(Context& c) {
  Diagnosed out;
  std::vector<Record> records;
  for (const std::int64_t id : c.runs()) {
    records.push_back(c.records().record(id));
    out.runs.push_back(records.back().run);
    out.diagnoses.push_back(diagnose(records.back(), parts_of(c.records(), records.back())));
  }
  if (records.size() > 1) out.together = diagnose_together(records);
  return out;
}

/// A heading, the headline and the table of each, in one markup or the other.
std::string document(const Diagnosed& all, const std::string& heading, std::string (*rendered)(const Table&),
                     FindingNumbers numbers) {
  std::string out;
  const auto add = [&](const std::string& title, const Diagnosis& d) {
    out += (out.empty() ? "" : "\n") + fmt::format(fmt::runtime(heading), title) + "\n\n" +
           rendered(finding_table(d, numbers));
  };
  for (std::size_t i = 0; i < all.runs.size(); ++i) add(run_name(all.runs[i].id), all.diagnoses[i]);
  if (!all.together.findings.empty()) add("All of them together", all.together);
  return out;
}

Exit diagnose_runs(Context& c) {
  const Diagnosed all = diagnosed(c);
  const FindingNumbers on_request = c.args.has("verbose") ? FindingNumbers::shown : FindingNumbers::left_out;
  if (c.args.has("json")) {
    c.terminal.data(json_of(all.runs, all.diagnoses, all.together) + "\n");
  } else if (c.args.has("md")) {
    c.terminal.data(document(all, "## {}", markdown_of, FindingNumbers::shown));
  } else if (c.args.has("latex")) {
    c.terminal.data(document(all, "% {}", latex_of, on_request));
  } else {
    const Screen screen = c.terminal.screen();
    std::string out;
    for (std::size_t i = 0; i < all.runs.size(); ++i)
      out += (i ? "\n" : "") + diagnosis_page(all.runs[i], all.diagnoses[i], screen, on_request);
    c.terminal.page(out + together_text(all.together, screen, on_request));
  }
  return Exit::done;
}

}  // namespace

extern const Verb diagnose_verb;
const Verb diagnose_verb{
    "diagnose",
    "RUN…",
    "whether a result can be trusted: what speaks against it, what to do; -v: the numbers it rests on",
    "xp diagnose run12",
    Needs::records,
    1,
    -1,
    {{"json", 0, "", "as JSON"}, {"md", 0, "", "as Markdown"}, {"latex", 0, "", "as LaTeX tabulars"}},
    diagnose_runs};

}  // namespace xp
