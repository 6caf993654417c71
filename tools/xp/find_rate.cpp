// xp find-rate: losses at rising learning rates, and the rate that they suggest.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>

#include "framework/base/interrupt.h"
#include "framework/plan/folds.h"
#include "framework/run/run.h"
#include "framework/scores/training/rate_curve.h"
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

/// As a shell reads it back.
std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) {
    return std::isalnum(c) || std::string_view("%+,-./:=@_").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (plain) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// Where the plan that was tried stands once the rate is set, which may leave fewer of them. None: it is the only one.
std::optional<std::size_t> number_of(const Settings& tried, const Planned& with_rate) {
  if (with_rate.plans.size() == 1) return std::nullopt;
  const auto others = [](Settings settings) {
    std::erase_if(settings, [](const Setting& s) { return s.name == "optimizer.rate"; });
    return settings;
  };
  const auto same = [&](const Settings& settings) { return others(settings) == others(tried); };
  const auto& all = with_rate.settings;
  const auto found = std::find_if(all.begin(), all.end(), same);
  if (found == all.end()) return std::nullopt;
  return static_cast<std::size_t>(found - all.begin()) + 1;
}

/// What trains that plan at that rate.
std::string command(const Context& c, const Settings& tried, double rate) {
  const std::string set = fmt::format("optimizer.rate={:.2g}", rate);
  std::string out = "xp run " + quoted(c.args.positional.at(0));
  if (c.args.has("quick")) out += " --quick";
  for (const char* option : {"data", "trials", "device", "precision"})
    if (c.args.has(option)) out += fmt::format(" --{} {}", option, quoted(c.args.text(option)));
  for (const std::string& setting : c.args.texts("set")) out += " --set " + quoted(setting);
  out += " --set " + set;
  if (const auto number = number_of(tried, all_planned(c, 0, {parse_setting(set)})))
    out += fmt::format(" --only {}", *number);
  return out;
}

std::string words(const RateAdvice& said, const RateRange& range, const std::vector<double>& tried,
                  const std::string& run) {
  if (!said.falls)
    return fmt::format(
        "The smoothed loss falls between {:g} and {:.2g} by no more than its noise may: nothing to suggest.\n"
        "More --updates or another --from and --to may show more.\n",
        range.lowest, tried.empty() ? range.lowest : tried.back());
  std::string out = fmt::format(
      "falls fastest at   {:.2g}\n"
      "is least at        {:.2g}, a tenth of it is {:.2g}\n\n"
      "suggestion: {:.2g}, the smaller of where the smoothed loss falls fastest and a tenth of where it is least\n",
      said.steepest, said.least, said.tenth, said.rate);
  if (static_cast<int>(tried.size()) == range.updates && said.least > range.highest / 2)
    out += fmt::format("The loss still fell at the highest rate: --to {:g} may show more.\n", range.highest * 10);
  return out + "\n  " + run + "\n";
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
                   drawn(rates, losses, said, c.terminal.screen()) + "\n" +
                   words(said, range, rates, said.falls ? command(c, p.settings[0], said.rate) : ""));
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
