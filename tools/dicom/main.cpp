// xp_dicom KEY FILE…: for each DICOM file one line on standard output, "patient\tid\tdevice\tproblem", at once: whoever
// reads knows at which file this process died. It works under limits and may die: a hostile file that breaks DCMTK
// breaks this process alone. A patient's id leaves it as a keyed hash, everything else of the tags stays here.
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "framework/base/error.h"
#include "framework/base/hash.h"
#include "framework/base/secret.h"
#include "framework/base/text.h"
#include "tools/dicom/head.h"

namespace {

void limit(int what, rlim_t most) {
  const rlimit both{most, most};
  ::setrlimit(static_cast<__rlimit_resource>(what), &both);
}

/// Heads are small, whatever the pixels: what wants more is no head. Time for a slow disk.
void limit_for(int files) {
#ifndef __SANITIZE_ADDRESS__  // which reserves terabytes
  limit(RLIMIT_AS, rlim_t{512} << 20);
#endif
  const auto seconds = static_cast<unsigned>(10 + files);
  limit(RLIMIT_CPU, seconds);
  ::alarm(3 * seconds);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
}

/// One line of printable ASCII.
std::string plain(std::string text) {
  for (char& c : text)
    if (c < ' ' || c > '~') c = ' ';
  return text.substr(0, 300);
}

void say(const xp::dicom::Head& head, const std::string& key, const std::string& problem) {
  const auto hashed = [&](const std::string& text) { return xp::keyed_hash(key, text).substr(0, 20); };
  const std::string id = head.id.empty() ? "" : hashed(head.id);
  const std::string patient = head.issuer.empty() ? id : hashed(head.id + "\n" + head.issuer);
  std::printf("%s\t%s\t%s\t%s\n", patient.c_str(), id.c_str(), plain(head.device).c_str(), plain(problem).c_str());
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 3) return std::fprintf(stderr, "xp_dicom wants a key and files; it is started by xp\n"), 2;
  const std::string key = xp::secret_key(argv[1]);
  limit_for(argc - 2);
  for (int i = 2; i < argc; ++i) try {
      say(xp::dicom::head(argv[i]), key, "");
    } catch (const xp::Error& e) {
      say({}, key, e.what());
    }
  return 0;
} catch (const std::exception& e) {
  return std::fprintf(stderr, "%s\n", e.what()), 2;
}
