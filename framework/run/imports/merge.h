// What files say of a run, put together with what was said of it before.
#pragma once
#include <optional>
#include <string>

#include "framework/run/imports/import.h"

namespace xp {

struct Merged {
  Record record;   // as it is to be; run.id is 0 where there was none
  Imported done;   // so far
  int chosen = 0;  // the epoch whose weights predicted; 0: not known
  int val_images = 0;
  bool new_curves = false, new_samples = false;
};

/// `known` is empty where there is none. Throws Error for what the files hold, and where they do not fit each other or
/// what is known.
Merged merged(const Import& import, Record known);

/// "test", "validation".
std::string in_words(Part part);
/// Of the predictions there are; some at least.
bool probabilistic(const Merged& merged);
/// What a curve says of the epoch whose weights predicted.
std::optional<double> told_at_chosen(const Merged& merged, const std::string& metric);

}  // namespace xp
