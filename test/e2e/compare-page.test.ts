import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';

import { browserPath, open } from './opened-comparison.ts';

/** What axe-core finds, with the markup that it is about. */
const violations = async (page: Page): Promise<unknown> => {
  // A script from outside, which the policy of the page forbids, is added past it.
  await page.evaluate(axe.source);
  return page.evaluate('axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))');
};

/** How far the page can be scrolled sideways, and what reaches beyond it. */
const overflow = (page: Page, width: number): Promise<unknown> =>
  page.evaluate(
    `[document.documentElement.scrollWidth - document.documentElement.clientWidth, ...[...document.querySelectorAll('body *')].filter((one) => !one.closest('.unseen, .skip, svg') && one.getBoundingClientRect().right > ${width} + 1).map((one) => one.outerHTML.slice(0, 120))]`,
  );

const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.textContent.trim().slice(0, 60)');

const unknownPathRow = 'tr[data-key="behaviour/mistake.unknown-path"]';

describe.skipIf(browserPath === undefined)('a comparison in a browser', () => {
  test('opens from the disk, differences first, and runs nothing that a server sent', async () => {
    const { page, problems } = await open();
    expect(await page.title()).toBe('assay compare: target-0, target-1, target-2');
    expect(await page.locator('tr[data-state]').first().getAttribute('data-state')).toBe('differs');
    expect(await page.locator('tr[data-state=differs]').count()).toBe(7);
    expect(await page.locator('#shown').textContent()).toBe('97 rows');
    expect(await page.locator('script').count()).toBe(2);
    expect(await page.locator('img').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  for (const [width, columns] of [
    [360, 2],
    [360, 5],
    [390, 5],
    [768, 5],
    [1280, 5],
    [1280, 8],
    [1920, 8],
  ] as const) {
    test(`needs no scrolling of the page at ${width} pixels with ${columns} targets, with the panel or without`, async () => {
      const { page } = await open({ width, columns });
      expect(await overflow(page, width)).toEqual([0]);
      await page.locator('.row-link').first().click();
      expect(await page.getByRole('dialog').isVisible()).toBe(true);
      expect(await overflow(page, width)).toEqual([0]);
    });
  }

  for (const [width, columns] of [
    [390, 3],
    [768, 5],
  ] as const) {
    test(`consists of cards at ${width} pixels, each value beside the name of its target`, async () => {
      const { page } = await open({ width, columns });
      for (let column = 0; column < columns; column++) {
        const cell = page.locator(`${unknownPathRow} td`).nth(column);
        const [name, value] = [cell.locator('.of'), cell.locator('.line').first()];
        expect(await name.textContent()).toBe(`target-${column}`);
        expect(await value.textContent()).toBe(column === 1 ? '400 JSON' : '404 JSON');
        const [left, right] = [await name.boundingBox(), await value.boundingBox()];
        expect(Math.abs((left?.y ?? 0) - (right?.y ?? 99))).toBeLessThan(10);
        expect(right?.x).toBeGreaterThan(left?.x ?? 0);
      }
    });
  }

  test('says in the head of a row why a cell has no value', async () => {
    const { page } = await open();
    await page.locator('select[name=state]').selectOption('');
    const head = page.locator('tr[data-key="behaviour/mistake.credential-missing"] th');
    for (const fold of await page.locator('#behaviour-credentials button[aria-expanded=false]').all()) await fold.click();
    expect(await head.locator('.reasons').textContent()).toBe('not known: the exchanges of this run were not read');
    expect(await page.locator(`${unknownPathRow} .reasons`).count()).toBe(0);
  });

  test('keeps the names of the targets in sight while it is scrolled', async () => {
    const { page } = await open({ columns: 5 });
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight - 1400)');
    const head = page.locator('.matrix thead th').nth(2);
    expect(await head.textContent()).toContain('target-1');
    const box = await head.boundingBox();
    const bar = await page.locator('.topbar').boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0) - 1);
    expect(box?.y).toBeLessThan(80);
  });

  test('shows the chosen columns, and compares over them alone', async () => {
    const { page, problems } = await open();
    await page.getByRole('checkbox', { name: 'target-1' }).uncheck();
    await expect.poll(() => page.locator('.matrix thead th').allTextContents()).toHaveLength(3);
    // Only the second target is other than the first, but for the fact that each has a value of its own.
    expect(await page.locator('tr[data-state=differs]').count()).toBe(1);
    expect(new URL(page.url()).hash).toBe('#?hide=target-1');
    await page.getByRole('checkbox', { name: 'target-2' }).uncheck();
    expect(await page.getByRole('checkbox', { name: 'target-0' }).isDisabled()).toBe(true);
    expect(problems).toEqual([]);
  });

  test('tells at a glance where each target is other than most, or fails', async () => {
    const { page } = await open();
    const rows = page.locator('.overview tbody tr');
    const titles = await rows.locator('th').allTextContents();
    expect(titles.map((title) => title.trim())).toEqual([
      'Requirements: pagination 40',
      'What does not exist 7',
      'Errors 3',
      'What the documentation leaves open 2',
    ]);
    expect(await rows.nth(0).locator('td').nth(1).textContent()).toContain('4 failed, 35 passed, 1 not judged');
    expect(await rows.nth(0).locator('td').nth(0).textContent()).toContain('39 passed, 1 not judged');
    expect(await rows.nth(1).locator('td').nth(1).textContent()).toContain('1 other than most');
    expect(await page.locator('.overview .note').textContent()).toContain(
      'No difference and no failure in Credentials that should be refused',
    );
    await page.getByRole('button', { name: 'What does not exist' }).click();
    await expect.poll(async () => (await page.locator(unknownPathRow).boundingBox())?.y).toBeLessThan(800);
  });

  test('is a matrix at a glance on a phone too, each number under the name of its target', async () => {
    const { page } = await open({ columns: 5, width: 390 });
    const middles = (selector: string): Promise<readonly number[]> =>
      page.locator(selector).evaluateAll((all) =>
        all.map((one) => {
          const { left, right } = one.getBoundingClientRect();
          return (left + right) / 2;
        }),
      );
    const names = await middles('.overview thead .name');
    const counts = await middles('.overview tbody tr:first-child .count');
    expect(names).toHaveLength(5);
    for (const [at, middle] of names.entries()) expect(Math.abs(middle - (counts[at] ?? 0)), `target-${at}`).toBeLessThan(12);
    expect((await page.locator('.overview table').boundingBox())?.height).toBeLessThan(600);
  });

  test('marks what is other than most, or other than the base', async () => {
    const { page, problems } = await open();
    const cells = page.locator(`${unknownPathRow} td`);
    const marked = (): Promise<readonly string[]> => cells.evaluateAll((all) => all.map((one) => one.className.split(' ')[0] ?? ''));
    expect(await marked()).toEqual(['like', 'other', 'like']);
    await page.getByRole('button', { name: 'make base : target-1' }).click();
    await expect.poll(marked).toEqual(['other', 'like', 'other']);
    expect(await cells.nth(0).locator('.mark').textContent()).toContain('other than target-1');
    expect(new URL(page.url()).hash).toBe('#?base=target-1');
    expect(problems).toEqual([]);
  });

  test('shows the selected rows, and keeps the selection in its address', async () => {
    const { page, problems } = await open();
    await page.locator('select[name=state]').selectOption('differs');
    await expect.poll(() => page.locator('#shown').textContent()).toBe('7 of 97 rows');
    expect(new URL(page.url()).hash).toBe('#?state=differs');
    await page.locator('h1').click();
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.name')).toBe('q');
    await page.keyboard.type('P-10');
    await expect.poll(() => page.locator('#shown').textContent()).toBe('1 of 97 rows');
    const again = await open({ hash: '#?state=differs&q=P-10' });
    await expect.poll(() => again.page.locator('#shown').textContent()).toBe('1 of 97 rows');
    expect(problems).toEqual([]);
  });

  test('folds what is the same everywhere, and unfolds it for a search', async () => {
    const { page, problems } = await open();
    const same = page.locator('tr[data-state=same]');
    expect(await same.count()).toBe(0);
    await page.locator('select[name=state]').selectOption('same');
    await expect.poll(() => same.first().isVisible()).toBe(true);
    // One cell says it for all.
    expect(await same.first().locator('td').count()).toBe(1);
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => same.count()).toBe(0);
    await page
      .getByRole('button', { name: /the same everywhere/u })
      .first()
      .click();
    await expect.poll(() => same.first().isVisible()).toBe(true);
    expect(problems).toEqual([]);
  });

  test('says values in words', async () => {
    const { page } = await open();
    const value = page.locator('tr[data-key="fact/page.size/GET /parcels"] td').nth(1);
    expect(await value.textContent()).toContain('size: 1; note: </script><script>');
    expect(await value.textContent()).not.toContain('{"');
  });

  test('shows two targets side by side, with the sentences and what differs marked', async () => {
    const { page, problems } = await open();
    await page.locator(`${unknownPathRow} td a`).nth(1).click();
    const panel = page.getByRole('dialog');
    expect(await panel.getByRole('heading', { level: 2 }).textContent()).toBe('A path that no operation has');
    expect(new URL(page.url()).hash).toBe('#row/behaviour%2Fmistake.unknown-path/target-1');
    const [left, right] = [panel.locator('.side').nth(0), panel.locator('.side').nth(1)];
    expect(await left.getByRole('combobox').inputValue()).toBe('0');
    expect(await right.getByRole('combobox').inputValue()).toBe('1');
    expect(await left.textContent()).toContain('sent for P-1 A list has at most 20 parcels');
    expect(await left.textContent()).toContain('stated in Parcel Service, “Lists”, lines 10-12');
    const marks = (side: typeof left): Promise<string[]> =>
      side.getByRole('region', { name: 'Response' }).locator('mark').allTextContents();
    expect(await marks(left)).toEqual(['404', '"code": 7']);
    expect((await marks(right)).slice(0, 2)).toEqual(['400', 'X-Only-Here: yes']);
    await panel.getByRole('button', { name: /^target-2/u }).click();
    await expect.poll(() => right.getByRole('combobox').inputValue()).toBe('2');
    expect(await marks(right)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('shows a broken requirement beside one that holds, with the exchanges of both', async () => {
    const { page } = await open();
    await page.locator('tr[data-key="requirement/P-0"] td a').nth(1).click();
    const panel = page.getByRole('dialog');
    const broken = panel.locator('.side').nth(1);
    expect(await broken.textContent()).toContain('A list has at most 20 parcels');
    expect(await broken.textContent()).toContain('at most 20 items');
    expect(await broken.locator('a').first().getAttribute('href')).toMatch(/^run\/index\.html#case%3Atarget-1/u);
    const holds = panel.locator('.side').nth(0).getByRole('region', { name: 'Response' });
    expect(await holds.locator('pre.body').textContent()).toContain('"data"');
    expect(await panel.locator('.curl').count()).toBe(0);
  });

  test('works by keyboard alone: the rows, their cells, the panel and back, with a visible focus', async () => {
    const { page } = await open();
    await page.locator('.row-link').first().focus();
    const first = await focused(page);
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).not.toBe(first);
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const cell = await focused(page);
    expect(cell).toContain('fail');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('dialog').locator('.panel-bar small').textContent()).toBe('2 of 7');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.getByRole('dialog').locator('.panel-bar small').textContent()).toBe('3 of 7');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(await focused(page)).toBe(cell);
  });

  for (const dark of [false, true]) {
    test(`has nothing that axe-core finds wrong in ${dark ? 'dark colours on a narrow screen' : 'light colours'}`, async () => {
      const { page } = await open({ dark, width: dark ? 360 : 1280, columns: 5, hash: '#?base=target-1' });
      await page
        .getByRole('button', { name: /the same everywhere/u })
        .first()
        .click();
      expect(await violations(page)).toEqual([]);
      await page.locator(`${unknownPathRow} .row-link`).click();
      expect(await violations(page)).toEqual([]);
    });
  }

  test('is readable without its script, in the colour scheme of the reader, and leads to the pages of the runs', async () => {
    const { page } = await open({ script: false, dark: true });
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    expect(await page.getByRole('form').isVisible()).toBe(false);
    expect(await page.locator('tr[data-state=differs]').last().isVisible()).toBe(true);
    expect(await page.locator('tr[data-state]').count()).toBe(97);
    expect(await page.locator('tr[data-state]').last().isVisible()).toBe(true);
    expect(await page.locator('tr[data-key="requirement/P-0"] td a').nth(1).getAttribute('href')).toMatch(
      /^run\/index\.html#case%3Atarget-1/u,
    );
    expect(await page.locator('tr[data-key="behaviour/mistake.unknown-id"]').textContent()).toContain('not known: the exchanges');
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(19, 21, 25)');
  });

  test('prints the rows without its controls, in light colours', async () => {
    const { page } = await open({ dark: true });
    // A browser says so before it prints: then nothing stays folded.
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect.poll(() => page.locator('tr[data-state]').count()).toBe(97);
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    expect(await page.getByRole('checkbox').first().isVisible()).toBe(false);
    expect(await page.locator('tr[data-state=differs]').first().isVisible()).toBe(true);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
  });
});
