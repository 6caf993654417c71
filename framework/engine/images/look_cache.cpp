// Kept as: a line that names the version, the numbers, the SHA-256 of both.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <type_traits>

#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/engine/images/look.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view version = "xp look 2\n";  // another wherever Look or Signature come to mean something else

struct Writer {
  std::string out{version};
  template <class T>
  void operator()(const T& number) {
    static_assert(std::is_arithmetic_v<T>);
    out.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  void operator()(const std::string& text) {
    (*this)(static_cast<std::uint64_t>(text.size()));
    out += text;
  }
  template <class T>
  void operator()(const std::vector<T>& items) {
    static_assert(std::is_trivially_copyable_v<T>);
    (*this)(static_cast<std::uint64_t>(items.size()));
    out.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
  }
};

/// What is asked for beyond the end leaves `ok` false.
struct Reader {
  std::string_view in;
  bool ok = true;
  std::string_view take(std::uint64_t size) {
    if (size > in.size()) return ok = false, std::string_view();
    const std::string_view out = in.substr(0, size);
    in.remove_prefix(size);
    return out;
  }
  template <class T>
  void operator()(T& number) {
    if (const auto raw = take(sizeof number); ok) std::memcpy(&number, raw.data(), sizeof number);
  }
  void operator()(std::string& text) {
    std::uint64_t size = 0;
    (*this)(size);
    text = take(size);
  }
  template <class T>
  void operator()(std::vector<T>& items) {
    std::uint64_t size = 0;
    (*this)(size);
    const auto raw = take(size > in.size() ? ~std::uint64_t{0} : size * sizeof(T));
    if (ok && size) items.resize(size), std::memcpy(items.data(), raw.data(), raw.size());
  }
};

template <class Do, class S>
void each(Do& field, S& seen) {
  auto& l = seen.look;
  field(l.unreadable), field(l.bytes), field(l.width), field(l.height), field(l.channels), field(l.bits);
  field(l.brightness), field(l.contrast), field(l.tint), field(l.border), field(l.device), field(l.pixels);
  for (auto& number : l.corners) field(number);
  auto& s = seen.signature;
  field(s.width), field(s.height), field(s.thumbnail), field(s.spots), field(s.brightness);
}

fs::path folder() { return fs::path(cache_folder()) / "looks"; }
fs::path place(const std::string& content) { return folder() / content.substr(0, 2) / content; }

/// Looks what is there, other processes' entries too, and takes the longest unused until a tenth of `most` is free.
/// Returns the bytes that are left.
double make_room(double most) {
  struct Entry {
    fs::file_time_type used;
    double size;
    fs::path path;
  };
  std::vector<Entry> all;
  double used = 0;
  std::error_code none;
  for (fs::recursive_directory_iterator it(folder(), none), end; !none && it != end; it.increment(none)) {
    std::error_code gone;
    if (!it->is_regular_file(gone)) continue;
    all.push_back({it->last_write_time(gone), static_cast<double>(it->file_size(gone)), it->path()});
    if (gone)
      all.pop_back();
    else
      used += all.back().size;
  }
  if (used <= most) return used;
  std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) { return a.used < b.used; });
  for (const Entry& e : all)
    if (used > 0.9 * most && fs::remove(e.path, none)) used -= e.size;
  return used;
}

/// Room for `size` bytes more. The folder is looked through at the first of them, and where they have become too many.
void count(double size, double most) {
  static std::mutex mutex;
  static double used = -1;
  const std::lock_guard lock(mutex);
  used = used < 0 || used + size > most ? make_room(most) : used + size;
}

}  // namespace

std::optional<Seen> remembered(const std::string& content) try {
  std::ifstream file(place(content), std::ios::binary);
  if (!file) return std::nullopt;
  const std::string all{std::istreambuf_iterator<char>(file), {}};
  if (all.size() < version.size() + 64 || all.compare(0, version.size(), version) != 0) return std::nullopt;
  const std::string_view body(all.data(), all.size() - 64);
  if (sha256(body) != std::string_view(all).substr(body.size())) return std::nullopt;
  Seen out;
  std::error_code none;
  fs::last_write_time(place(content), fs::file_time_type::clock::now(), none);
  Reader read{body.substr(version.size())};
  each(read, out);
  return read.ok && read.in.empty() ? std::optional(std::move(out)) : std::nullopt;
} catch (const std::exception&) {
  return std::nullopt;
}

void remember(const std::string& content, const Seen& seen, double most) try {
  static std::atomic<int> number{0};
  Writer write;
  each(write, seen);
  write.out += sha256(write.out);
  const fs::path to = place(content), temporary = to.string() + fmt::format(".tmp{}-{}", ::getpid(), ++number);
  fs::create_directories(to.parent_path());
  fs::permissions(folder(), fs::perms::owner_all);
  std::error_code none;
  {
    std::ofstream file(temporary, std::ios::binary);
    fs::permissions(temporary, fs::perms::owner_read | fs::perms::owner_write);
    file << write.out;
    if (!file.flush()) return void(fs::remove(temporary, none));
  }
  fs::rename(temporary, to, none);
  if (none) return void(fs::remove(temporary, none));
  count(static_cast<double>(write.out.size()), most);
} catch (const std::exception&) {
}

}  // namespace xp
