#include "tools/xp/trial_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/seeds.h"
#include "framework/base/text.h"
#include "framework/base/varying.h"
#include "framework/run/sweep.h"

namespace xp {
namespace {

/// Roles say what folds and controls are; settings that follow from them would say it twice.
bool said_by_role(const std::string& setting) {
  return setting.starts_with("split.") || setting == "train.control" || setting == "train.epochs";
}

const char* shown(const RunRow& run) { return run.paused ? "stopped" : name(run.status); }

double seconds_since(std::chrono::steady_clock::time_point then) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - then).count();
}

}  // namespace

TrialTable::TrialTable(const Terminal& terminal, const Store& store, std::int64_t sweep)
    : terminal_(terminal), store_(store), sweep_(sweep) {
  std::vector<Settings> settings;
  const std::vector<Trial> trials = store.trials(sweep);
  for (const Trial& t : trials) {
    rows_.push_back({plan_from_json(t.plan), "", 0, {}});
    settings.push_back(flattened(rows_.back().plan));
  }
  const bool roles = std::any_of(trials.begin(), trials.end(), [](const Trial& t) { return !t.role.empty(); });
  const bool one = one_seed(settings);
  const std::vector<std::string> names = varying(settings), said = shortened(names);
  for (std::size_t n = 0; n < names.size(); ++n) {
    if (roles && said_by_role(names[n])) continue;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (const Value* value = find(settings[i], names[n]))
        rows_[i].varies += fmt::format("{}{}={}", rows_[i].varies.empty() ? "" : " ",
                                       one && names[n] == "seed.init" ? "seed" : said[n], value->text());
  }
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    std::string& varies = rows_[i].varies;
    if (!trials[i].role.empty()) varies += (varies.empty() ? "" : ", ") + trials[i].role;
    varies = printable(varies);
    widest_ = std::max(widest_, width(varies));
  }
  widest_ = std::min(widest_, std::max(16, terminal.error_columns() - 70));
  monitor_ = train_of(rows_.at(0).plan.train).monitor;
  best_ = worst(monitor_);
}

TrialTable::~TrialTable() { erase(); }

std::map<int, RunRow> TrialTable::runs() const {
  std::map<int, RunRow> out;
  for (const RunRow& run : store_.runs_of_sweep(sweep_)) out[run.place] = run;
  return out;
}

std::string TrialTable::line(int place, const RunRow* run, const std::string& status, double seconds) const {
  const Row& row = rows_.at(static_cast<std::size_t>(place - 1));
  const std::string varies = shorten(row.varies, widest_);
  const double value = run ? monitored(*run, row.plan, store_) : NAN;
  return fmt::format("  {:>{}}/{}  {}{:{}}  {:9} {:7} epoch {:>7}  {} {:6}  {}", place,
                     std::to_string(rows_.size()).size(), rows_.size(), varies, "", widest_ - width(varies), status,
                     run ? run_name(run->id) : "", run ? fmt::format("{}/{}", run->epochs, run->epochs_planned) : "",
                     monitor_, std::isnan(value) ? "–" : decimal(value, 4), duration(seconds));
}

std::string TrialTable::under_way(int place, const RunRow* run) const {
  const Row& row = rows_.at(static_cast<std::size_t>(place - 1));
  const double spent = seconds_since(row.begun);
  const int done = run ? run->epochs - static_cast<int>(row.epochs) : 0;
  std::string out = line(place, run, run ? name(run->status) : "begins", spent);
  if (done > 0) out += fmt::format(", {} left", duration(spent / done * (run->epochs_planned - run->epochs)));
  return out;
}

std::string TrialTable::summary(const Conductor& c) const {
  const int whole = static_cast<int>(rows_.size()), left = c.count(TrialState::waiting) + c.running();
  std::string out = fmt::format("  {} of {} ended, {} running", whole - left, whole, c.running());
  if (const int failed = c.count(TrialState::failed)) out += fmt::format(", {} FAILED", failed);
  if (best_place_) out += fmt::format(" · best {} {} (trial {})", monitor_, decimal(best_, 4), best_place_);
  if (ended_ > 0 && left > 0) {
    const double each = seconds_since(begun_) / ended_;
    out += fmt::format(" · about {} left", duration(each * left));
  }
  return out;
}

void TrialTable::begins(int place) {
  Row& row = rows_.at(static_cast<std::size_t>(place - 1));
  row.begun = Clock::now();
  const std::map<int, RunRow> known = runs();
  const auto run = known.find(place);
  row.epochs =
      run == known.end() || run->second.status == Status::failed ? 0 : static_cast<std::size_t>(run->second.epochs);
  running_.insert(place);
}

void TrialTable::ended(int place, std::int64_t id, const Conductor& conductor) {
  const Row& row = rows_.at(static_cast<std::size_t>(place - 1));
  running_.erase(place);
  ++ended_;
  if (id == 0) return;
  const RunRow run = store_.run(id);
  tell_of_leaks(id);
  print(line(place, &run, shown(run), seconds_since(row.begun)));
  if (run.status != Status::finished) {
    erase();
    terminal_.warn(fmt::format("{} is {}: {}", run_name(id), name(run.status), run.reason));
  }
  const bool stands_alone = !run.role.starts_with("control ");
  if (const double value = monitored(run, row.plan, store_);
      run.status == Status::finished && stands_alone && better(monitor_, value, best_))
    best_ = value, best_place_ = place;
  drawn_ = {};
  goes_on(conductor);
}

void TrialTable::says(int place, const std::string& text) {
  erase();
  terminal_.warn(fmt::format("trial {}: {}", place, text));
}

/// Each leak once, however many trials learn from the same data.
void TrialTable::tell_of_leaks(std::int64_t run) {
  for (const Audit::Finding& f : store_.record(run).findings)
    if (f.grade == Audit::Grade::leak && leaks_.insert(f.sentence).second) {
      erase();
      terminal_.warn(fmt::format("leak: {}", f.sentence));
    }
}

void TrialTable::print(const std::string& line) {
  erase();
  terminal_.remark(line);
}

void TrialTable::goes_on(const Conductor& conductor) {
  if (!terminal_.animates() || Clock::now() - drawn_ < std::chrono::milliseconds(450)) return;
  erase();
  drawn_ = Clock::now();
  const std::map<int, RunRow> known = runs();
  std::string text;
  const auto add = [&](const std::string& line) {
    text += shorten(printable(line), terminal_.error_columns() - 1) + "\n";
    ++drawn_lines_;
  };
  for (const int place : running_) {
    const auto run = known.find(place);
    const bool its = run != known.end() && run->second.status == Status::running;
    add(under_way(place, its ? &run->second : nullptr));
  }
  add(summary(conductor));
  Terminal::say(text);
}

/// What was drawn for the moment, so that what stays is written in its place.
void TrialTable::erase() {
  if (drawn_lines_) Terminal::say(fmt::format("\x1b[{}A\r\x1b[J", drawn_lines_));
  drawn_lines_ = 0;
}

}  // namespace xp
