// How a layer looks, small: in the legend and under the pointer.
const space = 'http://www.w3.org/2000/svg';
const dashes = {dashed: '7 4', faint: '1.5 3'};
const round = 'M15 5m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0', square = 'M12 2h6v6h-6z', triangle = 'M15 1.5l3.6 6.5h-7.2z';
const symbols = {
  circle: round, emptyCircle: round, rect: square, emptyRect: square, triangle, emptyTriangle: triangle,
  diamond: 'M15 1l4 4-4 4-4-4z',
};

/** As attributes of SVG paths, so that a saved picture has the same. */
export function pathsOf({shape, symbol, packed}) {
  const stroke = {stroke: 'currentColor', 'stroke-width': 2, fill: 'none'};
  if (shape === 'bars' || shape === 'stacked') return [{d: 'M4 0h22v10H4z', fill: 'currentColor'}];
  if (shape === 'band') return [{d: 'M2 0h26v10H2z', fill: 'currentColor', opacity: 0.3}];
  if (shape === 'span') return [{...stroke, d: 'M3 5H27M3 1v8M27 1v8'}];
  const mark = {d: symbols[symbol], stroke: 'currentColor', fill: symbol.startsWith('empty') ? 'var(--paper)' : 'currentColor'};
  if (shape === 'dots') return [mark];
  const line = {...stroke, d: 'M0 5H30', 'stroke-width': shape === 'faint' || packed ? 1.2 : 2};
  if (dashes[shape]) line['stroke-dasharray'] = dashes[shape];
  return shape === 'faint' || packed ? [line] : [line, mark];
}

export function swatch(...layers) {
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 30 10');
  svg.setAttribute('class', 'swatch');
  svg.setAttribute('aria-hidden', 'true');
  svg.style.color = `var(${layers[0].color})`;
  for (const attributes of layers.flatMap(pathsOf)) {
    const path = document.createElementNS(space, 'path');
    for (const [key, value] of Object.entries(attributes)) path.setAttribute(key, value);
    svg.append(path);
  }
  return svg;
}
