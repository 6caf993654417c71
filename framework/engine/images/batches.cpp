#include "framework/engine/images/batches.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <exception>
#include <mutex>
#include <thread>

#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/base/text.h"
#include "framework/engine/images/decode.h"
#include "framework/engine/images/image_ops.h"

namespace xp {
namespace {

/// Calls `work(i)` for every i < n from so many threads, this one among them; `stop` is asked by this one alone.
/// The first exception is rethrown here.
bool in_parallel(std::size_t n, int threads, const std::function<bool()>& stop,
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

}  // namespace

Batches::Batches(const Plan& plan, int threads, const std::function<bool()>& stop)
    : dataset_(plan.make<Dataset>()),
      seed_(static_cast<std::uint64_t>(seeds_of(plan.seed).order)),
      variants_(static_cast<int>(train_of(plan.train).variants)),
      threads_(threads),
      stop_(stop) {
  for (auto& transform : plan.make_all<Transform>())
    (each_time_.empty() && !transform->augments() ? once_ : each_time_).push_back(std::move(transform));
}

Image Batches::prepared(const Sample& sample, std::string& why) const {
  Image image;
  if (sample.path.empty())
    image = dataset_->draw(sample);
  else if (auto decoded = decoded_from(sample, why))
    image = std::move(*decoded);
  else
    return {};
  Random unused(seed_, "transform");
  for (const auto& t : once_) image = t->apply(image, CvImageOps(), unused);
  return image;
}

/// The file as it was when its SHA-256 was taken: what is recorded is what is trained on.
std::optional<Image> Batches::decoded_from(const Sample& sample, std::string& why) const {
  std::string bytes;
  try {
    bytes = read_file(sample.path);
  } catch (const Error& e) {
    return why = e.what(), std::nullopt;
  }
  if (!sample.sha256.empty() && sha256(bytes) != sample.sha256)
    throw Error(printable(sample.path) + " was changed after its content was recorded",
                "run the experiment again; its data must stay as they are while it runs");
  return decode(std::move(bytes), listing_.channels, why);
}

void Batches::load(const Listing& listing) {
  listing_ = listing;
  std::vector<Image> images(listing.samples.size());
  std::vector<std::string> whys(listing.samples.size());
  stopped_ = !in_parallel(images.size(), threads_, stop_,
                          [&](std::size_t i) { images[i] = prepared(listing.samples[i], whys[i]); });
  if (stopped_) return;
  std::vector<Sample> readable;
  std::vector<std::string> list;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const Sample& sample = listing.samples[i];
    if (!images[i].pixels.empty()) {
      readable.push_back(sample);
      images_.push_back(std::move(images[i]));
    } else {
      skipped_.push_back({sample.name, whys[i]});
      list.push_back(fmt::format("  {}: {}", printable(sample.path), whys[i]));
    }
  }
  if (!list.empty() && !listing.skip_unreadable)
    throw Error(fmt::format("{} of {} images cannot be read:\n{}", list.size(), images.size(), join(list, "\n")),
                "mend or remove them, or --set dataset.unreadable=skip to leave them out and have that recorded");
  listing_.samples = std::move(readable);
}

int Batches::view(int epoch) const {
  const bool augments = std::any_of(each_time_.begin(), each_time_.end(), [](const auto& t) { return t->augments(); });
  if (epoch == 0 || !augments) return 0;
  return variants_ > 0 ? 1 + (epoch - 1) % variants_ : epoch;
}

Image Batches::finished(int sample, int view) const {
  Image image = images_[static_cast<std::size_t>(sample)];
  Random random(seed_, "augment", static_cast<std::uint32_t>(view), static_cast<std::uint32_t>(sample));
  for (const auto& t : each_time_)
    if (view > 0 || !t->augments()) image = t->apply(image, CvImageOps(), random);
  return image;
}

Tensor Batches::images(const std::vector<int>& samples, int epoch) const {
  const int drawn = view(epoch);
  const Image first = finished(samples.at(0), drawn);
  const std::int64_t c = first.channels, h = first.height, w = first.width;
  // Rows first, channels innermost, as images are: a channels-last tensor without a copy.
  Tensor batch = at::empty({static_cast<std::int64_t>(samples.size()), h, w, c}, at::kFloat);
  float* numbers = batch.data_ptr<float>();
  const std::size_t size = first.pixels.size();
  in_parallel(
      samples.size(), each_time_.empty() ? 1 : threads_, [] { return false; },
      [&](std::size_t i) {
        const Image own = i == 0 || each_time_.empty() ? Image() : finished(samples[i], drawn);
        const Image& image = i == 0 ? first : each_time_.empty() ? images_[static_cast<std::size_t>(samples[i])] : own;
        if (image.pixels.size() != size)
          throw Error("the transforms leave images of different sizes", "end them with a resize");
        std::memcpy(numbers + i * size, image.pixels.data(), size * sizeof(float));
      });
  return batch.permute({0, 3, 1, 2});
}

std::vector<int> Batches::labels(const std::vector<int>& samples) const {
  std::vector<int> out;
  for (int s : samples) out.push_back(listing_.samples[static_cast<std::size_t>(s)].label);
  return out;
}

std::vector<std::vector<int>> in_batches(const std::vector<int>& samples, std::size_t size) {
  std::vector<std::vector<int>> out;
  for (std::size_t start = 0; start < samples.size(); start += size)
    out.emplace_back(samples.begin() + static_cast<std::ptrdiff_t>(start),
                     samples.begin() + static_cast<std::ptrdiff_t>(std::min(start + size, samples.size())));
  if (out.size() > 1 && out.back().size() == 1) {
    out[out.size() - 2].push_back(out.back()[0]);
    out.pop_back();
  }
  return out;
}

}  // namespace xp
