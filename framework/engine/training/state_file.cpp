// A checkpoint as a file: safetensors, the values in its metadata, each behind a letter that says its type.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <fstream>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/engine/training/state.h"
#include "framework/weights/safetensors_header.h"

namespace xp {
namespace {

constexpr std::pair<at::ScalarType, Element> types[]{{at::kFloat, Element::f32}, {at::kDouble, Element::f64},
                                                     {at::kLong, Element::i64},  {at::kInt, Element::i32},
                                                     {at::kByte, Element::u8},   {at::kBool, Element::boolean},
                                                     {at::kHalf, Element::f16},  {at::kBFloat16, Element::bf16}};

Element element_of(const Tensor& t) {
  for (const auto& [type, element] : types)
    if (t.scalar_type() == type) return element;
  throw Error(fmt::format("a checkpoint holds no tensors of {}", toString(t.scalar_type())));
}

at::ScalarType type_of(Element element) {
  for (const auto& [type, e] : types)
    if (e == element) return type;
  throw Error(fmt::format("a checkpoint holds no {}", name(element)));
}

/// Reals by their bits; text that is not plain ASCII byte by byte.
std::string written(const Value& value) {
  if (const auto* b = value.get<bool>()) return *b ? "b1" : "b0";
  if (const auto* i = value.get<std::int64_t>()) return fmt::format("i{}", *i);
  if (const auto* d = value.get<double>()) return fmt::format("d{:x}", std::bit_cast<std::uint64_t>(*d));
  const std::string& text = *value.get<std::string>();
  if (std::all_of(text.begin(), text.end(), [](char c) { return c > 0; })) return "s" + text;
  std::string out = "x";
  for (const unsigned char c : text) out += fmt::format("{:02x}", c);
  return out;
}

template <class Number>
Number number(const std::string& text, std::size_t from, std::size_t to, int base) {
  Number out{};
  const char *begin = text.data() + std::min(from, text.size()), *end = text.data() + std::min(to, text.size());
  const auto [stop, error] = std::from_chars(begin, end, out, base);
  if (error != std::errc{} || stop != end) throw Error("it holds a value that nothing wrote");
  return out;
}

Value read_value(const std::string& text) {
  switch (text.empty() ? '\0' : text[0]) {
    case 'b': return text == "b1";
    case 'i': return number<std::int64_t>(text, 1, text.npos, 10);
    case 'd': return std::bit_cast<double>(number<std::uint64_t>(text, 1, text.npos, 16));
    case 's': return text.substr(1);
    case 'x': {
      std::string out;
      for (std::size_t i = 1; i < text.size(); i += 2) out += static_cast<char>(number<unsigned>(text, i, i + 2, 16));
      return out;
    }
    default: throw Error("it holds a value that nothing wrote");
  }
}

}  // namespace

/// Tensor by tensor: none is copied unless it lies elsewhere, or not in the order of its elements.
void State::write(const std::string& path) const {
  std::vector<HeaderEntry> entries;
  for (const NamedTensor& t : tensors_)
    entries.push_back({t.name, element_of(t.tensor), t.tensor.sizes().vec(), {}, {}});
  std::map<std::string, std::string> metadata;
  for (const Setting& s : values_) metadata[s.name] = written(s.value);
  NewFile file(path);
  file.write(safetensors_header(entries, metadata));
  for (const NamedTensor& t : tensors_) {
    const Tensor numbers = t.tensor.detach().to(at::kCPU).contiguous();
    file.write({static_cast<const char*>(numbers.data_ptr()), numbers.nbytes()});
  }
  file.keep(false);
}

State State::read(const std::string& path) try {
  const SafetensorsHeader header = read_safetensors_header(path);
  std::ifstream in(path, std::ios::binary);
  std::uint64_t length = 0;
  in.read(reinterpret_cast<char*>(&length), sizeof length);
  const std::uint64_t begin = sizeof length + length;
  State state;
  for (const HeaderEntry& e : header.entries) {
    const Tensor t = at::empty(e.shape, type_of(*e.element));
    in.seekg(static_cast<std::streamoff>(begin + e.offsets[0]));
    if (t.nbytes() > 0 && !in.read(static_cast<char*>(t.data_ptr()), static_cast<std::streamsize>(t.nbytes())))
      throw Error("it cannot be read");
    state.put(e.name, t);
  }
  for (const auto& [name, text] : header.metadata) state.put(name, read_value(text));
  return state;
} catch (const Error& e) {
  const std::string what = e.what();
  throw Error(what.rfind(path, 0) == 0 ? what : path + ": " + what, e.hint());
}

}  // namespace xp
