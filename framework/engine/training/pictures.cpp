#include "framework/engine/training/pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <set>

#include "framework/base/text.h"
#include "framework/engine/explain/placed.h"
#include "framework/engine/explain/saliency.h"
#include "framework/engine/failure.h"
#include "framework/engine/images/encode.h"
#include "framework/engine/images/survey.h"
#include "framework/engine/training/loss.h"

namespace xp {
namespace {

using Json = nlohmann::json;
constexpr int longest = 160;                // pixels of a picture's side
constexpr std::size_t most_bytes = 40'000;  // of a picture
constexpr std::size_t most_pictures = 300;  // test images
constexpr int columns = 6, rows = 4, cell = 96, gap = 4;

std::string numbered(const std::string& folder, int sample, const char* ending) {
  return fmt::format("{}/{:04}{}.jpg", folder, sample, ending);
}

/// Of what enters the network, H×W×C between two values that become black and white.
cv::Mat shown(const Tensor& image, double black, double white) {
  const Tensor colours = image.size(0) == 3 ? image.flip({0}) : image.narrow(0, 0, 1);  // blue first
  const Tensor bytes =
      ((colours - black) * (255 / (white - black))).clamp(0, 255).permute({1, 2, 0}).to(at::kByte).contiguous();
  const int channels = static_cast<int>(bytes.size(2));
  cv::Mat out(static_cast<int>(bytes.size(0)), static_cast<int>(bytes.size(1)), CV_8UC(channels), bytes.data_ptr());
  if (channels == 3) return out.clone();
  cv::Mat grey;
  cv::cvtColor(out, grey, cv::COLOR_GRAY2BGR);
  return grey;
}

/// Whole in a cell, its shape kept.
void put(cv::Mat& sheet, const cv::Mat& picture, int place) {
  const double scale = static_cast<double>(cell) / std::max(picture.cols, picture.rows);
  cv::Mat small;
  cv::resize(picture, small, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_NEAREST);
  const int x = gap + place % columns * (cell + gap), y = gap + place / columns * (cell + gap);
  small.copyTo(sheet({x + (cell - small.cols) / 2, y + (cell - small.rows) / 2, small.cols, small.rows}));
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

void Pictures::of_training(const std::vector<std::vector<int>>& pieces) {
  constexpr std::size_t most = columns * rows;
  std::vector<Tensor> seen;
  Repetitions repetitions;
  for (std::size_t p = 0; p < pieces.size() && seen.size() < most; ++p) {
    const Tensor images = Batches::finish(*batches_.begin(repetitions.of(pieces[p]), 1)).images;
    for (std::int64_t i = 0; i < images.size(0) && seen.size() < most; ++i) seen.push_back(images[i]);
  }
  const Tensor values = std::get<0>(at::stack(seen).flatten().sort());
  const std::int64_t thousandth = values.numel() / 1000;
  const double black = values[thousandth].item<double>(),
               white = values[values.numel() - 1 - thousandth].item<double>();
  const int used = (static_cast<int>(seen.size()) + columns - 1) / columns;
  cv::Mat sheet(gap + used * (cell + gap), gap + columns * (cell + gap), CV_8UC3, cv::Scalar(232, 232, 232));
  for (std::size_t i = 0; i < seen.size(); ++i)
    put(sheet, shown(seen[i], black, white > black ? white : black + 1), static_cast<int>(i));
  recorder_.keep("pictures/seen.jpg", jpeg(sheet, most_bytes));
}

void Pictures::of_epoch(int epoch, const std::vector<int>& samples) {
  const std::string folder = fmt::format("saliency/epoch_{:03}", epoch);
  for (const int sample : samples)
    if (const Map map = map_of(sample, -1); !map.picture.empty())
      recorder_.keep(numbered(folder, sample, ""), map.picture);
}

std::vector<std::size_t> telling(const std::vector<Prediction>& all, std::size_t most) {
  std::vector<std::size_t> places(all.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  if (all.size() <= most) return places;
  const auto truth = [&](std::size_t i) { return all[i].probabilities[static_cast<std::size_t>(all[i].label)]; };
  const auto certainty = [&](std::size_t i) {
    return *std::max_element(all[i].probabilities.begin(), all[i].probabilities.end());
  };
  const auto ranked = [&](const auto& rank) {
    std::vector<std::size_t> out = places;
    std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    return out;
  };
  const std::vector<std::size_t> rankings[] = {ranked(truth), ranked([&](std::size_t i) { return -truth(i); }),
                                               ranked(certainty)};
  std::size_t next[3] = {};
  std::set<std::size_t> chosen;
  for (std::size_t turn = 0; chosen.size() < most; turn = (turn + 1) % 3) {
    while (chosen.count(rankings[turn][next[turn]])) ++next[turn];
    chosen.insert(rankings[turn][next[turn]]);
  }
  return {chosen.begin(), chosen.end()};
}

}  // namespace xp
