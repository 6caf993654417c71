#include "framework/engine/images/batches.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "framework/engine/images/batch_in_the_making.h"
#include "framework/engine/images/parallel.h"
#include "framework/engine/images/pipeline.h"

namespace xp {
namespace {

constexpr std::size_t at_once = 32;  // images that are held for what sees them one after the other

}  // namespace

Batches::Batches(const Plan& plan, int threads, const std::function<bool()>& stop, const Room& room)
    : pipeline_(std::make_shared<Pipeline>(plan, room)),
      variants_(static_cast<int>(train_of(plan.train).variants)),
      threads_(threads),
      stop_(stop),
      workers_(std::make_unique<LoaderThreads>(threads)) {}

Batches::~Batches() = default;
Batches::Batches(Batches&&) noexcept = default;

const Listing& Batches::listing() const { return pipeline_->listing(); }

void Batches::load(const Listing& listing) {
  const std::size_t n = listing.samples.size();
  std::vector<std::string> whys(n);
  std::vector<char> readable(n);
  stopped_ = !in_parallel(n, threads_, stop_, [&](std::size_t i) {
    readable[i] = pipeline_->readable(listing, listing.samples[i], whys[i]);
  });
  if (stopped_) return;
  Listing left = listing;
  left.samples.clear();
  std::vector<std::string> list;
  for (std::size_t i = 0; i < n; ++i) {
    const Sample& sample = listing.samples[i];
    if (readable[i]) {
      left.samples.push_back(sample);
    } else {
      skipped_.push_back({sample.name, whys[i]});
      list.push_back(fmt::format("  {}: {}", printable(sample.path), whys[i]));
    }
  }
  if (!list.empty() && !listing.skip_unreadable)
    throw Error(fmt::format("{} of {} images cannot be read:\n{}", list.size(), n, join(list, "\n")),
                "mend or remove them, or --set dataset.unreadable=skip to leave them out and have that recorded");
  pipeline_->list(std::move(left));
}

void Batches::fit(const std::vector<int>& training) {
  std::vector<int> ordered = training;
  std::sort(ordered.begin(), ordered.end());
  for (const std::size_t place : pipeline_->fitting()) {
    Transform& transform = pipeline_->at(place);
    for (const std::vector<int>& few : in_batches(ordered, at_once)) {
      std::vector<std::shared_ptr<const Image>> images(few.size());
      stopped_ = !in_parallel(few.size(), threads_, stop_,
                              [&](std::size_t i) { images[i] = pipeline_->before(place, few[i]); });
      if (stopped_) return;
      for (const auto& image : images) transform.see(*image);
    }
    fitted_.push_back(transform.numbers());
    transform.use(fitted_.back());
  }
  pipeline_->settle();
}

bool Batches::fits() const { return !pipeline_->fitting().empty(); }

void Batches::use(const std::vector<std::vector<double>>& fitted) {
  const std::vector<std::size_t> places = pipeline_->fitting();
  if (fitted.size() < places.size())
    throw Error(fmt::format("the weights hold no numbers for transform {}, which takes them from its training part",
                            pipeline_->name(places[fitted.size()])),
                "train the run again");
  if (fitted.size() > places.size())
    throw Error(
        fmt::format("the weights hold numbers for {} transforms that take them from the training part, and the "
                    "plan has {}",
                    fitted.size(), places.size()));
  fitted_ = fitted;
  for (std::size_t i = 0; i < places.size(); ++i) pipeline_->at(places[i]).use(fitted[i]);
  pipeline_->settle();
}

int Batches::view(int epoch) const {
  if (epoch == 0 || !pipeline_->augments()) return 0;
  return variants_ > 0 ? 1 + (epoch - 1) % variants_ : epoch;
}

std::shared_ptr<BatchInTheMaking> Batches::begin(const std::vector<Drawn>& samples, int epoch) const {
  auto batch = std::make_shared<BatchInTheMaking>(pipeline_, samples, epoch, view(epoch));
  workers_->add(samples.size(), [begun = std::weak_ptr(batch)](std::size_t i) {
    if (const auto wanted = begun.lock()) wanted->make(i);
  });
  return batch;
}

Batch Batches::finish(BatchInTheMaking& begun) { return begun.wait(); }

Batch Batches::batch(const std::vector<int>& samples, int epoch) const {
  return finish(*begin(Repetitions().of(samples), epoch));
}

std::vector<int> Batches::labels(const std::vector<int>& samples) const {
  std::vector<int> out;
  for (int s : samples) out.push_back(listing().samples[static_cast<std::size_t>(s)].label);
  return out;
}

void Batches::relabel(const std::vector<int>& labels) {
  Listing other = listing();
  for (std::size_t i = 0; i < labels.size(); ++i) other.samples.at(i).label = labels[i];
  pipeline_->list(std::move(other));
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
