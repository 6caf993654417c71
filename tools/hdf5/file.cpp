#include "tools/hdf5/file.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "tools/hdf5/type.h"

namespace xp::hdf5 {
namespace {

constexpr std::size_t most_children = 100'000;

/// "conv2d_2" before "conv2d_10".
bool before(const std::string& a, const std::string& b) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto number_at = [&](const std::string& s, std::size_t& i) {
    const std::size_t first = std::min(s.find_first_not_of('0', i), s.size());
    for (i = first; i < s.size() && digit(s[i]);) ++i;
    return s.substr(first, i - first);
  };
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (digit(a[i]) && digit(b[j])) {
      const std::string m = number_at(a, i), n = number_at(b, j);
      if (m.size() != n.size()) return m.size() < n.size();
      if (m != n) return m < n;
    } else {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i, ++j;
    }
  }
  return a.size() - i < b.size() - j;
}

bool hard_link(hid_t at, const std::string& name) {
  H5L_info_t info;
  return H5Lget_info(at, name.c_str(), &info, H5P_DEFAULT) >= 0 && info.type == H5L_TYPE_HARD;
}

/// Throws Error unless every step of the path is a hard link.
void check_links(hid_t at, const std::string& path) {
  std::string so_far;
  for (const std::string& step : split(path, '/')) {
    so_far += (so_far.empty() ? "" : "/") + step;
    if (step.empty() || step == "." || !hard_link(at, so_far))
      throw Error(fmt::format("there is no {} in it, though it is named there", shorten(path, 80)));
  }
}

}  // namespace

Id::Id(hid_t id, herr_t (*close)(hid_t), const std::string& what) : id_(id), close_(close) {
  if (id < 0) throw Error("HDF5 cannot read " + shorten(what, 80), "copy or download the file again");
}

Id open_file(const std::string& path) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // errors are told by exceptions
  H5PLset_loading_state(0);
  const Id access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "any file");
  H5Pset_fapl_core(access, std::size_t{1} << 20, false);  // all of it in memory: it may have no name
  Id file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access), H5Fclose, "its beginning");
#ifndef __SANITIZE_ADDRESS__  // the sanitizers try memory by way of a pipe
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_NOFILE, &none);
#endif
  return file;
}

Id open_group(hid_t at, const std::string& path) {
  check_links(at, path);
  return {H5Gopen2(at, path.c_str(), H5P_DEFAULT), H5Gclose, "the group " + path};
}

bool has_group(hid_t at, const std::string& name) {
  H5O_info_t info;
  return hard_link(at, name) && H5Oget_info_by_name(at, name.c_str(), &info, H5P_DEFAULT) >= 0 &&
         info.type == H5O_TYPE_GROUP;
}

std::vector<Child> children(hid_t group) {
  H5G_info_t info;
  if (H5Gget_info(group, &info) < 0 || info.nlinks > most_children) throw Error("a group in it is damaged");
  std::vector<Child> out;
  for (hsize_t i = 0; i < info.nlinks; ++i) {
    const auto name_at = [&](char* into, std::size_t size) {
      return H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_NATIVE, i, into, size, H5P_DEFAULT);
    };
    const ssize_t length = name_at(nullptr, 0);
    if (length <= 0 || length > 4096) throw Error("a name in it is damaged");
    std::string name(static_cast<std::size_t>(length) + 1, '\0');
    name_at(name.data(), name.size());
    name.pop_back();
    H5O_info_t object;
    if (!hard_link(group, name) || H5Oget_info_by_name(group, name.c_str(), &object, H5P_DEFAULT) < 0) continue;
    if (object.type == H5O_TYPE_GROUP || object.type == H5O_TYPE_DATASET)
      out.push_back({name, object.type == H5O_TYPE_GROUP});
  }
  std::sort(out.begin(), out.end(), [](const Child& a, const Child& b) { return before(a.name, b.name); });
  return out;
}

std::optional<WeightTensor> dataset(hid_t at, const std::string& path, Budget& budget) {
  check_links(at, path);
  const Id set(H5Dopen2(at, path.c_str(), H5P_DEFAULT), H5Dclose, path);
  const Id properties(H5Dget_create_plist(set), H5Pclose, path);
  if (H5Pget_layout(properties) == H5D_VIRTUAL || H5Pget_external_count(properties) > 0)
    throw Error(fmt::format("the numbers of {} are in another file", shorten(path, 80)),
                "a weight file has no business with other files");
  const Id type(H5Dget_type(set), H5Tclose, path);
  const auto read_as = memory_type(set, type);
  if (!read_as) return {};

  const Id space(H5Dget_space(set), H5Sclose, path);
  const int rank = H5Sget_simple_extent_ndims(space);
  if (rank < 0 || rank > 32) throw Error(shorten(path, 80) + " has no shape");
  std::vector<hsize_t> lengths(static_cast<std::size_t>(rank));
  H5Sget_simple_extent_dims(space, lengths.data(), nullptr);
  WeightTensor tensor{path, read_as->element, {lengths.begin(), lengths.end()}, {}};
  const std::uint64_t size =
      H5Sget_simple_extent_type(space) == H5S_NULL ? 0 : bytes_of(tensor.shape, size_of(tensor.element));
  budget.spend(size);
  tensor.bytes.resize(size);
  if (size > 0 && H5Dread(set, read_as->type, H5S_ALL, H5S_ALL, H5P_DEFAULT, tensor.bytes.data()) < 0)
    throw Error("HDF5 cannot read the numbers of " + shorten(path, 80), "copy or download the file again");
  return tensor;
}

}  // namespace xp::hdf5
