#include "tools/hdf5/type.h"

namespace xp::hdf5 {
namespace {

/// Told by the bits of exponent and mantissa: HDF5 1.10 has no names for those of 16 bits.
std::optional<Element> real(hid_t type) {
  struct Row {
    std::size_t exponent, mantissa;
    Element element;
  };
  constexpr Row rows[]{{11, 52, Element::f64}, {8, 23, Element::f32}, {5, 10, Element::f16}, {8, 7, Element::bf16}};
  std::size_t sign = 0, exponent_at = 0, exponent = 0, mantissa_at = 0, mantissa = 0;
  if (H5Tget_fields(type, &sign, &exponent_at, &exponent, &mantissa_at, &mantissa) < 0) return {};
  for (const Row& row : rows)
    if (row.exponent == exponent && row.mantissa == mantissa && size_of(row.element) == H5Tget_size(type))
      return row.element;
  return {};
}

/// A number without its sign bit fits into a signed one of twice the bits.
std::optional<Element> whole(std::size_t size, bool is_signed) {
  switch (size) {
    case 1: return is_signed ? Element::i8 : Element::u8;
    case 2: return is_signed ? Element::i16 : Element::i32;
    case 4: return is_signed ? Element::i32 : Element::i64;
    case 8: return is_signed ? std::optional(Element::i64) : std::nullopt;
    default: return {};
  }
}

hid_t standard(Element element) {
  switch (element) {
    case Element::i64: return H5T_STD_I64LE;
    case Element::i32: return H5T_STD_I32LE;
    case Element::i16: return H5T_STD_I16LE;
    case Element::i8: return H5T_STD_I8LE;
    default: return H5T_STD_U8LE;
  }
}

/// Keras writes bfloat16 as two opaque bytes and says so beside them.
bool opaque_bfloat(hid_t dataset, hid_t type) {
  return H5Tget_class(type) == H5T_OPAQUE && H5Tget_size(type) == 2 && text(dataset, "dtype") == "bfloat16";
}

/// h5py writes NumPy's bool as an enumeration of one byte.
bool boolean(hid_t type) { return H5Tget_class(type) == H5T_ENUM && H5Tget_size(type) == 1; }

}  // namespace

std::optional<MemoryType> memory_type(hid_t dataset, hid_t type) {
  const auto made = [](Element element, hid_t from, bool order) {
    Id copy(H5Tcopy(from), H5Tclose, "a type");
    if (order) H5Tset_order(copy, H5T_ORDER_LE);
    return MemoryType{element, std::move(copy)};
  };
  if (opaque_bfloat(dataset, type)) return made(Element::bf16, type, false);
  if (boolean(type)) return made(Element::boolean, type, false);
  if (H5Tget_class(type) == H5T_FLOAT)
    if (const auto element = real(type)) return made(*element, type, true);
  if (H5Tget_class(type) == H5T_INTEGER)
    if (const auto element = whole(H5Tget_size(type), H5Tget_sign(type) == H5T_SGN_2))
      return made(*element, standard(*element), false);
  return {};
}

}  // namespace xp::hdf5
