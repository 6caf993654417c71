// A training loop that is not xp's, told to xp: logistic regression on points that are drawn here.
#include <xp/track.h>
#include <cmath>
#include <iostream>
#include <random>
#include <vector>

struct Point {
  double x, y;
  int label;
};

/// Two clouds that overlap.
std::vector<Point> draw(int count, int seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> noise(0, 1);
  std::vector<Point> out;
  for (int i = 0; i < count; ++i) out.push_back({noise(random) + 2 * (i % 2), noise(random) + i % 2, i % 2});
  return out;
}

struct Regression {
  double a = 0, b = 0, c = 0;

  double probability(const Point& p) const { return 1 / (1 + std::exp(-(a * p.x + b * p.y + c))); }
  double loss(const Point& p) const { return -std::log(p.label ? probability(p) : 1 - probability(p)); }
  void learn(const Point& p, double rate) {
    const double error = probability(p) - p.label;
    a -= rate * error * p.x, b -= rate * error * p.y, c -= rate * error;
  }
};

xp::track::Metrics judged(const Regression& model, const std::vector<Point>& points, const std::string& part) {
  double loss = 0, right = 0;
  for (const Point& p : points) loss += model.loss(p), right += (model.probability(p) > 0.5) == (p.label == 1);
  const auto n = static_cast<double>(points.size());
  return {{part + "/loss", loss / n}, {part + "/accuracy", right / n}};
}

std::vector<xp::track::Prediction> answers(const Regression& model, const std::vector<Point>& points) {
  std::vector<xp::track::Prediction> out;
  for (const Point& p : points) {
    const double q = model.probability(p);
    out.push_back({"point " + std::to_string(out.size() + 1), p.label, {1 - q, q}});
  }
  return out;
}

int main() try {
  const int epochs = 8;
  const double rate = 0.05;
  const std::vector<Point> train = draw(400, 1), validation = draw(100, 2), test = draw(100, 3);

  xp::track::Options options;
  options.name = "two clouds", options.epochs = epochs;
  xp::track::Run run("logistic", options);
  run.params({{"model", "logistic regression"}, {"optimizer", "sgd"}, {"optimizer.rate", rate}, {"shuffle", false}});

  Regression model;
  int step = 0;
  for (int epoch = 1; epoch <= epochs && !run.stop_requested(); ++epoch) {
    for (const Point& p : train) {
      run.log("train/objective", model.loss(p), ++step);
      model.learn(p, rate);
    }
    xp::track::Metrics metrics = judged(model, train, "train");
    metrics.merge(judged(model, validation, "val"));
    run.epoch(epoch, metrics);
  }
  run.chosen(epochs);
  run.predictions(xp::track::Part::test, {"left", "right"}, answers(model, test));
  run.artifact("weights.txt", std::to_string(model.a) + " " + std::to_string(model.b) + " " + std::to_string(model.c));
  run.finish();
} catch (const xp::track::Error& e) {
  std::cerr << e.what() << "\n";  // what is wrong, and what to do about it
  return 1;
}
