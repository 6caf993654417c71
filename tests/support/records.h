// Records made by hand, for what reads them: no engine, no store. Everything is a formula, so every machine makes the
// same.
#pragma once
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "framework/store/record.h"

namespace xp::test {

/// The curve f(epoch) for epoch 1 … epochs.
inline Series series(int epochs, const std::function<double(int)>& f) {
  Series out;
  for (int e = 1; e <= epochs; ++e) out.push_back({e, f(e)});
  return out;
}

/// A prediction that is sure, but not quite, of `said`.
inline Prediction prediction(int sample, int truth, int said, int classes) {
  std::vector<double> p(static_cast<std::size_t>(classes), 0.1 / std::max(1, classes - 1));
  p[static_cast<std::size_t>(said)] = 0.9;
  return {sample, truth, p};
}

/// A finished run with `counts` = images of train, validation and test; labels go round the classes. Samples are named
/// by class and number and carry a SHA-256 that depends on the name alone, so two records of one shape share their test
/// set. Nothing is predicted yet.
inline Record record(int id, std::vector<std::string> classes, std::vector<int> counts) {
  Record r;
  r.run.id = id;
  r.run.experiment = "double_curve";
  r.run.title = "Does a plain CNN tell a double curve from a single one?";
  r.run.status = Status::finished;
  r.run.identity = std::string(64, 'a');
  r.run.fingerprint = std::string(64, 'd');
  r.run.created = r.run.started = "2026-11-20T09:24:00.123Z";
  r.run.ended = "2026-11-20T09:25:30.000Z";
  r.classes = std::move(classes);
  r.plan = R"({"format":1,"model":{"name":"small_cnn"}})";
  r.settings = {{"dataset", "spine_phantom"}, {"dataset.images", 39}, {"split", "hold_out"}, {"split.seed", 1},
                {"model", "small_cnn"},       {"model.dropout", 0.2}, {"optimizer", "adam"}, {"optimizer.rate", 1e-4},
                {"train.epochs", 30},         {"train.batch", 16},    {"seed.init", 1}};
  r.environment = {{"cpu", "AMD EPYC 7B13"}, {"threads", 2}, {"libtorch", "1.13.1"}, {"commit", "0123abcd"}};
  r.artifacts = {{"weights.safetensors", std::string(64, 'e'), 1536000}};
  r.sources = {{"experiments/double_curve.cpp", std::string(64, 'f'), "XP_EXPERIMENT(e) {}"}};
  int n = 0;
  for (std::size_t part = 0; part < counts.size(); ++part)
    for (int i = 0; i < counts[part]; ++i, ++n) {
      const int label = i % static_cast<int>(r.classes.size());
      const std::string number = std::to_string(n);
      r.samples.push_back({r.classes[static_cast<std::size_t>(label)] + "/" +
                               std::string(3 - std::min<std::size_t>(3, number.size()), '0') + number + ".png",
                           label, static_cast<Part>(part), "", std::string(64 - number.size(), '0') + number});
    }
  return r;
}

/// Predictions for a part: right but for the first `wrong` images from the `skip`-th on, which get the next class.
inline void predict(Record& r, Part part, int wrong, int skip = 0) {
  auto& out = part == Part::test ? r.test : r.validation;
  out.clear();
  const int classes = static_cast<int>(r.classes.size());
  int place = 0;
  for (std::size_t i = 0; i < r.samples.size(); ++i) {
    if (r.samples[i].part != part) continue;
    const int truth = r.samples[i].label;
    const bool miss = place >= skip && place < skip + wrong;
    out.push_back(prediction(static_cast<int>(i), truth, miss ? (truth + 1) % classes : truth, classes));
    ++place;
  }
}

/// Reference 000: 39 images of two classes, 30 epochs; at epoch 30 training 1.0 / 0.0199 and validation 5 of 7
/// / 2.4527.
inline Record reference000(int id = 12) {
  Record r = record(id, {"double", "single"}, {26, 7, 6});
  const auto wobble = [](int e) { return 0.06 * std::sin(2.1 * e) * std::min(1.0, 12.0 / e); };
  r.metrics["train/loss"] = series(30, [&](int e) {
    return e == 30 ? 0.0199 : 0.72 * std::exp(-0.125 * (e - 1)) + 0.3 * std::max(0.0, wobble(e)) * std::exp(-0.05 * e);
  });
  r.metrics["val/loss"] = series(30, [&](int e) {
    return e == 30 ? 2.4527 : e <= 8 ? 0.71 - 0.03 * e + wobble(e) : 0.47 + 0.09 * (e - 8) + wobble(e);
  });
  r.metrics["train/accuracy"] =
      series(30, [](int e) { return e >= 20 ? 1.0 : std::round(26 * (0.5 + 0.5 * e / 20)) / 26; });
  r.metrics["val/accuracy"] =
      series(30, [](int e) { return (e == 30 ? 5 : 4 + (e % 3 == 0) + (e > 5 && e % 4 == 1)) / 7.0; });
  r.run.epochs = r.run.epochs_planned = 30;
  r.run.chosen_epoch = 8;
  r.telemetry["seconds"] = series(30, [](int) { return 1.5; });
  predict(r, Part::validation, 2);
  predict(r, Part::test, 2);
  r.metrics["test/loss"] = {{8, 0.8101}};
  r.metrics["test/accuracy"] = {{8, 4.0 / 6}};
  return r;
}

/// Both curves fall and stay together; 200 test images, `wrong` of them missed from the `skip`-th on.
inline Record healthy(int id, int wrong = 10, int skip = 0, std::vector<int> counts = {600, 200, 200}) {
  Record r = record(id, {"Normal", "Scoliosis", "Spondylolisthesis"}, std::move(counts));
  r.run.experiment = "spine_gradcam";
  r.run.title = "Does a small CNN tell three spines apart?";
  r.metrics["train/loss"] = series(20, [](int e) { return 0.15 + 0.95 * std::exp(-0.2 * e); });
  r.metrics["val/loss"] =
      series(20, [](int e) { return 0.17 + 0.95 * std::exp(-0.19 * e) + 0.01 * std::sin(3.0 * e); });
  r.metrics["train/accuracy"] = series(20, [](int e) { return 0.965 - 0.6 * std::exp(-0.22 * e); });
  r.metrics["val/accuracy"] = series(20, [](int e) { return 0.955 - 0.6 * std::exp(-0.21 * e); });
  r.run.epochs = r.run.epochs_planned = 20;
  r.run.chosen_epoch = 19;
  predict(r, Part::validation, 9);
  predict(r, Part::test, wrong, skip);
  return r;
}

/// Each image in two tiles; of the 8 test images, one is missed in both tiles, one on the whole, and two in one tile
/// that the other outweighs: 6 are named right, but 11 of 16 tiles are.
inline Record tiled(int id = 14) {
  Record r = record(id, {"double", "single"}, {20, 4, 8});
  set(r.settings, "dataset", "tiles");
  std::vector<StoredSample> tiles;
  for (const StoredSample& s : r.samples)
    for (const char* tile : {"#r1c1", "#r2c1"}) {
      tiles.push_back(s);
      tiles.back().name += tile, tiles.back().group = "patient " + s.name.substr(7, 3);
    }
  r.samples = std::move(tiles);
  r.run.epochs = r.run.epochs_planned = 5, r.run.chosen_epoch = 4;
  r.metrics["train/loss"] = r.metrics["val/loss"] = series(5, [](int e) { return 1.0 / e; });
  // of the truth, in the first and the second tile
  const double said[8][2] = {{.1, .2}, {.1, .6}, {.9, .4}, {.4, .9}, {.8, .8}, {.8, .8}, {.8, .8}, {.8, .8}};
  for (int part = 0, at = 40; part < 2; ++part)
    for (int image = 0; image < (part ? 8 : 4); ++image)
      for (int tile = 0; tile < 2; ++tile, ++at) {
        const int truth = r.samples[static_cast<std::size_t>(at)].label;
        const double p = part ? said[image][tile] : .7;
        (part ? r.test : r.validation).push_back({at, truth, truth ? std::vector{1 - p, p} : std::vector{p, 1 - p}});
      }
  r.metrics["test/accuracy"] = {{4, 11.0 / 16}}, r.metrics["test/loss"] = {{4, 0.9}};
  return r;
}

/// Stopped by hand after two epochs: curves, but nothing chosen and nothing tested.
inline Record killed(int id) {
  Record r = healthy(id);
  for (auto& [metric, points] : r.metrics) points.resize(std::min<std::size_t>(2, points.size()));
  r.run.status = Status::killed;
  r.run.reason = "Ctrl-C";
  r.run.epochs = 2;
  r.run.chosen_epoch = 0;
  r.validation.clear(), r.test.clear(), r.artifacts.clear();
  return r;
}

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace xp::test
