// Elements: their sizes and names, and what they are as floats.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "framework/base/error.h"
#include "framework/weights/budget.h"
#include "framework/weights/weights.h"

namespace xp {
namespace {

/// IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 mantissa bits.
float widened_half(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31, mantissa = bits & 1023;
  const float sign = bits >> 15 ? -1.0F : 1.0F;
  if (exponent == 31)
    return sign * (mantissa ? std::numeric_limits<float>::quiet_NaN() : std::numeric_limits<float>::infinity());
  return sign * (exponent ? std::ldexp(1024.0F + mantissa, exponent - 25) : std::ldexp(1.0F * mantissa, -24));
}

/// The upper half of a binary32.
float widened_bfloat(std::uint16_t bits) {
  const std::uint32_t whole = std::uint32_t{bits} << 16;
  float value;
  std::memcpy(&value, &whole, sizeof value);
  return value;
}

template <class T, class Convert>
std::vector<float> converted(const std::string& bytes, Convert convert) {
  std::vector<float> out(bytes.size() / sizeof(T));
  for (std::size_t i = 0; i < out.size(); ++i) {
    T value;
    std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
    out[i] = convert(value);
  }
  return out;
}

template <class T>
std::vector<float> cast(const std::string& bytes) {
  return converted<T>(bytes, [](T value) { return static_cast<float>(value); });
}

}  // namespace

std::size_t size_of(Element element) {
  switch (element) {
    case Element::f64:
    case Element::i64: return 8;
    case Element::f32:
    case Element::i32: return 4;
    case Element::f16:
    case Element::bf16:
    case Element::i16: return 2;
    case Element::i8:
    case Element::u8:
    case Element::boolean: return 1;
  }
  return 0;
}

const char* name(Element element) {
  switch (element) {
    case Element::f64: return "F64";
    case Element::f32: return "F32";
    case Element::f16: return "F16";
    case Element::bf16: return "BF16";
    case Element::i64: return "I64";
    case Element::i32: return "I32";
    case Element::i16: return "I16";
    case Element::i8: return "I8";
    case Element::u8: return "U8";
    case Element::boolean: return "BOOL";
  }
  return "";
}

std::vector<float> as_floats(const WeightTensor& tensor) {
  switch (tensor.element) {
    case Element::f64: return cast<double>(tensor.bytes);
    case Element::f32: return cast<float>(tensor.bytes);
    case Element::f16: return converted<std::uint16_t>(tensor.bytes, widened_half);
    case Element::bf16: return converted<std::uint16_t>(tensor.bytes, widened_bfloat);
    case Element::i64: return cast<std::int64_t>(tensor.bytes);
    case Element::i32: return cast<std::int32_t>(tensor.bytes);
    case Element::i16: return cast<std::int16_t>(tensor.bytes);
    case Element::i8: return cast<std::int8_t>(tensor.bytes);
    case Element::u8: return cast<std::uint8_t>(tensor.bytes);
    case Element::boolean: return converted<std::uint8_t>(tensor.bytes, [](std::uint8_t b) { return b ? 1.0F : 0.0F; });
  }
  return {};
}

std::uint64_t bytes_of(const std::vector<std::int64_t>& shape, std::size_t element_size) {
  std::uint64_t size = element_size;
  bool empty = false;
  for (const std::int64_t length : shape) {
    if (length < 0) throw Error("a length in a tensor's shape is negative");
    if (length == 0) empty = true;
    if (length > 0 && __builtin_mul_overflow(size, static_cast<std::uint64_t>(length), &size))
      throw Error("a tensor's shape is larger than any memory");
  }
  if (size > std::uint64_t{1} << 62) throw Error("a tensor's shape is larger than any memory");
  return empty ? 0 : size;
}

Budget::Budget(std::uint64_t file_size) : left_(std::max<std::uint64_t>(file_size * 16, std::uint64_t{1} << 20)) {}

void Budget::spend(std::uint64_t bytes) {
  if (bytes > left_)
    throw Error("the file wants to become more than 16 times as large as it is",
                "weights do not compress like that: it is damaged, or made to fill the memory of who opens it");
  left_ -= bytes;
}

}  // namespace xp
