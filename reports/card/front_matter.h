// The YAML at the head of a model card.
#pragma once
#include <string>

#include "reports/diagnosis/diagnosis.h"
#include "reports/pages/material.h"

namespace xp {

/// From "---" to "---". Fields as in modelcard.md of huggingface/hub-docs: library_name, pipeline_tag, tags and, where
/// there is a test, model-index with the scores of it: of folds their means. A control has none: it is no model. Names
/// of metrics are the ids that the Hub has, ours where it has none; what a score is warned of stands in its name.
/// `scored`: of the test, or null.
std::string front_matter(const Material& run, const Diagnosis& diagnosis, const ScoreReport* scored);

}  // namespace xp
