#include "framework/data/image.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>

#include "framework/data/tile.h"

namespace xp {

Image cropped(const Image& image, const Region& region) {
  const auto [left, top, right, bottom] = in_pixels(region, image.width, image.height);
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
