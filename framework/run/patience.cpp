#include "framework/run/patience.h"

#include <fmt/format.h>

#include <thread>

#include "framework/base/disk.h"
#include "framework/base/text.h"

namespace xp {

using Clock = std::chrono::steady_clock;

void Patience::operator()(const std::function<void()>& write) {
  const Clock::time_point begun = Clock::now();
  for (bool said = false;; said = true) try {
      write();
      if (said) say_("there is room again; training goes on");
      return;
    } catch (const DiskFull& e) {
      if (lost_) throw;
      if (!said)
        say_(fmt::format("the disk is full: {} free in {}; training waits up to {} for room; last checkpoint: {}",
                         bytes(free_bytes(home_)), home_, duration(60 * minutes_), standing_()));
      if (Clock::now() - begun >= Seconds(60 * minutes_)) {
        lost_ = true;
        throw DiskFull(fmt::format("{}, and no room was made in {}", e.what(), duration(60 * minutes_)),
                       fmt::format("make room; last checkpoint: {}", standing_()));
      }
      wait(e.what());
    }
}

void Patience::wait(const std::string& what) {
  for (const Clock::time_point end = Clock::now() + std::chrono::duration_cast<Clock::duration>(pause_);
       Clock::now() < end;) {
    if (stop_()) {
      lost_ = true;
      throw Error("while it waited for room: " + what, "", Exit::interrupted);
    }
    std::this_thread::sleep_for(std::min(pause_, Seconds(0.1)));
  }
}

}  // namespace xp
