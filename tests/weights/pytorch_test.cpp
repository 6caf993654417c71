#include "tests/weights/fixture.h"

#include "framework/weights/pytorch.h"
#include "framework/weights/readers.h"

namespace {
using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

WeightFile read(const std::string& name) { return read_weight_file(fixture(name)); }
}  // namespace

TEST_CASE("a state dict gives torch's numbers, zip or legacy, stored or deflated, in every protocol") {
  const auto expected = table("expected.json");
  for (const auto& [name, format] : {std::pair{"plain.pt", "PyTorch (zip)"},
                                     {"protocol4.pt", "PyTorch (zip)"},
                                     {"deflated.pt", "PyTorch (zip)"},
                                     {"legacy.pt", "PyTorch (legacy pickle)"},
                                     {"legacy4.pt", "PyTorch (legacy pickle)"}}) {
    const WeightFile file = read(name);
    CHECK(file.format == format);
    CHECK(file.metadata.empty());
    check_against(expected, name, file);
  }
}

TEST_CASE("a checkpoint is opened: its state dict is found, prefixes come off, optimizers stay out") {
  const auto expected = table("expected.json");
  const WeightFile checkpoint = read("checkpoint.pt");
  check_against(expected, "checkpoint.pt", checkpoint);
  CHECK(checkpoint.metadata.at("inside") == "state_dict");
  CHECK(checkpoint.metadata.at("prefix") == "module._orig_mod.");
  CHECK(checkpoint.metadata.at("ignored") == "optimizer (12 tensors)");
  const WeightFile trees = read("trees.pt");
  check_against(expected, "trees.pt", trees);
  CHECK(trees.metadata.at("ignored") == "optimizer (1 tensor)");
}

TEST_CASE("a pickle that names anything but tensors is refused by that name, and runs nothing") {
  CHECK_THAT(refusal(fixture("os_system.pt")), Contains("asks for os.system; a weight file has no business with that"));
  CHECK_THAT(refusal(fixture("builtins_eval.pt")), Contains("asks for builtins.eval"));
  CHECK_FALSE(std::filesystem::exists("/tmp/xp_was_here"));
}

TEST_CASE("cycles, depth, repetition and bombs are errors") {
  CHECK_THAT(refusal(fixture("cycle.pt")), Contains("contains itself"));
  CHECK_THAT(refusal(fixture("unfinished.pt")), Contains("contains itself"));
  CHECK_THAT(refusal(fixture("odd_dict.pt")), Contains("no pairs"));
  CHECK_THAT(refusal(fixture("deep.pt")), Contains("nests deeper"));
  CHECK_THAT(refusal(fixture("doubling.pt")), Contains("repeats itself"));
  CHECK_THAT(refusal(fixture("zip_bomb.pt")), Contains("more than 16 times as large"));
  CHECK_THAT(refusal(fixture("expanded_bomb.pt")), Contains("more than 16 times as large"));
  CHECK_THAT(refusal(fixture("many_bombs.pt")), Contains("more than 16 times as large"));
}

TEST_CASE("a view past the end of its storage is an error, whatever overflows on the way there") {
  CHECK_THAT(refusal(fixture("past_end.pt")), Contains("past the end of their storage"));
  CHECK_THAT(refusal(fixture("wide_stride.pt")), Contains("past the end of their storage"));
  CHECK_THAT(refusal(fixture("overflow.pt")), Contains("larger than any memory"));
  CHECK_THAT(refusal(fixture("negative.pt")), Contains("no shape"));
}

TEST_CASE("what a pickle becomes in memory is bounded before it is a weight, byte by byte of its program") {
  const auto read_pickle = [](const std::string& bytes, std::uint64_t size) {
    Cursor cursor(bytes);
    Budget budget(size);
    return unpickle(cursor, pytorch_globals(), budget);
  };
  constexpr std::size_t many = 100'000;  // of one byte each: 56 in memory
  CHECK(read_pickle(std::string(1000, ')') + ".", 0).nodes.size() > 1000);
  for (const char op : {')', '('})
    CHECK_THROWS_WITH(read_pickle(std::string(3 * many, op) + "N.", 3 * many / 16), Contains("more than 16 times"));
  CHECK_THROWS_WITH(read_pickle("N" + std::string(many, '\x94') + ".", many), Contains("more than 16 times"));
  CHECK(read_pickle("N" + std::string(many, '2') + ".", many).nodes.size() == 3);
}

TEST_CASE("a number beyond 64 bits is known as one, and is no length") {
  const auto number = [](const std::string& little_endian) {
    const std::string bytes = '\x8a' + std::string(1, static_cast<char>(little_endian.size())) + little_endian + ".";
    Cursor cursor(bytes);
    Budget budget(bytes.size());
    const Pickle pickle = unpickle(cursor, pytorch_globals(), budget);
    return std::pair(pickle[pickle.root].kind, pickle[pickle.root].number);
  };
  using Kind = PickleNode::Kind;
  const std::string zeros(7, '\0');
  CHECK(number("") == std::pair{Kind::integer, std::int64_t{0}});
  CHECK(number("\x03") == std::pair{Kind::integer, std::int64_t{3}});
  CHECK(number("\xfd") == std::pair{Kind::integer, std::int64_t{-3}});
  CHECK(number("\x03" + zeros + std::string(2, '\0')) == std::pair{Kind::integer, std::int64_t{3}});
  CHECK(number("\xfd" + std::string(9, '\xff')) == std::pair{Kind::integer, std::int64_t{-3}});
  CHECK(number("\x03" + zeros + "\x01") == std::pair{Kind::wide, std::int64_t{3}});                      // 2^64 + 3
  CHECK(number(zeros + "\x80" + std::string(1, '\0')) == std::pair{Kind::wide, std::int64_t{1} << 63});  // 2^63
  CHECK(number(zeros + "\x80") == std::pair{Kind::integer, std::int64_t{1} << 63});                      // -2^63

  CHECK_THAT(refusal(fixture("wide_length.pt")), Contains("no shape"));
}

TEST_CASE("what people have under such names is told from weights") {
  CHECK_THAT(refusal(fixture("pages.html")), Contains("it is a web page"));
  CHECK_THAT(refusal(fixture("expected.json")), Contains("it is JSON"));
  CHECK_THAT(refusal(fixture("nowhere.pt")), Contains("cannot read") || Contains("No such file"));
  CHECK_THAT(refusal("/dev/null"), Contains("no regular file"));
}

TEST_CASE("a state dict cut anywhere is an error, and one with any byte changed is an error or a file") {
  using Reader = WeightFile (*)(std::string_view);
  for (const auto& [name, reader] : {std::pair<const char*, Reader>{"trees.pt", read_pytorch_zip},
                                     {"checkpoint.pt", read_pytorch_zip},
                                     {"legacy.pt", read_pytorch_legacy},
                                     {"legacy4.pt", read_pytorch_legacy}}) {
    INFO(name);
    const std::string bytes = read_file(fixture(name));
    const auto succeeds = [reader = reader](const std::string& changed) {
      try {
        reader(changed);
        return true;
      } catch (const Error&) {
        return false;
      }
    };
    REQUIRE(succeeds(bytes));
    for (std::size_t length = 0; length < bytes.size(); ++length) CHECK_FALSE(succeeds(bytes.substr(0, length)));
    int read = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      for (const int change : {1, 0x80, 0xff}) {
        std::string changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ change);
        read += succeeds(changed);
      }
    CHECK(read > 0);
  }
}
