#include "framework/engine/images/named_files.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/plan/tiled.h"
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
  Listing listing{plan.classes, {}, plan.channels, true};
  listing.dicom_window = plan.make<Dataset>()->dicom_window();
  const std::vector<Tile> parts = parts_of_an_image(plan);
  for (const std::string& file : files)
    for (const Tile& part : parts) {
      listing.samples.push_back({part.name.empty() ? file : file + "#" + part.name, absolute(file), 0, "", ""});
      listing.samples.back().region = part.region;
    }
  Batches batches(plan, threads, [] { return false; });
  if (batches.fits()) batches.use(fitted(weights));
  batches.load(listing);
  std::vector<std::string> unreadable;
  for (const Unreadable& u : batches.skipped()) {
    const std::string file = parts[0].name.empty() ? u.name : u.name.substr(0, u.name.rfind('#'));
    if (const std::string said = file + ": " + u.why; unreadable.empty() || unreadable.back() != said)
      unreadable.push_back(said);
  }
  if (!unreadable.empty())
    throw Error("cannot read " + join(unreadable, "\n  "), "name the others alone, or mend it; nothing was predicted");
  return batches;
}

std::vector<std::vector<int>> in_plans_batches(const Plan& plan, std::size_t images) {
  const std::size_t parts = parts_of_an_image(plan).size(),
                    batch = static_cast<std::size_t>(train_of(plan.train).batch);
  std::vector<int> all(images);
  std::iota(all.begin(), all.end(), 0);
  std::vector<std::vector<int>> out;
  for (const std::vector<int>& piece : in_batches(all, std::max<std::size_t>(1, batch / parts))) {
    out.emplace_back(piece.size() * parts);
    for (std::size_t i = 0; i < out.back().size(); ++i)
      out.back()[i] = static_cast<int>(static_cast<std::size_t>(piece[i / parts]) * parts + i % parts);
  }
  return out;
}

}  // namespace xp
