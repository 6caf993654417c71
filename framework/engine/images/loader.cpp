#include "framework/engine/images/loader.h"

#include <chrono>

#include "framework/engine/images/batch_in_the_making.h"

namespace xp {

void Loader::expect(const std::vector<std::vector<int>>& pieces, int epoch, std::size_t first) {
  Repetitions repetitions;
  for (std::size_t i = 0; i < pieces.size(); ++i)
    if (std::vector<Drawn> drawn = repetitions.of(pieces[i]); i >= first)
      expected_.emplace_back(std::move(drawn), epoch);
  top_up();
}

void Loader::top_up() {
  for (; begun_.size() < ahead_ && !expected_.empty(); expected_.pop_front())
    begun_.push_back(batches_.begin(expected_.front().first, expected_.front().second));
}

Batch Loader::next(const std::vector<int>& samples, int epoch) {
  const auto start = std::chrono::steady_clock::now();
  while (!begun_.empty() && !begun_.front()->is(samples, epoch)) {
    begun_.pop_front();
    top_up();
  }
  if (begun_.empty()) begun_.push_back(batches_.begin(Repetitions().of(samples), epoch));
  const auto front = begun_.front();
  const Batch batch = Batches::finish(*front);
  begun_.pop_front();
  top_up();
  waited_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return batch;
}

}  // namespace xp
