// Pictures of pages: the first screen, whole pages, in the dark, on a telephone.   node shoot.mjs PAGES PICTURES
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const [from, to] = process.argv.slice(2);
const browser = await chromium.launch({executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu']});

async function shoot(page, picture, {width = 1280, height = 860, dark = false, whole = false, at = ''} = {}) {
  const context = await browser.newContext({viewport: {width, height}, colorScheme: dark ? 'dark' : 'light', offline: true});
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(`${from}/${page}.html`).href + at);
  await tab.waitForTimeout(400);
  if (whole) {  // what is drawn only when it comes into view is brought there
    const height = await tab.evaluate(() => document.documentElement.scrollHeight);
    await tab.setViewportSize({width, height: Math.min(height, 12000)});
    await tab.waitForTimeout(1200);
  }
  await tab.screenshot({path: `${to}/${picture}.png`});
  await context.close();
}

await shoot('run', 'run');
await shoot('run', 'run_dark', {dark: true, at: '#learning'});
await shoot('run', 'run_on_a_telephone', {width: 360, height: 780});
await shoot('three_networks', 'three_networks');
await shoot('three_networks', 'disagreements', {at: '#disagreements'});
await shoot('sweep', 'sweep');
await shoot('index', 'index');
await browser.close();
