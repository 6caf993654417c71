#include "tools/xp/trusted.h"

#include "framework/run/own_plugins.h"

namespace xp {

const Option& trust_option() {
  static const Option option{"trust", 0, "",
                             "of a run that was imported: compile and run the code that came with it, as your own"};
  return option;
}

void load_code(const Context& c, const Record& record) {
  const bool trusted = c.args.has("trust");
  if (const std::string foreign = foreign_code(record); trusted && !foreign.empty())
    c.terminal.warn("compiling, as you trust whoever made " + record.run.origin + ":" + foreign);
  load_own_plugins(record, trusted ? Trust::anyone : Trust::own, c.args.line + " --trust");
}

}  // namespace xp
