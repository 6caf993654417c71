#include "registry/splits/held_out.h"

namespace xp {
namespace {

struct Repeated : Split {
  static constexpr const char* doc = "hold_out, drawn several times anew.";
  double test = 0.2, validation = 0.15;
  int repeats = 10, repeat = 0;

  static void describe(Params<Repeated>& p) {
    p("test", &Repeated::test, "share of all samples that is the test").between(0, 0.9);
    p("validation", &Repeated::validation, "share of all samples by which epochs are chosen").between(0, 0.9);
    p("repeats", &Repeated::repeats, "drawings in all").between(1, 10000);
    p("repeat", &Repeated::repeat, "which of them, from 1, which is hold_out's; 0: all, one run with a part for each")
        .between(0, 10000);
  }

  Division divide(const Listing& listing) const override {
    if (repeat > repeats)
      throw Error(
          "split repeated.repeat = " + std::to_string(repeat) + ": there are " + std::to_string(repeats) + " repeats",
          "split.repeat = 1 to " + std::to_string(repeats) + ", or a larger split.repeats");
    if (repeat == 0)
      throw Error("split repeated.repeat = 0 stands for all " + std::to_string(repeats) +
                      " repeats, which is no single division",
                  "split.repeat = 1 to " + std::to_string(repeats));
    return held_out("repeated", listing, test, validation, static_cast<std::uint64_t>(seed),
                    static_cast<std::uint32_t>(repeat - 1));
  }

  std::vector<Settings> folds(const Listing& listing) const override {
    if (repeat > 0) return Split::folds(listing);
    std::vector<Settings> out;
    for (int r = 1; r <= repeats; ++r) out.push_back({{"repeat", r}});
    return out;
  }
};
XP_PLUGIN("repeated", Repeated)

}  // namespace
}  // namespace xp
