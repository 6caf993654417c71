// The model card of a run: Markdown with the front matter that the Hugging Face Hub reads
// (https://huggingface.co/docs/hub/model-cards, and modelcard.md of huggingface/hub-docs for its fields).
#pragma once
#include <string>

#include "reports/pages/material.h"

namespace xp {

/// What was measured and nothing else: fields that are not known (licence, language, …) are left out, and without a
/// test there is no model-index. What the diagnosis or the audit of the data warns of is never left out.
std::string model_card(const Material& run);

}  // namespace xp
