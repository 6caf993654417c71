// How far an axis reaches: round ends, and of a zoomed chart only what is in view.

/** [low, high, step] with a step of 1, 2 or 5 times a power of ten: shares end at 100 % on a step. */
export function roundReach(low, high, ticks = 5) {
  const span = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span / ticks));
  const step = [1, 2, 5, 10].map(one => one * power).find(one => span / one <= ticks) ?? 10 * power;
  const tidy = v => Number(v.toPrecision(12));
  return [tidy(Math.floor(low / step + 1e-9) * step), tidy(Math.ceil(high / step - 1e-9) * step), tidy(step)];
}

const finite = values => values.filter(v => Number.isFinite(v));

/** The rows in view, and one more on each side, which the lines that leave the view lead to. */
function rowsInView(xs, zoom) {
  if (!zoom) return [0, xs.length];
  let first = 0, end = xs.length;
  while (first < end && !(xs[first] >= zoom[0])) ++first;
  while (end > first && !(xs[end - 1] <= zoom[1])) --end;
  return [Math.max(0, first - 1), Math.min(xs.length, end + 1)];
}

/** Whether so many points are shown, and in view, that they are thinned to each pixel's extremes anew at every zoom. */
export function isCrowded(chart) {
  const selected = chart.selected();
  let all = 0, inView = Infinity;
  chart.data.layers.forEach(({x, packed}, i) => {
    const xs = chart.columns[x]?.values;
    if (!selected[i] || !packed || !xs) return;
    const [from, to] = rowsInView(xs, chart.zoom);
    all += xs.length, inView = Math.min(inView, to - from);
  });
  return all > 40000 && inView >= 400;
}

/** Least and greatest of what is shown along 'x' or 'y', or null. */
export function shownReach(chart, along) {
  const selected = chart.selected();
  let low = Infinity, high = -Infinity;
  chart.data.layers.forEach((layer, i) => {
    if (!selected[i]) return;
    const isSideways = chart.isSideways(layer);
    const ends = layer.low !== undefined && (along === 'x') === isSideways ? [layer.low, layer.high] : [layer[along]];
    const xs = chart.columns[layer.x]?.values;
    for (const column of ends) {
      if (column === undefined || chart.columns[column].isText) continue;
      const {values} = chart.columns[column];
      const [from, to] = xs && along === 'y' ? rowsInView(xs, chart.zoom) : [0, values.length];
      for (let row = from; row < to; ++row) {
        if (values[row] === null || !Number.isFinite(values[row])) continue;
        if (values[row] < low) low = values[row];
        if (values[row] > high) high = values[row];
      }
    }
  });
  return low <= high ? [low, high] : null;
}

/** Ends that the axis has not been given; a share's is 100 % at most, unless a point lies beyond. */
export function reachOf(chart, side, axis) {
  const along = side[0], isShare = chart.data[along].format === '@percent';
  if (axis.type === 'category' || (!isShare && !(chart.zoom && along === 'y'))) return {};
  const given = v => typeof v === 'number';
  if (given(axis.min) && given(axis.max)) return {};
  const shown = shownReach(chart, along);
  if (!shown) return {};
  let [low, high] = shown;
  for (const mark of chart.data.option.series.flatMap(({markLine}) => markLine?.data ?? []))
    if (isShare && !chart.zoom && given(mark[side])) [low, high] = [Math.min(low, mark[side]), Math.max(high, mark[side])];
  if (axis.type === 'log') return {min: 10 ** Math.floor(Math.log10(low)), max: 10 ** Math.ceil(Math.log10(high))};
  if (given(axis.min)) low = axis.min;
  const beyond = dots(chart, along) > 1.0000001;
  const [from, to, interval] = roundReach(low, isShare && !beyond ? Math.min(high, 1) : high);
  return {min: given(axis.min) ? axis.min : from, max: given(axis.max) ? axis.max : to, interval};
}

/** The greatest that was measured: an interval may end beyond what is possible. */
const dots = (chart, along) => Math.max(-Infinity, ...chart.data.layers.filter(({low}) => low === undefined)
  .flatMap(layer => finite(Array.from(chart.columns[layer[along]]?.values ?? []))));

/** The narrowest window along x: two steps of the layer that has most points. */
export function leastZoom(chart) {
  const [low, high] = chart.extent(), shown = chart.selected();
  const counts = chart.data.layers.filter((_, i) => shown[i])
      .map(({x}) => finite(Array.from(chart.columns[x]?.values ?? [])).length);
  return Math.min(high - low, 2 * (high - low) / Math.max(1, Math.max(0, ...counts) - 1));
}
