#include "tools/xp/reported.h"

#include <fmt/format.h>

#include "reports/card/card.h"
#include "tools/xp/indexed.h"
#include "tools/xp/material.h"
#include "tools/xp/memo.h"
#include "tools/xp/swept.h"

namespace xp {
namespace {

bool runs_on(Status status) { return status == Status::running || status == Status::scheduled; }

/// An epoch, an end, a score, a note: whatever is stored of a run leaves a trace in its row.
void add(Reported::State& state, const RunRow& run) {
  state.text += fmt::format("{} {} {} {} {} {} {} {} {} {} {} {} {}\n", run.id, name(run.status), run.epochs,
                            run.epochs_planned, run.chosen_epoch, run.val_images, run.test_images, run.attempt,
                            run.paused, run.reason, run.ended, run.name, run.note);
  for (const std::string& tag : run.tags) state.text += tag + "\n";
  state.under_way |= runs_on(run.status);
}

/// With what is a part of them.
Reported::State state_of(const Store& store, const std::vector<std::int64_t>& runs) {
  Reported::State out;
  for (const std::int64_t id : runs) {
    add(out, store.run(id));
    for (const Child& child : store.children(id)) add(out, store.run(child.run));
  }
  return out;
}

std::string file_of(const std::vector<std::int64_t>& runs) {
  if (runs.size() > 6) return fmt::format("{}-and-{}-more", run_name(runs[0]), runs.size() - 1);
  std::string out;
  for (const std::int64_t id : runs) out += (out.empty() ? "" : "-") + run_name(id);
  return out;
}

}  // namespace

Reported report_of_run(const Store& store, std::int64_t run) {
  return {run_name(run), run_name(run) + ".html",
          [&store, run](const std::string&, const Writing& writing) {
            return run_page(material_of(store, run, Scores::computed), writing);
          },
          [&store, run] { return state_of(store, {run}); }};
}

Reported card_of_run(const Store& store, std::int64_t run) {
  return {run_name(run), run_name(run) + ".md",
          [&store, run](const std::string&, const Writing&) {
            return model_card(material_of(store, run, Scores::computed));
          },
          [&store, run] { return state_of(store, {run}); }};
}

Reported report_of_runs(const Store& store, const std::vector<std::int64_t>& runs, const std::string& by, bool force) {
  Comparing how;
  if (!by.empty()) how.by = by;
  how.force = force;
  how.memo = memo_on_disk();
  return {fmt::format("the {} runs", runs.size()), file_of(runs) + ".html",
          [&store, runs, how](const std::string&, const Writing& writing) {
            std::vector<Material> all;
            for (const std::int64_t id : runs) all.push_back(material_of(store, id));
            return comparison_page(all, writing, how);
          },
          [&store, runs] { return state_of(store, runs); }};
}

Reported report_of_sweep(const Store& store, const SweepRow& sweep, const std::string& by) {
  const std::int64_t id = sweep.id;
  return {sweep_name(id), sweep_name(id) + ".html",
          [&store, id, by](const std::string&, const Writing& writing) {
            return sweep_page(page_of(store, store.sweep(id), by), writing);
          },
          [&store, id] {
            Reported::State out;
            for (const RunRow& run : store.runs_of_sweep(id)) add(out, run);
            const SweepRow now = store.sweep(id);
            out.text += fmt::format("{} {} {}\n", name(now.status), now.trials, now.reason);
            out.under_way |= runs_on(now.status);
            return out;
          }};
}

Reported report_of_all(const Store& store) {
  return {"everything", "index.html",
          [&store](const std::string& folder, const Writing& writing) {
            return index_page(indexed(store, folder), writing);
          },
          [&store] {
            Reported::State out;
            for (const RunRow& run : store.runs()) add(out, run);
            for (const SweepRow& sweep : store.sweeps()) {
              out.text += fmt::format("{} {} {}\n", sweep.id, name(sweep.status), sweep.trials);
              out.under_way |= runs_on(sweep.status);
            }
            return out;
          }};
}

}  // namespace xp
