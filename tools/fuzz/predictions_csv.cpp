// Predictions of another tool, as a CSV file.
#include <cstdlib>

#include "framework/run/imports/predictions.h"
#include "tools/fuzz/attempt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return xp::attempt(data, size, [](std::string_view bytes) {
    const xp::Csv csv = xp::read_csv(bytes, "said.csv");
    const xp::ImportedPredictions said = xp::predictions_from(csv, "said.csv");
    if (said.samples.size() != said.predictions.size()) std::abort();
    for (const xp::Prediction& p : said.predictions)
      if (p.probabilities.size() != said.classes.size()) std::abort();
  });
}
