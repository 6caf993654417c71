#include "framework/run/rerun.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "framework/base/process.h"
#include "framework/scores/score.h"

namespace xp {
namespace {

bool same_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

std::string split_difference(const Record& a, const Record& b) {
  if (a.samples.size() != b.samples.size())
    return fmt::format("the split: {} samples, now {}", a.samples.size(), b.samples.size());
  for (std::size_t i = 0; i < a.samples.size(); ++i) {
    const StoredSample &x = a.samples[i], &y = b.samples[i];
    if (x.sha256 != y.sha256 || x.label != y.label)
      return fmt::format("the data: sample {} ({}) is another image or label", i, x.name);
    if (x.part != y.part) return fmt::format("the split: {} was in {}, now in {}", x.name, name(x.part), name(y.part));
  }
  return "";
}

std::map<std::int64_t, double> by_epoch(const Record& r, const std::string& metric) {
  std::map<std::int64_t, double> out;
  if (const auto found = r.metrics.find(metric); found != r.metrics.end())
    for (const Point& p : found->second) out[p.at] = p.value;
  return out;
}

/// Epochs for which the original holds scores of that part, where `metric` is a score that it never recorded: xp has
/// learned it since.
std::map<std::int64_t, double> judged_without(const Record& original, const std::string& metric) {
  if (original.metrics.count(metric)) return {};
  const std::size_t slash = metric.find('/');
  const auto is_it = [&](const Score& s) { return metric.substr(slash + 1) == s.name; };
  const bool score = slash != std::string::npos && std::any_of(all_scores().begin(), all_scores().end(), is_it);
  return score ? by_epoch(original, metric.substr(0, slash) + "/loss") : std::map<std::int64_t, double>();
}

/// The earliest epoch that differs, in any metric.
std::string metric_difference(const Record& a, const Record& b, std::int64_t& compared) {
  std::string first;
  std::int64_t earliest = INT64_MAX;
  const auto found = [&](std::int64_t at, const std::string& text) {
    if (at < earliest) earliest = at, first = text;
  };
  for (const auto& [metric, series] : a.metrics) {
    const auto other = by_epoch(b, metric);
    for (const auto& [epoch, was] : by_epoch(a, metric)) {
      ++compared;
      const std::string where = fmt::format("epoch {}: {}", epoch, metric);
      if (const auto now = other.find(epoch); now == other.end())
        found(epoch, where + " is missing now");
      else if (!same_bits(was, now->second))
        found(epoch, fmt::format("{} was {:.17g}, now {:.17g}", where, was, now->second));
    }
  }
  for (const auto& [metric, series] : b.metrics) {
    const auto other = by_epoch(a, metric), judged = judged_without(a, metric);
    for (const Point& p : series)
      if (!other.count(p.at) && !judged.count(p.at))
        found(p.at, fmt::format("epoch {}: {} was not there before", p.at, metric));
  }
  return first;
}

std::string prediction_difference(const Record& r, const std::vector<Prediction>& a, const std::vector<Prediction>& b,
                                  const char* part, std::int64_t& compared) {
  if (a.size() != b.size()) return fmt::format("{} predictions on {}, now {}", a.size(), part, b.size());
  for (std::size_t i = 0; i < a.size(); ++i, ++compared)
    if (a[i].sample != b[i].sample || a[i].probabilities.size() != b[i].probabilities.size() ||
        std::memcmp(a[i].probabilities.data(), b[i].probabilities.data(), a[i].probabilities.size() * sizeof(double)) !=
            0)
      return fmt::format("the {} prediction of {}", part, r.samples.at(static_cast<std::size_t>(a[i].sample)).name);
  return "";
}

std::string epoch_difference(const Record& a, const Record& b) {
  if (a.run.chosen_epoch == b.run.chosen_epoch) return "";
  return fmt::format("the chosen epoch: {}, now {}", a.run.chosen_epoch, b.run.chosen_epoch);
}

std::string weights_of(const Record& r) {
  for (const Artifact& a : r.artifacts)
    if (a.name == "weights.safetensors") return a.sha256;
  return "";
}

std::string weights_difference(const Record& a, const Record& b) {
  const std::string was = weights_of(a), now = weights_of(b);
  const auto shown = [](const std::string& hash) { return hash.empty() ? "none" : hash.substr(0, 12) + "…"; };
  return was == now ? "" : fmt::format("the weights: {}, now {}", shown(was), shown(now));
}

/// In both directions: a variable that is set only now may be why as well.
std::vector<std::string> changed_conditions(const Settings& before, const Settings& now) {
  std::vector<std::string> out;
  const auto compare = [&](const std::string& name) {
    const Value *was = find(before, name), *is = find(now, name);
    if (name == "command" || (was && is && *was == *is)) return;
    out.push_back(fmt::format("{}: {}, now {}", name, was ? was->text() : "unknown", is ? is->text() : "unknown"));
  };
  for (const Setting& s : before) compare(s.name);
  for (const Setting& s : now)
    if (!find(before, s.name)) compare(s.name);
  return out;
}

}  // namespace

Verification verify(const Record& original, const Record& again) {
  Verification v;
  for (const auto& difference :
       {split_difference(original, again), metric_difference(original, again, v.metrics_compared),
        epoch_difference(original, again),
        prediction_difference(original, original.validation, again.validation, "validation", v.predictions_compared),
        prediction_difference(original, original.test, again.test, "test", v.predictions_compared),
        weights_difference(original, again)})
    if (v.difference.empty()) v.difference = difference;
  v.identical = v.difference.empty();
  v.conditions = changed_conditions(original.environment, again.environment);
  return v;
}

Placement stored_placement(const Record& record) {
  Placement out{available_cores()};
  if (const Value* threads = find(record.environment, "threads"))
    if (const auto* n = threads->get<std::int64_t>(); n && *n > 0) out.threads = static_cast<int>(*n);
  if (const Value* device = find(record.environment, "device")) out.device = device->text();
  if (const Value* precision = find(record.environment, "precision")) out.precision = precision->text();
  return out;
}

Plan stored_plan(const Record& record) {
  Plan plan = plan_from_json(record.plan);
  const Listing& data = listing(plan.only(Kind::dataset));
  if (const std::string now = fingerprint(data); now != plan.fingerprint)
    throw Error(fmt::format("the data of {} are not what they were: {} images in {} classes, then {} in {}",
                            run_name(record.run.id), data.samples.size(), data.classes.size(), record.samples.size(),
                            plan.classes.size()),
                fmt::format("fingerprint {}…, then {}…; put the files back, or run the experiment anew",
                            now.substr(0, 12), plan.fingerprint.substr(0, 12)));
  return plan;
}

}  // namespace xp
