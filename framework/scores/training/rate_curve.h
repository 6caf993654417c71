// Reading a learning-rate range test: losses at rates that rise by a constant factor (Smith 2017, "Cyclical learning
// rates for training neural networks").
#pragma once
#include <vector>

namespace xp {

/// Each loss is the mean of its neighbours, weighted by a Gaussian of so many places; nothing lags behind.
std::vector<double> smoothed(const std::vector<double>& losses, double places);

struct RateAdvice {
  bool falls = false;   // by enough for advice
  double steepest = 0;  // where the smoothed loss falls fastest over the logarithm of the rate, before its least
  double least = 0;     // where it is least
  double tenth = 0;     // a tenth of that
  double rate = 0;      // the smaller of `steepest` and `tenth`: too small a rate costs time, too large a one the run
  std::vector<double> smooth;  // the losses that these were read from
};

/// `rates` rise; losses are finite, but for the end, which is left out from the first that is not. The smoothed loss
/// falls where its least lies below the mean of its first tenth by more than a hundredth and four standard deviations
/// of what smoothing leaves of the noise, which the median difference of neighbouring losses tells. Fewer than 8 losses
/// give no advice.
RateAdvice advice(const std::vector<double>& rates, const std::vector<double>& losses);

}  // namespace xp
