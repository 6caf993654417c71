#include "framework/engine/failure.h"

#include <c10/util/Exception.h>

#include <new>
#include <string>

namespace xp {

Error as_error(const std::exception& e) {
  if (const auto* own = dynamic_cast<const Error*>(&e)) return *own;
  const std::string less = "a smaller train.batch or transform.size needs less memory";
  if (dynamic_cast<const std::bad_alloc*>(&e)) return Error("out of memory", less, Exit::failed);
  if (const auto* torch = dynamic_cast<const c10::Error*>(&e)) {
    std::string what = torch->what_without_backtrace();
    const bool memory = what.find("allocate") != std::string::npos || what.find("out of memory") != std::string::npos;
    what = what.substr(0, what.find('\n'));
    if (memory) what = what.substr(0, what.find(" GPU "));  // after what was asked for come options of LibTorch's own
    return Error("LibTorch: " + what, memory ? less : "", Exit::failed);
  }
  return Error(e.what(), "", Exit::failed);
}

}  // namespace xp
