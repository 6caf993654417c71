#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/weights/budget.h"
#include "framework/weights/cursor.h"
#include "framework/weights/readers.h"
#include "framework/weights/safetensors_header.h"

namespace xp {
namespace {

constexpr std::uint64_t longest_header = 100'000'000;  // the limit of the format's own library

/// Throws Error unless every byte belongs to exactly one tensor, and each has as many as its shape says.
void check_places(const std::vector<HeaderEntry>& entries, std::uint64_t available) {
  std::vector<const HeaderEntry*> order;
  for (const HeaderEntry& e : entries) {
    if (e.offsets[0] > e.offsets[1] || e.offsets[1] > available)
      throw Error(fmt::format("{} lies past the end of the file", shorten(e.name, 80)), "copy or download it again");
    if (e.offsets[1] - e.offsets[0] != bytes_of(e.shape, size_of(*e.element)))
      throw Error(fmt::format("{} has {} bytes, but its shape [{}] of {} says {}", shorten(e.name, 80),
                              e.offsets[1] - e.offsets[0], fmt::join(e.shape, ", "), name(*e.element),
                              bytes_of(e.shape, size_of(*e.element))));
    order.push_back(&e);
  }
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->offsets < b->offsets; });
  std::uint64_t end = 0;
  for (const HeaderEntry* e : order) {
    if (e->offsets[0] != end)
      throw Error(fmt::format("{} {}", shorten(e->name, 80),
                              e->offsets[0] < end ? "overlaps another tensor" : "follows bytes of no tensor"));
    end = e->offsets[1];
  }
  if (end != available) throw Error("it has bytes after its last tensor");
}

/// Throws Error for text that JSON cannot hold.
std::string as_json(const nlohmann::json& value) try { return value.dump(); } catch (const nlohmann::json::exception&) {
  throw Error("a name is not UTF-8, which safetensors requires");
}

}  // namespace

SafetensorsHeader parse_safetensors_header(std::string_view json, std::uint64_t numbers) {
  if (json.empty() || json[0] != '{') throw Error("its header is not that of a safetensors file");
  HeaderReader reader;
  nlohmann::json::sax_parse(json, &reader);
  check_places(reader.entries, numbers);
  return {std::move(reader.entries), std::move(reader.metadata)};
}

SafetensorsHeader read_safetensors_header(const std::string& path) try {
  std::ifstream in(path, std::ios::binary);
  std::error_code unknown;
  const std::uintmax_t size = std::filesystem::file_size(path, unknown);
  std::uint64_t length = 0;
  in.read(reinterpret_cast<char*>(&length), sizeof length);
  if (!in || unknown || length > longest_header || length > size - sizeof length)
    throw Error("the file is cut short, or is none of safetensors");
  std::string json(length, ' ');
  if (!in.read(json.data(), static_cast<std::streamsize>(length))) throw Error("it cannot be read");
  return parse_safetensors_header(json, size - sizeof length - length);
} catch (const Error& e) {
  throw Error(path + ": " + e.what(), e.hint());
}

WeightFile read_safetensors(std::string_view bytes) {
  Cursor cursor(bytes);
  const auto length = cursor.number<std::uint64_t>();
  if (length > longest_header) throw Error(fmt::format("its header claims {} bytes", length));
  const std::string_view text = cursor.take(length);
  const std::string_view numbers = cursor.take(cursor.left());
  SafetensorsHeader header = parse_safetensors_header(text, numbers.size());

  WeightFile file;
  file.format = "safetensors";
  file.metadata = std::move(header.metadata);
  for (HeaderEntry& e : header.entries)
    file.tensors.push_back({std::move(e.name), *e.element, std::move(e.shape),
                            std::string(numbers.substr(e.offsets[0], e.offsets[1] - e.offsets[0]))});
  return file;
}

std::string safetensors_header(const std::vector<HeaderEntry>& entries,
                               const std::map<std::string, std::string>& metadata) {
  std::string text = metadata.empty() ? "" : "\"__metadata__\":" + as_json(metadata);
  std::uint64_t offset = 0;
  for (const HeaderEntry& e : entries) {
    if (e.name == "__metadata__") throw Error("a safetensors file cannot hold a tensor named __metadata__");
    const std::uint64_t end = offset + bytes_of(e.shape, size_of(*e.element));
    text += fmt::format(R"({}{}:{{"dtype":"{}","shape":[{}],"data_offsets":[{},{}]}})", text.empty() ? "" : ",",
                        as_json(e.name), name(*e.element), fmt::join(e.shape, ","), offset, end);
    offset = end;
  }
  text = "{" + text + "}";
  text.resize((text.size() + 7) / 8 * 8, ' ');
  const std::uint64_t length = text.size();
  return std::string(reinterpret_cast<const char*>(&length), sizeof length) + text;
}

std::string safetensors(const std::vector<WeightTensor>& tensors, const std::map<std::string, std::string>& metadata) {
  std::vector<HeaderEntry> entries;
  std::size_t size = 0;
  for (const WeightTensor& t : tensors) {
    entries.push_back({t.name, t.element, t.shape, {}, {}});
    size += t.bytes.size();
  }
  std::string out = safetensors_header(entries, metadata);
  out.reserve(out.size() + size);
  for (const WeightTensor& t : tensors) out += t.bytes;
  return out;
}

}  // namespace xp
