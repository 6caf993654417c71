// A sheet of phantoms to look at, as a PGM on the standard output: one row a class of every task, then one a fault.
//   phantom_sheet > sheet.pgm                     (320 pixels high each; another height as the argument)
// What a row shows is printed to the standard error, from the top.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "framework/experiment.h"

namespace {

using namespace xp;

constexpr int columns = 8, gap = 4;

struct Row {
  std::string title;
  std::vector<Image> images;
};

/// The first images of one label; of those alone that were drawn as another class, where labels lie.
Row row(const std::string& title, const Choice& choice, int label, bool lying = false) {
  const auto phantom = Registry::global().make<Dataset>(choice);
  const Listing listing = phantom->list();
  Row out{title, {}};
  for (const Sample& sample : listing.samples)
    if (sample.label == label && sample.name.starts_with(listing.classes[label] + "/") != lying &&
        out.images.size() < columns)
      out.images.push_back(phantom->draw(sample));
  return out;
}

/// Originals and their copies in pairs.
Row copies(const Choice& choice) {
  const auto phantom = Registry::global().make<Dataset>(choice);
  Row out{"copies: each after its original", {}};
  for (const Sample& sample : phantom->list().samples) {
    const std::size_t open = sample.name.find(" ("), end = sample.name.find_first_of(",)", open);
    if (open == std::string::npos || out.images.size() >= columns) continue;
    Sample original;
    original.name = sample.name.substr(open + 2, end - open - 2);
    out.images.push_back(phantom->draw(original)), out.images.push_back(phantom->draw(sample));
  }
  return out;
}

void print(const std::vector<Row>& rows) {
  int width = 0, total = 0;
  for (const Row& row : rows) {
    int tallest = 0;
    for (const Image& image : row.images)
      width = std::max(width, image.width), tallest = std::max(tallest, image.height);
    total += tallest + gap;
  }
  Image sheet(columns * (width + gap), total, 1, 0.2f);
  int top = 0;
  for (const Row& row : rows) {
    std::fprintf(stderr, "%s\n", row.title.c_str());
    int left = 0, tallest = 0;
    for (const Image& image : row.images) {
      for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x) sheet.at(left + x, top + y) = image.at(x, y);
      left += width + gap, tallest = std::max(tallest, image.height);
    }
    top += tallest + gap;
  }
  std::printf("P5\n%d %d\n255\n", sheet.width, sheet.height);
  for (const float v : sheet.pixels) std::putchar(static_cast<int>(255 * v + 0.5f));
}

}  // namespace

int main(int argc, char** argv) {
  const int height = argc > 1 ? std::atoi(argv[1]) : 320;
  const auto choice = [&](const char* task, Settings more) {
    Settings settings{{"task", task}, {"height", height}, {"images", 100}};
    settings.insert(settings.end(), more.begin(), more.end());
    return Choice("spine_phantom", settings);
  };
  std::vector<Row> rows;
  for (const char* task : {"three_classes", "double_curve", "als_types", "double_contour"}) {
    const Listing listing = Registry::global().make<Dataset>(choice(task, {}))->list();
    for (std::size_t c = 0; c < listing.classes.size(); ++c)
      rows.push_back(row(std::string(task) + ": " + listing.classes[c], choice(task, {}), static_cast<int>(c)));
  }
  rows.push_back(
      row("one patient after the other, four images each", choice("als_types", {{"images_per_patient", 4}}), 0));
  rows.push_back(copies(choice("three_classes", {{"copies", 0.3}})));
  rows.push_back(
      row("label noise: all of them are called Normal", choice("three_classes", {{"label_noise", 0.5}}), 0, true));
  for (const char* fault : {"marker", "exposure", "size"})
    for (const int label : {0, 2})
      rows.push_back(row(std::string(fault) + ": class " + std::to_string(label),
                         choice("three_classes", {{fault, fault == std::string("marker") ? 1.0 : 0.5}}), label));
  print(rows);
}
