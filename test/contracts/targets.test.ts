import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { vendors } from '../../src/reference/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Listed = readonly { readonly name: string; readonly projectName: string }[];

/** The tests of the project `contracts`, without running them. */
const listed = (env: Readonly<Record<string, string>> = {}): readonly string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-contracts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'tests.json');
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'list', '--project', 'contracts', `--json=${file}`],
    { cwd: root, encoding: 'utf8', timeout: 240_000, env: { ...process.env, ...env } },
  );
  expect(status, stderr).toBe(0);
  return (JSON.parse(readFileSync(file, 'utf8')) as Listed).map(({ name }) => name);
};

const targetsIn = (names: readonly string[]): readonly string[] => [...new Set(names.map((name) => name.split(' > ')[1] ?? ''))];

test('the project contracts has a test for each case of each reference', () => {
  const names = listed();
  expect(targetsIn(names).toSorted()).toEqual(Object.keys(vendors).toSorted());
  expect(names.length).toBeGreaterThan(500);
});

test('the project contracts takes the targets of a config instead, without an address or a secret that is there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-contracts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'own.yaml');
  const document = join(root, 'test/vitest/fixtures/parcels.yaml');
  writeFileSync(
    config,
    `targets: { depot: { contract: ${document}, baseUrl: 'https://api.example', credentials: { key: env:NO_SUCH_KEY } } }\n`,
  );
  expect(targetsIn(listed({ ASSAY_CONFIG: config }))).toEqual(['depot']);
});
