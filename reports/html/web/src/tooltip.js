// What stands under the pointer: built of nodes, so that a name is never read as markup.
import {isThere} from './columns.js';
import {element, isolated} from './dom.js';
import {formats} from './format.js';
import {swatch} from './swatch.js';

const format = (axis, value) => typeof value === 'string' ? value : (formats[axis.format] ?? formats['@number'])(value);

/** "0.6931", or "0.61 to 0.83" of an interval; null where nothing was drawn. */
export function valueOf(chart, layer, row) {
  const at = column => chart.columns[column].values[row];
  const along = chart.isSideways(layer) ? chart.data.x : chart.data.y;
  if (layer.low !== undefined)
    return isThere(at(layer.low)) && isThere(at(layer.high)) ? `${format(along, at(layer.low))} to ${format(along, at(layer.high))}` : null;
  const value = at(chart.isSideways(layer) ? layer.x : layer.y);
  return isThere(value) ? format(along, value) : null;
}

/** Of what the row speaks: its label, its category, or its place along x. */
export function headingOf(chart, layer, row) {
  if (layer.label !== undefined) return chart.columns[layer.label].values[row];
  const column = chart.columns[chart.isSideways(layer) ? layer.y : layer.x];
  if (column.isText) return column.values[row];
  return `${chart.data.x.title || column.name} ${format(chart.data.x, column.values[row])}`;
}

export function tip(chart, rows) {
  const first = rows[0];
  if (!first) return null;
  const lines = rows.map(([layer, row]) => element('div', 'row', swatch(layer), isolated(layer.name),
      element('b', '', valueOf(chart, layer, row))));
  const [layer, row] = first;
  return element('div', '', element('strong', '', isolated(headingOf(chart, layer, row))), ...lines);
}

/** What a single point is: its row's label, its layer, both its coordinates, and what else stands at its row. */
export function pointTip(chart, [layer, row]) {
  const line = (name, axis, column) => element('div', 'row', isolated(axis.title || name), element('b', '', format(axis, column.values[row])));
  const [x, y] = [layer.x, layer.y].map(column => chart.columns[column]);
  const selected = chart.selected();
  const beside = chart.data.layers.filter((one, i) => one !== layer && selected[i] && one.x === layer.x && one.shape !== 'faint' && valueOf(chart, one, row) !== null);
  const title = layer.label === undefined ? null : chart.columns[layer.label].values[row];
  return element('div', '', ...(title ? [element('strong', '', isolated(title))] : []), element('div', 'row', swatch(layer), isolated(layer.name)),
      line(x.name, chart.data.x, x), line(y.name, chart.data.y, y),
      ...beside.map(one => element('div', 'row', swatch(one), isolated(one.name), element('b', '', valueOf(chart, one, row)))));
}

const mostRows = 8;

/** All rows of a layer at one word: each with its label, or how many there are and how far they reach. */
function linesAt(chart, layer, rows) {
  const label = row => layer.label === undefined ? layer.name : `${layer.name}: ${chart.columns[layer.label].values[row]}`;
  if (rows.length <= mostRows || layer.low !== undefined)
    return rows.map(row => [rows.length > 1 ? label(row) : layer.name, valueOf(chart, layer, row)]);
  const along = chart.isSideways(layer) ? 'x' : 'y';
  const values = rows.map(row => chart.columns[layer[along]].values[row]);
  const ends = [Math.min(...values), Math.max(...values)].map(v => format(chart.data[along], v));
  return [[`${layer.name} (${rows.length})`, ends.join(' to ')]];
}

/** Of a word that may stand in many rows. */
export function tipAt(chart, word, along) {
  const selected = chart.selected();
  const lines = chart.data.layers.flatMap((layer, i) => {
    const {values, isText} = chart.columns[layer[along]] ?? {};
    if (!selected[i] || !isText) return [];
    const rows = Array.from(values.keys()).filter(row => values[row] === word && valueOf(chart, layer, row) !== null);
    return linesAt(chart, layer, [...new Map(rows.map(row => [`${layer.label === undefined ? '' : chart.columns[layer.label].values[row]} ${valueOf(chart, layer, row)}`, row])).values()])
        .map(([name, value]) => element('div', 'row', swatch(layer), isolated(name), element('b', '', value)));
  });
  return lines.length ? element('div', '', element('strong', '', isolated(word)), ...lines) : null;
}

/** The row of an ascending column that is nearest to x. */
function nearest(values, x) {
  let low = 0, high = values.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle] < x) low = middle;
    else high = middle;
  }
  return Math.abs(values[low] - x) <= Math.abs(values[high] - x) ? low : high;
}

/** What is drawn at the same place: the same row, or the nearest where a layer has an x of its own. */
function rowsBeside(chart, first, row, byAxis) {
  const {layers} = chart.data, along = chart.isSideways(layers[first]) ? 'y' : 'x';
  if (!byAxis) return [[layers[first], row]];
  const column = layers[first][along], at = chart.columns[column].values[row];
  const [low, high] = chart.zoom ?? chart.extent(), selected = chart.selected();
  const rowOf = layer => {
    if (layer[along] === column && layer.shape !== 'dots') return row;
    const {values, isText} = chart.columns[layer[along]] ?? {values: []};
    if (isText || along === 'y') return values.indexOf(at);
    const found = nearest(values, at);
    return Math.abs(values[found] - at) <= 0.01 * (high - low) ? found : -1;
  };
  return layers.map((layer, i) => [layer, selected[i] ? rowOf(layer) : -1])
      .filter(([layer, found]) => found >= 0 && valueOf(chart, layer, found) !== null);
}

function parallelTip(chart, row) {
  const {label} = chart.data.parallel;
  const lines = chart.data.option.parallelAxis.map(axis => {
    const value = chart.columns[axis.dim].values[row];
    return element('div', 'row', isolated(axis.name),
        element('b', '', isThere(value) ? format({format: axis.axisLabel.formatter}, value) : '–'));
  });
  const heading = label === undefined ? `Row ${row + 1}` : chart.columns[label].values[row];
  return element('div', '', element('strong', '', isolated(String(heading))), ...lines);
}

export function tooltipOf(chart) {
  const layers = chart.data.layers ?? [];
  const isPointed = chart.isSquare || layers.every(({shape}) => shape === 'dots');
  const byAxis = chart.isSquare || (!chart.data.parallel && !isPointed);
  return {
    trigger: byAxis ? 'axis' : 'item',
    triggerOn: byAxis && !isPointed ? 'mousemove|click' : 'none',  // then nearby.js says when
    confine: true,
    transitionDuration: 0,
    className: 'tip',
    borderWidth: 1,
    padding: 0,
    extraCssText: 'box-shadow:none;background:none;border:0;padding:0',
    axisPointer: {type: chart.isSquare ? 'none' : 'line', animation: false, lineStyle: {type: 'solid', width: 1}},
    formatter: params => {
      if (chart.data.parallel) return parallelTip(chart, Number(params.name));
      if (isPointed && chart.pointed) return pointTip(chart, chart.pointed);
      const first = [params].flat().find(one => layers[Number(one.seriesName)]);
      if (first && byAxis) {
        const layer = layers[Number(first.seriesName)], along = chart.isSideways(layer) ? 'y' : 'x', column = chart.columns[layer[along]];
        if (column?.isText) return tipAt(chart, column.values[first.dataIndex], along) ?? '';
      }
      return (first && tip(chart, rowsBeside(chart, Number(first.seriesName), first.dataIndex, byAxis))) ?? '';
    },
  };
}
