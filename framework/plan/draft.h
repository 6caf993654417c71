// A plan while it is being stated: what is chosen and set so far, nothing written out yet; and what a setting's name
// points to.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/plugin/registry.h"

namespace xp {

/// Where a setting's name points: into `train`, into `seed`, or to a kind (and a plugin of a list).
struct Target {
  std::string group, plugin, setting;
  /// "model": another plugin, rather than a setting of the one there is.
  bool replaces() const { return setting.empty() && group != "seed" && group != "train"; }
};
/// Throws Error with the nearest group.
Target target(const std::string& name);

/// "resnet", or, of a list, "resize,normalise"; "none" is an empty list.
std::vector<Choice> named(Kind kind, const std::string& names);

/// "" sets both seeds, "init" or "order" one. Throws Error on any other.
void put_seed(Settings& seed, const std::string& setting, const Value& value);

/// In a list the setting belongs to the plugin that is named, or to the only one that has it. Throws Error when none
/// or several have it.
void put(Kind kind, std::vector<Choice>& list, const Target& target, const Value& value);

struct Draft {
  std::map<Kind, std::vector<Choice>> choices;
  Settings train, seed;

  /// Plugins are replaced before their settings are set, in whatever order the two come. One plugin of each kind that
  /// is no list.
  Draft with(Settings picks) const;
};

}  // namespace xp
