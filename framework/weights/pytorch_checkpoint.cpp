#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "framework/weights/pytorch.h"

namespace xp {
namespace {

using Kind = PickleNode::Kind;
using Place = std::uint32_t;

/// Under which names training scripts keep the state dict, in the order in which they are preferred.
constexpr const char* wrappers[]{"state_dict", "model_state_dict", "model_state", "model", "net", "network", "weights"};
/// What wrapping a module puts before its names: DataParallel, torch.compile, and a class that holds the network.
constexpr const char* prefixes[]{"module.", "_orig_mod.", "model.", "net.", "network."};

std::string key_of(const PickleNode& node) {
  return node.kind == Kind::integer ? std::to_string(node.number) : std::string(node.text);
}

class Walk {
 public:
  using Visit = std::function<void(const std::string& path, const PickleNode& tensor)>;
  explicit Walk(const Pickle& pickle) : pickle_(pickle), open_(pickle.nodes.size()) {}

  /// Every tensor below, by the path of keys that leads to it. Throws Error for a container that contains itself.
  void tensors(Place place, const std::string& path, const Visit& visit) {
    const PickleNode& node = pickle_[place];
    if (++visited_ > 10 * pickle_.nodes.size()) throw Error("the pickle repeats itself without end");
    if (is_tensor(pickle_, node)) return visit(path, node);
    if (node.kind != Kind::dict && node.kind != Kind::list && node.kind != Kind::tuple) return;
    if (open_[place]) throw Error("the pickle holds a container that contains itself");
    if (path.size() > 1024 || ++depth_ > 32) throw Error("the pickle nests deeper than any network");
    open_[place] = true;
    if (node.kind == Kind::dict)
      for (std::size_t i = 0; i < node.items.size(); i += 2)
        tensors(node.items[i + 1], below(path, key_of(pickle_[node.items[i]])), visit);
    else
      for (std::size_t i = 0; i < node.items.size(); ++i) tensors(node.items[i], below(path, std::to_string(i)), visit);
    open_[place] = false;
    --depth_;
  }
  int count(Place place) {
    int found = 0;
    tensors(place, "", [&](const std::string&, const PickleNode&) { ++found; });
    return found;
  }

 private:
  static std::string below(const std::string& path, const std::string& key) {
    return path.empty() ? key : path + "." + key;
  }

  const Pickle& pickle_;
  std::vector<bool> open_;
  std::size_t visited_ = 0;
  int depth_ = 0;
};

/// The entry with this key, or null.
const Place* entry(const PickleNode& dict, const Pickle& pickle, std::string_view key) {
  for (std::size_t i = 0; i < dict.items.size(); i += 2)
    if (pickle[dict.items[i]].text == key) return &dict.items[i + 1];
  return nullptr;
}

/// Takes off every prefix that all names share; what was taken off.
std::string strip_prefix(std::vector<WeightTensor>& tensors) {
  std::string taken;
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view prefix : prefixes) {
      const auto has = [&](const WeightTensor& t) {
        return t.name.rfind(prefix, 0) == 0 && t.name.size() > prefix.size();
      };
      if (!std::all_of(tensors.begin(), tensors.end(), has)) continue;
      for (WeightTensor& t : tensors) t.name.erase(0, prefix.size());
      taken += prefix;
      again = true;
    }
  }
  return taken;
}

void check_unique(const std::vector<WeightTensor>& tensors) {
  std::set<std::string_view> names;
  for (const WeightTensor& t : tensors)
    if (!names.insert(t.name).second) throw Error(fmt::format("two tensors are named {}", shorten(t.name, 80)));
}

}  // namespace

WeightFile checkpoint(const Pickle& pickle, const Storages& storages, Budget& budget) {
  Walk walk(pickle);
  Place root = pickle.root;
  std::string inside;
  std::vector<std::string> ignored;
  const auto ignore = [&](const std::string& key, Place place) {
    if (const int tensors = walk.count(place))
      ignored.push_back(fmt::format("{} ({} tensor{})", key, tensors, tensors > 1 ? "s" : ""));
  };
  for (const char* wrapper : wrappers) {
    const PickleNode& dict = pickle[root];
    const Place* found = dict.kind == Kind::dict ? entry(dict, pickle, wrapper) : nullptr;
    if (!found || pickle[*found].kind != Kind::dict || walk.count(*found) == 0) continue;
    for (std::size_t i = 0; i < dict.items.size(); i += 2)
      if (dict.items[i + 1] != *found) ignore(key_of(pickle[dict.items[i]]), dict.items[i + 1]);
    inside += (inside.empty() ? "" : ".") + std::string(wrapper);
    root = *found;
  }

  WeightFile file;
  const auto add = [&](const std::string& path, const PickleNode& node) {
    budget.spend(path.size() + sizeof(WeightTensor));
    file.tensors.push_back(tensor_of(pickle, node, storages, budget));
    file.tensors.back().name = path.empty() ? "tensor" : path;
  };
  const PickleNode& top = pickle[root];
  if (top.kind != Kind::dict) walk.tensors(root, "", add);
  for (std::size_t i = 0; top.kind == Kind::dict && i < top.items.size(); i += 2) {
    const std::string key = key_of(pickle[top.items[i]]);
    if (key.rfind("optim", 0) == 0 && pickle[top.items[i + 1]].kind == Kind::dict)
      ignore(key, top.items[i + 1]);
    else
      walk.tensors(top.items[i + 1], key, add);
  }
  if (file.tensors.empty()) throw Error("it is a pickle of torch, but holds no tensors");
  const std::string prefix = strip_prefix(file.tensors);
  check_unique(file.tensors);
  if (!inside.empty()) file.metadata["inside"] = inside;
  if (!prefix.empty()) file.metadata["prefix"] = prefix;
  if (!ignored.empty()) file.metadata["ignored"] = join(ignored);
  return file;
}

}  // namespace xp
