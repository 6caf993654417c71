// xp weights: what a file of weights holds, and the same as safetensors.
#include "framework/weights/weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <numeric>

#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/store/names.h"
#include "reports/table.h"
#include "tools/xp/renamed_weights.h"
#include "tools/xp/stored_weights.h"
#include "tools/xp/trusted.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

long long count(const WeightTensor& t) { return static_cast<long long>(t.bytes.size() / size_of(t.element)); }

long long count(const WeightFile& file) {
  return std::accumulate(file.tensors.begin(), file.tensors.end(), 0LL,
                         [](long long sum, const WeightTensor& t) { return sum + count(t); });
}

std::string listing_json(const WeightFile& file) {
  using Json = nlohmann::ordered_json;
  Json tensors = Json::array();
  for (const WeightTensor& t : file.tensors)
    tensors.push_back({{"name", t.name}, {"shape", t.shape}, {"type", name(t.element)}, {"parameters", count(t)}});
  const Json json{
      {"format", file.format}, {"parameters", count(file)}, {"tensors", tensors}, {"metadata", file.metadata}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

Table table_of(const WeightFile& file) {
  Table table{
      {{"tensor", Align::left, true}, {"shape", Align::left}, {"type", Align::left}, {"parameters", Align::right}}, {}};
  for (const WeightTensor& t : file.tensors)
    table.rows.push_back({t.name, t.shape.empty() ? "scalar" : fmt::format("{}", fmt::join(t.shape, " × ")),
                          name(t.element), grouped(count(t))});
  return table;
}

std::string listing_text(const WeightFile& file, int columns) {
  std::string out =
      fmt::format("{}, {} tensors, {} parameters\n", file.format, file.tensors.size(), grouped(count(file)));
  for (const auto& [key, value] : file.metadata) out += fmt::format("  {}: {}\n", key, shorten(value, 90));
  return out + "\n" + text_of(table_of(file), columns);
}

/// Throws Error for a name that promises another format, and for a file that is there.
void check_target(const std::string& path, bool force) {
  const std::string ending = std::filesystem::path(path).extension();
  for (const char* pickle : {".pt", ".pth", ".th", ".pkl", ".ckpt", ".bin"})
    if (ending == pickle)
      throw Error(fmt::format("{} would be a pickle, and xp writes none: a pickle runs code where it is opened", path),
                  fmt::format("name it {}; safetensors.torch.load_file opens it in Python",
                              std::filesystem::path(path).replace_extension(".safetensors").string()));
  for (const char* other : {".h5", ".hdf5", ".keras", ".onnx", ".npz"})
    if (ending == other)
      throw Error(fmt::format("xp writes safetensors, which {} does not promise", path),
                  "name it " + std::filesystem::path(path).replace_extension(".safetensors").string());
  std::error_code none;
  if (!force && std::filesystem::exists(path, none)) throw Error(path + " is there already", "--force replaces it");
}

/// Of a file, or of the run of that name, which keeps them in one. A word with an ending is a file.
WeightFile weights_of(Context& c, const std::string& word) {
  std::error_code none;
  const std::filesystem::path path(word);
  if (std::filesystem::exists(path, none) || path.has_extension()) return read_weight_file(word);
  return read_weight_file(checked_weights(c.records(), c.records().record(run_named(c.records(), word))));
}

/// The same tensors bit by bit, under the same names, or those of a run under somebody else's.
Exit convert(Context& c) {
  const std::string &from = c.args.positional.at(1), &to = c.args.positional.at(2);
  check_target(to, c.args.has("force"));
  WeightFile file = c.args.has("to") ? renamed_weights(c, from, c.args.text("to")) : weights_of(c, from);
  if (file.format.rfind("PyTorch", 0) == 0) file.metadata.emplace("format", "pt");  // what Python's readers look for
  write_file(to, safetensors(file.tensors, file.metadata));
  c.terminal.print(fmt::format("{}: {} tensors, {} parameters, from {}\n", to, file.tensors.size(),
                               grouped(count(file)), file.format));
  return Exit::done;
}

Exit weights(Context& c) {
  const auto& words = c.args.positional;
  if (words.size() == 3 && words[0] == "convert") return convert(c);
  if (words.size() != 1 || words[0] == "convert")
    throw Error(words[0] == "convert" ? "weights convert wants a file or a run, and a new file"
                                      : "weights lists one file at a time",
                words[0] == "convert" ? "for instance: xp weights convert resnet50.pth resnet50.safetensors"
                                      : "for instance: xp weights " + words[0]);
  const WeightFile file = read_weight_file(words[0]);
  if (c.args.has("json"))
    c.terminal.data(listing_json(file) + "\n");
  else
    c.terminal.print(listing_text(file, c.terminal.table_columns()));
  return Exit::done;
}

}  // namespace

extern const Verb weights_verb;
const Verb weights_verb{"weights",
                        "FILE | convert FILE|RUN NEW",
                        "what a file of weights holds, or the same as safetensors",
                        "xp weights convert resnet50.pth resnet50.safetensors",
                        Needs::records,
                        1,
                        3,
                        {{"json", 0, "", "the list as JSON"},
                         {"force", 0, "", "replace a file that is there"},
                         {"to", 0, "SOURCE", "convert a run, to the names of torchvision or timm"},
                         trust_option()},
                        weights};

}  // namespace xp
