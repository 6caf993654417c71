// axe-core in both themes, and what it does not look at: headings in order.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function accessibility(page, problems, facts) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({colorScheme});
    await page.waitForTimeout(60);
    await page.evaluate(`(() => { ${axe} })()`);
    const {violations, passes} = await page.evaluate(() => window.axe.run(document, {resultTypes: ['violations', 'passes']}));
    facts.axe_rules = passes.length;
    for (const {id, impact, help, nodes} of violations) {
      const where = `${nodes.length} times, first ${nodes[0].target.join(' ')}: ${nodes[0].failureSummary?.split('\n')[1]?.trim() ?? ''}`;
      if (['serious', 'critical'].includes(impact)) problems.push(`axe, ${colorScheme}, ${impact}: ${id}, ${help} (${where})`);
      else (facts.axe_lesser ??= []).push(`${colorScheme}, ${impact}: ${id} (${where})`);
    }
  }
  await page.emulateMedia({colorScheme: 'light'});
  const levels = await page.locator('h1, h2, h3, h4').evaluateAll(all => all.map(heading => Number(heading.tagName[1])));
  if (levels[0] !== 1 || levels.filter(level => level === 1).length !== 1) problems.push('there is not one heading of the first level, at the beginning');
  if (levels.some((level, i) => i > 0 && level > levels[i - 1] + 1)) problems.push(`headings skip a level: ${levels.join(' ')}`);
}
