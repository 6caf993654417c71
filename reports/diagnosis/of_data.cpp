// What the images say before anything is learnt from them: copies across parts, contradicting labels, classes untested.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "framework/base/text.h"
#include "framework/store/tracked.h"
#include "reports/diagnosis/findings.h"

namespace xp {
namespace {

using Copies = std::vector<const StoredSample*>;

/// Whether equal images are known by their names alone: another tool's parts, where not every image has its SHA-256.
bool by_name(const Record& record) {
  return without_plan(record) && std::any_of(record.samples.begin(), record.samples.end(),
                                             [](const StoredSample& s) { return s.sha256.empty(); });
}

/// Images of equal content, in the dataset's order of their first; images without a SHA-256 are left out.
std::vector<Copies> copies(const Record& record) {
  std::map<std::string, std::size_t> place;
  std::vector<Copies> all, out;
  const bool named = by_name(record);
  for (const StoredSample& sample : record.samples) {
    if (!named && sample.sha256.empty()) continue;
    const auto [found, fresh] = place.emplace(named ? sample.name : sample.sha256, all.size());
    if (fresh) all.emplace_back();
    all[found->second].push_back(&sample);
  }
  for (Copies& same : all)
    if (same.size() > 1) out.push_back(std::move(same));
  return out;
}

/// The first of `same` that differs from its head by `of`; null when none does.
template <class Of>
const StoredSample* unlike(const Copies& same, Of of) {
  for (const StoredSample* sample : same)
    if (of(*sample) != of(*same.front())) return sample;
  return nullptr;
}

std::string shown(const std::string& name) { return shorten(printable(name), 60); }

std::string class_of(const Record& record, const StoredSample& sample) {
  const auto i = static_cast<std::size_t>(sample.label);
  return sample.label >= 0 && i < record.classes.size() ? shown(record.classes[i])
                                                        : fmt::format("class {}", sample.label);
}

/// Then the parts differ in nothing but by chance, whatever they show.
bool dealt_at_random(const Record& record) {
  const Value* split = find(record.settings, "split");
  const std::string name = split ? split->text() : "";
  return name == "hold_out" || name == "k_fold" || name == "repeated";
}

const char* full(Part part) { return part == Part::train ? "training" : part == Part::test ? "test" : "validation"; }

}  // namespace

Finding leak(const Evidence& e) {
  Finding f{"leak"};
  int images = 0, in_test = 0;
  std::string first;
  for (const Copies& same : copies(e.record)) {
    const StoredSample* other = unlike(same, [](const StoredSample& s) { return s.part; });
    if (!other) continue;
    ++images;
    for (const StoredSample* sample : same)
      if (sample->part == Part::test) {
        ++in_test;
        break;
      }
    if (first.empty())
      first = fmt::format("{} ({}) = {} ({})", shown(same.front()->name), full(same.front()->part), shown(other->name),
                          full(other->part));
  }
  if (!images) return f;
  f.grade = Grade::serious;
  f.numbers = {{"images in more than one part", static_cast<double>(images)},
               {"of them in the test part", static_cast<double>(in_test)}};
  f.sentence = fmt::format("{} in more than one part{}: the {} is not of new images alone. First: {}.",
                           images == 1 ? "1 image stands" : fmt::format("{} images stand", images),
                           by_name(e.record) ? ", by name" : "", in_test ? "test" : "validation", first);
  f.advice = "Keep one copy of each image, or give the copies one group, and run again.";
  return f;
}

Finding audited(const Evidence& e) {
  Finding f{"audit"};
  std::vector<const Audit::Finding*> found, by_chance;
  for (const Audit::Finding& a : e.record.findings)
    if (a.grade != Audit::Grade::note && a.name != "exact copies")
      (a.name.starts_with("drift: ") && dealt_at_random(e.record) ? by_chance : found).push_back(&a);
  if (found.empty() && !by_chance.empty())
    return {f.name,
            Grade::note,
            0,
            by_chance[0]->sentence + " The parts were dealt out at random, so that it came about by chance.",
            "Another split.seed, or folds, show how much hangs on it.",
            {{"drifts", static_cast<double>(by_chance.size())}}};
  if (found.empty()) return f;
  const bool leaks = found[0]->grade == Audit::Grade::leak;
  f.grade = leaks ? Grade::serious : Grade::warning;
  f.numbers = {{leaks ? "leaks and risks" : "risks", static_cast<double>(found.size())}};
  f.sentence = found[0]->sentence;
  if (found.size() > 1) f.sentence += fmt::format(" The audit of the data found {} more.", found.size() - 1);
  f.advice = found[0]->advice;
  return f;
}

Finding contradiction(const Evidence& e) {
  Finding f{"contradicting labels"};
  int images = 0;
  std::string first;
  for (const Copies& same : copies(e.record)) {
    const StoredSample* other = unlike(same, [](const StoredSample& s) { return s.label; });
    if (!other) continue;
    ++images;
    if (first.empty())
      first = fmt::format("{} ({}) = {} ({})", shown(same.front()->name), class_of(e.record, *same.front()),
                          shown(other->name), class_of(e.record, *other));
  }
  if (!images) return f;
  f.grade = Grade::serious;
  f.numbers = {{"images with more than one label", static_cast<double>(images)}};
  f.sentence = fmt::format("{} under more than one label: no network can be right on every copy. First: {}.",
                           images == 1 ? "1 image stands" : fmt::format("{} images stand", images), first);
  f.advice = "Keep one copy of each image, under the label that is true.";
  return f;
}

Finding untested(const Evidence& e) {
  Finding f{"untested class"};
  std::set<int> tested;
  for (const StoredSample& sample : e.record.samples)
    if (sample.part == Part::test) tested.insert(sample.label);
  if (tested.empty()) return f;
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < e.record.classes.size(); ++i)
    if (!tested.contains(static_cast<int>(i))) missing.push_back('"' + shown(e.record.classes[i]) + '"');
  if (missing.empty()) return f;
  f.grade = Grade::warning;
  f.numbers = {{"classes without a test image", static_cast<double>(missing.size())}};
  f.sentence = fmt::format("No test image of {}: the test says nothing of {}.", join(missing),
                           missing.size() == 1 ? "this class" : "these classes");
  f.advice = "Add images of it, enlarge the test part, or leave the class out.";
  return f;
}

}  // namespace xp
