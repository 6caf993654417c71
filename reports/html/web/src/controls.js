// The buttons under a chart.
import {draw} from './charts.js';
import {button, element} from './dom.js';
import {csvOf, pointsOf} from './points.js';
import {save, savePng, svgOf} from './save.js';
import {setZoom} from './zoom.js';

function switches(chart) {
  return (chart.data.switches ?? []).map(({name}, i) => {
    const node = button(name, () => {
      chart.pressed.has(i) ? chart.pressed.delete(i) : chart.pressed.add(i);
      draw(chart);
      chart.updateControls();
    });
    return {node, update: () => node.setAttribute('aria-pressed', String(chart.pressed.has(i)))};
  });
}

function reset(chart) {
  if (!chart.data.zooms) return [];
  const node = button('Reset zoom', () => setZoom(chart, null));
  return [{node, update: () => { node.disabled = !chart.zoom; }}];
}

function points(chart) {
  let box = null;
  const node = button('Points', () => {
    if (box) box.remove();
    box = box ? null : pointsOf(chart);
    if (box) chart.controls.after(box);
    node.setAttribute('aria-expanded', String(Boolean(box)));
  });
  node.setAttribute('aria-expanded', 'false');
  return node;
}

export function addControls(chart) {
  const file = chart.figure.id || 'chart';
  const drawn = act => () => {
    if (!chart.instance) draw(chart);
    act();
  };
  const changing = [...switches(chart), ...reset(chart)];
  const saving = [
    button('PNG', drawn(() => savePng(`${file}.png`, svgOf(chart)))),
    button('SVG', drawn(() => save(`${file}.svg`, 'image/svg+xml', svgOf(chart)))),
    button('CSV', () => save(`${file}.csv`, 'text/csv;charset=utf-8', csvOf(chart))),
  ];
  for (const node of saving) node.setAttribute('aria-label', `Save as ${node.textContent}`);
  chart.controls = element('div', 'controls', ...changing.map(({node}) => node), element('span', 'gap'), ...saving, points(chart));
  chart.controls.setAttribute('role', 'group');
  chart.controls.setAttribute('aria-label', 'This chart');
  chart.updateControls = () => changing.forEach(({update}) => update());
  chart.updateControls();
  chart.plot.after(chart.controls);
}
