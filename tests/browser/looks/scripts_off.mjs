// Without scripts the verdict, the tables and the pictures are there, and each chart says where its figures are.
export async function scriptsOff(page, problems, facts) {
  if (!await page.locator('h1').first().isVisible()) problems.push('without scripts there is no heading');
  const tables = await page.locator('table').count();
  if (tables !== facts.tables) problems.push(`without scripts there are ${tables} tables, with them ${facts.tables}`);
  if (!await page.locator('.verdict').count() && !await page.locator('table').count()) problems.push('without scripts there is neither a verdict nor a table');
  const charts = await page.locator('figure.chart').count(), told = await page.locator('figure.chart noscript').count();
  if (charts !== told) problems.push(`without scripts ${charts - told} charts say nothing`);
  const pictures = page.locator('img'), count = await pictures.count();
  for (let i = 0; i < count; ++i)
    if (!await pictures.nth(i).getAttribute('alt')) {
      problems.push('a picture has no alternative text');
      break;
    }
  facts.pictures = count;
}
