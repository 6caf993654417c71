#include "framework/engine/device.h"

#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <fmt/format.h>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

at::Device named(const std::string& name) {
  try {
    return at::Device(name);
  } catch (const c10::Error&) {
    throw Error("there is no device \"" + name + "\"", suggestion(name, {"cpu", "cuda"}));
  }
}

}  // namespace

at::Device device_of(const std::string& name) {
  const at::Device device = named(name);
  if (device.is_cpu()) return device;
  if (!device.is_cuda()) throw Error("xp does not compute on " + name, "--device cpu, or cuda");
  if (!c10::impl::hasDeviceGuardImpl(at::kCUDA))
    throw Error("this LibTorch has no CUDA", "--device cpu, or build xp against a LibTorch with CUDA");
  const int there = c10::impl::VirtualGuardImpl(at::kCUDA).deviceCount();
  if (there == 0)
    throw Error("this machine has no CUDA device that LibTorch can use",
                "--device cpu; nvidia-smi lists what there is");
  if (device.index() >= there)
    throw Error(fmt::format("there is no {}: this machine has {} CUDA device{}", name, there, there == 1 ? "" : "s"),
                there == 1 ? "--device cuda" : fmt::format("cuda:0 to cuda:{}", there - 1));
  return device;
}

bool cuda_convolves_bf16() { return at::detail::getCUDAHooks().supportsBFloat16ConvolutionWithCuDNNv8(); }

void compute_exactly() {
  at::Context& torch = at::globalContext();
  torch.setAllowTF32CuDNN(false);
  torch.setAllowTF32CuBLAS(false);
  torch.setBenchmarkCuDNN(false);
  torch.setDeterministicCuDNN(true);
}

}  // namespace xp
