#include "registry/splits/held_out.h"

namespace xp {
namespace {

struct HoldOut : Split {
  static constexpr const char* doc = "One test and one validation part, stratified by class, groups kept whole.";
  double test = 0.2, validation = 0.15;

  static void describe(Params<HoldOut>& p) {
    p("test", &HoldOut::test, "share of all samples that is the test").between(0, 0.9);
    p("validation", &HoldOut::validation, "share of all samples by which epochs are chosen").between(0, 0.9);
  }

  Division divide(const Listing& listing) const override {
    return held_out("hold_out", listing, test, validation, static_cast<std::uint64_t>(seed), 0);
  }
};
XP_PLUGIN("hold_out", HoldOut)

}  // namespace
}  // namespace xp
