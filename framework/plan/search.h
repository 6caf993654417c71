// How a sweep goes through what varies: all of it, a random sample, or a sample of which the better ones train longer.
#pragma once
#include <cstdint>
#include <string>

namespace xp {

/// Successive halving: see halving.h.
struct Halving {
  int trials = 0;          // drawn as by a random search; 0: the whole grid
  int minimum = 1;         // epochs of the first rung
  int reduction = 3;       // each rung trains so many times longer, and takes one in so many of the one below
  std::uint64_t seed = 1;  // of the draws
};

struct Search {
  enum class Kind { grid, random, halving };
  Kind kind = Kind::grid;
  int trials = 0;  // to draw; 0: the whole grid
  std::uint64_t seed = 1;
  int minimum = 1, reduction = 3;  // of halving

  bool draws() const { return trials > 0; }
  bool operator==(const Search&) const = default;
};

/// `trials` draws. Draw k depends on the seed, k and the setting's name alone: asking for more continues the sequence,
/// on every machine. Throws Error unless trials > 0.
Search random(int trials, std::uint64_t seed = 1);
/// halving({.trials = 24, .minimum = 2}). Throws Error unless minimum > 0 and reduction > 1.
Search halving(const Halving& halving);

/// "grid", "random", "halving".
const char* name(Search::Kind kind);
/// "random, 24 trials, seed 1"
std::string text(const Search& search);
/// Canonical, for the store. `search_from_json` reads it back; throws Error on anything else.
std::string to_json(const Search& search);
Search search_from_json(const std::string& text);

}  // namespace xp
