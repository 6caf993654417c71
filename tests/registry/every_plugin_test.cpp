// What holds of every plugin, whoever wrote it.
#include <catch2/catch.hpp>

#include "framework/experiment.h"
#include "tests/support/image_ops.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

const Registry& registry() { return Registry::global(); }

/// Without those that other tests define.
std::vector<const PluginInfo*> shipped(Kind kind) {
  std::vector<const PluginInfo*> out = registry().all(kind);
  std::erase_if(out, [](const PluginInfo* p) { return p->origin.find("registry/") == std::string::npos; });
  return out;
}

void check_sentence(const std::string& text) {
  CAPTURE(text);
  CHECK(text.size() > 5);
  CHECK(text.find('\n') == std::string::npos);
}

}  // namespace

TEST_CASE("no two plugins share a name") { CHECK_NOTHROW(registry().check()); }

TEST_CASE("every plugin says what it is, and every parameter too; defaults are valid") {
  for (const Kind kind : kinds) {
    CHECK_FALSE(shipped(kind).empty());
    for (const PluginInfo* plugin : shipped(kind)) {
      CAPTURE(name(kind), plugin->name);
      check_sentence(plugin->doc);
      CHECK(plugin->doc.back() == '.');
      for (const Param& p : plugin->params) {
        CAPTURE(p.name);
        check_sentence(p.doc);
        CHECK(checked(p, p.fallback, plugin->name) == p.fallback);
      }
      CHECK(plugin->make(registry().complete(kind, plugin->name).settings) != nullptr);
    }
  }
}

TEST_CASE("a plugin lies in a file of its own name") {
  for (const Kind kind : kinds)
    for (const PluginInfo* plugin : shipped(kind)) {
      CAPTURE(plugin->origin);
      CHECK(plugin->origin.ends_with("/" + plugin->name + ".cpp"));
    }
}

TEST_CASE("every model turns a 299 pixel image into a feature map, and that into a vector") {
  for (const PluginInfo* plugin : test::self_contained(Kind::model)) {
    CAPTURE(plugin->name);
    const auto model = registry().make<Model>(plugin->name);
    const Shape map = measure(model->features(), {3, 299, 299}).out;
    CHECK((map.c > 0 && map.h > 1 && map.w > 1));
    const Shape vector = measure(model->neck(), map).out;
    CHECK((vector.h == 1 && vector.w == 1));
    CHECK_NOTHROW(measure(model->features(), {1, 96, 96}));
  }
}

TEST_CASE("every attention keeps the shape of the map") {
  for (const PluginInfo* plugin : shipped(Kind::attention))
    for (const Shape map : {Shape{3, 1, 1}, Shape{64, 56, 56}, Shape{2048, 7, 7}}) {
      CAPTURE(plugin->name, text(map));
      CHECK(measure(registry().make<Attention>(plugin->name)->net(map.c), map).out == map);
    }
}

TEST_CASE("every transform leaves the shape that it announces") {
  struct Grey : test::NoImageOps {
    Image resize(const Image& image, int width, int height, Filter) const override {
      return Image(width, height, image.channels, 0.5);
    }
    Image warp(const Image& image, const Affine&, Beyond) const override { return image; }
    Image displace(const Image& image, const Image&, const Image&, Beyond) const override { return image; }
    Image blur(const Image& image, double) const override { return image; }
    Image clahe(const Image& image, double, int) const override { return image; }
    Image edges(const Image& image, double, double) const override { return Image(image.width, image.height); }
  };
  for (const PluginInfo* plugin : shipped(Kind::transform)) {
    CAPTURE(plugin->name);
    const auto transform = registry().make<Transform>(plugin->name);
    Random random(1, "augment");
    const Image out = transform->apply(Image(40, 90, 1, 0.25), Grey(), random);
    CHECK(transform->shape({1, 90, 40}) == Shape{out.channels, out.height, out.width});
    CHECK(out.pixels.size() == static_cast<std::size_t>(out.channels) * out.height * out.width);
  }
}

TEST_CASE("every schedule stays between 0 and 1") {
  for (const PluginInfo* plugin : shipped(Kind::schedule))
    for (int step = 0; step < 50; ++step) {
      const double factor = registry().make<Schedule>(plugin->name)->at({step, 50});
      CHECK((factor >= 0 && factor <= 1));
    }
}

TEST_CASE("every callback watches metrics that exist") {
  for (const PluginInfo* plugin : shipped(Kind::callback))
    for (const std::string& metric : registry().make<Callback>(plugin->name)->watches()) CHECK(known_metric(metric));
}
