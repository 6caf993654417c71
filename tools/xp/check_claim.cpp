// xp check-claim: whether published figures can be of any test set, and of which.
#include <fmt/format.h>

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "reports/claims/json.h"
#include "reports/claims/remarks.h"
#include "reports/claims/tables.h"
#include "reports/claims/text.h"
#include "tools/xp/claims.h"
#include "tools/xp/verb.h"

namespace xp {

extern const Verb check_claim_verb;

namespace {

/// "Normal=0.89"; the class ends at the last "=".
Said of_a_class(const std::string& option, const std::string& text) {
  const auto equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    throw Error(fmt::format("--{} wants CLASS=VALUE, not \"{}\"", option, text),
                fmt::format("--{} Normal=0.89", option));
  return {option, text.substr(0, equals), text.substr(equals + 1)};
}

const std::vector<std::string> overall{"accuracy", "balanced-accuracy", "macro-precision", "macro-f1",
                                       "images",   "classes",           "digits",          "tolerance"};
const std::vector<std::string> of_classes{"precision", "recall", "f1", "specificity", "count", "share"};

Claim claim_of(const Context& c) {
  std::vector<Said> said;
  for (const std::string& option : overall) {
    std::string what = option;
    std::replace(what.begin(), what.end(), '-', '_');
    if (c.args.has(option)) said.push_back({what, "", c.args.text(option)});
  }
  for (const std::string& option : of_classes)
    for (const std::string& text : c.args.texts(option)) said.push_back(of_a_class(option, text));
  if (said.empty()) throw Error("there is no claim to check", check_claim_verb.example);
  return claim_said(said);
}

/// A file says all of its claims: what is said beside it would be of none of them.
void check_alone(const Context& c) {
  for (const auto& options : {overall, of_classes})
    for (const std::string& option : options)
      if (c.args.has(option))
        throw Error(fmt::format("--{} beside a file: {} has its claims' figures", option, c.args.positional.front()),
                    "a column of the file, or the options alone");
}

/// The verdict, its tables and remarks; `latex`: sentences are comments.
std::string page(const Checked& checked, std::string (*write)(const Table&), bool latex) {
  std::vector<std::string> remarks = claim_remarks(checked);
  if (const std::string left_out = left_out_text(checked, 20); !left_out.empty())
    remarks.insert(remarks.begin(), left_out);
  const std::string before = latex ? "% " : "", after = latex ? "\n" : "\n\n";
  std::string out = before + printable(claim_verdict(checked)) + after;
  for (const Table& table : {figures_table(checked), sizes_table(checked), matrix_table(checked)})
    if (!table.rows.empty()) out += write(table) + "\n";
  for (const std::string& remark : remarks) out += before + printable(remark) + after;
  return out.substr(0, out.find_last_not_of('\n') + 1) + "\n";
}

void show(const Context& c, const Checked& checked) {
  if (c.args.has("json"))
    c.terminal.data(json_of(checked) + "\n");
  else if (c.args.has("md"))
    c.terminal.data(page(checked, markdown_of, false));
  else if (c.args.has("csv"))
    c.terminal.data(csv_of(sizes_data(checked)));
  else if (c.args.has("latex"))
    c.terminal.data(page(checked, latex_of, true));
  else
    c.terminal.page(claim_text(checked, c.terminal.screen()));
}

void show(const Context& c, const std::vector<Checked>& all) {
  const Table table = claims_table(all);
  if (c.args.has("json"))
    c.terminal.data(json_of(all) + "\n");
  else if (c.args.has("md"))
    c.terminal.data(markdown_of(table));
  else if (c.args.has("csv"))
    c.terminal.data(csv_of(claims_data(all)));
  else if (c.args.has("latex"))
    c.terminal.data(latex_of(table));
  else
    c.terminal.print(text_of(table, c.terminal.table_columns()) + "\n" + remark_on_means + "\n");
}

Exit check_claims(Context& c) {
  if (c.args.positional.empty()) {
    const Checked checked = check(claim_of(c));
    show(c, checked);
    return checked.impossible() ? Exit::no : Exit::done;
  }
  check_alone(c);
  std::vector<Checked> all;
  for (const Claim& claim : read_claims(c.args.positional.front())) all.push_back(check(claim));
  show(c, all);
  const bool impossible = std::any_of(all.begin(), all.end(), [](const Checked& each) { return each.impossible(); });
  return impossible ? Exit::no : Exit::done;
}

}  // namespace

const Verb check_claim_verb{
    "check-claim",
    "[FILE.csv]",
    "whether published figures can be of any test set, and of which sizes (exit code 3: of none)",
    "xp check-claim --accuracy 88 --recall Normal=0.89 --precision Normal=1.00",
    Needs::nothing,
    0,
    1,
    {{"accuracy", 0, "RATE", "as published: 88, 0.88, 99.01; above 1 it is percent, 0.5% too"},
     {"recall", 0, "CLASS=RATE", "or sensitivity, true positive rate", true},
     {"precision", 0, "CLASS=RATE", "or positive predictive value", true},
     {"f1", 0, "CLASS=RATE", "harmonic mean of its precision and recall", true},
     {"specificity", 0, "CLASS=RATE", "of all other classes together", true},
     {"balanced-accuracy", 0, "RATE", "the mean recall; needs --classes"},
     {"macro-precision", 0, "RATE", "needs --classes"},
     {"macro-f1", 0, "RATE", "needs --classes"},
     {"classes", 0, "N", "how many there are in all, named or not"},
     {"count", 0, "CLASS=N", "its images in the test set; where all classes have one, the size is their sum", true},
     {"share", 0, "CLASS=RATE", "of the test set's images, to a whole image", true},
     {"tolerance", 0, "RATE", "how far shares may be off on either side"},
     {"images", 0, "N|A..B", "of the test set; without it 1 to 1000, and what is provable of all above"},
     {"digits", 0, "N", "after the point, where it was not typed as published"},
     {"json", 0, "", "as JSON"},
     {"md", 0, "", "as Markdown"},
     {"csv", 0, "", "the sizes as CSV, a number a cell"},
     {"latex", 0, "", "as LaTeX tables"}},
    check_claims,
    "  FILE.csv holds a claim a row; columns are named as options are, the class after a colon;\n"
    "  empty cells say nothing, and name is the row's:\n"
    "      name,accuracy,recall:Normal,precision:Normal,images\n"
    "      DenseNet,88,0.89,1.00,\n"};

}  // namespace xp
