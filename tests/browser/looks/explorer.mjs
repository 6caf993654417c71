// The threshold explorer: the slider, by keyboard too, and its buttons show the rows that stand in the page.
export async function explorer(page, problems, facts) {
  const box = page.locator('.explorer').first();
  if (!await box.count()) return;
  const {rows} = JSON.parse(await box.locator('script').textContent());
  const slider = box.locator('input[type=range]');
  facts.thresholds = rows.length;
  if (!await box.isVisible()) return problems.push('the threshold explorer is not shown');
  const shown = async at => {
    const row = rows[at], cells = await box.locator('[data-cell]').evaluateAll(all => all.map(c => [c.dataset.cell, c.textContent]));
    if (await box.locator('output').textContent() !== row[0]) problems.push(`the explorer does not name threshold ${row[0]}`);
    for (const [cell, text] of cells) if (text !== row[cell]) problems.push(`the explorer shows ${text} instead of ${row[cell]} at ${row[0]}`);
    if (await slider.getAttribute('aria-valuetext') !== row[0]) problems.push('the slider does not say its threshold');
  };
  await shown(Number(await slider.inputValue()));
  await slider.focus();
  await page.keyboard.press('Home');
  await shown(0);
  if (rows.length > 1) {
    await page.keyboard.press('ArrowRight');
    await shown(1);
  }
  await page.keyboard.press('End');
  await shown(rows.length - 1);
  for (const button of await box.locator('button[data-row]').all()) {
    await button.click();
    await shown(Number(await button.getAttribute('data-row')));
    if (await button.getAttribute('aria-pressed') !== 'true') problems.push('a pressed operating point does not look pressed');
  }
}
