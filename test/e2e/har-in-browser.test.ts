import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';

import { writeHar } from '../../src/report/har/write-har.ts';
import { failedCase, folder, folderWith, madeRun, storedExchange } from '../report/support/made-run.ts';
import { commanding } from '../report/support/wide-runs.ts';
import { freePort } from '../free-port.ts';
import { browserPath } from './browser-path.ts';

const harOf = (): string => {
  const path = join(folder(), 'exchanges.har');
  const exchanges = [
    storedExchange({ id: 'x1', body: { data: [1] } }),
    { ...storedExchange({ id: 'x2' }), reply: { kind: 'no-answer', failure: 'reset', message: 'reset by peer' } as const },
    storedExchange({ id: 'x3', text: commanding, status: 500, sent: { method: 'POST', target: '/v1/%zz?filter[a]=1', body: commanding } }),
    storedExchange({ id: 'x4', text: null }),
  ];
  writeHar({ record: madeRun([{ name: 'depot', cases: [failedCase('a/b@#', 'P-1')] }]), directory: folderWith(exchanges) }, path);
  return readFileSync(path, 'utf8');
};

/** What the panel knows of a request. */
type Row = { readonly url: string; readonly method: string; readonly status: number; readonly type: string; readonly body: string | null };

test.skipIf(browserPath === undefined)('the network panel of Chromium reads exchanges.har', async ({ skip }) => {
  const port = await freePort();
  const browser = await chromium.launch({
    ...(browserPath === undefined ? {} : { executablePath: browserPath }),
    args: ['--no-sandbox', `--remote-debugging-port=${port}`, '--remote-allow-origins=*'],
  });
  try {
    const page = await browser.newPage();
    const module = `http://127.0.0.1:${port}/devtools/models/har/har.js`;
    const opened = await page.goto(`http://127.0.0.1:${port}/devtools/inspector.html`);
    // Some builds come without the pages of the developer tools.
    if (opened?.ok() !== true || !(await page.request.get(module)).ok()) skip();
    // As text, since the import is that of the browser.
    const rows: readonly Row[] = await page.evaluate(`(async () => {
      const { HARFormat, Importer } = await import(${JSON.stringify(module)});
      const { log } = new HARFormat.HARRoot(JSON.parse(${JSON.stringify(harOf())}));
      return Promise.all(
        Importer.Importer.requestsFromHARLog(log).map(async (request) => ({
          url: request.url(),
          method: request.requestMethod,
          status: request.statusCode,
          type: request.resourceType().name(),
          body: (await request.requestContentData()).text ?? null,
        })),
      );
    })()`);
    expect(rows.map(({ body: _body, ...row }) => row)).toEqual([
      { url: 'http://127.0.0.1:4010/v1/parcels', method: 'GET', status: 200, type: 'fetch' },
      { url: 'http://127.0.0.1:4010/v1/parcels', method: 'GET', status: 0, type: 'fetch' },
      { url: 'http://127.0.0.1:4010/v1/%25zz?filter%5Ba%5D=1', method: 'POST', status: 500, type: 'fetch' },
      { url: 'http://127.0.0.1:4010/v1/parcels', method: 'GET', status: 200, type: 'fetch' },
    ]);
    expect(rows.map(({ body }) => body)).toEqual(['{"data":[1]}', '', commanding, '']);
  } finally {
    await browser.close();
  }
});
