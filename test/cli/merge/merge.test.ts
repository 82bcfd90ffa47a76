import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkedLine } from '../../../src/model/checked-line.ts';
import { readRecord } from '../../../src/model/record.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { assay, emptyFolder, fakeIo, type Ran } from '../support.ts';
import { madePart, type MadePart } from './made-parts.ts';

/** A folder with the parts `p1`, `p2` … */
const folderOf = (...parts: readonly MadePart[]): string => {
  const cwd = emptyFolder();
  for (const [n, part] of parts.entries()) madePart(join(cwd, `p${n + 1}`), part);
  return cwd;
};

const merge = (cwd: string, ...args: readonly string[]): Promise<Ran> => assay(['merge', ...args], fakeIo({ cwd }));
const fail: Verdict = {
  kind: 'fail',
  judged: 1,
  breaches: 1,
  finding: { code: 'bad', operation: 'GET /parcels', where: '', expected: 'a', actual: 'b', exchanges: [] },
};
const runsIn = (cwd: string): readonly string[] =>
  existsSync(join(cwd, 'reports')) ? readdirSync(join(cwd, 'reports')).filter((name) => /^\d/u.test(name)) : [];

describe('assay merge', () => {
  test('makes one run of the parts, whatever their order, with the targets in the order of the plan', async () => {
    const cwd = folderOf({ index: 2, verdicts: { west: fail } }, { index: 1 });
    const { code, stdout, stderr } = await merge(cwd, 'p1', 'p2');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('Merged from 2 shards.');
    const [run = ''] = runsIn(cwd);
    const { header, targets, footer } = readRecord(join(cwd, 'reports', run, 'run.jsonl'));
    expect(header).toMatchObject({ run, seed: 7, startedAt: '2026-03-01T02:00:01.000Z', merged: { of: 2, missing: [] } });
    expect(header.shard).toBeUndefined();
    expect(header.merged?.shards.map(({ nonce }) => nonce)).toEqual(['n1', 'n2']);
    expect(header.options).toMatchObject({ allow: { north: [], south: [], west: [] } });
    expect(targets.map(({ target, cases, results, created }) => [target, cases.length, results.size, created.length])).toEqual([
      ['north', 2, 2, 1],
      ['south', 2, 2, 1],
      ['west', 2, 2, 1],
    ]);
    expect(footer.targets.map(({ exitCode, requests }) => [exitCode, requests])).toEqual([
      [0, 3],
      [0, 3],
      [1, 3],
    ]);
  });

  test('keeps exchanges and the ledger of all parts, writes the reports, and is one line of the history for each target', async () => {
    const cwd = folderOf({ index: 1 }, { index: 2 });
    expect((await merge(cwd, 'p1', 'p2')).code).toBe(0);
    const [run = ''] = runsIn(cwd);
    const file = (...path: readonly string[]): string => readFileSync(join(cwd, 'reports', ...path), 'utf8');
    const lines = (...members: readonly object[]): string => members.map((one) => `${checkedLine(one)}\n`).join('');
    expect(file(run, 'exchanges', '1.jsonl') + file(run, 'exchanges', '2.jsonl')).toBe(lines({ part: 1 }, { part: 2 }));
    expect(file(run, 'created.jsonl')).toBe(lines({ entry: '1-1' }, { entry: '2-1' }));
    expect(file(run, 'index.html')).toContain('Merged from 2 shards.');
    expect(file(run, 'summary.md')).toContain('Merged from 2 shards.');
    expect(file('history.jsonl').trim().split('\n')).toHaveLength(3);
    expect(file('latest', 'run.jsonl')).toBe(file(run, 'run.jsonl'));
  });

  test('takes a folder of parts, as a CI downloads them, and prints one document with --json', async () => {
    const cwd = emptyFolder();
    for (const index of [1, 2]) madePart(join(cwd, 'all', `shard-${index}`), { index });
    const { code, stdout } = await merge(cwd, 'all', '--json', '--out', 'whole');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ merged: { of: 2, missing: [] }, exitCode: 0, directory: expect.stringContaining('whole') });
    expect(existsSync(join(cwd, 'reports'))).toBe(false);
  });

  test('gives the same run for the same parts, so that the history cannot have it twice', async () => {
    const cwd = folderOf({ index: 1 }, { index: 2 });
    await merge(cwd, 'p1', 'p2');
    const { code, stderr } = await merge(cwd, 'p2', 'p1');
    expect(code).toBe(2);
    expect(stderr).toContain('is not empty');
    expect(runsIn(cwd)).toHaveLength(1);
  });

  test.each<[string, readonly MadePart[], string]>([
    ['of another seed', [{ index: 1 }, { index: 2, seed: 8 }], 'its seed is 8, that of the other 7; give all parts the same --seed'],
    ['of another version', [{ index: 1 }, { index: 2, assay: '0.2.0' }], 'it was written by assay 0.2.0, the other by assay 0.1.0'],
    ['of another number of parts', [{ index: 1 }, { index: 2, of: 3 }], 'it is one of 3 parts, the other one of 2'],
    ['of another plan', [{ index: 1 }, { index: 2, requirement: 'P-9' }], 'the plan of target "north" is another one'],
    ['of another server', [{ index: 1 }, { index: 2, baseUrl: 'https://else.example' }], 'target "north" is at https://else.example there'],
    ['split in another way', [{ index: 1 }, { index: 2, inTurn: true }], 'only one of them was split with --shards-in-turn'],
    ['there twice', [{ index: 1 }, { index: 1, run: 'again' }, { index: 2 }], 'p2" are both shard 1 of 2; give one of them'],
    [
      'missing',
      [{ index: 2 }],
      'of 2 parts 1 is missing; run it (--shard 1/2), or merge what is there as an incomplete run with --partial',
    ],
    ['cut off', [{ index: 1 }, { index: 2, isCut: true }], 'the footer is missing: the run did not end'],
  ])('refuses a part that is %s, and writes nothing', async (_what, parts, why) => {
    const cwd = folderOf(...parts);
    const { code, stderr } = await merge(cwd, ...parts.map((_part, n) => `p${n + 1}`));
    expect(code).toBe(2);
    expect(stderr).toContain(why);
    expect(existsSync(join(cwd, 'reports'))).toBe(false);
  });

  test('refuses a part whose record was changed at any place', async () => {
    const cwd = folderOf({ index: 1 }, { index: 2 });
    const path = join(cwd, 'p2', 'run.jsonl');
    const text = readFileSync(path, 'utf8');
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 2), async (at) => {
        const now = text[at] === 'x' ? 'y' : 'x';
        writeFileSync(path, `${text.slice(0, at)}${now}${text.slice(at + 1)}`);
        // Without a footer that can be read, it counts as cut off, which --partial leaves out.
        expect((await merge(cwd, 'p1', 'p2')).code).toBe(2);
        expect(existsSync(join(cwd, 'reports'))).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test('refuses a whole run, a merged one, and a folder without runs', async () => {
    const cwd = folderOf({ index: 1 }, { index: 2 });
    await merge(cwd, 'p1', 'p2');
    expect((await merge(cwd, `reports/${runsIn(cwd)[0] ?? ''}`)).stderr).toContain('it was merged already');
    expect((await merge(cwd, 'p1', 'nowhere')).stderr).toContain('Cannot find the run "nowhere"');
  });

  test('merges what is there with --partial: an incomplete run that no history has and no gate lets pass', async () => {
    const cwd = folderOf({ index: 1 }, { index: 2, isCut: true });
    const { code, stdout, stderr } = await merge(cwd, 'p1', 'p2', '--partial', '--verbose');
    expect(code).toBe(3);
    expect(stderr).toContain('p2 is left out');
    expect(stdout).toContain('Merged from 1 of 2 shards: 2 is missing, so the run is incomplete.');
    expect(stdout).toContain('shard 2 of 2 is missing, so that not everything was judged');
    const [run = ''] = runsIn(cwd);
    const { targets, footer } = readRecord(join(cwd, 'reports', run, 'run.jsonl'));
    expect(targets.map(({ target, cases }) => [target, cases.length])).toEqual([
      ['north', 2],
      ['south', 0],
      ['west', 0],
    ]);
    expect(footer.targets.map(({ ended }) => ended.kind)).toEqual(['complete', 'stopped', 'stopped']);
    expect(existsSync(join(cwd, 'reports', 'history.jsonl'))).toBe(false);
    const answer = await assay(['gate', '--run', run], fakeIo({ cwd }));
    expect(answer.code).toBe(3);
    expect(answer.stdout).toContain('no: south: the run was stopped: shard 2 of 2 is missing');
  });

  test('leaves no changed part out, even with --partial', async () => {
    const cwd = folderOf({ index: 1 }, { index: 2 });
    const path = join(cwd, 'p2', 'run.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"judged":1', '"judged":2'));
    const { code, stderr } = await merge(cwd, 'p1', 'p2', '--partial');
    expect(code).toBe(2);
    expect(stderr).toContain('Cannot merge');
  });
});

describe('the record of one part', () => {
  test('is no evidence for a gate, a diff or a comparison', async () => {
    const cwd = folderOf({ index: 1 }, { index: 2 });
    appendFileSync(join(cwd, 'assay.config.yaml'), 'targets: {}\n');
    const gate = await assay(['gate', '--run', 'p2'], fakeIo({ cwd }));
    expect(gate.code).toBe(3);
    expect(gate.stdout).toContain('p2 is shard 2 of 2: 4 of 6 cases; merge the parts first (assay merge)');
    const diff = await assay(['diff', 'p1', 'p2'], fakeIo({ cwd }));
    expect(diff.code).toBe(3);
    expect(diff.stdout).toContain('p1 is shard 1 of 2: 2 of 6 cases');
  });

  test('says in its reports that it is one', async () => {
    const cwd = folderOf({ index: 2 });
    expect((await assay(['report', 'p1', '--report', 'html,summary,junit,markdown'], fakeIo({ cwd }))).code).toBe(0);
    const file = (name: string): string => readFileSync(join(cwd, 'p1', name), 'utf8');
    for (const name of ['index.html', 'summary.md', 'report.md'])
      expect(file(name).replaceAll(/\s+/gu, ' ')).toContain('This is shard 2 of 2: 4 of 6 cases. It says nothing about the others');
    expect(file('junit.xml')).toContain('<property name="shard" value="2/2"/>');
  });
});
