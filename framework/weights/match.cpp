#include "framework/weights/match.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "framework/base/error.h"
#include "framework/weights/keras_names.h"

namespace xp {
namespace {

/// torchvision's first DenseNet files say "denselayer1.norm.1"; the attribute has been called norm1 since.
std::string modern(std::string name) {
  if (name.find("denselayer") == std::string::npos) return name;
  for (const char* old : {"norm.1.", "norm.2.", "conv.1.", "conv.2."})
    if (const std::size_t at = name.find(old); at != std::string::npos) name.erase(at + 4, 1);
  return name;
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/// What stands before most of the wanted names: "", "module.", "state_dict.module.".
std::string prefix(const std::vector<std::string>& present, const std::vector<std::string>& wanted) {
  std::map<std::string, int> votes{{"", 0}};
  for (const std::string& name : wanted)
    for (const std::string& there : present)
      if (!name.empty() && ends_with(there, name)) {
        const std::string before = there.substr(0, there.size() - name.size());
        if (before.empty() || before.back() == '.') ++votes[before];
      }
  return std::max_element(votes.begin(), votes.end(), [](auto& a, auto& b) { return a.second < b.second; })->first;
}

/// The tensors of a file by exactly these names, behind one prefix.
std::vector<const WeightTensor*> by_name(const WeightFile& file, const std::vector<std::string>& wanted) {
  std::vector<std::string> present;
  std::map<std::string, const WeightTensor*> table;
  for (const WeightTensor& t : file.tensors) table[present.emplace_back(modern(t.name))] = &t;
  const std::string before = prefix(present, wanted);
  std::vector<const WeightTensor*> out;
  for (const std::string& name : wanted) {
    const auto it = name.empty() ? table.end() : table.find(before + name);
    out.push_back(it == table.end() ? nullptr : it->second);
  }
  return out;
}

bool starts_no_network(const std::string& name) {
  for (const char* state : {"num_batches_tracked", "optimizer", "seed_generator", "training_config"})
    if (name.find(state) != std::string::npos) return true;
  return false;
}

std::vector<const WeightTensor*> found_in(const WeightFile& file, const std::vector<Place>& places,
                                          const std::string& source, const std::vector<std::string>& layers) {
  if (source == "keras") {
    const KerasNames names(file);
    std::vector<const WeightTensor*> out;
    for (const Place& p : places) out.push_back(names.find(p, layers));
    return out;
  }
  std::vector<std::string> wanted;
  for (const Place& p : places) wanted.push_back(source == "xp" ? p.name : torch_name(p, layers));
  return by_name(file, wanted);
}

}  // namespace

std::size_t Match::found() const {
  return static_cast<std::size_t>(std::count_if(of.begin(), of.end(), [](auto* t) { return t != nullptr; }));
}

std::string torch_name(const Place& place, const std::vector<std::string>& layers) {
  if (place.layer < 0 || layers[static_cast<std::size_t>(place.layer)].empty()) return "";
  const std::size_t dot = place.name.rfind('.');
  return layers[static_cast<std::size_t>(place.layer)] + place.name.substr(dot);
}

Match best_match(const WeightFile& file, const std::vector<Place>& places, const LayerNames& names) {
  int layers = 0;
  for (const Place& p : places) layers = std::max(layers, p.layer + 1);
  std::vector<std::pair<std::string, std::vector<std::string>>> tables{{"xp", {}}};
  for (const bool first : {true, false})  // timm has many names from torchvision: who shares them is called so
    for (const auto& table : names)
      if ((table.first == "torchvision") == first) tables.push_back(table);
  Match best;
  for (const auto& [source, list] : tables) {
    if (source != "xp" && static_cast<int>(list.size()) != layers)
      throw Error(fmt::format("the model names {} layers of {}, it has {}", list.size(), source, layers),
                  "Model::names lists every layer with weights of features, neck and head");
    Match match{source, found_in(file, places, source, list), {}};
    if (best.of.empty() || match.found() > best.found()) best = std::move(match);
  }
  const std::set<const WeightTensor*> used(best.of.begin(), best.of.end());
  for (const WeightTensor& t : file.tensors)
    if (!used.count(&t) && !starts_no_network(t.name)) best.unused.push_back(&t);
  return best;
}

}  // namespace xp
