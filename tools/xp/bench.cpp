// xp bench: how fast it trains, alone or in turn with somebody else's program.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "framework/base/file.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/plan/expand.h"
#include "reports/table.h"
#include "tools/xp/peer.h"
#include "tools/xp/speed.h"
#include "tools/xp/training.h"

namespace xp {
namespace {

using Json = nlohmann::ordered_json;

Workload workload(const Context& c, const std::string& model) {
  Workload w;
  w.model = model;
  for (const std::string& s : c.args.texts("set")) w.set.push_back(parse_setting(s));
  w.size = c.args.number("size", w.size, 1, 4096);
  w.batch = c.args.number("batch", w.batch, 2, 65536);
  w.images = c.args.number("images", w.images, 2, 100000);
  w.repeats = c.args.number("repeats", w.repeats, 1, 1000);
  const Placement where = placement(c.args, {available_cores(), w.device, w.precision});
  w.threads = where.threads, w.device = where.device, w.precision = where.precision;
  w.infer = c.args.has("infer"), w.overhead = c.args.has("overhead");
  if (w.infer && (w.overhead || c.args.has("profile")))
    throw Error("--overhead and --profile are those of the step that learns", "leave out --infer");
  return w;
}

/// One model, every repeat of each side in turn; the peer's are empty where there is none.
struct Compared {
  std::string model;
  std::vector<Side> xp, tuned, plain;
};

double speed(const std::vector<Side>& sides) {
  std::vector<double> all;
  for (const Side& s : sides) all.push_back(s.images_per_second);
  return median(all);
}

double peak(const std::vector<Side>& sides) {
  double most = 0;
  for (const Side& s : sides) most = std::max(most, s.peak_mib);
  return most;
}

/// Median of the pairs that ran one after the other.
double ratio(const std::vector<Side>& ours, const std::vector<Side>& theirs) {
  std::vector<double> pairs;
  for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i)
    pairs.push_back(ours[i].images_per_second / theirs[i].images_per_second);
  return median(pairs);
}

/// By how much a whole epoch takes longer than its bare steps; median of the pairs.
double overhead(const std::vector<Side>& sides) {
  std::vector<double> pairs;
  for (const Side& s : sides) pairs.push_back(s.bare / s.images_per_second - 1);
  return median(pairs);
}

Json to_json(const std::vector<Side>& sides) {
  Json speeds = Json::array();
  for (const Side& s : sides) speeds.push_back(s.images_per_second);
  return {{"images_per_second", speed(sides)}, {"repeats", speeds}, {"peak_rss_mib", peak(sides)}};
}

Json to_json(const Compared& m, const Workload& w) {
  Json out{{"model", m.model},   {"what", w.infer ? "infer" : "train"},
           {"size", w.size},     {"batch", w.batch},
           {"images", w.images}, {"threads", w.threads},
           {"device", w.device}, {"precision", m.xp.at(0).precision},
           {"xp", to_json(m.xp)}};
  if (w.overhead) out["overhead"] = overhead(m.xp);
  for (const auto& [name, sides] : {std::pair{"tuned", &m.tuned}, {"plain", &m.plain}})
    if (!sides->empty()) {
      out[name] = to_json(*sides);
      out[name]["ratio"] = ratio(m.xp, *sides);
    }
  return out;
}

/// This program again, so that its memory is its own.
Side another(const Context& c, const Workload& w) {
  std::vector<std::string> command{program_folder() + "/xp",
                                   "bench",
                                   "train",
                                   "--json",
                                   "--quiet",
                                   "--model",
                                   w.model,
                                   "--size",
                                   std::to_string(w.size),
                                   "--batch",
                                   std::to_string(w.batch),
                                   "--images",
                                   std::to_string(w.images),
                                   "--threads",
                                   std::to_string(w.threads),
                                   "--device",
                                   w.device,
                                   "--precision",
                                   w.precision,
                                   "--repeats",
                                   "1"};
  if (w.infer) command.push_back("--infer");
  if (w.overhead) command.push_back("--overhead");
  for (const std::string& s : c.args.texts("set")) command.insert(command.end(), {"--set", s});
  const Json said = Json::parse(output_of(command)).at("models").at(0);
  const Json& xp = said.at("xp");
  Side out{xp.at("images_per_second"), xp.at("peak_rss_mib"), 0, said.at("precision")};
  if (w.overhead) out.bare = out.images_per_second * (1 + said.at("overhead").get<double>());
  return out;
}

/// A, B, A, B …: whatever else the machine does meets all sides alike.
Compared in_turn(Context& c, const Workload& w, const std::optional<Peer>& peer) {
  Compared out{published_name(plan_of(w)), {}, {}, {}};
  for (int i = 1; i <= w.repeats; ++i) {
    out.xp.push_back(another(c, w));
    if (peer) {
      out.tuned.push_back(peer->run(w, out.xp.back().precision, true));
      out.plain.push_back(peer->run(w, "", false));
    }
    c.terminal.remark(fmt::format("{} {} of {}: {:.2f} images/s{}", out.model, i, w.repeats,
                                  out.xp.back().images_per_second,
                                  peer ? fmt::format(", tuned {:.2f}, plain {:.2f}", out.tuned.back().images_per_second,
                                                     out.plain.back().images_per_second)
                                       : ""));
  }
  return out;
}

/// Here, in this process.
Compared alone(Context& c, const Workload& w) {
  const Speed speed = speed_of(w, c.engine());
  Compared out{published_name(plan_of(w)), {}, {}, {}};
  for (std::size_t i = 0; i < speed.images_per_second.size(); ++i)
    out.xp.push_back(
        {speed.images_per_second[i], speed.peak_mib, w.overhead ? speed.bare.at(i) : 0, speed.placement.precision});
  return out;
}

Table table_of(const std::vector<Compared>& models, bool with_peer, bool with_overhead) {
  Table out{{{"model"}, {"precision"}, {"images/s", Align::right}, {"peak memory", Align::right}}, {}};
  if (with_overhead) out.columns.push_back({"over the bare step", Align::right});
  if (with_peer)
    for (const char* title : {"tuned", "ratio", "peak memory", "plain", "ratio"})
      out.columns.push_back({title, Align::right});
  const auto memory = [](double mib) { return bytes(mib * (1 << 20)); };
  for (const Compared& m : models) {
    out.rows.push_back({m.model, m.xp.at(0).precision, decimal(speed(m.xp), 2), memory(peak(m.xp))});
    auto& row = out.rows.back();
    if (with_overhead) row.push_back(fmt::format("{:+.1f} %", 100 * overhead(m.xp)));
    if (with_peer)
      row.insert(row.end(), {decimal(speed(m.tuned), 2), decimal(ratio(m.xp, m.tuned), 2), memory(peak(m.tuned)),
                             decimal(speed(m.plain), 2), decimal(ratio(m.xp, m.plain), 2)});
  }
  return out;
}

double geometric_mean(const std::vector<Compared>& models, std::vector<Side> Compared::*theirs) {
  double logs = 0;
  for (const Compared& m : models) logs += std::log(ratio(m.xp, m.*theirs));
  return std::exp(logs / static_cast<double>(models.size()));
}

/// Where the time of a step goes, the most first.
Exit profile(Context& c, const std::vector<Workload>& workloads) {
  Table table{{{"model", Align::left}, {"what", Align::left}, {"ms a step", Align::right}, {"share", Align::right}},
              {}};
  Json json{{"models", Json::array()}};
  for (const Workload& w : workloads) {
    const Pace pace = pace_of(w, c.engine());
    const std::string model = published_name(plan_of(w));
    if (pace.parts.empty())
      throw Error(fmt::format("{} is not compiled on {}: there is no profile of it", model, w.device), "--device cpu");
    std::vector<std::pair<double, std::string>> parts;
    double all = 0;
    for (const auto& [what, seconds] : pace.parts) parts.emplace_back(seconds, what), all += seconds;
    std::sort(parts.rbegin(), parts.rend());
    json["models"].push_back({{"model", model}, {"seconds_a_step", Json::object()}});
    for (const auto& [seconds, what] : parts) {
      table.rows.push_back(
          {model, what, fmt::format("{:.1f}", 1e3 * seconds), fmt::format("{:.0f} %", 100 * seconds / all)});
      json["models"].back()["seconds_a_step"][what] = seconds;
    }
  }
  if (c.args.has("json"))
    c.terminal.data(json.dump(2) + "\n");
  else
    c.terminal.print(text_of(table, c.terminal.table_columns()));
  return Exit::done;
}

/// A peer knows the model by its published name and computes on the CPU; whatever else is set would be of one side.
void check_fair(const Context& c) {
  if (c.args.has("profile")) throw Error("--profile looks into xp alone", "leave out --peer");
  if (const std::string device = c.args.text("device", "cpu"); device != "cpu")
    throw Error(fmt::format("--peer is timed on the CPU, not on {}", device), "leave out --device");
  for (const std::string& s : c.args.texts("set"))
    if (const std::string name = parse_setting(s).name; name != "model.depth" && name != "model.variant")
      throw Error(fmt::format("--set {}: the peer would not follow", s),
                  "with --peer the model's size alone can be set: model.depth, model.variant");
}

Exit bench(Context& c) {
  if (const std::string& what = c.args.positional.at(0); what != "train")
    throw Error(fmt::format("there is no bench \"{}\"", what), suggestion(what, {"train"}));
  std::vector<std::string> names = c.args.texts("model");
  if (names.empty()) names = {"densenet121", "inception_v3", "resnet50"};
  const bool with_peer = c.args.has("peer");
  std::optional<Peer> peer;
  if (with_peer) check_fair(c), peer.emplace(c.args.text("peer"), c.args.number("threads", 0, 1, 1024));
  std::vector<Workload> workloads;
  for (const std::string& name : names) plan_of(workloads.emplace_back(workload(c, name)));  // refused before the first
  if (c.args.has("profile")) return profile(c, workloads);
  if (peer) c.terminal.remark("the peer runs in " + peer->python());
  std::vector<Compared> models;
  for (const Workload& w : workloads) models.push_back(names.size() == 1 && !peer ? alone(c, w) : in_turn(c, w, peer));

  const Workload& w = workloads[0];
  if (c.args.has("json")) {
    Json json{{"models", Json::array()}};
    for (const Compared& m : models) json["models"].push_back(to_json(m, w));
    if (peer) json["python"] = peer->python();
    if (peer)
      json["geometric_mean"] = {{"tuned", geometric_mean(models, &Compared::tuned)},
                                {"plain", geometric_mean(models, &Compared::plain)}};
    return c.terminal.data(json.dump(2) + "\n"), Exit::done;
  }
  c.terminal.print(fmt::format("{}, {}×{}, batches of {}, {} thread{}, {}\n\n", w.infer ? "inference" : "training",
                               w.size, w.size, w.batch, w.threads, w.threads == 1 ? "" : "s", w.device));
  c.terminal.print(text_of(table_of(models, with_peer, w.overhead), c.terminal.table_columns()));
  if (with_peer)
    c.terminal.print(fmt::format("\ngeometric mean of the ratios: {:.2f} to tuned, {:.2f} to plain\n",
                                 geometric_mean(models, &Compared::tuned), geometric_mean(models, &Compared::plain)));
  return Exit::done;
}

std::vector<Option> options() {
  std::vector<Option> out{
      {"model", 0, "NAME", "densenet121, resnet50, efficientnet_b0, xception; default: three of them", true},
      {"set", 0, "NAME=VALUE", "another setting of the plan", true},
      {"size", 0, "PIXELS", "of the images; default 299"},
      {"batch", 0, "N", "images a step; default 8"},
      {"images", 0, "N", "images an epoch; default 32"},
      {"repeats", 0, "N", "epochs that count, after one that does not; default 3"},
      {"infer", 0, "", "the pass over validation images instead; its memory includes one step that learns"},
      {"overhead", 0, "", "also what a whole epoch, with reading and telling, takes more than its bare steps"},
      {"profile", 0, "", "where the time of a step goes, instead; on a CPU"},
      {"peer", 0, "SCRIPT", "run this Python beside it, in turn; README.md says what it takes and prints"}};
  out.insert(out.end(), placement_options().begin(), placement_options().end());
  out.push_back({"json", 0, "", "as JSON"});
  return out;
}

}  // namespace

extern const Verb bench_verb;
const Verb bench_verb{"bench",
                      "train",
                      "how many images a second it trains, also beside another program",
                      "xp bench train --model densenet121 --size 299 --batch 8",
                      Needs::engine,
                      1,
                      1,
                      options(),
                      bench};

}  // namespace xp
