import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { areas } from '../../src/model/requirement.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { htmlPage } from '../../src/report/html/page.ts';
import { failedCase, hostile, madeCase, madeRun, storedExchange, type MadeCase } from '../report/support/made-run.ts';

/** Path on Debian and similar systems; a variable gives another one. */
const browserPath = [process.env['CHROMIUM_PATH'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path !== '' && existsSync(path),
);
const missing = browserPath === undefined ? 'no Chromium on this machine: install it, or name it by CHROMIUM_PATH' : undefined;

let browser: Browser | undefined;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-page-'));
  // Containers rarely allow the sandbox of Chromium; the page is trusted.
  if (browserPath !== undefined) browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  else process.stderr.write(`The page is not opened in a browser: ${missing}\n`);
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});
const pages: Page[] = [];
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
});

const kinds: readonly ((at: number) => Verdict)[] = [
  () => ({ kind: 'pass', judged: 3 }),
  () => ({ kind: 'pass', judged: 1, untried: ['POST /parcels: needs the permission "mutation"'] }),
  (at) => ({ kind: 'inconclusive', reason: `reason ${at % 4}`, exchanges: [] }),
  (at) => ({ kind: 'skipped', because: 'not-allowed', reason: `permission ${at % 3}` }),
  (at) => ({ kind: 'observed', facts: [{ fact: 'page.size', at: 'GET /parcels', value: at }] }),
];

const made = (count: number): readonly MadeCase[] =>
  Array.from({ length: count }, (_, at): MadeCase => {
    const more = {
      area: areas[at % 7] ?? 'errors',
      level: (['must', 'must', 'should', 'observe'] as const)[at % 4] ?? 'must',
      places: [{ operation: at % 3 === 0 ? 'GET /parcels' : 'POST /parcels', way: ['#'] }],
    };
    if (at % 10 === 0)
      return failedCase(
        `a/check-${at % 3}@#/${at}`,
        `P-${at}`,
        { actual: at === 0 ? hostile : 'page-too-long'.repeat(at % 30), operation: at % 3 === 0 ? 'GET /parcels' : 'POST /parcels' },
        { ...more, level: at % 20 === 0 ? 'must' : 'should' },
      );
    return madeCase(`b/check-${at % 9}@#/${at}`, `P-${at}`, kinds[at % kinds.length]?.(at) ?? { kind: 'pass', judged: 1 }, more);
  });

type Opened = { readonly page: Page; readonly problems: string[] };

/** Opens the page of a run with that many cases from the disk, and collects the errors of the browser. */
const open = async (
  count: number,
  {
    hash = '',
    width = 1280,
    script = true,
    dark = false,
  }: { readonly hash?: string; readonly width?: number; readonly script?: boolean; readonly dark?: boolean } = {},
): Promise<Opened> => {
  if (browser === undefined) throw new Error('no browser');
  const record = madeRun([
    { name: 'depot', cases: made(count), more: { created: [{ collection: 'parcels', label: 'ct-1' }], undecided: ['P-1', 'P-2'] } },
  ]);
  const body = { data: [{ id: 1, name: hostile, long: 'x'.repeat(500) }], pagination: { next: null } };
  const evidence =
    record.targets[0]?.cases
      .filter((_, at) => at % 10 === 0)
      .slice(0, 40)
      .map(({ id }) => ({ target: 'depot', case: id, exchange: storedExchange({ body, headers: [['X-Long', 'y'.repeat(300)]] }) })) ?? [];
  const file = join(folder, `${count}.html`);
  writeFileSync(file, htmlPage({ record, directory: 'reports/2026-03-01T02-00-00Z-1a2b' }, evidence));
  const page = await browser.newPage({ viewport: { width, height: 800 }, javaScriptEnabled: script, colorScheme: dark ? 'dark' : 'light' });
  pages.push(page);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => problems.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) problems.push(`asked for ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    problems.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(`${pathToFileURL(file).href}${hash}`);
  return { page, problems };
};

const shownRows = (page: Page): Promise<number> =>
  page.evaluate('new Set([...document.querySelectorAll("[data-n]:not([hidden])")].map((row) => row.dataset.n)).size');

describe.skipIf(browserPath === undefined)('the page in a browser', () => {
  for (const count of [0, 50, 5000]) {
    test(`opens from the disk with ${count} cases, without errors and without the network`, async () => {
      const { page, problems } = await open(count);
      expect(await page.locator('#shown').textContent()).toBe(`${count} cases`);
      expect(await shownRows(page)).toBe(count);
      expect(await page.title()).toMatch(/^assay: exit code/u);
      expect(problems).toEqual([]);
    });
  }

  for (const width of [360, 768, 1920]) {
    test(`needs no scrolling sideways at ${width} pixels`, async () => {
      const { page } = await open(50, { width });
      await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
      expect(
        await page.evaluate(
          `[...document.querySelectorAll("main *, form *")].filter((one) => one.getBoundingClientRect().right > ${width} && !one.closest(".wide")).length`,
        ),
      ).toBe(0);
    });
  }

  test('filters by outcome, level, area, operation and text, and keeps that in its address', async () => {
    const { page, problems } = await open(50);
    await page.getByRole('checkbox', { name: /^fail/u }).check();
    await expect.poll(() => page.locator('#shown').textContent()).toBe('5 of 50 cases shown');
    expect(new URL(page.url()).hash).toBe('#?outcome=fail');
    await page.getByRole('checkbox', { name: /^must/u }).check();
    await expect.poll(() => shownRows(page)).toBe(3);
    await page.getByLabel('operation').last().selectOption('GET /parcels');
    await expect.poll(() => shownRows(page)).toBe(1);
    expect(new URLSearchParams(new URL(page.url()).hash.slice(2)).get('operation')).toBe('GET /parcels');
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => page.locator('#shown').textContent()).toBe('50 cases');
    expect(new URL(page.url()).hash).toBe('');
    await page.getByRole('searchbox').fill('INCONCLUSIVE p-17 reason');
    await expect.poll(() => page.locator('#shown').textContent()).toBe('1 of 50 cases shown');
    expect(await page.locator('.group:visible h4').allTextContents()).toEqual(['reason 1 2']);
    expect(await page.locator('.cases li:visible').count()).toBe(1);
    await page.getByRole('searchbox').fill('there is no such text');
    await expect.poll(() => page.locator('#shown').textContent()).toBe('No case matches');
    expect(problems).toEqual([]);
  });

  test('shows what its address selects, also when that changes', async () => {
    const { page } = await open(50, { hash: '#?outcome=fail&outcome=skipped&level=must' });
    await expect.poll(() => page.locator('#shown').textContent()).toMatch(/of 50 cases shown$/u);
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(3);
    await page.evaluate('location.hash = "#?q=P-10"');
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('P-10');
    await expect.poll(() => shownRows(page)).toBe(1);
  });

  test('opens the section of a case that its link names', async () => {
    const { page } = await open(50, { hash: `#${encodeURIComponent('case:depot:b/check-1@#/1')}` });
    const row = page.locator('[id="case:depot:b/check-1@#/1"]');
    await expect.poll(() => row.isVisible()).toBe(true);
    expect(await row.evaluate((element) => element.getBoundingClientRect().top >= 0 && element.getBoundingClientRect().top < 800)).toBe(
      true,
    );
  });

  test('works by keyboard: / searches, Escape clears, every control is reachable in order and visible', async () => {
    const { page } = await open(50);
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.name')).toBe('q');
    await page.keyboard.type('a/b');
    expect(await page.getByRole('searchbox').inputValue()).toBe('a/b');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('#shown').textContent()).toBe('50 cases');

    await page.evaluate('document.activeElement.blur()');
    const names: unknown[] = [];
    for (let step = 0; step < 14; step++) {
      await page.keyboard.press('Tab');
      names.push(await page.evaluate('document.activeElement.name || document.activeElement.textContent.trim().slice(0, 20)'));
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
    }
    expect(names.slice(0, 3)).toEqual(['outcome', 'outcome', 'outcome']);
    expect(names).toContain('area');
    expect(names).toContain('operation');
    expect(names.indexOf('level')).toBeLessThan(names.indexOf('area'));
  });

  test('is readable without its script', async () => {
    const { page } = await open(50, { script: false });
    expect(await page.locator('#filters').isVisible()).toBe(false);
    expect(await page.getByText('Broken requirements').isVisible()).toBe(true);
    expect(await page.locator('.finding .exchange').first().isVisible()).toBe(true);
    await page.locator('summary', { hasText: 'Passed' }).click();
    expect(await page.locator('.cases li').last().isVisible()).toBe(true);
  });

  test('has the colour scheme of the reader', async () => {
    const background = async (dark: boolean): Promise<unknown> =>
      (await open(0, { dark })).page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await background(false)).toBe('rgb(255, 255, 255)');
    expect(await background(true)).toBe('rgb(20, 22, 26)');
  });

  test('prints everything except its controls, with all sections open, in light colours', async () => {
    const { page } = await open(50, { dark: true });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.locator('#filters').isVisible()).toBe(false);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('.cases li').last().isVisible()).toBe(true);
    expect(await page.evaluate('getComputedStyle(document.documentElement).getPropertyValue("--page").trim()')).toBe('#ffffff');
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    await page.emulateMedia({ media: 'screen' });
    expect(
      await page
        .locator('summary', { hasText: 'Passed' })
        .locator('..')
        .evaluate((element) => element.hasAttribute('open')),
    ).toBe(false);
  });

  test('runs nothing that a server sent', async () => {
    const { page, problems } = await open(10);
    expect(await page.title()).not.toContain('pwned');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    expect(problems).toEqual([]);
  });
});

test.runIf(missing !== undefined)('the page in a browser was not looked at', ({ skip }) => skip(missing));
