// xp note: a remark to keep with a run.
#include "tools/xp/labels.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

Exit note(Context& c) {
  const std::int64_t run = run_named(c.records(), c.args.positional.at(0));
  if (c.args.positional.size() == 2) check_note(c.args.positional[1]), c.store().note(run, c.args.positional[1]);
  if (const std::string text = c.records().run(run).note; !text.empty()) c.terminal.print(text + "\n");
  return Exit::done;
}

}  // namespace

extern const Verb note_verb;
const Verb note_verb{"note",
                     "RUN [TEXT]",
                     "keep a remark with a run, in place of the one before; shows it",
                     "xp note run12 \"the scanner was changed in May\"",
                     Needs::records,
                     1,
                     2,
                     {},
                     note};

}  // namespace xp
