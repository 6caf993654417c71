#include "framework/engine/training/pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

#include "framework/base/text.h"
#include "framework/engine/explain/placed.h"
#include "framework/engine/explain/saliency.h"
#include "framework/engine/failure.h"
#include "framework/engine/images/encode.h"
#include "framework/engine/images/survey.h"
#include "framework/engine/training/loss.h"
#include "framework/scores/telling.h"

namespace xp {
namespace {

using Json = nlohmann::json;
constexpr std::size_t most_pictures = 300;  // test images

std::string numbered(const std::string& folder, int sample, const char* ending) {
  return fmt::format("{}/{:04}{}.jpg", folder, sample, ending);
}

}  // namespace

/// A heat map over its image; without a picture, why there is none.
struct Pictures::Map {
  std::string picture = {}, why = {};
  int target = 0;
  std::optional<double> border = {};
};

/// Grey or in colours, as it was before any transform.
std::optional<Image> Pictures::small(int sample, std::string& why) const {
  const Listing& listing = batches_.listing();
  const Sample& own = listing.samples[static_cast<std::size_t>(sample)];
  const auto whole = whole_image(own, *plan_.make<Dataset>(), listing.dicom_window, longest, why);
  if (!whole) why = printable(own.path) + " cannot be read any more: " + why;
  return whole ? std::optional(shrunk(*whole, longest)) : std::nullopt;
}

/// `target` -1: the class that is predicted now.
Pictures::Map Pictures::map_of(int sample, int target) const {
  Map out;
  try {
    const LossForm form = plan_.make<Loss>()->form();
    const LastMap last = last_map(network_, batches_.images({sample}, 0).to(device_));
    if (last.map.size(2) * last.map.size(3) == 1) return out.why = "the network's last map has a single position", out;
    out.target = target;
    if (target < 0) {
      const Objective objective(form, std::vector<double>(plan_.classes.size(), 1.0), at::kCPU);
      out.target = static_cast<int>(objective.probabilities(last.logits)[0].argmax().item<std::int64_t>());
    }
    const Tensor heat = activation_heat("gradcam", last.map, gradient(last, {out.target}, form));
    if (!heat.isfinite().all().item<bool>()) return out.why = "what the network computes is no number", out;
    const std::optional<Image> seen = small(sample, out.why);
    if (!seen) return out;
    const Image radiograph = grey(*seen);
    const Region place = place_of_image(plan_, {plan_.channels, radiograph.height, radiograph.width});
    const Heat only = heats_of(heat).at(0);
    out.border = border_share(only, place);
    out.picture = jpeg_over(radiograph, laid_back(only, place, radiograph.width, radiograph.height), most_bytes);
  } catch (const std::exception& e) {
    out.why = as_error(e).what();
  }
  return out;
}

std::optional<NearBorder> Pictures::of_test(const std::vector<Prediction>& test) {
  Json index{{"images", Json::array()}, {"left_out", Json::array()}, {"remarks", Json::array()}};
  const std::vector<std::size_t> chosen = telling(test, most_pictures);
  for (std::size_t i = 0; i < test.size(); ++i)
    if (!std::binary_search(chosen.begin(), chosen.end(), i)) index["left_out"].push_back(test[i].sample);
  std::set<std::string> remarks;
  std::vector<double> borders;
  for (std::size_t place = 0; place < chosen.size(); ++place) {
    const std::size_t i = chosen[place];
    if (recorder_.interrupted()) {
      for (std::size_t rest = place; rest < chosen.size(); ++rest)
        index["left_out"].push_back(test[chosen[rest]].sample);
      remarks.insert(fmt::format("interrupted: only {} of {} test images were looked at", place, chosen.size()));
      break;
    }
    const int sample = test[i].sample;
    Json entry{{"sample", sample}};
    std::string why;
    if (const auto thumbnail = small(sample, why)) {
      entry["thumbnail"] = numbered("pictures", sample, "");
      recorder_.keep(entry["thumbnail"], jpeg(in_bytes(*thumbnail), most_bytes));
    }
    if (const Map map = map_of(sample, predicted(test[i])); map.picture.empty()) {
      remarks.insert("no heat map: " + map.why);
    } else {
      entry["heat_map"] = numbered("pictures", sample, "_cam");
      entry["explains"] = plan_.classes[static_cast<std::size_t>(map.target)];
      entry["border"] = map.border ? Json(*map.border) : Json();
      if (map.border) borders.push_back(*map.border);
      recorder_.keep(entry["heat_map"], map.picture);
    }
    index["images"].push_back(entry);
  }
  for (const std::string& remark : remarks) index["remarks"].push_back(remark);
  recorder_.keep("pictures/index.json", index.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
  if (borders.empty()) return std::nullopt;
  return NearBorder{std::accumulate(borders.begin(), borders.end(), 0.0) / static_cast<double>(borders.size()),
                    static_cast<int>(borders.size())};
}

void Pictures::of_epoch(int epoch, const std::vector<int>& samples) {
  const std::string folder = fmt::format("saliency/epoch_{:03}", epoch);
  for (const int sample : samples)
    if (const Map map = map_of(sample, -1); !map.picture.empty())
      recorder_.keep(numbered(folder, sample, ""), map.picture);
}

}  // namespace xp
