#include "framework/engine/images/named_files.h"

#include <nlohmann/json.hpp>
#include <numeric>

#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/weights/weights.h"

namespace xp {
namespace {

std::vector<std::vector<double>> fitted(const std::string& weights) {
  const WeightFile file = read_weight_file(weights);
  const auto kept = file.metadata.find("fitted");
  if (kept == file.metadata.end()) return {};
  try {
    return nlohmann::json::parse(kept->second).get<std::vector<std::vector<double>>>();
  } catch (const nlohmann::json::exception&) {
    throw Error(printable(weights) + ": what it says of its transforms, \"fitted\", is no list of lists of numbers");
  }
}

}  // namespace

Batches read_named(const Plan& plan, const std::string& weights, const std::vector<std::string>& files, int threads) {
  if (plan.only(Kind::dataset).name == "tiles")
    throw Error("the run was trained on tiles, and answers for whole images are not put together from theirs yet",
                "it saw parts of images alone, at their scale: train on whole images to ask about whole images");
  Listing listing{plan.classes, {}, plan.channels, true};
  listing.dicom_window = plan.make<Dataset>()->dicom_window();
  for (const std::string& file : files) listing.samples.push_back({file, absolute(file), 0, "", ""});
  Batches batches(plan, threads, [] { return false; });
  if (batches.fits()) batches.use(fitted(weights));
  batches.load(listing);
  std::vector<std::string> unreadable;
  for (const Unreadable& u : batches.skipped()) unreadable.push_back(u.name + ": " + u.why);
  if (!unreadable.empty())
    throw Error("cannot read " + join(unreadable, "\n  "), "name the others alone, or mend it; nothing was predicted");
  return batches;
}

std::vector<std::vector<int>> in_plans_batches(const Plan& plan, std::size_t samples) {
  std::vector<int> all(samples);
  std::iota(all.begin(), all.end(), 0);
  return in_batches(all, static_cast<std::size_t>(train_of(plan.train).batch));
}

}  // namespace xp
