#include <algorithm>
#include <map>
#include <set>

#include "framework/experiment.h"

namespace xp {
namespace {

struct LeaveOneSourceOut : Split {
  static constexpr const char* doc = "The test is all that comes from one source, such as a hospital or a device.";
  std::string source;
  double validation = 0.15;

  static void describe(Params<LeaveOneSourceOut>& p) {
    p("source", &LeaveOneSourceOut::source,
      "the source that is left out of training and tested; none named: each in turn, one run with a part for each");
    p("validation", &LeaveOneSourceOut::validation, "share of the other sources' samples by which epochs are chosen")
        .between(0, 0.9);
  }

  Division divide(const Listing& listing) const override {
    check(listing);
    Division out;
    for (const Sample& s : listing.samples) out.of.push_back(s.source == source ? Part::test : Part::train);
    draw_validation(out, listing, validation, static_cast<std::uint64_t>(seed));
    return out;
  }

  std::vector<Settings> folds(const Listing& listing) const override {
    if (!source.empty()) return Split::folds(listing);
    std::vector<Settings> out;
    for (const std::string& s : sources(listing)) out.push_back({{"source", s}});
    return out;
  }

 private:
  static std::vector<std::string> sources(const Listing& listing) {
    std::set<std::string> out;
    for (const Sample& s : listing.samples)
      if (!s.source.empty()) out.insert(s.source);
    return {out.begin(), out.end()};
  }

  void check(const Listing& listing) const {
    const std::string me = "split leave_one_source_out";
    const auto silent = [](const Sample& s) { return s.source.empty(); };
    if (const auto n = std::count_if(listing.samples.begin(), listing.samples.end(), silent); n > 0)
      throw Error(
          me + ": " + std::to_string(n) + " of " + std::to_string(listing.samples.size()) + " samples have no source",
          "a manifest's column \"source\" names it, for instance the hospital");
    const std::vector<std::string> known = sources(listing);
    if (source.empty())
      throw Error(me + ".source names none, which stands for each in turn and is no single division",
                  "known: " + printable(join(known)));
    if (std::find(known.begin(), known.end(), source) == known.end())
      throw Error(me + ": no sample comes from \"" + printable(source) + "\"", printable(suggestion(source, known)));
    if (known.size() < 2)
      throw Error(me + ": all samples come from " + printable(source) + ", nothing is left to train on",
                  "take hold_out, or k_fold");
    std::map<std::string, std::string> of_group;
    for (const Sample& s : listing.samples) {
      if (s.group.empty()) continue;
      const std::string& other = of_group.try_emplace(s.group, s.source).first->second;
      if ((other == source) != (s.source == source))
        throw Error(me + ": group " + printable(s.group) + " has samples from " + printable(other) + " and from " +
                        printable(s.source) + ", so it would lie in training and in the test",
                    "leave those from one of the two sources out of the data");
    }
  }
};
XP_PLUGIN("leave_one_source_out", LeaveOneSourceOut)

}  // namespace
}  // namespace xp
