// Long tables: a click on a head sorts (up, down, as it was), a box above filters.
import {button, element} from './dom.js';

const missing = new Set(['', '–', '-', '—', 'nan']);

const units = {b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40,
  ms: 1e-3, s: 1, min: 60, h: 3600, d: 86400, k: 1e3, m: 1e6, g: 1e9};
const amount = /^([<>≤≥~≈±]\s*)?([+-]?(?:\d{1,3}(?:[ ,\u2009\u202f]\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?)\s*([a-z]*)/i;

/** [number, what follows it] of "87.0 % (74 to 94)", "1.5 MiB", "1:23", "45 s"; null where there is none in front. */
function amountOf(text) {
  if (/^\d+(:\d\d){1,2}$/.test(text)) return [text.split(':').reduce((sum, part) => 60 * sum + Number(part), 0), ''];
  const found = amount.exec(text.replace('−', '-'));
  if (!found || !/\d/.test(found[2])) return null;
  const value = Number(found[2].replace(/[ ,\u2009\u202f]/g, ''));
  const unit = units[found[3].toLowerCase()];
  return [value * (unit ?? 1), unit ? text.slice(found[0].length) : found[3] + text.slice(found[0].length)];
}

const textOf = cell => (cell?.dataset.sort ?? cell?.textContent ?? '').trim();
const isMissing = text => missing.has(text.toLowerCase());

/** Whether all that is there are numbers, with a unit, a deviation or an interval behind them at most. */
function areAmounts(texts, isRight) {
  const there = texts.filter(text => !isMissing(text)).map(amountOf);
  return there.length > 0 && there.every(one => one && (isRight || /^\s*(%\s*)?([(±].*)?$/.test(one[1])));
}

const keyOf = (text, isNumber) => isMissing(text) ? null : isNumber ? amountOf(text)[0] : text;

function compare(a, b) {
  if (a === null || b === null) return (a === null) - (b === null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', {numeric: true});
}

function makeSortable(table) {
  const body = table.tBodies[0], rows = [...body.rows];
  const totals = rows.filter(row => row.matches('.total')), order = rows.filter(row => !row.matches('.total'));
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (!head.textContent.trim()) return;
    const act = () => {
      const next = {none: 'ascending', ascending: 'descending', descending: 'none'}[head.ariaSort ?? head.getAttribute('aria-sort') ?? 'none'];
      for (const other of heads) other.removeAttribute('aria-sort');
      if (next !== 'none') head.setAttribute('aria-sort', next);
      const isRight = head.classList.contains('r') || order.some(row => row.cells[column]?.classList.contains('r'));
      const texts = order.map(row => textOf(row.cells[column])), isNumber = areAmounts(texts, isRight);
      const keyed = order.map((row, i) => ({row, key: keyOf(texts[i], isNumber)}));
      if (next !== 'none')
        keyed.sort((a, b) => a.key === null || b.key === null || next === 'ascending' ? compare(a.key, b.key) : compare(b.key, a.key));
      body.append(...keyed.map(({row}) => row), ...totals);
    };
    const node = button('', act, 'sort');
    node.append(...head.childNodes);
    head.append(node);
  });
}

function makeFilterable(table) {
  const rows = [...table.tBodies[0].rows].map(row => ({row, text: row.textContent.toLowerCase()}));
  const input = element('input');
  input.type = 'search';
  const count = element('span', 'hint');
  count.setAttribute('aria-live', 'polite');
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const {row, text} of rows) {
      row.hidden = !words.every(word => text.includes(word));
      shown += !row.hidden;
    }
    count.textContent = words.length ? ` ${shown} of ${rows.length}` : '';
  });
  const box = element('p', 'filter', element('label', '', `${table.dataset.filter || 'Filter'} `, input), count);
  (table.closest('.scroll') ?? table).before(box);
}

export function startTables() {
  for (const table of document.querySelectorAll('main table')) {
    if (!table.tHead?.rows.length || !table.tBodies.length || table.matches('.stacks, .confusion, .points table, .explorer table')) continue;
    const count = table.tBodies[0].rows.length;
    if ('sortable' in table.dataset || count >= 6) makeSortable(table);
    if ('filter' in table.dataset || 'filterable' in table.dataset || count >= 30) makeFilterable(table);
  }
}
