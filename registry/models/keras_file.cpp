#include "framework/experiment.h"

namespace xp {
namespace {

/// Its inputs are what the file's network was trained on: size, channels and normalisation are the transforms'.
struct KerasFile : Model {
  static constexpr const char* doc = "The network that a Keras file holds, with its weights.";
  std::string path, architecture;

  static void describe(Params<KerasFile>& p) {
    p("path", &KerasFile::path, "file that Keras saved: .h5, .hdf5 or .keras").path();
    p("architecture", &KerasFile::architecture, "the model's configuration as JSON, where the file holds weights alone")
        .path();
  }

  Net features() const override { return net().features; }
  Net neck() const override { return net().neck; }
  Net head(int outputs) const override { return net().head_of(outputs); }
  std::vector<std::string> names(const std::string& source) const override {
    return source == "keras" ? net().names : std::vector<std::string>{};
  }
  std::string starts_from() const override { return weights.empty() ? path : weights; }

 private:
  KerasNet net() const {
    if (path.empty()) throw Error("model keras_file has no path", "--set model.path=FILE.h5");
    return keras_net_of(path, architecture);
  }
};
XP_PLUGIN("keras_file", KerasFile)

}  // namespace
}  // namespace xp
