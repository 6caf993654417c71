#include "framework/weights/weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/weights/readers.h"
#include "framework/weights/zip.h"

namespace xp {
namespace {

constexpr const char* formats = "safetensors, PyTorch state dicts (.pt, .pth) and Keras' .h5, .hdf5 and .keras";

bool begins(std::string_view bytes, std::string_view with) { return bytes.substr(0, with.size()) == with; }

/// A length below 2^48 and a brace.
bool begins_as_safetensors(std::string_view bytes) {
  return bytes.size() > 8 && bytes[6] == 0 && bytes[7] == 0 && bytes[8] == '{';
}

WeightFile read_zip(std::string_view bytes) {
  const std::vector<std::string> names = Zip(bytes).names();
  for (const std::string& name : names) {
    if (name == "data.pkl" || (name.size() > 9 && name.substr(name.size() - 9) == "/data.pkl"))
      return read_pytorch_zip(bytes);
    if (name == "model.weights.h5") return read_keras_archive(bytes);
  }
  throw Error("it is a zip archive without weights that xp knows", std::string("xp reads ") + formats);
}

/// What people have under such a name when it is no weight file.
[[noreturn]] void refuse(std::string_view bytes) {
  if (bytes.empty()) throw Error("the file is empty");
  if (begins(bytes, "version https://git-lfs"))
    throw Error("it is a pointer to a file in Git LFS, not the file", "git lfs pull");
  const std::size_t text = bytes.find_first_not_of(" \t\r\n");
  if (text != bytes.npos && bytes[text] == '<')
    throw Error("it is a web page, not weights", "open it in a browser: it may say why the download failed");
  if (text != bytes.npos && bytes[text] == '{')
    throw Error("it is JSON, not weights", "Keras keeps a network's layers there and its weights in a .h5 beside it");
  throw Error("it is in no format that xp knows", std::string("xp reads ") + formats);
}

WeightFile read(const std::string& path) {
  std::error_code none;
  if (std::filesystem::exists(path, none) && !std::filesystem::is_regular_file(path, none))
    throw Error("it is no regular file");
  const std::string bytes = read_file(path);
  if (begins_as_safetensors(bytes)) return read_safetensors(bytes);  // first: its length may begin like any other
  if (begins(bytes, "\x89HDF\r\n\x1a\n")) return read_hdf5(path);
  if (begins(bytes, "PK")) return read_zip(bytes);
  if (begins(bytes, "\x80")) return read_pytorch_legacy(bytes);
  refuse(bytes);
}

}  // namespace

WeightFile read_weight_file(const std::string& path) try { return read(path); } catch (const Error& e) {
  const bool named = std::string_view(e.what()).find(path) != std::string_view::npos;
  throw Error(named ? e.what() : path + ": " + e.what(), e.hint(), e.exit());
}

}  // namespace xp
