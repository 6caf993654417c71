#include "framework/track/buffers.h"

#include <algorithm>

namespace xp::track {
namespace {

std::atomic<std::uint64_t> serials = 0;
/// Whether this thread's buffers went with its other objects; those that go later may still ask, as this is no object.
thread_local bool thread_ends = false;

}  // namespace

struct Buffers::Logged {
  std::uint64_t place;  // among all that were added
  Point point;
};

struct Buffers::Hash : std::hash<std::string_view> {
  using is_transparent = void;
};

struct Buffers::Buffer {
  std::mutex mutex;
  ByMetric metrics;
};

/// What a thread remembers: its buffers, by the serials of whose they are.
struct Buffers::Known {
  ~Known() { thread_ends = true; }
  std::vector<std::pair<std::uint64_t, std::shared_ptr<Buffer>>> entries;
};

Buffers::Buffers() : serial_(++serials), last_words_(std::make_shared<Buffer>()), all_{last_words_} {}
Buffers::~Buffers() = default;

/// Buffers that a thread alone still knows are of runs that ended.
Buffers::Buffer& Buffers::mine() {
  if (thread_ends) return *last_words_;
  thread_local Known known;
  for (const auto& [serial, buffer] : known.entries)
    if (serial == serial_) return *buffer;
  std::erase_if(known.entries, [](const auto& entry) { return entry.second.use_count() == 1; });
  const auto fresh = std::make_shared<Buffer>();
  const std::lock_guard lock(mutex_);
  all_.push_back(fresh);
  known.entries.emplace_back(serial_, fresh);
  return *fresh;
}

std::uint64_t Buffers::add(std::string_view metric, std::int64_t step, double value) {
  Buffer& buffer = mine();
  const std::lock_guard lock(buffer.mutex);
  if (closed_) return 0;
  auto found = buffer.metrics.find(metric);
  if (found == buffer.metrics.end()) found = buffer.metrics.emplace(metric, std::vector<Logged>()).first;
  Logged& logged = found->second.emplace_back(Logged{0, {step, value}});
  return logged.place = ++added_;  // counted once there was memory for it
}

/// What could throw comes first: a value is in a buffer or in `cut_` at all times.
void Buffers::cut(Then then) {
  const std::lock_guard list(mutex_);
  // Who has ended is asked before its values are taken: a thread may add its last ones and end while the rest is done.
  std::vector<const Buffer*> ended;
  for (const auto& buffer : all_)
    if (buffer.use_count() == 1) ended.push_back(buffer.get());
  cut_.reserve(cut_.size() + all_.size());
  std::vector<std::unique_lock<std::mutex>> all;  // at once: the cut goes through one moment
  all.reserve(all_.size());
  for (const auto& buffer : all_) all.emplace_back(buffer->mutex);
  if (then == Then::closed) closed_ = true;
  for (const auto& buffer : all_) {
    cut_.emplace_back(std::move(buffer->metrics));
    buffer->metrics.clear();
  }
  all.clear();
  std::erase_if(all_,
                [&](const auto& buffer) { return std::find(ended.begin(), ended.end(), buffer.get()) != ended.end(); });
}

Series Buffers::series_of(const std::vector<const std::vector<Logged>*>& parts) {
  std::vector<Logged> all;
  for (const auto* part : parts) all.insert(all.end(), part->begin(), part->end());
  const auto earlier = [](const Logged& a, const Logged& b) { return a.place < b.place; };
  if (!std::is_sorted(all.begin(), all.end(), earlier)) std::sort(all.begin(), all.end(), earlier);
  Series out;
  out.reserve(all.size());
  for (const Logged& l : all) out.push_back(l.point);
  return out;
}

std::map<std::string, Series> Buffers::take(Then then) {
  const std::lock_guard one(taking_);
  cut(then);
  std::map<std::string, std::vector<const std::vector<Logged>*>> parts;
  for (const ByMetric& of_thread : cut_)
    for (const auto& [metric, logged] : of_thread)
      if (!logged.empty()) parts[metric].push_back(&logged);
  std::map<std::string, Series> out;
  for (const auto& [metric, of_threads] : parts) out[metric] = series_of(of_threads);
  cut_.clear();
  return out;
}

}  // namespace xp::track
