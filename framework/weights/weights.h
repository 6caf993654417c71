// Weight files as people have them: named arrays of numbers, whoever wrote them. No torch: what a file holds is known
// before anything is opened to compute.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace xp {

/// The element types that weight files hold.
enum class Element { f64, f32, f16, bf16, i64, i32, i16, i8, u8, boolean };
std::size_t size_of(Element element);  // bytes
const char* name(Element element);     // as safetensors writes them: "F32", "BF16", "I64", "BOOL"

/// Row-major, little-endian.
struct WeightTensor {
  std::string name;
  Element element = Element::f32;
  std::vector<std::int64_t> shape;
  std::string bytes;  // product of shape × size_of(element)
};

struct WeightFile {
  /// "safetensors", "PyTorch (zip)", "PyTorch (legacy pickle)", "Keras HDF5", "Keras 3 HDF5", "Keras 3 archive", "HDF5"
  std::string format;
  std::vector<WeightTensor> tensors;  // in the file's order; names are unique
  /// safetensors' own. Of PyTorch: "inside" (the entry of the checkpoint that holds the weights), "prefix" (taken off
  /// every name), "ignored" (what else the checkpoint holds). Of Keras: "keras_version", "backend", "model_config", and
  /// "layer_names", a JSON object from the names in the file to those in the model, where Keras 3 wrote them.
  std::map<std::string, std::string> metadata;
};

/// Told by content, never by name. Throws Error for what it cannot read, naming the file: never crashes on a hostile
/// one, and makes of it at most 16 times its size, or 1 MiB where that is more (see Budget), beside its bytes and
/// copies on their way. HDF5's library, in a process of its own, has 512 MiB and eight times the file.
WeightFile read_weight_file(const std::string& path);

/// The numbers of a tensor as floats (F64 rounded, F16 and BF16 widened, whole numbers converted).
std::vector<float> as_floats(const WeightTensor& tensor);

/// https://github.com/huggingface/safetensors, "Format". Tensors in the order given, `metadata` in the header.
std::string safetensors(const std::vector<WeightTensor>& tensors, const std::map<std::string, std::string>& metadata);

}  // namespace xp
