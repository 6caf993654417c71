// What `xp explain` found, and its renderings.
#pragma once
#include <string>
#include <vector>

#include "framework/engine/engine.h"
#include "reports/table.h"

namespace xp {

struct ExplainedImage {
  std::string file;
  Explanation explanation;            // without the pictures' bytes
  std::vector<std::string> pictures;  // paths, one a map
};

struct Explained {
  std::string run, folder;
  std::vector<std::string> classes;
  bool class_was_named = false;
  std::vector<ExplainedImage> images;
  std::vector<SanityStep> sanity;  // by layer, each with every method; empty when not asked for
};

/// One row an image; for each method the share of the heat that lies at the border.
Table table_of(const Explained& explained);
/// One row a layer, one column a method: how alike the maps still are.
Table sanity_table(const std::vector<SanityStep>& steps);
/// What the cascade says of each method, in words: by the rank correlation that is left when all weights are random,
/// below 0.3 the map depends on what was learned, from 0.6 on it does not.
std::vector<std::string> sanity_verdicts(const std::vector<SanityStep>& steps);
/// What a reader of the maps should know: where they are, which are empty, which lie at the border.
std::vector<std::string> remarks_on(const Explained& explained);
std::string explained_json(const Explained& explained);

}  // namespace xp
