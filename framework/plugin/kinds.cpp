#include "framework/plugin/kinds.h"

#include <algorithm>

#include "framework/base/text.h"

namespace xp {

const char* name(Kind kind) {
  switch (kind) {
    case Kind::dataset: return "dataset";
    case Kind::split: return "split";
    case Kind::transform: return "transform";
    case Kind::model: return "model";
    case Kind::attention: return "attention";
    case Kind::class_weight: return "class_weight";
    case Kind::balance: return "balance";
    case Kind::loss: return "loss";
    case Kind::optimizer: return "optimizer";
    case Kind::schedule: return "schedule";
    case Kind::callback: return "callback";
  }
  return "";
}

const char* doc(Kind kind) {
  switch (kind) {
    case Kind::dataset: return "where images and labels come from";
    case Kind::split: return "which images train, which choose, which are the test";
    case Kind::transform: return "what is done to an image before the network sees it, in order";
    case Kind::model: return "the backbone: from an image to a feature map";
    case Kind::attention: return "what is put between the backbone and its head";
    case Kind::class_weight: return "how much an error on each class counts in the loss";
    case Kind::balance: return "which training samples an epoch draws, after the split";
    case Kind::loss: return "what is minimised";
    case Kind::optimizer: return "how a gradient becomes a step";
    case Kind::schedule: return "how the learning rate changes from step to step";
    case Kind::callback: return "what happens at the end of each epoch, in order";
  }
  return "";
}

Kind kind_named(const std::string& wanted) {
  std::vector<std::string> names;
  for (Kind kind : kinds) {
    if (wanted == name(kind)) return kind;
    names.emplace_back(name(kind));
  }
  throw Error("there is no plugin kind \"" + wanted + "\"", suggestion(wanted, names));
}

Image Dataset::draw(const Sample& sample) const {
  throw Error("the dataset lists " + sample.name + " without a file and does not draw it",
              "give the sample a path, or override Dataset::draw");
}

double Schedule::at(const Moment& m) const {
  const auto rising = static_cast<std::int64_t>(std::llround(warmup * static_cast<double>(m.per_epoch)));
  const double share = m.step < rising ? static_cast<double>(m.step + 1) / static_cast<double>(rising) : 1;
  return share *
         factor({std::max<std::int64_t>(m.step - rising, 0), std::max<std::int64_t>(m.steps - rising, 1), m.per_epoch});
}

std::vector<std::string> Model::names(const std::string&) const { return {}; }

}  // namespace xp
