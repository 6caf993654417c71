// Nets made from nets.
#pragma once
#include <functional>

#include "framework/net/measure.h"

namespace xp {

/// `features` with what `attention` makes for so many channels at the end of every block: of a `sum` on its last path,
/// before what skips it is added (as in SE-ResNet: Hu, Shen, Sun 2018); of a `cat` that keeps its input on the new
/// maps, of any other `cat` on what it joins. A net without either has it at the end of every stage: of each sequence,
/// or after each layer that shrinks the map. What is put in is marked `added`, and the other layers keep their places
/// wherever a block is a sequence. `in`: the shape that enters.
Net attention_in_blocks(const Net& features, Shape in, const std::function<Net(int channels)>& attention);

}  // namespace xp
