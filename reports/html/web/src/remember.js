// A page that loads itself again while a run goes on keeps what the reader chose.
import {charts} from './charts.js';

const key = () => `xp ${location.pathname}`;

export function keepAcrossReloads() {
  if (!document.querySelector('meta[http-equiv=refresh]')) return;
  try {
    const kept = JSON.parse(sessionStorage.getItem(key()) ?? 'null');
    for (const chart of charts) {
      const one = kept?.charts?.[chart.figure.id];
      if (!one) continue;
      chart.pressed = new Set(one.pressed);
      chart.zoom = one.zoom;
      (chart.data.layers ?? []).forEach(({name}, i) => { if (name in one.shown) chart.shown[i] = one.shown[name]; });
    }
    if (kept) requestAnimationFrame(() => scrollTo(0, kept.scroll));
  } catch { /* no storage here: the page starts anew */ }
  addEventListener('pagehide', () => {
    const chosen = charts.map(chart => [chart.figure.id, {
      pressed: [...chart.pressed], zoom: chart.zoom,
      shown: Object.fromEntries((chart.data.layers ?? []).map(({name}, i) => [name, chart.shown[i]])),
    }]);
    try {
      sessionStorage.setItem(key(), JSON.stringify({scroll: scrollY, charts: Object.fromEntries(chosen)}));
    } catch { /* as above */ }
  });
}
