// Which of the compiled instruction sets runs here.
#include "framework/engine/compiled/instruction_set.h"
#include "framework/engine/compiled/kernels.h"
#include "framework/engine/compiled/updates.h"

namespace xp {

#ifdef __x86_64__
namespace v4 {  // AVX-512
Kernels all_kernels(Numbers numbers);
Updates all_updates();
}  // namespace v4
namespace v3 {  // AVX2 and FMA
Kernels all_kernels(Numbers numbers);
Updates all_updates();
}  // namespace v3
#endif
namespace plain {
Kernels all_kernels(Numbers numbers);
Updates all_updates();
}  // namespace plain

namespace {

enum class Isa { plain, v3, v4 };

Isa best() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("x86-64-v4")) return Isa::v4;
  if (__builtin_cpu_supports("x86-64-v3")) return Isa::v3;
#endif
  return Isa::plain;
}

Kernels kernels_of(Isa isa, Numbers numbers) {
#ifdef __x86_64__
  if (isa == Isa::v4) return v4::all_kernels(numbers);
  if (isa == Isa::v3) return v3::all_kernels(numbers);
#endif
  return plain::all_kernels(numbers);
}

Updates updates_of(Isa isa) {
#ifdef __x86_64__
  if (isa == Isa::v4) return v4::all_updates();
  if (isa == Isa::v3) return v3::all_updates();
#endif
  return plain::all_updates();
}

}  // namespace

const Kernels& kernels(Numbers numbers) {
  static const Kernels f32 = kernels_of(best(), Numbers::f32), bf16 = kernels_of(best(), Numbers::bf16);
  return numbers == Numbers::bf16 ? bf16 : f32;
}

const char* instruction_set() {
  switch (best()) {
    case Isa::v4: return "AVX512";
    case Isa::v3: return "AVX2";
    case Isa::plain: break;
  }
  return "plain";
}

const Updates& updates() {
  static const Updates all = updates_of(best());
  return all;
}

}  // namespace xp
