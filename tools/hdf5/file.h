// An HDF5 file, as far as weights need it. The C library is behind this header and nowhere else.
#pragma once
#include <hdf5.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "framework/weights/budget.h"
#include "framework/weights/weights.h"

namespace xp::hdf5 {

/// Something open, closed with the function that fits it. Throws Error when it could not be opened.
class Id {
 public:
  Id(hid_t id, herr_t (*close)(hid_t), const std::string& what);
  ~Id() { close_(id_); }
  Id(Id&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

/// From then on this process can open nothing else: no link in a file leads to another, no filter is loaded.
Id open_file(const std::string& path);
/// "a/b" below `at`. Only hard links are followed: the others may lead out of the file.
Id open_group(hid_t at, const std::string& path);
bool has_group(hid_t at, const std::string& name);

struct Child {
  std::string name;
  bool group;
};
/// Groups and datasets in it, numbers in names compared as numbers: "9" before "10".
std::vector<Child> children(hid_t group);

/// One text; none when there is no such attribute or when it is no text.
std::optional<std::string> text(hid_t object, const std::string& attribute);
/// A list of texts, which Keras splits over "layer_names0", "layer_names1" … where it is long; none when it is absent.
std::optional<std::vector<std::string>> texts(hid_t object, const std::string& attribute);

/// The dataset at `path` below `at`, named `path`; none when its elements are no numbers that weight files hold. Throws
/// Error when its numbers are in another file, and when `budget` does not allow their size.
std::optional<WeightTensor> dataset(hid_t at, const std::string& path, Budget& budget);

}  // namespace xp::hdf5
