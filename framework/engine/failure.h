// What went wrong inside LibTorch, OpenCV or a plugin, as a person can use it.
#pragma once
#include <exception>

#include "framework/base/error.h"

namespace xp {

/// LibTorch's own errors carry a stack trace: their first line is kept. Exit::failed, but for an Error, which stays as
/// it is.
Error as_error(const std::exception& e);

}  // namespace xp
