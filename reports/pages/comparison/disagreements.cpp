#include "reports/comparison/disagreements.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reports/html/escape.h"
#include "reports/outcome.h"
#include "reports/pages/comparison/sections.h"
#include "reports/pages/pictures.h"
#include "reports/words.h"

namespace xp {
namespace {

constexpr std::size_t most_rows = 1000;

/// Cards of a pair: fewer, the more pairs there are.
std::size_t most_cards(std::size_t pairs) { return pairs == 1 ? 12 : pairs <= 3 ? 6 : 3; }

struct Looked {
  const ComparedRuns& all;
  TestAnswers answers;
  std::vector<Album> albums;
};

double surety(const Prediction& said) {
  return said.probabilities.empty() ? 0 : *std::max_element(said.probabilities.begin(), said.probabilities.end());
}

ImageCard card_of(const Looked& looked, const Pair& pair, const Flip& flip) {
  const std::vector<Material>& runs = looked.all.runs;
  const Record &first = runs[pair.first].record, &second = runs[pair.second].record;
  ImageCard out{flip.sample, first.classes, 0, {}, probabilistic(first) && probabilistic(second)};
  for (const std::size_t run : {pair.first, pair.second}) {
    const Prediction said = looked.answers.of(run, flip.sample, pair.first);
    out.label = said.label;
    out.opinions.push_back({looked.all.labels[run], said, looked.albums[run].of(said.sample)});
  }
  return out;
}

std::vector<ImageCard> cards_of_pair(const Looked& looked, const Pair& pair, std::size_t most) {
  std::vector<double> sure;
  for (const Flip& flip : pair.flips) {
    const Prediction* wrong = looked.answers.of(flip.first_right ? pair.second : pair.first, flip.sample);
    sure.push_back(wrong ? surety(*wrong) : 0);
  }
  std::vector<ImageCard> out;
  for (const Flip* flip : telling(pair, sure, most))
    if (looked.answers.of(pair.first, flip->sample) && looked.answers.of(pair.second, flip->sample))
      out.push_back(card_of(looked, pair, *flip));
  return out;
}

Values pairs_of(const ComparedRuns& all) {
  std::vector<const Record*> records;
  Looked looked{all, TestAnswers({}), {}};
  for (const Material& run : all.runs) records.push_back(&run.record), looked.albums.push_back(album_of(run));
  looked.answers = TestAnswers(records);
  std::size_t disagreeing = 0;
  for (const Pair& pair : all.comparison.pairs) disagreeing += !pair.flips.empty();
  Values out{Values::type::list};
  int pictures = most_embedded;
  bool first = true;
  for (const Pair& pair : all.comparison.pairs) {
    if (pair.flips.empty()) continue;
    const std::vector<ImageCard> cards = cards_of_pair(looked, pair, most_cards(disagreeing));
    Values one;
    one.set("heading",
            fmt::format("{} that only one of {} and {} names right",
                        counted(static_cast<long long>(pair.flips.size()), "image"),
                        run_name(all.comparison.runs[pair.first].id), run_name(all.comparison.runs[pair.second].id)));
    one.set("sides",
            fmt::format("The first alone is right on {}, the second alone on {}.", pair.first_only, pair.second_only));
    one.set("open", std::exchange(first, false));
    one.set("cards", cards_of(cards, pictures));
    const std::size_t rest = pair.flips.size() - cards.size();
    one.set("has_rest", rest > 0);
    one.set("rest", rest == 1 ? "1 more is in the table below." : fmt::format("{} more are in the table below.", rest));
    out << one;
  }
  return out;
}

/// One row an image, one column a run: what it said, and a tick where that is right.
std::string table_of(const ComparedRuns& all, const std::vector<Disagreement>& images) {
  std::string out = "<table><thead><tr><th scope=\"col\">image</th><th scope=\"col\">truth</th>";
  for (const std::string& label : all.labels)
    out += fmt::format("<th scope=\"col\"><bdi>{}</bdi></th>", escaped(label));
  out += "</tr></thead>\n<tbody>\n";
  for (std::size_t i = 0; i < std::min(images.size(), most_rows); ++i) {
    const Disagreement& image = images[i];
    out += fmt::format("<tr><th scope=\"row\"><bdi>{}</bdi></th><td><bdi>{}</bdi></td>", escaped(image.image),
                       escaped(image.truth));
    for (const std::string& said : image.said)
      out += said.empty()          ? "<td>–</td>"
             : said == image.truth ? "<td>✓</td>"
                                   : fmt::format("<td><bdi>{}</bdi></td>", escaped(said));
    out += "</tr>\n";
  }
  return out + "</tbody></table>\n";
}

}  // namespace

Section disagreements_section(const ComparedRuns& all) {
  const std::vector<Disagreement> images = disagreements(all.comparison);
  if (images.empty()) return {"disagreements", "", "", ""};
  const std::size_t left_out = images.size() - std::min(images.size(), most_rows);
  Values values;
  values.set("pairs", pairs_of(all));
  values.set("count", counted(static_cast<long long>(images.size()), "image"));
  values.set("table", table_of(all, images));
  values.set("has_left_out", left_out > 0);
  std::vector<std::string> names;
  for (const Material& run : all.runs) names.push_back(run_name(run.record.run.id));
  values.set("left_out", fmt::format("{} more are not listed here", left_out));
  values.set("command", command_text("compare", names, all.how) + " --json");
  return {"disagreements", "Images on which they disagree",
          forced_text(all.comparison) +
              "One run names them right where the other does not; those come first for which the run that is wrong was "
              "surest. Heat maps (Grad-CAM) show where in the image the evidence for a class was found.",
          rendered("disagreements.mustache", values)};
}

}  // namespace xp
