// Charts by keyboard: arrows walk along the points, what is shown is said too; + - 0 zoom.
import {charts, draw} from './charts.js';
import {isThere} from './columns.js';
import {tell} from './dom.js';
import {showPoint} from './nearby.js';
import {headingOf, valueOf} from './tooltip.js';
import {scaleZoom, setZoom} from './zoom.js';

/** [layer's place, row] of all that can be walked to, layer by layer. */
function steps(chart) {
  const inView = (layer, row) => {
    if (!chart.zoom || layer.x === undefined) return true;
    const x = chart.columns[layer.x].values[row];
    return x >= chart.zoom[0] && x <= chart.zoom[1];
  };
  return chart.data.layers.map((layer, i) => {
    if (!chart.selected()[i]) return [];
    const along = chart.columns[layer.x ?? layer.y].values;
    return Array.from(along, (_, row) => row)
        .filter(row => isThere(along[row]) && inView(layer, row) && valueOf(chart, layer, row) !== null);
  });
}

function showRow(chart, i, row) {
  const layer = chart.data.layers[i];
  const at = column => column === undefined ? undefined : chart.columns[column].values[row];
  const series = chart.instance.getOption().series[i];
  chart.pointed = chart.isSquare || series.type === 'scatter' ? [layer, row] : null;
  if (chart.isSquare) {
    showPoint(chart, layer, row);
  } else if (series.type === 'scatter') {
    chart.instance.dispatchAction({type: 'showTip', seriesIndex: i, dataIndex: row});
  } else {
    const [x, y] = chart.instance.convertToPixel({seriesIndex: i}, [at(layer.x) ?? at(layer.low), at(layer.y) ?? at(layer.low)]);
    chart.instance.dispatchAction({type: 'showTip', x, y});
  }
  tell(chart.figure, `${headingOf(chart, layer, row)}, ${layer.name}: ${valueOf(chart, layer, row)}`);
}

function walk(chart, key) {
  const rows = steps(chart);
  if (!rows.some(({length}) => length)) return;
  const place = chart.walking ?? {layer: rows.findIndex(({length}) => length), at: -1};
  const moves = {ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity};
  if (key in moves) place.at += moves[key];
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    const step = key === 'ArrowDown' ? 1 : rows.length - 1;
    do place.layer = (place.layer + step) % rows.length; while (!rows[place.layer].length);
  }
  if (!rows[place.layer]?.length) place.layer = rows.findIndex(({length}) => length);
  place.at = Math.max(0, Math.min(rows[place.layer].length - 1, place.at));
  chart.walking = place;
  showRow(chart, place.layer, rows[place.layer][place.at]);
}

function walkParallel(chart, key) {
  const {label} = chart.data.parallel, count = chart.columns[0].values.length;
  const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[key] ?? 0;
  chart.walking = (((chart.walking ?? -1) + step) % count + count) % count;
  chart.instance.dispatchAction({type: 'downplay', seriesIndex: 0});
  chart.instance.dispatchAction({type: 'highlight', seriesIndex: 0, name: String(chart.walking)});
  const heading = label === undefined ? `Row ${chart.walking + 1}` : chart.columns[label].values[chart.walking];
  tell(chart.figure, [heading, ...chart.data.option.parallelAxis.map(({dim, name}) => `${name} ${chart.columns[dim].values[chart.walking]}`)].join(', '));
}

const walking = new Set(['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'End']);
const zooming = {'+': 0.5, '=': 0.5, '-': 2};

export function startKeyboard() {
  for (const chart of charts) {
    chart.plot.tabIndex = 0;
    chart.plot.setAttribute('role', 'application');
    chart.plot.setAttribute('aria-roledescription', 'chart');
    const title = chart.figure.querySelector('figcaption strong').textContent;
    chart.plot.setAttribute('aria-label', `${title}. Arrow keys walk along the points${chart.data.zooms ? ', plus and minus zoom, 0 returns' : ''}.`);
    chart.plot.addEventListener('keydown', event => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!chart.instance) draw(chart);
      if (walking.has(event.key)) (chart.data.parallel ? walkParallel : walk)(chart, event.key);
      else if (chart.data.zooms && event.key in zooming) scaleZoom(chart, zooming[event.key]);
      else if (chart.data.zooms && event.key === '0') setZoom(chart, null);
      else if (event.key === 'Escape') chart.instance.dispatchAction({type: 'hideTip'});
      else return;
      event.preventDefault();
    });
    chart.plot.addEventListener('blur', () => chart.instance?.dispatchAction({type: 'hideTip'}));
  }
}
