// A batch whose images several threads finish, in any order; who completes it mixes.
#pragma once
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <vector>

#include "framework/engine/images/batches.h"
#include "framework/engine/images/pipeline.h"

namespace xp {

class BatchInTheMaking {
 public:
  BatchInTheMaking(std::shared_ptr<Pipeline> pipeline, std::vector<Drawn> samples, int epoch, int view);

  bool is(const std::vector<int>& samples, int epoch) const;

  /// Of every i < samples().size() once, from any thread; a failure is kept for who waits.
  void make(std::size_t i);
  /// Until all are made. Throws the first failure.
  Batch wait();

 private:
  template <class F>
  void attempt(F work);
  float* room(std::size_t i, const Image& image);
  void place(std::size_t i, const Image& image);
  void mix();

  std::shared_ptr<Pipeline> pipeline_;
  std::vector<Drawn> samples_;
  int epoch_, view_;
  bool mixes_;
  std::vector<std::uint64_t> pixels_;  // a checksum an image, written by who made it

  std::mutex mutex_;  // of all that follows
  std::condition_variable made_;
  std::size_t left_;
  bool complete_ = false;
  std::exception_ptr failure_;
  Tensor numbers_;  // N×H×W×C, of the first image's shape; all others have it too
  std::vector<std::shared_ptr<const Image>> finished_;  // where they are mixed
  Mixture mixture_;
};

}  // namespace xp
