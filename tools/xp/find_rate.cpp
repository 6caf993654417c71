// xp find-rate: losses at rising learning rates, and the rate that they suggest.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "framework/base/interrupt.h"
#include "framework/plan/folds.h"
#include "framework/run/run.h"
#include "framework/scores/rate_curve.h"
#include "reports/plot.h"
#include "tools/xp/experiment_options.h"
#include "tools/xp/training.h"

namespace xp {
namespace {

using Json = nlohmann::ordered_json;

RateRange range_of(const Arguments& args) {
  RateRange out{1e-6, 1, 200};
  const auto rate = [&](const char* name, double otherwise) {
    if (!args.has(name)) return otherwise;
    const Value value = Value::parse(args.text(name));
    const auto* real = value.get<double>();
    const auto* whole = value.get<std::int64_t>();
    const double number = real ? *real : whole ? static_cast<double>(*whole) : NAN;
    if (!(number > 0) || !std::isfinite(number))
      throw Error(fmt::format("--{} {}: a learning rate is a number above 0", name, args.text(name)),
                  fmt::format("for instance --{} {:g}", name, otherwise));
    return number;
  };
  out.lowest = rate("from", out.lowest);
  out.highest = rate("to", out.highest);
  if (out.lowest >= out.highest)
    throw Error(fmt::format("rates rise from --from to --to, and {:g} is not below {:g}", out.lowest, out.highest),
                "for instance --from 1e-6 --to 1");
  out.updates = static_cast<int>(args.number("updates", out.updates, 8, 10000));
  return out;
}

/// The curve up to where its end leaves what matters.
std::string drawn(const std::vector<double>& rates, const std::vector<double>& losses, const RateAdvice& said,
                  const Screen& screen) {
  if (said.smooth.empty()) return "";
  Plot plot{rates, losses, said.smooth};
  plot.low = *std::min_element(said.smooth.begin(), said.smooth.end());
  const double start = said.smooth.front();
  plot.high = std::max(start, plot.low) + std::max(0.5 * (start - plot.low), 0.1 * std::abs(start));
  plot.low -= 0.1 * (plot.high - plot.low);
  if (said.falls) plot.marks = {said.rate};
  return plot_text(plot, screen);
}

Json to_json(const std::vector<RateTried>& tried, const RateAdvice& said) {
  Json curve = Json::array();
  for (std::size_t i = 0; i < tried.size(); ++i) {
    Json point{{"rate", tried[i].rate}, {"loss", std::isfinite(tried[i].loss) ? Json(tried[i].loss) : Json("NaN")}};
    if (i < said.smooth.size()) point["smoothed"] = said.smooth[i];
    curve.push_back(point);
  }
  Json out{{"curve", curve}, {"suggestion", nullptr}};
  if (said.falls)
    out["suggestion"] = {
        {"rate", said.rate}, {"steepest", said.steepest}, {"least", said.least}, {"tenth_of_least", said.tenth}};
  return out;
}

/// What trains the same at that rate.
std::string command(const Arguments& args, double rate) {
  std::string out = "xp run " + args.positional.at(0);
  if (args.has("quick")) out += " --quick";
  if (args.has("data")) out += " --data " + args.text("data");
  for (const std::string& setting : args.texts("set")) out += " --set " + setting;
  if (args.has("only")) out += " --only " + args.text("only");
  return out + fmt::format(" --set optimizer.rate={:.2g}", rate);
}

std::string words(const RateAdvice& said, const RateRange& range, std::size_t tried, const Arguments& args) {
  if (!said.falls)
    return fmt::format(
        "The loss falls at no rate between {:g} and {:g} by more than its noise: nothing to suggest.\n"
        "More --updates or another --from and --to may show more.\n",
        range.lowest, range.highest);
  std::string out = fmt::format(
      "falls fastest at   {:.2g}\n"
      "is least at        {:.2g}, a tenth of it is {:.2g}\n\n"
      "suggestion: {:.2g}, the smaller of where the smoothed loss falls fastest and a tenth of where it is least\n",
      said.steepest, said.least, said.tenth, said.rate);
  if (static_cast<int>(tried) == range.updates && said.least > range.highest / 2)
    out += fmt::format("The loss still fell at the highest rate: --to {:g} may show more.\n", range.highest * 10);
  return out + "\n  " + command(args, said.rate) + "\n";
}

Exit find_rate(Context& c) {
  const RateRange range = range_of(c.args);
  const int threads = placement(c.args).threads;
  const Planned p = planned(c);
  if (p.plans.size() > 1)
    c.terminal.remark(
        fmt::format("{} plans; the first is tried ({}); --only N tries another", p.plans.size(), distinction(p, 0)));
  const Plan plan = first_fold(p.plans[0]);
  const Placement where = c.engine().resolve(plan, wish(plan, threads));
  const PoliteInterrupt polite;
  const std::vector<RateTried> tried =
      c.engine().try_rates(plan, where, range, [] { return PoliteInterrupt::pending(); });
  std::vector<double> rates, losses;
  for (const RateTried& t : tried) rates.push_back(t.rate), losses.push_back(t.loss);
  const RateAdvice said = advice(rates, losses);
  if (c.args.has("json")) return c.terminal.data(to_json(tried, said).dump(2) + "\n"), Exit::done;
  c.terminal.print(fmt::format("The training loss of {} updates, at rates from {:g} to {:.2g}:\n\n", tried.size(),
                               range.lowest, rates.empty() ? range.lowest : rates.back()) +
                   drawn(rates, losses, said, c.terminal.screen()) + "\n" + words(said, range, tried.size(), c.args));
  return Exit::done;
}

std::vector<Option> options() {
  std::vector<Option> out = experiment_options();
  for (const Option& o : {Option{"from", 0, "RATE", "the lowest rate; default 1e-6"},
                          {"to", 0, "RATE", "the highest rate; default 1"},
                          {"updates", 0, "N", "how many rates, one update at each; default 200"}})
    out.push_back(o);
  out.insert(out.end(), placement_options().begin(), placement_options().end());
  out.push_back({"json", 0, "", "curve and suggestion as JSON"});
  return out;
}

}  // namespace

extern const Verb find_rate_verb;
const Verb find_rate_verb{"find-rate",
                          "FILE.cpp",
                          "which learning rate suits an experiment, by a range test; records nothing",
                          "xp find-rate experiments/als_sweep.cpp --quick",
                          Needs::engine,
                          1,
                          1,
                          options(),
                          find_rate};

}  // namespace xp
