#include "framework/engine/network/living.h"

#include <numeric>

namespace xp {
namespace {

/// As numbers whose sign is the value's: a bf16 is the upper half of a float.
template <class Number>
void strike_living(std::vector<int>& silent, const Number* first, std::int64_t stride, std::int64_t rows) {
  for (std::int64_t r = 0; r < rows && !silent.empty(); ++r) {
    const Number* row = first + r * stride;
    std::erase_if(silent, [&](int channel) { return row[channel] > 0; });
  }
}

}  // namespace

std::vector<int>& Living::silent(const std::string& relu, std::int64_t channels) {
  const auto [at, fresh] = silent_.try_emplace(relu, static_cast<std::size_t>(channels));
  if (fresh) {
    std::iota(at->second.begin(), at->second.end(), 0);
    channels_ += channels;
  }
  return at->second;
}

void Living::see(const std::string& relu, const Tensor& map) {
  std::vector<int>& left = silent(relu, map.size(1));
  if (left.empty()) return;
  const Tensor largest = map.transpose(0, 1).flatten(1).amax(1).to(at::kCPU, at::kFloat).contiguous();
  strike_living(left, largest.data_ptr<float>(), 0, 1);
}

void Living::see(const std::string& relu, Rows map, Numbers numbers, std::int64_t rows, int channels) {
  std::vector<int>& left = silent(relu, channels);
  if (numbers == Numbers::bf16)
    strike_living(left, static_cast<const std::int16_t*>(map.data), map.stride, rows);
  else
    strike_living(left, static_cast<const float*>(map.data), map.stride, rows);
}

std::optional<double> Living::dead() const {
  if (channels_ == 0) return std::nullopt;
  std::size_t left = 0;
  for (const auto& [relu, silent] : silent_) left += silent.size();
  return static_cast<double>(left) / static_cast<double>(channels_);
}

}  // namespace xp
