// Nodes, built so that a name is never read as markup.
export function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

/** What others wrote, in its own direction of writing. */
export const isolated = text => element('bdi', '', text);

export function button(text, act, className = '') {
  const node = element('button', className, text);
  node.type = 'button';
  node.addEventListener('click', act);
  return node;
}

/** Tells a screen reader what the keyboard came to in a figure. */
export function tell(figure, text) {
  let region = figure.querySelector('.said');
  if (!region) {
    region = element('div', 'said unseen');
    region.setAttribute('aria-live', 'polite');
    figure.append(region);
  }
  region.textContent = text;
}

/** What scrolls in its own box can be scrolled by keyboard too. */
export function reachScrollers() {
  for (const box of document.querySelectorAll('main bdi, main h1, .where, figcaption > *, .legend'))
    if (box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY === 'auto') box.tabIndex = 0;
}
