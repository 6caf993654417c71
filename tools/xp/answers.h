// What `xp predict` found, and its renderings.
#pragma once
#include <string>
#include <vector>

#include "framework/data/tile.h"
#include "framework/scores/pooled.h"
#include "reports/table.h"

namespace xp {

/// Of one image.
struct Answer {
  std::string file;
  std::vector<double> probabilities;
  std::vector<std::vector<double>> of_parts;  // what it was pooled from
};

struct Answers {
  std::vector<std::string> classes;
  std::vector<Tile> parts;  // in which each image was shown
  Pooling pooling = Pooling::mean;
  std::vector<Answer> images;
  bool on_tiles() const { return parts.size() > 1; }
};

/// "mean" or "max". Throws Error for anything else.
Pooling pooling_named(const std::string& name);
const char* name(Pooling pooling);

/// `rows`: probabilities of each part, file after file.
Answers answers(const std::vector<std::string>& classes, const std::vector<Tile>& parts, Pooling pooling,
                const std::vector<std::string>& files, const std::vector<std::vector<double>>& rows);

/// One row an image; with `tiles` a row for each of its tiles below it.
Table table_of(const Answers& answers, bool tiles);
/// One object an image, with its tiles where there are any.
std::string json_of(const Answers& answers);

}  // namespace xp
