// xp doctor: whether a home is well.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "framework/base/file.h"
#include "framework/store/home.h"
#include "tools/xp/json.h"

namespace xp {
namespace {

/// The records are opened for writing, which may change the file, only once that is known to be sound.
std::vector<Ailment> examined(Context& c) {
  std::vector<Ailment> found = damage(home_folder());
  if (!found.empty()) return found;
  if (c.args.has("mend")) return c.store().examine(true);
  return Store(home_folder(), Store::Access::read).examine(false);  // of one that cannot be written too
}

std::string json_of(const std::vector<Ailment>& found, bool well) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const Ailment& a : found) all.push_back({{"what", a.what}, {"advice", a.advice}, {"mended", a.mended}});
  return nlohmann::ordered_json{{"home", home_folder()}, {"well", well}, {"ailments", all}}.dump(2);
}

std::string text_of(const std::vector<Ailment>& found) {
  if (found.empty()) return fmt::format("{} is well\n", home_folder());
  std::string out;
  for (const Ailment& a : found)
    out += fmt::format("{}{}\n{}", a.mended ? "mended: " : "", a.what, a.advice.empty() ? "" : "  " + a.advice + "\n");
  return out;
}

Exit doctor(Context& c) {
  const std::vector<Ailment> found = examined(c);
  const bool well = std::all_of(found.begin(), found.end(), [](const Ailment& a) { return a.mended; });
  if (c.args.has("json"))
    c.terminal.data(json_of(found, well) + "\n");
  else
    c.terminal.print(text_of(found));
  return well ? Exit::done : Exit::no;
}

}  // namespace

extern const Verb doctor_verb;
const Verb doctor_verb{
    "doctor",
    "",
    "whether the records are well: integrity, runs whose process died, artifacts' content (exit code 3: they are not)",
    "xp doctor --mend",
    Needs::records,
    0,
    0,
    {{"mend", 0, "", "mend what can be mended without guessing"}, {"json", 0, "", "as JSON"}},
    doctor,
    "  It reads everything: the database, whose structure and references it checks, and every artifact against its\n"
    "  SHA-256. Numbers in the database have no such hash: a value that was changed there is not seen, only one that\n"
    "  is missing. A damaged database is never written to, and nothing that a run names is ever removed.\n"};

}  // namespace xp
