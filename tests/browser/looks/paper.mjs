// Print: black on white whatever the theme, charts there, nothing to press (a legend and a heading are words).
export async function paper(page, problems, facts) {
  const folded = () => page.locator('main details:not([open])').count(), before = await folded();
  await page.emulateMedia({media: 'print', colorScheme: 'dark'});
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.waitForTimeout(150);
  const seen = await page.evaluate(() => ({
    paper: getComputedStyle(document.body).backgroundColor,
    buttons: [...document.querySelectorAll('button, input')].filter(b => !b.matches('.legend button, button.sort')).filter(b => b.checkVisibility({visibilityProperty: true})).length,
    drawn: [...document.querySelectorAll('figure.chart .plot')].filter(p => p.querySelector('svg')).length,
    charts: document.querySelectorAll('figure.chart .plot').length,
  }));
  if (!/rgba?\(255, 255, 255|rgba\(0, 0, 0, 0\)/.test(seen.paper)) problems.push(`paper is printed ${seen.paper}`);
  if (seen.buttons) problems.push(`${seen.buttons} buttons are printed`);
  if (seen.drawn !== seen.charts) problems.push(`${seen.charts - seen.drawn} charts are missing in print`);
  facts.pdf_bytes = (await page.pdf({format: 'A4'})).length;
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  if (await folded() !== before) problems.push('what was folded before printing is not afterwards');
  await page.emulateMedia({media: 'screen', colorScheme: 'light'});
}
