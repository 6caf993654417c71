// A course as a run records it: finite parts, one network an epoch, what is kept and what is tested.
#include <algorithm>
#include <cmath>

#include "framework/scores/score.h"
#include "tools/bench/judgement/faults/histories.h"

namespace xp::bench {
namespace {

struct Image {
  int sample = 0, label = 0;
  double luck = 0;
};

/// The images of one part; classes as frequent as the setup says.
std::vector<Image> images_of(Record& record, const Setup& setup, Part part, int count, Random& random) {
  std::vector<Image> out;
  double due = 0;
  std::size_t label = 0;
  for (int i = 0; i < count; ++i) {
    while (label + 1 < setup.shares.size() && i >= std::lround((due + setup.shares[label]) * count))
      due += setup.shares[label++];
    const int sample = static_cast<int>(record.samples.size());
    const std::string number = std::to_string(sample);
    record.samples.push_back({record.classes[label] + "/" + number + ".png", static_cast<int>(label), part, "",
                              std::string(64 - number.size(), '0') + number});
    out.push_back({sample, static_cast<int>(label), random.normal()});
  }
  return out;
}

struct Said {
  double accuracy = 0, loss = 0, balanced_accuracy = 0, weighted_loss = 0;
};

/// Ability of a network that sees evidence for each class, N(ability, 1) for the truth and N(0, 1) for the others, and
/// is right as often: ∫ φ(z − ability) Φ(z)^(classes − 1) dz.
double ability_for(double accuracy, std::size_t classes) {
  double low = 0, high = 8;
  for (int halving = 0; halving < 40; ++halving) {
    const double middle = (low + high) / 2;
    double right = 0;
    for (double z = -5; z <= 13; z += 0.1)
      right += 0.1 * std::exp(-(z - middle) * (z - middle) / 2) / std::sqrt(2 * M_PI) *
               std::pow(std::erfc(-z / std::sqrt(2.0)) / 2, static_cast<double>(classes - 1));
    (right < accuracy ? low : high) = middle;
  }
  return low;
}

/// What is said of each image, class by class. Sureness that is right for the ability gives probabilities that mean
/// what they say: softmax of log frequency + ability · evidence.
std::vector<Prediction> answers(const Setup& setup, const std::vector<Image>& images, double ability, double sureness,
                                Random& random) {
  const std::size_t classes = setup.shares.size();
  const double able = ability_for(expected(setup, ability, sureness).accuracy, classes);
  const double weight = able * std::min(1.5, sureness / std::max(0.1, best_sureness(setup, ability)));
  std::vector<Prediction> out;
  for (const Image& image : images) {
    std::vector<double> p;
    double sum = 0;
    for (std::size_t c = 0; c < classes; ++c) {
      const double evidence = random.normal() + (static_cast<int>(c) == image.label ? able : 0);
      p.push_back((setup.balanced ? 1 : setup.shares[c]) * std::exp(weight * evidence)), sum += p.back();
    }
    for (double& share : p) share /= sum;
    out.push_back({image.sample, image.label, p});
  }
  return out;
}

Said judged(const Setup& setup, const std::vector<Image>& images, double ability, double sureness, Random& random) {
  const Odds odds(setup);
  const std::size_t classes = setup.shares.size();
  const double stays = std::sqrt(setup.steady), varies = std::sqrt(1 - setup.steady);
  std::vector<double> right(classes), all(classes), losses(classes);
  Said out;
  for (const Image& image : images) {
    const double said = odds.of(image.label, ability, sureness, stays * image.luck + varies * random.normal());
    const auto c = static_cast<std::size_t>(image.label);
    right[c] += odds.right(image.label, said), losses[c] += loss_of(said), ++all[c];
  }
  double present = 0;
  for (std::size_t c = 0; c < classes; ++c) {
    if (!all[c]) continue;
    ++present;
    out.accuracy += right[c] / static_cast<double>(images.size());
    out.loss += losses[c] / static_cast<double>(images.size());
    out.balanced_accuracy += right[c] / all[c], out.weighted_loss += losses[c] / all[c];
  }
  out.balanced_accuracy /= present, out.weighted_loss /= present;
  return out;
}

void note(Record& record, const Setup& setup, const std::string& part, int epoch, const Said& said) {
  record.metrics[part + "/accuracy"].push_back({epoch, said.accuracy});
  record.metrics[part + "/loss"].push_back({epoch, said.loss});
  record.metrics[part + "/balanced_accuracy"].push_back({epoch, said.balanced_accuracy});
  if (setup.balanced) record.metrics[part + "/weighted_loss"].push_back({epoch, said.weighted_loss});
}

Record begun(const Setup& setup) {
  Record out;
  out.run.id = 1, out.run.experiment = "history", out.run.status = Status::finished, out.run.identity = "a";
  out.run.fingerprint = "d", out.run.epochs_planned = setup.epochs;
  out.run.created = out.run.started = out.run.ended = "2026-11-20T09:24:00.123Z";
  for (std::size_t c = 0; c < setup.shares.size(); ++c) out.classes.push_back("class " + std::to_string(c + 1));
  out.settings = setup.settings;
  set(out.settings, "train.epochs", setup.epochs);
  return out;
}

}  // namespace

Record recorded(const Setup& setup, const Course& course, Random& random) {
  Record out = begun(setup);
  std::vector<Image> train = images_of(out, setup, Part::train, setup.train, random);
  const std::vector<Image> validation = images_of(out, setup, Part::validation, setup.validation, random);
  const std::vector<Image> test = images_of(out, setup, Part::test, setup.test, random);
  random.shuffle(train);
  train.resize(std::min<std::size_t>(train.size(), 400));  // what is measured of it; more would only be smoother
  const bool by_loss = setup.monitor.ends_with("loss");
  const double spikes = random.uniform(0, 0.2),
               dead = random.chance(0.7) ? random.uniform(0, 0.05) : random.uniform(0, 0.15);
  const double slow_start = random.chance(0.2) ? random.uniform(1, 3) : 0, norm = std::exp(random.normal());
  double shake = 0, best = by_loss ? INFINITY : -INFINITY;
  int waited = 0;
  for (int e = 1; e <= setup.epochs; ++e) {
    const auto i = static_cast<std::size_t>(e);
    shake = 0.3 * shake + course.shaken[i] * random.normal();
    // BatchNorm's running statistics take a few epochs to mean something.
    const double lag = std::exp(-(e - 1) / 1.5) * slow_start;
    const double met = (course.train[i - 1] + course.train[i]) / 2 - setup.hurt + 0.3 * shake;
    note(out, setup, "train", e, judged(setup, train, met, (course.sureness[i - 1] + course.sureness[i]) / 2, random));
    const Said said = judged(setup, validation, course.validation[i] + shake - lag, course.sureness[i], random);
    note(out, setup, "val", e, said);
    if (setup.remeasured)
      note(out, setup, "train_eval", e,
           judged(setup, train, course.train[i] + 0.5 * shake, course.sureness[i], random));
    double count = 0;
    for (double gone = random.uniform(); gone < spikes && count < 3; gone += random.uniform()) ++count;
    out.metrics["train/loss_spikes"].push_back({e, count});
    out.metrics["train/dead_relus"].push_back({e, dead + 0.25 * lag / 3});
    out.metrics["train/gradient_norm"].push_back(
        {e, norm * (0.3 + std::exp(-4.0 * e / setup.epochs)) * std::exp(0.2 * random.normal())});
    const double monitored = by_loss ? said.loss : said.accuracy;
    if (by_loss ? monitored < best : monitored > best)
      best = monitored, waited = 0, out.run.chosen_epoch = e;
    else if (++waited >= setup.patience && setup.patience) {
      out.run.reason = setup.monitor + " has not improved for " + std::to_string(waited) + " epochs";
      break;
    }
  }
  out.run.epochs = static_cast<int>(out.metrics["val/loss"].back().at);
  const auto at = static_cast<std::size_t>(out.run.chosen_epoch);
  out.validation = answers(setup, validation, course.validation[at], course.sureness[at], random);
  out.test = answers(setup, test, course.validation[at], course.sureness[at], random);
  out.run.val_images = setup.validation, out.run.test_images = setup.test;
  for (const auto& [score, value] : scores(out.test, static_cast<int>(out.classes.size())))
    out.metrics["test/" + score] = {{out.run.chosen_epoch, value}};
  return out;
}

Record imported(Record record, bool images_known) {
  Record out;
  out.run = record.run;
  out.run.val_images = images_known ? record.run.val_images : 0;
  out.run.chosen_epoch = record.run.epochs, out.run.test_images = 0;
  out.classes = record.classes;
  set(out.settings, "imported", "history.csv"), set(out.settings, "imported.kept", "last");
  out.run.epochs_planned = 0;
  for (const char* name : {"train/loss", "train/accuracy", "val/loss", "val/accuracy"})
    out.metrics[name] = std::move(record.metrics[name]);
  return out;
}

}  // namespace xp::bench
