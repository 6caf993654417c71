// Whole pages' worth of material: long runs, and ones whose every name is hostile.
#pragma once
#include <cmath>
#include <string>
#include <vector>

#include "framework/base/random.h"
#include "reports/pages/pages.h"
#include "tests/support/records.h"

namespace xp::test {

/// A grey JPEG of 8 × 12 pixels.
inline std::string small_jpeg() {
  const std::string hex =
      "ffd8ffe000104a46494600010100000100010000ffdb0043001b12141714111b1716171e1c1b2028422b28252528513a3d304260"
      "5565645f555d5b6a7899816a7190735b5d85b586909ea3abadab6780bcc9baa6c799a8aba4ffc0000b08000c000801011100ffc4"
      "001f0000010501010101010100000000000000000102030405060708090a0bffc400b5100002010303020403050504040000017d"
      "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435"
      "363738393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798"
      "999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4"
      "f5f6f7f8f9faffda0008010100003f00a1f668ff00e117f37ed09bfcedfb38ce7eee3afa7355ff00e601ff006f5ffb257fffd9";
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 2) out += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return out;
}

/// With a thumbnail and a heat map of every test image, as a run keeps them.
inline void add_pictures(Material& run) {
  std::string images;
  for (const Prediction& p : run.record.test) {
    const std::string number = std::to_string(p.sample);
    const std::string name = "pictures/" + std::string(4 - std::min<std::size_t>(4, number.size()), '0') + number;
    run.pictures[name + ".jpg"] = run.pictures[name + "_cam.jpg"] = small_jpeg();
    images += (images.empty() ? "" : ",") + ("{\"sample\":" + number) + ",\"thumbnail\":\"" + name +
              ".jpg\",\"heat_map\":\"" + name + "_cam.jpg\",\"explains\":\"x\",\"border\":0.2}";
  }
  run.pictures["pictures/index.json"] = "{\"images\":[" + images + "],\"left_out\":[],\"remarks\":[]}";
  run.pictures["pictures/seen.jpg"] = small_jpeg();
}

/// So many epochs and batches, of three classes, with pictures; `id` moves curves and mistakes.
inline Material long_run(int id, int epochs, int batches) {
  Record r = healthy(id, 6 + id % 5, id % 7);
  const auto fall = [&](double floor, double speed) {
    return series(epochs, [=](int e) { return floor + std::exp(-speed * e) + 0.02 * std::sin(1.7 * e + id); });
  };
  r.metrics["train/loss"] = fall(0.1, 0.06), r.metrics["val/loss"] = fall(0.25, 0.05);
  r.metrics["train/accuracy"] = series(epochs, [](int e) { return 1 - 0.6 * std::exp(-0.06 * e); });
  r.metrics["val/accuracy"] = series(epochs, [](int e) { return 0.95 - 0.6 * std::exp(-0.05 * e); });
  r.telemetry["seconds"] = series(epochs, [](int e) { return 12.0 + e % 3; });
  r.telemetry["images_per_second"] = series(epochs, [](int e) { return 51.0 - e % 3; });
  r.telemetry["rss_mib"] = series(epochs, [](int e) { return 900.0 + e % 7; });
  r.run.epochs = r.run.epochs_planned = epochs;
  r.run.chosen_epoch = epochs * 4 / 5;
  Material out{r};
  Random random(static_cast<std::uint64_t>(id), "batches");
  for (int s = 1; s <= batches; ++s)
    out.steps["train/objective"].push_back({s, 0.1 + std::exp(-3.0 * s / batches) * (1 + 0.3 * random.normal())});
  add_pictures(out);
  return out;
}

/// What a page has to survive wherever others write something.
inline std::string bad_name(const std::string& before = "") {
  return before +
         "<script>alert(\"1\")</script><img src=x onerror=alert(2)>'&{{style}}{{{body}}}\x1b\xff "
         "\xE2\x80\xAE\xF0\x9F\xA6\xB4" +
         std::string(4096, 'w');
}

/// Every text that others may have written is such a name.
inline Material hostile(int id) {
  Material out = long_run(id, 12, 200);
  Record& r = out.record;
  r.run.title = r.run.note = r.run.name = r.run.experiment = r.run.reason = bad_name();
  r.run.tags = {bad_name("tag"), "__proto__"};
  for (std::size_t i = 0; i < r.classes.size(); ++i) r.classes[i] = bad_name(std::to_string(i));
  for (StoredSample& s : r.samples) s.name = bad_name() + s.name;
  r.skipped = r.remarks = {bad_name()};
  r.findings = {{Audit::Grade::leak, bad_name(), bad_name("A leak: "), bad_name("Do "), {bad_name("sample")}}};
  r.artifacts[0].name = r.sources[0].path = r.sources[0].text = bad_name();
  r.metrics[bad_name("val/")] = r.metrics["val/loss"];
  r.telemetry[bad_name()] = r.telemetry["seconds"];
  out.steps[bad_name()] = out.steps["train/objective"];
  set(r.settings, bad_name(), bad_name());
  set(r.settings, "model", bad_name());
  set(r.environment, bad_name(), bad_name());
  return out;
}

/// A search of so many trials over a rate, a network and a dropout; every tenth failed.
inline SweepResult swept(int trials, const std::string& network = "densenet") {
  SweepResult known;
  known.name = "sweep3", known.experiment = "rates", known.title = "Which rate?", known.search = "random, seed 1";
  known.status = Status::finished;
  std::vector<SweptTrial> all;
  Random random(7, "trials");
  for (int i = 1; i <= trials; ++i) {
    SweptTrial t;
    t.place = i, t.run = 100 + i, t.status = i % 10 ? Status::finished : Status::failed;
    const double rate = std::pow(10.0, -5 + 3 * random.uniform());
    t.settings = {{"model", i % 3 ? std::string("xception") : network},
                  {"optimizer.rate", rate},
                  {"model.dropout", 0.1 * (i % 6)},
                  {"seed.init", i % 2 + 1}};
    if (i % 10)
      t.score = 0.9 - 0.05 * std::abs(std::log10(rate) + 3.5) + 0.02 * random.normal();
    else
      t.reason = "the loss is no number: " + network;
    t.epochs = t.epochs_planned = 20, t.seconds = 30 + i % 5;
    t.ended = "2026-11-20T10:" + std::to_string(10 + i % 50) + ":00.000Z";
    all.push_back(t);
  }
  SweepResult out = sweep_result(known, all, "val/accuracy");
  if (out.best) add_test(out, healthy(static_cast<int>(out.best->run)));
  return out;
}

/// An index of so many runs; the names of one are hostile.
inline Index indexed(int runs) {
  Index out;
  for (int i = runs; i > 0; --i) {
    IndexEntry entry;
    entry.row.run = i == 3 ? hostile(3).record.run : healthy(i).run;
    entry.row.model = i % 2 ? "xception" : "inception_v3";
    entry.row.val_accuracy = 0.7 + 0.001 * (i % 200), entry.row.test_accuracy = 0.68 + 0.001 * (i % 150);
    entry.row.val_images = 200, entry.row.run.test_images = 200;
    if (i % 5 == 0) entry.page = "run" + std::to_string(i) + ".html";
    out.runs.push_back(entry);
  }
  return out;
}

}  // namespace xp::test
