// What ECharts has no series for, drawn in its custom one: intervals, and areas between two curves.
function span(params, api) {
  const {x: [x, right], y: [y, upper]} = params.encode;
  const isVertical = upper !== undefined;
  const ends = isVertical ? [[x, y], [x, upper]] : [[x, y], [right, y]];
  const [[x1, y1], [x2, y2]] = ends.map(dimensions => api.coord(dimensions.map(one => api.value(one))));
  if (![x1, y1, x2, y2].every(Number.isFinite)) return null;
  const style = {stroke: api.visual('color'), lineWidth: 2, fill: 'none'};
  const line = (a, b, c, d) => ({type: 'line', shape: {x1: a, y1: b, x2: c, y2: d}, style});
  const cap = (a, b) => isVertical ? line(a - 4, b, a + 4, b) : line(a, b - 5, a, b + 5);
  return {type: 'group', children: [line(x1, y1, x2, y2), cap(x1, y1), cap(x2, y2)]};
}

/** One area for the whole series, drawn with its first point. */
function band(params, api) {
  if (params.dataIndexInside !== 0) return null;
  const {x: [x], y: [low, high]} = params.encode;
  const lower = [], upper = [];
  for (let i = 0; i < params.dataInsideLength; ++i) {
    const [at, from, to] = [x, low, high].map(dimension => api.value(dimension, i));
    if (![at, from, to].every(Number.isFinite)) continue;
    lower.push(api.coord([at, from]));
    upper.push(api.coord([at, to]));
  }
  return {type: 'polygon', shape: {points: [...upper, ...lower.reverse()]},
    style: {fill: api.visual('color'), opacity: 0.18, stroke: 'none'}};
}

export const shapes = {'@span': span, '@band': band};
