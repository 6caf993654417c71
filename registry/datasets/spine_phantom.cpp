#include <charconv>

#include "framework/experiment.h"
#include "registry/datasets/phantom/body.h"
#include "registry/datasets/phantom/film.h"

namespace xp {
namespace {

using phantom::Pattern;

struct Task {
  const char* name;
  std::vector<std::pair<const char*, Pattern>> classes;
};

/// A class is a name and what it asks of the spine; nothing else may depend on it.
const Task tasks[] = {
    {"three_classes", {{"Normal", Pattern::straight}, {"Scol", Pattern::curved}, {"Spond", Pattern::slipped}}},
    {"double_curve", {{"double", Pattern::double_curve}, {"single", Pattern::single_curve}}},
};

struct SpinePhantom : Dataset {
  static constexpr const char* doc =
      "Drawn radiographs: a spine along a curve with vertebrae, ribs, pelvis, exposure and noise; different at every "
      "seed.";
  std::string task = "three_classes";
  int images = 200;
  int height = 128;
  std::int64_t seed = 1;
  double noise = 0.02;
  double difficulty = 0.5;

  static void describe(Params<SpinePhantom>& p) {
    std::vector<std::string> names;
    for (const Task& task : tasks) names.push_back(task.name);
    p("task", &SpinePhantom::task, "normal/scoliosis/spondylolisthesis, or whether a spine curves twice or once")
        .one_of(names);
    p("images", &SpinePhantom::images, "how many, shared among the classes").between(8, 100000);
    p("height", &SpinePhantom::height, "of each picture; widths vary, whatever the class")
        .between(32, 4096)
        .unit("pixels");
    p("seed", &SpinePhantom::seed, "draws the patients and their pictures").at_least(0);
    p("noise", &SpinePhantom::noise, "grain: its standard deviation in mid grey, where white is 1").between(0, 0.5);
    p("difficulty", &SpinePhantom::difficulty, "0: clear signs, steady views; 1: faint signs, views all over the place")
        .between(0, 1);
  }

  const Task& chosen() const {
    for (const Task& candidate : tasks)
      if (task == candidate.name) return candidate;
    throw Error("spine_phantom has no task \"" + task + "\"", "xp plugins dataset spine_phantom");
  }

  /// By class, then number: a larger set begins each class with the smaller one's pictures.
  Listing list() const override {
    const Task& task = chosen();
    const int classes = static_cast<int>(task.classes.size());
    Listing listing;
    for (int label = 0; label < classes; ++label) {
      const std::string name = task.classes[label].first;
      listing.classes.push_back(name);
      const int share = images / classes + (label < images % classes);
      for (int i = 1; i <= share; ++i) {
        const std::string number = std::to_string(i);
        Sample sample;
        sample.name = name + "/" + std::string(number.size() < 4 ? 4 - number.size() : 0, '0') + number;
        sample.label = label;
        listing.samples.push_back(std::move(sample));
      }
    }
    return listing;
  }

  /// A pure function of the settings and the sample's name: each idea has its own stream of numbers, so that only
  /// the spine's shape knows the class and one more draw in one stream leaves the others alone.
  Image draw(const Sample& sample) const override {
    const auto [label, number] = place(sample.name);
    const std::uint32_t key = static_cast<std::uint32_t>(label) * 200000u + static_cast<std::uint32_t>(number);
    const auto stream = [&](const char* purpose) {
      return Random(static_cast<std::uint64_t>(seed), std::string("phantom/") + purpose, 0, key);
    };
    Random shape = stream("spine"), flesh = stream("body"), pose = stream("view"), film = stream("film"),
           grain = stream("grain");
    const phantom::Spine spine = phantom::draw_spine(chosen().classes[label].second, difficulty, shape);
    const phantom::Body body = phantom::draw_body(difficulty, flesh);
    phantom::Canvas canvas(phantom::draw_view(height, difficulty, pose));
    phantom::paint_soft_tissue(canvas, body, spine);
    phantom::paint_bones(canvas, body, spine);
    return phantom::develop(canvas, phantom::draw_film(noise, difficulty, film), grain);
  }

  /// "Scol/0012": the second class, 12.
  std::pair<int, int> place(const std::string& name) const {
    const auto& classes = chosen().classes;
    for (std::size_t label = 0; label < classes.size(); ++label) {
      const std::string start = std::string(classes[label].first) + "/";
      if (name.rfind(start, 0) != 0) continue;
      int number = 0;
      const auto [end, error] = std::from_chars(name.data() + start.size(), name.data() + name.size(), number);
      if (error == std::errc() && end == name.data() + name.size() && number > 0 && number <= 100000)
        return {static_cast<int>(label), number};
    }
    throw Error("spine_phantom (" + task + ") draws no sample \"" + name + "\"",
                "names are as " + std::string(classes[0].first) + "/0012");
  }
};

XP_PLUGIN("spine_phantom", SpinePhantom)

}  // namespace
}  // namespace xp
