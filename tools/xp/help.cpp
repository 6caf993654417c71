#include "tools/xp/verb.h"

namespace xp {
namespace {

Exit help(Context& c) {
  if (!c.args.positional.empty()) {
    c.terminal.print(usage(verb_named(c.args.positional[0])));
    return Exit::done;
  }
  std::string out;
  for (const Verb* v : verbs())
    out += std::string(v->name) +
           (c.args.has("names") ? "\n" : std::string(10 - std::string(v->name).size(), ' ') + v->doc + "\n");
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
