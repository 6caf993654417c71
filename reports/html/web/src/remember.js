// A page that loads itself again while a run goes on keeps what the reader chose; so does the last of them, once.
import {charts} from './charts.js';

const key = () => `xp ${location.pathname}`;
const input = new Event('input', {bubbles: true});

const named = (selector, root = document) => [...root.querySelectorAll(selector)];
const folded = () => named('main details');
const filters = () => named('main input[type=search]');
const sliders = () => named('.explorer input[type=range]');
const sorted = () => named('main th .sort').map(button => ({button, order: button.closest('th').getAttribute('aria-sort')}));

function chosen() {
  return {
    scroll: scrollY,
    charts: Object.fromEntries(charts.map(chart => [chart.figure.id, {
      pressed: [...chart.pressed], zoom: chart.zoom,
      shown: Object.fromEntries((chart.data.layers ?? []).map(({name}, i) => [name, chart.shown[i]])),
    }])),
    open: folded().map(({open}) => open),
    filters: filters().map(({value}) => value),
    sliders: sliders().map(({value}) => value),
    sorts: sorted().map(({order}) => order),
  };
}

function restoreCharts(kept) {
  for (const chart of charts) {
    const one = kept.charts?.[chart.figure.id];
    if (!one) continue;
    chart.pressed = new Set(one.pressed);
    chart.zoom = one.zoom;
    (chart.data.layers ?? []).forEach(({name}, i) => { if (name in one.shown) chart.shown[i] = one.shown[name]; });
  }
}

/** As far as the page still has as many of each. */
function restorePage(kept) {
  const each = (nodes, values, act) => { if (values?.length === nodes.length) nodes.forEach((node, i) => act(node, values[i])); };
  const put = (node, value) => {
    if (node.value === value) return;
    node.value = value;
    node.dispatchEvent(input);
  };
  each(folded(), kept.open, (node, open) => { node.open = open; });
  each(filters(), kept.filters, put);
  each(sliders(), kept.sliders, put);
  each(sorted(), kept.sorts, ({button}, order) => {
    for (let i = { ascending: 1, descending: 2 }[order] ?? 0; i > 0; --i) button.click();
  });
  requestAnimationFrame(() => scrollTo(0, kept.scroll));
}

/** Before anything is built, charts; what is returned is called once tables and sliders work. */
export function keepAcrossReloads() {
  const goesOn = document.querySelector('meta[http-equiv=refresh]');
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(key()) ?? 'null');
    if (!goesOn) sessionStorage.removeItem(key());
  } catch { /* no storage here: the page starts anew */ }
  if (kept) restoreCharts(kept);
  if (goesOn) addEventListener('pagehide', () => {
    try {
      sessionStorage.setItem(key(), JSON.stringify(chosen()));
    } catch { /* as above */ }
  });
  return () => { if (kept) restorePage(kept); };
}
