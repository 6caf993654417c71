// A figure's data and what the reader chose → ECharts' option.
import {isThere} from './columns.js';
import {formats} from './format.js';
import {fitted} from './labels.js';
import {placeMarks} from './marks.js';
import {isCrowded, leastZoom, reachOf} from './reach.js';
import {shapes} from './shapes.js';
import {css} from './theme.js';
import {tooltipOf} from './tooltip.js';
import {parallelOf} from './parallel.js';

const colourKeys = new Set(['color', 'borderColor', 'backgroundColor']);
const functionKeys = new Set(['formatter', 'valueFormatter', 'renderItem']);
const functions = {...formats, ...shapes};

/** Variables and names of functions become what they stand for. */
function resolved(value, key = '') {
  if (Array.isArray(value)) return value.map(one => resolved(one));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolved(v, k)]));
  if (typeof value !== 'string') return value;
  if (colourKeys.has(key) && value.startsWith('--')) return css(value);
  if (functionKeys.has(key) && value.startsWith('@')) return functions[value];
  return value;
}

function merged(base, over) {
  const out = {...base};
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete out[key];
    else if (typeof value === 'object' && !Array.isArray(value)) out[key] = merged(out[key] ?? {}, value);
    else out[key] = value;
  }
  return out;
}

/** One dataset for the columns of each length. */
function datasets(chart, series) {
  const lengths = [...new Set(chart.columns.map(({values}) => values.length))];
  const sources = lengths.map(length => ({
    source: Object.fromEntries(chart.columns.flatMap(({values}, i) => values.length === length ? [[`c${i}`, values]] : [])),
  }));
  for (const one of series)
    if (one.encode) one.datasetIndex = lengths.indexOf(chart.columns[Number([one.encode.x].flat()[0].slice(1))].values.length);
  return sources;
}

/** Symbols tell curves apart without colour: on every point where there are few, else on some of each curve. */
function spaced(series, chart, isAlone) {
  const layer = chart.data.layers[Number(series.name)];
  if (series.type !== 'line' || !layer || series.symbol === 'none') return;
  const {values} = chart.columns[layer.y];
  const count = values.length, symbol = series.symbol;
  const step = Math.ceil(count / 12), first = (Number(series.name) * 3) % step;
  series.symbolSize = 6;
  series.showAllSymbol = true;
  if (count <= 40) return;
  const stands = row => !isThere(values[row - 1]) && !isThere(values[row + 1]);
  series.symbol = (value, {dataIndex}) => stands(dataIndex) || (!isAlone && dataIndex % step === first) ? symbol : 'none';
}

const axisNames = {
  xAxis: {nameLocation: 'middle', nameGap: 28},
  yAxis: {nameLocation: 'end', nameGap: 12, nameTextStyle: {align: 'left', padding: [0, 0, 0, -8]}},
};

/** Steps of whole minutes or hours on axes of time. */
function stepOfTime(axis, side, chart) {
  if (chart.data[side[0]].format !== '@seconds' || axis.type !== 'value') return;
  let [low, high] = [axis.min ?? Infinity, axis.max ?? -Infinity];
  for (const layer of chart.data.layers)
    for (const v of chart.columns[layer[side[0]]]?.values ?? []) if (Number.isFinite(v)) [low, high] = [Math.min(low, v), Math.max(high, v)];
  if (side === 'xAxis' && chart.zoom) [low, high] = chart.zoom;
  const steps = [60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 432000, 864000];
  const room = (high - low) / (chart.instance.getWidth() < 500 ? 4 : 7);
  if (high - low >= 300) axis.interval = steps.find(step => step >= room) ?? steps.at(-1);
}

/** All of them, cut to the room they have; of very many along x, as many as fit. */
function categoryLabels(axis, side, instance) {
  const count = axis.data.length, wide = instance.getWidth();
  const width = side === 'yAxis' ? Math.min(200, wide * 0.36) : Math.max(40, (wide - 70) / count - 6);
  const all = side === 'yAxis' ? instance.getHeight() / count > 11 : (wide - 70) / count > 46;
  const names = fitted(axis.data.map(String), width), places = new Map(axis.data.map((name, i) => [name, names[i]]));
  axis.axisLabel = {...axis.axisLabel, formatter: name => places.get(name) ?? name, width: width + 8, overflow: 'truncate', ...(all ? {interval: 0} : {hideOverlap: true})};
}

export function optionOf(chart) {
  let base = chart.data.option;
  (chart.data.switches ?? []).forEach((one, i) => { if (chart.pressed.has(i)) base = merged(base, one.option); });
  const option = resolved(base);
  option.animation = false;
  option.textStyle = {fontSize: 12};
  option.tooltip = tooltipOf(chart);
  if (chart.data.parallel) return parallelOf(chart, option);

  for (const side of ['xAxis', 'yAxis']) {
    option[side] = merged(merged(axisNames[side], side === 'yAxis' && option.yAxis.inverse ? {nameLocation: 'start'} : {}),
        option[side]);
    if (option[side].type === 'category') categoryLabels(option[side], side, chart.instance);
    else option[side].axisLabel = {hideOverlap: true, ...option[side].axisLabel,
      ...(side === 'xAxis' && chart.zoom ? {showMinLabel: false, showMaxLabel: false} : {})};
    Object.assign(option[side], reachOf(chart, side, option[side]));
    stepOfTime(option[side], side, chart);
  }
  option.grid = {left: 8, right: 16, bottom: option.xAxis.name ? 34 : 10, containLabel: true, ...option.grid};
  if (chart.hasSlider) option.grid.bottom += 40;
  option.dataset = datasets(chart, option.series);
  const curves = chart.data.layers.filter(({shape, packed}) => (shape === 'line' || shape === 'dashed') && !packed);
  const crowded = isCrowded(chart), filterMode = crowded ? 'filter' : 'none';  // none: lines lead out of the view
  for (const series of option.series) {
    spaced(series, chart, curves.length < 2);
    if (chart.zoom && series.sampling && !crowded)
      delete series.sampling;  // it would be of the whole, not of what is in view
    if (series.type === 'line') series.lineStyle = {width: 2, ...series.lineStyle};
    if (series.type === 'scatter') series.symbolSize ??= 8;
    if (series.type === 'custom') series.clip = true;
    series.emphasis = {disabled: true};
    if (series.markLine) {
      series.markLine.lineStyle = {color: css('--ink'), type: [2, 3], width: 1.2};
      placeMarks(chart, option.xAxis, series.markLine.data);
    }
  }
  option.legend = {show: false, data: chart.data.layers.map((_, i) => String(i)), selected: chart.selected()};
  if (chart.data.zooms) {
    const [startValue, endValue] = chart.zoom ?? [undefined, undefined];
    const range = chart.zoom ? {startValue, endValue} : {start: 0, end: 100};
    option.dataZoom = [{type: 'inside', xAxisIndex: 0, filterMode, minValueSpan: leastZoom(chart), zoomOnMouseWheel: false, moveOnMouseMove: false,
      moveOnMouseWheel: false, preventDefaultMouseMove: false, ...range}];
    if (chart.hasSlider) {
      option.dataZoom.push({type: 'slider', xAxisIndex: 0, filterMode, minValueSpan: leastZoom(chart), height: 20, bottom: 6, showDetail: false,
        brushSelect: false, borderColor: css('--line'), ...range});
    }
  }
  return option;
}
