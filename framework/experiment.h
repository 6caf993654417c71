// The only header that an experiment or a plugin includes.
#pragma once
#include "framework/base/text.h"
#include "framework/plan/experiment.h"
#include "framework/weights/keras_net.h"
