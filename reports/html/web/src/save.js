// A chart as a picture of its own: with its title and legend, in the colours that are seen.
import {furniture, css} from './theme.js';
import {pathsOf} from './swatch.js';

const xml = text => text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
const control = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;  // has no place in XML

function drawingOf({instance, plot}) {
  instance.dispatchAction({type: 'hideTip'});
  instance.getZr().flush();
  return new XMLSerializer().serializeToString(plot.querySelector('svg'));
}

const fitting = (text, context, width) => {
  const all = Array.from(text), letters = all.slice(0, 400);
  if (letters.length === all.length && context.measureText(text).width <= width) return text;
  while (letters.length && context.measureText(`${letters.join('')}…`).width > width) letters.pop();
  return `${letters.join('')}…`;
};

function legendOf(chart, context, width, top) {
  const out = [];
  let x = 8, y = top;
  const names = new Set();
  (chart.data.layers ?? []).forEach((layer, i) => {
    if (!chart.shown[i] || names.has(layer.name)) return;
    names.add(layer.name);
    const name = fitting(layer.name, context, width - 60);
    const wide = 54 + context.measureText(name).width;
    if (x > 8 && x + wide > width) [x, y] = [8, y + 20];
    const paths = pathsOf(layer).map(attributes => `<path ${Object.entries(attributes)
        .map(([k, v]) => `${k}="${v === 'var(--paper)' ? css('--paper') : v}"`).join(' ')}/>`).join('');
    out.push(`<g transform="translate(${x},${y})" color="${css(layer.color)}">${paths}` +
        `<text x="37" y="9" font-size="12" fill="${css('--ink')}">${xml(name)}</text></g>`);
    x += wide;
  });
  return {svg: names.size > 1 ? out.join('') : '', bottom: names.size > 1 ? y + 20 : top};
}

export function svgOf(chart) {
  const width = chart.instance.getWidth(), context = document.createElement('canvas').getContext('2d');
  const font = furniture().textStyle.fontFamily;
  context.font = `600 14px ${font}`;
  const title = fitting(chart.figure.querySelector('figcaption strong').textContent, context, width - 16);
  context.font = `12px ${font}`;
  const legend = legendOf(chart, context, width, 32);
  const height = legend.bottom + 6 + chart.instance.getHeight();
  return (`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" ` +
      `viewBox="0 0 ${width} ${height}" font-family="${xml(font)}"><rect width="100%" height="100%" fill="${css('--paper')}"/>` +
      `<text x="8" y="21" font-size="14" font-weight="600" fill="${css('--ink')}">${xml(title)}</text>${legend.svg}` +
      `<g transform="translate(0,${legend.bottom + 6})">${drawingOf(chart)}</g></svg>`).replace(control, '\ufffd');
}

export function save(name, type, content) {
  const link = document.createElement('a');
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], {type}));
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export function savePng(name, svg) {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement('canvas');
    canvas.width = 2 * image.width;
    canvas.height = 2 * image.height;
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(blob => save(name, 'image/png', blob));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}
