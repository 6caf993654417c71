// Controls: what a recipe is held against. One that trains no network is carried out here, any other plan by the
// engine.
#pragma once
#include "framework/engine/engine.h"

namespace xp {

/// As Engine::train. The controls majority and image_statistics are told as a run of one epoch without weights; the
/// second looks at width, height and a thumbnail of 16 × 16 (see neighbours.h), and remarks on what its neighbours were
/// chosen by.
Trained carry_out(const Plan& plan, const Placement& placement, Engine& engine, Recorder& recorder,
                  const Course& course);

}  // namespace xp
