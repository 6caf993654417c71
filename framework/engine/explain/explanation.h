// What a network is asked about an image beyond its class, and what it answers: heat maps of the evidence.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace xp {

struct ExplanationMethod {
  const char *name, *doc;
};
inline constexpr ExplanationMethod explanation_methods[] = {
    {"gradcam", "channels of the last map, weighted by their mean gradient (Selvaraju et al. 2017)"},
    {"gradcam++", "weighted by positive gradients, so that several signs of one kind count (Chattopadhay et al. 2018)"},
    {"hirescam", "gradient times map, position by position (Draelos and Carin 2020)"},
    {"occlusion", "what the class loses when a patch of the image is covered (Zeiler and Fergus 2014)"},
};

struct Question {
  std::vector<std::string> methods{"gradcam"};
  int target = -1;            // the class that is explained; -1: of each image the predicted one
  int patch = 0, stride = 0;  // of occlusion, in pixels of the network's input; 0: an eighth of its side, half a patch
  bool sanity = false;        // also randomise the weights
};

struct HeatMap {
  std::string method;
  int rows = 0, columns = 0;     // as computed; the picture interpolates
  std::optional<double> border;  // share of the heat within 5 % of the radiograph's border; none: the map is empty
  std::string png;               // over the grey radiograph, as large as that
};

/// Of one image.
struct Explanation {
  std::size_t file = 0;  // its place among those asked about
  std::vector<double> probabilities;
  int target = 0;
  std::vector<HeatMap> maps;  // one a method, in the order asked for
};

/// One step of a cascade that randomises the weights from the head down (Adebayo et al. 2018): this layer and all
/// after it hold random weights.
struct SanityStep {
  std::string method, layer;
  double correlation = 0;     // with the trained network's maps: Spearman's, mean over `compared` images; 0 where none
  std::int64_t compared = 0;  // images for which both maps have a ranking
  std::int64_t lost = 0;      // images whose map became even or empty: nothing is left to rank
};

}  // namespace xp
