#include <signal.h>

#include "framework/weights/readers.h"
#include "tests/weights/fixture.h"

namespace {
using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

WeightFile read(const std::string& name) { return read_weight_file(fixture(name)); }
}  // namespace

TEST_CASE("files of Keras 1, 2 and 3 give h5py's numbers under the names of their layers") {
  const auto expected = table("expected.json");
  for (const auto& [name, format] : {std::pair{"keras1.h5", "Keras HDF5"},
                                     {"keras2.h5", "Keras HDF5"},
                                     {"keras2_weights.h5", "Keras HDF5"},
                                     {"keras3.weights.h5", "Keras 3 HDF5"},
                                     {"keras3.keras", "Keras 3 archive"},
                                     {"types.h5", "HDF5"}}) {
    const WeightFile file = read(name);
    CHECK(file.format == format);
    check_against(expected, name, file);
  }
}

TEST_CASE("what Keras says of a file is kept as metadata") {
  const WeightFile full = read("keras2.h5");
  CHECK(full.metadata.at("keras_version") == "2.4.0");
  CHECK(full.metadata.at("backend") == "tensorflow");
  CHECK_THAT(full.metadata.at("model_config"), Contains("\"Sequential\""));
  CHECK(full.metadata.at("ignored") == "optimizer_weights (1 tensor)");
  CHECK(read("keras3.keras").metadata.at("model_config") == full.metadata.at("model_config"));
  const auto names = nlohmann::json::parse(read("keras3.weights.h5").metadata.at("layer_names"));
  CHECK(names.at("conv2d_10") == "stem_10");
  CHECK(read("types.h5").metadata.at("ignored") == "words");
}

TEST_CASE("an HDF5 file leads to no other file, and not to itself without end") {
  check_against(table("expected.json"), "leads_out.h5", read("leads_out.h5"));
  CHECK_THAT(refusal(fixture("stored_elsewhere.h5")), Contains("numbers of passwords are in another file"));
  CHECK_THAT(refusal(fixture("turns_back.h5")), Contains("nest deeper"));
  CHECK_THAT(refusal(fixture("bomb.h5")), Contains("more than 16 times as large"));
}

TEST_CASE("whatever becomes of the process that reads HDF5, the answer is an error") {
  const auto refused = [](int code, const std::string& output) {
    try {
      hdf5_answer(code, output);
      return std::string();
    } catch (const Error& e) {
      return e.whole();
    }
  };
  CHECK_THAT(refused(128 + SIGSEGV, ""), Contains("died of signal 11"));
  CHECK_THAT(refused(128 + SIGXCPU, "half"), Contains("longer than its size justifies"));
  CHECK(refused(2, "no such layer\nlook again") == "no such layer\nlook again");
  CHECK_THAT(refused(1, ""), Contains("ended with 1"));
  CHECK_THAT(refused(0, ""), Contains("cut short"));
  CHECK_THAT(refused(0, safetensors({}, {})), Contains("did not say what it found"));
  CHECK(refused(0, safetensors({}, {{"format", "HDF5"}})).empty());
}

TEST_CASE("damaged HDF5 ends in an error or a file") {
  const std::string bytes = read_file(fixture("keras2.h5"));
  const std::string path =
      std::filesystem::temp_directory_path() / ("xp_damaged_" + std::to_string(::getpid()) + ".h5");
  int refused = 0;
  const auto attempt = [&](const std::string& damaged) {
    write_file(path, damaged);
    refused += !refusal(path).empty();
  };
  for (std::size_t length = 8; length < bytes.size(); length += 997) attempt(bytes.substr(0, length));
  std::uint32_t state = 1;
  for (int round = 0; round < 60; ++round) {
    std::string damaged = bytes;
    for (int k = 0; k < 8; ++k) {
      state = state * 1664525 + 1013904223;
      damaged[8 + state % 4096] = static_cast<char>(state >> 24);
    }
    attempt(damaged);
  }
  CHECK(refused > 40);
  std::filesystem::remove(path);
}
