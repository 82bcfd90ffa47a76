// How soon the page of a run is painted, compared in the same browser with a page of as many octets that is plain text. `npm run bench:page -- RUN…` takes directories of
// runs (docs/reports.md). Needs Chromium (CHROMIUM_PATH, or where Debian has it) and prints one JSON document.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const runs = process.argv.slice(2);
const executablePath = [process.env.CHROMIUM_PATH ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path !== '' && existsSync(path),
);
if (runs.length === 0 || executablePath === undefined) {
  console.error(
    runs.length === 0 ? 'usage: npm run bench:page -- RUN…' : 'no Chromium on this machine: install it, or name it by CHROMIUM_PATH',
  );
  process.exit(2);
}

const rounds = 5;
const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

/** The time until the first paint, in milliseconds. It is asked for again and again, because the policy of the page allows no function of ours to wait inside it. */
const firstPaint = async (page) => {
  for (let tries = 0; tries < 600; tries++) {
    const time = await page.evaluate('performance.getEntriesByName("first-contentful-paint")[0]?.startTime');
    if (time !== undefined) return time;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('nothing was painted within 30 s');
};

/** The median of the times until the first paint, in milliseconds. */
const painted = async (file) => {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    times.push(await firstPaint(page));
    await page.close();
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)];
};

try {
  const measured = [];
  for (const run of runs) {
    const file = join(resolve(run), 'index.html');
    const octets = readFileSync(file).length;
    const plain = join(folder, 'plain.html');
    writeFileSync(
      plain,
      `<!doctype html><meta charset="utf-8"><title>plain</title><h1>plain</h1><pre>${'plain text\n'.repeat(Math.ceil(octets / 11))}</pre>`,
    );
    const [own, peer] = [await painted(file), await painted(plain)];
    measured.push({ run, octets, paintMs: Math.round(own), plainMs: Math.round(peer), ratio: Number((own / peer).toFixed(2)) });
  }
  console.log(JSON.stringify(measured, undefined, 2));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
