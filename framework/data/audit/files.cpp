// Counts, and single images that are not what they should be.
#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "framework/data/audit/findings.h"

namespace xp {
namespace {

constexpr std::int64_t few = 10;       // images of a class
constexpr std::int64_t few_judge = 5;  // of them in a judging part
constexpr double unequal = 3;          // the largest class over the smallest
constexpr int tiny = 32;               // pixels of the shorter side
constexpr double long_side = 8;        // over the shorter one

void list(Findings& out, Audit::Grade grade, const std::string& name, const std::vector<std::string>& samples,
          const std::string& what, const std::string& advice) {
  if (!samples.empty())
    out.push_back({grade, name, fmt::format("{} {}.", counted(samples.size(), "image"), what), advice, samples});
}

}  // namespace

void judge_counts(const Audited& data, Findings& out) {
  const std::vector<std::int64_t> counts = data.listing.counts();
  std::vector<std::string> small, absent;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    const std::string& name_of = data.listing.classes[c];
    if (counts[c] < few) small.push_back(fmt::format("{} {}", name_of, counts[c]));
    if (!data.divided()) continue;
    for (const Part part : {Part::validation, Part::test}) {
      const std::vector<int> in = data.parts.indices(part);
      const auto n =
          std::count_if(in.begin(), in.end(), [&](int i) { return data.sample(i).label == static_cast<int>(c); });
      if (!in.empty() && n < few_judge) absent.push_back(fmt::format("{} {} in {}", name_of, n, name(part)));
    }
  }
  if (!small.empty())
    out.push_back({Audit::Grade::risk, "small classes",
                   fmt::format("Fewer than {} images of a class: {}.", few, join(small)),
                   "Nothing can be learned or judged from so few: add images, or leave the class out."});
  if (!absent.empty())
    out.push_back({Audit::Grade::note, "few judging images",
                   fmt::format("Fewer than {} images of a class: {}.", few_judge, join(absent)),
                   "Its recall there moves by a fifth or more with one image: a larger part, or k_fold."});
  const auto [least, most] = std::minmax_element(counts.begin(), counts.end());
  if (!counts.empty() && *least > 0 && static_cast<double>(*most) >= unequal * static_cast<double>(*least))
    out.push_back({Audit::Grade::note, "unequal classes",
                   fmt::format("{} images of {} and {} of {}: always naming the largest class is {} right.", *most,
                               data.listing.classes[static_cast<std::size_t>(most - counts.begin())], *least,
                               data.listing.classes[static_cast<std::size_t>(least - counts.begin())],
                               percentage(static_cast<double>(*most) / static_cast<double>(data.size()))),
                   "Look at balanced accuracy; class weights or balance help to learn the smaller ones."});
}

void judge_files(const Audited& data, Findings& out) {
  std::vector<std::string> unreadable, blank, small, odd;
  for (int i = 0; i < static_cast<int>(data.size()); ++i) {
    const Look& look = data.look(i);
    const std::string shown = data.shown(i);
    if (!look.unreadable.empty()) {
      unreadable.push_back(shown + ": " + look.unreadable);
      continue;
    }
    const int least = std::min(look.width, look.height), most = std::max(look.width, look.height);
    const std::string size = fmt::format("{}: {} × {}", shown, look.width, look.height);
    if (least == 0) continue;  // nobody looked
    if (look.contrast < least_contrast)
      blank.push_back(fmt::format("{}: brightness {:.2f} throughout", shown, look.brightness));
    if (least < tiny) small.push_back(size);
    if (most >= long_side * least) odd.push_back(size);
  }
  list(out, Audit::Grade::risk, "unreadable files", unreadable, "cannot be read",
       "Repair or remove them; dataset.unreadable=skip leaves them out and says so.");
  list(out, Audit::Grade::risk, "empty images", blank, "of one brightness all over",
       "Nothing is in them: remove them.");
  list(out, Audit::Grade::note, "tiny images", small, fmt::format("with a side below {} pixels", tiny),
       "Enlarged they are blur; a class that has more of them is told by that.");
  list(out, Audit::Grade::note, "odd shapes", odd, fmt::format("more than {} times as long as wide", long_side),
       "Stretched to a square their content is bent; letterbox keeps it.");
}

}  // namespace xp
