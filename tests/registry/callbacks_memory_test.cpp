// What every callback remembers, whoever wrote it: a run that was killed and resumed must not notice.
#include <catch2/catch.hpp>

#include "tests/support/deeds.h"

using namespace xp;
using test::Deeds;

namespace {

struct Life {
  std::vector<Epoch> epochs;
  std::vector<double> seconds;  // at the end of each
};

/// Every metric improves, wanders and is NaN or not measured now and then.
Life life(Random& random) {
  Life out;
  std::map<std::string, double> now;
  double seconds = 0;
  for (int number = 1, last = 1 + static_cast<int>(random.below(25)); number <= last; ++number) {
    Epoch epoch{number, {}};
    for (const char* part : {"train/", "val/"})
      for (const Score& score : all_scores()) {
        double& value = now.emplace(part + score.name, random.uniform()).first->second;
        value = std::clamp(value + 0.2 * (random.uniform() - 0.5), 0.0, 1.0);
        if (random.chance(0.95)) epoch.metrics[part + score.name] = random.chance(0.05) ? std::nan("") : value;
      }
    out.epochs.push_back(epoch);
    out.seconds.push_back(seconds += 20 * random.uniform());
  }
  return out;
}

/// Settings within their ranges, small ones, so that something happens within a few epochs.
Choice drawn(const PluginInfo& plugin, Random& random) {
  Choice out(plugin.name);
  for (const Param& p : plugin.params) {
    if (p.name == "baseline" && random.chance(0.5)) out.settings.push_back({p.name, 0.5});
    if (!p.choices.empty()) out.settings.push_back({p.name, p.choices[random.below(p.choices.size())]});
    if (!p.low) continue;
    if (p.fallback.get<double>()) out.settings.push_back({p.name, *p.low + 0.3 * random.uniform()});
    if (p.fallback.get<std::int64_t>())
      out.settings.push_back({p.name, static_cast<std::int64_t>(*p.low) + static_cast<std::int64_t>(random.below(4))});
  }
  return out;
}

/// What it does when it is cut after the epochs that `cut` names: saved, forgotten, made anew and restored.
template <class F>
std::vector<std::string> done(const Choice& choice, const Life& life, F cut) {
  Deeds out;
  auto callback = test::callback(choice);
  callback->train_begin();
  if (cut(0)) {
    const Settings state = callback->state();
    callback = test::callback(choice), callback->train_begin(), callback->restore(state);
  }
  for (const Epoch& epoch : life.epochs) {
    out.epoch = epoch.number, out.now = life.seconds[static_cast<std::size_t>(epoch.number - 1)];
    callback->epoch_end(epoch, out);
    if (!cut(epoch.number)) continue;
    const Settings state = callback->state();
    callback = test::callback(choice), callback->train_begin(), callback->restore(state);
  }
  return out.all;
}

}  // namespace

TEST_CASE("every callback does the same whether its run was cut or not") {
  Random random(5, "lives");
  std::map<std::string, std::size_t> deeds;
  for (const PluginInfo* plugin : Registry::global().all(Kind::callback)) {
    if (plugin->origin.find("registry/") == std::string::npos) continue;
    for (int i = 0; i < 60; ++i) {
      const Choice choice = drawn(*plugin, random);
      const Life one = life(random);
      const int at = static_cast<int>(random.below(one.epochs.size() + 1));
      CAPTURE(plugin->name, i, at);
      const auto whole = done(choice, one, [](int) { return false; });
      CHECK(done(choice, one, [&](int epoch) { return epoch == at; }) == whole);
      CHECK(done(choice, one, [](int) { return true; }) == whole);
      deeds[plugin->name] += whole.size();
    }
  }
  CHECK(deeds.size() >= 6);
  for (const auto& [name, count] : deeds) {
    CAPTURE(name);
    CHECK(count > 20);
  }
}

TEST_CASE("a state that lacks something is refused, not guessed") {
  for (const char* name : {"early_stopping", "reduce_rate_on_plateau", "time_budget", "csv_log"})
    CHECK_THROWS_WITH(test::callback(name)->restore({}), Catch::Contains("a callback's state lacks"));
}
