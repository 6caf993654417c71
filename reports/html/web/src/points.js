// The drawn points: as CSV, and as a table under the chart.
import {element, isolated} from './dom.js';

const tableRows = 500;

/** Of 32-bit floats the seven digits that they hold. */
function cell({values, isPacked}, row) {
  const value = values[row];
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  return String(isPacked ? Number(value.toPrecision(7)) : value);
}

/** RFC 4180. A name that a spreadsheet would take for a formula gets an apostrophe. */
function quoted(text) {
  const tame = /^[=+@\t\r-]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

const lengthOf = columns => Math.max(0, ...columns.map(({values}) => values.length));

export function csvOf({columns}) {
  const lines = [columns.map(({name}) => quoted(name)).join(',')];
  for (let row = 0; row < lengthOf(columns); ++row)
    lines.push(columns.map(column => quoted(cell(column, row))).join(','));
  return lines.join('\r\n') + '\r\n';
}

export function pointsOf({columns, figure}) {
  const head = element('tr', '', ...columns.map(({name}) => {
    const th = element('th', 'r', isolated(name));
    th.scope = 'col';
    return th;
  }));
  const body = element('tbody', '');
  const rows = lengthOf(columns);
  for (let row = 0; row < Math.min(rows, tableRows); ++row)
    body.append(element('tr', '', ...columns.map(column => element('td', 'r', isolated(cell(column, row))))));
  const title = figure.querySelector('figcaption strong').textContent;
  const box = element('div', 'points', element('table', '', element('caption', 'unseen', `Points of: ${title}`), element('thead', '', head), body));
  box.tabIndex = 0;
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', `Points of: ${title}`);
  if (rows > tableRows) box.append(element('p', 'hint', `The first ${tableRows} of ${rows} rows; the CSV has all.`));
  return box;
}
