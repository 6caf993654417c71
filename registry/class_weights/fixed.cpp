#include <cmath>

#include "framework/experiment.h"

namespace xp {
namespace {

struct FixedClassWeight : ClassWeight {
  static constexpr const char* doc = "Weights as given.";
  std::string ratio = "1:1";

  static void describe(Params<FixedClassWeight>& p) {
    p("weights", &FixedClassWeight::ratio, "one number a class, in the classes' order, such as 5:1");
  }

  std::vector<double> weights(const std::vector<std::int64_t>& counts) const override {
    std::vector<double> out;
    for (const std::string& part : split(ratio, ':')) out.push_back(weight(part));
    if (out.size() != counts.size())
      throw Error("class_weight fixed.weights = \"" + ratio + "\" has " + std::to_string(out.size()) + " weights for " +
                      std::to_string(counts.size()) + " classes",
                  "give one number a class, in the classes' order, such as 5:1");
    return out;
  }

 private:
  double weight(const std::string& text) const {
    const Value value = Value::parse(text);
    const double number = value.get<double>()         ? *value.get<double>()
                          : value.get<std::int64_t>() ? static_cast<double>(*value.get<std::int64_t>())
                                                      : NAN;
    if (!(number > 0))
      throw Error("class_weight fixed.weights = \"" + ratio + "\": \"" + text + "\" is not a number above 0",
                  "write the weights as 5:1 or 2.5:1:1");
    return number;
  }
};
XP_PLUGIN("fixed", FixedClassWeight)

}  // namespace
}  // namespace xp
