// xp tag: words by which runs are found again.
#include "tools/xp/verb.h"

namespace xp {
namespace {

Exit tag(Context& c) {
  const std::int64_t run = run_named(c.records(), c.args.positional.at(0));
  for (std::size_t i = 1; i < c.args.positional.size(); ++i) {
    const std::string& word = c.args.positional[i];
    if (word.empty()) throw Error("a tag has at least one letter");
    c.args.has("remove") ? c.store().untag(run, word) : c.store().tag(run, word);
  }
  for (const std::string& word : c.records().run(run).tags) c.terminal.print(word + "\n");
  return Exit::done;
}

}  // namespace

extern const Verb tag_verb;
const Verb tag_verb{"tag", "RUN [TAG…]", "put tags on a run; shows those it has", "xp tag run12 published", Needs::records, 1, -1, {{"remove", 0, "", "take them off"}}, tag};

}  // namespace xp
