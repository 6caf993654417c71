#include "framework/engine/images/source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <opencv2/core/utility.hpp>

#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/base/library.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/engine/images/decode.h"
#include "framework/engine/images/image_ops.h"

namespace xp {
namespace {

constexpr double mib = 1 << 20;

double size_of(const Image& image) { return static_cast<double>(image.pixels.size() * sizeof(float) + sizeof(Image)); }

/// Empty where pixels depend on code or files that nothing here identifies: an experiment's own transforms.
std::string recipe(const Plan& plan, std::size_t once) {
  const std::string engine = build_of(reinterpret_cast<const void*>(&recipe));
  const std::string registry = build_of(reinterpret_cast<const void*>(&read_file));
  if (engine.empty() || registry.empty()) return "";
  Hasher hash;
  hash.add(engine).add(registry).add(cv::getVersionString());
  for (std::size_t i = 0; i < once; ++i) {
    const Choice choice = Registry::global().complete(Kind::transform, plan.plugins.at(Kind::transform).at(i));
    const PluginInfo& plugin = Registry::global().find(Kind::transform, choice.name);
    if (!plugin.sources.empty()) return "";
    for (const Param& p : plugin.params)
      if (p.is_path) return "";
    hash.add(choice.name);
    for (const Setting& s : choice.settings) hash.add(s.name).add(s.value.text());
  }
  return hash.hex();
}

std::optional<double> said(const char* variable) {
  const char* text = std::getenv(variable);
  if (!text || !*text) return std::nullopt;
  char* end = nullptr;
  const double number = std::strtod(text, &end);
  if (*end || !(number >= 0)) throw Error(fmt::format("{}={} is no number of MiB", variable, text), "0 keeps nothing");
  return number * mib;
}

}  // namespace

Room room_of_this_machine() {
  std::error_code error;
  std::filesystem::path there = cache_folder();
  while (!std::filesystem::exists(there, error) && there.has_relative_path()) there = there.parent_path();
  const std::filesystem::space_info disk = std::filesystem::space(there, error);
  const double free = error ? 0 : static_cast<double>(disk.available);
  return {said("XP_CACHE_MEMORY").value_or(available_bytes() / 4),
          said("XP_CACHE_DISK").value_or(std::min(free / 10, 10240 * mib))};
}

ImageSource::ImageSource(const Plan& plan, std::vector<std::shared_ptr<Transform>> transforms, std::size_t once,
                         const Room& room)
    : dataset_(plan.make<Dataset>()),
      once_(transforms.begin(), transforms.begin() + static_cast<std::ptrdiff_t>(once)),
      recipe_(recipe(plan, once)),
      disk_(cache_folder() + "/pixels", recipe_.empty() ? 0 : room.disk),
      memory_(room.memory) {}

/// What names an image here: samples of one content are one image.
std::string ImageSource::key(const Listing& listing, const Sample& sample) const {
  Hasher hash;
  hash.add(recipe_).add(std::to_string(listing.channels)).add(listing.dicom_window ? "window" : "range");
  if (sample.sha256.empty())
    hash.add(sample.path).add(sample.name);
  else
    hash.add(content(sample)).add(sample.path.empty() ? sample.name : "");
  return hash.hex();
}

bool ImageSource::room_left() {
  const std::lock_guard lock(mutex_);
  return memory_ > 0;
}

bool ImageSource::readable(const Listing& listing, const Sample& sample, std::string& why) {
  if (!sample.path.empty() && !sample.sha256.empty() && !room_left() && disk_.holds(key(listing, sample))) return true;
  return image(listing, sample, why) != nullptr;
}

std::shared_ptr<const Image> ImageSource::image(const Listing& listing, const Sample& sample, std::string& why) {
  const std::string key = this->key(listing, sample);
  {
    const std::lock_guard lock(mutex_);
    if (const auto it = kept_.find(key); it != kept_.end()) return it->second;
  }
  // Drawn anew each time: their recipes do not say which code draws. Nor is kept what was not recorded.
  const bool on_disk = !sample.path.empty() && !sample.sha256.empty();
  std::optional<Image> image = on_disk ? disk_.find(key) : std::nullopt;
  if (!image) {
    image = made(listing, sample, why);
    if (!image) return nullptr;
    if (on_disk) disk_.keep(key, *image);
  }
  Random unused(0, "transform");
  for (const Transform* t : then_) image = t->apply(*image, CvImageOps(), unused);
  const auto out = std::make_shared<const Image>(std::move(*image));
  keep(key, out);
  return out;
}

/// The first that come stay: an epoch sees all in turn, and what was used longest ago is what comes next.
void ImageSource::keep(const std::string& key, const std::shared_ptr<const Image>& image) {
  const std::lock_guard lock(mutex_);
  if (memory_ > 0 && size_of(*image) > memory_) memory_ = 0;
  if (memory_ > 0 && kept_.emplace(key, image).second) memory_ -= size_of(*image);
}

void ImageSource::then(const Transform& transform) {
  Random unused(0, "transform");
  then_.push_back(&transform);
  for (auto& [key, image] : kept_) image = std::make_shared<const Image>(transform.apply(*image, CvImageOps(), unused));
}

std::optional<Image> ImageSource::made(const Listing& listing, const Sample& sample, std::string& why) const {
  std::optional<Image> image = sample.path.empty() ? dataset_->draw(sample) : decoded(listing, sample, why);
  if (!image || image->pixels.empty()) return std::nullopt;
  Random unused(0, "transform");
  for (const auto& t : once_) image = t->apply(*image, CvImageOps(), unused);
  return image;
}

/// The file as it was when its SHA-256 was taken: what is recorded is what is trained on.
std::optional<Image> ImageSource::decoded(const Listing& listing, const Sample& sample, std::string& why) const {
  std::string bytes;
  try {
    bytes = read_file(sample.path);
  } catch (const Error& e) {
    return why = e.what(), std::nullopt;
  }
  if (!sample.sha256.empty() && sha256(bytes) != sample.sha256)
    throw Error(printable(sample.path) + " was changed after its content was recorded",
                "run the experiment again; its data must stay as they are while it runs");
  const double enough = once_.empty() ? 0 : once_[0]->enough();
  const auto side = [enough](double from, double to) { return static_cast<int>(std::ceil(enough / (to - from))); };
  const Region& r = sample.region;
  auto image =
      decode(bytes, {listing.channels, listing.dicom_window, side(r.left, r.right), side(r.top, r.bottom)}, why);
  return image && r != Region{} ? cropped(*image, r) : image;
}

}  // namespace xp
