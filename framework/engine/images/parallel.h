// Work on many images side by side.
#pragma once
#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace xp {

/// Calls `work(i)` for every i < n from so many threads, this one among them; `stop` is asked by this one alone. False
/// where it said so. The first exception is rethrown here.
inline bool in_parallel(std::size_t n, int threads, const std::function<bool()>& stop,
                        const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stopped{false};
  std::exception_ptr failure;
  std::mutex mutex;
  const auto worker = [&](bool asks) {
    try {
      for (std::size_t i; !stopped && (i = next++) < n;) {
        work(i);
        if (asks && stop()) stopped = true;
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
      stopped = true;
    }
  };
  std::vector<std::thread> others;
  for (int t = 1; t < threads; ++t) others.emplace_back(worker, false);
  worker(true);
  for (std::thread& t : others) t.join();
  if (failure) std::rethrow_exception(failure);
  return !stopped;
}

}  // namespace xp
