// Whose tensor is which: tables of names, shapes, and what is said of the rest.
#include "framework/weights/start.h"

#include <catch2/catch.hpp>
#include <cstring>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

Net whole(const Net& features, const Net& attention, int classes) {
  return seq({features, attention, global_pool, dropout(0), linear(classes)});
}

const Net two_convolutions = seq({conv(4, 3), batch_norm, relu, max_pool(2, 2), separable(8), relu});
Net small(int classes = 3) { return whole(two_convolutions, identity, classes); }
const Shape grey{1, 8, 8}, rgb{3, 8, 8};

const LayerNames names{{"torchvision", {"conv1", "bn1", "down", "up", "bn2", "fc"}},
                       {"keras", {"conv2d", "bn", "sep", "sep", "bn_1", "dense"}}};

WeightTensor tensor(const std::string& name, const std::vector<std::int64_t>& shape, float first = 0) {
  WeightTensor t{name, Element::f32, shape, {}};
  std::int64_t n = 1;
  for (const std::int64_t size : shape) n *= size;
  for (std::int64_t i = 0; i < n; ++i) {
    const float v = first + static_cast<float>(i);
    t.bytes.append(reinterpret_cast<const char*>(&v), sizeof v);
  }
  return t;
}

WeightFile torch_file(int classes, int channels, const std::string& prefix = "") {
  WeightFile file{"PyTorch (zip)", {}, {}};
  float first = 0;
  for (const Place& p : places(small(classes), {channels, 8, 8}))
    file.tensors.push_back(tensor(prefix + torch_name(p, names.at("torchvision")), p.shape, first += 1000));
  file.tensors.push_back(tensor(prefix + "bn1.num_batches_tracked", {}));
  return file;
}

Start start(const WeightFile& file, const Net& net = small(), Shape in = grey) {
  return start_from(file, net, in, names, "model tiny");
}

}  // namespace

TEST_CASE("the table of names that explains most tells whose file it is, behind any prefix") {
  for (const char* prefix : {"", "module.", "state_dict.module."}) {
    const Start got = start(torch_file(3, 1, prefix));
    CHECK(got.source == "torchvision");
    CHECK(got.remarks.empty());
    CHECK(got.values.size() == places(small(), grey).size());
    CHECK(got.values.at("features.0.weight").at(5) == 1005.0f);
  }
}

TEST_CASE("xp's own file is known by its places, and comes back under torchvision's names as it was") {
  WeightFile own{"safetensors", {}, {}};
  for (const Place& p : places(small(), grey)) own.tensors.push_back(tensor(p.name, p.shape, 7));
  CHECK(start(own).source == "xp");
  const std::vector<WeightTensor> theirs = renamed(own, small(), grey, names, "torchvision");
  REQUIRE(theirs.size() == own.tensors.size());
  CHECK(theirs.front().name == "conv1.weight");
  CHECK(theirs.back().name == "fc.bias");
  const Start again = start({"safetensors", theirs, {}});
  CHECK(again.source == "torchvision");
  CHECK(again.values == start(own).values);
  CHECK_THROWS_WITH(renamed(own, small(), grey, names, "timm"), Contains("no names of timm"));
  CHECK_THROWS_WITH(renamed(own, small(4), grey, names, "torchvision"), Contains("head.weight has another shape"));
}

TEST_CASE("the head of another number of classes is drawn anew, and said so") {
  const Start got = start(torch_file(1000, 1));
  CHECK(got.values.count("head.weight") == 0);
  CHECK(got.values.count("head.bias") == 0);
  CHECK(got.values.count("features.0.weight") == 1);
  REQUIRE(got.remarks.size() == 1);
  CHECK_THAT(got.remarks[0], Contains("head is drawn anew") && Contains("fc.weight is 1000×8 there, 3×8 here"));
}

TEST_CASE("attention has no name elsewhere and is drawn anew, an auxiliary head that the model lacks is left") {
  Net attention = gate(seq({global_pool, conv(8, 1), sigmoid}));
  WeightFile file = torch_file(3, 1);
  file.tensors.push_back(tensor("AuxLogits.fc.weight", {3, 8}));
  const Start got = start(file, whole(two_convolutions, attention, 3));
  CHECK(got.values.count("head.weight") == 1);
  REQUIRE(got.remarks.size() == 2);
  CHECK_THAT(got.remarks[0], Contains("drawn anew") && Contains("attention.0.1.weight"));
  CHECK_THAT(got.remarks[1], Contains("no auxiliary head") && Contains("AuxLogits.fc.weight"));
}

TEST_CASE("every tensor that is missing, unused or of another shape is named at once") {
  WeightFile file = torch_file(3, 1);
  std::erase_if(file.tensors, [](const WeightTensor& t) { return t.name == "bn1.running_mean"; });
  file.tensors[1] = tensor("bn1.weight", {5});
  file.tensors.push_back(tensor("conv1.bias", {4}));
  try {
    start(file);
    FAIL("accepted");
  } catch (const Error& e) {
    CHECK_THAT(e.what(), Contains("model tiny") && Contains("features.1.running_mean (bn1 there) is missing") &&
                             Contains("bn1.weight is 5 there, features.1.weight wants 4") &&
                             Contains("conv1.bias (4) has no place"));
  }
}

TEST_CASE("the file of another model is told by what it holds and what is expected") {
  const WeightFile other{"PyTorch (zip)", {tensor("embedding.weight", {10, 4})}, {}};
  CHECK_THROWS_WITH(start(other), Contains("nothing of this PyTorch (zip) file fits model tiny") &&
                                      Contains("embedding.weight 10×4") && Contains("features.0.weight"));
}

TEST_CASE("a kernel for RGB is summed over its inputs for grey images, and said so") {
  const Start got = start(torch_file(3, 3)), as_it_is = start(torch_file(3, 3), small(), rgb);
  const auto& three = as_it_is.values.at("features.0.weight");
  REQUIRE(three.size() == 4 * 27);
  CHECK(got.values.at("features.0.weight").at(9 + 2) == three[27 + 2] + three[27 + 9 + 2] + three[27 + 18 + 2]);
  CHECK_THAT(got.remarks.at(0), Contains("conv1.weight is summed over its three input channels"));
  CHECK(as_it_is.remarks.empty());
}

TEST_CASE("Keras' kernels are turned round, and what its BatchNorm leaves out does nothing") {
  const auto file = [](const std::string& convolution, const std::string& separable, bool numbered) {
    const auto key = [&](const char* word, const char* number) {
      return std::string(numbered ? "vars/" : "") + (numbered ? number : word);
    };
    WeightFile f{"Keras HDF5", {}, {}};
    f.tensors = {tensor(convolution + "/" + key("kernel:0", "0"), {3, 3, 1, 4}),
                 tensor("layers/bn/" + key("beta:0", "0"), {4}),
                 tensor("layers/bn/" + key("moving_mean:0", "1"), {4}),
                 tensor("layers/bn/" + key("moving_variance:0", "2"), {4}, 9),
                 tensor(separable + "/" + key("depthwise_kernel:0", "0"), {3, 3, 4, 1}),
                 tensor(separable + "/" + key("pointwise_kernel:0", "1"), {1, 1, 4, 8}),
                 tensor("layers/bn_1/" + key("gamma:0", "0"), {8}),
                 tensor("layers/bn_1/" + key("beta:0", "1"), {8}),
                 tensor("layers/bn_1/" + key("moving_mean:0", "2"), {8}),
                 tensor("layers/bn_1/" + key("moving_variance:0", "3"), {8}),
                 tensor("layers/dense/" + key("kernel:0", "0"), {8, 3}),
                 tensor("layers/dense/" + key("bias:0", "1"), {3}),
                 tensor("optimizer/adam/conv2d/kernel/m:0", {3, 3, 1, 4})};
    return f;
  };
  for (const WeightFile& f : {file("conv2d/conv2d_1", "sep/sep_1", false), file("layers/conv2d", "layers/sep", true)}) {
    const Start got = start(f);
    CHECK(got.source == "keras");
    CHECK(got.remarks.empty());
    CHECK(got.values.at("features.0.weight").at(9) == 1.0f);  // the second of 4 outputs, first position
    CHECK(got.values.at("features.0.weight").at(1) == 4.0f);  // the first output, second position
    CHECK(got.values.at("features.1.weight") == std::vector<float>(4, 1.0f));
    CHECK(got.values.at("features.1.running_var").at(0) == 9.0f);
    CHECK(got.values.at("features.4.0.weight").at(9) == 1.0f);
    CHECK(got.values.at("features.4.1.weight").at(1) == 8.0f);
    CHECK(got.values.at("head.weight").at(1) == 3.0f);
  }
}

TEST_CASE("a dense layer on a flattened map reads it channels last in Keras") {
  const Net net = seq({conv(2, 1), identity, identity, dropout(0), linear(1)});  // 2×1×3
  const LayerNames flat{{"keras", {"c", "d"}}};
  const WeightFile file{
      "Keras HDF5",
      {tensor("c/c/kernel:0", {1, 1, 1, 2}), tensor("d/d/kernel:0", {6, 1}), tensor("d/d/bias:0", {1})},
      {}};
  CHECK(start_from(file, net, {1, 1, 3}, flat, "model flat").values.at("head.weight") ==
        std::vector<float>{0, 2, 4, 1, 3, 5});
}

TEST_CASE("another weight file is another experiment, and one that is missing is known before anything trains") {
  const test::TemporaryFolder folder("weights");
  write_file(folder / "a", "a"), write_file(folder / "b", "b"), write_file(folder / "copy_of_a", "a");
  const auto identity_with = [&](const std::string& file) {
    return identity_hash(test::tiny_plan({{"model.weights", folder / file}}));
  };
  CHECK(identity_with("a") == identity_with("copy_of_a"));
  CHECK(identity_with("a") != identity_with("b"));
  CHECK(identity_with("a") != identity_hash(test::tiny_plan()));
  CHECK_THROWS_WITH(identity_with("missing"), Contains("missing: No such file"));
  CHECK_THROWS_WITH(network(test::tiny_plan({{"model.freeze", "7"}})), Contains("have 2 stages"));
}
