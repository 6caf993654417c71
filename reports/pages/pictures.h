// What a page shows of a run's images: what the run kept of them, and cards of single images with what was said of
// them. Nothing here trusts what was kept: whatever does not read is left out.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/html/jpeg.h"
#include "reports/pages/material.h"

namespace xp {

/// Of one image. Contents are JPEGs; empty where there is none.
struct KeptPicture {
  std::string thumbnail, heat_map;
  std::string explains{};          // the class for which the heat map shows the evidence
  std::optional<double> border{};  // share of its heat near the image's border, 0 to 1; none where it has no heat
};

/// pictures/index.json and what it names.
struct Album {
  bool kept = false;                      // there is an index that reads
  std::map<int, KeptPicture> pictures{};  // by the sample's index in the record
  int left_out = 0;                       // test images that were too many, or not reached any more
  std::vector<std::string> remarks{};     // why heat maps are missing

  /// Null where nothing was kept of it.
  const KeptPicture* of(int sample) const;
};
Album album_of(const Material& run);

/// What one run said of an image.
struct Opinion {
  std::string by{};  // "run12 xception"; empty on a page of one run
  Prediction said{};
  const KeptPicture* picture = nullptr;  // null: none was kept
};

/// One image, and what was said of it; class names in the order of the probabilities. The thumbnail is the first that
/// any of them kept.
struct ImageCard {
  std::string name;  // of the sample
  std::vector<std::string> classes;
  int label = 0;  // the truth
  std::vector<Opinion> opinions;
  bool sure = true;  // probabilities are known, and shown as bars; else the class alone
};

/// HTML: a list of cards, each with its thumbnail, and for each opinion the heat map and the probabilities. Pictures
/// are embedded, each at most 40 kB, and only while `pictures_left`, which is counted down, is above 0: after that a
/// card stands without.
std::string cards_of(const std::vector<ImageCard>& cards, int& pictures_left);

constexpr int most_embedded = 40;  // pictures in a page

}  // namespace xp
