// The legend: real buttons, which toggle a name in every chart of the group.
import {draw, groupOf} from './charts.js';
import {element, isolated} from './dom.js';
import {swatch} from './swatch.js';

function toggle(chart, name) {
  const on = !chart.shown[chart.data.layers.findIndex(layer => layer.name === name)];
  for (const one of groupOf(chart)) {
    (one.data.layers ?? []).forEach((layer, i) => { if (layer.name === name) one.shown[i] = on; });
    one.updateLegend();
    if (one.instance) draw(one);
  }
}

export function addLegend(chart) {
  const layers = chart.data.layers ?? [];
  const names = [...new Set(layers.map(({name}) => name))];
  if (names.length < 2 && !layers.some(({hidden}) => hidden)) return;
  const entries = names.map(name => {
    const alike = layers.filter(layer => layer.name === name);
    const node = element('button', '', swatch(...alike), isolated(name));
    node.type = 'button';
    node.title = alike[0].close ? `${name}: drawn where a third of the axis or less is in view` : name;
    node.addEventListener('click', () => toggle(chart, name));
    return {node, layer: alike[0], index: layers.indexOf(alike[0])};
  });
  chart.updateLegend = () => {
    for (const {node, layer, index} of entries) {
      node.setAttribute('aria-pressed', String(chart.shown[index]));
      node.classList.toggle('waiting', Boolean(layer.close) && chart.shown[index] && !chart.isClose());
    }
  };
  chart.updateLegend();
  const box = element('div', 'legend', ...entries.map(({node}) => node));
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', 'What is drawn');
  chart.plot.before(box);
}
