#include "framework/base/text.h"
#include "reports/pages/comparison/sections.h"

namespace xp {
namespace {

/// As a POSIX shell reads it back.
std::string quoted(const std::string& word) {
  constexpr const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:/=+,%@";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string command_text(const std::string& verb, const std::vector<std::string>& runs, const Comparing& how) {
  std::string out = "xp " + verb + " " + join(runs, " ");
  if (how.by != Comparing{}.by) out += " --by " + quoted(how.by);
  if (how.force) out += " --force";
  return out;
}

Section compared_again_section(const ComparedRuns& all) {
  std::vector<std::string> names;
  for (const Material& run : all.runs) names.push_back(run_name(run.record.run.id));
  if (names.empty()) return {"again", "", "", ""};
  Values again;
  again.set("command", command_text("compare", names, all.how) + "\n" + command_text("report", names, all.how));
  return {"again", "How to compare them again",
          "The first prints the same in a terminal (--json and --csv for other programs), the second writes this page.",
          rendered("again.mustache", again)};
}

}  // namespace xp
