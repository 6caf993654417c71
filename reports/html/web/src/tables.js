// Long tables: a click on a head sorts (up, down, as it was), a box above filters.
import {button, element} from './dom.js';

const missing = new Set(['', '–', '-', '—', 'nan']);

function keyOf(cell, isNumber) {
  const text = (cell?.dataset.sort ?? cell?.textContent ?? '').trim();
  if (missing.has(text.toLowerCase())) return null;
  if (!isNumber && cell?.dataset.sort === undefined) return text;
  const number = Number.parseFloat(text.replace(/^[^\d.+-]+/, '').replace('−', '-').replace(/(\d)[\s,](?=\d{3})/g, '$1'));
  return Number.isNaN(number) ? text : number;
}

function compare(a, b) {
  if (a === null || b === null) return (a === null) - (b === null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', {numeric: true});
}

function makeSortable(table) {
  const body = table.tBodies[0], order = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (!head.textContent.trim()) return;
    const act = () => {
      const next = {none: 'ascending', ascending: 'descending', descending: 'none'}[head.ariaSort ?? head.getAttribute('aria-sort') ?? 'none'];
      for (const other of heads) other.removeAttribute('aria-sort');
      if (next !== 'none') head.setAttribute('aria-sort', next);
      const isNumber = head.classList.contains('r') || order.some(row => row.cells[column]?.classList.contains('r'));
      const keyed = order.map(row => ({row, key: keyOf(row.cells[column], isNumber)}));
      if (next !== 'none')
        keyed.sort((a, b) => a.key === null || b.key === null || next === 'ascending' ? compare(a.key, b.key) : compare(b.key, a.key));
      body.append(...keyed.map(({row}) => row));
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
