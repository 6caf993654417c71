// The reader of what framework/run/exports/tables.cpp writes.
#include "framework/run/exports/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

/// A row with its columns' names.
class Line {
 public:
  Line(const Tidy& table, std::size_t row, std::string where)
      : columns_(table.columns), cells_(table.rows[row]), where_(std::move(where)) {}

  const std::string& operator[](const char* column) const {
    const auto found = std::find(columns_.begin(), columns_.end(), column);
    if (found == columns_.end()) refuse(fmt::format("there is no column \"{}\"", column));
    return cells_.at(static_cast<std::size_t>(found - columns_.begin()));
  }
  template <class I>
  I whole(const char* column, int base = 10) const {
    const std::string& text = (*this)[column];
    I out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, base);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty())
      refuse(fmt::format("{} is \"{}\", which is no whole number", column, shorten(printable(text), 40)));
    return out;
  }
  int count(const char* column) const { return whole<int>(column); }
  std::uint64_t hash(const char* column) const { return whole<std::uint64_t>(column, 16); }
  double real(const char* column) const {
    double out = 0;
    if (!read_exact((*this)[column], out))
      refuse(fmt::format("{} is \"{}\", which is no number", column, shorten(printable((*this)[column]), 40)));
    return out;
  }
  bool truth(const char* column) const {
    const std::string& text = (*this)[column];
    if (text != "true" && text != "false") refuse(fmt::format("{} is neither true nor false", column));
    return text == "true";
  }
  /// "run12"; empty: 0.
  std::int64_t run(const char* column) const {
    const std::string& text = (*this)[column];
    if (text.empty()) return 0;
    const Value id = Value::parse(text.starts_with("run") ? text.substr(3) : "");
    const auto* number = id.get<std::int64_t>();
    if (!number || *number < 1) refuse(fmt::format("\"{}\" is no run", shorten(printable(text), 40)));
    return *number;
  }
  template <class T, std::size_t N>
  T one_of(const char* column, const T (&all)[N]) const {
    for (const T& each : all)
      if ((*this)[column] == name(each)) return each;
    refuse(fmt::format("{} is \"{}\", which is not known", column, shorten(printable((*this)[column]), 40)));
  }
  Value value() const {
    const std::string &type = (*this)["type"], &text = (*this)["value"];
    if (type == Value(true).type()) return truth("value");
    if (type == Value(1).type()) return whole<std::int64_t>("value");
    if (type == Value(1.0).type()) return real("value");
    if (type == Value("").type()) return text;
    refuse(fmt::format("a value's type is none of {}, {}, {} and {}", Value(true).type(), Value(1).type(),
                       Value(1.0).type(), Value("").type()));
  }
  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(fmt::format("{}: {}", where_, what), "is it what xp export --format csv wrote?");
  }

 private:
  const std::vector<std::string>& columns_;
  const std::vector<std::string>& cells_;
  std::string where_;
};

class Reading {
 public:
  Reading(const Tables& tables, const std::string& place) : tables_(tables), place_(place) {}

  std::vector<WholeRun> all() {
    each("runs", [&](const Line& l) { add(l); });
    each("tags", [&](const Line& l) { of(l).record.run.tags.push_back(l["tag"]); });
    each("skipped", [&](const Line& l) { of(l).record.skipped.push_back(l["sample"]); });
    each("remarks", [&](const Line& l) { of(l).record.remarks.push_back(l["remark"]); });
    each("classes", [&](const Line& l) { of(l).record.classes.push_back(l["class"]); });
    each("settings", [&](const Line& l) { take(l, of(l).record.settings); });
    each("environment", [&](const Line& l) { take(l, of(l).record.environment); });
    each("metrics", [&](const Line& l) { take(l, "epoch", of(l).record.metrics); });
    each("telemetry", [&](const Line& l) { take(l, "epoch", of(l).record.telemetry); });
    each("steps", [&](const Line& l) { take(l, "step", of(l).steps); });
    each("samples", [&](const Line& l) {
      of(l).record.samples.push_back({l["name"], l.count("label"), l.one_of("part", parts), l["group"], l["sha256"]});
    });
    each("predictions", [&](const Line& l) { predict(l); });
    read_findings();
    each("attempts", [&](const Line& l) {
      of(l).record.attempts.push_back(
          {l.count("attempt"), l["started"], l["ended"], l["reason"], l.count("epoch"), l.whole<std::int64_t>("step")});
    });
    each("artifacts", [&](const Line& l) {
      of(l).record.artifacts.push_back({l["name"], l["sha256"], l.whole<std::int64_t>("size")});
    });
    each("sources", [&](const Line& l) { of(l).record.sources.push_back({l["path"], l["sha256"], l["text"]}); });
    each("batch_hashes", [&](const Line& l) {
      of(l).batches.push_back({l.whole<std::int64_t>("step"), l.hash("order"), l.hash("pixels"), l.hash("loss")});
    });
    each("tensor_hashes", [&](const Line& l) {
      of(l).tensors[l.count("epoch")].push_back({l["tensor"], l.hash("values")});
    });
    return std::move(runs_);
  }

 private:
  template <class F>
  void each(const char* table, F read) {
    const auto found = tables_.find(table);
    if (found == tables_.end()) return;
    for (std::size_t row = 0; row < found->second.rows.size(); ++row)
      read(Line(found->second, row, fmt::format("{}/{}.csv, row {}", place_, table, row + 1)));
  }

  WholeRun& of(const Line& l) {
    const auto found = places_.find(l.run("run"));
    if (found == places_.end()) l.refuse(fmt::format("runs.csv has no \"{}\"", l["run"]));
    return runs_[found->second];
  }

  void add(const Line& l) {
    constexpr Status statuses[] = {Status::scheduled, Status::running, Status::finished, Status::failed,
                                   Status::killed};
    WholeRun run;
    RunRow& r = run.record.run;
    r.id = l.run("run"), r.status = l.one_of("status", statuses);
    if (!r.id || !places_.emplace(r.id, runs_.size()).second) l.refuse("a run has no number, or the same as another");
    r.uuid = l["uuid"], r.experiment = l["experiment"], r.title = l["title"], r.name = l["name"];
    r.reason = l["reason"], r.identity = l["identity"], r.fingerprint = l["fingerprint"];
    r.created = l["created"], r.started = l["started"], r.ended = l["ended"];
    r.role = l["role"], r.origin = l["origin"], r.note = l["note"];
    r.epochs = l.count("epochs"), r.epochs_planned = l.count("epochs_planned");
    r.chosen_epoch = l.count("chosen_epoch"), r.val_images = l.count("val_images");
    r.test_images = l.count("test_images"), r.attempt = l.count("attempt"), r.paused = l.truth("paused");
    r.rerun_of = l.run("rerun_of"), r.parent = l.run("parent"), run.record.plan = l["plan"];
    runs_.push_back(std::move(run));
  }

  static void take(const Line& l, Settings& into) { into.push_back({l["name"], l.value()}); }
  static void take(const Line& l, const char* at, std::map<std::string, Series>& into) {
    into[l["metric"]].push_back({l.whole<std::int64_t>(at), l.real("value")});
  }

  /// One row a class, in their order.
  void predict(const Line& l) {
    Record& record = of(l).record;
    auto& all = l.one_of("part", parts) == Part::test ? record.test : record.validation;
    const int sample = l.count("sample");
    if (l.count("label") == 0) all.push_back({sample, l.count("truth"), {}});
    if (all.empty() || all.back().sample != sample ||
        static_cast<int>(all.back().probabilities.size()) != l.count("label"))
      l.refuse("the probabilities of an image are not in the order of the classes");
    all.back().probabilities.push_back(l.real("probability"));
  }

  void read_findings() {
    constexpr Audit::Grade grades[] = {Audit::Grade::note, Audit::Grade::risk, Audit::Grade::leak};
    each("findings", [&](const Line& l) {
      of(l).record.findings.push_back({l.one_of("grade", grades), l["name"], l["sentence"], l["advice"], {}});
    });
    each("finding_samples", [&](const Line& l) {
      auto& all = of(l).record.findings;
      const auto place = l.whole<std::size_t>("finding");
      if (place >= all.size()) l.refuse("findings.csv has no such finding");
      all[place].samples.push_back(l["sample"]);
    });
  }

  const Tables& tables_;
  const std::string& place_;
  std::vector<WholeRun> runs_;
  std::map<std::int64_t, std::size_t> places_;
};

}  // namespace

std::vector<WholeRun> runs_of(const Tables& tables, const std::string& place) { return Reading(tables, place).all(); }

}  // namespace xp
