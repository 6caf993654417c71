#include "framework/engine/weights.h"

#include <fmt/format.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::int64_t> shape_of(const Tensor& t) { return t.sizes().vec(); }

std::uint64_t header_size(const std::string& bytes) {
  std::uint64_t size = 0;
  if (bytes.size() < sizeof size) throw Error("the weight file is cut short");
  std::memcpy(&size, bytes.data(), sizeof size);
  if (size > bytes.size() - sizeof size) throw Error("the weight file is cut short, or is no safetensors file");
  return size;
}

}  // namespace

std::string to_safetensors(const std::vector<NamedTensor>& tensors,
                           const std::map<std::string, std::string>& metadata) {
  Json header = Json::object();
  header["__metadata__"] = metadata;
  std::size_t offset = 0;
  for (const NamedTensor& t : tensors) {
    const std::size_t size = static_cast<std::size_t>(t.tensor.numel()) * sizeof(float);
    header[t.name] = {{"dtype", "F32"}, {"shape", shape_of(t.tensor)}, {"data_offsets", {offset, offset + size}}};
    offset += size;
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // numbers start aligned
  const std::uint64_t length = text.size();
  std::string out(sizeof length, '\0');
  std::memcpy(out.data(), &length, sizeof length);
  out += text;
  for (const NamedTensor& t : tensors) {
    const Tensor plain = t.tensor.detach().to(at::kCPU, at::kFloat).contiguous();
    out.append(reinterpret_cast<const char*>(plain.data_ptr<float>()),
               static_cast<std::size_t>(plain.numel()) * sizeof(float));
  }
  return out;
}

void from_safetensors(const std::string& bytes, const std::vector<NamedTensor>& into) {
  const std::uint64_t length = header_size(bytes);
  const char* numbers = bytes.data() + sizeof length + length;
  const std::uint64_t available = bytes.size() - sizeof length - length;
  Json header;
  try {
    header =
        Json::parse(bytes.begin() + sizeof length, bytes.begin() + static_cast<std::ptrdiff_t>(sizeof length + length));
    header.erase("__metadata__");
    std::vector<std::string> wrong;
    for (const NamedTensor& t : into) {
      if (!header.contains(t.name)) {
        wrong.push_back(t.name + " is missing");
        continue;
      }
      const Json& entry = header[t.name];
      const auto shape = entry.at("shape").get<std::vector<std::int64_t>>();
      const auto [begin, end] = entry.at("data_offsets").get<std::pair<std::uint64_t, std::uint64_t>>();
      const std::uint64_t size = static_cast<std::uint64_t>(t.tensor.numel()) * sizeof(float);
      if (shape != shape_of(t.tensor))
        wrong.push_back(
            fmt::format("{} is [{}], not [{}]", t.name, fmt::join(shape, ", "), fmt::join(t.tensor.sizes(), ", ")));
      else if (entry.at("dtype") != "F32" || begin > end || end > available || end - begin != size)
        wrong.push_back(t.name + " is damaged");
      else {
        Tensor plain = at::empty(shape, at::kFloat);
        std::memcpy(plain.data_ptr<float>(), numbers + begin, size);
        const at::NoGradGuard no_gradients;
        Tensor target = t.tensor;
        target.copy_(plain);
      }
      header.erase(t.name);
    }
    for (const auto& [name, entry] : header.items()) wrong.push_back(name + " is not in this network");
    if (!wrong.empty()) throw Error("the weights do not fit the network:\n  " + join(wrong, "\n  "));
  } catch (const nlohmann::json::exception& e) {
    throw Error(std::string("not a safetensors file: ") + e.what());
  }
}

}  // namespace xp
