// Keras' configurations as nets: what becomes of them, and what is refused by name.
#include "framework/weights/keras_net.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/net/places.h"
#include "framework/weights/keras_names.h"
#include "tests/support/plans.h"
#include "tests/support/skip.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

const std::string data = std::string(XP_SOURCE_DIR) + "/../shared/data/weights/";

/// {"class_name": kind, "config": {"name": name, more}, "inbound_nodes": [[[input, 0, 0, {}], …]]}
std::string layer(const std::string& kind, const std::string& name, const std::string& more = "",
                  const std::vector<std::string>& inputs = {}) {
  std::string in;
  for (const std::string& i : inputs) in += (in.empty() ? "" : ", ") + ("[\"" + i + "\", 0, 0, {}]");
  return R"({"class_name": ")" + kind + R"(", "name": ")" + name + R"(", "config": {"name": ")" + name + "\"" +
         (more.empty() ? "" : ", ") + more + R"(}, "inbound_nodes": [)" + (in.empty() ? "" : "[" + in + "]") + "]}";
}

std::string model(const std::vector<std::string>& layers, const std::string& output) {
  return R"({"class_name": "Functional", "config": {"layers": [)" + join(layers, ",") +
         R"(], "input_layers": [["in", 0, 0]], "output_layers": [[")" + output + R"(", 0, 0]]}})";
}

std::string sequential(const std::vector<std::string>& layers) {
  return R"({"class_name": "Sequential", "config": [)" + join(layers, ",") + "]}";
}

std::string conv(int filters, const std::string& more = "") {
  return R"("filters": )" + std::to_string(filters) + R"(, "kernel_size": [3, 3])" + (more.empty() ? "" : ", " + more);
}

const std::string same = R"("padding": "same")";
const std::string image = layer("InputLayer", "in", R"("batch_input_shape": [null, 32, 32, 1])");
Net keras_conv(int out) { return xp::conv(out, 3).bias().padded(Pad::keras).drawn(Init::glorot); }

}  // namespace

TEST_CASE("a sequence becomes features, neck and head, and its softmax belongs to the loss") {
  const KerasNet net = keras_net(
      sequential({layer("Conv2D", "c", conv(4, R"("activation": "relu", "batch_input_shape": [null, 28, 28, 1])")),
                  layer("MaxPooling2D", "m", R"("pool_size": [2, 2], "strides": null)"), layer("Flatten", "f"),
                  layer("Dense", "d", R"("units": 16, "activation": "relu")"), layer("Dropout", "x", R"("rate": 0.5)"),
                  layer("Dense", "e", R"("units": 10, "activation": "softmax")")}));
  CHECK(net.features == seq({keras_conv(4).valid(), relu, max_pool(2, 2).valid()}));
  CHECK(net.neck == seq({linear(16).drawn(Init::glorot), relu, dropout(0.5)}));
  CHECK(net.head_of(3) == seq({linear(3).drawn(Init::glorot)}));
  CHECK(net.names == std::vector<std::string>{"c", "d", "e"});
  CHECK(net.classes == 10);
  CHECK(net.in == Shape{1, 28, 28});
}

TEST_CASE("paths side by side become sums, branches and gates") {
  const KerasNet net = keras_net(model(
      {image, layer("Conv2D", "a", conv(4, same), {"in"}), layer("Conv2D", "b", conv(4, same), {"a"}),
       layer("Add", "add", "", {"a", "b"}), layer("Conv2D", "c", conv(2, same), {"add"}),
       layer("Concatenate", "cat", R"("axis": -1)", {"add", "c"}),
       layer("Activation", "s", R"("activation": "sigmoid")", {"cat"}), layer("Multiply", "mul", "", {"s", "cat"})},
      "mul"));
  CHECK(net.features == seq({keras_conv(4), sum({identity, keras_conv(4)}), cat({identity, keras_conv(2)}),
                             gate(xp::layer(Op::sigmoid))}));
  CHECK(net.neck == global_pool);
  CHECK(net.classes == 0);
  CHECK(net.names == std::vector<std::string>{"a", "b", "c", ""});
}

TEST_CASE("Keras 3's way to write a graph is read too, and models inside models") {
  const std::string history = R"({"class_name": "__keras_tensor__", "config": {"keras_history": ["in", 0, 0]}})";
  const std::string inner = R"({"class_name": "Sequential", "name": "inner", "config": {"name": "inner", "layers": [)" +
                            layer("Conv2D", "c", conv(4, same)) + R"(]}, "inbound_nodes": [{"args": [)" + history +
                            R"(], "kwargs": {}}]})";
  const std::string text = R"({"class_name": "Functional", "config": {"layers": [)" + image + ", " + inner +
                           R"(], "output_layers": ["inner", 0, 0]}})";
  CHECK(keras_net(text).features == seq({keras_conv(4)}));
}

TEST_CASE("zeros put around a map become the border of what follows, where they are one") {
  const auto padded = [](const std::string& zeros, int side, const std::string& last) {
    return keras_net(sequential(
        {layer("InputLayer", "in",
               R"("batch_input_shape": [null, )" + std::to_string(side) + ", " + std::to_string(side) + ", 3]"),
         layer("ZeroPadding2D", "z", R"("padding": )" + zeros), last}));
  };
  const std::string halving = layer("Conv2D", "c", conv(4, R"("strides": [2, 2])"));
  CHECK(padded("[[1, 1], [1, 1]]", 32, halving).features.parts.at(0).pad == Pad::half);
  CHECK(padded("[[0, 1], [0, 1]]", 32, halving).features.parts.at(0).pad == Pad::keras);
  CHECK_THROWS_WITH(padded("[[2, 2], [2, 2]]", 32, halving),
                    Contains("the Keras layer c (Conv2D) has a border of 2+2"));
  CHECK_THROWS_WITH(padded("[[1, 1], [1, 1]]", 32, layer("MaxPooling2D", "m", R"("pool_size": [3, 3])")),
                    Contains("zeros around values below zero"));
  CHECK_THROWS_WITH(padded("1", 32, layer("Flatten", "f")), Contains("follows a ZeroPadding2D"));
}

TEST_CASE("a layer that the vocabulary lacks is refused by name") {
  const auto refused = [](const std::string& kind, const std::string& more, const std::string& why) {
    CHECK_THROWS_WITH(keras_net(sequential({image, layer(kind, "odd", more)})), Contains("odd") && Contains(why));
  };
  refused("LSTM", "", "(LSTM) is none that the vocabulary of nets has");
  refused("Conv2D", conv(4, R"("dilation_rate": [2, 2])"), "is dilated");
  refused("Conv2D", conv(4, R"("strides": [1, 2])"), "strides 1×2");
  refused("Conv2D", conv(4, R"("activation": "gelu")"), "activation gelu");
  refused("Conv2D", conv(-4), "a setting of -4");
  refused("Dense", R"("units": 3)", "acts on a map");
  refused("MaxPooling2D", R"("pool_size": [64, 64])", "does not fit");
  CHECK_THROWS_WITH(keras_net(model({image, layer("Average", "odd", "", {"in", "in"})}, "odd")), Contains("odd"));
}

TEST_CASE("a graph that is no nest of sequences and parallel paths is refused by a layer's name") {
  const std::string a = layer("Conv2D", "a", conv(4, same), {"in"}), b = layer("Conv2D", "b", conv(4, same), {"in"});
  const std::string m = layer("Add", "m", "", {"a", "b"});
  CHECK_THROWS_WITH(keras_net(model({image, a, b, m, layer("Add", "n", "", {"m", "a"})}, "n")),
                    Contains("takes a along two paths"));
  CHECK_THROWS_WITH(keras_net(model({image, a, b}, "a")), Contains("leads nowhere, b"));
  CHECK_THROWS_WITH(keras_net(model({layer("Conv2D", "a", conv(4), {"b"}), layer("Conv2D", "b", conv(4), {"a"})}, "a")),
                    Contains("0 inputs"));
  CHECK_THROWS_WITH(keras_net(model({image, a, a}, "a")), Contains("two layers of the name a"));
}

TEST_CASE("what is no configuration is an error, never a crash") {
  for (const std::string text : {"", "{", "[]", "3", R"({"class_name": "Functional", "config": {}})",
                                 R"({"class_name": "Sequential", "config": []})",
                                 R"({"class_name": "Sequential", "config": [{"class_name": "Conv2D", "config": 7}]})"})
    CHECK_THROWS_AS(keras_net(text), Error);
  CHECK_THROWS_AS(keras_net(std::string(100000, '[')), Error);
}

TEST_CASE("joins inside joins inside models are read to a depth that no network has, and refused beyond") {
  const auto nested = [](int joins, int models) {  // each join adds the input to the one before
    std::string inner = layer("Conv2D", "inner", conv(1, same), {"in"});
    for (int m = 1;; ++m) {
      std::vector<std::string> layers{image, inner};
      for (int k = 0; k < joins; ++k)
        layers.push_back(layer("Add", std::to_string(k), "", {"in", k ? std::to_string(k - 1) : "inner"}));
      const std::string whole = model(layers, std::to_string(joins - 1));
      if (m == models) return whole;
      inner = whole.substr(0, whole.size() - 1) + R"(, "name": "inner", "inbound_nodes": [[["in", 0, 0, {}]]]})";
    }
  };
  CHECK(measure(keras_net(nested(64, 1)).features, {1, 32, 32}).parameters == 10);
  CHECK(measure(keras_net(nested(8, 8)).features, {1, 32, 32}).parameters == 10);
  CHECK_THROWS_WITH(keras_net(nested(65, 1)), Contains("joins paths inside paths more than 64 deep"));
  CHECK_THROWS_WITH(keras_net(nested(9, 8)), Contains("(Add) joins paths inside paths more than 64 deep"));
  CHECK_THROWS_WITH(keras_net(nested(4990, 8)), Contains("joins paths inside paths more than 64 deep"));
}

TEST_CASE("weights whose configuration names nothing as it should are found by their own names") {
  const WeightTensor kernel{"c/kernel:0", Element::f32, {1}, std::string(4, '\0')};
  Place place;
  place.role = Place::kernel;
  place.layer = 0;
  for (const std::string& config : std::vector<std::string>{
           R"({"config": [{"class_name": 7, "config": {"name": "c"}}]})", R"({"config": {"layers": 3}})",
           R"({"config": {"layers": [{"class_name": "Conv2D", "config": {"name": ["c"]}}, 5, {"config": 5}]}})",
           R"({"config": "text"})", R"([1])", R"("text")", "", "{",
           R"({"config": )" + std::string(200000, '[') + std::string(200000, ']') + "}"}) {
    INFO(config.substr(0, 80));
    const WeightFile file{"Keras HDF5", {kernel}, {{"model_config", config}}};
    CHECK(KerasNames(file).find(place, {"c"}) == &file.tensors[0]);
  }
}

TEST_CASE("mini_XCEPTION is rebuilt from its own file, and has the parameters that Keras counted") {
  const std::string file = data + "fer2013_mini_XCEPTION.102-0.66.hdf5";
  if (!std::filesystem::exists(file)) SKIP("no weights beside the checkout");
  const Plan plan = test::tiny_plan({{"model", "keras_file"}, {"model.path", file}, {"transform.size", 64}});
  const KerasNet net = keras_net_of(file, "");
  CHECK(net.in == Shape{1, 64, 64});
  CHECK(net.classes == 7);
  CHECK(net.names.size() == 7 + 2 * 8 + 14);  // convolutions, separable ones twice, BatchNorm
  // 58 423 in Keras' summary, of them 1 472 statistics that are not trained.
  const Net seven = seq({net.features, identity, net.neck, dropout(0), net.head_of(7)});
  CHECK(measure(seven, net.in).parameters == 58423 - 1472);
  CHECK(measure(network(plan), input(plan)).out.c == 3);
  CHECK(stages(net.features, net.in).size() == 5);
}

TEST_CASE("weights alone need their architecture beside them, and a file that is missing is known when planning") {
  const std::string weights = data + "aimining_mnist_cnn_model_weights.h5";
  if (!std::filesystem::exists(weights)) SKIP("no weights beside the checkout");
  CHECK_THROWS_WITH(keras_net_of(weights, ""), Contains("holds weights, and no model"));
  const KerasNet net = keras_net_of(weights, data + "aimining_mnist_cnn_model_struct.json");
  CHECK(net.in == Shape{1, 28, 28});
  CHECK(net.features.parts.at(2) == turn);  // its second layer takes channels for rows
  CHECK(net.classes == 10);
  CHECK_THROWS_WITH(test::tiny_plan({{"model", "keras_file"}, {"model.path", "/missing.h5"}}),
                    Contains("/missing.h5: No such file"));
  CHECK_THROWS_WITH(network(test::tiny_plan({{"model", "keras_file"}})), Contains("has no path"));
}
