#include "framework/plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <set>

#include "framework/base/hash.h"
#include "framework/base/json.h"
#include "framework/base/text.h"

namespace xp {
namespace {

using Json = nlohmann::json;  // keys sorted: canonical
constexpr int format_version = 4;

/// Format 1 knew neither device nor precision: all was computed on the CPU in fp32. 2 added both, and custom layers.
const Settings told_since_2{{"device", "cpu"}, {"precision", "fp32"}};
/// 3 is written where there are variants of the images, which no plan had before; all others stay 2.
const Settings told_since_3{{"variants", 0}};
/// 4 is written where a setting that came later (`.later()`) is not at its default; each that is at it stays out, so
/// that the next one to come changes no identity.
const Settings& later_settings() {
  static const Settings all = later_of_train();
  return all;
}

bool all_as(const Settings& then, const Plan& plan) {
  return std::all_of(then.begin(), then.end(), [&](const Setting& s) {
    const Value* now = find(plan.train, s.name);
    return !now || *now == s.value;
  });
}

/// The oldest that can say all of it; a new plan is 2 at least.
int written_format(const Plan& plan) {
  if (!all_as(later_settings(), plan)) return 4;
  if (!all_as(told_since_3, plan)) return 3;
  return plan.format == 1 && plan.layers.empty() && all_as(told_since_2, plan) ? 1 : 2;
}

Value value_from(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  return json.get<std::string>();
}

Settings settings_from(const Json& json) {
  Settings out;
  for (const auto& [name, value] : json.items()) out.push_back({name, value_from(value)});
  return out;
}

Json to_json(const Choice& choice) { return {{"name", choice.name}, {"settings", json_object<Json>(choice.settings)}}; }

/// Of a parameter that plans stored before it came could not name: they meant its default.
bool is_unsaid(const Param& param, const Value& value) { return param.is_later && value == param.fallback; }

/// SHA-256 of the experiment's sources that define what is chosen, or, of tiles, what they cut; empty for xp's own.
std::string sources(Kind kind, const Choice& choice) {
  const Value* of = kind == Kind::dataset && choice.name == "tiles" ? find(choice.settings, "of") : nullptr;
  return Registry::global().find(kind, of ? of->text() : choice.name).sources;
}

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json json_of(const Plan& plan) {
  Json plugins = Json::object();
  for (const auto& [kind, choices] : plan.plugins) {
    Json list = Json::array();
    for (const Choice& c : choices) list.push_back(to_json(c));
    plugins[name(kind)] = is_list(kind) ? list : list.at(0);
  }
  const int format = written_format(plan);
  Json json{{"format", format},
            {"experiment", plan.experiment},
            {"title", plan.title},
            {"plugins", plugins},
            {"train", json_object<Json>(plan.train)},
            {"seed", json_object<Json>(plan.seed)},
            {"data",
             {{"classes", plan.classes},
              {"counts", plan.counts},
              {"channels", plan.channels},
              {"fingerprint", plan.fingerprint}}}};
  for (const LayerSource& s : plan.layers) json["layers"].push_back({{"path", s.path}, {"sha256", s.sha256}});
  if (format < 2)
    for (const Setting& s : told_since_2) json["train"].erase(s.name);
  if (format < 3)
    for (const Setting& s : told_since_3) json["train"].erase(s.name);
  for (const Setting& s : later_settings())
    if (const Value* value = find(plan.train, s.name); value && *value == s.value) json["train"].erase(s.name);
  return json;
}

}  // namespace

std::string to_json(const Plan& plan) { return dumped(json_of(plan)); }

Plan plan_from_json(const std::string& text) {
  try {
    const Json json = Json::parse(text);
    Plan plan;
    plan.format = json.at("format");
    if (plan.format > format_version)
      throw Error("the plan was written by a newer version of xp", "use that version, or a newer one");
    plan.experiment = json.at("experiment");
    plan.title = json.at("title");
    plan.train = settings_from(json.at("train"));
    plan.seed = settings_from(json.at("seed"));
    if (plan.format < 2)
      for (const Setting& s : told_since_2) set(plan.train, s.name, s.value);
    if (plan.format < 3)
      for (const Setting& s : told_since_3) set(plan.train, s.name, s.value);
    for (const Setting& s : later_settings())
      if (!find(plan.train, s.name)) set(plan.train, s.name, s.value);
    for (const Json& s : json.value("layers", Json::array())) plan.layers.push_back({s.at("path"), s.at("sha256")});
    for (const auto& [kind, choices] : json.at("plugins").items())
      for (const Json& c : choices.is_array() ? choices : Json::array({choices}))
        plan.plugins[kind_named(kind)].emplace_back(c.at("name").get<std::string>(), settings_from(c.at("settings")));
    for (Kind kind : kinds)
      if (const std::size_t named = plan.plugins[kind].size(); !is_list(kind) && named != 1)
        throw Error(fmt::format("not a plan: it names {} plugins of the kind {}, which takes one", named, name(kind)));
    const Json& data = json.at("data");
    plan.classes = data.at("classes").get<std::vector<std::string>>();
    plan.counts = data.at("counts").get<std::vector<std::int64_t>>();
    plan.channels = data.at("channels");
    plan.fingerprint = data.at("fingerprint");
    return plan;
  } catch (const Json::exception& e) {
    throw Error(std::string("not a plan: ") + e.what());
  }
}

std::string identity_hash(const Plan& plan) {
  Plan essence = plan;
  essence.experiment = essence.title = "";
  for (LayerSource& s : essence.layers) s.path = "";
  std::set<std::string> own;  // sources of plugins that are not xp's
  for (auto& [kind, choices] : essence.plugins)
    for (Choice& choice : choices) {
      const PluginInfo& plugin = Registry::global().find(kind, choice.name);
      if (const std::string hash = sources(kind, choice); !hash.empty()) own.insert(hash);
      std::erase_if(choice.settings, [&](const Setting& s) { return is_unsaid(plugin.param(s.name), s.value); });
      for (Setting& s : choice.settings)
        if (plugin.param(s.name).is_path && !s.value.text().empty())
          s.value = kind == Kind::dataset || kind == Kind::callback  // which are its fingerprint, and what is written
                        ? ""
                        : sha256_of_file(s.value.text());
    }
  Json json = json_of(essence);
  if (!own.empty()) json["own_plugins"] = own;
  return sha256(dumped(json));
}

Settings flattened(const Plan& plan) {
  Settings out;
  for (Kind kind : kinds) {
    std::vector<std::string> names;
    for (const Choice& c : plan.plugins.at(kind)) names.push_back(c.name);
    out.push_back({name(kind), fmt::format("{}", fmt::join(names, ","))});
    for (const Choice& c : plan.plugins.at(kind))
      for (const Setting& s : c.settings)
        out.push_back({is_list(kind) ? fmt::format("{}.{}.{}", name(kind), c.name, s.name)
                                     : fmt::format("{}.{}", name(kind), s.name),
                       s.value});
  }
  std::vector<std::string> layers;
  for (const LayerSource& s : plan.layers) layers.push_back(s.path);
  if (!layers.empty()) out.push_back({"layers", fmt::format("{}", fmt::join(layers, ","))});
  for (const Setting& s : plan.train) out.push_back({"train." + s.name, s.value});
  for (const Setting& s : plan.seed) out.push_back({"seed." + s.name, s.value});
  return out;
}

std::vector<std::string> differing(const std::vector<Settings>& plans) {
  std::vector<std::string> names;
  for (const Settings& plan : plans)
    for (const Setting& s : plan) {
      if (std::find(names.begin(), names.end(), s.name) != names.end()) continue;
      const bool same = std::all_of(plans.begin(), plans.end(), [&](const Settings& other) {
        const Value* value = find(other, s.name);
        return value && *value == s.value;
      });
      if (!same) names.push_back(s.name);
    }
  return names;
}

namespace {

/// What the engine may count on, whoever wrote the dataset.
Listing checked(Listing list, const std::string& dataset) {
  for (const Sample& s : list.samples)
    if (s.label < 0 || static_cast<std::size_t>(s.label) >= list.classes.size())
      throw Error(fmt::format("dataset {} labels {} as class {}, of {} classes", dataset, s.name, s.label,
                              list.classes.size()));
  for (const Sample& s : list.samples)
    if (!(s.weight > 0 && std::isfinite(s.weight)))
      throw Error(fmt::format("dataset {}: {} weighs {}", dataset, printable(s.name), decimal(s.weight)),
                  "a weight is a number above 0; leave out what should not be learned from");
  if (list.samples.empty()) throw Error("dataset " + dataset + " lists no image");
  if (list.channels != 1 && list.channels != 3)
    throw Error(fmt::format("dataset {} has images of {} channels", dataset, list.channels), "1 is grey, 3 is RGB");
  return list;
}

}  // namespace

const Listing& listing(const Choice& dataset) {
  static std::mutex mutex;
  static std::map<std::string, Listing> remembered;
  const std::lock_guard lock(mutex);
  const PluginInfo& plugin = Registry::global().find(Kind::dataset, dataset.name);
  const Choice complete = Registry::global().complete(Kind::dataset, dataset);
  const std::string own = sources(Kind::dataset, complete), key = dumped(to_json(complete)) + own;
  const auto found = remembered.find(key);
  if (found != remembered.end()) return found->second;
  Listing list = checked(Registry::global().make<Dataset>(complete)->list(), complete.name);
  Choice recipe = complete;  // of drawn samples: where a path points is not what they are
  std::erase_if(recipe.settings, [&](const Setting& s) {
    const Param& param = plugin.param(s.name);
    return param.is_path || is_unsaid(param, s.value);
  });
  const Sample* before = nullptr;  // tiles of one file follow one another
  for (Sample& s : list.samples) {
    if (s.sha256.empty() && before && !s.path.empty() && s.path == before->path) s.sha256 = before->sha256;
    if (s.sha256.empty())
      s.sha256 = s.path.empty() ? sha256(dumped(to_json(recipe)) + own + s.name) : sha256_of_file(s.path);
    before = &s;
  }
  return remembered.emplace(key, std::move(list)).first->second;
}

Division divided(const Plan& plan, const Listing& data) {
  const std::string split = plan.only(Kind::split).name;
  const std::vector<std::int64_t> counts = data.counts();
  for (std::size_t c = 0; c < counts.size(); ++c)
    if (counts[c] == 0)
      throw Error(fmt::format("class {} has no image that can be read", data.classes[c]),
                  "add images, or remove the class");
  Division division = plan.make<Split>()->divide(data);
  if (division.of.size() != data.samples.size())
    throw Error(
        fmt::format("split {} divides {} samples, there are {}", split, division.of.size(), data.samples.size()));
  if (division.indices(Part::train).empty()) throw Error("split " + split + " leaves nothing to train on");
  return division;
}

}  // namespace xp
