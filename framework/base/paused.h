// Why a run is paused, as its reason says it. That it is paused the store knows (RunRow::paused).
#pragma once
#include <string>
#include <string_view>

namespace xp {

/// How the reason of a paused run begins: its command wanted no more epochs for now, or successive halving.
inline constexpr std::string_view asked_to_pause = "paused", halved = "stopped by successive halving";

/// "paused after epoch 3 of 27".
inline std::string pause_reason(std::string_view way, int epoch, int epochs) {
  return std::string(way) + " after epoch " + std::to_string(epoch) + " of " + std::to_string(epochs);
}

/// Of a paused run: by its sweep, and not by its command.
inline bool stopped_by_halving(std::string_view reason) { return reason.starts_with(halved); }

}  // namespace xp
