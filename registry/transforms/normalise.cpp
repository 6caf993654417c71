#include "framework/experiment.h"

namespace xp {
namespace {

struct Normalise : Transform {
  static constexpr const char* doc = "(x - mean) / sd for every pixel; the defaults take 0…1 to -1…1.";
  double mean = 0.5, sd = 0.5;

  static void describe(Params<Normalise>& p) {
    p("mean", &Normalise::mean, "what becomes 0, on a scale from black 0 to white 1").between(-10, 10);
    p("sd", &Normalise::sd, "what becomes 1 above the mean").between(1e-6, 1e6);
  }

  Image apply(const Image& image, const Resampler&, Random&) const override {
    Image out = image;
    for (float& x : out.pixels) x = static_cast<float>((x - mean) / sd);
    return out;
  }
};
XP_PLUGIN("normalise", Normalise)

}  // namespace
}  // namespace xp
