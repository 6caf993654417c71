#include <fmt/format.h>

#include <cstring>
#include <map>

#include "framework/base/text.h"
#include "framework/weights/pytorch.h"

namespace xp {
namespace {

using Kind = PickleNode::Kind;

/// torch/storage.py; "torch.cuda.FloatStorage" is the same on another device.
const std::map<std::string, Element, std::less<>> storage_types{
    {"torch.DoubleStorage", Element::f64},    {"torch.FloatStorage", Element::f32}, {"torch.HalfStorage", Element::f16},
    {"torch.BFloat16Storage", Element::bf16}, {"torch.LongStorage", Element::i64},  {"torch.IntStorage", Element::i32},
    {"torch.ShortStorage", Element::i16},     {"torch.CharStorage", Element::i8},   {"torch.ByteStorage", Element::u8},
    {"torch.BoolStorage", Element::boolean}};

[[noreturn]] void refuse(const char* what) { throw Error(fmt::format("the pickle holds a tensor whose {}", what)); }

const PickleNode& item(const Pickle& pickle, const PickleNode& node, std::size_t index, Kind kind, const char* what) {
  if (index >= node.items.size() || pickle[node.items[index]].kind != kind) refuse(what);
  return pickle[node.items[index]];
}

std::vector<std::int64_t> numbers_of(const Pickle& pickle, const PickleNode& tuple, const char* what) {
  if (tuple.items.size() > 64) refuse(what);
  std::vector<std::int64_t> out;
  for (std::size_t i = 0; i < tuple.items.size(); ++i) {
    out.push_back(item(pickle, tuple, i, Kind::integer, what).number);
    if (out.back() < 0) refuse(what);
  }
  return out;
}

/// The element after the last that a view touches, counted from the storage's first.
std::uint64_t end_of(std::int64_t first, const std::vector<std::int64_t>& shape,
                     const std::vector<std::int64_t>& strides) {
  std::uint64_t last = static_cast<std::uint64_t>(first);
  for (std::size_t i = 0; i < shape.size(); ++i) {
    std::uint64_t step = 0;
    if (shape[i] == 0) return 0;
    if (__builtin_mul_overflow(static_cast<std::uint64_t>(shape[i] - 1), static_cast<std::uint64_t>(strides[i]),
                               &step) ||
        __builtin_add_overflow(last, step, &last))
      refuse("view is larger than any memory");
  }
  return last + 1;
}

/// Appends the elements from `at` on, dimension by dimension. Bounds were checked.
void gather(std::string& out, const char* at, std::size_t size, std::size_t dimension,
            const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides) {
  if (dimension == shape.size()) {
    out.append(at, size);
    return;
  }
  const auto length = static_cast<std::size_t>(shape[dimension]);
  const std::size_t step = static_cast<std::size_t>(strides[dimension]) * size;
  if (dimension + 1 == shape.size() && step == size) {
    out.append(at, length * size);
    return;
  }
  for (std::size_t i = 0; i < length; ++i) gather(out, at + i * step, size, dimension + 1, shape, strides);
}

}  // namespace

const std::set<std::string, std::less<>>& pytorch_globals() {
  static const std::set<std::string, std::less<>> all = [] {
    std::set<std::string, std::less<>> names{
        "collections.OrderedDict", "torch.Size", "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2",
        "torch._utils._rebuild_parameter",
        // beside the weights of a checkpoint: settings, schedules, generators
        "torch.device", "collections.Counter", "argparse.Namespace", "builtins.set", "__builtin__.set",
        "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar", "numpy.core.multiarray._reconstruct",
        "numpy._core.multiarray._reconstruct", "numpy.ndarray", "numpy.dtype", "_codecs.encode"};
    for (const char* type :
         {"float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool"})
      names.insert(std::string("torch.") + type);
    for (const auto& [type, element] : storage_types) {
      names.insert(type);
      names.insert("torch.cuda" + type.substr(5));
    }
    return names;
  }();
  return all;
}

TensorStorage storage_of(const Pickle& pickle, const PickleNode& persistent) {
  const PickleNode& id = item(pickle, persistent, 0, Kind::tuple, "storage has no proper name");
  std::string type(item(pickle, id, 1, Kind::global, "storage has no type").text);
  if (type.rfind("torch.cuda.", 0) == 0) type.erase(6, 5);
  const auto known = storage_types.find(type);
  if (known == storage_types.end()) refuse("storage has no type");
  TensorStorage storage{std::string(item(pickle, id, 2, Kind::text, "storage has no key").text), known->second, 0};
  if (id.items.size() > 5 && pickle[id.items[5]].kind == Kind::tuple)  // (key of the view, first, count)
    storage.first = item(pickle, pickle[id.items[5]], 1, Kind::integer, "storage has no proper name").number;
  if (storage.first < 0) refuse("storage begins before its first element");
  return storage;
}

bool is_tensor(const Pickle& pickle, const PickleNode& node) {
  return node.kind == Kind::call && pickle[node.items[0]].text.rfind("torch._utils._rebuild_", 0) == 0;
}

WeightTensor tensor_of(const Pickle& pickle, const PickleNode& node, const Storages& storages, Budget& budget) {
  const PickleNode* call = &node;
  for (int depth = 0; pickle[call->items[0]].text == "torch._utils._rebuild_parameter"; ++depth) {
    call = &item(pickle, pickle[call->items[1]], 0, Kind::call, "parameter holds no tensor");
    if (depth == 4 || !is_tensor(pickle, *call)) refuse("parameter holds no tensor");
  }
  const PickleNode& arguments = pickle[call->items[1]];  // storage, first element, shape, strides, …
  const TensorStorage storage = storage_of(pickle, item(pickle, arguments, 0, Kind::persistent, "storage is missing"));
  const std::int64_t offset = item(pickle, arguments, 1, Kind::integer, "first element is missing").number;
  const auto shape =
      numbers_of(pickle, item(pickle, arguments, 2, Kind::tuple, "shape is missing"), "shape is no shape");
  const auto strides =
      numbers_of(pickle, item(pickle, arguments, 3, Kind::tuple, "strides are missing"), "strides are not that");
  std::int64_t first = 0;
  if (offset < 0 || __builtin_add_overflow(offset, storage.first, &first))
    refuse("first element is before its storage");
  if (shape.size() != strides.size()) refuse("strides do not match its shape");

  const std::size_t size = size_of(storage.element);
  const std::string_view bytes = storages(storage);
  const std::uint64_t total = bytes_of(shape, size);
  if (end_of(first, shape, strides) > bytes.size() / size) refuse("numbers lie past the end of their storage");
  budget.spend(total);
  WeightTensor tensor{"", storage.element, shape, {}};
  tensor.bytes.reserve(total);
  if (total > 0) gather(tensor.bytes, bytes.data() + static_cast<std::size_t>(first) * size, size, 0, shape, strides);
  return tensor;
}

}  // namespace xp
