import { existsSync, readdirSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mayBeThere, readCreated } from '../../src/exchange/read-created.ts';
import { allRequests } from '../../src/model/exchange-reader.ts';
import { readRecord } from '../../src/model/record.ts';
import { runHere } from '../report/support/judged.ts';
import { boxConfig, boxKey, type BoxService, startBoxes } from '../worlds/left-behind.ts';
import { assay, emptyFolder, type FakeIo, fakeIo, output } from './support.ts';

type Boxes = { readonly boxes: BoxService; readonly cwd: string };

/** A service of boxes, and a run in `out` that judged its refusal of duplicates. */
const judgedBoxes = async (more: object = {}): Promise<Boxes> => {
  const boxes = await startBoxes();
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'assay.config.json'), boxConfig(boxes.url, more));
  await runHere(cwd, ['boxes'], { only: 'BOX-2' }, { BOX_KEY: boxKey });
  return { boxes, cwd };
};

/** Streams of a command that call a function with each line that says how a time ended. */
const watched = (cwd: string, after: (number: number, io: FakeIo) => void): FakeIo => {
  const io = fakeIo({ cwd, env: { BOX_KEY: boxKey } });
  const said = output();
  const stderr = {
    ...said,
    write(text: string) {
      said.write(text);
      const [, number] = /^(\d+) of \d+: /u.exec(text) ?? [];
      if (number !== undefined) after(Number(number), watching);
    },
  };
  const watching: FakeIo = { ...io, stderr };
  return watching;
};

type Document = {
  readonly flaky: boolean;
  readonly played: number;
  readonly stopped: string | null;
  readonly exitCode: number;
  readonly cases: readonly { readonly outcomes: Readonly<Record<string, number>>; readonly flaky: boolean }[];
  readonly rounds: readonly { readonly directory: string; readonly nonce: string; readonly exitCode: number }[];
};

/** Lets the service take duplicates, or refuse them again. */
const takeDuplicates = (boxes: BoxService, labels: BoxService['labels'], takes: boolean): void => {
  boxes.labels = takes ? () => [] : labels;
};

const replaysIn = (cwd: string): readonly string[] =>
  readdirSync(join(cwd, 'out', 'replays')).map((name) => join(cwd, 'out', 'replays', name));

describe('assay replay --repeat', () => {
  test('says how often each verdict came, calls a case flaky that passed and failed, and does not let it pass', async () => {
    const { boxes, cwd } = await judgedBoxes();
    const { labels } = boxes;
    const io = watched(cwd, (number) => takeDuplicates(boxes, labels, number === 1 || number === 3));
    const { code, stdout, stderr } = await assay(['replay', 'out', 'BOX-2', '--repeat', '4'], io);
    expect(code).toBe(1);
    expect(stderr).toMatch(/1 of 4: pass\n2 of 4: fail\n3 of 4: pass\n4 of 4: fail\n$/u);
    expect(stdout).toContain('  flaky: it failed in 2 of 4 (2, 4), passed in 2\n');
    expect(stdout).toMatch(/\n {2}2: {2}POST \/boxes/u);
    takeDuplicates(boxes, labels, false);
    // Each time has a record and a list of its own, by which it removed what it made.
    expect(labels()).toEqual([]);
    const replays = replaysIn(cwd);
    expect(replays).toHaveLength(4);
    const nonces = replays.map((directory) => readRecord(join(directory, 'run.jsonl')).header.nonce);
    expect(new Set(nonces).size).toBe(4);
    for (const directory of replays) {
      expect(readCreated(directory).length).toBeGreaterThan(0);
      expect(readCreated(directory).filter(mayBeThere)).toEqual([]);
    }
  });

  test('passes only where it passed each time', async () => {
    const { cwd } = await judgedBoxes();
    const { code, stdout } = await assay(
      ['replay', 'out', 'BOX-2', '--repeat', '3', '--json', '--quiet', '--out', 'thrice'],
      watched(cwd, () => {}),
    );
    const document = JSON.parse(stdout) as Document;
    expect({ code, ...document }).toMatchObject({
      code: 0,
      flaky: false,
      played: 3,
      stopped: null,
      exitCode: 0,
      cases: [{ outcomes: { pass: 3, fail: 0 } }],
      rounds: [{}, {}, {}],
    });
    expect(readdirSync(join(cwd, 'thrice')).toSorted()).toEqual(['1', '2', '3']);
  });

  test('ends in an orderly way with a signal, and says what was played', async () => {
    const { boxes, cwd } = await judgedBoxes();
    const io = watched(cwd, (number, watching) => {
      if (number === 2) watching.send('SIGINT');
    });
    const { code, stdout } = await assay(['replay', 'out', 'BOX-2', '--repeat', '50', '--json'], io);
    const document = JSON.parse(stdout) as Document;
    expect(code).toBe(3);
    expect(document.exitCode).toBe(3);
    expect(document.played).toBeLessThan(5);
    expect(document.stopped).toBe('the run was interrupted');
    expect([boxes.labels(), io.listeners()]).toEqual([[], 0]);
  });

  test('keeps to the quota over all times', async () => {
    const quota = { limit: 12, windowSeconds: 1 };
    const { cwd } = await judgedBoxes({ quota });
    await assay(
      ['replay', 'out', 'BOX-2', '--repeat', '4', '--quiet'],
      watched(cwd, () => {}),
    );
    const sent = replaysIn(cwd)
      .flatMap((directory) => [...allRequests(directory)].map(({ sentAt }) => sentAt))
      .toSorted((a, b) => a - b);
    expect(sent.length).toBeGreaterThan(quota.limit);
    const most = Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + 1000).length));
    expect(most).toBeLessThanOrEqual(quota.limit);
  });

  test('does not go on behind something that could not be removed', async () => {
    const { boxes, cwd } = await judgedBoxes();
    const io = watched(cwd, (number) => {
      if (number === 1) boxes.isStubborn = true;
    });
    const { code, stdout } = await assay(['replay', 'out', 'BOX-2', '--repeat', '20', '--json'], io);
    const document = JSON.parse(stdout) as Document;
    expect(code).toBe(3);
    expect(document.played).toBe(2);
    const last = document.rounds.at(-1)?.directory ?? '';
    expect(document.stopped).toBe(`something could not be removed again: assay cleanup ${last}`);
    expect(
      readCreated(last)
        .filter(mayBeThere)
        .map(({ label }) => label)
        .toSorted(),
    ).toEqual(boxes.labels().toSorted());
    expect(boxes.labels()).not.toEqual([]);
  });

  test('refuses what makes no sense, and sends nothing', async () => {
    const { cwd } = await judgedBoxes();
    for (const [flags, message] of [
      [['--repeat', '0'], 'Cannot use --repeat: must be a whole number from 1 to 100'],
      [['--repeat', '101'], 'Cannot use --repeat: must be a whole number from 1 to 100'],
      [['--repeat', 'often'], 'Cannot use --repeat: must be a whole number from 1 to 100'],
      [['--repeat', '3', '--curl'], 'Cannot use --curl with --repeat: nothing is sent'],
      [['--repeat', '3', '--nonce', 'mine'], 'Cannot use --nonce with --repeat: each time needs a word of its own'],
    ] as const) {
      const { code, stderr } = await assay(
        ['replay', 'out', 'BOX-2', ...flags],
        watched(cwd, () => {}),
      );
      expect(code).toBe(2);
      expect(stderr).toContain(message);
    }
    expect(existsSync(join(cwd, 'out', 'replays'))).toBe(false);
  });
});
