// xp test: the project's own tests, by ctest in the folder that built this program.
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "framework/base/process.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

Exit test(Context& c) {
  if (!std::filesystem::exists(XP_BINARY_DIR "/CTestTestfile.cmake"))
    throw Error("the tests are in the checkout that built this xp, and it is gone", "in a checkout: ./xp test");
  // Whatever ctest's own exit code is, ours is 1 for a test that failed or a pattern that names none.
  std::vector<std::string> words{"sh",
                                 "-c",
                                 "\"$@\" || exit 1",
                                 "sh",
                                 "ctest",
                                 "--no-tests=error",
                                 "--test-dir",
                                 XP_BINARY_DIR,
                                 "--output-on-failure",
                                 "-j",
                                 std::to_string(available_cores())};
  if (c.args.has("fast")) words.insert(words.end(), {"-L", "fast"});
  if (!c.args.positional.empty()) words.insert(words.end(), {"-R", c.args.positional[0]});
  std::vector<char*> argv;
  for (std::string& w : words) argv.push_back(w.data());
  argv.push_back(nullptr);
  ::execvp(argv[0], argv.data());
  throw Error(std::string("cannot start ctest: ") + std::strerror(errno), "apt-get install cmake");
}

}  // namespace

extern const Verb test_verb;
const Verb test_verb{"test",
                     "[PATTERN]",
                     "xp's own tests, from its checkout",
                     "xp test --fast plan",
                     Needs::nothing,
                     0,
                     1,
                     {{"fast", 0, "", "only those without torch"}},
                     test};

}  // namespace xp
