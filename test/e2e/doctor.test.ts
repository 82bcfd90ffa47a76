import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCreatedLedger } from '../../src/exchange/created-ledger.ts';
import { startReference } from '../../src/reference/index.ts';
import { boxContract, boxKey, startBoxes } from '../worlds/left-behind.ts';
import { assay, emptyFolder } from './assay.ts';

describe('assay doctor', () => {
  const look = async (key: string | undefined, ...more: readonly string[]) => {
    const reference = await startReference({ vendor: 'cloudnexus' });
    onTestFinished(() => reference.close());
    const flags = [
      '--base-url',
      reference.url,
      '--credential',
      'key=env:NEXUS_KEY',
      '--set',
      'quota.limit=600',
      '--set',
      'quota.windowSeconds=2',
    ];
    return assay(['doctor', 'cloudnexus', ...flags, ...more], {
      cwd: emptyFolder(),
      env: { NEXUS_KEY: key ?? reference.credentials['key'] ?? '' },
    });
  };

  test('prints what it found, what a run could decide, and what is missing for the rest', async () => {
    const { code, stdout } = await look(undefined);
    expect(code).toBe(0);
    expect(stdout).toContain('GET /instances: 100 items on the first page, and more');
    expect(stdout).toMatch(/X-RateLimit-Limit: 600/);
    expect(stdout).toMatch(/must: \d+ of \d+/);
    expect(stdout).toMatch(/--allow flood\)\n(?: {4}.+\n)* {4}NEXUS-\d+ (?:must|should|observe): \w+/);
    expect(stdout, 'an id without words').not.toMatch(/^\s+[A-Z]+-\d+$/mu);
    expect(stdout).toMatch(/--set fixtures\.image=VALUE/);
    expect(stdout).toMatch(
      /It could call \d+ of \d+ operations\.\n\nTo judge and call more, best first; each adds to those above it:\n {2}--allow mutation/,
    );
  });

  test('finds nothing missing if everything is allowed and given, in the JSON document too', async () => {
    const { code, stdout } = await look(undefined, '--allow', 'mutation,permanent,flood', '--set', 'fixtures.image=ubuntu-22-04', '--json');
    const report = JSON.parse(stdout) as {
      levels: { level: string; possible: number; all: number }[];
      missing: { requirements: string[] }[];
    };
    expect(code).toBe(0);
    expect(report.missing.flatMap(({ requirements }) => requirements)).not.toContain('NEXUS-138');
    expect(report.levels.find(({ level }) => level === 'must')?.possible).toBeGreaterThan(40);
  });

  test('says that a refused key would stop a run, with exit 3', async () => {
    const { code, stdout } = await look('not-the-key-of-this-server');
    expect(code).toBe(3);
    expect(stdout).toContain('the target refuses credential `key`');
    expect(stdout).not.toContain('not-the-key');
  });
});

describe('assay cleanup', () => {
  test('removes what a killed run left, prints each result, and finds nothing the second time', async () => {
    const boxes = await startBoxes();
    const cwd = emptyFolder();
    const directory = join(cwd, 'run');
    mkdirSync(directory);
    const ledger = createCreatedLedger(directory, 'boxes');
    ledger.reserve({ operation: 'POST /boxes', collection: 'box', label: 'ct-left' });
    ledger.close();
    boxes.add('ct-left');
    boxes.add('of another client');
    writeFileSync(
      join(cwd, 'assay.config.yaml'),
      JSON.stringify({
        targets: { boxes: { contract: boxContract(), baseUrl: boxes.url, credentials: { key: 'env:BOX_KEY' }, allow: ['mutation'] } },
      }),
    );
    const clean = () => assay(['cleanup', 'run'], { cwd, env: { BOX_KEY: boxKey } });
    const first = await clean();
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/^removed box ct-left/);
    expect(boxes.labels()).toEqual(['of another client']);
    expect((await clean()).stdout).toMatch(/Nothing to clean up/);
  });

  test.each([
    ['created nothing', () => undefined, 'the run created nothing'],
    [
      'was refused every creation',
      (ledger: ReturnType<typeof createCreatedLedger>) =>
        ledger.reserve({ operation: 'POST /boxes', collection: 'box', label: 'ct-1' }).nothing(),
      'every creation of the run was refused',
    ],
  ])('reports a run that %s', async (_, act, expected) => {
    const boxes = await startBoxes();
    const cwd = emptyFolder();
    const directory = join(cwd, 'run');
    mkdirSync(directory);
    const ledger = createCreatedLedger(directory, 'boxes');
    act(ledger);
    ledger.close();
    writeFileSync(
      join(cwd, 'assay.config.yaml'),
      JSON.stringify({ targets: { boxes: { contract: boxContract(), baseUrl: boxes.url, credentials: { key: 'env:BOX_KEY' } } } }),
    );
    const { code, stdout } = await assay(['cleanup', 'run'], { cwd, env: { BOX_KEY: boxKey } });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Nothing to clean up: ${expected}.\n` });
  });

  test('refuses a missing folder with exit 2', async () => {
    const { code, stderr } = await assay(['cleanup', 'nowhere'], { cwd: emptyFolder() });
    expect(code).toBe(2);
    expect(stderr).toContain('"nowhere"');
  });
});
