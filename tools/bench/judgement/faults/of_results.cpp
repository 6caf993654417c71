// Faults of what a network said and of the parts that it was judged by, each planted into a run without one.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "tools/bench/judgement/faults/healthy.h"

namespace xp::bench {
namespace {

std::vector<double>& probabilities(Record& record, std::size_t i) { return record.test[i].probabilities; }

std::size_t said(const std::vector<double>& p) {
  return static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
}

double right(const Record& record) {
  double out = 0;
  for (const Prediction& p : record.test) out += predicted(p) == p.label;
  return out / static_cast<double>(record.test.size());
}

std::size_t rarest(const Setup& setup) {
  return static_cast<std::size_t>(std::min_element(setup.shares.begin(), setup.shares.end()) - setup.shares.begin());
}

/// What has nothing to do with the image: the answers as they are, dealt out anew.
Planted guesses(Random& random) {
  Planted out = without_fault(random);
  std::vector<std::vector<double>> answers;
  for (const Prediction& p : out.record.test) answers.push_back(p.probabilities);
  random.shuffle(answers);
  for (std::size_t i = 0; i < answers.size(); ++i) probabilities(out.record, i) = answers[i];
  return out;
}

Planted one_class(Random& random) {
  Planted out = without_fault(random);
  const std::size_t only = random.below(out.record.classes.size());
  for (Prediction& p : out.record.test) std::swap(p.probabilities[only], p.probabilities[said(p.probabilities)]);
  return out;
}

/// More than two classes, so that the others still tell something apart.
Planted class_never_said(Random& random) {
  Drawn d = healthy(random);
  while (d.setup.shares.size() < 3) d = healthy(random);
  Planted out{recorded(d.setup, d.course, random), ""};
  const std::size_t never = rarest(d.setup);
  for (Prediction& p : out.record.test) {
    p.probabilities[never] = 0;
    for (std::size_t c = 0; c < p.probabilities.size(); ++c)
      if (c != never) p.probabilities[c] += 1e-9;  // where it was the only one thought of
    const double sum = std::accumulate(p.probabilities.begin(), p.probabilities.end(), 0.0);
    for (double& q : p.probabilities) q /= sum;
  }
  return out;
}

/// A class of 30 test images or more, not the largest, of which so few are known, behind an accuracy that hides it.
Planted failed_class(Random& random) {
  for (;;) {
    Drawn d = healthy(random);
    const std::size_t c = rarest(d.setup);
    if (d.setup.shares[c] * d.setup.test < 30 || d.setup.shares[c] > 0.34) continue;
    Planted out{recorded(d.setup, d.course, random), ""};
    const double known = random.uniform(0.05, 0.25);
    int of_class = 0, still_known = 0;
    for (Prediction& p : out.record.test) {
      if (p.label != static_cast<int>(c)) continue;
      ++of_class;
      if (said(p.probabilities) != c) continue;
      if (random.chance(known))
        ++still_known;
      else
        std::swap(p.probabilities[c],
                  p.probabilities[(c + 1 + random.below(d.setup.shares.size() - 1)) % d.setup.shares.size()]);
    }
    if (still_known <= 0.25 * of_class && right(out.record) >= 0.6) return out;
  }
}

/// Logits times a factor, until mean confidence and accuracy lie 15 points apart.
Planted miscalibrated(Random& random) {
  for (;;) {
    Planted out = without_fault(random);
    const double accuracy = right(out.record), factor = std::exp(random.uniform(-2.5, 2.5));
    double confidence = 0;
    for (Prediction& p : out.record.test) {
      double sum = 0;
      for (double& q : p.probabilities) sum += q = std::pow(std::max(q, 1e-12), factor);
      for (double& q : p.probabilities) q /= sum;
      confidence += p.probabilities[said(p.probabilities)] / static_cast<double>(out.record.test.size());
    }
    if (std::abs(confidence - accuracy) >= 0.15) return out;
  }
}

/// Of a part, all but so many images are given to training.
void keep(Record& record, Part part, std::size_t images, Random& random) {
  auto& predictions = part == Part::test ? record.test : record.validation;
  random.shuffle(predictions);
  predictions.resize(std::min(images, predictions.size()));
  std::vector<bool> stays(record.samples.size());
  for (const Prediction& p : predictions) stays[static_cast<std::size_t>(p.sample)] = true;
  for (std::size_t i = 0; i < stays.size(); ++i)
    if (record.samples[i].part == part && !stays[i]) record.samples[i].part = Part::train;
}

Planted small_test(Random& random) {
  Planted out = without_fault(random);
  keep(out.record, Part::test, 4 + random.below(9), random);
  return out;
}

Planted no_test(Random& random) {
  Planted out = without_fault(random);
  keep(out.record, Part::test, 0, random);
  std::erase_if(out.record.metrics, [](const auto& metric) { return metric.first.starts_with("test/"); });
  return out;
}

Planted small_validation(Random& random) {
  Planted out = without_fault(random);
  keep(out.record, Part::validation, 2 + random.below(17), random);
  return out;
}

Planted no_validation(Random& random) {
  Planted out = without_fault(random);
  keep(out.record, Part::validation, 0, random);
  std::erase_if(out.record.metrics, [](const auto& metric) { return metric.first.starts_with("val/"); });
  out.record.run.val_images = 0;
  set(out.record.settings, "train.monitor", "train/loss");
  return out;
}

Planted untested(Random& random) {
  Planted out = without_fault(random);
  const int c = static_cast<int>(random.below(out.record.classes.size()));
  std::erase_if(out.record.test, [&](const Prediction& p) { return p.label == c; });
  for (StoredSample& s : out.record.samples)
    if (s.part == Part::test && s.label == c) s.part = Part::train;
  return out;
}

/// From one copy to a tenth of the test.
Planted copies(Random& random) {
  Planted out = without_fault(random);
  std::vector<std::size_t> train, test;
  for (std::size_t i = 0; i < out.record.samples.size(); ++i)
    (out.record.samples[i].part == Part::train ? train : test).push_back(i);
  const std::size_t most = 1 + out.record.test.size() / 10;
  for (std::size_t i = 0, count = 1 + random.below(most); i < count; ++i) {
    StoredSample& copy = out.record.samples[test[random.below(test.size())]];
    const StoredSample& of = out.record.samples[train[random.below(train.size())]];
    copy.sha256 = of.sha256, copy.label = of.label;
  }
  return out;
}

/// Neighbours in size and thumbnail do as well as the network, or better.
Planted worse_than_a_control(Random& random) {
  Planted out = without_fault(random);
  const double accuracy = std::min(1.0, right(out.record) + random.uniform(0, 0.1));
  out.record.metrics["test/accuracy"] = {{out.record.run.chosen_epoch, right(out.record)}};
  out.record.children.push_back({2,
                                 "control image-statistics",
                                 Status::finished,
                                 1,
                                 static_cast<int>(out.record.test.size()),
                                 {{"test/accuracy", accuracy}, {"test/balanced_accuracy", accuracy}}});
  return out;
}

Planted looks_at_border(Random& random) {
  Planted out = without_fault(random);
  out.record.telemetry["test/saliency_border"] = {{out.record.run.chosen_epoch, random.uniform(0.55, 0.95)}};
  return out;
}

}  // namespace

std::vector<Fault> faults_of_results() {
  return {
      {"guesses", guesses, "no better than guessing", Grade::warning, "the network's answers, dealt to other images"},
      {"one class", one_class, "class collapse", Grade::serious, "every test image is given the same class"},
      {"class never said", class_never_said, "class collapse", Grade::warning, "the rarest of three or more"},
      {"class failure", failed_class, "class failure", Grade::warning,
       "the rarest class, of 30 test images or more, is known in 25 % of them at most, at an accuracy of 60 % and "
       "more"},
      {"miscalibration", miscalibrated, "miscalibration", Grade::warning,
       "logits times 0.08 to 12, mean confidence and accuracy 15 points apart or more"},
      {"small test", small_test, "small test set", Grade::warning, "4 to 12 test images"},
      {"no test", no_test, "no test set", Grade::warning, "no test part"},
      {"small validation", small_validation, "small validation part", Grade::warning, "2 to 18 validation images"},
      {"no validation", no_validation, "small validation part", Grade::warning, "no validation part"},
      {"untested class", untested, "untested class", Grade::warning, "one class has no test image"},
      {"copies", copies, "leak", Grade::serious, "1 image, up to a tenth of the test, is one of training"},
      {"worse than a control", worse_than_a_control, "no better than image-statistics", Grade::serious,
       "neighbours are 0 to 10 points better"},
      {"heat at the border", looks_at_border, "saliency on the border", Grade::warning,
       "55 to 95 % of the heat, where 19 % would be even"},
  };
}

}  // namespace xp::bench
