#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <set>

#include "registry/callbacks/remembered.h"

namespace xp {
namespace {

/// As Keras' CSVLogger: the epoch, then all metrics by name; NA where one was not measured. Epochs count from 1. The
/// table is written whole each time: a metric that comes later gets its column, and one that is resumed has each epoch
/// once.
struct CsvLog : Callback {
  static constexpr const char* doc = "Keeps a table of all metrics by epoch as history.csv.";
  std::string path, separator = ",";

  static void describe(Params<CsvLog>& p) {
    p("path", &CsvLog::path,
      "a file that it is also written to, complete after each epoch; runs of one path replace it")
        .path();
    p("separator", &CsvLog::separator, "between cells").one_of({",", ";", "tab"});
  }

  void train_begin() override {
    epochs_.clear();
    check_path();
  }

  void epoch_end(const Epoch& epoch, Control& run) override {
    epochs_.push_back(epoch);
    const std::string table = written(separator == "tab" ? '\t' : separator[0]);
    run.keep("history.csv", table);
    if (!path.empty()) replace(table);
  }

  std::vector<std::string> watches() const override {
    check_path();
    return {};
  }

  Settings state() const override { return {{"history", written(',')}}; }
  void restore(const Settings& state) override {
    epochs_.clear();
    const Csv csv = read_csv(remembered<std::string>(state, "history"), "the history of a checkpoint");
    for (const Csv::Row& row : csv.rows) {
      Epoch epoch{std::stoi(row.cells.at(0)), {}};
      for (std::size_t i = 1; i < row.cells.size(); ++i)
        if (row.cells[i] != "NA") epoch.metrics[csv.header.cells[i]] = std::strtod(row.cells[i].c_str(), nullptr);
      epochs_.push_back(epoch);
    }
  }

 private:
  static std::string cell(double value) { return std::isnan(value) ? "nan" : Value(value).text(); }

  std::string written(char between) const {
    std::set<std::string> metrics;
    for (const Epoch& epoch : epochs_)
      for (const auto& [name, value] : epoch.metrics) metrics.insert(name);
    std::string out = "epoch";
    for (const std::string& name : metrics) out += between + name;
    for (const Epoch& epoch : epochs_) {
      out += "\n" + std::to_string(epoch.number);
      for (const std::string& name : metrics) out += between + (epoch.metrics.count(name) ? cell(epoch[name]) : "NA");
    }
    return out + "\n";
  }

  /// What cannot be written now, as on a full disk, is written with the next epoch: the table is whole each time, and
  /// the run has its own.
  void replace(const std::string& table) const {
    try {
      write_file(path, table);
    } catch (const Error&) {
    }
  }

  void check_path() const {
    namespace fs = std::filesystem;
    if (path.empty()) return;
    const fs::path folder = fs::absolute(path).parent_path();
    const std::string cannot = "csv_log cannot write " + path + ": ";
    const char* hint = "another csv_log.path, or none: the run keeps its own history.csv";
    std::error_code none;
    if (fs::is_directory(path, none)) throw Error(cannot + "it is a folder", hint);
    if (!fs::is_directory(folder, none)) throw Error(cannot + "there is no folder " + folder.string(), hint);
    if (::access(folder.c_str(), W_OK) != 0 || (fs::exists(path, none) && ::access(path.c_str(), W_OK) != 0))
      throw Error(cannot + "that is not permitted", hint);
  }

  std::vector<Epoch> epochs_;
};
XP_PLUGIN("csv_log", CsvLog)

}  // namespace
}  // namespace xp
