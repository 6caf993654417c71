// Parallel coordinates: one line a row, shaded by one column from pale to full.
import {css} from './theme.js';
import {isThere} from './columns.js';
import {endOf} from './labels.js';

const channels = colour => {
  const context = document.createElement('canvas').getContext('2d');
  context.fillStyle = colour;
  return [1, 3, 5].map(at => parseInt(context.fillStyle.slice(at, at + 2), 16));
};

function between(from, to, share) {
  const [a, b] = [channels(from), channels(to)];
  return `rgb(${a.map((v, i) => Math.round(v + (b[i] - v) * share)).join(',')})`;
}

function shares(column) {
  const ranks = column.isText ? new Map([...new Set(column.values)].map((word, i) => [word, i])) : null;
  const numbers = Array.from(column.values, v => ranks ? ranks.get(v) : v);
  const real = numbers.filter(isThere);
  const low = Math.min(...real), high = Math.max(...real);
  return numbers.map(v => isThere(v) ? (high > low ? (v - low) / (high - low) : 1) : null);
}

export function parallelOf(chart, option) {
  const {shade, low} = chart.data.parallel;
  const rows = chart.columns[0].values.length;
  const share = shade === undefined ? Array(rows).fill(1) : shares(chart.columns[shade]).map(one => one === null ? 0 : low ? 1 - one : one);
  const [pale, full] = [css('--pale'), css('--k0')];
  const lines = Array.from({length: rows}, (_, row) => ({
    name: String(row),
    value: option.parallelAxis.map(({dim}) => chart.columns[dim].values[row] ?? '-'),
    lineStyle: {color: between(pale, full, share[row]), width: 1 + share[row], opacity: 0.35 + 0.6 * share[row]},
  }));
  lines.sort((a, b) => share[a.name] - share[b.name]);
  option.parallel = {left: 40, right: 60, top: 40, bottom: 24,
    parallelAxisDefault: {nameLocation: 'end', nameGap: 14, nameTextStyle: {fontSize: 12}}};
  const last = option.parallelAxis.length - 1;
  const apart = (chart.instance.getWidth() - 100) / Math.max(1, last), inside = apart - 10;
  option.parallelAxis.forEach((axis, i) => {
    axis.axisLine = {show: true};
    axis.axisLabel = {...axis.axisLabel, margin: 10, color: css('--ink'), textBorderColor: css('--paper'), textBorderWidth: 3,
      width: Math.min(84, i === last ? 50 : inside), overflow: 'truncate'};
    const room = i === 0 ? 40 + apart / 2 - 10 : i === last ? 60 + apart / 2 - 10 : inside;
    axis.nameTruncate = {maxWidth: room};
    axis.name = endOf(axis.name ?? '', room);
    if (i === 0) axis.nameTextStyle = {align: 'left', padding: [0, 0, 0, -36]};
    if (i === last && i > 0) axis.nameTextStyle = {align: 'right', padding: [0, -56, 0, 0]};
  });
  option.series = [{...option.series[0], data: lines, emphasis: {lineStyle: {width: 4, opacity: 1, color: css('--k1')}}}];
  return option;
}
