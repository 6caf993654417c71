#include "framework/run/errand.h"

#include "framework/base/json.h"

namespace xp {
namespace {

using Json = nlohmann::json;

/// Settings keep their order and their types.
Json settings_json(const Settings& settings) {
  Json out = Json::array();
  for (const Setting& s : settings) out.push_back({s.name, json_value<Json>(s.value)});
  return out;
}

Value value_of(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  return json.get<std::string>();
}

Settings settings_of(const Json& json) {
  Settings out;
  for (const Json& s : json) out.push_back({s.at(0).get<std::string>(), value_of(s.at(1))});
  return out;
}

/// Every member once: `f(name, member)` writes or reads it. Sources and environment have forms of their own.
template <class C, class F>
void each(C& c, F f) {
  f("threads", c.threads);
  f("precision", c.precision);
  f("name", c.name);
  f("note", c.note);
  f("tags", c.tags);
  f("diff", c.diff);
  f("rerun_of", c.rerun_of);
  f("parent", c.parent);
  f("role", c.role);
  f("sweep", c.sweep);
  f("place", c.place);
  f("strict", c.strict);
  f("pictures", c.pictures);
  f("until", c.until);
  f("checkpoint_minutes", c.checkpoint_minutes);
  f("keep_every", c.keep_every);
  f("disk_wait_minutes", c.disk_wait_minutes);
  f("durable", c.durable);
  f("trace", c.trace);
}

Json circumstances_json(const Circumstances& c) {
  Json out{{"environment", settings_json(c.environment)}, {"sources", Json::array()}};
  each(c, [&](const char* name, const auto& member) { out[name] = member; });
  for (const Source& s : c.sources) out["sources"].push_back({s.path, s.sha256, s.text});
  return out;
}

Circumstances circumstances_of(const Json& json) {
  Circumstances out;
  each(out, [&](const char* name, auto& member) { json.at(name).get_to(member); });
  out.environment = settings_of(json.at("environment"));
  for (const Json& s : json.at("sources")) out.sources.push_back({s.at(0), s.at(1), s.at(2)});
  return out;
}

}  // namespace

std::string to_bytes(const Message& m) {
  const auto& [task, trial, circumstances] = m.errand;
  Json sources = Json::array();
  for (const SourceFile& s : m.compiled.sources) sources.push_back({s.path, s.text});
  const Json json{{"task", {task.place, task.run, task.until}},
                  {"plan", trial.plan},
                  {"circumstances", circumstances_json(circumstances)},
                  {"library", m.compiled.library},
                  {"sources", sources},
                  {"parent", m.parent}};
  std::string out;
  Json::to_cbor(json, out);
  return out;
}

Message message_from(const std::string& bytes) {
  try {
    const Json json = Json::from_cbor(bytes);
    Message m;
    const Json& task = json.at("task");
    m.errand.task = {task.at(0), task.at(1), task.at(2)};
    m.errand.trial.place = m.errand.task.place;
    m.errand.trial.plan = json.at("plan");
    m.errand.circumstances = circumstances_of(json.at("circumstances"));
    m.compiled.library = json.at("library");
    for (const Json& s : json.at("sources")) m.compiled.sources.push_back({s.at(0), s.at(1)});
    m.parent = json.at("parent");
    return m;
  } catch (const Json::exception&) {
    throw Error("this is no trial's task", "xp run begins trials; nobody else needs to");
  }
}

}  // namespace xp
