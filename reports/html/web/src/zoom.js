// Zoom along x: drag over the plot, double click to return. The wheel keeps scrolling the page.
import {charts, draw, groupOf} from './charts.js';
import {leastZoom, reachOf} from './reach.js';

/** Not narrower than a few points, and inside. */
function kept(chart, [from, to]) {
  const [low, high] = chart.extent(), half = Math.max(to - from, leastZoom(chart)) / 2;
  const middle = Math.max(low + half, Math.min(high - half, (from + to) / 2));
  return [middle - half, middle + half];
}

export function setZoom(chart, given) {
  const range = given && kept(chart, given);
  for (const one of groupOf(chart)) {
    if (!one.data.zooms) continue;
    one.zoom = range;
    if (one.instance) draw(one);
    one.updateLegend();
    one.updateControls();
  }
}

/** In (factor < 1) or out around the middle of what is in view. */
export function scaleZoom(chart, factor) {
  const [low, high] = chart.extent();
  const [from, to] = chart.zoom ?? [low, high];
  const middle = (from + to) / 2, half = (to - from) / 2 * factor;
  const range = [Math.max(low, middle - half), Math.min(high, middle + half)];
  setZoom(chart, range[0] <= low && range[1] >= high ? null : range);
}

function addDrag(chart) {
  const {plot} = chart;
  const at = event => event.clientX - plot.getBoundingClientRect().left;
  let start = null, box = null;
  plot.addEventListener('pointerdown', event => {
    const y = event.clientY - plot.getBoundingClientRect().top;
    if (event.button !== 0 || !chart.instance?.containPixel('grid', [at(event), y])) return;
    start = at(event);
    plot.setPointerCapture(event.pointerId);
  });
  plot.addEventListener('pointermove', event => {
    if (start === null || Math.abs(at(event) - start) < 6) return;
    if (!box) {
      box = document.createElement('div');
      box.className = 'drag';
      plot.append(box);
    }
    box.style.left = `${Math.min(start, at(event))}px`;
    box.style.width = `${Math.abs(at(event) - start)}px`;
  });
  const finish = event => {
    const from = start;
    start = null;
    if (!box) return;
    box.remove();
    box = null;
    if (event.type === 'pointercancel') return;
    const [low, high] = chart.extent();
    const values = [from, at(event)].map(x => chart.instance.convertFromPixel({xAxisIndex: 0}, x)).sort((a, b) => a - b);
    setZoom(chart, [Math.max(low, values[0]), Math.min(high, values[1])]);
  };
  plot.addEventListener('pointerup', finish);
  plot.addEventListener('pointercancel', finish);
  plot.addEventListener('dblclick', () => setZoom(chart, null));
}

const axisNow = ({data, instance}) =>
    instance.getOption().yAxis[0].type === 'log' ? {type: 'log'} : data.option.yAxis;

/** The slider moves by itself; the others of the group follow. */
function followSlider(chart) {
  chart.onDrawn = () => chart.instance.on('datazoom', event => {
    const {startValue, endValue} = chart.instance.getOption().dataZoom[0];
    if (event.batch || !Number.isFinite(startValue)) return;
    const wasClose = chart.isClose();
    chart.zoom = [startValue, endValue];
    for (const one of groupOf(chart)) {
      if (one === chart || !one.data.zooms) continue;
      one.zoom = chart.zoom;
      if (one.instance) draw(one);
      one.updateLegend();
      one.updateControls();
    }
    if (wasClose !== chart.isClose()) draw(chart);
    else chart.instance.setOption({yAxis: reachOf(chart, 'yAxis', axisNow(chart))});
    chart.updateLegend();
    chart.updateControls();
  });
}

export function startZoom() {
  for (const chart of charts) {
    if (!chart.data.zooms) continue;
    addDrag(chart);
    if (chart.hasSlider) followSlider(chart);
  }
}
