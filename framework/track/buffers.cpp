#include "framework/track/buffers.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace xp::track {
namespace {

struct Logged {
  std::uint64_t place;  // among all that were added
  Point point;
};

struct Hash : std::hash<std::string_view> {
  using is_transparent = void;
};
using ByMetric = std::unordered_map<std::string, std::vector<Logged>, Hash, std::equal_to<>>;

std::atomic<std::uint64_t> serials = 0;

Series series_of(std::vector<Logged>& logged) {
  const auto earlier = [](const Logged& a, const Logged& b) { return a.place < b.place; };
  if (!std::is_sorted(logged.begin(), logged.end(), earlier)) std::sort(logged.begin(), logged.end(), earlier);
  Series out;
  out.reserve(logged.size());
  for (const Logged& l : logged) out.push_back(l.point);
  return out;
}

}  // namespace

struct Buffers::Buffer {
  std::mutex mutex;
  ByMetric metrics;
};

Buffers::Buffers() : serial_(++serials) {}
Buffers::~Buffers() = default;

/// A thread remembers its buffers; those that it alone still knows are of runs that ended.
Buffers::Buffer& Buffers::mine() {
  thread_local std::vector<std::pair<std::uint64_t, std::shared_ptr<Buffer>>> known;
  for (const auto& [serial, buffer] : known)
    if (serial == serial_) return *buffer;
  std::erase_if(known, [](const auto& entry) { return entry.second.use_count() == 1; });
  const auto fresh = std::make_shared<Buffer>();
  const std::lock_guard lock(mutex_);
  all_.push_back(fresh);
  known.emplace_back(serial_, fresh);
  return *fresh;
}

void Buffers::add(std::string_view metric, std::int64_t step, double value) {
  Buffer& buffer = mine();
  const std::lock_guard lock(buffer.mutex);
  auto found = buffer.metrics.find(metric);
  if (found == buffer.metrics.end()) found = buffer.metrics.emplace(metric, std::vector<Logged>()).first;
  found->second.push_back({++added_, {step, value}});
}

std::map<std::string, Series> Buffers::take() {
  std::vector<ByMetric> taken;
  {
    const std::lock_guard list(mutex_);
    const auto has_ended = [](const auto& buffer) { return buffer.use_count() == 1; };
    // Who has ended is asked before its values are taken: a thread may add its last ones and end while the rest is done.
    const auto ended = std::partition(all_.begin(), all_.end(), std::not_fn(has_ended));
    std::vector<std::unique_lock<std::mutex>> all;  // at once: the cut goes through one moment
    for (const auto& buffer : all_) all.emplace_back(buffer->mutex);
    for (const auto& buffer : all_) taken.push_back(std::exchange(buffer->metrics, {}));
    all.clear();
    all_.erase(ended, all_.end());
  }
  ByMetric joined;
  for (ByMetric& of_thread : taken)
    for (auto& [metric, logged] : of_thread)
      if (auto& to = joined[metric]; to.empty())
        to = std::move(logged);
      else
        to.insert(to.end(), logged.begin(), logged.end());
  std::map<std::string, Series> out;
  for (auto& [metric, logged] : joined)
    if (!logged.empty()) out[metric] = series_of(logged);
  return out;
}

}  // namespace xp::track
