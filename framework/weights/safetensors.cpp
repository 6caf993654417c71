#include <fmt/format.h>

#include <algorithm>

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

WeightFile read_safetensors(std::string_view bytes) {
  Cursor cursor(bytes);
  const auto length = cursor.number<std::uint64_t>();
  if (length > longest_header) throw Error(fmt::format("its header claims {} bytes", length));
  const std::string_view text = cursor.take(length);
  if (text.empty() || text[0] != '{') throw Error("its header is not that of a safetensors file");
  HeaderReader header;
  nlohmann::json::sax_parse(text, &header);
  const std::string_view numbers = cursor.take(cursor.left());
  check_places(header.entries, numbers.size());

  WeightFile file;
  file.format = "safetensors";
  file.metadata = std::move(header.metadata);
  for (HeaderEntry& e : header.entries)
    file.tensors.push_back({std::move(e.name), *e.element, std::move(e.shape),
                            std::string(numbers.substr(e.offsets[0], e.offsets[1] - e.offsets[0]))});
  return file;
}

std::string safetensors(const std::vector<WeightTensor>& tensors, const std::map<std::string, std::string>& metadata) {
  std::string text = metadata.empty() ? "" : "\"__metadata__\":" + as_json(metadata);
  std::uint64_t offset = 0;
  for (const WeightTensor& t : tensors) {
    if (t.name == "__metadata__") throw Error("a safetensors file cannot hold a tensor named __metadata__");
    text += fmt::format(R"({}{}:{{"dtype":"{}","shape":[{}],"data_offsets":[{},{}]}})", text.empty() ? "" : ",",
                        as_json(t.name), name(t.element), fmt::join(t.shape, ","), offset, offset + t.bytes.size());
    offset += t.bytes.size();
  }
  text = "{" + text + "}";
  text.resize((text.size() + 7) / 8 * 8, ' ');  // numbers start aligned
  const std::uint64_t length = text.size();
  std::string out(reinterpret_cast<const char*>(&length), sizeof length);
  out.reserve(out.size() + text.size() + offset);
  out += text;
  for (const WeightTensor& t : tensors) out += t.bytes;
  return out;
}

}  // namespace xp
