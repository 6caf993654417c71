#include "framework/engine/facts.h"

#include <ATen/Context.h>
#include <ATen/Version.h>
#include <fmt/format.h>
#include <torch/version.h>

#include <oneapi/dnnl/dnnl.hpp>
#include <opencv2/core/utility.hpp>

#include "framework/base/library.h"
#include "framework/base/loaded.h"
#include "framework/base/text.h"
#include "framework/engine/compiled/instruction_set.h"

namespace xp {
namespace {

/// The library that multiplies matrices: several in this process may be called BLAS, and one is asked.
std::string blas() {
  if (at::hasMKL()) return "MKL";
  const std::string file = file_defining("sgemm_");
  return file.empty() ? "unknown" : file;
}

/// "SkylakeX": OpenBLAS alone tells.
std::string blas_kernels() {
  const auto core = reinterpret_cast<const char* (*)()>(loaded_function("openblas_get_corename"));
  return core && blas().find("openblas") != std::string::npos ? core() : "unknown";
}

/// "AVX2": what LibTorch says of itself; the function that knows is not exported.
std::string torch_kernels() {
  const std::string config = at::show_config(), said = "CPU capability usage: ";
  const std::size_t at = config.find(said);
  if (at == std::string::npos) return "unknown";
  const std::size_t begin = at + said.size();
  return config.substr(begin, config.find('\n', begin) - begin);
}

std::string onednn_version() {
  const dnnl_version_t* v = dnnl::version();
  return fmt::format("{}.{}.{}", v->major, v->minor, v->patch);
}

/// Of the instruction sets that it may use, with what ONEDNN_MAX_CPU_ISA leaves of them.
const char* onednn_kernels() {
  switch (dnnl::get_effective_cpu_isa()) {
    case dnnl::cpu_isa::sse41: return "SSE4.1";
    case dnnl::cpu_isa::avx: return "AVX";
    case dnnl::cpu_isa::avx2: return "AVX2";
    case dnnl::cpu_isa::avx2_vnni: return "AVX2 with VNNI";
    case dnnl::cpu_isa::avx512_core: return "AVX512";
    case dnnl::cpu_isa::avx512_core_vnni: return "AVX512 with VNNI";
    case dnnl::cpu_isa::avx512_core_bf16: return "AVX512 with bf16";
    case dnnl::cpu_isa::avx512_core_amx: return "AMX";
    default: return "unknown";
  }
}

/// Two builds of one version are two libraries: "libdnnl c740ed96, …", in alphabetical order.
std::string builds() {
  std::vector<std::string> out;
  for (const LoadedLibrary& library :
       {loaded_library("libc10.so"), loaded_library("libdnnl"), loaded_library("libgomp"), loaded_library("libjpeg"),
        loaded_library("libm.so"), loaded_library("libopenblas"), loaded_library("libopencv_imgcodecs"),
        loaded_library("libopencv_imgproc"), loaded_library("libtorch_cpu")})
    if (!library.file.empty())
      out.push_back(library.name.substr(0, library.name.find(".so")) + " " +
                    (library.build.empty() ? "unknown" : library.build.substr(0, 8)));
  return join(out);
}

}  // namespace

Settings library_facts() {
  return {{"engine_build", loaded_library("libxp_engine").build},
          {"engine_kernels", instruction_set()},
          {"libtorch", TORCH_VERSION},
          {"libtorch_kernels", torch_kernels()},
          {"onednn", onednn_version()},
          {"onednn_kernels", onednn_kernels()},
          {"blas", blas()},
          {"blas_kernels", blas_kernels()},
          {"opencv", cv::getVersionString()},
          {"libjpeg", loaded_library("libjpeg").version()},
          {"gomp", loaded_library("libgomp").version()},
          {"library_builds", builds()}};
}

}  // namespace xp
