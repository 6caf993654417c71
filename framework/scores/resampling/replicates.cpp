#include "framework/scores/resampling/replicates.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "framework/scores/resampling/reweighed.h"
#include "framework/scores/resampling/units.h"

namespace xp {
namespace {

std::vector<Times> once(int images) {
  Times one;
  one.fill(1);
  return std::vector<Times>(static_cast<std::size_t>(images), one);
}

}  // namespace

void in_parallel(int count, int threads, const std::function<void(int)>& work) {
  std::atomic<int> next{0};
  std::exception_ptr failure;
  std::mutex failing;
  const auto take = [&] {
    try {
      for (int i = next++; i < count; i = next++) work(i);
    } catch (...) {
      const std::lock_guard lock(failing);
      if (!failure) failure = std::current_exception();
      next = count;
    }
  };
  if (threads == 0) threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  std::vector<std::jthread> helpers;
  for (int t = 1; t < std::min(threads, count); ++t) helpers.emplace_back(take);
  take();
  helpers.clear();  // joins them
  if (failure) std::rethrow_exception(failure);
}

std::vector<std::vector<Resamples>> replicates(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars,
                                               const Bootstrap& bootstrap) {
  const Reweighed reweighed(runs, scalars);
  const int images = runs.front().images();
  const Units units = units_of(runs.front(), reweighed.order());
  const auto resamples = static_cast<std::size_t>(bootstrap.resamples),
             jackknife = static_cast<std::size_t>(units.count());
  using Values = std::vector<std::vector<std::vector<double>>>;  // [run][scalar][resample]
  const auto room = [&](std::size_t size) {
    return Values(runs.size(), std::vector<std::vector<double>>(scalars.size(), std::vector<double>(size)));
  };
  Values drawn = room(resamples), left_out = units.alone ? reweighed.one_less() : room(jackknife);
  const auto store = [&](const std::vector<Times>& times, int batch, Values& into) {
    const auto values = reweighed.values(times);
    for (std::size_t run = 0; run < runs.size(); ++run)
      for (std::size_t s = 0; s < scalars.size(); ++s)
        for (std::size_t l = 0; l < lanes; ++l)
          if (const std::size_t place = static_cast<std::size_t>(batch) * lanes + l; place < into[run][s].size())
            into[run][s][place] = values[run][s][l];
  };
  const int of_bootstrap = batches_of(bootstrap.resamples);
  const int of_jackknife = units.alone ? 0 : batches_of(units.count());
  in_parallel(of_bootstrap + of_jackknife, bootstrap.threads, [&](int batch) {
    if (batch >= of_bootstrap)
      return store(without_units(units, images, (batch - of_bootstrap) * lanes), batch - of_bootstrap, left_out);
    std::vector<Times> times(static_cast<std::size_t>(images));
    draw(units, bootstrap.seed, static_cast<std::uint32_t>(batch), times);
    store(times, batch, drawn);
  });
  const auto seen = reweighed.values(once(images));
  std::vector<std::vector<Resamples>> out(runs.size());
  for (std::size_t run = 0; run < runs.size(); ++run)
    for (std::size_t s = 0; s < scalars.size(); ++s)
      out[run].push_back({seen[run][s][0], std::move(drawn[run][s]), by_stratum(left_out[run][s], units)});
  return out;
}

}  // namespace xp
