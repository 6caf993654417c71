// The layer table: what it says of each layer, and that nothing is lost between the rows and the whole.
#include "framework/net/table.h"

#include <catch2/catch.hpp>

#include <set>

#include "framework/experiment.h"
#include "framework/net/places.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

const LayerRow& row(const LayerTable& table, const std::string& place) {
  for (const LayerRow& r : table.rows)
    if (r.place == place) return r;
  throw std::runtime_error("no row " + place);
}

/// A network as xp::network makes it, its features alone of interest.
LayerTable table_of(const Net& features, Shape in) {
  return layers(seq({features, identity, global_pool, dropout(0.5), linear(2)}), in);
}

}  // namespace

TEST_CASE("the rows of every model with every attention add up to the measure of the whole") {
  for (const PluginInfo* model : test::self_contained(Kind::model))
    for (const PluginInfo* attention : Registry::global().all(Kind::attention))
      for (const char* where : {"features", "blocks"}) {
        if (!model->sources.empty() || !attention->sources.empty()) continue;
        Plan plan = test::tiny_plan();
        plan.plugins[Kind::model] = {Registry::global().complete(Kind::model, model->name)};
        plan.plugins[Kind::attention] = {
            Registry::global().complete(Kind::attention, {attention->name, {{"where", where}}})};
        plan.plugins[Kind::transform] = {Registry::global().complete(Kind::transform, {"resize", {{"size", 96}}})};
        INFO(model->name << " with " << attention->name << " in " << where);
        Net net;
        try {
          net = network(plan);
        } catch (const Error&) {
          continue;  // not every model is made without further settings
        }
        const Cost whole = measure(net, input(plan));
        const LayerTable table = layers(net, input(plan));
        Cost sum;
        for (const LayerRow& r : table.rows) {
          sum.parameters += r.cost.parameters;
          sum.multiply_adds += r.cost.multiply_adds;
          sum.activations += r.cost.activations;
          CHECK((r.cost.parameters >= 0 && r.cost.multiply_adds >= 0 && r.cost.activations >= 0));
          CHECK_FALSE(r.what.empty());
        }
        CHECK(sum.parameters == whole.parameters);
        CHECK(sum.multiply_adds == whole.multiply_adds);
        CHECK(sum.activations == whole.activations);
        CHECK(table.total.parameters == whole.parameters);
        CHECK(table.total.out == whole.out);
        std::set<std::string> known;
        for (const LayerRow& r : table.rows) known.insert(r.place);
        for (const Place& weight : places(net, input(plan)))
          CHECK(known.count(weight.name.substr(0, weight.name.rfind('.'))) == 1);
      }
}

TEST_CASE("a layer is named by its place and says what it is, makes and costs") {
  const LayerTable table = table_of(seq({conv(64, 3).stride(2), batch_norm, relu}), {3, 32, 32});
  const LayerRow& conv = row(table, "features.0");
  CHECK(conv.what == "conv 3×3/2, 64");
  CHECK(conv.cost.out == Shape{64, 16, 16});
  CHECK(conv.cost.parameters == 64 * 3 * 9);
  CHECK(conv.cost.multiply_adds == 64 * 3 * 9 * 16 * 16);
  CHECK(conv.output_bytes() == 4 * 64 * 16 * 16);
  CHECK(row(table, "features.1").what == "batch norm");
  CHECK(row(table, "features.1").cost.parameters == 128);
  CHECK(row(table, "head").what == "linear, 2");
  CHECK(row(table, "head").cost.parameters == 64 * 2 + 2);
  CHECK(table.rows.size() == 6);  // three, the pool, the dropout, the head: an attention that is none has no row
}

TEST_CASE("windows, borders and groups are told where they are not the common ones") {
  const LayerTable table =
      table_of(seq({conv(8, 1, 7).padded(Pad::keras), depthwise(3), conv(8, 3).valid(), max_pool(3, 2), dropout(0.25)}),
               {4, 32, 32});
  CHECK(row(table, "features.0").what == "conv 1×7 same, 8");
  CHECK(row(table, "features.1").what == "depthwise 3×3");
  CHECK(row(table, "features.2").what == "conv 3×3 valid, 8");
  CHECK(row(table, "features.3").what == "max pool 3×3/2");
  CHECK(row(table, "features.4").what == "dropout 0.25");
}

TEST_CASE("what joins branches follows them, and costs no more than the joining") {
  const LayerTable table = table_of(
      sum({identity, seq({conv(4, 3), batch_norm, gate(seq({global_pool, conv(4, 1), sigmoid}))})}), {4, 8, 8});
  std::vector<std::string> places;
  for (const LayerRow& r : table.rows) places.push_back(r.place);
  CHECK(places == std::vector<std::string>{"features.1.0", "features.1.1", "features.1.2.0.0", "features.1.2.0.1",
                                           "features.1.2.0.2", "features.1.2", "features", "neck", "dropout", "head"});
  CHECK(row(table, "features").what == "sum of 2");
  CHECK(row(table, "features").cost.parameters == 0);
  CHECK(row(table, "features").cost.activations == 4 * 8 * 8);
}

TEST_CASE("a gate along the axes shows what each axis sees") {
  const LayerTable table =
      table_of(gate_axes(conv(2, 1), seq({conv(8, 1), sigmoid}), seq({conv(8, 1), sigmoid})), {8, 6, 5});
  CHECK(row(table, "features.0").cost.out == Shape{2, 11, 1});
  CHECK(row(table, "features.1.0").cost.out == Shape{8, 6, 1});
  CHECK(row(table, "features.2.0").cost.out == Shape{8, 1, 5});
  CHECK(row(table, "features").what == "gate by rows and columns");
}
