// xp tag: words by which runs are found again.
#include <algorithm>

#include "tools/xp/labels.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

Exit tag(Context& c) {
  const std::vector<std::int64_t> runs = runs_named(c.records(), {c.args.positional.at(0)});
  if (!c.args.has("remove")) std::for_each(c.args.positional.begin() + 1, c.args.positional.end(), check_tag);
  for (const std::int64_t run : runs) {
    for (std::size_t i = 1; i < c.args.positional.size(); ++i) {
      const std::string& word = c.args.positional[i];
      c.args.has("remove") ? c.store().untag(run, word) : c.store().tag(run, word);
    }
    for (const std::string& word : c.records().run(run).tags)
      c.terminal.print((runs.size() > 1 ? run_name(run) + " " : "") + word + "\n");
  }
  return Exit::done;
}

}  // namespace

extern const Verb tag_verb;
const Verb tag_verb{"tag",
                    "RUN|RUN..RUN [TAG…]",
                    "put tags on runs; shows those they have",
                    "xp tag run4..run7 published",
                    Needs::records,
                    1,
                    -1,
                    {{"remove", 0, "", "take them off"}},
                    tag};

}  // namespace xp
