#include "tools/xp/json.h"

#include "framework/base/json.h"
#include "framework/plan/search.h"

namespace xp {
namespace {

using Json = nlohmann::ordered_json;

std::string written(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace); }

Json to_json(const Param& p) {
  Json json{{"name", p.name}, {"doc", p.doc}, {"default", json_value<Json>(p.fallback)}};
  if (!p.unit.empty()) json["unit"] = p.unit;
  if (p.low) json["low"] = *p.low;
  if (p.high) json["high"] = *p.high;
  if (!p.choices.empty()) json["choices"] = p.choices;
  return json;
}

}  // namespace

std::string json_of(const Settings& settings) { return written(json_object<Json>(settings)); }

std::string plans_json(const Planned& p, const std::vector<Estimate>& estimates) {
  Json list = Json::array();
  for (std::size_t i = 0; i < p.plans.size(); ++i)
    list.push_back({{"plan", p.first_number + i},
                    {"identity", identity_hash(p.plans[i])},
                    {"folds", estimates[i].folds},
                    {"parameters", estimates[i].cost.parameters},
                    {"multiply_adds", estimates[i].cost.multiply_adds},
                    {"memory_bytes", estimates[i].memory},
                    {"seconds", estimates[i].seconds},
                    {"settings", json_object<Json>(p.settings[i])}});
  return written({{"title", p.plans.at(0).title},
                  {"count", p.plans.size()},
                  {"search", text(p.search)},
                  {"epochs", expected_epochs(p)},
                  {"varies", p.varies},
                  {"plans", list}});
}

std::string sweeps_json(const std::vector<SweepRow>& sweeps) {
  Json list = Json::array();
  for (const SweepRow& s : sweeps)
    list.push_back({{"sweep", sweep_name(s.id)},
                    {"name", s.name},
                    {"status", name(s.status)},
                    {"reason", s.reason},
                    {"experiment", s.experiment},
                    {"title", s.title},
                    {"trials", s.trials},
                    {"search", name(search_from_json(s.search).kind)},
                    {"created", s.created},
                    {"ended", s.ended}});
  return written(list);
}

std::string nets_json(const std::vector<NamedNet>& nets) {
  const auto shape = [](const Shape& s) { return Json{s.c, s.h, s.w}; };
  Json list = Json::array();
  for (const NamedNet& net : nets) {
    Json rows = Json::array();
    for (const LayerRow& r : net.layers.rows)
      rows.push_back({{"place", r.place},
                      {"what", r.what},
                      {"output", shape(r.cost.out)},
                      {"parameters", r.cost.parameters},
                      {"multiply_adds", r.cost.multiply_adds},
                      {"output_bytes", r.output_bytes()},
                      {"kept_numbers", r.cost.activations}});
    const Cost& total = net.layers.total;
    list.push_back({{"of", net.of},
                    {"model", net.model},
                    {"input", shape(net.layers.in)},
                    {"parameters", total.parameters},
                    {"multiply_adds", total.multiply_adds},
                    {"kept_numbers", total.activations},
                    {"layers", rows}});
  }
  return written(list);
}

std::string plugins_json(const std::vector<const PluginInfo*>& plugins) {
  Json list = Json::array();
  for (const PluginInfo* p : plugins) {
    Json params = Json::array();
    for (const Param& param : p->params) params.push_back(to_json(param));
    list.push_back(
        {{"kind", name(p->kind)}, {"name", p->name}, {"doc", p->doc}, {"origin", p->origin}, {"settings", params}});
  }
  return written(list);
}

}  // namespace xp
