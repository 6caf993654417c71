#include <numeric>

#include "framework/experiment.h"

namespace xp {
namespace {

struct KFold : Split {
  static constexpr const char* doc = "Each of k folds is the test once; a validation part is drawn from the others.";
  int k = 5, fold = 0;
  double validation = 0.15;

  static void describe(Params<KFold>& p) {
    p("k", &KFold::k, "folds, stratified by class, groups kept whole").between(2, 100);
    p("fold", &KFold::fold, "which of them is the test, from 1; 0: each in turn, one run with a part for each")
        .between(0, 100);
    p("validation", &KFold::validation, "share of the other folds by which epochs are chosen").between(0, 0.9);
  }

  Division divide(const Listing& listing) const override {
    if (fold > k)
      throw Error("split k_fold.fold = " + std::to_string(fold) + ": there are " + std::to_string(k) + " folds",
                  "split.fold = 1 to " + std::to_string(k) + ", or a larger split.k");
    if (fold == 0)
      throw Error("split k_fold.fold = 0 stands for all " + std::to_string(k) + " folds, which is no single division",
                  "split.fold = 1 to " + std::to_string(k));
    Division out;
    std::vector<int> all(listing.samples.size());
    std::iota(all.begin(), all.end(), 0);
    const Deal deal{
        std::vector<double>(static_cast<std::size_t>(k), 1.0 / k), key(), "split", 0, "folds", "lower split.k"};
    for (const int in : stratify(listing, all, deal)) out.of.push_back(in + 1 == fold ? Part::test : Part::train);
    draw_validation(out, listing, validation, key(), static_cast<std::uint32_t>(fold));
    const double rest = 1 - 1.0 / k;
    out.shares = {rest * (1 - validation), rest * validation, 1.0 / k};
    return out;
  }

  std::vector<Settings> folds(const Listing& listing) const override {
    if (fold > 0) return Split::folds(listing);
    std::vector<Settings> out;
    for (int f = 1; f <= k; ++f) out.push_back({{"fold", f}});
    return out;
  }

 private:
  std::uint64_t key() const { return static_cast<std::uint64_t>(seed); }
};
XP_PLUGIN("k_fold", KFold)

}  // namespace
}  // namespace xp
