#include <algorithm>

#include "framework/experiment.h"

namespace xp {
namespace {

/// What the data say is done, even where it puts a group on two sides; the audit says so.
struct Predefined : Split {
  static constexpr const char* doc = "The parts, or the folds, that the data themselves name.";
  int fold = 0;
  double validation = 0.15;

  static void describe(Params<Predefined>& p) {
    p("fold", &Predefined::fold,
      "the fold that is the test; 0: the parts that the data name, or, where they name folds, each in turn")
        .at_least(0);
    p("validation", &Predefined::validation,
      "share of the training samples by which epochs are chosen, where the data name no validation part")
        .between(0, 0.9);
  }

  Division divide(const Listing& listing) const override {
    Division out;
    out.of = fold == 0 ? by_part(listing) : by_fold(listing);
    const bool has = std::count(out.of.begin(), out.of.end(), Part::validation) > 0;
    draw_validation(out, listing, has ? 0 : validation, static_cast<std::uint64_t>(seed),
                    static_cast<std::uint32_t>(fold));
    return out;
  }

  std::vector<Settings> folds(const Listing& listing) const override {
    const int all = folds_in(listing);
    if (fold > 0 || all == 0 || silent(listing, no_part).empty()) return Split::folds(listing);
    std::vector<Settings> out;
    for (int f = 1; f <= all; ++f) out.push_back({{"fold", f}});
    return out;
  }

 private:
  static bool no_part(const Sample& s) { return !s.part; }
  static bool no_fold(const Sample& s) { return s.fold == 0; }
  /// "3 of 12 samples, the first a.png"; empty where all speak.
  static std::string silent(const Listing& listing, bool (*is_silent)(const Sample&)) {
    const auto& all = listing.samples;
    const auto first = std::find_if(all.begin(), all.end(), is_silent);
    if (first == all.end()) return "";
    return std::to_string(std::count_if(first, all.end(), is_silent)) + " of " + std::to_string(all.size()) +
           " samples, the first " + printable(first->name);
  }
  static int folds_in(const Listing& listing) {
    int out = 0;
    for (const Sample& s : listing.samples) out = std::max(out, s.fold);
    return out;
  }

  static std::vector<Part> by_part(const Listing& listing) {
    const std::string who = silent(listing, no_part);
    if (const int folds = folds_in(listing); !who.empty() && folds > 0)
      throw Error("split predefined.fold = 0 stands for the " + std::to_string(folds) +
                      " folds that the data name, which is no single division",
                  "split.fold = 1 to " + std::to_string(folds));
    if (!who.empty())
      throw Error("split predefined: the data do not say the part of " + who,
                  "a manifest's column \"split\" holds train, val or test, or folders have these names; otherwise "
                  "take another split, such as hold_out");
    std::vector<Part> out;
    for (const Sample& s : listing.samples) out.push_back(*s.part);
    return out;
  }

  std::vector<Part> by_fold(const Listing& listing) const {
    const std::string me = "split predefined.fold = " + std::to_string(fold);
    if (const std::string who = silent(listing, no_fold); !who.empty())
      throw Error(me + ": the data do not say the fold of " + who,
                  "a manifest's column \"fold\" holds whole numbers from 1; split k_fold makes folds");
    std::vector<Part> out;
    for (const Sample& s : listing.samples) out.push_back(s.fold == fold ? Part::test : Part::train);
    if (std::count(out.begin(), out.end(), Part::test) == 0)
      throw Error(me + ": no sample is in it", "the data have folds 1 to " + std::to_string(folds_in(listing)));
    return out;
  }
};
XP_PLUGIN("predefined", Predefined)

}  // namespace
}  // namespace xp
