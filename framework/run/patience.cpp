#include "framework/run/patience.h"

#include <fmt/format.h>

#include <thread>

#include "framework/base/disk.h"
#include "framework/base/text.h"
#include "framework/store/opening.h"

namespace xp {

using Clock = std::chrono::steady_clock;

void Patience::operator()(const std::function<void()>& write) {
  const Clock::time_point begun = Clock::now();
  for (const char* over = nullptr;;) try {
      write();
      if (over) say([&] { return fmt::format("{}; training goes on", over); });
      return;
    } catch (const Error& e) {
      const bool full = dynamic_cast<const DiskFull*>(&e), held = dynamic_cast<const Held*>(&e);
      if (lost_ || !(full || held)) throw;
      if (!over)
        say([&] {
          return fmt::format("{} in {}; training waits up to {} for {}; last checkpoint: {}",
                             full ? fmt::format("the disk is full: {} free", bytes(free_bytes(home_)))
                                  : "another program holds the records",
                             home_, duration(60 * minutes_), full ? "room" : "them", standing_());
        });
      over = full ? "there is room again" : "the records are free again";
      if (Clock::now() - begun >= Seconds(60 * minutes_)) {
        lost_ = true;
        if (held) throw;
        throw DiskFull(fmt::format("{}, and no room was made in {}", e.what(), duration(60 * minutes_)),
                       fmt::format("make room; last checkpoint: {}", standing_()));
      }
      wait(e.what());
    }
}

void Patience::say(const std::function<std::string()>& sentence) const try {
  say_(sentence());
} catch (const std::exception&) {
  // it is on the same full disk, perhaps: what is written stays written, and what waits goes on waiting
}

/// The records themselves may be asked, for which somebody else has to let go of them.
bool Patience::stopped() const try { return stop_(); } catch (const std::exception&) {
  return false;
}

void Patience::wait(const std::string& what) {
  for (const Clock::time_point end = Clock::now() + std::chrono::duration_cast<Clock::duration>(pause_);
       Clock::now() < end;) {
    if (stopped()) {
      lost_ = true;
      throw Error("while it waited to record: " + what, "", Exit::interrupted);
    }
    std::this_thread::sleep_for(std::min(pause_, Seconds(0.1)));
  }
}

}  // namespace xp
