#include "framework/engine/images/thumbnails.h"

#include <fmt/format.h>

#include <limits>
#include <opencv2/imgproc.hpp>

#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/engine/images/parallel.h"
#include "framework/engine/images/pixel_cache.h"
#include "framework/engine/images/survey.h"

namespace xp {
namespace {

/// {width, height, pixels…} as one row: small enough that a thousand of them are a few MB.
Image row_of(const Image& image, int side) {
  cv::Mat pixels(image.height, image.width, CV_32FC(image.channels), const_cast<float*>(image.pixels.data())), grey,
      small;
  if (image.channels == 3)
    cv::cvtColor(pixels, grey, cv::COLOR_RGB2GRAY);
  else
    grey = pixels;
  cv::resize(grey, small, {side, side}, 0, 0, cv::INTER_AREA);
  Image out(2 + side * side, 1);
  out.pixels[0] = static_cast<float>(image.width), out.pixels[1] = static_cast<float>(image.height);
  std::copy(small.begin<float>(), small.end<float>(), out.pixels.begin() + 2);
  return out;
}

class Thumbnails {
 public:
  Thumbnails(const Listing& listing, const Choice& dataset, int side)
      : listing_(listing), dataset_(Registry::global().make<Dataset>(dataset)), side_(side) {}

  /// All NaN for what cannot be read.
  std::vector<double> of(const Sample& sample) {
    const std::string key = sample.path.empty() || sample.sha256.empty() ? "" : key_of(sample);
    std::optional<Image> row = key.empty() ? std::nullopt : kept_.find(key);
    if (!row) row = looked_at(sample, key);
    if (row) return {row->pixels.begin(), row->pixels.end()};
    return std::vector(static_cast<std::size_t>(2 + side_ * side_), std::numeric_limits<double>::quiet_NaN());
  }

 private:
  std::string key_of(const Sample& sample) const {
    return sha256(fmt::format("thumbnail 1, {}, {}, {}", side_, listing_.dicom_window, content(sample)));
  }

  std::optional<Image> looked_at(const Sample& sample, const std::string& key) {
    std::string why;
    const auto image = whole_image(sample, *dataset_, listing_.dicom_window, 0, why);
    if (!image) return std::nullopt;
    Image row = row_of(*image, side_);
    if (!key.empty()) kept_.keep(key, row);
    return row;
  }

  const Listing& listing_;
  std::shared_ptr<Dataset> dataset_;
  int side_;
  PixelCache kept_{cache_folder() + "/thumbnails", 64e6};  // of files, by their content: controls look again and again
};

}  // namespace

std::vector<std::vector<double>> thumbnails_of(const Listing& listing, const Choice& choice, int side, int threads,
                                               const std::function<bool()>& stop) {
  Thumbnails thumbnails(listing, choice, side);
  std::vector<std::vector<double>> out(listing.samples.size());
  const bool done =
      in_parallel(out.size(), threads, stop, [&](std::size_t i) { out[i] = thumbnails.of(listing.samples[i]); });
  if (!done) throw Error("interrupted while looking at the images", "", Exit::interrupted);
  return out;
}

}  // namespace xp
