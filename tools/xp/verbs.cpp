// The table of verbs, and what it says of them.
#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "tools/xp/verb.h"

namespace xp {

extern const Verb check_claim_verb, run_verb, plan_verb, find_rate_verb, list_verb, show_verb, sweep_verb, compare_verb,
    report_verb, rerun_verb, predict_verb, explain_verb, plugins_verb, tag_verb, note_verb, stop_verb, delete_verb,
    restore_verb, gc_verb, new_verb, weights_verb, data_verb, bench_verb, test_verb, help_verb, trial_verb, resume_verb,
    diagnose_verb, score_verb, import_verb, export_verb, backup_verb, doctor_verb, stats_verb, diff_verb;

const std::vector<const Verb*>& verbs() {
  static const std::vector<const Verb*> all{
      &run_verb,      &plan_verb,    &find_rate_verb, &list_verb,        &show_verb,   &sweep_verb,  &score_verb,
      &diagnose_verb, &compare_verb, &diff_verb,      &check_claim_verb, &report_verb, &resume_verb, &rerun_verb,
      &predict_verb,  &explain_verb, &plugins_verb,   &tag_verb,         &note_verb,   &stop_verb,   &delete_verb,
      &restore_verb,  &gc_verb,      &backup_verb,    &doctor_verb,      &stats_verb,  &import_verb, &export_verb,
      &new_verb,      &data_verb,    &weights_verb,   &bench_verb,       &test_verb,   &help_verb};
  return all;
}

const Verb& verb_named(const std::string& name) {
  if (name == trial_verb.name) return trial_verb;  // no person's: in no list
  std::vector<std::string> names;
  for (const Verb* v : verbs()) {
    if (v->name == name) return *v;
    names.emplace_back(v->name);
  }
  throw Error(fmt::format("there is no verb \"{}\"", name), fmt::format("{}  (xp --help)", suggestion(name, names)));
}

std::string usage(const Verb& v) {
  std::string out = fmt::format("{}\n\n  xp {}{}{} [OPTION…]\n\n", v.doc, v.name, *v.arguments ? " " : "", v.arguments);
  std::size_t widest = 0;
  const auto shown = [](const Option& o) {
    return fmt::format("{}--{}{}{}", o.letter ? fmt::format("-{}, ", o.letter) : "    ", o.name,
                       o.argument.empty() ? "" : " ", o.argument);
  };
  for (const Option& o : v.options) widest = std::max(widest, shown(o).size());
  for (const Option& o : v.options)
    out += fmt::format("  {:{}}  {}{}\n", shown(o), widest, o.doc, o.repeats ? "; may be repeated" : "");
  if (*v.more) out += fmt::format("\n{}", v.more);
  return out + fmt::format("\nexample: {}\n", v.example);
}

}  // namespace xp
