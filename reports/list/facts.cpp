#include "reports/list/facts.h"

#include <cmath>

#include "framework/base/time.h"
#include "reports/list.h"

namespace xp {
namespace {

Cell word(const std::string& text) { return {Value(text)}; }
Cell number(int n) { return {Value(n)}; }
/// 0 and the empty moment mean that there is none.
Cell place(std::int64_t id) { return id ? Cell{Value(id)} : Cell{}; }
Cell moment(const std::string& time) { return time.empty() ? Cell{} : Cell{Value(time)}; }
Cell tags(const RunRow& run) { return {run.tags.begin(), run.tags.end()}; }
Cell seconds(const RunRow& run) {
  return run.started.empty() || run.ended.empty()
             ? Cell{}
             : Cell{Value(std::round(1000 * seconds_between(run.started, run.ended)) / 1000)};
}

}  // namespace

const std::vector<RunFact>& run_facts() {
  using R = const RunRow&;
  static const std::vector<RunFact> all{
      {"run", Field::place, "run", [](R r) { return place(r.id); }},
      {"status", Field::word, "", [](R r) { return word(xp::name(r.status)); }},
      {"reason", Field::word, "", [](R r) { return word(r.reason); }},
      {"experiment", Field::word, "", [](R r) { return word(r.experiment); }},
      {"title", Field::word, "", [](R r) { return word(r.title); }},
      {"name", Field::word, "", [](R r) { return word(r.name); }},
      {"tag", Field::words, "", tags},
      {"note", Field::word, "", [](R r) { return word(r.note); }},
      {"about", Field::word, "", [](R r) { return word(about(r)); }},
      {"created", Field::moment, "", [](R r) { return moment(r.created); }},
      {"started", Field::moment, "", [](R r) { return moment(r.started); }},
      {"ended", Field::moment, "", [](R r) { return moment(r.ended); }},
      {"seconds", Field::number, "", seconds},
      {"epochs", Field::number, "", [](R r) { return number(r.epochs); }},
      {"epochs_planned", Field::number, "", [](R r) { return number(r.epochs_planned); }},
      {"chosen_epoch", Field::number, "", [](R r) { return r.chosen_epoch ? number(r.chosen_epoch) : Cell{}; }},
      {"val_images", Field::number, "", [](R r) { return number(r.val_images); }},
      {"test_images", Field::number, "", [](R r) { return number(r.test_images); }},
      {"sweep", Field::place, "sweep", [](R r) { return place(r.sweep); }},
      {"trial", Field::number, "", [](R r) { return r.place ? number(r.place) : Cell{}; }},
      {"parent", Field::place, "run", [](R r) { return place(r.parent); }},
      {"role", Field::word, "", [](R r) { return word(r.role); }},
      {"rerun_of", Field::place, "run", [](R r) { return place(r.rerun_of); }},
      {"attempt", Field::number, "", [](R r) { return number(r.attempt); }},
      {"identity", Field::word, "", [](R r) { return word(r.identity); }},
      {"fingerprint", Field::word, "", [](R r) { return word(r.fingerprint); }}};
  return all;
}

const RunFact* run_fact(const std::string& name) {
  for (const RunFact& fact : run_facts())
    if (name == fact.name) return &fact;
  return nullptr;
}

}  // namespace xp
