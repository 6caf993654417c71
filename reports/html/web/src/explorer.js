// The threshold explorer: a slider over rows that stand in the page (reports/html/explorer.h). Nothing is computed here.

function show(explorer, rows, at) {
  const row = rows[at];
  explorer.querySelector('output').textContent = row[0];
  for (const cell of explorer.querySelectorAll('[data-cell]')) cell.textContent = row[Number(cell.dataset.cell)];
  for (const button of explorer.querySelectorAll('[data-row]'))
    button.setAttribute('aria-pressed', String(Number(button.dataset.row) === at));
  const slider = explorer.querySelector('input');
  slider.value = String(at);
  slider.setAttribute('aria-valuetext', row[0]);
}

export function explore(root = document) {
  for (const explorer of root.querySelectorAll('.explorer')) {
    const {rows} = JSON.parse(explorer.querySelector('script').textContent);
    const slider = explorer.querySelector('input');
    slider.addEventListener('input', () => show(explorer, rows, Number(slider.value)));
    for (const button of explorer.querySelectorAll('[data-row]'))
      button.addEventListener('click', () => show(explorer, rows, Number(button.dataset.row)));
    show(explorer, rows, Number(slider.getAttribute('value')));
    explorer.hidden = false;
  }
}
