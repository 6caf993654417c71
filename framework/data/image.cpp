#include "framework/data/image.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace xp {

bool is_image_name(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return false;
  std::string ending = name.substr(dot + 1);
  for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  static constexpr const char* known[] = {"jpg", "jpeg", "png", "tif", "tiff", "bmp"};
  return std::find(std::begin(known), std::end(known), ending) != std::end(known);
}

}  // namespace xp
