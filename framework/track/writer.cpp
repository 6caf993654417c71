// What is logged, on its way into the store.
#include <fmt/format.h>

#include <chrono>

#include "framework/base/disk.h"
#include "framework/store/opening.h"
#include "framework/track/recorder.h"

namespace xp::track {
namespace {

constexpr std::uint64_t wake_after = 1 << 17;    // values; then the writer comes before its time
constexpr std::uint64_t most_waiting = 1 << 24;  // values, 24 bytes each

}  // namespace

bool Recorder::crowded() const { return buffers_.added() - stored_ >= most_waiting; }

void Recorder::log(std::string_view metric, double value, std::int64_t step) {
  if (!at_home()) return;
  if (ended_) {
    if (!late_.exchange(true)) say(fmt::format("{} has ended: what is logged now is not recorded", run_name(run_)));
    return;
  }
  if (crowded()) wait_for_room();
  if (crowded()) {
    ++lost_;
    return;
  }
  buffers_.add(metric, step, value);
  if (buffers_.added() % wake_after) return;
  const std::lock_guard lock(pause_);
  due_ = true;
  wake_.notify_one();
}

/// While the writer gets on; not for a disk, nor for whoever holds the records.
void Recorder::wait_for_room() {
  std::unique_lock lock(pause_);
  while (crowded() && !failing_ && !ended_) {
    due_ = true;
    wake_.notify_one();
    room_.wait_for(lock, std::chrono::milliseconds(50));
  }
}

bool Recorder::stop_requested() {
  if (stop_) told_to_stop_ = true;
  return stop_;
}

void Recorder::keep_writing() {
  const std::chrono::duration<double> pause(flush_seconds_);
  for (;;) {
    {
      std::unique_lock lock(pause_);
      wake_.wait_for(lock, pause, [&] { return ended_ || due_; });
      due_ = false;
    }
    if (ended_) return;
    write_in_time();
    room_.notify_all();
  }
}

void Recorder::write_in_time() {
  const std::lock_guard lock(mutex_);
  if (ended_) return;
  try {
    write_logged({});
    stop_ = store_.stop_requested(run_);
    if (!problem_.empty()) say(fmt::format("what {} logs is stored again", run_name(run_)));
    problem_.clear();
  } catch (const std::exception& e) {
    failing_ = true;
    if (problem_ != e.what())
      say(fmt::format("{}; training goes on, and what {} logs is kept in memory until it can be stored", e.what(),
                      run_name(run_)));
    problem_ = e.what();
  }
}

/// Under the lock. What was logged stays in `waiting_` until it is stored.
void Recorder::write_logged(const std::function<void()>& body) {
  for (auto& [metric, series] : buffers_.take()) {
    Series& to = waiting_[metric];
    to.insert(to.end(), series.begin(), series.end());
  }
  if (waiting_.empty() && !body) return;
  try {
    store_.atomically([&] {
      if (!waiting_.empty()) store_.log(run_, waiting_);
      if (body) body();
    });
  } catch (const DiskFull&) {
    failing_ = true;
    throw;
  } catch (const Held&) {
    failing_ = true;
    throw;
  }
  failing_ = false;
  for (const auto& [metric, series] : waiting_) stored_ += series.size();
  waiting_.clear();
}

void Recorder::say(const std::string& sentence) { fmt::print(stderr, "xp: {}\n", sentence); }

Recorder::~Recorder() {
  {
    const std::lock_guard lock(pause_);
    ended_ = true;
    wake_.notify_all();
  }
  if (writer_.joinable()) writer_.join();
}

}  // namespace xp::track
