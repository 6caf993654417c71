// The only header that an experiment or a plugin includes.
#pragma once
#include "framework/base/csv.h"
#include "framework/base/text.h"
#include "framework/data/dicom_heads.h"
#include "framework/data/stratify.h"
#include "framework/plan/experiment.h"
#include "framework/weights/keras_net.h"
