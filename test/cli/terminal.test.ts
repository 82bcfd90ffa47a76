import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { emptyFolder } from './support.ts';

const main = resolve('dist/bundle/main.js');
/** Gives a command a terminal (util-linux). */
const script = '/usr/bin/script';

/** Runs the command on a terminal of a given size, and types Ctrl-C whenever the next text was seen. */
const onTerminal = async (
  args: string,
  { columns = 80, env = {}, keys = [] }: { columns?: number; env?: Record<string, string>; keys?: readonly RegExp[] } = {},
): Promise<{ readonly text: string; readonly code: number | null; readonly cwd: string; readonly first: string }> => {
  const cwd = emptyFolder();
  const command = `stty cols ${columns} rows 24; exec "${process.execPath}" "${main}" ${args}`;
  const { CI: _ci, NO_COLOR: _plain, FORCE_COLOR: _forced, ...inherited } = process.env;
  const child = spawn(script, ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
    cwd,
    env: { ...inherited, TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  let first = '';
  let typed = 0;
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    if (first === '') first = more;
    text += more;
    if (keys[typed]?.test(stripVTControlCharacters(text)) !== true) return;
    typed += 1;
    child.stdin.write('\u0003');
  });
  const code = await new Promise<number | null>((end) => void child.on('close', end));
  return { text, code, cwd, first };
};

/** The target has answered. */
const begun = /[1-9]\d* of \d+ cases/u;

const hidden = '\u001b[?25l';
const shownAgain = '\u001b[?25h';

/** Everything that was ever on a line of the terminal, without what moves the cursor and colours. */
const linesOf = (text: string): readonly string[] => stripVTControlCharacters(text).split(/[\r\n]+/u);

describe.skipIf(!existsSync(script))('on a terminal', () => {
  test('a run shows itself at once, live and in colours, and leaves a clean end', async () => {
    const { text, code, first } = await onTerminal('demo cloudnexus --only status,auth');
    expect(code).toBe(0);
    // What is said at once is a part of its own, written before anything else is known.
    expect(linesOf(first)).toEqual(['assay demo: reading cloudnexus', '']);
    expect(text).toContain('\u001b[1mcloudnexus');
    expect(linesOf(text)).toContainEqual(expect.stringMatching(/^cloudnexus [━─]{16} \d+ of \d+ cases · /u));
    expect(text.lastIndexOf(shownAgain)).toBeGreaterThan(text.lastIndexOf(hidden));
    expect(text).toContain(hidden);
    expect(stripVTControlCharacters(text).endsWith('\n')).toBe(true);
  });

  test('nothing but paths is wider than 40 columns, and NO_COLOR has no colours', async () => {
    const { text, code } = await onTerminal('demo cloudnexus cloudsync --only status', { columns: 40, env: { NO_COLOR: '1' } });
    expect(code).toBe(0);
    const wide = linesOf(text).filter((line) => line.length > 40 && !/^(?:page|compared|everything|record) /u.test(line));
    expect(wide).toEqual([]);
    // oxlint-disable-next-line no-control-regex -- what colours are made of
    expect(text).not.toMatch(/\u001b\[\d+(?:;\d+)*m/u);
  });

  test('Ctrl-C ends a run in an orderly way, with the cursor back and no half line', async () => {
    const { text, code, cwd } = await onTerminal('demo cloudnexus', { keys: [begun] });
    expect(code).toBe(3);
    expect(text).toContain('Stopping the run in an orderly way; a second signal ends it at once.');
    expect(linesOf(text)).toContainEqual(expect.stringMatching(/OPEN {2}cloudnexus/u));
    expect(text.lastIndexOf(shownAgain)).toBeGreaterThan(text.lastIndexOf(hidden));
    expect(stripVTControlCharacters(text).endsWith('\n')).toBe(true);
    expect(readFileSync(join(cwd, 'reports', 'latest', 'summary.md'), 'utf8')).toContain('interrupted');
  });

  test('a second Ctrl-C ends it at once, with the cursor back', async () => {
    const { text, code } = await onTerminal('demo cloudnexus', { keys: [begun, /Stopping the run/u] });
    expect(code).toBe(130);
    expect(text.lastIndexOf(shownAgain)).toBeGreaterThan(text.lastIndexOf(hidden));
  });

  test('links lead to the page where the terminal follows them', async () => {
    const { text } = await onTerminal('demo cloudnexus --only status', { env: { VTE_VERSION: '7600' } });
    // oxlint-disable-next-line no-control-regex -- what a link is made of
    expect(text).toMatch(/\u001b\]8;;file:\/\/\S+\/index\.html/u);
  });
});

describe('completion by bash itself', () => {
  /** What bash offers for a line whose last word is not complete. */
  const offered = (cwd: string, ...words: readonly string[]): readonly string[] => {
    const lines = [
      'source <(assay completion bash)',
      'complete -p assay >&2',
      `COMP_WORDS=(assay ${words.map((word) => `'${word}'`).join(' ')})`,
      `COMP_CWORD=${words.length}`,
      '_assay',
      'for one in "${COMPREPLY[@]}"; do echo "$one"; done',
    ];
    const path = `${cwd}:${process.env['PATH'] ?? ''}`;
    const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', lines.join('\n')], {
      cwd,
      env: { ...process.env, PATH: path },
      encoding: 'utf8',
    });
    expect({ status, stderr: stderr.trim() }).toEqual({ status: 0, stderr: 'complete -o default -F _assay assay' });
    return stdout.split('\n').filter((line) => line !== '');
  };

  test('completes commands, options, values, targets and runs', () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'assay'), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`, { mode: 0o755 });
    writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: { 'my-depot': { contract: 'cloudnexus' } } }));
    mkdirSync(join(cwd, 'reports', '2026-03-01T02-00-00Z-1a2b'), { recursive: true });
    writeFileSync(join(cwd, 'reports', '2026-03-01T02-00-00Z-1a2b', 'run.jsonl'), '');
    expect(offered(cwd, 'rep')).toEqual(['report', 'replay']);
    expect(offered(cwd, 'run', '--base')).toEqual(['--base-url']);
    expect(offered(cwd, 'run', '--report', 'ju')).toEqual(['junit']);
    expect(offered(cwd, 'run', 'my')).toEqual(['my-depot']);
    expect(offered(cwd, 'report', '')).toEqual(['latest', '2026-03-01T02-00-00Z-1a2b']);
    expect(offered(cwd, 'nonsense', '')).toEqual([]);
  });
});
