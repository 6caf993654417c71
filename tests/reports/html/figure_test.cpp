#include "reports/html/figure.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "reports/html/echarts.h"
#include "tests/support/approved.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

Chart loss() {
  Chart chart;
  chart.id = "loss", chart.title = "Loss", chart.reading = "Lower is better.", chart.group = "learning";
  Curves curves("epoch");
  curves.add("training", {{1, 0.7}, {2, 0.4}, {3, 0.1}});
  curves.add("validation", {{1, 0.6}, {3, NAN}});
  chart.columns = curves.columns;
  chart.columns.push_back({"step", {0.5, 1, 1.5, 2}, {}, true});
  chart.columns.push_back({"objective", {0.9, 0.8, 0.7, 0.6}, {}, true});
  chart.x = {"epoch", Axis::linear, Format::whole};
  chart.y = {"loss (nats)", Axis::linear, Format::number, true};
  chart.layers = {{"training", Shape::line, "epoch", "training"},
                  {"validation", Shape::dashed, "epoch", "validation", "", "", 1},
                  {"each batch", Shape::faint, "step", "objective", "", "", 2}};
  chart.layers[0].dot = 2;
  chart.layers[2].close = true;
  chart.marks = {{2, "kept: epoch 2"}, {0.69, "chance", true}};
  chart.log_switch = true;
  return chart;
}

Chart forest() {
  Chart chart;
  chart.id = "forest", chart.title = "Scores";
  chart.columns = {
      {"score", {}, {"accuracy", "recall"}}, {"value", {0.8, 0.7}}, {"from", {0.6, 0.5}}, {"to", {0.9, 0.8}}};
  chart.x = {"share", Axis::linear, Format::percent, false, 0, 1};
  chart.y = {"", Axis::categories, Format::text};
  chart.height = 0;
  chart.layers = {{"95 % interval", Shape::span, "", "score", "from", "to"},
                  {"measured", Shape::dots, "value", "score"}};
  return chart;
}

}  // namespace

TEST_CASE("what the script is told of curves, intervals and parallel axes") {
  ParallelChart parallel;
  parallel.id = "trials", parallel.title = "Trials";
  parallel.columns = {{"model", {}, {"xception", "densenet", "xception"}},
                      {"val/loss", {0.3, 0.2, 0.4}},
                      {"trial", {}, {"1", "2", "3"}}};
  parallel.axes = {{"", Axis::categories}, {"", Axis::log}};
  parallel.shade = "val/loss", parallel.low_is_full = true, parallel.label = "trial";
  test::check_approved("charts.json.txt", drawing_of(loss()).dump(1) + "\n" + drawing_of(forest()).dump(1) + "\n" +
                                              drawing_of(parallel).dump(1) + "\n");
}

TEST_CASE("a figure names what is seen, how to read it and what is missing; without scripts it says so") {
  const std::string figure = figure_of(loss());
  CHECK_THAT(figure, Contains("<figure class=\"chart\" id=\"loss\" data-group=\"learning\">") &&
                         Contains("<strong>Loss</strong>") &&
                         Contains("Lower is better. 1 value is not finite and not drawn.") && Contains("<noscript>"));
}

TEST_CASE("nothing is written of charts without a point") {
  Chart chart = loss();
  for (ChartColumn& column : chart.columns)
    for (double& value : column.numbers) value = NAN;
  CHECK(figure_of(chart).empty());
  CHECK(figures_of({chart, Chart{}}).empty());
  CHECK(figure_of(ParallelChart{}).empty());
}

TEST_CASE("hostile names stay names, in the caption and in what the script reads") {
  const std::string bad = "</script><script>alert(1)</script>'\"&\xff\x1b--k0 @percent";
  Chart chart = forest();
  chart.title = chart.reading = chart.x.title = chart.layers[0].name = chart.columns[0].words[0] = bad;
  chart.columns[0].name = chart.layers[0].y = chart.layers[1].y = bad;
  chart.marks = {{0.5, bad}};
  const std::string figure = figure_of(chart);
  CHECK(figure.find("<script>alert") == std::string::npos);
  const std::size_t begin = figure.find("json\">") + 6;
  const auto drawing = nlohmann::json::parse(figure.substr(begin, figure.find("</script>", begin) - begin));
  CHECK(drawing["layers"][0]["name"] == "</script><script>alert(1)</script>'\"&\xEF\xBF\xBD\x1b--k0 @percent");
  CHECK(drawing["option"]["series"][0]["name"] == "0");
}

TEST_CASE("rows of categories make a chart as high as they need, each counted once") {
  Chart chart = forest();
  const auto height = [&] {
    const std::string figure = figure_of(chart);
    return std::stoi(figure.substr(figure.find("height:") + 7));
  };
  const int two = height();
  chart.columns[0].words = {"accuracy", "accuracy"};
  CHECK(height() == two - 28);
}
