#include "framework/engine/images/pixel_cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <string_view>
#include <vector>

#include "framework/base/hash.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

/// Kept as: this, then the numbers.
struct Head {
  std::array<char, 8> format{'x', 'p', 'p', 'i', 'x', 'e', 'l', '1'};
  std::int32_t width = 0, height = 0, channels = 0, unused = 0;
  std::array<char, 64> check{};  // SHA-256 of all that stands before it, and of the numbers
};
static_assert(sizeof(Head) == 88);

std::array<char, 64> check(const Head& head, const std::vector<float>& numbers) {
  Hasher hash;
  hash.add({reinterpret_cast<const char*>(&head), offsetof(Head, check)});
  hash.add({reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(float)});
  const std::string hex = hash.hex();
  std::array<char, 64> out{};
  std::copy_n(hex.begin(), out.size(), out.begin());
  return out;
}

/// An open file, closed at the end.
class File {
 public:
  File(const std::string& path, int how) : descriptor_(::open(path.c_str(), how | O_CLOEXEC, 0600)) {}
  ~File() {
    if (open()) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool open() const { return descriptor_ >= 0; }
  double size() const {
    struct stat s {};
    return ::fstat(descriptor_, &s) == 0 ? static_cast<double>(s.st_size) : -1;
  }
  bool read(void* to, std::size_t size) {
    auto* at = static_cast<char*>(to);
    for (ssize_t n; size > 0; at += n, size -= static_cast<std::size_t>(n))
      if ((n = ::read(descriptor_, at, size)) <= 0) return false;
    return true;
  }
  bool write(const void* from, std::size_t size) {
    const auto* at = static_cast<const char*>(from);
    for (ssize_t n; size > 0; at += n, size -= static_cast<std::size_t>(n))
      if ((n = ::write(descriptor_, at, size)) <= 0) return false;
    return true;
  }
  void used_now() { ::futimens(descriptor_, nullptr); }

 private:
  int descriptor_;
};

std::optional<Image> whole(File& file) {
  Head head;
  const Head expected;
  if (!file.read(&head, sizeof head) || head.format != expected.format) return std::nullopt;
  if (head.width <= 0 || head.height <= 0 || head.channels <= 0) return std::nullopt;
  const double numbers = static_cast<double>(head.width) * head.height * head.channels;
  if (file.size() != sizeof head + numbers * sizeof(float)) return std::nullopt;
  Image image(head.width, head.height, head.channels);
  if (!file.read(image.pixels.data(), image.pixels.size() * sizeof(float))) return std::nullopt;
  if (check(head, image.pixels) != head.check) return std::nullopt;
  return image;
}

double seconds(const timespec& t) { return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec); }

struct Entry {
  double used, size;
  std::string path;
};

std::vector<Entry> entries(const std::string& folder) {
  std::vector<Entry> out;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    struct stat s {};
    if (::stat(it->path().c_str(), &s) == 0 && S_ISREG(s.st_mode))
      out.push_back({seconds(s.st_mtim), static_cast<double>(s.st_size), it->path().string()});
  }
  return out;
}

}  // namespace

PixelCache::PixelCache(std::string folder, double most) : folder_(std::move(folder)), most_(most) {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &now);  // the one that file systems stamp with
  begun_ = seconds(now);
}

std::string PixelCache::place(const std::string& key) const {
  return fmt::format("{}/{}/{}", folder_, key.substr(0, 2), key);
}

bool PixelCache::holds(const std::string& key) const { return most_ > 0 && ::access(place(key).c_str(), R_OK) == 0; }

std::optional<Image> PixelCache::find(const std::string& key) const {
  if (most_ <= 0) return std::nullopt;
  File file(place(key), O_RDONLY);
  if (!file.open()) return std::nullopt;
  std::optional<Image> image = whole(file);
  if (image)
    file.used_now();
  else
    ::unlink(place(key).c_str());
  return image;
}

void PixelCache::keep(const std::string& key, const Image& image) {
  if (most_ <= 0 || full_) return;
  static std::atomic<int> number{0};
  const std::string path = place(key), temporary = fmt::format("{}.tmp{}-{}", path, ::getpid(), ++number);
  std::error_code none;
  fs::create_directories(folder_, none);
  ::chmod(folder_.c_str(), 0700);
  fs::create_directories(fs::path(path).parent_path(), none);
  Head head;
  head.width = image.width, head.height = image.height, head.channels = image.channels;
  head.check = check(head, image.pixels);
  const std::size_t size = image.pixels.size() * sizeof(float);
  bool written = false;
  if (File file(temporary, O_WRONLY | O_CREAT | O_EXCL); file.open())
    written = file.write(&head, sizeof head) && file.write(image.pixels.data(), size);
  if (!written || std::rename(temporary.c_str(), path.c_str()) != 0) {
    ::unlink(temporary.c_str());
    full_ = true;
    return;
  }
  const std::lock_guard lock(mutex_);
  if (used_) *used_ += static_cast<double>(sizeof head + size);
  if (!used_ || *used_ > most_) make_room();
}

/// Looks what is there, others' entries too, and goes a tenth below the most, so that this is rare.
void PixelCache::make_room() {
  std::vector<Entry> all = entries(folder_);
  double used = 0;
  for (const Entry& e : all) used += e.size;
  used_ = used;
  if (used <= most_) return;
  std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) { return a.used < b.used; });
  for (const Entry& e : all) {
    if (used <= 0.9 * most_ || e.used >= begun_) break;
    if (::unlink(e.path.c_str()) == 0) used -= e.size;
  }
  used_ = used;
  full_ = used > 0.9 * most_;
}

}  // namespace xp
