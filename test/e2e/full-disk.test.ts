import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readRecord } from '../../src/model/record.ts';
import { mayBeThere, readCreated } from '../../src/exchange/read-created.ts';
import { besideOthers } from '../beside-others.ts';
import { boxConfig, boxKey, type BoxService, startBoxes } from '../worlds/left-behind.ts';
import { assay as here, fakeIo } from '../cli/support.ts';
import { assay, emptyFolder, type Finished } from './assay.ts';

const preload = pathToFileURL(join(import.meta.dirname, 'full-disk.mjs')).href;

type Full = {
  /** Names of the files for which there is no room. */
  readonly files: RegExp;
  /** Octets that each process may still write to them. */
  readonly after?: number;
};

/** A run that creates boxes on a disk that is full. */
const runOn = async ({ files, after = 0 }: Full): Promise<Finished & { readonly cwd: string; readonly boxes: BoxService }> => {
  const boxes = await startBoxes();
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'assay.config.json'), boxConfig(boxes.url));
  const env = { BOX_KEY: boxKey, NODE_OPTIONS: `--import=${preload}`, FULL_FILES: files.source, FULL_AFTER: String(after) };
  const finished = await assay(['run', 'boxes', '--seed', '1'], { cwd, env });
  return { ...finished, cwd, boxes };
};

const folderOf = (cwd: string): string => {
  const reports = join(cwd, 'reports');
  return join(reports, readdirSync(reports).find((name) => /^\d{4}-/u.test(name)) ?? '');
};

/** What is on the target has to be in the list of creations. */
const expectNamed = (boxes: BoxService, folder: string): void => {
  const named = existsSync(join(folder, 'created.jsonl'))
    ? readCreated(folder)
        .filter(mayBeThere)
        .map(({ label }) => label)
    : [];
  expect(named).toEqual(expect.arrayContaining(boxes.labels()));
};

const exitCodeIn: Readonly<Record<string, RegExp>> = {
  'index.html': /"exitCode":(\d),"exitWords"/u,
  'summary.md': /^# assay: exit code (\d),/u,
  'junit.xml': /name="exitCode" value="(\d)"/u,
};

/** Each report that is there ends as the one that `assay report` makes once there is room, and has the code of the record; without a record there is none. */
const expectWholeReports = async (cwd: string, folder: string): Promise<void> => {
  const there = Object.keys(exitCodeIn).filter((name) => existsSync(join(folder, name)));
  const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const texts = new Map(there.map((name) => [name, textOf(name)]));
  const { code, stderr } = await here(['report', folder, '--report', 'html,summary,junit'], fakeIo({ cwd }));
  if (code === 0) {
    const { footer } = readRecord(join(folder, 'run.jsonl'));
    for (const [name, text] of texts) {
      expect(text.slice(-300), name).toBe(textOf(name).slice(-300));
      expect(exitCodeIn[name]?.exec(text)?.[1], name).toBe(String(footer.exitCode));
    }
  } else {
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: Cannot /u);
    expect(there).toEqual([]);
  }
  expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
};

describe.concurrent('a disk that is full', () => {
  test.for<[string, Full, number, RegExp]>([
    ['the record, at its first line', { files: /^run\.jsonl$/u }, 4, /Cannot begin the record in .*ENOSPC; nothing was sent/u],
    ['the record, in its middle', { files: /^run\.jsonl$/u, after: 5000 }, 4, /Cannot write the record in .*ENOSPC; .* --resume/u],
    ['the exchanges', { files: /^1\.jsonl$/u, after: 5000 }, 3, /the exchanges cannot be written \(ENOSPC\)/u],
    [
      'the list of creations, in a line',
      { files: /^created\.jsonl$/u, after: 500 },
      3,
      /the list of creations cannot be written \(ENOSPC\)/u,
    ],
    [
      'the page and the history',
      { files: /^(?:index\.html|history\.jsonl)/u, after: 100 },
      4,
      /Cannot append to ".*history\.jsonl"[\s\S]*Cannot write the reports in .*ENOSPC; the record is complete/u,
    ],
  ])(
    'for %s',
    besideOthers(async ([, full, code, message]) => {
      const { cwd, boxes, ...finished } = await runOn(full);
      expect(`${finished.stdout}${finished.stderr}`).toMatch(message);
      expect(finished.code).toBe(code);
      expect(finished.stderr).not.toMatch(/itself broke|\n {4}at /u);
      const folder = folderOf(cwd);
      expectNamed(boxes, folder);
      // The target answers: what could be recorded was removed again.
      expect(boxes.labels()).toEqual([]);
      await expectWholeReports(cwd, folder);
      if (full.files.test('history.jsonl')) {
        const again = await here(['history', '--json'], fakeIo({ cwd }));
        expect(again.code).toBe(3);
        expect(JSON.parse(again.stdout)).toMatchObject({ damaged: [{ line: 1, why: 'it is cut off, or not JSON' }], targets: [] });
      }
    }),
  );
});
