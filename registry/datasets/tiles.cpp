#include <algorithm>

#include "framework/experiment.h"

namespace xp {
namespace {

/// Each tile has its parent's label and group; a parent without a group is one, so that no split puts tiles of one
/// image on two sides.
struct Tiles : Dataset {
  static constexpr const char* doc =
      "Another dataset's images, each cut into a grid whose tiles stay together in a split.";
  std::string of = "image_folder", path, settings;
  int rows = 2, columns = 2;

  static void describe(Params<Tiles>& p) {
    p("of", &Tiles::of, "the dataset that is cut: image_folder, manifest, dicom, predefined, spine_phantom …");
    p("path", &Tiles::path, "folder or file of that dataset").path();
    p("settings", &Tiles::settings,
      "its other settings, as NAME=VALUE, separated by commas: color=rgb,unreadable=skip");
    p("rows", &Tiles::rows, "tiles from top to bottom").between(1, 64);
    p("columns", &Tiles::columns, "tiles from left to right").between(1, 64);
  }

  Listing list() const override {
    Listing listing = parents()->list();
    const std::vector<Tile> grid = tiles(rows, columns);
    std::vector<Sample> parts;
    parts.reserve(listing.samples.size() * grid.size());
    for (const Sample& parent : listing.samples)
      for (const Tile& tile : grid) parts.push_back(part(parent, tile));
    listing.samples = std::move(parts);
    return listing;
  }

  bool dicom_window() const override { return parents()->dicom_window(); }

  /// Of a drawn parent; files are decoded and cropped by the engine.
  Image draw(const Sample& sample) const override {
    Sample parent = sample;
    parent.name.resize(std::min(parent.name.rfind('#'), parent.name.size()));
    parent.region = {};
    return cropped(parents()->draw(parent), sample.region);
  }

 private:
  std::shared_ptr<Dataset> parents() const {
    if (of == "tiles") throw Error("tiles of tiles are tiles: one finer grid says the same", "set rows and columns");
    Choice choice(of);
    for (const std::string& setting : split(settings, ',')) {
      if (setting.find_first_not_of(' ') == setting.npos) continue;
      const std::size_t equals = setting.find('=');
      if (equals == setting.npos)
        throw Error("dataset tiles: \"" + setting + "\" in settings is no NAME=VALUE",
                    "as in color=rgb,unreadable=skip");
      const std::size_t first = setting.find_first_not_of(' ');
      set(choice.settings, setting.substr(first, equals - first), Value::parse(setting.substr(equals + 1)));
    }
    if (!path.empty()) set(choice.settings, "path", path);
    return Registry::global().make<Dataset>(choice);
  }

  static Sample part(const Sample& parent, const Tile& tile) {
    Sample out = parent;
    out.name += "#" + tile.name;
    if (out.group.empty()) out.group = parent.name;
    out.region = tile.region;
    return out;
  }
};
XP_PLUGIN("tiles", Tiles)

}  // namespace
}  // namespace xp
