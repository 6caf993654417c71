#include "reports/html/echarts.h"

#include <algorithm>
#include <cmath>

#include "reports/html/escape.h"
#include "reports/html/packed.h"

namespace xp {
namespace {

using Json = nlohmann::ordered_json;

constexpr int colours = 7;  // --k0 … --k6 of style.css
constexpr int mark_row = 16;

std::string colour(int k) { return "--k" + std::to_string(((k % colours) + colours) % colours); }

const char* symbol(int k) {
  static const char* const all[] = {"circle",      "rect",      "triangle",     "diamond",
                                    "emptyCircle", "emptyRect", "emptyTriangle"};
  return all[((k % colours) + colours) % colours];
}

const char* name(Format format) {
  switch (format) {
    case Format::number: return "@number";
    case Format::whole: return "@whole";
    case Format::percent: return "@percent";
    case Format::seconds: return "@seconds";
    case Format::text: return "@text";
  }
  return "";
}

const char* name(Shape shape) {
  switch (shape) {
    case Shape::line: return "line";
    case Shape::dashed: return "dashed";
    case Shape::faint: return "faint";
    case Shape::dots: return "dots";
    case Shape::bars: return "bars";
    case Shape::stacked: return "stacked";
    case Shape::span: return "span";
    case Shape::band: return "band";
  }
  return "";
}

bool is_line(Shape shape) { return shape == Shape::line || shape == Shape::dashed || shape == Shape::faint; }

int place(const std::vector<ChartColumn>& columns, const std::string& wanted) {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].name == wanted) return static_cast<int>(i);
  return -1;
}

std::string dimension(int column) { return "c" + std::to_string(column); }

Json json_of(const ChartColumn& column) {
  Json out{{"name", valid_utf8(column.name)}};
  if (!column.words.empty()) {
    for (const std::string& word : column.words) out["words"].push_back(valid_utf8(word));
  } else if (column.packed) {
    out["packed"] = packed(column.numbers);
  } else {
    out["numbers"] = Json::array();
    for (double v : column.numbers) out["numbers"].push_back(std::isfinite(v) ? Json(v) : Json());
  }
  return out;
}

Json json_of(const std::vector<ChartColumn>& columns) {
  Json out = Json::array();
  for (const ChartColumn& column : columns) out.push_back(json_of(column));
  return out;
}

Json json_of(const Axis& axis) {
  Json out;
  out["type"] = axis.kind == Axis::log ? "log" : axis.kind == Axis::categories ? "category" : "value";
  if (!axis.title.empty()) out["name"] = valid_utf8(axis.title);
  out["axisLabel"]["formatter"] = axis.kind == Axis::categories ? "@name" : name(axis.format);
  if (axis.kind == Axis::categories) return out;
  if (axis.format == Format::whole) out["minInterval"] = 1;
  if (!axis.from_zero) out["scale"] = true;
  if (axis.from_zero) out["min"] = 0;
  if (std::isfinite(axis.low)) out["min"] = axis.low;
  if (std::isfinite(axis.high)) out["max"] = axis.high;
  return out;
}

/// The words of the columns along an axis, each once, as they first come.
Json categories(const Chart& chart, std::string Layer::*along) {
  Json out = Json::array();
  for (const Layer& layer : chart.layers) {
    const int column = place(chart.columns, layer.*along);
    if (column < 0) continue;
    for (const std::string& word : chart.columns[static_cast<std::size_t>(column)].words)
      if (const Json one = valid_utf8(word); std::find(out.begin(), out.end(), one) == out.end()) out.push_back(one);
  }
  return out;
}

bool has_infinity(const Chart& chart, int column) {
  if (column < 0) return false;
  const auto& numbers = chart.columns[static_cast<std::size_t>(column)].numbers;
  return std::any_of(numbers.begin(), numbers.end(), [](double v) { return std::isinf(v); });
}

Json series_of(const Chart& chart, std::size_t i) {
  const Layer& layer = chart.layers[i];
  const int x = place(chart.columns, layer.x), y = place(chart.columns, layer.y);
  const int low = place(chart.columns, layer.low), high = place(chart.columns, layer.high);
  Json out{{"name", std::to_string(i)}, {"color", colour(layer.colour)}};
  const bool packed_points = y >= 0 && chart.columns[static_cast<std::size_t>(y)].packed;
  if (is_line(layer.shape)) {
    out["type"] = "line";
    out["encode"] = {{"x", dimension(x)}, {"y", dimension(y)}};
    out["connectNulls"] = !has_infinity(chart, y);
    out["symbol"] = layer.shape == Shape::faint || packed_points ? "none" : symbol(layer.colour);
    if (packed_points) out["sampling"] = "minmax";
    if (layer.step) out["step"] = "start";
    if (layer.shape == Shape::dashed) out["lineStyle"] = {{"type", {7, 4}}};
    if (layer.shape == Shape::faint) out["lineStyle"] = {{"type", {1.5, 3}}, {"width", 1.2}, {"opacity", 0.8}};
    if (packed_points) out["lineStyle"]["width"] = 1, out["lineStyle"]["opacity"] = 0.7, out["z"] = 1;  // beneath
  } else if (layer.shape == Shape::dots) {
    out["type"] = "scatter";
    out["encode"] = {{"x", dimension(x)}, {"y", dimension(y)}};
    out["symbol"] = symbol(layer.colour);
  } else if (layer.shape == Shape::bars || layer.shape == Shape::stacked) {
    out["type"] = "bar";
    out["encode"] = {{"x", dimension(x)}, {"y", dimension(y)}};
    if (layer.shape == Shape::stacked) out["stack"] = "stack";
  } else if (layer.shape == Shape::span) {
    out["type"] = "custom";
    out["renderItem"] = "@span";
    out["encode"] = y >= 0 ? Json{{"x", {dimension(low), dimension(high)}}, {"y", dimension(y)}}
                           : Json{{"x", dimension(x)}, {"y", {dimension(low), dimension(high)}}};
  } else {
    out["type"] = "custom";
    out["renderItem"] = "@band";
    out["encode"] = {{"x", dimension(x)}, {"y", {dimension(low), dimension(high)}}};
  }
  return out;
}

/// The larger dot on a curve: of the same name, so that it comes and goes with it.
Json dot_on(const Chart& chart, std::size_t i) {
  const Layer& layer = chart.layers[i];
  const int x = place(chart.columns, layer.x), y = place(chart.columns, layer.y);
  if (!layer.dot || x < 0 || y < 0) return {};
  const auto& along = chart.columns[static_cast<std::size_t>(x)].numbers;
  const auto& values = chart.columns[static_cast<std::size_t>(y)].numbers;
  const auto found = std::find(along.begin(), along.end(), *layer.dot);
  const auto row = static_cast<std::size_t>(found - along.begin());
  if (row >= values.size() || !std::isfinite(values[row])) return {};
  return {{"name", std::to_string(i)},
          {"type", "scatter"},
          {"data", {{along[row], values[row]}}},
          {"symbol", "circle"},
          {"symbolSize", 10},
          {"silent", true},
          {"tooltip", {{"show", false}}},
          {"z", 4},
          {"itemStyle", {{"color", "--paper"}, {"borderColor", colour(layer.colour)}, {"borderWidth", 2.5}}}};
}

/// Where along the x axis a mark stands, from 0 to 1.
double share_of_x(const Chart& chart, double at) {
  double low = chart.x.low, high = chart.x.high;
  for (const Layer& layer : chart.layers)
    if (const int x = place(chart.columns, layer.x); x >= 0)
      for (double v : chart.columns[static_cast<std::size_t>(x)].numbers)
        if (std::isfinite(v)) low = std::fmin(low, v), high = std::fmax(high, v);
  return high > low ? (at - low) / (high - low) : 0.5;
}

/// A series without points: its lines stay, whatever is toggled. Texts above the plot stand in rows of their own.
Json marks_of(const Chart& chart) {
  Json lines = Json::array();
  int row = 0;
  for (const Mark& mark : chart.marks) {
    Json label{{"formatter", "@name"}};
    if (mark.level) {
      label["position"] = "insideEndTop";
    } else {
      const double share = share_of_x(chart, mark.at);
      label["position"] = chart.y.kind == Axis::categories ? "start" : "end";  // above: categories go downwards
      label["distance"] = {0, 4 + mark_row * row++};
      label["align"] = share < 0.3 ? "left" : share > 0.7 ? "right" : "center";
    }
    lines.push_back({{mark.level ? "yAxis" : "xAxis", mark.at}, {"name", valid_utf8(mark.text)}, {"label", label}});
  }
  return {{"name", "marks"},
          {"type", "line"},
          {"data", Json::array()},
          {"silent", true},
          {"markLine", {{"symbol", "none"}, {"silent", true}, {"data", lines}}}};
}

Json layer_of(const Chart& chart, const Layer& layer) {
  Json out{{"name", valid_utf8(layer.name)},
           {"shape", name(layer.shape)},
           {"color", colour(layer.colour)},
           {"symbol", symbol(layer.colour)}};
  const auto set = [&](const char* key, const std::string& column) {
    if (const int i = place(chart.columns, column); i >= 0) out[key] = i;
  };
  set("x", layer.x), set("y", layer.y), set("low", layer.low), set("high", layer.high), set("label", layer.label);
  if (layer.hidden) out["hidden"] = true;
  if (layer.close) out["close"] = true;
  return out;
}

bool zooms(const Chart& chart) {
  return chart.x.kind != Axis::categories && !chart.square &&
         std::any_of(chart.layers.begin(), chart.layers.end(),
                     [](const Layer& l) { return is_line(l.shape) || l.shape == Shape::band; });
}

}  // namespace

nlohmann::ordered_json drawing_of(const Chart& given) {
  Chart chart = given;
  reduce_packed(chart.columns);
  Json option;
  Json x = json_of(chart.x), y = json_of(chart.y);
  if (chart.x.kind == Axis::categories) x["data"] = categories(chart, &Layer::x);
  if (chart.y.kind == Axis::categories) y["data"] = categories(chart, &Layer::y), y["inverse"] = true;
  option["xAxis"] = x, option["yAxis"] = y;
  const auto rows = std::count_if(chart.marks.begin(), chart.marks.end(), [](const Mark& m) { return !m.level; });
  if (rows && !chart.y.title.empty()) option["yAxis"]["nameGap"] = 12 + mark_row * rows;  // above the marks' texts
  option["grid"]["top"] = 14 + mark_row * rows + (chart.y.title.empty() ? 0 : 20);
  option["series"] = Json::array();
  for (std::size_t i = 0; i < chart.layers.size(); ++i) option["series"].push_back(series_of(chart, i));
  for (std::size_t i = 0; i < chart.layers.size(); ++i)
    if (Json dot = dot_on(chart, i); !dot.is_null()) option["series"].push_back(dot);
  if (!chart.marks.empty()) option["series"].push_back(marks_of(chart));

  Json out{{"columns", json_of(chart.columns)}, {"layers", Json::array()}};
  for (const Layer& layer : chart.layers) out["layers"].push_back(layer_of(chart, layer));
  out["x"] = {{"title", valid_utf8(chart.x.title)}, {"format", name(chart.x.format)}};
  out["y"] = {{"title", valid_utf8(chart.y.title)}, {"format", name(chart.y.format)}};
  if (zooms(chart)) out["zooms"] = true;
  out["option"] = option;
  if (chart.log_switch)
    out["switches"] = {{{"name", "Log scale"}, {"option", {{"yAxis", {{"type", "log"}, {"min", nullptr}}}}}}};
  return out;
}

nlohmann::ordered_json drawing_of(const ParallelChart& chart) {
  Json axes = Json::array();
  for (std::size_t i = 0; i < chart.columns.size() && i < chart.axes.size(); ++i) {
    const ChartColumn& column = chart.columns[i];
    Axis axis = chart.axes[i];
    if (axis.title.empty()) axis.title = column.name;
    Json one = json_of(axis);
    one["dim"] = i;
    if (axis.kind == Axis::categories) {
      one["data"] = Json::array();
      for (const std::string& word : column.words)
        if (const Json w = valid_utf8(word); std::find(one["data"].begin(), one["data"].end(), w) == one["data"].end())
          one["data"].push_back(w);
    }
    axes.push_back(one);
  }
  Json parallel{{"axes", axes.size()}};
  if (const int i = place(chart.columns, chart.shade); i >= 0)
    parallel["shade"] = i, parallel["low"] = chart.low_is_full;
  if (const int i = place(chart.columns, chart.label); i >= 0) parallel["label"] = i;
  return {{"columns", json_of(chart.columns)},
          {"parallel", parallel},
          {"option", {{"parallelAxis", axes}, {"series", {{{"name", "0"}, {"type", "parallel"}}}}}}};
}

}  // namespace xp
