#include "framework/plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "framework/base/hash.h"
#include "framework/base/json.h"

namespace xp {
namespace {

using Json = nlohmann::json;  // keys sorted: canonical
constexpr int format_version = 1;

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

Json json_of(const Plan& plan) {
  Json plugins = Json::object();
  for (const auto& [kind, choices] : plan.plugins) {
    Json list = Json::array();
    for (const Choice& c : choices) list.push_back(to_json(c));
    plugins[name(kind)] = is_list(kind) ? list : list.at(0);
  }
  return {{"format", format_version},
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
}

}  // namespace

std::string to_json(const Plan& plan) { return json_of(plan).dump(-1, ' ', false, Json::error_handler_t::replace); }

Plan plan_from_json(const std::string& text) {
  try {
    const Json json = Json::parse(text);
    if (json.at("format").get<int>() > format_version)
      throw Error("the plan was written by a newer version of xp", "use that version, or a newer one");
    Plan plan;
    plan.experiment = json.at("experiment");
    plan.title = json.at("title");
    plan.train = settings_from(json.at("train"));
    plan.seed = settings_from(json.at("seed"));
    for (const auto& [kind, choices] : json.at("plugins").items())
      for (const Json& c : choices.is_array() ? choices : Json::array({choices}))
        plan.plugins[kind_named(kind)].emplace_back(c.at("name").get<std::string>(), settings_from(c.at("settings")));
    for (Kind kind : kinds) plan.plugins[kind];  // a list may be empty
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
  for (auto& [kind, choices] : essence.plugins)
    for (Choice& choice : choices)
      std::erase_if(choice.settings, [&, k = kind](const Setting& s) {
        return Registry::global().find(k, choice.name).param(s.name).is_path;
      });
  essence.experiment = essence.title = "";
  return sha256(to_json(essence));
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

const Listing& listing(const Choice& dataset) {
  static std::mutex mutex;
  static std::map<std::string, Listing> remembered;
  const std::lock_guard lock(mutex);
  const Choice complete = Registry::global().complete(Kind::dataset, dataset);
  const std::string key = to_json(complete).dump(-1, ' ', false, Json::error_handler_t::replace);
  const auto found = remembered.find(key);
  if (found != remembered.end()) return found->second;
  Listing list = Registry::global().make<Dataset>(complete)->list();
  for (Sample& s : list.samples)
    if (s.sha256.empty()) s.sha256 = s.path.empty() ? sha256(key + s.name) : sha256_of_file(s.path);
  return remembered.emplace(key, std::move(list)).first->second;
}

}  // namespace xp
