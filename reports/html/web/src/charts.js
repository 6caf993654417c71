// Every figure of the page, as a chart with what the reader chose of it; drawn when it comes near the view.
import {columnsOf} from './columns.js';
import {init} from './library.js';
import {optionOf} from './option.js';
import {furniture} from './theme.js';

function chartOf(figure) {
  const data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const layers = data.layers ?? [];
  for (const layer of layers) layer.packed = data.columns[layer.y]?.packed !== undefined;
  const chart = {
    figure, data,
    plot: figure.querySelector('.plot'),
    columns: columnsOf(data),
    group: figure.dataset.group ?? '',
    shown: layers.map(({hidden}) => !hidden),
    pressed: new Set(),
    zoom: null,       // [from, to] of x, or all of it
    instance: null,   // of ECharts, once drawn
    hasSlider: Boolean(data.zooms) && data.columns.some(({packed}) => packed !== undefined),
    isSquare: figure.querySelector('.plot').classList.contains('square'),
    pointed: null,    // [layer, row] that nearby.js or the keyboard came to
    updateLegend() {},
    updateControls() {},
  };
  chart.isSideways = ({shape, x, y}) => shape === 'span' ? x === undefined : data.option.yAxis?.type === 'category' && y !== undefined;
  chart.extent = () => extentOf(chart);
  chart.isClose = () => {
    if (!chart.zoom) return false;
    const [low, high] = chart.extent();
    return chart.zoom[1] - chart.zoom[0] <= (high - low) / 3 * 1.001;
  };
  chart.selected = () => Object.fromEntries(layers.map(({close}, i) => [String(i), chart.shown[i] && (!close || chart.isClose())]));
  return chart;
}

function extentOf(chart) {
  let low = Infinity, high = -Infinity;
  for (const column of new Set(chart.data.layers.map(({x}) => x)))
    for (const v of chart.columns[column]?.values ?? []) {
      if (v < low) low = v;
      if (v > high) high = v;
    }
  return [low, high];
}

export const charts = [...document.querySelectorAll('figure.chart')].filter(f => f.querySelector('.plot')).map(chartOf);

/** Those that toggle and zoom with this one. */
export const groupOf = chart => chart.group ? charts.filter(({group}) => group === chart.group) : [chart];

/** Draws or redraws with everything that was chosen; in new colours when `anew`. */
export function draw(chart, anew = false) {
  if (anew && chart.instance) {
    chart.instance.dispose();
    chart.instance = null;
  }
  if (!chart.instance) {
    chart.instance = init(chart.plot, furniture(), {renderer: 'svg'});
    chart.onDrawn?.();
  }
  chart.instance.setOption(optionOf(chart), {notMerge: true});
}

export function drawAll(anew = false) {
  for (const chart of charts) draw(chart, anew);
}

const margin = 400;  // CSS pixels beyond the view

export function drawWhenNear() {
  const sizes = new ResizeObserver(entries => {
    for (const {target} of entries) {
      const chart = charts.find(({plot}) => plot === target);
      if (chart?.instance && chart.plot.clientWidth !== chart.instance.getWidth() && chart.plot.clientWidth > 0) {
        chart.instance.resize();
        draw(chart);
      }
    }
  });
  const show = chart => {
    draw(chart);
    sizes.observe(chart.plot);
  };
  const near = new IntersectionObserver((entries, observer) => {
    for (const {isIntersecting, target} of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      show(charts.find(({plot}) => plot === target));
    }
  }, {rootMargin: `${margin}px`});
  for (const chart of charts) {
    const {top, bottom, width} = chart.plot.getBoundingClientRect();
    if (width > 0 && bottom > -margin && top < innerHeight + margin) show(chart);
    else near.observe(chart.plot);
  }
}
