import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';

import type { StoredExchange } from '../../src/model/stored-exchange.ts';
import type { TargetBehaviour } from '../../src/policy/compare/behaviour/behaviour-row.ts';
import { gatherBehaviour } from '../../src/policy/compare/behaviour/gather-behaviour.ts';
import { compareRuns } from '../../src/policy/compare/comparison.ts';
import { comparePage } from '../../src/report/compare/compare-page.ts';
import { browserPath } from './browser-path.ts';
import { failedCase, hostile, madeCase, madeRun, storedExchange, type MadeCase, type MadeTarget } from '../report/support/made-run.ts';

export { browserPath };

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
const contexts: BrowserContext[] = [];
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
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

/** An answer to a path that no operation has: of the second target in another form, with text that looks like markup. */
const unknownPath = (column: number): StoredExchange =>
  storedExchange({
    id: `u${column}`,
    case: 'a/check-1@#/1',
    status: column === 1 ? 400 : 404,
    body: column === 1 ? { [hostile]: 1, message: 'm' } : { message: 'm', code: 7 },
    headers: column === 1 ? [['X-Only-Here', 'yes']] : [],
    request: { faults: ['unknown-path'], operation: null },
  });

/** Two situations: in one the second target differs; the other is the same. */
const behaviourAt = (column: number): TargetBehaviour => {
  const gathered = gatherBehaviour(undefined);
  gathered.add(unknownPath(column));
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

type Opened = { readonly page: Page; readonly problems: string[] };

/** The page of that many targets of one contract, from the disk. */
export const open = async ({ columns = 3, width = 1280, script = true, dark = false, hash = '' }: Options = {}): Promise<Opened> => {
  if (browser === undefined) throw new Error('no browser');
  const targets = Array.from({ length: columns }, (_, at): MadeTarget => ({ name: `target-${at}`, cases: casesOf(at) }));
  const comparison = compareRuns([
    { record: madeRun(targets), behaviour: new Map(targets.map(({ name }, at) => [name, behaviourAt(at)])) },
  ]);
  const listed = (column: number): StoredExchange =>
    storedExchange({
      id: 'x1',
      case: 'a/check-0@#/0',
      body: { data: Array.from({ length: column === 1 ? 25 : 20 }, (_, id) => ({ id })) },
    });
  const file = join(folder, `${columns}.html`);
  writeFileSync(
    file,
    comparePage({
      comparison,
      checks: new Map(),
      facts: { 'page.size': 'How many parcels a page has.' },
      pages: targets.map(() => 'run/index.html'),
      exchanges: targets.map((_, column) => ({
        byId: new Map([`u${column}`, 'x1'].map((id) => [id, id === 'x1' ? listed(column) : unknownPath(column)])),
        byCase: new Map([['a/check-0@#/0', listed(column)]]),
      })),
    }),
  );
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
  return { page, problems };
};
