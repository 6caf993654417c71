#include "framework/run/rerun/facts.h"

#include <algorithm>

namespace xp {

const char* name(Effect effect) {
  switch (effect) {
    case Effect::matters: return "matters";
    case Effect::may: return "may matter";
    case Effect::harmless: return "does not matter";
    case Effect::unknown: return "unknown";
  }
  return "";
}

const std::vector<Fact>& all_facts() {
  using enum Effect;
  static const std::vector<Fact> all{
      // what it computed with
      {"threads", matters, "sums are cut into as many pieces, and added in another order"},
      {"device", matters, "other kernels add in another order"},
      {"precision", matters, "numbers are rounded to other lengths"},
      // code
      {"xp", matters, "another version may compute otherwise"},
      {"build", matters, "another build of xp may hold other models, losses, optimizers, transforms and splits"},
      {"engine_build", matters, "another build of xp's engine holds other code"},
      {"engine_kernels", matters, "each set of kernels adds in an order of its own"},
      {"build_type", matters, "compilers order and fuse operations by their flags"},
      {"build_flags", matters, "compilers order and fuse operations by their flags"},
      {"compiler", matters, "compilers order and fuse operations in their own way"},
      {"commit", may, "the sources of the experiment's repository stood elsewhere; what was compiled is kept apart"},
      {"uncommitted_changes", may, "what was compiled is kept apart from the repository"},
      // libraries
      {"libtorch", matters, "other versions have other kernels"},
      {"onednn", matters, "other versions choose other kernels for convolutions"},
      {"blas", matters, "other libraries multiply matrices in another order"},
      {"blas_kernels", matters, "each set of kernels adds in an order of its own"},
      {"libtorch_kernels", matters, "each set of kernels adds in an order of its own"},
      {"onednn_kernels", matters, "each set of kernels adds in an order of its own"},
      {"library_builds", may, "another build of the same version may have been compiled otherwise"},
      {"opencv", matters, "versions decode and resize images with other rounding"},
      {"libjpeg", may, "versions decode JPEG with other rounding"},
      {"dcmtk", may, "it decodes the pixels of DICOM files"},
      {"libc", may, "exp, log and their like round otherwise in other versions"},
      {"libstdcxx", harmless, "nothing random or numeric is taken from it"},
      {"gomp", may, "it decides how threads share the work"},
      {"sqlite", harmless, "it keeps the records"},
      {"cuda", matters, "other versions have other kernels"},
      {"cudnn", matters, "other versions choose other kernels for convolutions"},
      {"driver", may, "it compiles some kernels"},
      // the machine
      {"cpu", matters, "kernels are chosen by what the processor can do"},
      {"cpu_features", matters, "kernels are chosen by what the processor can do"},
      {"microcode", harmless, "arithmetic is the same by the processor's definition"},
      {"gpu", matters, "kernels are chosen by what the device can do"},
      {"gpu_memory", harmless, "what does not fit fails, and changes nothing"},
      {"machine", matters, "another architecture has other kernels"},
      {"cores", harmless, "the number of threads is what counts"},
      {"memory", harmless, "what is kept in memory is the same bit for bit"},
      {"kernel", harmless, "the operating system does no arithmetic"},
      {"host", harmless, "a name"},
      {"command", harmless, "what it says is in the plan"},
      {"directory", harmless, "a plan's paths are absolute, and data count by their content"},
      {"started", harmless, "nothing is drawn from a clock"},
      {"ended", harmless, "nothing is drawn from a clock"},
      // variables
      {"LANG", harmless, "numbers are read and written, and files are sorted, without a locale"},
      {"LC_ALL", harmless, "numbers are read and written, and files are sorted, without a locale"},
      {"LC_NUMERIC", harmless, "numbers are read and written without a locale"},
      {"TZ", harmless, "times are UTC, and nothing is drawn from them"},
      {"XP_HOME", harmless, "where records lie"},
      {"XP_LOADER_THREADS", harmless, "how many threads make batches changes no number in them"},
      {"XDG_CACHE_HOME", harmless, "what is kept there is the same bit for bit"},
      {"TMPDIR", harmless, "where temporary files lie"},
      {"MALLOC_ARENA_MAX", harmless, "where memory lies changes no number"},
      {"OMP_NUM_THREADS", may, "xp tells LibTorch its threads; another library may listen to this"},
      {"OMP_THREAD_LIMIT", may, "fewer threads than were asked for add in another order"},
      {"OMP_DYNAMIC", may, "fewer threads than were asked for add in another order"},
      {"OMP_SCHEDULE", may, "which thread adds what"},
      {"OPENBLAS_NUM_THREADS", may, "matrices are cut into as many pieces"},
      {"OPENBLAS_CORETYPE", matters, "it chooses the kernels of OpenBLAS"},
      {"MKL_NUM_THREADS", may, "matrices are cut into as many pieces"},
      {"MKL_CBWR", matters, "it chooses the kernels of MKL"},
      {"OMP_PROC_BIND", harmless, "where threads run changes no number"},
      {"OMP_PLACES", harmless, "where threads run changes no number"},
      {"OMP_WAIT_POLICY", harmless, "how threads wait changes no number"},
      {"GOMP_SPINCOUNT", harmless, "how threads wait changes no number"},
      {"GOMP_CPU_AFFINITY", harmless, "where threads run changes no number"},
      {"DNNL_MAX_CPU_ISA", matters, "it chooses the kernels of oneDNN"},
      {"ONEDNN_MAX_CPU_ISA", matters, "it chooses the kernels of oneDNN"},
      {"DNNL_CPU_ISA_HINTS", matters, "it chooses the kernels of oneDNN"},
      {"ONEDNN_CPU_ISA_HINTS", matters, "it chooses the kernels of oneDNN"},
      {"ONEDNN_DEFAULT_FPMATH_MODE", matters, "it lets oneDNN round to shorter numbers"},
      {"DNNL_DEFAULT_FPMATH_MODE", matters, "it lets oneDNN round to shorter numbers"},
      {"ATEN_CPU_CAPABILITY", matters, "it chooses the kernels of LibTorch"},
      {"XP_ISA", matters, "it chooses the kernels of xp"},
      {"CUDA_VISIBLE_DEVICES", may, "another device may have other kernels"},
      {"CUBLAS_WORKSPACE_CONFIG", matters, "it decides whether products on the device are added in one order"},
      {"NVIDIA_TF32_OVERRIDE", matters, "it rounds the factors of products on the device to 10 bits"},
      {"LD_PRELOAD", matters, "other code takes the place of a library's"},
      {"LD_LIBRARY_PATH", may, "libraries may come from elsewhere"},
  };
  return all;
}

Fact fact_named(const std::string& wanted) {
  const auto& all = all_facts();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Fact& f) { return wanted == f.name; });
  return found != all.end() ? *found : Fact{"", Effect::unknown, "nothing is known of what it does to numbers"};
}

}  // namespace xp
