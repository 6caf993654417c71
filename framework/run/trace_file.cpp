#include "framework/run/trace_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "framework/base/checksum.h"

namespace xp {
namespace {

// The file: these eight bytes, then blocks. A block: its kind and size, so many bytes, their checksum. All numbers are
// little-endian, of 64 bits but for the values, which are 32-bit floats.
constexpr std::string_view magic = "XPTRACE1";
enum class Block : std::uint64_t { names = 1, batch = 2 };
constexpr std::int64_t frame = 3 * sizeof(std::uint64_t);

template <class T>
void put(std::string& out, T number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void put_block(std::string& out, Block kind, const std::string& content) {
  put(out, kind);
  put<std::uint64_t>(out, content.size());
  out += content;
  put(out, checksum(content.data(), content.size()));
}

/// Takes numbers off the front of a block; false once there are not so many.
struct Rest {
  std::string_view left;
  bool take(void* to, std::uint64_t bytes) {
    if (bytes > left.size()) return false;
    if (bytes > 0) std::memcpy(to, left.data(), bytes);
    left.remove_prefix(bytes);
    return true;
  }
  template <class T>
  bool take(T& number) {
    return take(&number, sizeof number);
  }
};

std::string names_block(const std::vector<Traced>& tensors) {
  std::string out;
  for (const Traced& t : tensors) {
    put<std::uint64_t>(out, t.tensor.size());
    out += t.tensor;
  }
  return out;
}

std::optional<std::vector<std::string>> names_in(Rest block) {
  std::vector<std::string> out;
  while (!block.left.empty()) {
    std::uint64_t size = 0;
    if (!block.take(size) || size > block.left.size()) return std::nullopt;
    out.emplace_back(block.left.substr(0, size));
    block.left.remove_prefix(size);
  }
  return out;
}

std::string batch_block(std::int64_t step, const std::vector<Traced>& tensors, bool with_values) {
  std::string out;
  put(out, step);
  for (const Traced& t : tensors) {
    put(out, t.hash);
    put<std::uint64_t>(out, with_values ? t.values.size() : 0);
    if (with_values) out.append(reinterpret_cast<const char*>(t.values.data()), t.values.size() * sizeof(float));
  }
  return out;
}

std::optional<TracedBatch> batch_in(Rest block, const std::vector<std::string>& names) {
  TracedBatch out;
  if (!block.take(out.step)) return std::nullopt;
  for (const std::string& name : names) {
    TracedBatch::Tensor t{name, 0, {}};
    std::uint64_t size = 0;
    if (!block.take(t.hash) || !block.take(size) || size > block.left.size() / sizeof(float)) return std::nullopt;
    t.values.resize(size);
    block.take(t.values.data(), size * sizeof(float));
    out.tensors.push_back(std::move(t));
  }
  return block.left.empty() ? std::optional(std::move(out)) : std::nullopt;
}

[[noreturn]] void refuse(const std::string& path) {
  const std::string what = "cannot write " + path + ": " + std::strerror(errno);
  if (means_full(errno)) throw DiskFull(what);
  throw Error(what);
}

}  // namespace

TraceReader::TraceReader(const std::string& path) : path_(path), in_(path, std::ios::binary) {
  std::string begins(magic.size(), ' ');
  if (!in_.read(begins.data(), static_cast<std::streamsize>(begins.size())) || begins != magic)
    throw Error(path + " is no trace of a run", "xp run --trace writes one");
  size_ = static_cast<std::int64_t>(std::filesystem::file_size(path));
  whole_ = static_cast<std::int64_t>(magic.size());
}

std::optional<TracedBatch> TraceReader::next() {
  for (std::int64_t at = whole_;;) {
    std::uint64_t head[2], sum = 0;
    in_.clear();
    in_.seekg(at);
    if (size_ - at < frame || !in_.read(reinterpret_cast<char*>(head), sizeof head)) return std::nullopt;
    const auto [kind, bytes] = head;
    if (bytes > static_cast<std::uint64_t>(size_ - at - frame)) return std::nullopt;
    std::string content(bytes, ' ');
    if (!in_.read(content.data(), static_cast<std::streamsize>(bytes)) ||
        !in_.read(reinterpret_cast<char*>(&sum), sizeof sum) || sum != checksum(content.data(), content.size()))
      return std::nullopt;
    at += frame + static_cast<std::int64_t>(bytes);
    if (kind == static_cast<std::uint64_t>(Block::batch)) {
      auto out = batch_in({content}, names_);
      if (out) whole_ = at;
      return out;
    }
    const auto read = kind == static_cast<std::uint64_t>(Block::names) ? names_in({content}) : std::nullopt;
    if (!read) return std::nullopt;
    names_ = *read;
  }
}

TraceWriter::TraceWriter(const std::string& path, std::int64_t from, double room) : path_(path), room_(room) {
  try {
    TraceReader before(path);
    end_ = before.whole();
    while (const auto batch = before.next()) {
      if (batch->step > from) break;
      end_ = before.whole(), names_ = before.names();
    }
  } catch (const Error&) {
    end_ = 0;  // begins
  }
  descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) refuse(path);
  if (::ftruncate(descriptor_, end_) != 0) refuse(path);
}

TraceWriter::~TraceWriter() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void TraceWriter::add(std::int64_t step, const std::vector<Traced>& tensors) {
  std::string more(end_ == 0 ? magic : "");
  std::vector<std::string> own;
  double bytes = 0;
  for (const Traced& t : tensors) {
    own.push_back(t.tensor);
    bytes += static_cast<double>(t.values.size() * sizeof(float));
  }
  if (own != names_) put_block(more, Block::names, names_block(tensors));
  put_block(more, Block::batch, batch_block(step, tensors, static_cast<double>(end_) + bytes <= room_));
  for (std::size_t done = 0; done < more.size();) {
    const ssize_t n = ::pwrite(descriptor_, more.data() + done, more.size() - done, end_ + static_cast<off_t>(done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) refuse(path_);
    done += static_cast<std::size_t>(n);
  }
  end_ += static_cast<std::int64_t>(more.size());
  names_ = std::move(own);
}

}  // namespace xp
