#include <fmt/format.h>

#include <algorithm>

#include "tools/xp/verb.h"

namespace xp {
namespace {

Exit help(Context& c) {
  if (!c.args.positional.empty()) {
    c.terminal.print(usage(verb_named(c.args.positional[0])));
    return Exit::done;
  }
  std::size_t widest = 0;
  for (const Verb* v : verbs()) widest = std::max(widest, std::string(v->name).size());
  std::string out;
  for (const Verb* v : verbs())
    out += c.args.has("names") ? fmt::format("{}\n", v->name) : fmt::format("{:<{}}  {}\n", v->name, widest, v->doc);
  c.terminal.print(out);
  return Exit::done;
}

}  // namespace

extern const Verb help_verb;
const Verb help_verb{"help",
                     "[VERB]",
                     "what a verb does",
                     "xp help run",
                     Needs::nothing,
                     0,
                     1,
                     {{"names", 0, "", "only names, for completion"}},
                     help};

}  // namespace xp
