// Every score of every run, on the images as they are, as they were drawn, and without one.
#pragma once
#include "framework/scores/resampling/bca.h"
#include "framework/scores/resampling/resampled.h"

namespace xp {

/// [run][scalar]. AUCs are not among the scalars. The same whatever the number of threads.
std::vector<std::vector<Resamples>> replicates(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars,
                                               const Bootstrap& bootstrap);

/// work(0) … work(count − 1), on so many threads (0: as many as there are cores).
void in_parallel(int count, int threads, const std::function<void(int)>& work);

}  // namespace xp
