import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { areas } from '../../src/model/requirement.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { htmlPage } from '../../src/report/page/page.ts';
import { callsOf } from '../../src/report/page/traffic.ts';
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
const contexts: BrowserContext[] = [];
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
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
        {
          actual: at === 0 ? hostile : 'page-too-long'.repeat(at % 30),
          operation: at % 3 === 0 ? 'GET /parcels' : 'POST /parcels',
          where: '#/data/1/name',
          exchanges: [`x${at}`, `y${at}`],
        },
        { ...more, level: at % 20 === 0 ? 'must' : 'should' },
      );
    return madeCase(`b/check-${at % 9}@#/${at}`, `P-${at}`, kinds[at % kinds.length]?.(at) ?? { kind: 'pass', judged: 1 }, more);
  });

const written = new Map<number, string>();

/** Writes the page of a run with that many cases, once. */
const pageFile = (count: number): string => {
  const known = written.get(count);
  if (known !== undefined) return known;
  const more = { created: [{ collection: 'parcels', label: 'ct-1' }], undecided: ['P-1', 'P-2'] };
  const record = madeRun([{ name: 'depot', cases: made(count), more }]);
  const previous = madeRun([{ name: 'depot', cases: made(count).slice(0, Math.floor(count / 2)) }], { run: '2026-02-28T02-00-00Z-aaaa' });
  const data = Array.from({ length: 60 }, (_, id) => ({ id, name: hostile, long: 'x'.repeat(50) }));
  const failed = record.targets[0]?.cases.filter((_, at) => at % 10 === 0) ?? [];
  const exchanges = failed.flatMap(({ id }, at) => [
    {
      target: 'depot',
      case: id,
      exchange: storedExchange({ id: `x${at * 10}`, case: id, body: { data }, headers: [['X-Long', 'y'.repeat(300)]] }),
    },
    { target: 'depot', case: id, exchange: storedExchange({ id: `y${at * 10}`, case: id, status: 429 }) },
  ]);
  const calls = callsOf(exchanges.map(({ exchange }, at) => ({ ...exchange, sentAt: 1000 + at * 40, tookMs: 5 + (at % 30) })));
  const file = join(folder, `${count}.html`);
  writeFileSync(file, htmlPage({ record, directory: 'reports/2026-03-01T02-00-00Z-1a2b' }, { evidence: exchanges, calls, previous }));
  written.set(count, file);
  return file;
};

type Opened = { readonly page: Page; readonly problems: string[] };
type Setting = { readonly hash?: string; readonly width?: number; readonly script?: boolean; readonly dark?: boolean };

/** Opens the page of a run with that many cases from the disk, and collects the errors of the browser. */
const open = async (count: number, { hash = '', width = 1280, script = true, dark = false }: Setting = {}): Promise<Opened> => {
  if (browser === undefined) throw new Error('no browser');
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    javaScriptEnabled: script,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  contexts.push(context);
  const page = await context.newPage();
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
  await page.goto(`${pathToFileURL(pageFile(count)).href}${hash}`);
  return { page, problems };
};

/** What axe-core finds wrong, a line each. It runs as an extension of a browser would: the policy of the page allows no other script. */
const violations = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe.source);
  return page.evaluate(
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => id + ' ' + target + ' ' + (any[0]?.message ?? ''))))`,
  );
};

/** Pixels by which the page is wider than its window, and the parts that stand out. */
const overflow = (page: Page, width: number): Promise<readonly unknown[]> =>
  page.evaluate(
    `[document.documentElement.scrollWidth - document.documentElement.clientWidth,
      ...[...document.querySelectorAll('body *')].filter((one) => !one.closest('.unseen, .skip, svg') && one.getBoundingClientRect().right > ${width} + 1).map((one) => one.outerHTML.slice(0, 120))]`,
  );

const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.textContent.trim().slice(0, 60)');

describe.skipIf(browserPath === undefined)('the page in a browser', () => {
  for (const count of [0, 50, 10_000]) {
    test(`opens from the disk with ${count} cases, without errors and without the network`, async () => {
      const { page, problems } = await open(count);
      await expect.poll(() => page.locator('#shown').textContent()).toBe(`${count.toLocaleString('en')} cases`);
      expect(await page.title()).toBe(count === 0 ? 'OPEN: depot – assay' : 'FAIL: depot – assay');
      expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
      expect(statSync(pageFile(count)).size).toBeLessThan(5_000_000);
      expect(problems).toEqual([]);
    });
  }

  test('has verdict and findings without its script', async () => {
    const { page } = await open(10_000, { script: false });
    expect(await page.getByRole('heading', { name: 'Broken requirements' }).isVisible()).toBe(true);
    // Without a script the command and what was found stand below each finding.
    expect(await page.locator('.told').first().textContent()).toContain('expected at most 20 items, got');
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    expect(await page.locator('.cause .left-out').first().textContent()).toMatch(/^\d+ more findings of this cause: .*summary\.md$/u);
    expect(await page.locator('.cause .left-out').first().isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: /^Show \d+ more/u }).count()).toBe(0);
  });

  for (const width of [360, 800, 1440]) {
    test(`needs no scrolling sideways at ${width} pixels, with the panel or without`, async () => {
      const { page } = await open(50, { width });
      await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
      expect(await overflow(page, width)).toEqual([0]);
      await page.locator('a.row').first().click();
      expect(await page.getByRole('dialog').isVisible()).toBe(true);
      expect(await overflow(page, width)).toEqual([0]);
    });
  }

  for (const dark of [false, true]) {
    test(`has nothing that axe-core finds wrong in ${dark ? 'dark colours on a narrow screen' : 'light colours'}`, async () => {
      const { page } = await open(50, { dark, width: dark ? 360 : 1280 });
      await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
      expect(await violations(page)).toEqual([]);
      await page.locator('a.row').first().click();
      await page.getByText('The request as a curl command').click();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('a.operation').first().click();
      expect(await violations(page)).toEqual([]);
    });
  }

  test('shows a finding in the panel: both messages, what is wrong in them, whole bodies, and what can be copied', async () => {
    const { page, problems } = await open(50);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('a.row', { hasText: 'P-20' }).click();
    const panel = page.getByRole('dialog');
    expect(new URL(page.url()).hash).toBe(`#finding/depot/${encodeURIComponent('a/check-2@#/20')}`);
    expect(await panel.getByRole('heading', { level: 2 }).textContent()).toBe('A list has at most 20 parcels');
    expect(await panel.locator('mark').first().textContent()).toContain('"name":');
    const body = panel.getByRole('region', { name: 'Response' }).locator('pre.body');
    expect(await body.textContent()).not.toContain('"id": 59');
    await panel.getByRole('button', { name: /^Show the whole body/u }).click();
    expect(await body.textContent()).toContain('"id": 59');
    await panel.getByRole('button', { name: 'y20' }).click();
    expect(await panel.getByRole('region', { name: 'Response' }).locator('pre.head').textContent()).toContain('429');
    await panel.getByRole('button', { name: 'Copy the command' }).click();
    await expect
      .poll(() => page.evaluate('navigator.clipboard.readText()'))
      .toBe("assay replay reports/2026-03-01T02-00-00Z-1a2b 'a/check-2@#/20'");
    await panel.getByText('The request as a curl command').click();
    await panel.getByRole('button', { name: 'Copy the request' }).click();
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toContain('curl -sS');
    expect(problems).toEqual([]);
  });

  test('tells what changed since the last run', async () => {
    const { page } = await open(50);
    const since = page.getByRole('region', { name: /^Since the last run/u });
    expect(await since.locator('summary').first().textContent()).toMatch(/✗\s*1\s*newly broken/u);
    await since.locator('summary').first().click();
    await since.getByRole('button', { name: /^P-40/u }).click();
    expect(await page.getByRole('dialog').textContent()).toContain('new since the last run');
  });

  test('filters by outcome, level, area, operation and text, and keeps that in its address', async () => {
    const { page, problems } = await open(50);
    const shown = page.locator('#shown');
    await page.getByRole('checkbox', { name: 'fail' }).check();
    await expect.poll(() => shown.textContent()).toBe('5 of 50 cases');
    expect(new URL(page.url()).hash).toBe('#?outcome=fail');
    await page.getByRole('checkbox', { name: 'must' }).check();
    await expect.poll(() => shown.textContent()).toBe('3 of 50 cases');
    await page.getByLabel('operation').last().selectOption('GET /parcels');
    await expect.poll(() => shown.textContent()).toBe('1 of 50 cases');
    expect(await page.locator('a.row').count()).toBe(1);
    expect(new URLSearchParams(new URL(page.url()).hash.slice(2)).get('operation')).toBe('GET /parcels');
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    await expect.poll(() => shown.textContent()).toBe('50 cases');
    expect(new URL(page.url()).hash).toBe('');
    await page.getByRole('searchbox').fill('INCONCLUSIVE p-17 reason');
    await expect.poll(() => shown.textContent()).toBe('1 of 50 cases');
    expect(await page.locator('.reason h3').allTextContents()).toEqual(['reason 1 1 case']);
    await page.getByRole('searchbox').fill('there is no such text');
    await expect.poll(() => page.getByText('No case matches.').isVisible()).toBe(true);
    expect(problems).toEqual([]);
  });

  test('shows what its address names, also when that changes, and in the form of older pages', async () => {
    const { page } = await open(50, { hash: `#finding/depot/${encodeURIComponent('a/check-0@#/0')}?outcome=fail&outcome=skipped` });
    const heading = page.getByRole('dialog').locator('.eyebrow');
    await expect.poll(() => heading.textContent()).toContain('P-0');
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(2);
    await page.evaluate(`location.hash = '#operation/depot/${encodeURIComponent('GET /parcels')}'`);
    await expect.poll(() => page.getByRole('dialog').getByRole('heading', { level: 2 }).textContent()).toBe('GET /parcels');
    await page.evaluate(`location.hash = '#${encodeURIComponent('case:depot:b/check-1@#/1')}'`);
    await expect.poll(() => heading.textContent()).toContain('P-1');
    await page.goBack();
    await expect.poll(() => page.getByRole('dialog').getByRole('heading', { level: 2 }).textContent()).toBe('GET /parcels');
  });

  test('works by keyboard alone: the search, the list, the panel and back, with a visible focus', async () => {
    const { page } = await open(50);
    // Keys that are pressed before the script runs are nobody's.
    await page.locator('.plots').waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.name')).toBe('q');
    await page.keyboard.type('a/b');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('');
    await page.keyboard.press('Escape');

    for (let step = 0; step < 40 && !(await page.evaluate('document.activeElement.matches("a.row")')); step++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
    }
    const first = await focused(page);
    await page.keyboard.press('ArrowDown');
    const second = await focused(page);
    expect(second).not.toBe(first);
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('A list has at most 20 parcels');
    expect(await page.getByRole('dialog').locator('small').first().textContent()).toBe('2 of 5');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.getByRole('dialog').locator('small').first().textContent()).toBe('1 of 5');
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toBe(second);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('cannot reach by keyboard what the panel covers on a narrow screen', async () => {
    const { page } = await open(50, { width: 360 });
    await page.locator('a.row').first().click();
    await expect.poll(() => page.locator('.page').evaluate((one) => one.hasAttribute('inert'))).toBe(true);
    await page.getByRole('button', { name: /^Close/u }).click();
    expect(await page.locator('.page').evaluate((one) => one.hasAttribute('inert'))).toBe(false);
  });

  test('shows requests, latency and the cases over time, and opens a case of the timeline', async () => {
    const { page } = await open(50);
    expect(await page.getByRole('img', { name: /^10 requests in/u }).isVisible()).toBe(true);
    expect(await page.locator('.latencies tbody tr').count()).toBe(1);
    await page.locator('rect.span.fail').first().click();
    expect(await page.getByRole('dialog').isVisible()).toBe(true);
  });

  test('reaches the bars of the timeline by keyboard, opens one, and gives the focus back to it', async () => {
    const { page } = await open(50);
    await expect.poll(() => page.locator('.span[tabindex="0"]').count()).toBe(1);
    await page.locator('.span[tabindex="0"]').focus();
    const label = (): Promise<string | null> => page.evaluate('document.activeElement.getAttribute("aria-label")');
    const first = await label();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const other = await label();
    expect([first, other].every((words) => /^P-\d+ failed, /u.test(words ?? ''))).toBe(true);
    expect(other).not.toBe(first);
    expect(await page.evaluate('getComputedStyle(document.activeElement).strokeWidth')).toBe('3px');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('dialog').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(label).toBe(other);
  });

  test('has the colours of the reader, and those that the switch chooses', async () => {
    const { page } = await open(0, { dark: true });
    const background = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await background()).toBe('rgb(19, 21, 25)');
    await page.getByRole('button', { name: /choose dark/u }).click();
    await page.getByRole('button', { name: /choose light/u }).click();
    await expect.poll(background).toBe('rgb(255, 255, 255)');
    await page.reload();
    await expect.poll(background).toBe('rgb(255, 255, 255)');
  });

  test('prints the findings with what was found, without its controls, in light colours', async () => {
    const { page } = await open(50, { dark: true });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    expect(await page.locator('.told').first().isVisible()).toBe(true);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });

  test('runs nothing that a server sent, and shows it as text', async () => {
    const { page, problems } = await open(10);
    await page.locator('a.row').first().click();
    await page.getByRole('button', { name: /^Show the whole body/u }).click();
    expect(await page.getByRole('dialog').textContent()).toContain('</script><script>document.title="pwned"</script><!-- <img src=x');
    expect(await page.getByRole('dialog').textContent()).toContain(String.raw`\u{202e}right to left\u{202c} \u{7}`);
    expect(await page.title()).not.toContain('pwned');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    expect(problems).toEqual([]);
  });
});

test.runIf(missing !== undefined)('the page in a browser was not looked at', ({ skip }) => skip(missing));
