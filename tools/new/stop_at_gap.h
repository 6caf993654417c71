// A plugin of one's own: fields that are its settings, `describe` for their meaning, one virtual function for what it
// does. `xp run` checks and records its settings like those of any other; other kinds: framework/plugin/kinds.h.
#pragma once
#include "framework/experiment.h"

struct StopAtGap : xp::Callback {
  static constexpr const char* doc = "Stops when the network knows its training images much better than new ones.";
  double gap = 0.1;
  int from = 3;
  static void describe(xp::Params<StopAtGap>& p) {
    p("gap", &StopAtGap::gap, "training accuracy minus validation accuracy that is too much").between(0, 1);
    p("from", &StopAtGap::from, "first epoch that is judged").at_least(1);
  }

  std::vector<std::string> watches() const override { return {"train/accuracy", "val/accuracy"}; }
  void epoch_end(const xp::Epoch& epoch, xp::Control& control) override {
    if (epoch.number >= from && epoch["train/accuracy"] - epoch["val/accuracy"] > gap)
      control.stop("training accuracy has left validation accuracy behind");
  }
};
XP_PLUGIN("stop_at_gap", StopAtGap)
