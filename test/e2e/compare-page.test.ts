import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import type { TargetBehaviour } from '../../src/policy/compare/behaviour/behaviour-row.ts';
import { gatherBehaviour } from '../../src/policy/compare/behaviour/gather-behaviour.ts';
import { compareRuns } from '../../src/policy/compare/comparison.ts';
import { comparePage } from '../../src/report/index.ts';
import { failedCase, hostile, madeCase, madeRun, storedExchange, type MadeCase, type MadeTarget } from '../report/support/made-run.ts';

const browserPath = [process.env['CHROMIUM_PATH'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path !== '' && existsSync(path),
);

let browser: Browser | undefined;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-compare-'));
  if (browserPath !== undefined) browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});
const pages: Page[] = [];
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
});

/** 40 requirements, of which the second target breaks every tenth; two facts, of which one differs. */
const casesOf = (column: number): readonly MadeCase[] =>
  Array.from({ length: 40 }, (_, at): MadeCase => {
    const [id, requirement] = [`a/check-${at}@#/${at}`, `P-${at}`];
    if (at % 10 === 0 && column === 1) return failedCase(id, requirement, { actual: at === 0 ? hostile : 'too-long'.repeat(40) });
    if (at === 5)
      return madeCase(id, requirement, {
        kind: 'observed',
        facts: [
          { fact: 'page.size', at: 'GET /parcels', value: { size: column, note: hostile } },
          { fact: 'order', at: 'GET /parcels', value: 'id' },
        ],
      });
    return madeCase(id, requirement, { kind: 'pass', judged: 2 });
  });

/** Two situations: in one the second target differs, with text that looks like markup; the other is the same. */
const behaviourAt = (column: number): TargetBehaviour => {
  const gathered = gatherBehaviour(undefined);
  const request = { faults: ['unknown-path'], operation: null } as const;
  gathered.add(storedExchange({ status: column === 1 ? 400 : 404, body: column === 1 ? { [hostile]: 1 } : { message: 'm' }, request }));
  gathered.add(storedExchange({ body: {} }));
  return { cells: gathered.cells(), contract: 'gone' };
};

type Options = {
  readonly columns?: number;
  readonly width?: number;
  readonly script?: boolean;
  readonly dark?: boolean;
  readonly hash?: string;
};

const open = async ({ columns = 3, width = 1280, script = true, dark = false, hash = '' }: Options = {}) => {
  if (browser === undefined) throw new Error('no browser');
  const targets = Array.from({ length: columns }, (_, at): MadeTarget => ({ name: `target-${at}`, cases: casesOf(at) }));
  const comparison = compareRuns([
    { record: madeRun(targets), behaviour: new Map(targets.map(({ name }, at) => [name, behaviourAt(at)])) },
  ]);
  const input = {
    comparison,
    checks: new Map(),
    facts: { 'page.size': 'How many parcels a page has.' },
    pages: targets.map(() => 'run/index.html'),
  };
  const file = join(folder, `${columns}.html`);
  writeFileSync(file, comparePage(input));
  const page = await browser.newPage({ viewport: { width, height: 800 }, javaScriptEnabled: script, colorScheme: dark ? 'dark' : 'light' });
  pages.push(page);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => problems.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) problems.push(`asked for ${request.url()}`);
  });
  await page.goto(`${pathToFileURL(file).href}${hash}`);
  return { page, problems };
};

describe.skipIf(browserPath === undefined)('a comparison in a browser', () => {
  test('opens from the disk, differences first, and runs nothing that a server sent', async () => {
    const { page, problems } = await open();
    expect(await page.title()).toBe('assay compare: target-0, target-1, target-2');
    expect(await page.locator('tr[data-state]').first().getAttribute('data-state')).toBe('differs');
    expect(await page.locator('tr[data-state=differs]').count()).toBe(7);
    expect(await page.locator('#shown').textContent()).toBe('97 rows');
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('img').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  for (const [width, columns] of [
    [360, 2],
    [360, 5],
    [768, 5],
    [1920, 8],
  ] as const) {
    test(`needs no scrolling of the page at ${width} pixels with ${columns} targets`, async () => {
      const { page } = await open({ width, columns });
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
      expect(
        await page.evaluate(
          `[...document.querySelectorAll("main *, form *")].filter((one) => one.getBoundingClientRect().right > ${width} && !one.closest(".wide")).length`,
        ),
      ).toBe(0);
    });
  }

  test('consists of cards on a small screen, each cell with the name of its target', async () => {
    const { page } = await open({ width: 360 });
    expect(await page.evaluate('getComputedStyle(document.querySelector("tr[data-state] td"), "::before").content')).toContain('target-0');
    expect(await page.evaluate('document.querySelector(".wide").scrollWidth - document.querySelector(".wide").clientWidth')).toBe(0);
  });

  test('shows the selected rows, and keeps the selection in its address', async () => {
    const { page, problems } = await open();
    await page.getByLabel('Rows').selectOption('differs');
    await expect.poll(() => page.locator('#shown').textContent()).toBe('7 of 97 rows shown');
    expect(new URL(page.url()).hash).toBe('#?state=differs');
    await page.keyboard.press('Escape');
    await page.locator('body').press('/');
    expect(await page.evaluate('document.activeElement.name')).toBe('q');
    await page.keyboard.type('P-10');
    await expect.poll(() => page.locator('#shown').textContent()).toBe('1 of 97 rows shown');
    expect((await open({ hash: '#?state=differs&q=P-10' })).page.url()).toContain('q=P-10');
    expect(problems).toEqual([]);
  });

  test('folds what is the same everywhere, and unfolds it for a search', async () => {
    const { page, problems } = await open();
    const same = page.locator('tr[data-state=same]').first();
    expect(await same.isVisible()).toBe(false);
    await page.getByLabel('Rows').selectOption('same');
    await expect.poll(() => same.isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => same.isVisible()).toBe(false);
    await page.locator('details.fold summary').first().click();
    await expect.poll(() => same.isVisible()).toBe(true);
    expect(problems).toEqual([]);
  });

  test('links behaviour to an exchange that shows it', async () => {
    const { page } = await open();
    const row = page.locator('tr[data-words="mistake.unknown-path"]');
    expect(await row.locator('td').nth(1).textContent()).toContain('400 application/json');
    await row.locator('td a').nth(1).click();
    const side = page.locator('.side:target');
    await expect.poll(() => side.isVisible()).toBe(true);
    expect(await side.textContent()).toContain('outside');
    expect(await side.textContent()).toContain('x1 GET /v1/parcels');
  });

  test('links a cell to its evidence, by the keyboard too', async () => {
    const { page } = await open();
    const link = page.locator('#outcomes ~ div tr[data-state=differs] td a').nth(1);
    await link.focus();
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
    await page.keyboard.press('Enter');
    const side = page.locator('.side:target');
    await expect.poll(() => side.isVisible()).toBe(true);
    expect(await side.textContent()).toContain('A list has at most 20 parcels');
    expect(await side.textContent()).toContain('at most 20 items');
    expect(await side.locator('a').first().getAttribute('href')).toMatch(/^run\/index\.html#case%3Atarget-1/u);
  });

  test('is readable without its script, in the colour scheme of the reader', async () => {
    const { page } = await open({ script: false, dark: true });
    expect(await page.locator('#filters').isVisible()).toBe(false);
    expect(await page.locator('tr[data-state=differs]').last().isVisible()).toBe(true);
    await page.locator('details.fold summary').last().click();
    expect(await page.locator('tr[data-state]').last().isVisible()).toBe(true);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(20, 22, 26)');
  });
});
