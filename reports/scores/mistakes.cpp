#include "reports/scores/mistakes.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "reports/words.h"

namespace xp {

std::vector<Mistake> mistakes_of(const Confusion& confusion) {
  std::vector<Mistake> out;
  for (int truth = 0; truth < confusion.classes(); ++truth)
    for (int said = 0; said < confusion.classes(); ++said)
      if (truth != said && confusion.at(truth, said)) out.push_back({truth, said, confusion.at(truth, said)});
  std::stable_sort(out.begin(), out.end(), [&](const Mistake& a, const Mistake& b) {
    if (a.images != b.images) return a.images > b.images;
    return confusion.support(a.truth) < confusion.support(b.truth);
  });
  return out;
}

Table mistakes_table(const Confusion& confusion, const std::vector<std::string>& classes, std::size_t most) {
  Table out{{{"truth"}, {"said"}, {"images", Align::right}, {"of the truth", Align::right}}, {}};
  for (const Mistake& m : mistakes_of(confusion)) {
    if (out.rows.size() == most) break;
    const auto support = static_cast<double>(confusion.support(m.truth));
    out.rows.push_back({classes.at(static_cast<std::size_t>(m.truth)), classes.at(static_cast<std::size_t>(m.said)),
                        std::to_string(m.images), percent(static_cast<double>(m.images) / support)});
  }
  return out;
}

std::string mistakes_sentence(const Confusion& confusion, const std::vector<std::string>& classes) {
  constexpr std::size_t most = 3;
  if (!confusion.total()) return "";
  const std::vector<Mistake> all = mistakes_of(confusion);
  if (all.empty()) return "No image is named wrong.";
  const auto name = [&](int c) { return shorten(classes.at(static_cast<std::size_t>(c)), 40); };
  std::vector<std::string> said;
  std::int64_t told = 0;
  for (std::size_t i = 0; i < std::min(most, all.size()); ++i) {
    const auto support = confusion.support(all[i].truth);
    said.push_back(fmt::format("{} is taken for {} ({} of its {}, {})", name(all[i].truth), name(all[i].said),
                               all[i].images, counted(support, "image"),
                               percent(static_cast<double>(all[i].images) / static_cast<double>(support))));
    told += all[i].images;
  }
  const auto wrong = confusion.total() - confusion.correct();
  const std::string rest = told < wrong ? fmt::format(" These are {} of {} wrong answers.", told, wrong) : "";
  return "Most often " + join(said, "; then ") + "." + rest;
}

}  // namespace xp
