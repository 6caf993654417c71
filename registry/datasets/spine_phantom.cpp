#include "framework/experiment.h"
#include "registry/datasets/phantom/body.h"
#include "registry/datasets/phantom/copy.h"
#include "registry/datasets/phantom/film.h"
#include "registry/datasets/phantom/name.h"
#include "registry/datasets/phantom/shares.h"
#include "registry/datasets/phantom/shortcut.h"

namespace xp {
namespace {

using phantom::Drawn;
using phantom::Pattern;
using phantom::Picture;

struct Task {
  const char* name;
  std::vector<std::pair<const char*, Pattern>> classes;
};

/// A class is a name and what it asks of the spine; nothing else may depend on it, unless a fault is asked for.
const Task tasks[] = {
    {"three_classes", {{"Normal", Pattern::straight}, {"Scol", Pattern::curved}, {"Spond", Pattern::slipped}}},
    {"double_curve", {{"double", Pattern::double_curve}, {"single", Pattern::single_curve}}},
    {"als_types",
     {{"3CH", Pattern::als_3ch},
      {"3CL", Pattern::als_3cl},
      {"3CN", Pattern::als_3cn},
      {"3CTL", Pattern::als_3ctl},
      {"4C", Pattern::als_4c},
      {"4CL", Pattern::als_4cl},
      {"4CTL", Pattern::als_4ctl}}},
    {"double_contour", {{"double", Pattern::two_contours}, {"single", Pattern::one_contour}}},
};

struct SpinePhantom : Dataset {
  static constexpr const char* doc =
      "Drawn radiographs: a spine along a curve with vertebrae, ribs, pelvis, exposure and noise; different at every "
      "seed; with faults on demand, which the samples' names own up to.";
  std::string task = "three_classes", shares;
  int images = 200;
  int height = 128;
  std::int64_t seed = 1;
  double noise = 0.02;
  double difficulty = 0.5;
  int images_per_patient = 1;
  double duplicates = 0, copies = 0, shared_patients = 0, label_noise = 0, marker = 0, exposure = 0, size = 0;

  static void describe(Params<SpinePhantom>& p) {
    using S = SpinePhantom;
    std::vector<std::string> names;
    for (const Task& task : tasks) names.push_back(task.name);
    p("task", &S::task,
      "normal/scoliosis/spondylolisthesis, whether a spine curves twice or once, the seven ALS types of scoliosis, or "
      "whether a contour beside it is double")
        .one_of(names);
    p("images", &S::images, "how many, shared among the classes").between(8, 100000);
    p("shares", &S::shares, "of the classes in them, in their order, such as 1:5; none said: as many of each").later();
    p("height", &S::height, "of each picture; widths vary, whatever the class").between(32, 4096).unit("pixels");
    p("seed", &S::seed, "draws the patients and their pictures").at_least(0);
    p("noise", &S::noise, "grain: its standard deviation in mid grey, where white is 1").between(0, 0.5);
    p("difficulty", &S::difficulty, "0: clear signs, steady views; 1: faint signs, views all over the place")
        .between(0, 1);
    p("images_per_patient", &S::images_per_patient,
      "pictures of one spine that differ in pose, exposure, bowel gas and grain; from 2 on the patient is their group")
        .between(1, 100)
        .later();
    p("duplicates", &S::duplicates, "fault: share of the images that are an earlier patient's, under another name")
        .between(0, 0.9)
        .later();
    p("copies", &S::copies,
      "fault: share of the images that are an earlier patient's, mirrored, rotated by 3 to 7 degrees, cropped to 92 % "
      "or with a gamma of 0.8 or 1.2")
        .between(0, 0.9)
        .later();
    p("shared_patients", &S::shared_patients,
      "fault: share of the patients whose images do not say that they belong together")
        .between(0, 1)
        .later();
    p("label_noise", &S::label_noise, "fault: share of the images with another class's label").between(0, 1).later();
    p("marker", &S::marker, "fault: share of the images with a lead letter in a corner that is their class's own")
        .between(0, 1)
        .later();
    p("exposure", &S::exposure, "fault: how much brighter the last class is than the first").between(0, 1).later();
    p("size", &S::size, "fault: how much larger the last class's pictures are than the first's, in heights")
        .between(0, 1)
        .later();
  }

  const Task& chosen() const {
    for (const Task& candidate : tasks)
      if (task == candidate.name) return candidate;
    throw Error("spine_phantom has no task \"" + task + "\"", "xp plugins dataset spine_phantom");
  }

  std::vector<std::string> classes() const {
    std::vector<std::string> names;
    for (const auto& [name, pattern] : chosen().classes) names.push_back(name);
    return names;
  }

  Random stream(const char* purpose, const Picture& of) const {
    const std::uint32_t key = static_cast<std::uint32_t>(of.label) * 200000u + static_cast<std::uint32_t>(of.patient);
    return Random(static_cast<std::uint64_t>(seed), std::string("phantom/") + purpose,
                  static_cast<std::uint32_t>(of.view - 1), key);
  }

  /// By class, then patient, then view: a larger set begins each class with the smaller one's pictures.
  Listing list() const override {
    if (duplicates + copies > 0.9)
      throw Error("spine_phantom: duplicates and copies leave too few pictures of their own", "at most 0.9 together");
    if (shared_patients > 0 && images_per_patient < 2)
      throw Error("spine_phantom: a patient with one image shares it with nobody", "images_per_patient=2 or more");
    Listing listing;
    listing.classes = classes();
    listing.lateral = task == "als_types";  // named by the side of the thoracic curve; drawn to both
    const int number = static_cast<int>(listing.classes.size());
    const std::vector<int> sizes = phantom::shared_out(images, shares, number, "spine_phantom.shares");
    for (int label = 0; label < number; ++label)
      for (const Drawn& drawn : of_class(label, sizes[static_cast<std::size_t>(label)])) {
        Sample sample;
        sample.name = phantom::name(drawn, listing.classes);
        sample.label = claimed(drawn.own, number);
        const Picture patient{label, drawn.own.patient, 1};
        if (images_per_patient > 1 && !stream("group", patient).chance(shared_patients))
          sample.group = phantom::name(patient, listing.classes);
        listing.samples.push_back(std::move(sample));
      }
    return listing;
  }

  /// Copies are of earlier patients, and never of copies: those lead on to what they show.
  std::vector<Drawn> of_class(int label, int share) const {
    std::vector<Drawn> out;
    for (int i = 0; i < share; ++i) {
      const int earlier = i / images_per_patient * images_per_patient;
      Drawn drawn{{label, i / images_per_patient + 1, i % images_per_patient + 1}, {}};
      Random random = stream("copy", drawn.own);
      const double fate = random.uniform();
      if (earlier > 0 && fate < duplicates + copies) {
        const Picture of = out[random.below(static_cast<std::size_t>(earlier))].shown();
        drawn.copy = fate < duplicates ? phantom::Origin{of} : phantom::draw_treatment(of, random);
      }
      out.push_back(drawn);
    }
    return out;
  }

  int claimed(const Picture& own, int classes) const {
    Random random = stream("label", own);
    if (!random.chance(label_noise)) return own.label;
    return (own.label + 1 + static_cast<int>(random.below(static_cast<std::size_t>(classes - 1)))) % classes;
  }

  /// A pure function of the settings and the sample's name.
  Image draw(const Sample& sample) const override {
    const std::vector<std::string> names = classes();
    const std::optional<Drawn> drawn = phantom::drawn(sample.name, names);
    if (!drawn)
      throw Error("spine_phantom (" + task + ") draws no sample \"" + sample.name + "\"",
                  "names are as " + names[0] + "/0012");
    Image image = picture(drawn->shown());
    if (!drawn->copy) return image;
    Random random = stream("treatment", drawn->own);
    return phantom::treated(image, *drawn->copy, random);
  }

  /// Each idea has its own stream of numbers, so that only the spine's shape knows the class and one more draw in one
  /// stream leaves the others alone. Spine and build are the patient's; pose, exposure, gas and grain the picture's.
  Image picture(const Picture& of) const {
    const auto& classes = chosen().classes;
    const double place = static_cast<double>(of.label) / (static_cast<double>(classes.size()) - 1);
    const phantom::Shortcuts shortcuts{marker, exposure, size};
    const Picture patient{of.label, of.patient, 1};
    Random shape = stream("spine", patient), flesh = stream("body", patient), gas = stream("body", of),
           pose = stream("view", of), light = stream("film", of), lead = stream("marker", of),
           grain = stream("grain", of);
    const phantom::Spine spine = phantom::draw_spine(classes[of.label].second, difficulty, shape);
    phantom::Body body = phantom::draw_body(difficulty, flesh);
    if (of.view > 1) body.patches = phantom::draw_body(difficulty, gas).patches;
    phantom::Film film = phantom::draw_film(noise, difficulty, light);
    shortcuts.expose(film, place);
    shortcuts.mark(film, of.label, lead);
    phantom::Canvas canvas(phantom::draw_view(shortcuts.height(height, place), difficulty, pose));
    phantom::paint_soft_tissue(canvas, body, spine);
    phantom::paint_bones(canvas, body, spine);
    return phantom::develop(canvas, film, grain);
  }
};

XP_PLUGIN("spine_phantom", SpinePhantom)

}  // namespace
}  // namespace xp
