import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { mayBeThere, readCreated } from '../../src/exchange/read-created.ts';
import { allRequests } from '../../src/model/exchange-reader.ts';
import { readRecord } from '../../src/model/record.ts';
import { besideOthers } from '../beside-others.ts';
import { boxConfig, boxKey, startBoxes } from '../worlds/left-behind.ts';
import { assay, emptyFolder } from './assay.ts';

const preload = pathToFileURL(join(import.meta.dirname, 'clock-jump.mjs')).href;
const hour = 3_600_000;

describe.concurrent('a clock that is set in the middle of a run', () => {
  test.for([
    ['forward by a day', 24 * hour],
    ['backward by an hour', -hour],
  ] as const)(
    '%s changes no verdict, no wait and no duration',
    besideOthers(async ([, by]) => {
      const boxes = await startBoxes();
      const cwd = emptyFolder();
      // The run has to wait for its quota, also behind the jump.
      const quota = { limit: 6, windowSeconds: 1 };
      writeFileSync(join(cwd, 'assay.config.json'), boxConfig(boxes.url, { quota }));
      const env = { BOX_KEY: boxKey, NODE_OPTIONS: `--import=${preload}`, JUMP_BY_MS: String(by) };
      const { code, stderr } = await assay(['run', 'boxes', '--report', 'summary'], { cwd, env });
      expect([code, stderr.includes('broke')]).toEqual([0, false]);

      const directory = join(cwd, 'reports', 'latest');
      const { targets, footer } = readRecord(join(directory, 'run.jsonl'));
      expect(targets.flatMap(({ results }) => [...results.values()].map(({ verdict }) => verdict.kind)).toSorted()).toEqual([
        'pass',
        'pass',
        'skipped',
      ]);
      // Durations of the record are those of a clock that nobody sets.
      const durations = [footer.seconds, ...footer.targets.map(({ seconds }) => seconds)];
      for (const seconds of durations) expect(seconds >= 0 && seconds < 600).toBe(true);

      const requests = [...allRequests(directory)];
      // The list of creations has the time of day, and so shows that it was set meanwhile.
      const written = readFileSync(join(directory, 'created.jsonl'), 'utf8').trim().split('\n');
      const times = written.map((line) => (JSON.parse(line) as { at: number }).at);
      expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(Math.abs(by) - 120_000);
      const sent = requests.map(({ sentAt }) => sentAt).toSorted((a, b) => a - b);
      expect(sent.length).toBeGreaterThan(quota.limit);
      expect((sent.at(-1) ?? 0) - (sent[0] ?? 0)).toBeLessThan(hour);
      expect(Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + 1000).length))).toBeLessThanOrEqual(quota.limit);

      expect([boxes.labels(), readCreated(directory).filter(mayBeThere)]).toEqual([[], []]);
      expect(
        readFileSync(join(cwd, 'reports', 'history.jsonl'), 'utf8')
          .trim()
          .split('\n'),
      ).toHaveLength(1);
    }),
  );
});
