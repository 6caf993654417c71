// How many images each class has.
#pragma once
#include <string>
#include <vector>

#include "framework/experiment.h"

namespace xp::phantom {

/// So many images in the ratio `shares`, such as "1:5" in the classes' order; empty: as many of each as their number
/// allows, the first ones one more. Throws Error, in the words of `setting`, for a ratio that is none, or of another
/// number of classes.
inline std::vector<int> shared_out(int images, const std::string& shares, int classes, const std::string& setting) {
  if (shares.empty()) {
    std::vector<int> even;
    for (int c = 0; c < classes; ++c) even.push_back(images / classes + (c < images % classes));
    return even;
  }
  std::vector<std::int64_t> ratio;
  for (const std::string& word : split(shares, ':')) {
    const Value value = Value::parse(word);
    const std::int64_t* number = value.get<std::int64_t>();
    if (!number || *number < 1 || *number > 1000000)
      throw Error(setting + " = \"" + shares + "\": \"" + word + "\" is no whole number from 1 on",
                  "one for each class, such as 1:5");
    ratio.push_back(*number);
  }
  if (static_cast<int>(ratio.size()) != classes)
    throw Error(setting + " = \"" + shares + "\" has " + std::to_string(ratio.size()) + " numbers for " +
                    std::to_string(classes) + " classes",
                "one for each class, such as 1:5");
  std::int64_t all = 0, before = 0, told = 0;
  for (const std::int64_t part : ratio) all += part;
  std::vector<int> out;
  for (const std::int64_t part : ratio) {
    before += part;
    const std::int64_t until = (images * before + all / 2) / all;  // rounded, so that all together are `images`
    out.push_back(static_cast<int>(until - told));
    told = until;
  }
  return out;
}

}  // namespace xp::phantom
