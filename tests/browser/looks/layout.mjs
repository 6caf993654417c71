// The layout is whole from a telephone to a wide screen: nothing reaches beyond the window, nothing is cut off.
export async function layout(page, problems) {
  const twice = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({id}) => id).filter((id, i, all) => all.indexOf(id) !== i));
  if (twice.length) problems.push(`ids stand twice: ${[...new Set(twice)].join(' ')}`);
  for (const width of [360, 768, 1280, 1920]) {
    await page.setViewportSize({width, height: 800});
    await page.waitForTimeout(120);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (beyond > 0) {
      const widest = await page.evaluate(() => [...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map(e => `${e.tagName.toLowerCase()}.${e.className}`.slice(0, 60))[0]);
      problems.push(`at ${width} pixels the page is ${beyond} too wide (${widest})`);
    }
  }
  await page.setViewportSize({width: 1280, height: 900});
}
