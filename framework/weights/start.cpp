#include "framework/weights/start.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/weights/arrange.h"

namespace xp {
namespace {

std::string shape_text(const std::vector<std::int64_t>& shape) {
  return shape.empty() ? "a number" : fmt::format("{}", fmt::join(shape, "×"));
}

/// "AuxLogits.fc.weight", "aux1.conv.weight", "head_aux/kernel".
bool is_auxiliary(const std::string& tensor) {
  std::string small = tensor;
  std::transform(small.begin(), small.end(), small.begin(), [](unsigned char c) { return std::tolower(c); });
  for (std::size_t at = 0; (at = small.find("aux", at)) != std::string::npos; ++at)
    if (at == 0 || !std::isalpha(static_cast<unsigned char>(small[at - 1]))) return true;
  return false;
}

class Starting {
 public:
  Starting(const WeightFile& file, const Net& network, Shape in, const LayerNames& names, const std::string& owner)
      : file_(file), owner_(owner), places_(places(network, in)), match_(best_match(file, places_, names)) {
    if (match_.source != "xp") layers_ = names.at(match_.source);
  }

  Start start() {
    start_.source = match_.source;
    for (std::size_t i = 0; i < places_.size(); ++i) settle(places_[i], match_.of[i]);
    refuse_strangers();
    settle_heads();
    settle_unused();
    if (!wrong_.empty())
      throw Error(
          fmt::format("{} cannot start from this {} file ({} names):\n  {}", owner_, file_.format, match_.source,
                      join(wrong_, "\n  ")),
          "xp weights FILE lists what it holds; other settings of the model may be those that it was made with");
    return std::move(start_);
  }

 private:
  bool keras() const { return match_.source == "keras"; }
  /// What depends on the number of classes.
  static bool is_head(const Place& p) { return p.section == NetSection::head || (p.auxiliary && p.op == Op::linear); }
  /// What no file of somebody else's can have.
  static bool is_own(const Place& p) { return p.layer < 0 || p.auxiliary || p.section == NetSection::head; }

  void settle(const Place& p, const WeightTensor* t) {
    if (!t) return settle_missing(p);
    auto values = arranged(*t, p, keras());
    if (!values && (values = arranged_for_grey(*t, p, keras())))
      start_.remarks.push_back(fmt::format(
          "{} is summed over its three input channels, as these images are grey: equal to showing them as RGB",
          t->name));
    if (values)
      fits_ += !is_head(p), start_.values[p.name] = std::move(*values);
    else if (is_head(p))
      other_heads_.push_back(
          fmt::format("{} is {} there, {} here", t->name, shape_text(t->shape), shape_text(p.shape)));
    else
      wrong_.push_back(
          fmt::format("{} is {} there, {} wants {}", t->name, shape_text(t->shape), p.name, shape_text(p.shape)));
  }

  /// Keras leaves out a BatchNorm's factor or shift that does nothing.
  void settle_missing(const Place& p) {
    const bool neutral = keras() && p.layer >= 0 && (p.role == Place::scale || p.role == Place::shift) && has_mean(p);
    if (neutral)
      start_.values[p.name].assign(static_cast<std::size_t>(p.shape[0]), p.role == Place::scale ? 1.0f : 0.0f);
    else if (is_own(p))
      (p.section == NetSection::head ? missing_heads_ : fresh_).push_back(p.name);
    else
      wrong_.push_back(fmt::format("{}{} is missing", p.name, theirs(p)));
  }

  bool has_mean(const Place& p) const {
    for (std::size_t i = 0; i < places_.size(); ++i)
      if (places_[i].layer == p.layer && places_[i].role == Place::mean) return match_.of[i] != nullptr;
    return false;
  }

  std::string theirs(const Place& p) const {
    const std::string name = layers_.empty() || p.layer < 0 ? "" : layers_[static_cast<std::size_t>(p.layer)];
    return name.empty() ? "" : fmt::format(" ({} there)", name);
  }

  void refuse_strangers() const {
    if (fits_ > 0) return;
    std::vector<std::string> held, wanted;
    for (const WeightTensor& t : file_.tensors)
      if (held.size() < 4) held.push_back(fmt::format("{} {}", t.name, shape_text(t.shape)));
    for (const Place& p : places_)
      if (wanted.size() < 4) wanted.push_back(fmt::format("{}{} {}", p.name, theirs(p), shape_text(p.shape)));
    throw Error(fmt::format("nothing of this {} file fits {}: it holds {} tensors ({}, …), the network has {} ({}, …)",
                            file_.format, owner_, file_.tensors.size(), join(held), places_.size(), join(wanted)),
                "is it the file of another model?  (xp weights FILE)");
  }

  /// A head fits as a whole or is drawn anew as a whole.
  void settle_heads() {
    if (!other_heads_.empty() || !missing_heads_.empty()) {
      std::erase_if(missing_heads_, [&](const std::string&) { return !other_heads_.empty(); });
      const std::string why = join(other_heads_.empty() ? missing_heads_ : other_heads_);
      for (const Place& p : places_)
        if (is_head(p)) start_.values.erase(p.name);
      start_.remarks.push_back(
          fmt::format("the head is drawn anew: {}{}", why, other_heads_.empty() ? " not in the file" : ""));
    }
    if (!fresh_.empty()) start_.remarks.push_back("drawn anew, as the file does not have them: " + join(fresh_));
  }

  void settle_unused() {
    std::vector<std::string> auxiliary, heads;
    for (const WeightTensor* t : match_.unused) {
      if (is_auxiliary(t->name))
        auxiliary.push_back(t->name);
      else if (missing_heads_.size() && below_head(t->name))
        heads.push_back(t->name);
      else
        wrong_.push_back(fmt::format("{} ({}) has no place in this network", t->name, shape_text(t->shape)));
    }
    if (!auxiliary.empty())
      start_.remarks.push_back("not used, as the model has no auxiliary head: " + join(auxiliary));
    if (!heads.empty()) start_.remarks.push_back("not used, a head of another make: " + join(heads));
  }

  /// "fc.1.weight" where the model's head is called fc.
  bool below_head(const std::string& tensor) const {
    for (const Place& p : places_) {
      if (p.section != NetSection::head || p.layer < 0) continue;
      const std::string head = layers_.empty() ? "head" : layers_[static_cast<std::size_t>(p.layer)];
      const std::size_t at = head.empty() ? std::string::npos : tensor.find(head);
      if (at != std::string::npos && (at == 0 || tensor[at - 1] == '.') && tensor[at + head.size()] == '.') return true;
    }
    return false;
  }

  const WeightFile& file_;
  const std::string& owner_;
  std::vector<Place> places_;
  Match match_;
  std::vector<std::string> layers_;
  Start start_;
  std::vector<std::string> wrong_, other_heads_, missing_heads_, fresh_;
  std::size_t fits_ = 0;  // outside the head
};

}  // namespace

Start start_from(const WeightFile& file, const Net& network, Shape in, const LayerNames& names,
                 const std::string& owner) {
  return Starting(file, network, in, names, owner).start();
}

std::vector<WeightTensor> renamed(const WeightFile& own, const Net& network, Shape in, const LayerNames& names,
                                  const std::string& source) {
  const auto layers = names.find(source);
  if (layers == names.end() || layers->second.empty())
    throw Error("this model has no names of " + source, "it was not published there");
  std::map<std::string, const WeightTensor*> table;
  for (const WeightTensor& t : own.tensors) table[t.name] = &t;
  std::vector<WeightTensor> out;
  for (const Place& p : places(network, in)) {
    const auto it = table.find(p.name);
    if (it == table.end() || it->second->shape != p.shape)
      throw Error("the file is not of this network: " + p.name +
                  (it == table.end() ? " is missing" : " has another shape"));
    WeightTensor t = *it->second;
    t.name = torch_name(p, layers->second);
    if (!t.name.empty()) out.push_back(std::move(t));
  }
  return out;
}

}  // namespace xp
