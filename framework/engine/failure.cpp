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
    const std::string what = torch->what_without_backtrace();
    return Error("LibTorch: " + what.substr(0, what.find('\n')), what.find("allocate") == std::string::npos ? "" : less,
                 Exit::failed);
  }
  return Error(e.what(), "", Exit::failed);
}

}  // namespace xp
