// What opening the records takes, in milliseconds, one a line.
//   opening HOME N
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "framework/base/error.h"
#include "framework/store/store.h"

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: opening HOME N\n"), 2;
  try {
    for (int i = 0; i < std::atoi(argv[2]); ++i) {
      const auto start = std::chrono::steady_clock::now();
      const xp::Store store(argv[1], xp::Store::Access::write);
      std::printf("%.3f\n",
                  std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
  } catch (const xp::Error& e) {
    return std::fprintf(stderr, "opening: %s\n%s\n", e.what(), e.hint().c_str()), 1;
  }
}
