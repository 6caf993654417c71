// Colours come from the style sheet's variables; the button in the header goes from the system's choice to light to dark.
const root = document.documentElement;
const choices = ['auto', 'light', 'dark'];
const key = 'xp-theme';

export const css = name => getComputedStyle(root).getPropertyValue(name).trim();

/** Storage may be forbidden: then the choice lasts as long as the page. */
function remembered() {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function remember(choice) {
  try {
    localStorage.setItem(key, choice);
  } catch { /* it lasts as long as the page */ }
}

export function setTheme(choice) {
  if (choice === 'auto') delete root.dataset.theme;
  else root.dataset.theme = choice;
}

/** Adds the button, and calls `changed` whenever colours do. */
export function startTheme(changed) {
  let choice = choices.includes(remembered()) ? remembered() : 'auto';
  setTheme(choice);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'theme';
  const show = () => { button.textContent = `Theme: ${choice}`; };
  button.addEventListener('click', () => {
    choice = choices[(choices.indexOf(choice) + 1) % choices.length];
    remember(choice);
    setTheme(choice);
    show();
    changed();
  });
  show();
  (document.querySelector('header') ?? document.body).prepend(button);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  return () => choice;
}

/** The furniture of every chart: quiet axes, a fine grid. */
export function furniture() {
  const soft = css('--soft'), line = css('--line');
  const axis = {
    axisLine: {lineStyle: {color: soft}},
    axisTick: {lineStyle: {color: soft}},
    axisLabel: {color: soft},
    nameTextStyle: {color: soft},
    splitLine: {lineStyle: {color: line}},
  };
  const fine = {...axis, axisLine: {show: false, ...axis.axisLine}, axisTick: {show: false}};
  return {
    backgroundColor: 'transparent',
    textStyle: {fontFamily: getComputedStyle(document.body).fontFamily.replaceAll('"', "'")},
    valueAxis: fine, logAxis: fine, categoryAxis: {...axis, splitLine: {show: false}},
    parallelAxis: axis,
  };
}
