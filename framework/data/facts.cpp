#include "framework/data/facts.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <numeric>
#include <set>

namespace xp {
namespace {

/// "jpg" of "a/B.JPG".
std::string ending(const std::string& path) {
  const auto slash = path.find_last_of('/'), dot = path.find_last_of('.');
  if (dot == std::string::npos || (slash != std::string::npos && dot < slash)) return "";
  std::string out = path.substr(dot + 1);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out == "jpeg" ? "jpg" : out == "tiff" ? "tif" : out;
}

class Facts {
 public:
  Facts(const Listing& listing, const Survey& survey) : listing_(listing), survey_(survey) {}

  using Number = std::function<double(const Look&)>;
  using Word = std::function<std::string(const Sample&, const Look&)>;

  void numbers(const std::string& name, const std::string& unit,
               const std::vector<std::pair<std::string, Number>>& asked) {
    Fact fact{name, unit};
    bool varies = false;
    for (const auto& [title, number] : asked) {
      fact.titles.push_back(title);
      std::vector<double> column;
      std::set<double> seen;
      for (const Look& look : survey_.looks) {
        column.push_back(look.unreadable.empty() ? number(look) : 0);
        if (look.unreadable.empty() && seen.size() < 2) seen.insert(column.back());
      }
      varies |= seen.size() > 1;
      fact.columns.push_back(std::move(column));
    }
    if (varies) out.push_back(std::move(fact));
  }

  void words(const std::string& name, const Word& word) {
    Fact fact{name, ""};
    std::set<std::string> seen;
    for (std::size_t i = 0; i < survey_.looks.size(); ++i) {
      const Look& look = survey_.looks[i];
      fact.words.push_back(look.unreadable.empty() ? word(listing_.samples[i], look) : "");
      if (look.unreadable.empty()) seen.insert(fact.words.back());
    }
    if (seen.size() > 1) out.push_back(std::move(fact));
  }

  std::vector<Fact> out;

 private:
  const Listing& listing_;
  const Survey& survey_;
};

/// Sets that grow together: a forest of parents.
class Sets {
 public:
  explicit Sets(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0); }
  int of(int i) {
    while (parent_[static_cast<std::size_t>(i)] != i) {
      auto& up = parent_[static_cast<std::size_t>(i)];
      i = up = parent_[static_cast<std::size_t>(up)];
    }
    return i;
  }
  void join(int a, int b) { parent_[static_cast<std::size_t>(std::max(of(a), of(b)))] = std::min(of(a), of(b)); }

 private:
  std::vector<int> parent_;
};

}  // namespace

std::vector<Fact> facts_of(const Listing& listing, const Survey& survey) {
  Facts facts(listing, survey);
  facts.numbers("file size", "KiB", {{"file size", [](const Look& l) { return l.bytes / 1024; }}});
  facts.numbers("pixel size", "pixels",
                {{"width", [](const Look& l) { return l.width; }}, {"height", [](const Look& l) { return l.height; }}});
  facts.numbers(
      "aspect", "",
      {{"height over width", [](const Look& l) { return l.width ? static_cast<double>(l.height) / l.width : 0; }}});
  facts.numbers("brightness", "", {{"mean brightness", [](const Look& l) { return l.brightness; }}});
  facts.numbers("contrast", "", {{"deviation of brightness", [](const Look& l) { return l.contrast; }}});
  facts.numbers("tint", "", {{"distance from grey", [](const Look& l) { return l.tint; }}});
  facts.numbers("border", "", {{"share of plain border", [](const Look& l) { return l.border; }}});
  std::vector<std::pair<std::string, Facts::Number>> corners;
  const char* places[] = {"upper left", "upper right", "lower left", "lower right"};
  for (std::size_t i = 0; i < 8; ++i)
    corners.emplace_back((i % 2 ? "deviation " : "mean ") + std::string(places[i / 2]),
                         [i](const Look& l) { return l.corners[i]; });
  facts.numbers("corners", "", corners);
  facts.words("device", [](const Sample&, const Look& l) { return l.device; });
  facts.words("source", [](const Sample& s, const Look&) { return s.source; });
  facts.words("file type", [](const Sample& s, const Look&) { return ending(s.path); });
  facts.words("stored form", [](const Sample&, const Look& l) {
    return std::to_string(l.channels) + " × " + std::to_string(l.bits) + " bits";
  });
  return std::move(facts.out);
}

std::vector<int> units_of(const Listing& listing, const Survey& survey) {
  const std::size_t n = listing.samples.size();
  Sets sets(n);
  std::map<std::string, int> first;
  const auto meet = [&](const std::string& key, int i) {
    const auto [found, fresh] = first.emplace(key, i);
    if (!fresh) sets.join(found->second, i);
  };
  for (std::size_t i = 0; i < n; ++i) {
    const Sample& s = listing.samples[i];
    if (!s.group.empty()) meet("group " + s.group, static_cast<int>(i));
    if (!shows_something(survey.looks[i])) continue;
    meet("content " + content(s), static_cast<int>(i));
    meet("pixels " + survey.looks[i].pixels, static_cast<int>(i));
  }
  for (const Likeness& l : survey.likenesses) sets.join(l.a, l.b);
  std::map<int, int> number;
  std::vector<int> out;
  for (std::size_t i = 0; i < n; ++i)
    out.push_back(number.emplace(sets.of(static_cast<int>(i)), static_cast<int>(number.size())).first->second);
  return out;
}

}  // namespace xp
