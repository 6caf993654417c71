#include "tools/xp/renamed_weights.h"

#include <fmt/format.h>

#include "framework/base/text.h"
#include "framework/plan/plan.h"
#include "framework/weights/start.h"
#include "tools/xp/stored_weights.h"
#include "tools/xp/trusted.h"

namespace xp {

WeightFile renamed_weights(Context& c, const std::string& run, const std::string& source) {
  const std::vector<std::string> sources{"torchvision", "timm"};
  if (source != sources[0] && source != sources[1])
    throw Error("there are no names of \"" + source + "\" to write", suggestion(source, sources));
  const Record record = c.records().record(run_named(c.records(), run));
  WeightFile file = read_weight_file(checked_weights(c.records(), record));
  load_code(c, record);
  const Plan plan = plan_from_json(record.plan);
  const LayerNames names{{source, plan.make<Model>()->names(source)}};
  try {
    const std::size_t all = file.tensors.size();
    file.tensors = renamed(file, network(plan), input(plan), names, source);
    if (const std::size_t left = all - file.tensors.size(); left > 0)
      c.terminal.remark(
          fmt::format("{} tensors have no name in {} and are left out: attention has none there", left, source));
  } catch (const Error& e) {
    throw Error(fmt::format("model {}: {}", plan.only(Kind::model).name, e.what()), e.hint());
  }
  file.metadata["format"] = "pt";  // what Python's readers look for
  return file;
}

}  // namespace xp
