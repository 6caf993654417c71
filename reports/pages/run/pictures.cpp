#include "reports/pages/pictures.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "framework/scores/telling.h"
#include "framework/store/tracked.h"
#include "reports/html/escape.h"
#include "reports/html/tables.h"
#include "reports/outcome.h"
#include "reports/pages/run/sections.h"
#include "reports/parts.h"
#include "reports/words.h"

namespace xp {
namespace {

using Places = std::vector<std::size_t>;

struct Group {
  std::string title, kind;
  Places places;
};

/// Where no probabilities are known, what was named wrong is all that there is to choose.
std::vector<Group> groups_of(const Record& record, const std::vector<Prediction>& test) {
  if (!probabilistic(record)) {
    Places wrong = telling(test, HowMany{16, 0, 0}).worst;
    std::erase_if(wrong, [&](std::size_t i) { return predicted(test[i]) == test[i].label; });
    return {{"Named wrong", "wrong", wrong}};
  }
  const Telling chosen = telling(test);
  return {{"Worst: the least probability for the truth", "worst", chosen.worst},
          {"Best: the most probability for the truth", "best", chosen.best},
          {"Least certain: no class stands out", "least certain", chosen.least_certain}};
}

const StoredSample& sample_of(const Record& record, const Prediction& p) {
  return record.samples[static_cast<std::size_t>(p.sample)];
}

std::string wrong_among(const std::vector<Prediction>& test, const Places& places) {
  const auto wrong =
      std::count_if(places.begin(), places.end(), [&](std::size_t i) { return predicted(test[i]) != test[i].label; });
  if (!wrong) return places.size() == 1 ? "It is named right." : "All of them are named right.";
  return fmt::format("{} of these {} named wrong.", wrong,
                     places.size() == 1 ? "1 is" : fmt::format("{} {}", places.size(), wrong == 1 ? "is" : "are"));
}

/// Why there is no picture, and how to get one.
std::string missing(const Record& record) {
  const std::string run = run_name(record.run.id);
  if (is_imported(record))
    return "There are no pictures: the predictions come from another tool, which alone has the network and the images.";
  if (is_tracked(record))
    return "There are no pictures: the program that told these predictions alone has the network and the images.";
  if (trains_nothing(record)) return "There are no heat maps: this control has no network that could be explained.";
  const std::vector<Child> folds = folds_among(record.children);
  if (folds_of(record))
    return fmt::format("A run of folds keeps no pictures itself; its folds do where it is started with --pictures. {}",
                       folds.empty() ? ""
                                     : fmt::format("xp report {0} shows those of {1}; xp explain {0} FILE … draws heat "
                                                   "maps of any images, by its network.",
                                                   run_name(folds.front().run), folds.front().role));
  return fmt::format("{} xp explain {} FILE … draws heat maps of any images, by this network.",
                     record.run.sweep || record.run.parent
                         ? "No pictures were kept: the runs of a sweep keep them where it is started with --pictures."
                         : "No pictures were kept, as where a run is started with --no-pictures, or interrupted.",
                     run);
}

Table table_of(const Record& record, const std::vector<Prediction>& test, const std::vector<Group>& groups) {
  Table out{{{"image"}, {"truth"}, {"said"}, {"probability of the truth", Align::right}, {"among the"}}, {}};
  const bool sure = probabilistic(record);
  const auto of_class = [&](int c) { return record.classes[static_cast<std::size_t>(c)]; };
  for (const Group& group : groups)
    for (const std::size_t i : group.places)
      out.rows.push_back({sample_of(record, test[i]).name, of_class(test[i].label), of_class(predicted(test[i])),
                          sure ? percent(test[i].probabilities[static_cast<std::size_t>(test[i].label)]) : "–",
                          group.kind});
  return out;
}

/// How many pictures stand there, how large they are, and of what none were kept.
std::string extent(const Album& album, const std::vector<Prediction>& test, const std::vector<Group>& groups,
                   int embedded) {
  std::size_t images = 0, size = 0;
  for (const Group& group : groups)
    for (const std::size_t i : group.places) {
      ++images;
      if (const KeptPicture* kept = album.of(test[i].sample)) size += kept->thumbnail.size() + kept->heat_map.size();
    }
  std::string out =
      fmt::format("{} of {}, {}, {} in all.", images, counted(static_cast<long long>(test.size()), "test image"),
                  counted(embedded, "picture"), bytes(static_cast<double>(size)));
  if (album.left_out) out += fmt::format(" Of {} no pictures were kept.", counted(album.left_out, "other test image"));
  return out;
}

std::string hint(const Record& record, bool pictures, bool maps) {
  std::string out = on_tiles(record) ? "The network saw each image in tiles; here each tile is shown by itself. " : "";
  if (!pictures)
    return out + "Test images that tell most: the worst, the best, and those on which the network was least certain.";
  if (probabilistic(record)) out += "Bars are probabilities, that of the truth in bold. ";
  if (maps)
    out +=
        "Heat maps are Grad-CAM (Selvaraju et al. 2017): what is coloured spoke for the class that the network named, "
        "the lighter the more, and the thin line runs at half of the most. Each has a scale of its own, so that two "
        "cannot be compared in strength. Near the "
        "border are its outer 5 % on each side, where even heat would have 19 %.";
  return out;
}

}  // namespace

Section pictures_section(const Material& run) {
  const Record& record = run.record;
  Section out{"pictures", "Images to look at", "", ""};
  const std::vector<Prediction> test = usable_tiles(record, Part::test);
  const std::vector<Group> groups = groups_of(record, test);
  if (test.empty()) {
    if (folds_of(record) && !folds_among(record.children).empty())
      out.body = fmt::format("<p>{}</p>\n", escaped(missing(record)));
    return out;
  }
  const Album album = album_of(run);
  int left = most_embedded;
  Values values, shown{Values::type::list};
  for (const Group& group : groups) {
    std::vector<ImageCard> cards;
    for (const std::size_t i : group.places)
      cards.push_back({sample_of(record, test[i]).name,
                       record.classes,
                       test[i].label,
                       {{"", test[i], album.of(test[i].sample)}},
                       probabilistic(record)});
    Values one;
    one.set("title", group.title);
    one.set("wrong", group.places.empty() ? "" : wrong_among(test, group.places));
    one.set("cards", cards_of(cards, left));
    if (!cards.empty()) shown << one;
  }
  const int embedded = most_embedded - left;
  values.set("has_pictures", embedded > 0);
  values.set("groups", shown);
  values.set("missing", missing(record));
  values.set("table", groups[0].places.empty() && groups.size() == 1
                          ? "<p>Every test image is named right.</p>\n"
                          : html_of(table_of(record, test, groups), "Test images to look at"));
  values.set("extent", extent(album, test, groups, embedded));
  values.set("remarks", list_of("remark", album.remarks));
  out.body = rendered("pictures.mustache", values);
  const bool maps = std::any_of(album.pictures.begin(), album.pictures.end(),
                                [](const auto& kept) { return !kept.second.heat_map.empty(); });
  out.hint = hint(record, embedded > 0, maps);
  return out;
}

}  // namespace xp
