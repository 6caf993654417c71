#include "framework/experiment.h"

namespace xp {
namespace {

struct Clahe : Transform {
  static constexpr const char* doc =
      "Contrast-limited adaptive histogram equalisation (Zuiderveld 1994): contrast evened out from place to place.";
  double clip = 2;
  int tiles = 8;

  static void describe(Params<Clahe>& p) {
    p("clip", &Clahe::clip, "most that a brightness may exceed its even share of a tile, times").between(0.1, 100);
    p("tiles", &Clahe::tiles, "across the width, and as many down the height").between(1, 64);
  }

  Image apply(const Image& image, const ImageOps& ops, Random&) const override { return ops.clahe(image, clip, tiles); }
  bool sees_black() const override { return true; }
};
XP_PLUGIN("clahe", Clahe)

}  // namespace
}  // namespace xp
