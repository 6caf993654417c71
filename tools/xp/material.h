// From the store to what a page is made from.
#pragma once
#include "framework/store/store.h"
#include "reports/pages/material.h"

namespace xp {

/// Scores take seconds where images are many and nothing is remembered of them: a page of several runs has its own.
enum class Scores { left_out, computed };
Material material_of(const Store& store, std::int64_t run, Scores scores = Scores::left_out);

}  // namespace xp
