// Long tables: sorted by their headings, filtered by the box above them.
/** The first column of plain numbers, in each table: sorted up, it goes up; what sums up stays last. */
async function monotonic(page, problems) {
  const wrong = await page.evaluate(() => [...document.querySelectorAll('table')].flatMap(table => {
    const all = [...table.tBodies[0]?.rows ?? []], rows = all.filter(row => !row.matches('.total'));
    const heads = [...table.tHead?.rows[0]?.cells ?? []];
    const texts = column => rows.map(row => row.cells[column]?.textContent.trim()).filter(text => text && text !== '–');
    const column = heads.findIndex((head, i) => head.querySelector('.sort') && texts(i).length && texts(i).every(text => Number.isFinite(Number(text))));
    if (column < 0) return [];
    const read = () => [...table.tBodies[0].rows].filter(row => !row.matches('.total')).map(row => row.cells[column]?.textContent.trim())
      .filter(text => text && text !== '–').map(Number);
    const button = heads[column].querySelector('.sort'), name = button.textContent;
    button.click();
    const up = read(), total = table.querySelector('tr.total');
    const found = up.some((v, i) => i > 0 && v < up[i - 1]) ? [`sorted by "${name}" numbers do not go up`] : [];
    if (total && total !== table.tBodies[0].rows[table.tBodies[0].rows.length - 1]) found.push(`sorted by "${name}" the total is not last`);
    button.click();
    button.click();
    return found;
  }));
  problems.push(...wrong);
}

export async function tables(page, problems, facts) {
  facts.tables = await page.locator('table').count();
  const heading = page.locator('thead th button.sort:visible').first();
  if (await heading.count()) {
    const body = heading.locator('xpath=ancestor::table').locator('tbody');
    const before = await body.innerText();
    await heading.click();
    const up = await body.innerText();
    await heading.click();
    if (up === before && await body.innerText() === before) problems.push('a click on a heading sorts nothing');
    await heading.click();
    if (await body.innerText() !== before) problems.push('a third click on a heading does not bring the order back');
  }
  await monotonic(page, problems);
  const filter = page.locator('input[type=search]:visible').first();
  if (await filter.count()) {
    const table = filter.locator('xpath=ancestor::p/following-sibling::*[1]');
    const rows = () => table.locator('tbody tr:visible').count();
    const all = await rows();
    await filter.fill('no such thing, surely');
    if (!all || await rows()) problems.push('the filter filters nothing');
    await filter.fill('');
    if (await rows() !== all) problems.push('the filter does not give back what it hid');
  }
}
