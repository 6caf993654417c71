// Somebody else's training program, to be timed beside this one: a Python script that keeps a small contract.
#pragma once
#include <string>
#include <vector>

#include "tools/xp/speed.h"

namespace xp {

/// Of one process: images a second, and the most memory that it held.
struct Side {
  double images_per_second = 0, peak_mib = 0, bare = 0;
  std::string precision;
};

/// Standard output of a program. Throws Error with the end of its standard error when it fails.
std::string output_of(const std::vector<std::string>& command);

/// It is given --synthetic IMAGES --model NAME --size --batch --epochs 2, when tuned also --tuned --precision P, and
/// --infer. It prints JSON objects, one a line: "train_img_s" after each epoch, of which the last counts, and at last
/// "peak_rss_mib"; "threads" and "precision" there are compared with what was asked for.
class Peer {
 public:
  /// `threads` 0 leaves them to the script, else OMP_NUM_THREADS says it. Throws Error when there is no such script.
  Peer(const std::string& script, int threads);

  /// XP_PYTHON; else python3 on PATH, or Debian's where that one has no torch.
  const std::string& python() const { return python_; }
  /// Throws Error naming the script and what it did not say, or did otherwise than it was asked.
  Side run(const Workload& workload, const std::string& precision, bool tuned) const;

 private:
  std::string script_, python_;
  int threads_;
};

}  // namespace xp
