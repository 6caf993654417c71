#include "framework/experiment.h"

namespace xp {
namespace {

struct Blur : Transform {
  static constexpr const char* doc = "Augmentation: blurs the image by a Gaussian.";
  double sigma = 1;

  static void describe(Params<Blur>& p) {
    p("sigma", &Blur::sigma, "most of it; each from 0 is as likely").between(0, 20).unit("pixels");
  }

  Image apply(const Image& image, const ImageOps& ops, Random& random) const override {
    const double drawn = sigma * random.uniform();
    return drawn < 0.1 ? image : ops.blur(image, drawn);  // a neighbour would weigh less than 1e-21
  }
  bool augments() const override { return true; }
};
XP_PLUGIN("blur", Blur)

}  // namespace
}  // namespace xp
