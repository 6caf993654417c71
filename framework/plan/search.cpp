#include "framework/plan/search.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "framework/base/error.h"

namespace xp {
namespace {

using Json = nlohmann::json;

Search::Kind kind_from(const std::string& text) {
  for (const Search::Kind kind : {Search::Kind::grid, Search::Kind::random, Search::Kind::halving})
    if (text == name(kind)) return kind;
  throw Error(fmt::format("there is no search \"{}\"", text), "grid, random, halving");
}

}  // namespace

Search random(int trials, std::uint64_t seed) {
  if (trials < 1) throw Error(fmt::format("random({}) draws nothing", trials), "random(24)");
  return {Search::Kind::random, trials, seed};
}

Search halving(const Halving& h) {
  if (h.trials < 0) throw Error(fmt::format("halving draws {} trials", h.trials), "0 takes the whole grid");
  if (h.minimum < 1) throw Error(fmt::format("halving begins with {} epochs", h.minimum), "a minimum of at least 1");
  if (h.reduction < 2)
    throw Error(fmt::format("halving by {} keeps every trial", h.reduction),
                "a reduction of at least 2; 3 or 4 is usual");
  return {Search::Kind::halving, h.trials, h.seed, h.minimum, h.reduction};
}

const char* name(Search::Kind kind) {
  switch (kind) {
    case Search::Kind::grid: return "grid";
    case Search::Kind::random: return "random";
    case Search::Kind::halving: return "halving";
  }
  return "";
}

std::string text(const Search& s) {
  const std::string drawn = s.draws() ? fmt::format("{} trials, seed {}", s.trials, s.seed) : "the whole grid";
  switch (s.kind) {
    case Search::Kind::grid: return "grid";
    case Search::Kind::random: return "random, " + drawn;
    case Search::Kind::halving:
      return fmt::format("successive halving, {}; the best 1 in {} of those that trained {} epoch{} go on", drawn,
                         s.reduction, s.minimum, s.minimum == 1 ? "" : "s");
  }
  return "";
}

std::string to_json(const Search& s) {
  Json json{{"search", name(s.kind)}};
  if (s.draws()) json["trials"] = s.trials, json["seed"] = s.seed;
  if (s.kind == Search::Kind::halving) json["minimum"] = s.minimum, json["reduction"] = s.reduction;
  return json.dump();
}

Search search_from_json(const std::string& text) {
  try {
    const Json json = Json::parse(text);
    Search s;
    s.kind = kind_from(json.at("search"));
    s.trials = json.value("trials", s.trials);
    s.seed = json.value("seed", s.seed);
    s.minimum = json.value("minimum", s.minimum);
    s.reduction = json.value("reduction", s.reduction);
    return s;
  } catch (const Json::exception& e) {
    throw Error(fmt::format("this is no search: {}", e.what()));
  }
}

}  // namespace xp
