#include "framework/data/image.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <initializer_list>

namespace xp {

Image cropped(const Image& image, const Region& region) {
  const auto at = [](double share, int length) {
    return std::clamp(static_cast<int>(std::lround(share * length)), 0, length);
  };
  const int left = std::min(at(region.left, image.width), image.width - 1);
  const int top = std::min(at(region.top, image.height), image.height - 1);
  const int right = std::max(at(region.right, image.width), left + 1);
  const int bottom = std::max(at(region.bottom, image.height), top + 1);
  Image out(right - left, bottom - top, image.channels);
  for (int y = 0; y < out.height; ++y)
    std::copy_n(&image.pixels[(static_cast<std::size_t>(top + y) * image.width + left) * image.channels],
                static_cast<std::size_t>(out.width) * out.channels, &out.at(0, y));
  return out;
}

namespace {

bool ends_in(const std::string& name, std::initializer_list<const char*> known) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return false;
  std::string ending = name.substr(dot + 1);
  for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return std::find(known.begin(), known.end(), ending) != known.end();
}

}  // namespace

bool is_image_name(const std::string& name) { return ends_in(name, {"jpg", "jpeg", "png", "tif", "tiff", "bmp"}); }
bool is_dicom_name(const std::string& name) { return ends_in(name, {"dcm", "dicom"}); }

}  // namespace xp
