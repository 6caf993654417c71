#include "framework/engine/images/workers.h"

#include <sys/resource.h>
#include <unistd.h>

#include <string>

#include "framework/base/error.h"

namespace xp {
namespace {

/// Less than the training's own threads, which wait for each other at every step: one that is held up holds up all.
constexpr int politeness = 10;

}  // namespace

Workers::Workers(int threads) {
  if (threads < 1)
    throw Error("images cannot be made in " + std::to_string(threads) + " threads", "at least 1 is needed");
  for (int t = 0; t < threads; ++t) threads_.emplace_back([this] { work(); });
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  more_.notify_all();
  for (std::thread& t : threads_) t.join();
}

void Workers::add(std::size_t n, std::function<void(std::size_t)> job) {
  if (n == 0) return;
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back({0, n, std::move(job)});
  }
  more_.notify_all();
}

void Workers::work() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), politeness);  // on Linux, of this thread alone
  std::unique_lock lock(mutex_);
  while (true) {
    more_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
    if (ending_) return;
    Task& task = tasks_.front();
    const std::size_t i = task.next++;
    const std::function<void(std::size_t)> job = task.job;
    if (task.next == task.n) tasks_.pop_front();
    lock.unlock();
    job(i);
    lock.lock();
  }
}

}  // namespace xp
