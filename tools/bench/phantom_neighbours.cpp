// How much of a phantom's class can be read without looking for the spine: the nearest neighbours by the picture's
// size, by its mean brightness and by a thumbnail of 16 x 16 grey values. Links libxp alone.
//   phantom_neighbours [seeds] [images ...]        (3 seeds of 300 and 2000 images)
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <span>

#include "framework/experiment.h"

namespace {

using namespace xp;

/// What is known of each image: rows of equal length.
struct Features {
  const char* name;
  std::size_t columns = 0;
  std::vector<float> values{};
  std::span<const float> row(std::size_t i) const { return {values.data() + i * columns, columns}; }
  void add(std::initializer_list<float> row) { columns = row.size(), values.insert(values.end(), row); }
};

constexpr int side = 16, most = 5, permutations = 200;

/// Mean grey of each of 16 x 16 cells; a pixel on a border counts in both by its share.
std::vector<float> thumbnail(const Image& image) {
  std::vector<float> cells;
  for (int row = 0; row < side; ++row)
    for (int column = 0; column < side; ++column) {
      const double x0 = image.width * column / double(side), x1 = image.width * (column + 1) / double(side);
      const double y0 = image.height * row / double(side), y1 = image.height * (row + 1) / double(side);
      double sum = 0, area = 0;
      for (int y = static_cast<int>(y0); y < std::min<double>(y1, image.height); ++y)
        for (int x = static_cast<int>(x0); x < std::min<double>(x1, image.width); ++x) {
          const double share =
              (std::min(x1, x + 1.0) - std::max(x0, double(x))) * (std::min(y1, y + 1.0) - std::max(y0, double(y)));
          sum += share * image.at(x, y), area += share;
        }
      cells.push_back(static_cast<float>(sum / area));
    }
  return cells;
}

/// The nearest others of each image, nearest first. Equal distances fall to the order of the images, which is shuffled.
std::vector<std::vector<int>> neighbours(const Features& features, std::size_t images) {
  std::vector<std::vector<int>> nearest(images);
  std::vector<std::pair<float, int>> distances(images);
  for (std::size_t i = 0; i < images; ++i) {
    const auto a = features.row(i);
    for (std::size_t j = 0; j < images; ++j) {
      const auto b = features.row(j);
      float sum = 0;
      for (std::size_t k = 0; k < a.size(); ++k) sum += (a[k] - b[k]) * (a[k] - b[k]);
      distances[j] = {i == j ? std::numeric_limits<float>::infinity() : sum, static_cast<int>(j)};
    }
    std::partial_sort(distances.begin(), distances.begin() + most, distances.end());
    for (int k = 0; k < most; ++k) nearest[i].push_back(distances[k].second);
  }
  return nearest;
}

/// Mean of the classes' recalls; among classes with equal votes the one of the nearest neighbour wins.
double balanced_accuracy(const std::vector<std::vector<int>>& nearest, const std::vector<int>& labels, int classes,
                         int k) {
  std::vector<double> right(classes), total(classes);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    std::vector<int> votes(classes);
    for (int n = 0; n < k; ++n) ++votes[labels[nearest[i][n]]];
    const int best = *std::max_element(votes.begin(), votes.end());
    int guess = 0;
    for (int n = k - 1; n >= 0; --n)
      if (votes[labels[nearest[i][n]]] == best) guess = labels[nearest[i][n]];
    total[labels[i]] += 1, right[labels[i]] += guess == labels[i];
  }
  double sum = 0;
  for (int c = 0; c < classes; ++c) sum += right[c] / total[c] / classes;
  return sum;
}

/// One line: accuracy, and the middle 95 % of what permuted labels reach.
void print_line(const char* task, int images, int seed, const Features& features, std::vector<int> labels,
                int classes) {
  const auto nearest = neighbours(features, labels.size());
  std::printf("%-13s %6d %5d  %-17s %6.3f", task, images, seed, features.name, 1.0 / classes);
  for (const int k : {1, most}) {
    const double accuracy = balanced_accuracy(nearest, labels, classes, k);
    std::vector<int> permuted = labels;
    std::vector<double> reached;
    Random random(seed, "bench/permutation");
    for (int i = 0; i < permutations; ++i) {
      random.shuffle(permuted);
      reached.push_back(balanced_accuracy(nearest, permuted, classes, k));
    }
    std::sort(reached.begin(), reached.end());
    const double low = reached[permutations / 40], high = reached[permutations - 1 - permutations / 40];
    std::printf("   %.3f (%.3f..%.3f)%s", accuracy, low, high, accuracy > high ? "+" : accuracy < low ? "-" : " ");
  }
  std::printf("\n");
  std::fflush(stdout);
}

void measure(const char* task, int images, int seed) {
  const auto phantom =
      Registry::global().make<Dataset>(Choice("spine_phantom", {{"task", task}, {"images", images}, {"seed", seed}}));
  Listing listing = phantom->list();
  Random(seed, "bench/order").shuffle(listing.samples);
  Features sizes{"width, height"}, means{"mean brightness"}, thumbnails{"16 x 16 thumbnail"};
  thumbnails.columns = side * side;
  std::vector<int> labels;
  for (const Sample& sample : listing.samples) {
    const Image image = phantom->draw(sample);
    labels.push_back(sample.label);
    sizes.add({static_cast<float>(image.width), static_cast<float>(image.height)});
    means.add({std::accumulate(image.pixels.begin(), image.pixels.end(), 0.0f) / image.pixels.size()});
    const std::vector<float> cells = thumbnail(image);
    thumbnails.values.insert(thumbnails.values.end(), cells.begin(), cells.end());
  }
  for (const Features* features : {&sizes, &means, &thumbnails})
    print_line(task, images, seed, *features, labels, static_cast<int>(listing.classes.size()));
}

}  // namespace

int main(int argc, char** argv) {
  const int seeds = argc > 1 ? std::atoi(argv[1]) : 3;
  std::vector<int> sizes;
  for (int i = 2; i < argc; ++i) sizes.push_back(std::atoi(argv[i]));
  if (sizes.empty()) sizes = {300, 2000};
  std::printf(
      "Leave-one-out nearest neighbours, balanced accuracy (95 %% of permuted labels); + above the band, - below\n");
  std::printf("%-13s %6s %5s  %-17s %6s   %-22s   %-22s\n", "task", "images", "seed", "known", "chance", "1 neighbour",
              "5 neighbours");
  for (const char* task : {"three_classes", "double_curve", "als_types", "double_contour"})
    for (const int images : sizes)
      for (int seed = 1; seed <= seeds; ++seed) measure(task, images, seed);
}
