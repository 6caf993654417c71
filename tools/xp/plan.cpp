// xp plan: what would run, and what it would take. Never opens the engine.
#include <fmt/format.h>

#include <algorithm>

#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/plan/halving.h"
#include "reports/table.h"
#include "tools/xp/estimates.h"
#include "tools/xp/experiment_options.h"
#include "tools/xp/json.h"

namespace xp {
namespace {

struct Costs {
  std::vector<std::string> titles;
  std::vector<std::string> (*cells)(const Estimate&);
};

const Costs for_people{{"parameters", "multiply-adds", "memory", "time"}, [](const Estimate& e) {
                         return std::vector<std::string>{
                             grouped(e.cost.parameters),
                             fmt::format("{:.3g} G", static_cast<double>(e.cost.multiply_adds) / 1e9), bytes(e.memory),
                             duration(e.seconds) + (e.folds > 1 ? fmt::format(", {} folds", e.folds) : "")};
                       }};

const Costs for_programs{{"folds", "parameters", "multiply_adds", "memory_bytes", "seconds"}, [](const Estimate& e) {
                           return std::vector<std::string>{std::to_string(e.folds), std::to_string(e.cost.parameters),
                                                           std::to_string(e.cost.multiply_adds),
                                                           fmt::format("{:.0f}", e.memory), Value(e.seconds).text()};
                         }};

Table plan_table(const Planned& p, const std::vector<Estimate>& estimates, const Costs& costs) {
  Table table{{{"plan", Align::right}}, {}};
  std::vector<Varying> shown{{"model", "model"}};
  for (const Varying& v : columns(p))
    if (v.setting != "model") shown.push_back(v);
  for (const Varying& v : shown) table.columns.push_back({v.shown, Align::left});
  for (const std::string& title : costs.titles) table.columns.push_back({title, Align::right});
  for (std::size_t i = 0; i < p.plans.size(); ++i) {
    std::vector<std::string> row{std::to_string(p.first_number + i)};
    for (const Varying& v : shown) {
      const Value* value = find(p.settings[i], v.setting);
      row.push_back(value ? value->text() : "–");
    }
    for (const std::string& cell : costs.cells(estimates[i])) row.push_back(cell);
    table.rows.push_back(row);
  }
  return table;
}

/// Of all epochs that the plans have; less than 1 where halving stops some.
double share_trained(const Planned& p) {
  if (p.search.kind != Search::Kind::halving) return 1;
  const auto whole = train_of(p.plans[0].train).epochs * std::ssize(p.plans);
  return static_cast<double>(expected_epochs(p)) / static_cast<double>(whole);
}

/// "random, 24 trials, seed 1: 720 epochs in all."; nothing for what is no sweep.
std::string extent(const Planned& p) {
  if (p.plans.size() < 2 && p.search.kind == Search::Kind::grid) return "";
  std::string out = text(p.search);
  if (p.search.draws() && static_cast<int>(p.plans.size()) < p.search.trials)
    out += fmt::format("; no more than {} plans differ", p.plans.size());
  if (p.search.kind != Search::Kind::halving)
    return fmt::format("{}: {} epochs in all{}.", out, grouped(expected_epochs(p)),
                       p.search.draws() ? "" : ", run in an order that mixes the values");
  const std::int64_t whole = train_of(p.plans[0].train).epochs;
  std::vector<std::string> steps;
  for (const int epochs : rungs(p.search.minimum, p.search.reduction, static_cast<int>(whole)))
    steps.push_back(std::to_string(epochs));
  return fmt::format("{}; judged after {} epochs: about {} epochs in all, instead of {}.", out, join(steps),
                     grouped(expected_epochs(p)), grouped(whole * static_cast<std::int64_t>(p.plans.size())));
}

/// "image_folder /data/als", or what the table tells apart.
std::string data_of(const Planned& p) {
  if (std::find(p.varies.begin(), p.varies.end(), "dataset") != p.varies.end()) return "several datasets";
  const Value* path = find(p.settings.at(0), "dataset.path");
  return p.plans.at(0).only(Kind::dataset).name + (path ? " " + path->text() : "");
}

/// Each distinct network of a sweep once, with the plans that it belongs to.
std::vector<NamedNet> networks(const Planned& p) {
  std::vector<std::pair<Net, std::vector<std::size_t>>> distinct;
  for (std::size_t i = 0; i < p.plans.size(); ++i) {
    const Net net = network(p.plans[i]);
    const auto same = std::find_if(distinct.begin(), distinct.end(), [&](const auto& d) {
      return d.first == net && input(p.plans[d.second[0]]) == input(p.plans[i]);
    });
    if (same == distinct.end())
      distinct.push_back({net, {i}});
    else
      same->second.push_back(i);
  }
  std::vector<NamedNet> out;
  for (const auto& [net, plans] : distinct) {
    std::vector<std::string> numbers;
    for (std::size_t i : plans) numbers.push_back(std::to_string(p.first_number + i));
    out.push_back(named_net(p.plans[plans[0]], (plans.size() == 1 ? "plan " : "plans ") + join(numbers)));
  }
  return out;
}

Exit plan(Context& c) {
  const Planned p = planned(c);
  if (c.args.has("net")) return print_nets(c, networks(p));
  const Estimates estimates = estimates_of(c, p.plans);
  if (c.args.has("json")) return c.terminal.data(plans_json(p, estimates.each) + "\n"), Exit::done;
  if (c.args.has("csv")) return c.terminal.data(csv_of(plan_table(p, estimates.each, for_programs))), Exit::done;
  const Table table = plan_table(p, estimates.each, for_people);
  if (c.args.has("md")) return c.terminal.data(markdown_of(table)), Exit::done;
  const Plan& first = p.plans.at(0);
  std::string out;
  if (!first.title.empty()) out += first.title + "\n";
  std::vector<std::string> classes;
  for (std::size_t i = 0; i < first.classes.size(); ++i)
    classes.push_back(fmt::format("{} {}", first.classes[i], first.counts[i]));
  out += fmt::format("{} plan{} on {}; images: {}; input {}\n\n", p.plans.size(), p.plans.size() == 1 ? "" : "s",
                     data_of(p), join(classes, ", "), text(input(first)));
  out += text_of(table, c.terminal.table_columns());
  if (const std::string all = extent(p); !all.empty()) out += "\n" + all;
  out += fmt::format("\nabout {} in all, {}. Multiply-adds are of one image, forward; memory is an estimate.\n",
                     duration(estimates.seconds * share_trained(p)), estimates.basis);
  c.terminal.print(out);
  if (estimates.most_memory > available_bytes())
    c.terminal.warn(fmt::format("{} are wanted, {} are available: a smaller train.batch or transform.size needs less",
                                bytes(estimates.most_memory), bytes(available_bytes())));
  if (c.args.has("settings")) {
    c.terminal.print("\n");
    for (const Setting& s : p.settings.at(0))
      if (std::find(p.varies.begin(), p.varies.end(), s.name) == p.varies.end())
        c.terminal.print(fmt::format("  {} = {}\n", s.name, s.value.text()));
  }
  return Exit::done;
}

std::vector<Option> options() {
  std::vector<Option> out = experiment_options();
  for (const Option& o :
       {Option{"settings", 0, "", "also every setting that does not vary"},
        {"net", 0, "", "the layers of each network instead: shapes, parameters, multiply-adds, memory"},
        {"json", 0, "", "as JSON"},
        {"md", 0, "", "as a Markdown table"},
        {"csv", 0, "", "as CSV"}})
    out.push_back(o);
  return out;
}

}  // namespace

extern const Verb plan_verb;
const Verb plan_verb{"plan",
                     "FILE.cpp",
                     "what an experiment would run, and what that takes",
                     "xp plan experiments/als_sweep.cpp --quick",
                     Needs::records,
                     1,
                     1,
                     options(),
                     plan};

}  // namespace xp
