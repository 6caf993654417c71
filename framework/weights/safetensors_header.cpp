#include "framework/weights/safetensors_header.h"

#include <fmt/format.h>

#include <limits>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

constexpr Element elements[]{Element::f64, Element::f32, Element::f16, Element::bf16, Element::i64,
                             Element::i32, Element::i16, Element::i8,  Element::u8,   Element::boolean};

Element element_named(const std::string& text, const std::string& tensor) {
  std::vector<std::string> known;
  for (const Element e : elements) {
    if (text == name(e)) return e;
    known.emplace_back(name(e));
  }
  throw Error(fmt::format("{} has elements of type {}, which xp does not read", tensor, shorten(text, 40)),
              "known: " + join(known));
}

}  // namespace

void HeaderReader::refuse() const {
  const std::string where = entries.empty() || depth_ < 2 ? ""
                            : in_metadata_                ? " at __metadata__"
                                                          : " at " + entries.back().name;
  throw Error("its header is not that of a safetensors file" + shorten(where, 80));
}

bool HeaderReader::parse_error(std::size_t place, const std::string&, const nlohmann::json::exception&) {
  throw Error(fmt::format("its header is no JSON from byte {} on", place));
}

bool HeaderReader::start_object(std::size_t) {
  if (depth_ > 1) refuse();
  ++depth_;
  return true;
}

bool HeaderReader::key(std::string& key) {
  if (depth_ == 1) {
    if (!names_.insert(key).second) throw Error(fmt::format("two tensors are named {}", shorten(key, 80)));
    in_metadata_ = key == "__metadata__";
    if (!in_metadata_) entries.push_back({key, {}, {}, {}, {}});
  } else if (in_metadata_) {
    if (!metadata.emplace(key, "").second)
      throw Error(fmt::format("its metadata says twice what {} is", shorten(key, 80)));
  } else if (key != "dtype" && key != "shape" && key != "data_offsets") {
    refuse();
  } else if (!entries.back().fields.insert(key).second) {
    throw Error(fmt::format("{} has more than one {}", shorten(entries.back().name, 80), key));
  }
  field_ = key;
  return true;
}

bool HeaderReader::end_object() {
  if (depth_ == 2 && !in_metadata_ && (entries.back().fields.size() != 3 || entries.back().offsets.size() != 2))
    refuse();
  --depth_;
  return true;
}

bool HeaderReader::start_array(std::size_t) {
  if (depth_ != 2 || in_metadata_ || field_ == "dtype") refuse();
  ++depth_;
  return true;
}

bool HeaderReader::end_array() {
  --depth_;
  return true;
}

bool HeaderReader::string(std::string& text) {
  if (depth_ != 2 || (!in_metadata_ && field_ != "dtype")) refuse();
  if (in_metadata_)
    metadata[field_] = text;
  else
    entries.back().element = element_named(text, entries.back().name);
  return true;
}

bool HeaderReader::number_unsigned(std::uint64_t number) {
  if (depth_ != 3) refuse();
  HeaderEntry& entry = entries.back();
  if (field_ == "data_offsets" && entry.offsets.size() < 2)
    entry.offsets.push_back(number);
  else if (field_ == "shape" && number <= std::numeric_limits<std::int64_t>::max() && entry.shape.size() < 64)
    entry.shape.push_back(static_cast<std::int64_t>(number));
  else
    refuse();
  return true;
}

}  // namespace xp
