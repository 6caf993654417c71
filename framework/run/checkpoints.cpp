#include "framework/run/checkpoints.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "framework/base/disk.h"
#include "framework/base/file.h"
#include "framework/weights/safetensors_header.h"

namespace xp {

namespace fs = std::filesystem;

bool Checkpoints::any() const {
  std::error_code none;
  return fs::exists(last(), none);
}

Standing Checkpoints::standing() const {
  if (!any()) return {};
  const SafetensorsHeader header = [&] {
    try {
      return read_safetensors_header(last());
    } catch (const Error& e) {
      throw Error(e.what(), "without that file, xp resume begins anew");
    }
  }();
  const auto number = [&](const char* name) {
    std::int64_t out = -1;
    const auto found = header.metadata.find(name);
    if (found == header.metadata.end() || found->second.empty()) return out;
    std::from_chars(found->second.data() + 1, found->second.data() + found->second.size(), out);
    return out;
  };
  const std::int64_t epoch = number("epoch"), step = number("global_step");
  if (epoch < 0 || step < 0) throw Error(last() + " is no checkpoint", "without that file, xp resume begins anew");
  return {static_cast<int>(epoch), step};
}

void Checkpoints::write(const std::function<void(const std::string&)>& write) const {
  make_folder(folder_);
  write_whole(last(), write);
}

/// Where power may fail the content is on the disk before the name is, or the name could come to mean a part of it.
void Checkpoints::write_whole(const std::string& path, const std::function<void(const std::string&)>& write) const {
  if (!durable_) return write(path);
  const std::string unsafe = path + ".tmp";
  write(unsafe);
  sync_to_disk(unsafe);
  std::error_code failed;
  fs::rename(unsafe, path, failed);
  if (failed) throw Error("cannot write " + path + ": " + failed.message());
  sync_to_disk(folder_);
}

/// A second name costs nothing: either file is replaced by another one, never written to.
void Checkpoints::write_for_good(int epoch, const std::function<void(const std::string&)>& write) const {
  make_folder(folder_);
  const std::string kept = fmt::format("{}/epoch_{:03}.safetensors", folder_, epoch), second = last() + ".tmp";
  write_whole(kept, write);
  std::error_code failed;
  fs::remove(second, failed);
  fs::create_hard_link(kept, second, failed);
  if (failed) fs::copy_file(kept, second, fs::copy_options::overwrite_existing, failed);
  if (!failed) fs::rename(second, last(), failed);
  if (!failed && durable_) sync_to_disk(folder_);
  if (!failed) return;
  std::error_code ignored;
  fs::remove(second, ignored);
  const std::string what = "cannot write " + last() + ": " + failed.message();
  if (means_full(failed.value())) throw DiskFull(what);
  throw Error(what);
}

void Checkpoints::remove_last() const {
  std::error_code ignored;
  fs::remove(last(), ignored);
  fs::remove(folder_, ignored);  // unless something was kept in it
}

void Checkpoints::sweep() const {
  std::error_code none;
  for (const std::string& name : names())
    if (name.find(".tmp") != name.npos) fs::remove(folder_ + "/" + name, none);
}

std::vector<std::string> Checkpoints::names() const {
  std::vector<std::string> out;
  std::error_code none;
  for (const fs::directory_entry& file : fs::directory_iterator(folder_, none))
    out.push_back(file.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace xp
