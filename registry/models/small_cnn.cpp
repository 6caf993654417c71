#include "framework/experiment.h"

namespace xp {
namespace {

/// The plain network of tutorials. With `dense` = 0 its head pools globally, which works at any image size and has
/// few parameters; with more, a hidden layer reads the flattened map, as Keras' tutorials have it.
struct SmallCnn : Model {
  static constexpr const char* doc = "Stages of convolution, ReLU and 2×2 max pooling.";
  std::string filters = "16,32,64";
  int kernel = 3, dense = 0;
  bool batch_norm = false;

  static void describe(Params<SmallCnn>& p) {
    p("filters", &SmallCnn::filters, "output channels of each stage, separated by commas");
    p("kernel", &SmallCnn::kernel, "side of the convolutions' windows").between(1, 15).unit("pixels");
    p("dense", &SmallCnn::dense, "units of a hidden layer on the flattened last map; 0: global average pooling instead")
        .between(0, 65536);
    p("batch_norm", &SmallCnn::batch_norm,
      "normalise each stage before its ReLU: learns sooner, and steadies deeper stacks");
  }

  Net features() const override {
    std::vector<Net> stages;
    for (const std::string& text : split(filters, ','))
      stages.push_back(seq({convolution(count(text)), relu, max_pool(2, 2)}));
    return seq(stages);
  }

  Net neck() const override { return dense > 0 ? seq({linear(dense), relu}) : Model::neck(); }

 private:
  Net convolution(int channels) const { return batch_norm ? conv_bn(channels, kernel) : conv(channels, kernel).bias(); }

  int count(const std::string& text) const {
    const std::size_t start = text.find_first_not_of(' ');
    const Value value = Value::parse(start == std::string::npos ? "" : text.substr(start));
    const std::int64_t* number = value.get<std::int64_t>();
    if (!number || *number < 1 || *number > 65536)
      throw Error("model small_cnn.filters = \"" + filters + "\": \"" + text + "\" is not a number of channels",
                  "write whole numbers from 1 to 65536, one a stage, such as 16,32,64");
    return static_cast<int>(*number);
  }
};
XP_PLUGIN("small_cnn", SmallCnn)

}  // namespace
}  // namespace xp
