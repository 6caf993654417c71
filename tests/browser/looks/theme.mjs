// The theme's button, and what the system asks for.
const colours = page => page.evaluate(() => [getComputedStyle(document.body).backgroundColor,
  document.querySelector('figure.chart .plot svg')?.outerHTML.match(/(fill|stroke)="(#|rgb)[^"]*"/g)?.join() ?? ''].join('|'));

export async function theme(page, problems) {
  await page.evaluate(() => scrollTo(0, 0));
  const button = page.getByRole('button', {name: /theme/i});
  if (await button.count() !== 1) {
    if (await page.locator('script:not([type])').count()) problems.push('there is no one button for the theme');
    return;
  }
  await page.emulateMedia({colorScheme: 'light'});
  const light = await colours(page);
  await page.emulateMedia({colorScheme: 'dark'});
  await page.waitForTimeout(100);
  const dark = await colours(page);
  if (light.split('|')[0] === dark.split('|')[0]) problems.push('a dark system changes nothing');
  if (await page.locator('figure.chart').count() && light.split('|')[1] === dark.split('|')[1]) problems.push('charts keep their light colours in the dark');
  await page.emulateMedia({colorScheme: 'light'});
  const seen = new Set();
  for (let i = 0; i < 3; ++i) {
    await button.click();
    await page.waitForTimeout(60);
    seen.add((await colours(page)).split('|')[0]);
  }
  if (seen.size !== 2) problems.push('the button for the theme does not lead through light and dark');
}
