// Whether a run that arrives is the one that is here, in whatever rows either keeps it.
#pragma once
#include <string>
#include <vector>

#include "framework/store/bundle/rows.h"
#include "framework/store/record.h"

namespace xp {

/// In what run `was` of a bundle and the same one here are not the same, in words: "state", "values per batch". What a
/// home does to a run without changing what it is, its name and note and tags, is no difference; neither is an artifact
/// that one of them lacks, where the one here came from elsewhere too.
std::vector<std::string> differences(const Db& bundle, std::int64_t was, const Db& db, const RunRow& here,
                                     const StoredTables& tables);
/// Whether one of them ended later than the other.
bool went_on(const Db& bundle, std::int64_t was, const RunRow& here);

}  // namespace xp
