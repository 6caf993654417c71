// Sweeps made by hand.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "reports/sweep.h"

namespace xp::test {

inline SweptTrial swept(int place, double rate, const std::string& model, int seed, double score) {
  SweptTrial t;
  t.place = place, t.run = 100 + place, t.status = Status::finished;
  t.settings = {{"model", model}, {"optimizer.rate", rate}, {"seed.init", seed}, {"seed.order", seed}};
  t.score = score;
  t.epochs = t.epochs_planned = 20, t.seconds = 30;
  t.ended = "2026-11-20T10:" + std::string(place < 10 ? "0" : "") + std::to_string(place) + ":00.000Z";
  return t;
}

inline SweepResult of_rates() {
  SweepResult page;
  page.name = "sweep3", page.experiment = "rates", page.title = "Which rate?";
  page.search = "grid", page.status = Status::finished;
  page.begun = "2026-11-20T10:00:00.000Z", page.ended = "2026-11-20T10:25:00.000Z";
  return page;
}

/// Two networks, three rates over two decades, four seeds: 24 trials. The middle rate is best, and "large" a little.
inline std::vector<SweptTrial> rates() {
  std::vector<SweptTrial> out;
  int place = 0;
  for (int seed = 1; seed <= 4; ++seed)
    for (const char* model : {"small", "large"})
      for (const auto& [rate, score] : {std::pair{1e-4, 0.70}, {1e-3, 0.86}, {1e-2, 0.75}})
        out.push_back(swept(++place, rate, model, seed, score + 0.01 * seed + (model[0] == 'l' ? 0.005 : 0)));
  return out;
}

}  // namespace xp::test
