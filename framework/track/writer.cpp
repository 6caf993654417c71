// What is logged, on its way into the store.
#include <fmt/format.h>
#include <signal.h>

#include <chrono>

#include "framework/base/disk.h"
#include "framework/store/opening.h"
#include "framework/track/recorder.h"

namespace xp::track {
namespace {

constexpr std::uint64_t wake_after = 1 << 17;    // values; then the writer comes before its time
constexpr std::uint64_t most_waiting = 1 << 24;  // values, 24 bytes each

/// In this thread, and in those that it starts meanwhile: signals are for the program's own threads. All but faults,
/// which a thread cannot leave to others.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t blocked;
    ::sigfillset(&blocked);
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) ::sigdelset(&blocked, fault);
    ::pthread_sigmask(SIG_BLOCK, &blocked, &before_);
  }
  ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

}  // namespace

bool Recorder::crowded() const {
  const std::uint64_t stored = stored_;  // first: it never passes what was added
  return buffers_.added() - stored >= most_waiting;
}

void Recorder::log(std::string_view metric, double value, std::int64_t step) noexcept try {
  if (!at_home()) return;
  if (ended_) return refuse_late();
  if (crowded()) wait_for_room();
  if (crowded()) {
    ++lost_;
    return;
  }
  const std::uint64_t place = buffers_.add(metric, step, value);
  if (!place) return refuse_late();
  if (place % wake_after) return;
  const std::lock_guard lock(pause_);
  due_ = true;
  wake_.notify_one();
} catch (const std::exception&) {  // no memory is left for one number more: training goes on without it
  ++lost_;
}

/// Also while its end is being stored: where that fails, the one that succeeds counts these.
void Recorder::refuse_late() {
  ++lost_;
  if (!late_.exchange(true)) say(fmt::format("{} has ended: what is logged now is not recorded", run_name(run_)));
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

void Recorder::start_writing() try {
  const SignalsBlocked inherited;
  writer_ = std::thread([this] { keep_writing(); });
} catch (const std::system_error& e) {
  const std::string problem = fmt::format("no thread could be started to record it: {}", e.what());
  store_.end(run_, Status::failed, problem);
  throw Error(run_name(run_) + ": " + problem, "ulimit -u, or a container's limit of processes");
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

void Recorder::write_in_time() noexcept try {
  const std::lock_guard lock(mutex_);
  if (ended_) return;
  try {
    write_logged({});
    failing_ = false;
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
} catch (const std::exception&) {  // no memory is left even to say so: the next time perhaps
}

void Recorder::patiently(const std::function<void()>& write) {
  patience_([&] {
    try {
      write();
      failing_ = false;
    } catch (const DiskFull&) {
      failing_ = true;
      throw;
    } catch (const Held&) {
      failing_ = true;
      throw;
    }
  });
}

/// Under the lock. Where memory ends, each value is in one of the two still, and the next call goes on.
void Recorder::collect(Buffers::Then then) {
  const auto settle = [&] {
    for (; !taken_.empty(); taken_.erase(taken_.begin())) {
      const auto& [metric, series] = *taken_.begin();
      Series& to = waiting_[metric];
      to.insert(to.end(), series.begin(), series.end());
    }
  };
  settle();
  taken_ = buffers_.take(then);
  settle();
}

/// Under the lock. What was logged stays in `waiting_` until it is stored. Buffers are closed once the store is held:
/// while it waits for others values are welcome.
void Recorder::write_logged(const std::function<void()>& body, Buffers::Then then) {
  collect(Buffers::Then::open);
  const auto deed = [&] {
    if (then == Buffers::Then::closed) collect(then);
    if (!waiting_.empty()) store_.log(run_, waiting_);
    if (body) body();
  };
  if (!waiting_.empty() || body) store_.atomically(deed);
  for (const auto& [metric, series] : waiting_) stored_ += series.size();
  waiting_.clear();
}

/// Training does not end because nobody can read this.
void Recorder::say(const std::string& sentence) noexcept try {
  fmt::print(stderr, "xp: {}\n", sentence);
} catch (const std::exception&) {
}

Recorder::~Recorder() {
  {
    const std::lock_guard lock(pause_);
    ended_ = true;
    wake_.notify_all();
  }
  if (writer_.joinable()) writer_.join();
}

}  // namespace xp::track
