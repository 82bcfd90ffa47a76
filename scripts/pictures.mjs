// `npm run pictures`: makes docs/pictures/ anew, from real runs against embedded references. It needs what is built, `script` of util-linux, and a browser
// (CHROMIUM_PATH, or one of the usual places).
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

import { makeTerminal, terminalSvg, textOf } from './terminal-svg.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, 'dist/bundle/main.js');
const pictures = join(root, 'docs/pictures');
const columns = 104;
/** Largest picture, in bytes: they are in the package too. */
const largest = 200_000;

const browserPath = [process.env['CHROMIUM_PATH'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path !== '' && existsSync(path),
);
if (browserPath === undefined) throw new Error('Cannot make pictures: there is no browser, set CHROMIUM_PATH');

/** Starts a server that breaks one requirement, and writes the config by which it is judged. */
const serve = async (cwd) => {
  const server = spawn(process.execPath, [main, 'serve', 'cloudnexus', '--defect', 'page-boundary-skips-item', '--print-config'], { cwd });
  const config = await new Promise((resolve, reject) => {
    let text = '';
    server.stdout.setEncoding('utf8').on('data', (more) => {
      text += more;
      // The config is one write, whose last line has the fixtures.
      if (text.endsWith('\n') && text.includes('fixtures')) resolve(text);
    });
    server.on('close', (code) => reject(new Error(`assay serve ended with ${code}`)));
  });
  writeFileSync(join(cwd, 'assay.config.yaml'), config);
  return server;
};

/** With it, a terminal shows what was drawn since the last one (synchronized output). */
const frameEnd = '\u001b[?2026l';

/** Runs assay in a terminal. @returns the last screen on which `isWanted` was true, and the one at the end. */
const inTerminal = async (cwd, args, isWanted) => {
  const terminal = makeTerminal(columns, 60);
  const command = `stty cols ${columns} rows 60; exec "${process.execPath}" "${main}" ${args.join(' ')}`;
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, TERM: 'xterm-256color', FORCE_HYPERLINK: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let during = [];
  for await (const chunk of child.stdout) {
    for (const part of String(chunk).split(frameEnd)) {
      await terminal.write(`${part}${frameEnd}`);
      const screen = terminal.screen();
      if (isWanted(textOf(screen))) during = screen;
    }
  }
  return { during, end: terminal.screen() };
};

/** A frame in which there is something to see: a finding, requests, the quota, and the time that is left. */
const isWorking = (text) => text.includes('✗') && /\d{2,}\/s · quota .*back in/u.test(text) && text.includes('about');

const shoot = async (page, file, width, height, colorScheme) => {
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  try {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
    const tab = await context.newPage();
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForLoadState('load');
    await tab.evaluate(() => document.fonts.ready);
    await tab.screenshot({ path: join(pictures, file) });
  } finally {
    await browser.close();
  }
};

mkdirSync(pictures, { recursive: true });
const home = mkdtempSync(join(tmpdir(), 'assay-pictures-'));
const server = await serve(home);
try {
  const seeded = ['--seed', '1670200218'];
  const { during, end } = await inTerminal(home, ['run', 'cloudnexus-reference', ...seeded], isWorking);
  const shown = (name, screen, title) =>
    writeFileSync(join(pictures, name), terminalSvg(screen, columns, { command: 'assay run cloudnexus-reference', title }));
  shown(
    'progress.svg',
    during,
    'A run in a terminal: a finding, and for the target its progress, requests, quota and the time that is left',
  );
  // What was told during the run stands above it.
  const verdict = end.findIndex((runs) => textOf([runs]).startsWith(' FAIL '));
  shown(
    'ending.svg',
    end.slice(verdict),
    'The end of a run in a terminal: the verdict, the worst findings, what was not tried, and the next command',
  );
  await shoot(join(home, 'reports/latest/index.html'), 'run-page.png', 1280, 860, 'light');
  const demo = spawnSync(process.execPath, [main, 'demo', '--profile', 'comparison', '--quiet', ...seeded], {
    cwd: home,
    stdio: 'inherit',
  });
  if (demo.status !== 0) throw new Error(`assay demo ended with ${demo.status}`);
  await shoot(join(home, 'reports/latest/compare.html'), 'comparison.png', 1280, 860, 'light');
} finally {
  server.removeAllListeners('close');
  server.kill();
  rmSync(home, { recursive: true, force: true });
}
for (const name of ['progress.svg', 'ending.svg', 'run-page.png', 'comparison.png']) {
  const { size } = statSync(join(pictures, name));
  console.log(`${name}: ${size} bytes`);
  if (size > largest) throw new Error(`${name} is larger than ${largest} bytes`);
}
