// Attributes that hold text, in the ways in which h5py has written it.
#include <fmt/format.h>

#include <cstring>

#include "framework/base/error.h"
#include "tools/hdf5/file.h"

namespace xp::hdf5 {
namespace {

constexpr std::size_t longest = std::size_t{64} << 20;  // bytes of one attribute

/// Of variable length: HDF5 hands out one string each, to be given back.
std::vector<std::string> variable(hid_t attribute, hid_t type, hid_t space, std::size_t count) {
  std::vector<char*> texts(count, nullptr);
  if (H5Aread(attribute, type, texts.data()) < 0) throw Error("HDF5 cannot read an attribute");
  std::vector<std::string> out;
  for (const char* text : texts) out.emplace_back(text ? text : "");
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, texts.data());
  return out;
}

std::vector<std::string> fixed(hid_t attribute, hid_t type, std::size_t count) {
  const std::size_t size = H5Tget_size(type);
  if (size == 0 || size > longest || count > longest / size) throw Error("an attribute in it is damaged");
  std::string all(count * size, '\0');
  if (H5Aread(attribute, type, all.data()) < 0) throw Error("HDF5 cannot read an attribute");
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i)
    out.emplace_back(all.data() + i * size, ::strnlen(all.data() + i * size, size));
  return out;
}

/// None when there is no such attribute or when it is no text; an empty list of whatever type is an empty list.
std::optional<std::vector<std::string>> read(hid_t object, const std::string& name) {
  if (H5Aexists(object, name.c_str()) <= 0) return {};
  const Id attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, "the attribute " + name);
  const Id type(H5Aget_type(attribute), H5Tclose, "the attribute " + name);
  const Id space(H5Aget_space(attribute), H5Sclose, "the attribute " + name);
  const hssize_t count = H5Sget_simple_extent_npoints(space);
  if (count < 0 || count > 1'000'000) throw Error("an attribute in it is damaged");
  if (count == 0) return std::vector<std::string>{};
  if (H5Tget_class(type) != H5T_STRING) return {};
  return H5Tis_variable_str(type) > 0 ? variable(attribute, type, space, static_cast<std::size_t>(count))
                                      : fixed(attribute, type, static_cast<std::size_t>(count));
}

}  // namespace

std::optional<std::string> text(hid_t object, const std::string& attribute) {
  const auto all = read(object, attribute);
  return all && all->size() == 1 ? std::optional(all->front()) : std::nullopt;
}

std::optional<std::vector<std::string>> texts(hid_t object, const std::string& attribute) {
  if (auto whole = read(object, attribute)) return whole;
  std::optional<std::vector<std::string>> out;
  for (int i = 0;; ++i) {
    const auto piece = read(object, fmt::format("{}{}", attribute, i));
    if (!piece) return out;
    if (!out) out.emplace();
    out->insert(out->end(), piece->begin(), piece->end());
  }
}

}  // namespace xp::hdf5
