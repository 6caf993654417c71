// Charts: drawn, told about under the pointer and by keyboard, toggled, zoomed and saved.
import {readFileSync} from 'node:fs';

/** Its elements in any order, without the numbers by which the renderer tells them apart. */
const drawing = async chart => (await chart.locator('.plot svg').first().innerHTML())
  .replace(/zr\d+-[\w-]*\d+/g, '').split(/(?=<)/).sort().join('\n');

/** The drawing once it has come to rest, with nothing under the pointer. */
async function atRest(page, chart) {
  await page.mouse.move(0, 0);
  for (let i = 0, last = ''; i < 20; ++i) {
    await page.waitForTimeout(80);
    const now = await drawing(chart);
    if (now === last) break;
    last = now;
  }
  return drawing(chart);
}

async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download', {timeout: 5000}), button.click()]);
  return readFileSync(await download.path());
}

async function save(page, chart, title, problems) {
  const starts = {PNG: bytes => bytes.subarray(1, 4).toString() === 'PNG', SVG: bytes => bytes.toString().includes('<svg'),
    CSV: bytes => bytes.toString().trim().split('\n').length > 1};
  for (const [kind, isOne] of Object.entries(starts)) {
    const button = chart.getByRole('button', {name: new RegExp(kind)});
    if (await button.count() !== 1) problems.push(`"${title}" has no button ${kind}`);
    else if (!isOne(await saved(page, button))) problems.push(`"${title}": what ${kind} saves is none`);
  }
}

/** Whether there is a line of values for a pointer that moves over the plot. */
async function hover(page, chart) {
  const box = await chart.locator('.plot').boundingBox();
  for (const [x, y] of [[0.5, 0.5], [0.35, 0.4], [0.65, 0.6], [0.2, 0.25], [0.8, 0.75], [0.5, 0.2], [0.5, 0.85]]) {
    await page.mouse.move(box.x + box.width * x, box.y + box.height * y, {steps: 2});
    await page.waitForTimeout(40);
    if (await told(chart)) return true;
  }
  for (const symbol of await chart.locator('.plot svg path').all()) {  // single dots, where they are
    const dot = await symbol.boundingBox();
    if (!dot || dot.width > 16 || dot.height > 16 || dot.width < 4) continue;
    await page.mouse.move(dot.x + dot.width / 2, dot.y + dot.height / 2, {steps: 2});
    await page.waitForTimeout(40);
    if (await told(chart)) return true;
  }
  return false;
}
const told = chart => chart.evaluate(figure => [...figure.querySelectorAll('.tooltip, [class*=tip]')]
  .some(tip => tip.textContent.trim() && getComputedStyle(tip).visibility !== 'hidden' && getComputedStyle(tip).display !== 'none'));

/** At a point in the middle of the first curve of a square, its own figures are told. */
async function tellsPoint(page, chart, title, problems) {
  const wanted = await chart.evaluate(figure => {
    const {layers, columns, x} = JSON.parse(figure.querySelector('script').textContent);
    const layer = layers?.find(({shape, hidden}) => shape === 'line' && !hidden);
    const xs = layer && columns[layer.x].numbers, ys = layer && columns[layer.y].numbers;
    if (!figure.querySelector('.plot.square') || !xs || x.format !== '@percent') return null;
    const row = Math.floor(xs.length / 2);
    const frame = [...figure.querySelectorAll('.plot svg path')].map(path => path.getBoundingClientRect())
      .filter(({width, height}) => width > 100 || height > 100);
    const [left, right] = [Math.min(...frame.map(f => f.left)), Math.max(...frame.map(f => f.right))];
    const [top, bottom] = [Math.min(...frame.map(f => f.top)), Math.max(...frame.map(f => f.bottom))];
    return {at: [left + xs[row] * (right - left), bottom - ys[row] * (bottom - top)], values: [xs[row], ys[row]]};
  });
  if (!wanted) return;
  await page.mouse.move(...wanted.at, {steps: 2});
  await page.waitForTimeout(60);
  const said = await chart.evaluate(figure => [...figure.querySelectorAll('.tip b')].map(b => Number.parseFloat(b.textContent) / 100));
  if (!wanted.values.every((v, i) => Math.abs(said[i] - v) < 0.02))
    problems.push(`"${title}": at the point ${wanted.values} the pointer is told ${said}`);
}

async function toggle(page, chart, title, problems) {
  const first = chart.locator('.legend button').first();
  if (!await first.count()) return;
  const before = await atRest(page, chart), was = await first.getAttribute('aria-pressed');
  await first.click();
  if (await first.getAttribute('aria-pressed') === was) problems.push(`"${title}": its first layer cannot be toggled`);
  if (await atRest(page, chart) === before) problems.push(`"${title}": toggling changes nothing`);
  await first.click();
  if (await atRest(page, chart) !== before) problems.push(`"${title}": toggling twice does not bring it back`);
}

async function zoom(page, chart, title, problems) {
  const zooms = await chart.evaluate(figure => JSON.parse(figure.querySelector('script').textContent).zooms);
  if (!zooms) return;
  const before = await atRest(page, chart), box = await chart.locator('.plot').boundingBox();
  const y = box.y + box.height * 0.4;
  await page.mouse.move(box.x + box.width * 0.4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, y, {steps: 4});
  await page.mouse.up();
  if (await atRest(page, chart) === before) problems.push(`"${title}": dragging does not zoom`);
  for (let i = 0; i < 2; ++i) {  // and further, to a few points: curves still cross the view
    await page.mouse.move(box.x + box.width * 0.5, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.53, y, {steps: 4});
    await page.mouse.up();
  }
  await atRest(page, chart);
  const curves = await chart.locator('.plot svg path[fill="none"]').evaluateAll(all => all.filter(path => (path.getAttribute('d').match(/[LC]/g) ?? []).length > 1).length);
  const points = await chart.evaluate(figure => Math.max(...JSON.parse(figure.querySelector('script').textContent).columns.map(c => c.packed ? 1000 : c.numbers?.length ?? 0)));
  if (!curves && points > 3) problems.push(`"${title}": zoomed in, nothing is drawn`);
  await chart.locator('.plot').dblclick({position: {x: box.width / 2, y: box.height / 2}});
  if (await atRest(page, chart) !== before) problems.push(`"${title}": a double click does not return from the zoom`);
}

async function keys(page, chart, title, problems) {
  const plot = chart.locator('.plot');
  await plot.focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(50);
  const heard = await chart.evaluate(figure => [...figure.querySelectorAll('[aria-live]')].some(live => live.textContent.trim()));
  if (!heard) problems.push(`"${title}": arrow keys say nothing`);
  await page.keyboard.press('Escape');
}

/** All must be drawn; so many are used, spread over the page. */
export async function charts(page, problems, facts, used) {
  const all = page.locator('figure.chart');
  facts.charts = await all.count();
  for (let i = 0; i < facts.charts; ++i) {
    const chart = all.nth(i), title = await chart.locator('figcaption strong').innerText();
    for (const details of await chart.locator('xpath=ancestor::details[not(@open)]').all()) await details.locator('> summary').click();
    await chart.scrollIntoViewIfNeeded();
    await chart.locator('.plot svg').first().waitFor({timeout: 3000}).catch(() => {});
    if (!await chart.locator('.plot svg path').count()) {
      problems.push(`"${title}" is not drawn`);
      continue;
    }
    if (i % Math.ceil(facts.charts / used)) continue;
    if (!await hover(page, chart)) problems.push(`"${title}": nothing is said under the pointer`);
    await tellsPoint(page, chart, title, problems);
    await toggle(page, chart, title, problems);
    await zoom(page, chart, title, problems);
    await keys(page, chart, title, problems);
    if (i === 0) await save(page, chart, title, problems);
  }
}
