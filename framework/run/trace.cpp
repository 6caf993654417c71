#include "framework/run/trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "framework/run/trace_file.h"

namespace xp {
namespace {

constexpr std::size_t most_values = 5;

bool same_bits(float a, float b) { return std::memcmp(&a, &b, sizeof a) == 0; }

/// The two differ; `last`: the last batch of which both files hold values.
TraceDifference difference(const TracedBatch::Tensor& was, const TracedBatch::Tensor& now, std::int64_t last) {
  TraceDifference out;
  out.tensor = was.name, out.values = std::ssize(was.values);
  if (was.name != now.name) {
    out.unknown = fmt::format("in its place the other run computed {}", now.name);
  } else if (was.values.empty() || now.values.empty()) {
    out.unknown = last == 0 ? "no values were kept" : fmt::format("values were kept up to batch {} alone", last);
  } else if (was.values.size() != now.values.size()) {
    out.unknown = fmt::format("it has {} values, the other run's has {}", was.values.size(), now.values.size());
  } else {
    for (std::size_t i = 0; i < was.values.size(); ++i) {
      if (same_bits(was.values[i], now.values[i])) continue;
      if (out.first.size() < most_values)
        out.first.push_back({static_cast<std::int64_t>(i), was.values[i], now.values[i]});
      ++out.differing;
    }
    if (out.first.empty()) out.unknown = "the values differ by less than single precision shows";
  }
  return out;
}

std::optional<TraceDifference> difference(const TracedBatch& was, const TracedBatch& now, std::int64_t last) {
  std::optional<TraceDifference> out;
  const std::size_t both = std::min(was.tensors.size(), now.tensors.size());
  std::size_t i = 0;
  while (i < both && was.tensors[i].name == now.tensors[i].name && was.tensors[i].hash == now.tensors[i].hash) ++i;
  if (i < both) {
    out = difference(was.tensors[i], now.tensors[i], last);
  } else if (was.tensors.size() != now.tensors.size()) {
    const TracedBatch& longer = was.tensors.size() > both ? was : now;
    out.emplace();
    out->tensor = longer.tensors[both].name;
    out->unknown = &longer == &was ? "the other run did not compute it" : "the other run alone computed it";
  }
  if (out) out->step = was.step, out->before = static_cast<std::int64_t>(i);
  return out;
}

bool has_values(const TracedBatch& batch) {
  for (const TracedBatch::Tensor& t : batch.tensors)
    if (!t.values.empty()) return true;
  return false;
}

}  // namespace

TraceComparison compare_traces(const std::string& was_file, const std::string& now_file) {
  TraceComparison out;
  TraceReader was_reader(was_file), now_reader(now_file);
  auto was = was_reader.next(), now = now_reader.next();
  bool alone = false;
  for (std::int64_t with_values = 0; was && now;) {
    if (was->step != now->step) {
      alone = true;
      if (was->step < now->step)
        was = was_reader.next();
      else
        now = now_reader.next();
      continue;
    }
    ++out.batches;
    if (has_values(*was) && has_values(*now)) with_values = was->step;
    out.difference = difference(*was, *now, with_values);
    if (out.difference) return out;
    was = was_reader.next(), now = now_reader.next();
  }
  if (!was && !was_reader.at_end())
    out.unknown = was_file + " is cut short or damaged";
  else if (!now && !now_reader.at_end())
    out.unknown = now_file + " is cut short or damaged";
  else if (alone || was || now)
    out.unknown = "some were traced in only one of the two";
  else if (out.batches == 0)
    out.unknown = "neither trace holds a batch";
  return out;
}

std::string trace_of(const Store& store, const Record& record) {
  for (const Artifact& a : record.artifacts)
    if (a.name == trace_artifact) return store.artifact_path(a);
  const std::string growing = growing_trace(store, record.run.id);
  std::error_code none;
  return std::filesystem::exists(growing, none) ? growing : "";
}

std::string growing_trace(const Store& store, std::int64_t run) { return store.checkpoint_folder(run) + "/trace"; }

}  // namespace xp
