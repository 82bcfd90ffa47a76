import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { PlanDocument } from '../../src/cli/run/dry-run.ts';
import { readRecord } from '../../src/model/record.ts';
import { startReference } from '../../src/reference/index.ts';
import { assay, emptyFolder, fakeIo, type Ran } from '../cli/support.ts';

/** Every text below a folder. */
const textsBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? textsBelow(join(folder, one.name)) : one.isFile() ? [readFileSync(join(folder, one.name), 'utf8')] : [],
  );

test('a run is planned, judged in parts by processes of their own, and merged into one line of the history', async () => {
  const reference = await startReference({ vendor: 'cloudnexus', defect: 'region-filter-ignored' });
  onTestFinished(() => reference.close());
  const cwd = emptyFolder();
  const key = reference.credentials['key'] ?? '';
  const target = { contract: 'cloudnexus', baseUrl: reference.url, credentials: { key: 'env:NEXUS_KEY' }, quota: reference.quota };
  writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: { nexus: target } }));
  const command = (...args: readonly string[]): Promise<Ran> => assay(args, fakeIo({ cwd, env: { NEXUS_KEY: key } }));
  const filter = ['--only', 'status,schema,NEXUS-23'];

  const plan = JSON.parse((await command('plan', '--shards', '3', '--json', ...filter)).stdout) as PlanDocument;
  expect(plan.shards?.map(({ index, of }) => `${index}/${of}`)).toEqual(['1/3', '2/3', '3/3']);

  const codes: number[] = [];
  for (const { index } of plan.shards ?? []) {
    const { code, stdout } = await command('run', '--shard', `${index}/3`, '--nonce', 'night', '--out', `parts/${index}`, ...filter);
    codes.push(code);
    const { header } = readRecord(join(cwd, 'parts', String(index), 'run.jsonl'));
    const { cases = 0 } = plan.shards?.[index - 1] ?? {};
    expect(header).toMatchObject({ seed: plan.seed, nonce: `night${index}`, shard: { index, of: 3, plan: plan.plan, cases } });
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(`This is shard ${index} of 3: ${cases} of ${header.shard?.targets[0]?.cases} cases`);
  }
  // One part has the filter that the reference ignores, the others find nothing.
  expect(codes.toSorted()).toEqual([0, 0, 1]);
  expect(existsSync(join(cwd, 'reports'))).toBe(false);

  const merged = await command('merge', 'parts');
  expect(merged.code).toBe(1);
  expect(merged.stdout).toContain('NEXUS-23');
  expect(merged.stdout).toContain('Merged from 3 shards.');
  expect(
    readFileSync(join(cwd, 'reports', 'history.jsonl'), 'utf8')
      .trim()
      .split('\n'),
  ).toHaveLength(1);
  expect((await command('gate', '--run', 'latest')).code).toBe(1);
  expect(textsBelow(cwd).filter((text) => text.includes(key))).toEqual([]);
});
