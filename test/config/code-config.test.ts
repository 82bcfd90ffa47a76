import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { gatherOptions } from '../../src/config/given.ts';
import { loadTargets } from '../../src/config/load-targets.ts';
import { realOutside } from '../../src/config/outside.ts';
import { key, loadOne, messageOf, shipped } from './support.ts';

const files = { 'assay.config.ts': 'the loader reads it' };
const target = { contract: 'parcels', baseUrl: 'https://sandbox.example/v1' };
const load = (depot: Readonly<Record<string, unknown>>) =>
  loadOne({ files, env: key, code: { targets: { depot: { ...target, ...depot } } } });

describe('a config in code', () => {
  test('is read like a file; members without a value are left out', async () => {
    const { target: made, secrets } = await load({ credentials: { key: 'env:KEY' }, maxCreates: 2, plan: undefined });
    expect(made).toMatchObject({ name: 'depot', baseUrl: target.baseUrl, maxCreates: 2 });
    expect(secrets).toEqual({ key: key.KEY });
  });

  test('leaves more behind on this machine than elsewhere, unless it says how much', async () => {
    const most = async (given: Readonly<Record<string, unknown>>) =>
      (await load({ credentials: { key: 'env:KEY' }, ...given })).target.maxCreates;
    expect(await most({})).toBe(20);
    expect(await most({ baseUrl: 'http://127.0.0.1:8080/v1' })).toBe(60);
    expect(await most({ baseUrl: 'http://127.0.0.1:8080/v1', urls: { auth: 'https://sandbox.example/oauth' } })).toBe(20);
    expect(await most({ baseUrl: 'http://127.0.0.1:8080/v1', maxCreates: 3 })).toBe(3);
  });

  test('asks functions for credentials, also for a host that is not this machine', async () => {
    const { secrets } = await load({ credentials: { key: () => 'plain-value-1', second: async () => 'awaited-value-2' } });
    expect(secrets).toEqual({ key: 'plain-value-1', second: 'awaited-value-2' });
  });

  test('names the location of a function that fails, returns no text or is not allowed, and does not quote its error', async () => {
    const failing = () => Promise.reject(new TypeError('the secret is hunter22'));
    expect(await messageOf(() => load({ credentials: { key: failing } }))).toBe(
      'Cannot read config "assay.config.ts" at /targets/depot/credentials/key: the function failed with TypeError',
    );
    expect(await messageOf(() => load({ credentials: { key: () => 7 } }))).toMatch(/the function gave number, a credential is a text$/);
    expect(await messageOf(() => load({ credentials: { key: 'env:KEY' }, plan: () => 'pro' }))).toMatch(
      /at \/targets\/depot\/plan: a function is allowed under credentials only/,
    );
  });

  test('has the same keys, and errors name the pointer', async () => {
    expect(await messageOf(() => load({ credentials: { key: 'env:KEY' }, qouta: {} }))).toBe(
      'Cannot read config "assay.config.ts" at /targets/depot/qouta: "qouta" is not a known key, did you mean "quota"?',
    );
  });

  test('does not give its functions to flags', async () => {
    const code = { targets: { depot: { ...target, credentials: { key: () => 'a-value-from-code' } } } };
    const message = await messageOf(() => loadOne({ files, env: key, code, flags: { set: ['credentials.second=code:/elsewhere'] } }));
    expect(message).toMatch(/second/);
    expect(message).not.toContain('a-value-from-code');
  });
});

describe('a real file in TypeScript', () => {
  const read = (source: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'assay config [x] '));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'assay.config.ts'), source);
    return loadTargets({ names: [], given: gatherOptions({}, {}), shipped, outside: realOutside(folder, {}) });
  };

  test('is built and run, with its types', async () => {
    const [first] = await read(`
      type Url = string;
      const baseUrl: Url = 'https://sandbox.example/v1';
      export default { targets: { depot: { contract: 'parcels', baseUrl, credentials: { key: async (): Promise<string> => 'from-typescript-1' } } } };
    `);
    expect(first?.secrets).toEqual({ key: 'from-typescript-1' });
  });

  test('that cannot be built or throws is a usage error with one line', async () => {
    for (const source of ['export default {', 'throw new Error("boom"); export default {};']) {
      const message = await messageOf(() => read(source));
      expect(message).toMatch(/^Cannot read config "assay\.config\.ts": ./);
      expect(message).not.toContain('\n');
    }
  });
});
