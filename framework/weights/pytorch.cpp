// The two containers of torch.save. torch/serialization.py, _save and _legacy_save, is their only description.
#include "framework/weights/pytorch.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "framework/base/text.h"
#include "framework/weights/readers.h"
#include "framework/weights/zip.h"

namespace xp {
namespace {

using Kind = PickleNode::Kind;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

[[noreturn]] void refuse_big_endian() { throw Error("it was written on a big-endian machine, which xp does not read"); }

/// The third pickle: what machine wrote it.
void check_machine(const Pickle& info) {
  const PickleNode& dict = info[info.root];
  for (std::size_t i = 0; dict.kind == Kind::dict && i < dict.items.size(); i += 2)
    if (info[dict.items[i]].text == "little_endian" && info[dict.items[i + 1]].number == 0) refuse_big_endian();
}

}  // namespace

WeightFile read_pytorch_zip(std::string_view bytes) {
  const Zip zip(bytes);
  const std::vector<std::string> names = zip.names();
  const auto found = std::find_if(names.begin(), names.end(),
                                  [](const auto& n) { return n == "data.pkl" || ends_with(n, "/data.pkl"); });
  if (found == names.end()) throw Error("the archive has no data.pkl, so torch did not write it");
  const std::string folder = found->substr(0, found->size() - std::string_view("data.pkl").size());

  Budget budget(bytes.size());
  if (zip.has(folder + "byteorder") && zip.read(folder + "byteorder", budget) == "big") refuse_big_endian();
  const std::string content = zip.read(*found, budget);
  Cursor cursor(content);
  const Pickle pickle = unpickle(cursor, pytorch_globals(), budget);
  std::map<std::string, std::string> loaded;  // a storage that several tensors share is read once
  const Storages storages = [&](const TensorStorage& storage) -> std::string_view {
    const auto known = loaded.find(storage.key);
    if (known != loaded.end()) return known->second;
    return loaded[storage.key] = zip.read(folder + "data/" + storage.key, budget);
  };
  WeightFile file = checkpoint(pickle, storages, budget);
  file.format = "PyTorch (zip)";
  return file;
}

WeightFile read_pytorch_legacy(std::string_view bytes) {
  constexpr std::uint64_t magic = 0xa86a20f9469cfc6c;  // the low 64 bits of 0x1950a86a20f9469cfc6c
  constexpr std::int64_t version = 1001;
  Cursor cursor(bytes);
  Budget budget(bytes.size());
  const auto next = [&] { return unpickle(cursor, pytorch_globals(), budget); };
  const auto next_number = [&](Kind kind) {
    const Pickle pickle = next();
    return pickle[pickle.root].kind == kind ? pickle[pickle.root].number : 0;
  };
  if (next_number(Kind::wide) != static_cast<std::int64_t>(magic))
    throw Error("it is a pickle, but not one that torch wrote");
  if (const std::int64_t found = next_number(Kind::integer); found != version)
    throw Error(fmt::format("its format has version {}; xp reads {}", found, version));
  check_machine(next());
  const Pickle pickle = next();
  const Pickle keys = next();

  std::map<std::string, Element, std::less<>> elements;
  for (const PickleNode& node : pickle.nodes)
    if (node.kind == Kind::persistent) {
      const TensorStorage storage = storage_of(pickle, node);
      elements[storage.key] = storage.element;
    }
  std::map<std::string, std::string_view, std::less<>> places;
  for (const std::uint32_t key : keys[keys.root].items) {
    const auto element = elements.find(keys[key].text);
    if (element == elements.end()) throw Error("it holds a storage of which nothing is known");
    const auto count = cursor.number<std::int64_t>();
    places[element->first] = cursor.take(bytes_of({count}, size_of(element->second)));
  }
  const Storages storages = [&](const TensorStorage& storage) {
    const auto place = places.find(storage.key);
    if (place == places.end() || elements[storage.key] != storage.element)
      throw Error(fmt::format("its storage {} is missing", shorten(storage.key, 80)));
    return place->second;
  };
  WeightFile file = checkpoint(pickle, storages, budget);
  file.format = "PyTorch (legacy pickle)";
  return file;
}

}  // namespace xp
