// The layers that a Keras file says it is made of.
#include "framework/weights/keras_net.h"
#include "tools/fuzz/attempt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return xp::attempt(data, size, [](std::string_view bytes) { xp::keras_net(std::string(bytes)); });
}
