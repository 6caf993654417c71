// Dots alone, curves in a square and parallel lines: the nearest within reach of the pointer tells what it is, none need
// be hit exactly.
import {isThere} from './columns.js';

const reach = 30, reachOfCurves = 90;  // CSS pixels

function nearestDot(chart, x, y) {
  let best = null, least = chart.isSquare ? reachOfCurves : reach;
  const shown = chart.selected();
  chart.data.layers.forEach((layer, i) => {
    if (!shown[i] || layer.x === undefined || layer.y === undefined || (chart.isSquare && layer.shape === 'faint')) return;
    const [xs, ys] = [layer.x, layer.y].map(column => chart.columns[column].values);
    for (let row = 0; row < xs.length; ++row) {
      if (!isThere(xs[row]) || !isThere(ys[row])) continue;
      const [px, py] = chart.instance.convertToPixel('grid', [xs[row], ys[row]]);
      const distance = Math.hypot(px - x, py - y);
      if (distance < least) [best, least] = [{seriesIndex: i, dataIndex: row, x: px, y: py}, distance];
    }
  });
  return best;
}

/** A point on the frame counts as inside of it. */
function inside({isSquare, instance}, {x, y}) {
  if (!isSquare) return {x, y};
  const [[left, bottom], [right, top]] = [[0, 0], [1, 1]].map(corner => instance.convertToPixel('grid', corner));
  return {x: Math.max(left + 1, Math.min(right - 1, x)), y: Math.max(top + 1, Math.min(bottom - 1, y))};
}

/** Between the two axes beside the pointer. */
function nearestLine(chart, x, y) {
  const series = chart.instance.getModel().getSeriesByIndex(0), space = series.coordinateSystem;
  const dimensions = chart.data.option.parallelAxis.map(({dim}) => `dim${dim}`);
  let best = null, least = reach;
  for (let i = 0; i < series.getData().count(); ++i) {
    const points = dimensions.map(name => space.dataToPoint(series.getData().get(name, i), name));
    const right = points.findIndex(([px]) => px >= x);
    if (right < 1) return null;
    const [[x0, y0], [x1, y1]] = [points[right - 1], points[right]];
    const onLine = y0 + (y1 - y0) * (x - x0) / (x1 - x0), distance = Math.abs(onLine - y);
    if (distance < least) [best, least] = [{dataIndex: i, x, y: onLine}, distance];
  }
  return best;
}

export const showPoint = (chart, layer, row) => {
  const [x, y] = chart.instance.convertToPixel('grid', [layer.x, layer.y].map(column => chart.columns[column].values[row]));
  chart.instance.dispatchAction({type: 'showTip', ...inside(chart, {x, y})});
};

export function followNearest(chart) {
  const areDots = chart.isSquare || chart.data.layers?.every(({shape}) => shape === 'dots');
  if (!areDots && !chart.data.parallel) return;
  let last = null;
  const act = (type, place) => chart.instance.dispatchAction({type, ...place});
  const pale = () => { if (!areDots && last) act('downplay', {seriesIndex: 0, dataIndex: last.dataIndex}); };
  const leave = () => {
    if (!last) return;
    pale();
    act('hideTip');
    if (chart.isSquare) act('updateAxisPointer', {currTrigger: 'leave'});
    chart.pointed = last = null;
  };
  chart.plot.addEventListener('pointermove', event => {
    if (!chart.instance || event.buttons) return;
    const box = chart.plot.getBoundingClientRect();
    const found = (areDots ? nearestDot : nearestLine)(chart, event.clientX - box.left, event.clientY - box.top);
    if (!found) return leave();
    if (found.dataIndex !== last?.dataIndex) pale();
    last = found;
    chart.pointed = areDots ? [chart.data.layers[found.seriesIndex], found.dataIndex] : null;
    act('showTip', areDots && !chart.isSquare ? {seriesIndex: found.seriesIndex, dataIndex: found.dataIndex} : inside(chart, found));
    if (!areDots) act('highlight', {seriesIndex: 0, dataIndex: found.dataIndex});
  });
  chart.plot.addEventListener('pointerleave', leave);
}
