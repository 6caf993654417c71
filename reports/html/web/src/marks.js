// The texts of a chart's marks, where there is room for them.
import {widthOf} from './labels.js';
import {shownReach} from './reach.js';
import {css} from './theme.js';

/** Above its line, or to the side of it that has room. */
function alignment(chart, axis, at, text) {
  const [least, most] = shownReach(chart, 'x') ?? [at, at];
  const [low, high] = chart.zoom ?? [axis.min ?? Math.min(least, at), axis.max ?? Math.max(most, at)];
  const room = chart.instance.getWidth() - 80, share = high > low ? (at - low) / (high - low) : 0.5, half = widthOf(text) / 2 + 4;
  if (share * room >= half && (1 - share) * room >= half) return {align: 'center'};
  const left = share < 0.5;
  return {align: left ? 'left' : 'right', width: Math.max(60, (left ? 1 - share : share) * room), overflow: 'truncate'};
}

export function placeMarks(chart, axis, lines) {
  for (const line of lines) {
    const side = line.xAxis === undefined ? {} : alignment(chart, axis, line.xAxis, line.name);
    line.label = {color: css('--ink'), backgroundColor: css('--paper'), padding: [0, 2], ...line.label, ...side};
    if (side.width && widthOf(line.name) <= side.width) delete line.label.width, delete line.label.overflow;
  }
}
