// On paper: light, everything drawn, what was folded open. And back.
import {charts, draw, drawAll} from './charts.js';
import {setTheme} from './theme.js';

export function startPrinting(chosenTheme) {
  const opened = [];
  addEventListener('beforeprint', () => {
    const folded = [...document.querySelectorAll('main details:not([open])')].filter(one => one.querySelector('figure.chart'));
    for (const one of folded) one.open = true;
    opened.push(...folded);  // browsers may say so twice
    setTheme('light');
    drawAll(true);
    for (const chart of charts) {  // for about the width that it has on paper: the style sheet fits it exactly
      const width = chart.figure.closest('.charts') ? 400 : 720;
      chart.instance.resize({width, height: Number.parseFloat(chart.plot.style.height) || 400});
      draw(chart);
      chart.instance.getZr().flush();
      chart.plot.querySelector('svg').setAttribute('viewBox', `0 0 ${chart.instance.getWidth()} ${chart.instance.getHeight()}`);
    }
  });
  addEventListener('afterprint', () => {
    for (const one of opened.splice(0)) one.open = false;
    setTheme(chosenTheme());
    drawAll(true);
  });
}
