// Long tables: sorted by their headings, filtered by the box above them.
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
