import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';

import { browserPath } from './browser-path.ts';
import { open } from './opened-history.ts';

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

const row = (page: Page, id: string) => page.locator(`tr[data-id="${id}"]`);

describe.skipIf(browserPath === undefined)('a history in a browser', () => {
  test('opens from the disk, what is broken first, and runs nothing that a stranger wrote', async () => {
    const { page, problems } = await open();
    expect(await page.title()).toBe('assay history: depot, spare');
    expect(await page.locator('h1').textContent()).toBe('2 promises are broken now at 1 of 2 targets');
    expect(await page.locator('.notice').textContent()).toBe('Line 7 of the history is not counted: it is cut off, or not JSON.');
    expect(await page.locator('tr[data-state]').first().getAttribute('data-id')).toBe('P-0');
    expect(await row(page, 'P-0').textContent()).toContain('</script><script>document.title="pwned"</script>');
    expect(await row(page, 'P-0').locator('.life').textContent()).toBe(
      'broken since 12 Mar 2026, 3 nights (failed in 3 of the last 60 nights)',
    );
    expect(await row(page, 'P-2').locator('.life').textContent()).toContain(
      'failed in 2 of the 29 nights that judged it by this contract and this version of assay, of the last 60; kept since',
    );
    expect(await page.locator('.meta').first().textContent()).toMatch(/Last complete run 14 Mar 2026, 02:00 UTC, \d+ days ago/u);
    expect(await page.locator('script').count()).toBe(2);
    expect(await page.locator('img').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  for (const width of [360, 768, 1280]) {
    test(`needs no scrolling of the page at ${width} pixels, with the panel or without`, async () => {
      const { page } = await open({ width });
      await page.locator('summary').first().click();
      expect(await overflow(page, width)).toEqual([0]);
      await page.locator('.row-link').first().click();
      expect(await page.getByRole('dialog').isVisible()).toBe(true);
      expect(await overflow(page, width)).toEqual([0]);
    });
  }

  test('shows when a requirement broke and was mended, with the ways to the runs that are there', async () => {
    const { page, problems } = await open();
    await row(page, 'P-2').locator('a').click();
    expect(new URL(page.url()).hash).toBe('#requirement/depot/P-2');
    const panel = page.getByRole('dialog');
    expect(await panel.locator('.periods li p:first-child').allTextContents()).toEqual([
      '✓ kept 7 nights',
      '✗ broken 1 night',
      '✓ kept 1 night',
      '✗ broken 1 night',
      '✓ kept 50 nights',
    ]);
    expect((await panel.locator('.periods .note').allTextContents())[0]).toBe('mended 8 Mar 2026, 02:00 UTC to 14 Mar 2026, 02:00 UTC');
    expect(await panel.locator('.periods a').first().getAttribute('href')).toBe('2026-03-08T02-00-00Z-1a2b/index.html#?q=P-2');
    // The folder of the first run of this period is gone, that of the last one is there.
    expect(await panel.locator('.periods li').last().locator('a').count()).toBe(1);
    expect(await panel.locator('.command pre').allTextContents()).toEqual([
      'assay replay 2026-03-07T02-00-00Z-1a2b P-2',
      'assay explain P-2',
    ]);
    expect(problems).toEqual([]);
  });

  test('opens a run from the strip by the pointer and by keyboard, with what broke in it', async () => {
    const { page, problems } = await open();
    const strip = page.getByRole('slider').first();
    await strip.focus();
    expect(await strip.getAttribute('aria-valuetext')).toBe('14 Mar 2026, 02:00 UTC: FAIL, 2 musts broken');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => strip.getAttribute('aria-valuetext')).toBe('12 Mar 2026, 02:00 UTC: FAIL, 1 must broken');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog');
    expect(await panel.getByRole('heading', { level: 2 }).textContent()).toBe('12 Mar 2026, 02:00 UTC');
    expect(await panel.getByRole('heading', { level: 3 }).allTextContents()).toEqual(['Broke 1', 'Evidence']);
    expect(await panel.getByRole('link', { name: 'Open the page of this run' }).getAttribute('href')).toBe(
      '2026-03-12T02-00-00Z-1a2b/index.html',
    );
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => panel.getByRole('heading', { level: 3 }).allTextContents()).toEqual(['Still broken 1', 'Evidence']);
    await page.keyboard.press('Escape');
    await expect.poll(() => panel.count()).toBe(0);
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('slider');
    const { width = 0, height = 0 } = (await strip.boundingBox()) ?? {};
    // The night in which the contract became another.
    await strip.click({ position: { x: (30.5 / 60) * width, y: height / 2 } });
    expect(await panel.locator('.notice').textContent()).toContain('Another contract than in the run before');
    expect(problems).toEqual([]);
  });

  test('goes through the requirements by keyboard alone, with a visible focus', async () => {
    const { page } = await open();
    await page.locator('.row-link').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.closest("tr").dataset.id')).toBe('P-1');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
    await page.keyboard.press('Enter');
    const words = page.getByRole('dialog').locator('.panel-bar small');
    await expect.poll(() => words.textContent()).toBe('2 of 5');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => words.textContent()).toBe('3 of 5');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate('document.activeElement.closest("tr")?.dataset.id')).toBe('P-1');
  });

  test('searches, filters by state and by the number of runs, and keeps both in its address', async () => {
    const { page, problems } = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('P-5');
    await expect.poll(() => page.locator('#shown').textContent()).toBe('11 of 61 requirements');
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.locator('select[name=state]').selectOption('flips');
    await expect.poll(() => page.locator('tr[data-state]').count()).toBe(1);
    expect(await page.locator('#shown').textContent()).toBe('2 of 61 requirements');
    await page.locator('select[name=last]').selectOption('14');
    // Both flipped within these nights, P-3 before them.
    await expect.poll(() => row(page, 'P-2').locator('.life').textContent()).toContain('of the last 14 nights');
    expect(new URL(page.url()).hash).toBe('#?last=14&state=flips');
    const again = await open({ hash: '#requirement/depot/P-3?last=14&q=P-3' });
    await expect.poll(() => again.page.getByRole('dialog').locator('.lead-words').textContent()).toBe('kept in all 14 nights');
    expect(problems).toEqual([]);
  });

  test('folds what was always kept and what did the same', async () => {
    const { page } = await open();
    expect(await row(page, 'P-10').count()).toBe(0);
    await page
      .getByRole('button', { name: /always kept.* of transport/u })
      .first()
      .click();
    await expect.poll(() => row(page, 'P-10').isVisible()).toBe(true);
    expect(await row(page, 'P-12').count()).toBe(0);
    await page.getByRole('button', { name: '1 more requirement with the same outcomes' }).click();
    await expect.poll(() => row(page, 'P-12').isVisible()).toBe(true);
  });

  for (const dark of [false, true]) {
    test(`has nothing that axe-core finds wrong in ${dark ? 'dark colours on a narrow screen' : 'light colours'}`, async () => {
      const { page } = await open({ dark, width: dark ? 360 : 1280 });
      await page.locator('summary').first().click();
      await page
        .getByRole('button', { name: /always kept/u })
        .first()
        .click();
      expect(await violations(page)).toEqual([]);
      await row(page, 'P-0').locator('a').click();
      expect(await violations(page)).toEqual([]);
    });
  }

  test('is readable without its script, and leads nowhere that needs it', async () => {
    const { page } = await open({ script: false, dark: true });
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    expect(await page.getByRole('combobox').first().isVisible()).toBe(false);
    expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0);
    // What did the same is not folded there.
    expect(await row(page, 'P-12').isVisible()).toBe(true);
    expect(await page.locator('.folded').first().isVisible()).toBe(true);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(19, 21, 25)');
  });

  test('prints in light colours without its controls', async () => {
    const { page } = await open({ dark: true });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect.poll(() => row(page, 'P-12').isVisible()).toBe(true);
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    expect(await page.getByRole('combobox').first().isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
  });

  test('stays small and usable with a thousand nights of 800 requirements', async () => {
    const { page, octets, problems } = await open({ isLong: true });
    expect(octets).toBeLessThan(3_000_000);
    expect(await page.locator('body *').count()).toBeLessThan(4000);
    await page.locator('select[name=last]').selectOption('0');
    await expect.poll(() => page.locator('.axis span').first().textContent()).toBe('19 Jun 2023');
    expect(await page.locator('body *').count()).toBeLessThan(4000);
    await page.getByRole('button', { name: /^Show 120 more rows/u }).click();
    await expect.poll(() => page.locator('tr[data-state]').count()).toBeGreaterThan(200);
    await page.keyboard.press('/');
    await page.keyboard.type('L-799');
    await expect.poll(() => page.locator('#shown').textContent()).toBe('1 of 800 requirements');
    await page.locator('.row-link').first().click();
    expect(await page.getByRole('dialog').locator('.periods li').count()).toBe(12);
    expect(problems).toEqual([]);
  });
});
