import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';

import { areas } from '../../src/model/requirement.ts';
import { targetHistories } from '../../src/policy/history/target-history.ts';
import { historyPage } from '../../src/report/history/history-page.ts';
import { madeHistory, type MadeHistory, type MadeRequirement } from '../report/support/made-history.ts';
import { hostile } from '../report/support/made-run.ts';
import { browserPath } from './browser-path.ts';

let browser: Browser | undefined;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-history-'));
  if (browserPath !== undefined) browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});
const contexts: BrowserContext[] = [];
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

const kept = (nights: number): string => 'p'.repeat(nights);

/** 60 requirements over 60 nights: broken for three, broken once, two that flip alike, mended, new, never judged, and kept ones. */
const requirements: readonly MadeRequirement[] = Array.from({ length: 60 }, (_, at): MadeRequirement => {
  const course =
    {
      0: `${kept(57)}fff`,
      1: `${kept(59)}f`,
      2: `${kept(50)}fpf${kept(7)}`,
      12: `${kept(50)}fpf${kept(7)}`,
      3: `${kept(20)}ffff${kept(36)}`,
      4: '-'.repeat(40) + kept(20),
    }[at] ?? (at % 7 === 6 ? 's' : 'p');
  return {
    id: `P-${at}`,
    course,
    area: areas[at % 10] ?? 'errors',
    level: at % 5 === 4 ? 'should' : 'must',
    ...(at === 0 ? { title: hostile } : {}),
  };
});

const ordinary: readonly MadeHistory[] = [
  { target: 'depot', nights: 60, requirements, special: { 30: { contractDigest: 'e'.repeat(64) } }, operations: ['GET /parcels', hostile] },
  { target: 'spare', nights: 5, requirements: [{ id: 'S-1', course: 'p', area: 'auth' }] },
];

/** A thousand nights of 800 requirements, half of which change again and again. */
const long: readonly MadeHistory[] = [
  {
    target: 'depot',
    nights: 1000,
    requirements: Array.from({ length: 800 }, (_, at) => ({
      id: `L-${at}`,
      course: at % 2 === 0 ? 'p' : `${kept(at % 37)}f${kept(at % 11)}${'f'.repeat(at % 5)}p`,
      area: areas[at % areas.length] ?? 'errors',
      title: `A parcel keeps promise ${at} whatever the weather is like`,
    })),
  },
];

type Options = {
  readonly width?: number;
  readonly script?: boolean;
  readonly dark?: boolean;
  readonly hash?: string;
  readonly isLong?: boolean;
};

export type Opened = { readonly page: Page; readonly problems: string[]; readonly octets: number };

const written = new Map<boolean, string>();

const pageText = (isLong: boolean): string => {
  const known = written.get(isLong);
  if (known !== undefined) return known;
  const text = historyPage({
    targets: targetHistories((isLong ? long : ordinary).flatMap(madeHistory)),
    damaged: isLong ? [] : [{ line: 7, why: 'it is cut off, or not JSON' }],
    madeAt: '2026-03-14T08:00:00.000Z',
    pageOf: (run) => (run.startsWith('2026-03') ? `${run}/index.html` : undefined),
  });
  written.set(isLong, text);
  return text;
};

/** The page of a history, from the disk. */
export const open = async ({ width = 1280, script = true, dark = false, hash = '', isLong = false }: Options = {}): Promise<Opened> => {
  if (browser === undefined) throw new Error('no browser');
  const text = pageText(isLong);
  const file = join(folder, `${isLong ? 'long' : 'ordinary'}.html`);
  writeFileSync(file, text);
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    javaScriptEnabled: script,
    colorScheme: dark ? 'dark' : 'light',
  });
  contexts.push(context);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => problems.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) problems.push(`asked for ${request.url()}`);
  });
  await page.goto(`${pathToFileURL(file).href}${hash}`);
  if (script) await page.locator('.row-link').first().waitFor();
  return { page, problems, octets: Buffer.byteLength(text) };
};
