// What TensorBoard's event files hold that xp knows: scalars, hyperparameters, and a run that xp wrote.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "framework/store/record.h"

namespace xp {

struct Events {
  struct Scalar {
    double seconds = 0;  // since 1970
    Point point;
  };
  double first = 0, last = 0;                          // moments of the first and the last event; 0: none
  std::map<std::string, std::vector<Scalar>> scalars;  // by tag, in the file's order
  std::string document;                                // of the run, where xp wrote it
  Settings hyperparameters;
  std::optional<Status> ended;       // as the plugin hparams was told
  std::size_t others = 0;            // values that are no scalars: images, histograms
  std::vector<std::string> remarks;  // sentences
  bool cut = false;                  // it ended within a record
};

/// Adds what a file holds. One that ends within a record, as while it is written, is read up to there, with a remark.
/// Throws Error naming the file and the byte where a CRC or a message is wrong.
void read_events(std::string_view bytes, const std::string& file, Events& into);

}  // namespace xp
