// How groups of images (patients, parent images) are dealt out over the parts.
#pragma once
#include "framework/store/record.h"
#include "reports/table.h"

namespace xp {

struct GroupCounts {
  int groups[3] = {}, in_groups[3] = {}, alone[3] = {};  // by part: groups, images in them, images of no group
  int all = 0, across = 0;                               // groups, and those of them in more than one part
};
GroupCounts group_counts(const Record& record);

/// Groups and images in each part; no rows where no image has a group.
Table group_table(const GroupCounts& counts);

}  // namespace xp
