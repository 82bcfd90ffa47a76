import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert as check, asyncProperty, integer, nat, oneof, tuple, type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecordWriter } from '../../src/model/record.ts';
import { parcelEntries, parcelFooter, parcelHeader } from '../model/hand-written-run.ts';
import { runHere } from '../report/support/judged.ts';
import { madeHistory } from '../report/support/made-history.ts';
import { boxConfig, boxKey, type BoxService, startBoxes } from '../worlds/left-behind.ts';
import { madePart } from './merge/made-parts.ts';
import { assay, emptyFolder, fakeIo, type Ran } from './support.ts';

/** What a command reads of a run: its files, and the words by which it is called. */
type Reading = {
  /** `{run}` is the folder with the damage, `{whole}` one without. */
  readonly args: readonly string[];
  /** It says so where exchanges were cut or altered. */
  readonly tellsExchanges?: true;
};

/** Every command of the program. A new one has to be entered here, with what it reads of a run. */
const commands: Readonly<Record<string, readonly Reading[] | 'reads no run' | 'tried elsewhere'>> = {
  init: 'reads no run',
  run: [{ args: ['run', '--resume', '{run}', '--out', 'resumed', '--quiet'] }],
  plan: 'reads no run',
  merge: 'tried elsewhere',
  gate: [{ args: ['gate', '--run', '{run}', '--out', 'gated'] }],
  diff: [
    { args: ['diff', '{run}', '{whole}'], tellsExchanges: true },
    { args: ['diff', '{whole}', '{run}'], tellsExchanges: true },
  ],
  compare: [{ args: ['compare', '{run}', '{whole}', '--page', 'compare.html'], tellsExchanges: true }],
  history: 'tried elsewhere',
  demo: 'reads no run',
  serve: 'reads no run',
  list: 'reads no run',
  lint: 'reads no run',
  explain: [{ args: ['explain', 'BOX-2', '--run', '{run}'], tellsExchanges: true }],
  doctor: 'reads no run',
  cleanup: [{ args: ['cleanup', '{run}'] }],
  prune: 'tried elsewhere',
  report: [{ args: ['report', '{run}', '--report', 'summary,junit,jsonl'], tellsExchanges: true }],
  replay: [{ args: ['replay', '{run}', 'BOX-2', '--quiet', '--out', 'again'], tellsExchanges: true }],
  upload: [{ args: ['upload', '{run}', 's3://records/nights'] }],
  // What is stored is proven by test/cli/store.
  download: 'tried elsewhere',
  completion: 'reads no run',
  help: 'reads no run',
};

const readings = Object.values(commands).flatMap((one) => (typeof one === 'string' ? [] : one));

/** Times that each file is damaged for each command. */
const numRuns = 6;

/** Cut, or with one octet altered. Without its last line feed a file still says the same. */
const damaged = (whole: Buffer): Arbitrary<Buffer> => {
  const at = nat(whole.length - 2);
  return oneof(
    at.map((end) => whole.subarray(0, end)),
    tuple(at, integer({ min: 1, max: 255 })).map(([place, mask]) => {
      const altered = Buffer.from(whole);
      altered[place] = (altered[place] ?? 0) ^ mask;
      return altered;
    }),
  );
};

type Runs = { readonly cwd: string; readonly boxes: BoxService };

/** Two runs at a service of boxes, `run` and `whole`; something is left of the first. */
const judgedTwice = async (): Promise<Runs> => {
  const boxes = await startBoxes();
  boxes.add('somebody else');
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'assay.config.json'), boxConfig(boxes.url));
  for (const name of ['run', 'whole']) {
    boxes.isStubborn = name === 'run';
    await runHere(cwd, ['boxes'], { only: 'BOX-1,BOX-2' }, { BOX_KEY: boxKey });
    renameSync(join(cwd, 'out'), join(cwd, name));
  }
  boxes.isStubborn = true;
  return { cwd, boxes };
};

/** Runs a command in a copy of the folder, so that no time finds what another one wrote. */
const ran = async ({ cwd }: Runs, { args }: Reading, file: string, bytes: Buffer): Promise<Ran> => {
  const folder = emptyFolder();
  cpSync(cwd, folder, { recursive: true });
  writeFileSync(join(folder, 'run', file), bytes);
  // Nothing listens there: a run that is refused has to be refused before.
  const env = {
    BOX_KEY: boxKey,
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    AWS_REGION: 'c',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  };
  const one = await assay(
    args.map((word) => word.replace(/^\{(\w+)\}$/u, '$1')),
    fakeIo({ cwd: folder, env }),
  );
  const withoutFolder = (text: string): string => text.replaceAll(folder, '');
  return { code: one.code, stdout: withoutFolder(one.stdout), stderr: withoutFolder(one.stderr) };
};

const expectNoCrash = ({ code, stdout, stderr }: Ran): void => {
  expect([0, 1, 2, 3, 5]).toContain(code);
  expect(`${stdout}${stderr}`).not.toMatch(/itself broke|\n\s+at .*:\d+:\d+/u);
};

const saysSo = /cut|altered|changed|lost|missing|incomplete|damaged|not as they came/iu;

describe('a file of a run that was cut or altered', () => {
  test('is tried with every command of the program', async () => {
    const { stdout } = await assay(['--help']);
    const [, listed = ''] = /\nCommands:\n([\s\S]*?)\n\n/u.exec(stdout) ?? [];
    const names = [...listed.matchAll(/^ {2}(\w+)/gmu)].map(([, name]) => name);
    expect(names.toSorted()).toEqual(Object.keys(commands).toSorted());
  });

  test('is no record for any command', async () => {
    const runs = await judgedTwice();
    const whole = readFileSync(join(runs.cwd, 'run', 'run.jsonl'));
    // Undamaged it is one: nothing else is what they refuse.
    for (const reading of readings.filter(({ args }) => !['run', 'upload', 'cleanup'].includes(args[0] ?? '')))
      expect(await ran(runs, reading, 'run.jsonl', whole), reading.args.join(' ')).toMatchObject({
        code: expect.toSatisfy((code) => code !== 2),
      });
    for (const reading of readings.filter(({ args }) => args[0] !== 'run')) {
      await check(
        asyncProperty(damaged(whole), async (bytes) => {
          const one = await ran(runs, reading, 'run.jsonl', bytes);
          expectNoCrash(one);
          const words = reading.args.join(' ');
          // A killed run may be cleaned up: its record is read up to the cut.
          if (reading.args[0] === 'cleanup' && one.code !== 2) {
            expect(one.stdout, words).not.toMatch(/\b[1-9]\d* removed/u);
            return;
          }
          expect(one.code, words).toBe(['gate', 'diff', 'compare'].includes(reading.args[0] ?? '') ? 3 : 2);
          expect(`${one.stdout}${one.stderr}`, words).toMatch(/run\.jsonl|record/u);
        }),
        { numRuns },
      );
    }
    expect(runs.boxes.labels()).toContain('somebody else');
  });

  test('is told by every command that shows exchanges, where it is one of these', async () => {
    const runs = await judgedTwice();
    const file = join('exchanges', '1.jsonl');
    const whole = readFileSync(join(runs.cwd, 'run', file));
    for (const reading of readings) {
      await check(
        asyncProperty(damaged(whole), async (bytes) => {
          const one = await ran(runs, reading, file, bytes);
          expectNoCrash(one);
          if (reading.tellsExchanges === true) expect(`${one.stdout}${one.stderr}`, reading.args.join(' ')).toMatch(saysSo);
        }),
        { numRuns: reading.args[0] === 'replay' || reading.args[0] === 'upload' ? 2 : numRuns },
      );
    }
  });

  test('removes nothing that the run did not create, where it is the list of creations', async () => {
    const runs = await judgedTwice();
    runs.boxes.isStubborn = false;
    const whole = readFileSync(join(runs.cwd, 'run', 'created.jsonl'));
    const reading = readings.find(({ args }) => args[0] === 'cleanup');
    if (reading === undefined) throw new Error('there is no clean-up');
    await check(
      asyncProperty(damaged(whole), async (bytes) => {
        const one = await ran(runs, reading, 'created.jsonl', bytes);
        expectNoCrash(one);
        if (one.code !== 2) expect(one.stdout).not.toMatch(/somebody else/u);
        expect(runs.boxes.labels()).toContain('somebody else');
      }),
      { numRuns: 25 },
    );
  });

  test('is refused by the run that would go on with it, unless it says less', async () => {
    const runs = await judgedTwice();
    const path = join(runs.cwd, 'run', 'run.jsonl');
    const begun = readFileSync(path).toString().trimEnd().split('\n').slice(0, -1).join('\n');
    // As a kill leaves it: without a footer.
    const whole = Buffer.from(`${begun}\n`);
    const header = JSON.parse(begun.split('\n')[0] ?? '') as object;
    expect(header).toMatchObject({ type: 'run' });
    // A last line that is not whole is taken for one that the kill cut off.
    const last = begun.lastIndexOf('\n');
    const altered = tuple(nat(last - 1), integer({ min: 1, max: 255 })).map(([place, mask]) => {
      const bytes = Buffer.from(whole);
      bytes[place] = (bytes[place] ?? 0) ^ mask;
      return bytes;
    });
    await check(
      asyncProperty(altered, async (bytes) => {
        const one = await ran(runs, { args: ['run', '--resume', '{run}', '--out', 'resumed', '--quiet'] }, 'run.jsonl', bytes);
        expectNoCrash(one);
        expect(one.code).toBe(2);
        expect(one.stderr).toMatch(/^error: Cannot .*(?:changed|not JSON|line|format)/u);
      }),
      { numRuns: 25 },
    );
  });

  test('is counted by no history, and named by its line', async () => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, 'reports'));
    const file = join(cwd, 'reports', 'history.jsonl');
    const lines = madeHistory({
      nights: 6,
      requirements: [
        { id: 'P-1', course: 'pfppfp' },
        { id: 'P-2', course: 'p' },
      ],
    });
    const whole = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    type Document = {
      readonly damaged: readonly unknown[];
      readonly targets: readonly { readonly runs: readonly { readonly run: string }[] }[];
    };
    const runsOf = lines.map(({ run }) => run);
    for (const flags of [[], ['--flaky']])
      await check(
        asyncProperty(damaged(whole), async (bytes) => {
          writeFileSync(file, bytes);
          const one = await assay(['history', '--json', '--last', 'all', ...flags], fakeIo({ cwd }));
          expectNoCrash(one);
          const { damaged: told, targets } = JSON.parse(one.stdout) as Document;
          const counted = targets.flatMap(({ runs }) => runs.map(({ run }) => run));
          expect(runsOf).toEqual(expect.arrayContaining(counted));
          // A cut at the end of a line leaves a shorter history, which is one too.
          const isShorter = bytes.length < whole.length && (bytes.length === 0 || bytes.at(-1) === 0x0a || whole[bytes.length] === 0x0a);
          if (!isShorter && counted.length < runsOf.length) expect(told.length).toBeGreaterThan(0);
        }),
        { numRuns: 30 },
      );
  });

  test('is no part that is merged', async () => {
    const cwd = emptyFolder();
    const parts = [1, 2].map((index) => madePart(join(cwd, `part-${index}`), { index }));
    const path = join(parts[0] ?? '', 'run.jsonl');
    const whole = readFileSync(path);
    await check(
      asyncProperty(damaged(whole), async (bytes) => {
        writeFileSync(path, bytes);
        const one = await assay(['merge', 'part-1', 'part-2', '--out', 'merged', '--quiet'], fakeIo({ cwd }));
        expectNoCrash(one);
        expect(one.code).toBe(2);
        expect(existsSync(join(cwd, 'merged'))).toBe(false);
      }),
      { numRuns: 25 },
    );
    writeFileSync(path, whole);
    const { stderr } = await assay(['merge', 'part-1', 'part-2', '--out', 'merged', '--quiet'], fakeIo({ cwd }));
    // The made-up parts have a contract that is nowhere, which is the next thing that is looked at.
    expect(stderr).not.toMatch(/run\.jsonl/u);
  });

  test('is not removed with its folder by a prune, which cannot tell what it is', async () => {
    const cwd = emptyFolder();
    const [old = '', young = ''] = ['2026-01-01T02-00-00Z-1a2b', '2026-01-02T02-00-00Z-1a2b'].map((run) => {
      mkdirSync(join(cwd, 'reports', run), { recursive: true });
      const made = join(cwd, 'reports', run, 'run.jsonl');
      const writer = createRecordWriter(made, { ...parcelHeader, run });
      for (const entry of parcelEntries) if (entry.type !== 'created') writer.append(entry);
      writer.close({ ...parcelFooter, exitCode: 0 });
      return made;
    });
    expect(existsSync(young)).toBe(true);
    const path = old;
    const whole = readFileSync(path);
    await check(
      asyncProperty(damaged(whole), async (bytes) => {
        writeFileSync(path, bytes);
        const one = await assay(['prune', '--keep-runs', '1', '--json'], fakeIo({ cwd }));
        expectNoCrash(one);
        expect(existsSync(path)).toBe(true);
      }),
      { numRuns: 25 },
    );
    writeFileSync(path, whole);
    await assay(['prune', '--keep-runs', '1'], fakeIo({ cwd }));
    expect(existsSync(path)).toBe(false);
  });
});
