// Whether rows can be taken in: those of a bundle that anybody may have made.
#pragma once
#include <string>

#include "framework/store/db.h"

namespace xp {

/// Of a private copy of `file`: throws Error where it is no database of xp's own schema, is damaged, or comes from a
/// newer xp.
void refuse_foreign_schema(const std::string& copy, const std::string& file);
/// Throws Error for rows that the store would never have written: references to nothing, values of another type,
/// predictions of images that there are not.
void refuse_unsound(const Db& bundle, const std::string& file);

/// Of an artifact's name, which may become a path: false where it is empty, absolute, leads up, or has control
/// characters. Such a run could never leave.
bool may_travel(const std::string& artifact);
constexpr int greatest_epoch = 2'000'000'000;  // that may travel

}  // namespace xp
