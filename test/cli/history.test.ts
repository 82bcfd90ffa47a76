import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';

import { historyDocumentSchema } from '../../src/report/history/history-document-schema.ts';
import { createRecordWriter } from '../../src/model/record.ts';
import type { Finding, Verdict } from '../../src/model/verdict.ts';
import { parcelCase, parcelFooter, parcelHeader } from '../model/hand-written-run.ts';
import { madeHistory, type MadeHistory, runOf } from '../report/support/made-history.ts';
import { hostile } from '../report/support/made-run.ts';
import { assay, emptyFolder, fakeIo, output } from './support.ts';

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

const flipping: MadeHistory = {
  nights: 14,
  last: hoursAgo(6),
  requirements: [
    { id: 'P-1', course: 'ppfppppppfpppp', title: 'A list has at most 20 parcels' },
    { id: 'P-2', course: 'pppppppppppfff', title: 'A parcel that is gone answers 404' },
    { id: 'P-3', course: 'pppppppppppppf', level: 'should' },
    { id: 'P-4', course: 'p' },
  ],
};

const finding: Finding = { code: 'made', operation: 'GET /parcels', where: '', expected: 'a', actual: 'b', exchanges: ['x1'] };

const textOf = (...made: readonly MadeHistory[]): string =>
  made
    .flatMap(madeHistory)
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');

/** A folder with a history. */
const folderWith = (text: string): string => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, 'reports'));
  writeFileSync(join(cwd, 'reports', 'history.jsonl'), text);
  return cwd;
};

const isDocument = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(historyDocumentSchema);

describe('assay history', () => {
  test('shows the runs of the only target, what changed in words, and writes the page', async () => {
    const cwd = folderWith(textOf(flipping));
    const run = runOf(new Date(flipping.last ?? ''));
    mkdirSync(join(cwd, 'reports', run));
    writeFileSync(join(cwd, 'reports', run, 'index.html'), '');
    const { code, stdout, stderr } = await assay(['history'], fakeIo({ cwd }));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('depot: 2 broken now, 1 flips in the last 14 nights\n  ✓✓✗✓✓✓✓✓✓✗✓✗✗✗\n  last complete run ');
    expect(stdout).toContain('6 hours ago');
    expect(stdout).toMatch(/NIGHT +VERDICT +BROKEN +WARN +MUSTS +OPERATIONS +REQUESTS +95 % +CHANGED\n/u);
    expect(stdout).toMatch(/✗ FAIL +1 +1 +3\/3 +4\/5 +18\d\d +\d+ ms +broke P-3\n/u);
    expect(stdout).toContain('✗ P-2 must: A parcel that is gone answers 404\n    ✓✓✓✓✓✓✓✓✓✓✓✗✗✗\n    broken since ');
    expect(stdout).toContain('failed in 2 of the last 14 nights; kept since ');
    expect(stdout).toMatch(/page {7}\S*reports\/history\.html\n$/u);
    const page = readFileSync(join(cwd, 'reports', 'history.html'), 'utf8');
    expect(page).toContain(`"page":"${run}/index.html"`);
    expect(page.match(/"page":/gu)).toHaveLength(1);
  });

  test('shows several targets in a line each, and one in full by its name', async () => {
    const cwd = folderWith(textOf(flipping, { ...flipping, target: 'spare', requirements: [{ id: 'P-1', course: 'p' }] }));
    const { stdout } = await assay(['history'], fakeIo({ cwd }));
    expect(stdout).toContain('spare: no promise broken in the last 14 nights');
    expect(stdout).not.toContain('VERDICT');
    expect((await assay(['history', 'spare', '--last', '3'], fakeIo({ cwd }))).stdout).toMatch(
      /^spare: .* in the last 3 nights\n {2}✓✓✓\n/u,
    );
    const unknown = await assay(['history', 'spar'], fakeIo({ cwd }));
    expect(unknown).toMatchObject({
      code: 2,
      stderr: 'error: Cannot show the history of "spar": it has no run of this target, did you mean "spare"?\n',
    });
  });

  for (const columns of [40, 80]) {
    test(`fits a terminal of ${columns} columns`, async () => {
      const cwd = folderWith(textOf({ ...flipping, nights: 100 }));
      const io = { ...fakeIo({ cwd }), stdout: output({ isTerminal: true, columns }) };
      const { stdout } = await assay(['history', '--last', 'all'], io);
      // eslint-disable-next-line no-control-regex -- Colours take no room.
      const lines = stdout.replaceAll(/\u001b\[\d+m/gu, '').split('\n');
      expect(lines.filter((line) => line.length > columns && !line.startsWith('page'))).toEqual([]);
      expect(stdout).toContain('VERDICT');
    });
  }

  test('names what flips, with the command that judges it again, and fails for it', async () => {
    const cwd = folderWith(textOf(flipping));
    const { code, stdout } = await assay(['history', '--flaky'], fakeIo({ cwd }));
    expect(code).toBe(1);
    const failed = runOf(new Date(Date.parse(flipping.last ?? '') - 4 * 24 * 3_600_000));
    expect(stdout).toMatch(/^depot: 1 promise flips in the last 14 nights\n~ P-1 must: A list has at most 20 parcels\n/u);
    expect(stdout).toContain(`failed in 2 of the last 14 nights; kept since `);
    expect(stdout).toContain(`    in   ${failed}, ${runOf(new Date(Date.parse(flipping.last ?? '') - 11 * 24 * 3_600_000))}\n`);
    expect(stdout).toContain(`next assay replay ${failed} P-1 --repeat 10\n`);
    expect(stdout).toMatch(
      /nobody knows yet whether they flip: 1\n✗ P-3 should: .*\n.*\n {4}failed once in 14 nights, in the last that judged it/u,
    );
    expect(stdout).not.toContain('P-2');
    expect(existsSync(join(cwd, 'reports', 'history.html'))).toBe(false);
    expect((await assay(['history', '--flaky', '--last', '4'], fakeIo({ cwd }))).code).toBe(0);
  });

  test('says which cases of what flips failed, by the records that are still there', async () => {
    const lines = madeHistory(flipping);
    const text = lines.map((line) => `${JSON.stringify({ ...line })}\n`).join('');
    const cwd = folderWith(text);
    const cases = ['a/one@#', 'a/two@#'];
    for (const [night, { run, outcomes }] of lines.entries()) {
      // The folders of the first nights are gone.
      if (night < 4) continue;
      const directory = join(cwd, 'reports', run);
      mkdirSync(directory);
      const writer = createRecordWriter(join(directory, 'run.jsonl'), { ...parcelHeader, run });
      for (const id of cases) writer.append({ type: 'case', target: 'depot', case: parcelCase(id, 'P-1') });
      for (const id of cases) {
        const isBroken = outcomes?.fail?.includes('P-1') === true && id === 'a/two@#';
        const verdict: Verdict = isBroken ? { kind: 'fail', judged: 1, breaches: 1, finding } : { kind: 'pass', judged: 1 };
        writer.append({ type: 'verdict', target: 'depot', id, verdict, seconds: 0.1 });
      }
      writer.close(parcelFooter);
      // One of them was altered since: it says nothing any more.
      if (night === 4) writeFileSync(join(directory, 'run.jsonl'), 'x');
    }
    const failed = lines[9]?.run ?? '';
    const { stdout } = await assay(['history', '--flaky'], fakeIo({ cwd }));
    expect(stdout).toContain('    case a/two@#: failed in 1 of the 9 kept runs that judged it\n');
    expect(stdout).not.toContain('a/one@#');
    const json = await assay(['history', '--flaky', '--json'], fakeIo({ cwd }));
    const document: unknown = JSON.parse(json.stdout);
    expect(isDocument(document), JSON.stringify(isDocument.errors)).toBe(true);
    expect(document).toMatchObject({
      targets: [
        {
          requirements: [
            {
              requirement: 'P-1',
              comparable: { since: lines[0]?.run, judged: 14, failures: 2, failedIn: [lines[2]?.run, failed] },
              cases: [{ case: 'a/two@#', judged: 9, failedIn: [failed] }],
            },
            { requirement: 'P-3' },
          ],
        },
      ],
    });
  });

  test('prints one JSON document of its schema', async () => {
    const cwd = folderWith(`${textOf(flipping)}{"cut`);
    for (const flags of [[], ['--flaky'], ['--last', 'all', '--max-age', '1']]) {
      const { code, stdout, stderr } = await assay(['history', '--json', ...flags], fakeIo({ cwd }));
      const document = JSON.parse(stdout) as { exitCode: number; targets: { requirements: unknown[] }[] };
      expect(isDocument(document), JSON.stringify(isDocument.errors)).toBe(true);
      expect(document.exitCode).toBe(code);
      expect(document.targets[0]?.requirements).toHaveLength(flags[0] === '--flaky' ? 2 : 4);
      expect(stderr).toContain('history.jsonl:15 is not counted: it is cut off, or not JSON');
    }
  });

  test('goes on behind damaged lines and names them', async () => {
    const text = textOf(flipping);
    const cwd = folderWith(`${text.slice(0, 300)}\n${text.replace('"seed":105', '"seed":5')}`);
    const { code, stdout } = await assay(['history'], fakeIo({ cwd }));
    expect(code).toBe(0);
    expect(stdout).toContain('in the last 13 nights');
    expect(stdout).toContain('Line 1 of the history is not counted: it is cut off, or not JSON.\n');
    expect(stdout).toContain('Line 7 of the history is not counted: it was altered after it was written.\n');
  });

  test('says that there is no history, or none long enough, or none that is young enough', async () => {
    const empty = emptyFolder();
    const none = await assay(['history'], fakeIo({ cwd: empty }));
    expect(none.code).toBe(3);
    expect(none.stdout).toMatch(/^There is no history yet: \S*reports\/history\.jsonl does not exist\. Every run/u);
    const json = await assay(['history', '--json'], fakeIo({ cwd: empty }));
    expect(isDocument(JSON.parse(json.stdout))).toBe(true);
    const single = folderWith(textOf({ ...flipping, nights: 1 }));
    expect(await assay(['history', '--flaky'], fakeIo({ cwd: single }))).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('One run cannot'),
    });
    const old = await assay(['history', '--max-age', '5'], fakeIo({ cwd: single }));
    expect(old).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('depot: the last complete run is 6 hours old, older than --max-age 5.'),
    });
    expect((await assay(['history', '--max-age', '7'], fakeIo({ cwd: single }))).code).toBe(0);
  });

  test.each([
    [['--last', '0'], 'Cannot use --last "0": give a number of runs from 1 on, or all'],
    [['--max-age', 'soon'], 'Cannot use --max-age "soon": give an age, such as 36h, 90m or 7d'],
    [['--file', 'elsewhere.jsonl'], 'Cannot read the history "elsewhere.jsonl": there is no such file'],
    [['--flakey'], "unknown option '--flakey'"],
  ])('refuses %s', async (flags, message) => {
    const { code, stdout, stderr } = await assay(['history', '--json', ...flags], fakeIo({ cwd: folderWith(textOf(flipping)) }));
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: 'usage', message: expect.stringContaining(message) }, exitCode: 2 });
  });

  test('reads and writes elsewhere, and tells why it cannot', async () => {
    const cwd = folderWith('');
    writeFileSync(join(cwd, 'mine.jsonl'), textOf(flipping));
    const io = fakeIo({ cwd });
    expect((await assay(['history', '--file', 'mine.jsonl', '--page', 'deep/nights.html', '--json'], io)).code).toBe(0);
    expect(readFileSync(join(cwd, 'deep', 'nights.html'), 'utf8')).toContain('<title>assay history: depot</title>');
    mkdirSync(join(cwd, 'taken'));
    const refused = await assay(['history', '--file', 'mine.jsonl', '--page', 'taken'], fakeIo({ cwd }));
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Cannot write the page "taken": EISDIR; name another file with --page'),
    });
    expect(await assay(['history', '--file', 'taken'], fakeIo({ cwd }))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it is not a file'),
    });
  });

  test('prints text of strangers without control characters', async () => {
    const cwd = folderWith(
      textOf({ target: `\u001b[2Jdepot\u202e`, nights: 3, requirements: [{ id: `P-1\u001b]0;x\u0007`, course: 'pfp', title: hostile }] }),
    );
    for (const flags of [[], ['--flaky']]) {
      const { stdout } = await assay(['history', ...flags], fakeIo({ cwd }));
      expect(stdout).toContain(String.raw`\u{1b}[2Jdepot\u{202e}`);
      // eslint-disable-next-line no-control-regex -- They are what is searched for.
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u);
    }
  });
});
