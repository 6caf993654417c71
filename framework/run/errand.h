// An errand as bytes: how it reaches a worker in another process.
#pragma once
#include <cstdint>
#include <string>

#include "framework/run/workers.h"

namespace xp {

struct Message {
  Errand errand;
  Compiled compiled;        // its library and sources
  std::int64_t parent = 0;  // the process that sends it
};

/// CBOR, in which sources stay what they are, whatever their encoding.
std::string to_bytes(const Message& message);
/// Throws Error on anything else.
Message message_from(const std::string& bytes);

}  // namespace xp
