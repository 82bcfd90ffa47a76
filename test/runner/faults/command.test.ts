import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readRecord } from '../../../src/model/record.ts';
import { startReference } from '../../../src/reference/index.ts';
import { assay, emptyFolder, fakeIo, type FakeIo } from '../../cli/support.ts';
import { json, pass } from './answers.ts';
import { type Fault, startFaultProxy } from './fault-proxy.ts';

/** A folder with a config of one target for each fault: a reference behind a proxy. */
const folderFor = async (faults: Readonly<Record<string, Fault>>): Promise<FakeIo> => {
  const targets: Record<string, object> = {};
  const env: Record<string, string> = {};
  for (const [name, fault] of Object.entries(faults)) {
    const { url, credentials, close } = await startReference({ vendor: 'cloudnexus' });
    const proxy = await startFaultProxy(url, fault);
    onTestFinished(async () => {
      await proxy.close();
      await close();
    });
    env[`KEY_${name.toUpperCase()}`] = credentials['key'] ?? '';
    targets[name] = {
      contract: 'cloudnexus',
      baseUrl: proxy.url,
      credentials: { key: `env:KEY_${name.toUpperCase()}` },
      quota: { limit: 600, windowSeconds: 2, group: 'one process' },
      http: { timeoutMs: 5_000 },
    };
  }
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets }));
  return fakeIo({ cwd, env });
};

const reported = (text: string): string => text.replaceAll(/\s+/gu, ' ');

describe('the command', () => {
  test('ends with the most severe exit code of several targets, each with its own reason', async () => {
    const io = await folderFor({
      dies: ({ number }) => (number === 7 ? { kind: 'die' } : pass),
      open: () => json({}),
    });
    const { code, stdout } = await assay(['run', '--only', 'status,auth/missing-*,pagination/default-size', '--verbose'], io);
    const { footer } = readRecord(join(io.cwd, 'reports', 'latest', 'run.jsonl'));
    expect(footer.targets.map(({ target, exitCode }) => [target, exitCode])).toEqual([
      ['dies', 3],
      ['open', 1],
    ]);
    expect([code, footer.exitCode]).toEqual([1, 1]);
    expect(reported(stdout)).toContain('Interrupted: during the run the target is down (GET /instances: no answer (refused)');
    expect(reported(stdout)).toContain('answers 2xx without a credential and for an unknown id, so nothing counts as passed');
  });

  test('ends with 2 before it sends anything where the config cannot be used', async () => {
    let calls = 0;
    const io = await folderFor({ nexus: () => ((calls += 1), pass) });
    const { code, stderr } = await assay(['run', '--set', 'http.timeoutMs=soon'], io);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: Cannot use --set http\.timeoutMs/u);
    expect(calls).toBe(0);
  });
});
