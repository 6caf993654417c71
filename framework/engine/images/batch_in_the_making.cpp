#include "framework/engine/images/batch_in_the_making.h"

#include <algorithm>
#include <cstring>

#include "framework/base/checksum.h"

namespace xp {

BatchInTheMaking::BatchInTheMaking(std::shared_ptr<Pipeline> pipeline, std::vector<Drawn> samples, int epoch, int view)
    : pipeline_(std::move(pipeline)),
      samples_(std::move(samples)),
      epoch_(epoch),
      view_(view),
      mixes_(view > 0 && pipeline_->mixes()),
      pixels_(samples_.size()),
      left_(samples_.size()),
      finished_(mixes_ ? samples_.size() : 0) {
  if (samples_.empty()) throw Error("a batch of no images was asked for");
}

bool BatchInTheMaking::is(const std::vector<int>& samples, int epoch) const {
  return epoch == epoch_ && std::equal(samples_.begin(), samples_.end(), samples.begin(), samples.end(),
                                       [](Drawn own, int sample) { return own.sample == sample; });
}

void BatchInTheMaking::make(std::size_t i) {
  attempt([&] {
    auto image = pipeline_->finished(samples_[i], view_);
    if (mixes_)
      room(i, *image), finished_[i] = std::move(image);
    else
      place(i, *image);
  });
  {
    const std::lock_guard lock(mutex_);
    if (--left_ > 0) return;
  }
  if (mixes_) attempt([&] { mix(); });
  const std::lock_guard lock(mutex_);
  complete_ = true;
  made_.notify_all();
}

template <class F>
void BatchInTheMaking::attempt(F work) {
  try {
    {
      const std::lock_guard lock(mutex_);
      if (failure_) return;
    }
    work();
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
}

Batch BatchInTheMaking::wait() {
  std::unique_lock lock(mutex_);
  made_.wait(lock, [this] { return complete_; });
  if (failure_) std::rethrow_exception(failure_);
  return {numbers_.permute({0, 3, 1, 2}), mixture_, checksum(pixels_)};
}

void BatchInTheMaking::mix() {
  for (std::size_t i = 0; i < samples_.size(); ++i) {
    const Pipeline::Mix mixed = pipeline_->mixed(finished_, i, samples_[i], epoch_);
    place(i, mixed.image);
    mixture_.labels.push_back(
        pipeline_->listing().samples[static_cast<std::size_t>(samples_[mixed.other].sample)].label);
    mixture_.shares.push_back(mixed.share);
  }
  finished_.clear();
}

/// Where the i-th goes. Throws Error where its shape is not that of the first that came.
float* BatchInTheMaking::room(std::size_t i, const Image& image) {
  const std::lock_guard lock(mutex_);
  if (!numbers_.defined())
    numbers_ =
        at::empty({static_cast<std::int64_t>(samples_.size()), image.height, image.width, image.channels}, at::kFloat);
  if (numbers_.size(1) != image.height || numbers_.size(2) != image.width || numbers_.size(3) != image.channels)
    throw Error("the transforms leave images of different sizes", "end them with a resize");
  return numbers_.data_ptr<float>() + i * image.pixels.size();
}

/// Rows first, channels innermost, as images are: a channels-last tensor without a copy.
void BatchInTheMaking::place(std::size_t i, const Image& image) {
  std::memcpy(room(i, image), image.pixels.data(), image.pixels.size() * sizeof(float));
  pixels_[i] = checksum(image.pixels);
}

}  // namespace xp
