#include "framework/run/workers.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "framework/run/errand.h"
#include "framework/run/rerun/stored.h"
#include "framework/run/resume.h"

namespace xp {

void Processes::start(const Errand& errand) {
  const std::string word = to_bytes({errand, compiled_, this_process().pid});
  children_.emplace(errand.task.place, ChildProcess({program_, "trial", "--quiet"}, word));
}

std::vector<Gone> Processes::wait(double seconds) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  std::vector<Gone> out;
  for (;;) {
    for (auto child = children_.begin(); child != children_.end();)
      if (std::optional<ChildProcess::End> e = child->second.ended()) {
        out.push_back({child->first, e->code, e->signal, e->said});
        child = children_.erase(child);
      } else {
        ++child;
      }
    if (!out.empty() || Clock::now() >= end) return out;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

std::map<int, std::string> Processes::says() {
  std::map<int, std::string> out;
  for (auto& [place, child] : children_)
    if (std::string text = child.says(); !text.empty()) out[place] = text;
  return out;
}

void Processes::interrupt() {
  for (const auto& [place, child] : children_) child.interrupt();
}

void InProcess::start(const Errand& errand) {
  Gone gone{errand.task.place, 0, 0, ""};
  try {
    if (run_errand(errand, engine_, store_, progress_).refused) gone.code = static_cast<int>(Exit::no);
  } catch (const Error& e) {
    gone.code = static_cast<int>(e.exit()), gone.said = e.whole();
  }
  gone_.push_back(gone);
}

std::vector<Gone> InProcess::wait(double) { return std::exchange(gone_, {}); }

std::vector<int> shares(int cores, int workers) {
  std::vector<int> out;
  for (int w = 0; w < workers; ++w) out.push_back(std::max(1, cores / workers + (w < cores % workers ? 1 : 0)));
  return out;
}

Ran run_errand(const Errand& errand, Engine& engine, Store& store, Progress& progress) {
  if (errand.task.run) return resume(errand.task.run, errand.circumstances, engine, store, progress);
  const Plan plan = plan_from_json(errand.trial.plan);
  const Listing& data = listing(plan.only(Kind::dataset));
  if (fingerprint(data) != plan.fingerprint)
    throw Error(fmt::format("the data of trial {} are not what they were when its sweep began", errand.trial.place),
                "put the files back, or run the experiment anew");
  return run(plan, errand.circumstances, engine, store, progress);
}

}  // namespace xp
