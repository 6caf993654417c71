// One reader a format, for bytes in memory. They throw Error without the name of the file, which read_weight_file adds.
#pragma once
#include <string>
#include <string_view>

#include "framework/weights/weights.h"

namespace xp {

/// Strict: every byte of the numbers belongs to exactly one tensor.
WeightFile read_safetensors(std::string_view bytes);

/// torch.save since 1.6: a zip archive of data.pkl and one entry a storage.
WeightFile read_pytorch_zip(std::string_view bytes);
/// torch.save before 1.6: five pickles, then the storages.
WeightFile read_pytorch_legacy(std::string_view bytes);

/// Keras 1 to 3, and datasets of any other HDF5 file by their paths. The library that knows HDF5 was not written for
/// hostile files: it works in a process of its own, which may die.
WeightFile read_hdf5(const std::string& path);
/// What that process says, read as strictly as a file from anybody. `code` as in Finished: 0 with safetensors, 2 with
/// what is wrong and what to do in two lines, 128 + a signal.
WeightFile hdf5_answer(int code, std::string_view output);
/// Keras 3's .keras: config.json and model.weights.h5 in a zip archive.
WeightFile read_keras_archive(std::string_view bytes);

}  // namespace xp
