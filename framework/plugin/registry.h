// Every plugin there is. Plugins enter themselves while their library loads; names are looked up with suggestions.
#pragma once
#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "framework/plugin/kinds.h"

namespace xp {

/// A plugin by name with settings: what an experiment states, and, with all defaults written out, what a plan holds.
struct Choice {
  std::string name;
  Settings settings;
  Choice(const char* name, Settings settings = {}) : name(name), settings(std::move(settings)) {}
  /// Of a std::string itself, never of what converts to one: {{"path", "x"}} would else be taken for a pair of
  /// iterators.
  template <std::same_as<std::string> Text>
  Choice(Text name, Settings settings = {}) : name(std::move(name)), settings(std::move(settings)) {}
  bool operator==(const Choice&) const = default;
};

struct PluginInfo {
  Kind kind;
  std::string name, doc;
  std::string origin;         // the source file that defines it
  std::string sources;        // SHA-256 of the experiment's sources that define it; empty for xp's own
  std::vector<Param> params;  // the plugin's own, then those of its kind
  std::function<std::shared_ptr<void>(const Settings&)>
      make;  // settings are complete and checked; owns a `Contract::Base`

  const Param& param(const std::string& name) const;  // throws Error with the nearest name
};

class Registry {
 public:
  static Registry& global();

  /// Never throws (it runs while a library loads): a second plugin of the same kind and name is remembered for `check`.
  void add(PluginInfo plugin);
  /// What registers itself from now on comes from an experiment with these sources (SHA-256); "" for xp's own.
  void loads(std::string sources) { loading_ = std::move(sources); }
  /// Throws Error naming both origins when two plugins took one name.
  void check() const;

  std::vector<const PluginInfo*> all(Kind kind) const;               // by name
  const PluginInfo& find(Kind kind, const std::string& name) const;  // throws Error with the nearest name
  /// The choice with every default written out, in the plugin's order. Throws Error on an unknown setting, a wrong
  /// type or a value out of range.
  Choice complete(Kind kind, const Choice& choice) const;
  /// A plugin with these settings; what is not set keeps its default.
  template <class T>
  std::shared_ptr<T> make(const Choice& choice) const {
    return std::static_pointer_cast<T>(find(T::kind, choice.name).make(complete(T::kind, choice).settings));
  }

 private:
  std::vector<PluginInfo> plugins_;
  std::vector<std::string> conflicts_;
  std::string loading_;
};

/// Thin typed front of Registry::add.
template <class P>
struct Registration {
  Registration(const char* name, const char* origin) {
    using Base = typename P::Base;
    Params<P> params;
    if constexpr (requires { P::describe(params); }) P::describe(params);
    P::common(params);
    PluginInfo info{P::kind, name, P::doc, origin, {}, {}, {}};
    for (const auto& entry : params.entries) info.params.push_back(entry.param);
    info.make = [params](const Settings& settings) -> std::shared_ptr<void> {
      auto plugin = std::make_shared<P>();
      for (const auto& entry : params.entries)
        if (const Value* value = find(settings, entry.param.name)) entry.store(*plugin, *value);
      return std::static_pointer_cast<Base>(plugin);
    };
    Registry::global().add(std::move(info));
  }
};

#define XP_JOIN2(a, b) a##b
#define XP_JOIN(a, b) XP_JOIN2(a, b)
/// At namespace scope in a .cpp file: XP_PLUGIN("xception", Xception)
#define XP_PLUGIN(name, type)                                                       \
  namespace {                                                                       \
  const ::xp::Registration<type> XP_JOIN(registered_, __COUNTER__){name, __FILE__}; \
  }

}  // namespace xp
