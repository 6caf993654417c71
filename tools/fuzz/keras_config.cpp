// The layers that a Keras file says it is made of, and how Keras 3 numbers them.
#include "framework/weights/keras_names.h"
#include "framework/weights/keras_net.h"
#include "tools/fuzz/attempt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return xp::attempt(data, size, [](std::string_view bytes) {
    const std::string config(bytes);
    const xp::WeightFile file{"Keras HDF5", {}, {{"model_config", config}}};
    const xp::KerasNames names(file);
    xp::keras_net(config);
  });
}
