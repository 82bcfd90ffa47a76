import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { emptyFolder } from './assay.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built command in a place of its own, without compiled code. */
const copyOfCommand = (): { readonly bundle: string; readonly cache: string; readonly start: (...args: string[]) => string } => {
  const home = emptyFolder();
  const bundle = join(home, 'dist', 'bundle');
  mkdirSync(bundle, { recursive: true });
  cpSync(join(root, 'dist/bundle'), bundle, { recursive: true });
  const cache = join(bundle, 'code-cache');
  rmSync(cache, { recursive: true, force: true });
  for (const name of ['package.json', 'spec', 'node_modules']) symlinkSync(join(root, name), join(home, name));
  const start = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(bundle, 'main.js'), ...args], { encoding: 'utf8', cwd: home });
    expect([status, stderr]).toEqual([0, '']);
    return stdout;
  };
  return { bundle, cache, start };
};

const entriesIn = (cache: string): string[] =>
  readdirSync(cache, { recursive: true, encoding: 'utf8' })
    .map((name) => join(cache, name))
    .filter((path) => statSync(path).isFile());

test('the compiled code of the command is kept, and used only where it is whole and of just these scripts', () => {
  const { bundle, cache, start } = copyOfCommand();
  const first = start('--help');
  const entries = entriesIn(cache);
  expect(entries.map((path) => path.split('/').at(-1))).toContain('program.cjs');

  // The next start takes it: one that compiles writes again.
  const written = entries.map((path) => statSync(path).mtimeMs);
  expect(start('--help')).toBe(first);
  expect(entriesIn(cache)).toEqual(entries);
  expect(entries.map((path) => statSync(path).mtimeMs)).toEqual(written);

  // What was damaged is made anew.
  for (const path of entries) {
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xff, bytes.length / 2));
  }
  const damaged = entries.map((path) => readFileSync(path));
  expect(start('--help')).toBe(first);
  expect(entries.map((path, at) => readFileSync(path).equals(damaged[at] ?? Buffer.alloc(0)))).not.toContain(true);

  // A script that was changed runs as it is now, also where it is as long as before.
  const script = join(bundle, 'program.cjs');
  const text = readFileSync(script, 'utf8');
  writeFileSync(script, text.replace('Checks whether an HTTP API', 'Proves whether an HTTP API'));
  expect(start('--help')).toBe(first.replace('Checks whether', 'Proves whether'));
  writeFileSync(script, text);

  // A folder that cannot be made is not missed.
  rmSync(cache, { recursive: true });
  writeFileSync(cache, '');
  expect(start('--help')).toBe(first);
});
