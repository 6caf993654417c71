// Opens pages from disk in headless Chromium, offline, and does with each what a reader does. Prints JSON: for each page
// what is wrong with it, in sentences, and how long it took.
//   node check.mjs [--chromium FILE] [--used CHARTS] [--patience MS] PAGE.html…       so many charts of each page are used, all are seen
//   --patience MS   until a page answers; 1000, on a quiet machine
import {pathToFileURL} from 'node:url';
import {basename} from 'node:path';
import {chromium} from 'playwright-core';
import {accessibility} from './looks/accessibility.mjs';
import {charts} from './looks/charts.mjs';
import {explorer} from './looks/explorer.mjs';
import {layout} from './looks/layout.mjs';
import {paper} from './looks/paper.mjs';
import {scriptsOff} from './looks/scripts_off.mjs';
import {tables} from './looks/tables.mjs';
import {theme} from './looks/theme.mjs';

const words = process.argv.slice(2);
const executablePath = words[0] === '--chromium' ? words.splice(0, 2)[1] : '/usr/bin/chromium';
const used = words[0] === '--used' ? Number(words.splice(0, 2)[1]) : 1000;
const patience = words[0] === '--patience' ? Number(words.splice(0, 2)[1]) : 1000;
const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']});

/** A window on one page that notes whatever should not happen. */
async function open(file, problems, options = {}) {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, offline: true, acceptDownloads: true, ...options});
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', error => problems.push(`error: ${error.message}`));
  page.on('request', request => {
    if (!/^(data|blob):/.test(request.url()) && request.url().split('#')[0] !== address) problems.push(`request: ${request.url()}`);
  });
  page.on('dialog', dialog => { problems.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(address, {waitUntil: 'load'});
  return page;
}

/** Milliseconds from the beginning of loading until what is in view is drawn and a click is answered. */
async function interactive(page) {
  await page.waitForFunction(() => [...document.querySelectorAll('figure.chart .plot')]
    .filter(plot => plot.getBoundingClientRect().top < innerHeight).every(plot => plot.querySelector('svg')), null, {timeout: 5000})
    .catch(() => {});
  return page.evaluate(() => new Promise(done => setTimeout(() => requestAnimationFrame(() => done(Math.round(performance.now()))))));
}

const out = {};
for (const file of words) {
  const problems = [], facts = {};
  const look = async (name, body) => {
    try {
      await body();
    } catch (error) {
      problems.push(`${name}: ${String(error.message).split('\n')[0]}`);
    }
  };
  const page = await open(file, problems);
  facts.interactive_ms = await interactive(page);
  if (facts.interactive_ms > patience) problems.push(`interactive after ${facts.interactive_ms} ms`);
  await look('paper', () => paper(page, problems, facts));
  await look('charts', () => charts(page, problems, facts, used));
  await look('tables', () => tables(page, problems, facts));
  await look('explorer', () => explorer(page, problems, facts));
  await look('theme', () => theme(page, problems, facts));
  await look('accessibility', () => accessibility(page, problems, facts));
  await look('layout', () => layout(page, problems, facts));
  await page.context().close();
  await look('scripts off', async () => {
    const plain = await open(file, problems, {javaScriptEnabled: false});
    await scriptsOff(plain, problems, facts);
    await plain.context().close();
  });
  out[basename(file)] = {problems: [...new Set(problems)], facts};
}
await browser.close();
console.log(JSON.stringify(out, null, 1));
