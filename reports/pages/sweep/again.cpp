#include "reports/html/page.h"
#include "reports/pages/sweep/sections.h"

namespace xp {

Section again_section(const SweepResult& sweep) {
  std::vector<std::string> commands{"xp sweep show " + sweep.name + " --by " + sweep.by,
                                    "xp report --sweep " + sweep.name + " --by " + sweep.by};
  if (sweep.open > 0 && sweep.status != Status::running) commands.push_back("xp resume " + sweep.name);
  if (sweep.best) commands.push_back("xp report " + run_name(sweep.best->run));
  Values values;
  values.set("commands", list_of("command", commands));
  return {"again", "How to see this again", "", rendered("sweep_again.mustache", values)};
}

}  // namespace xp
