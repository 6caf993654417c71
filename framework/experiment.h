// The only header that an experiment or a plugin includes.
#pragma once
#include "framework/base/csv.h"
#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/data/dicom_heads.h"
#include "framework/data/stratify.h"
#include "framework/data/tile.h"
#include "framework/plan/experiment.h"
#include "framework/weights/keras_net.h"

// What an experiment file says without a prefix: log_uniform(1e-5, 1e-2), random(24).
using xp::halving;
using xp::integers;
using xp::log_uniform;
using xp::one_of;
using xp::random;
using xp::uniform;
