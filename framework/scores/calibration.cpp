#include "framework/scores/calibration.h"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <utility>

namespace xp {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr int most_bins = 10;

struct Said {
  double confidence;
  bool right;
};

std::vector<Said> said(const Judged& judged) {
  std::vector<Said> out;
  for (const Prediction& p : judged.predictions) {
    const int c = predicted(p);
    out.push_back({p.probabilities[static_cast<std::size_t>(c)], c == p.label});
  }
  return out;
}

/// Sums first, means at the end.
void add(Bin& bin, const Said& image) {
  ++bin.images;
  bin.confidence += image.confidence, bin.accuracy += image.right;
}

void finish(std::vector<Bin>& bins) {
  for (Bin& bin : bins) {
    const double n = bin.images ? bin.images : undefined;
    bin.confidence /= n, bin.accuracy /= n;
  }
}

using Rows = std::vector<std::vector<double>>;

/// How fast the log loss of softmax(z / T) rises with 1/T: Σ over images of (mean of z by softmax(z / T)) − z of the
/// truth. It never falls as 1/T rises. `z` is the logarithms less their largest, so all are at most 0.
double slope(const Rows& z, const std::vector<Prediction>& predictions, double inverse) {
  double sum = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    double weight = 0, mean = 0;
    for (const double v : z[i]) {
      const double w = std::exp(inverse * v);
      weight += w, mean += w * v;
    }
    sum += mean / weight - z[i][static_cast<std::size_t>(predictions[i].label)];
  }
  return sum;
}

Rows logarithms(const std::vector<Prediction>& predictions) {
  Rows out;
  for (const Prediction& p : predictions) {
    std::vector<double> z;
    for (const double v : p.probabilities) z.push_back(std::log(std::max(v, std::numeric_limits<double>::epsilon())));
    const double largest = *std::max_element(z.begin(), z.end());
    for (double& v : z) v -= largest;
    out.push_back(std::move(z));
  }
  return out;
}

}  // namespace

std::vector<Bin> equal_bins(const Judged& judged) {
  if (judged.predictions.empty()) return {};
  std::vector<Bin> bins;
  for (int i = 0; i < most_bins; ++i) bins.push_back({i / double(most_bins), (i + 1) / double(most_bins), 0, 0, 0});
  for (const Said& image : said(judged)) {
    const auto reaches = [&](const Bin& bin) { return image.confidence <= bin.high; };
    const auto bin = std::find_if(bins.begin(), bins.end() - 1, reaches);  // rounding may lift a confidence above 1
    add(*bin, image);
  }
  finish(bins);
  return bins;
}

std::vector<Bin> adaptive_bins(const Judged& judged) {
  std::vector<Said> images = said(judged);
  std::sort(images.begin(), images.end(), [](const Said& a, const Said& b) { return a.confidence < b.confidence; });
  std::vector<Bin> bins;
  std::size_t last = most_bins;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const double confidence = images[i].confidence;
    const std::size_t place = i && images[i - 1].confidence == confidence ? last : most_bins * i / images.size();
    if (place != last) bins.push_back({confidence, confidence, 0, 0, 0});
    last = place;
    bins.back().high = confidence;
    add(bins.back(), images[i]);
  }
  finish(bins);
  return bins;
}

double calibration_error(const std::vector<Bin>& bins) {
  double sum = 0, images = 0;
  for (const Bin& bin : bins)
    if (bin.images) sum += bin.images * std::abs(bin.accuracy - bin.confidence), images += bin.images;
  return images > 0 ? sum / images : undefined;
}

double temperature(const Judged& judged) {
  const Rows z = logarithms(judged.predictions);
  const auto rising = [&](double inverse) { return slope(z, judged.predictions, inverse); };
  double scale = 0;
  bool all_right = true;
  for (std::size_t i = 0; i < z.size(); ++i) {
    for (const double v : z[i]) scale += std::abs(v);
    all_right = all_right && z[i][static_cast<std::size_t>(judged.predictions[i].label)] == 0;
  }
  if (all_right || rising(0) >= -1e-12 * scale) return undefined;
  double low = 1, high = 1;
  while (rising(high) < 0) high *= 2;
  while (rising(low) > 0) low /= 2;
  if (low == high) return 1;
  std::uintmax_t steps = 200;
  const auto [a, b] = boost::math::tools::toms748_solve(
      rising, low, high, boost::math::tools::eps_tolerance<double>(std::numeric_limits<double>::digits), steps);
  return 2 / (a + b);
}

double brier(const std::vector<Prediction>& predictions) {
  double sum = 0;
  for (const Prediction& p : predictions)
    for (std::size_t c = 0; c < p.probabilities.size(); ++c) {
      const double away = p.probabilities[c] - (static_cast<std::size_t>(p.label) == c);
      sum += away * away;
    }
  return predictions.empty() ? undefined : sum / static_cast<double>(predictions.size());
}

Calibration calibration(const Judged& judged) {
  Calibration out;
  if (judged.predictions.empty() || !judged.probabilistic) return out;
  out.bins = equal_bins(judged), out.adaptive_bins = adaptive_bins(judged);
  out.ece = calibration_error(out.bins), out.adaptive_ece = calibration_error(out.adaptive_bins);
  double confidence = 0, right = 0;
  for (const Said& image : said(judged)) confidence += image.confidence, right += image.right;
  out.confidence = confidence / judged.images(), out.accuracy = right / judged.images();
  out.temperature = temperature(judged);
  return out;
}

}  // namespace xp
