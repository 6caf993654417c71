#include "tools/xp/listed.h"

namespace xp {

std::vector<ListRow> listed(const Store& store, std::vector<RunRow> runs) {
  std::vector<ListRow> out;
  if (runs.empty()) return out;
  std::vector<std::int64_t> ids;
  for (const RunRow& run : runs) ids.push_back(run.id);
  const auto model = store.setting("model"), folds = store.setting("split.folds");
  const auto validation = store.at_chosen("val/accuracy", ids), test = store.at_chosen("test/accuracy", ids);
  const auto validation_sd = store.at_chosen("val/accuracy_sd", ids),
             test_sd = store.at_chosen("test/accuracy_sd", ids);
  const auto take = [](double& into, const std::map<std::int64_t, double>& values, std::int64_t id) {
    if (const auto found = values.find(id); found != values.end()) into = found->second;
  };
  out.reserve(runs.size());
  for (RunRow& run : runs) {
    ListRow& row = out.emplace_back();
    row.run = std::move(run);
    const std::int64_t id = row.run.id;
    row.val_images = row.run.val_images;
    if (const auto found = model.find(id); found != model.end()) row.model = found->second.text();
    if (const auto found = folds.find(id); found != folds.end())
      if (const auto* number = found->second.get<std::int64_t>()) row.folds = static_cast<int>(*number);
    take(row.val_accuracy, validation, id), take(row.val_sd, validation_sd, id);
    take(row.test_accuracy, test, id), take(row.test_sd, test_sd, id);
  }
  return out;
}

std::vector<ListRow> listed(const Store& store, bool deleted) { return listed(store, store.runs(deleted)); }

}  // namespace xp
