#include "framework/engine/images/likeness/registration.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace xp {
namespace {

constexpr std::size_t tried = 24;  // matches, the most alike ones
constexpr int fewest = 3;          // that have to agree: any two do
constexpr double tolerance = 2.5;  // pixels between where a spot should be and where it is
constexpr double shortest = 8;     // pixels between two spots that tell an angle
constexpr int square = 16;         // pixels
constexpr double hopeless = 0.6;   // a correlation
constexpr double most_degrees = 16, most_scale = 1.4;

/// x' = p·x − q·y + dx, y' = q·x + p·y + dy.
struct Similarity {
  double p = 1, q = 0, dx = 0, dy = 0;

  cv::Point2d operator()(cv::Point2d at) const { return {p * at.x - q * at.y + dx, q * at.x + p * at.y + dy}; }
  double scale() const { return std::hypot(p, q); }
  double degrees() const { return std::atan2(q, p) * 180 / CV_PI; }
  bool likely() const { return scale() < most_scale && scale() > 1 / most_scale && std::abs(degrees()) < most_degrees; }
  cv::Matx23d matrix() const { return {p, -q, dx, q, p, dy}; }
};

struct Pair {
  cv::Point2d a, b;
};

/// From b to a by least squares (Umeyama 1991, in the plane).
Similarity fitted(std::span<const Pair> pairs) {
  cv::Point2d mean_a, mean_b;
  for (const Pair& pair : pairs) mean_a += pair.a, mean_b += pair.b;
  mean_a /= static_cast<double>(pairs.size()), mean_b /= static_cast<double>(pairs.size());
  double along = 0, across = 0, norm = 0;
  for (const Pair& pair : pairs) {
    const cv::Point2d a = pair.a - mean_a, b = pair.b - mean_b;
    along += b.dot(a), across += b.cross(a), norm += b.dot(b);
  }
  if (norm == 0) return {0, 0, 0, 0};
  Similarity out{along / norm, across / norm};
  const cv::Point2d shift = mean_a - out(mean_b);
  out.dx = shift.x, out.dy = shift.y;
  return out;
}

bool explains(const Similarity& similarity, const Pair& pair) {
  const cv::Point2d off = similarity(pair.b) - pair.a;
  return off.dot(off) < tolerance * tolerance;
}

std::vector<Pair> explained(const Similarity& by, const std::vector<Pair>& pairs) {
  std::vector<Pair> out;
  std::copy_if(pairs.begin(), pairs.end(), std::back_inserter(out), [&](const Pair& p) { return explains(by, p); });
  return out;
}

/// The turn and scale that explain most matches, found from two of them at a time (Fischler and Bolles 1981).
std::vector<Pair> consensus(const std::vector<Pair>& pairs) {
  Similarity best{0, 0, 0, 0};
  std::ptrdiff_t most = 0;
  const std::size_t few = std::min(tried, pairs.size());
  for (std::size_t i = 0; i < few; ++i)
    for (std::size_t j = i + 1; j < few; ++j) {
      if (cv::norm(pairs[i].b - pairs[j].b) < shortest) continue;
      const Pair two[] = {pairs[i], pairs[j]};
      const Similarity guess = fitted(two);
      if (!guess.likely()) continue;
      const auto agree = std::count_if(pairs.begin(), pairs.end(), [&](const Pair& p) { return explains(guess, p); });
      if (agree > most) most = agree, best = guess;
    }
  return most < fewest ? std::vector<Pair>() : explained(best, pairs);
}

cv::Point2d in_mirror(const Signature::Spot& spot, const Signature& of, Mirror mirror) {
  return {mirror == Mirror::sideways ? of.width - 1 - spot.x : spot.x,
          mirror == Mirror::upended ? of.height - 1 - spot.y : spot.y};
}

cv::Mat thumbnail(const Signature& of, Mirror mirror) {
  const cv::Mat bytes(of.height, of.width, CV_8U, const_cast<std::uint8_t*>(of.thumbnail.data()));
  cv::Mat out;
  if (mirror != Mirror::none) cv::flip(bytes, out, mirror == Mirror::sideways);
  (mirror == Mirror::none ? bytes : out).convertTo(out, CV_32F, 1, -128);
  return out;
}

double correlation(const cv::Mat& a, const cv::Mat& b, const cv::Mat& inside) {
  cv::Scalar mean_a, deviation_a, mean_b, deviation_b;
  cv::meanStdDev(a, mean_a, deviation_a, inside), cv::meanStdDev(b, mean_b, deviation_b, inside);
  const double covariance = cv::mean(a.mul(b), inside)[0] - mean_a[0] * mean_b[0];
  return covariance / std::max(1e-9, deviation_a[0] * deviation_b[0]);
}

/// Mean over the squares that lie inside as a whole.
double local_correlation(const cv::Mat& a, const cv::Mat& b, const cv::Mat& inside) {
  double sum = 0;
  int squares = 0;
  for (int y = 0; y + square <= a.rows; y += square)
    for (int x = 0; x + square <= a.cols; x += square) {
      const cv::Rect at(x, y, square, square);
      if (cv::countNonZero(inside(at)) < square * square) continue;
      sum += correlation(a(at), b(at), cv::Mat()), ++squares;
    }
  return squares ? sum / squares : 0;
}

/// Fills in how alike they are, and the overlap.
void compare(const Signature& of_a, const Signature& of_b, const Similarity& b_in_a, Alignment& alignment) {
  const cv::Mat a = thumbnail(of_a, Mirror::none), b = thumbnail(of_b, alignment.mirror);
  cv::Mat moved, inside;
  cv::warpAffine(b, moved, b_in_a.matrix(), a.size(), cv::INTER_LINEAR);
  cv::warpAffine(cv::Mat(b.size(), CV_8U, cv::Scalar(255)), inside, b_in_a.matrix(), a.size(), cv::INTER_NEAREST);
  const double pixels = cv::countNonZero(inside);
  const double area_of_b = static_cast<double>(b.total()) * b_in_a.scale() * b_in_a.scale();
  alignment.overlap = pixels / std::min(static_cast<double>(a.total()), area_of_b);
  alignment.correlation = correlation(a, moved, inside);
  if (alignment.correlation > hopeless) alignment.locally = local_correlation(a, moved, inside);
}

}  // namespace

std::optional<Alignment> registered(const Signature& a, const Signature& b, std::span<const SpotMatch> matches) {
  if (matches.size() < fewest) return {};
  Alignment out{matches.front().mirror};
  std::vector<Pair> pairs;
  for (const SpotMatch& match : matches) {
    const Signature::Spot &of_a = a.spots[match.spot_a], &of_b = b.spots[match.spot_b];
    pairs.push_back({{of_a.x, of_a.y}, in_mirror(of_b, b, out.mirror)});
  }
  std::vector<Pair> agreeing = consensus(pairs);
  if (agreeing.size() < fewest) return {};
  Similarity b_in_a = fitted(agreeing);
  if (std::vector<Pair> again = explained(b_in_a, pairs); again.size() >= agreeing.size())
    agreeing = std::move(again), b_in_a = fitted(agreeing);
  if (!b_in_a.likely()) return {};
  out.degrees = b_in_a.degrees(), out.scale = b_in_a.scale(), out.agreeing = static_cast<int>(agreeing.size());
  compare(a, b, b_in_a, out);
  return out;
}

}  // namespace xp
