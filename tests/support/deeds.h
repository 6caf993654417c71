// What callbacks do to a run that is not there.
#pragma once
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "framework/experiment.h"

namespace xp::test {

struct Deeds : Control {
  int epoch = 0, stopped = 0;
  std::string why;
  std::vector<int> scaled;  // epochs in which the rate was
  double rate = 1;
  std::string history;           // kept as history.csv
  std::vector<std::string> all;  // each in words
  double now = 0;                // seconds

  void stop(const std::string& reason) override {
    if (!stopped) stopped = epoch, why = reason;
    note("stop: " + reason);
  }
  void scale_rate(double factor, double smallest) override {
    scaled.push_back(epoch);
    rate = std::max(rate * factor, std::min(rate, smallest));
    note("rate by " + decimal(factor) + ", at least " + decimal(smallest));
  }
  void keep(const std::string& name, const std::string& content) override {
    history = content;
    note("keep " + name + ": " + content);
  }
  void keep_checkpoint() override { note("keep the checkpoint"); }
  void keep_heat_maps(int images) override { note("heat maps of " + std::to_string(images)); }
  double seconds() const override { return now; }

 private:
  void note(const std::string& deed) { all.push_back("epoch " + std::to_string(epoch) + ": " + deed); }
};

inline std::shared_ptr<Callback> callback(const Choice& choice) { return Registry::global().make<Callback>(choice); }

/// Epoch after epoch until it stops.
inline Deeds deeds(const Choice& choice, const std::string& metric, const std::vector<double>& values) {
  const auto callback = test::callback(choice);
  Deeds out;
  callback->train_begin();
  for (const double value : values) {
    ++out.epoch;
    callback->epoch_end({out.epoch, {{metric, value}}}, out);
    if (out.stopped) break;
  }
  return out;
}

}  // namespace xp::test
