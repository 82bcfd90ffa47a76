import { availableParallelism, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import type { RunEvent } from '../../../src/model/event.ts';
import { hostWorkers } from '../../../src/runner/worker/host-workers.ts';
import type { JobEnd, RunJob } from '../../../src/runner/worker/job.ts';
import { fakeCase, fakeJob } from './fake-jobs.ts';

const worker = fileURLToPath(new URL('fake-worker.mjs', import.meta.url));

type Heard = readonly (readonly [target: string, event: RunEvent])[];

const host = async (
  jobs: readonly RunJob[],
  {
    signal = new AbortController().signal,
    silenceMs,
    stopMs,
    workers,
    onEvent,
  }: { signal?: AbortSignal; silenceMs?: number; stopMs?: number; workers?: number; onEvent?: (event: RunEvent) => void } = {},
): Promise<{ readonly ends: readonly JobEnd[]; readonly heard: Heard }> => {
  const heard: [string, RunEvent][] = [];
  const ends = await hostWorkers(worker, jobs, {
    directory: tmpdir(),
    signal,
    ...(silenceMs === undefined ? {} : { silenceMs }),
    ...(stopMs === undefined ? {} : { stopMs }),
    ...(workers === undefined ? {} : { workers }),
    onEvent(target, event) {
      heard.push([target, event]);
      onEvent?.(event);
    },
  });
  return { ends, heard };
};

const verdictsOf = (heard: Heard, target: string): string[] =>
  heard.flatMap(([of, event]) =>
    of === target && event.type === 'verdict' ? [`${event.id.slice(13, event.id.indexOf('@'))} ${event.verdict.kind}`] : [],
  );
const typesOf = (heard: Heard, target: string): string[] => heard.flatMap(([of, { type }]) => (of === target ? [type] : []));

const complete = (target: string): JobEnd => ({ target, kind: 'complete' });

describe('a hosted worker', () => {
  test('passes on every event once and in order', async () => {
    const { ends, heard } = await host([fakeJob('depot', 'plain')]);
    expect(ends).toEqual([complete('depot')]);
    expect(typesOf(heard, 'depot')).toEqual(['started', ...Array.from({ length: 6 }, () => ['case-started', 'verdict']).flat(), 'ended']);
    expect(verdictsOf(heard, 'depot')).toEqual(['0 pass', '1 fail', '2 inconclusive', '3 skipped', '4 observed', '5 broken']);
    expect(heard.find(([, event]) => event.type === 'verdict' && event.verdict.kind === 'observed')?.[1]).toEqual({
      type: 'verdict',
      id: fakeCase(4).id,
      case: fakeCase(4),
      verdict: { kind: 'observed', facts: [{ fact: 'f', at: '', value: { deep: [1] } }] },
      seconds: 0,
    });
  });

  test('delivers the verdicts of many cases', async () => {
    const { ends, heard } = await host([fakeJob('depot', 'plain:2000')]);
    expect(ends).toEqual([complete('depot')]);
    expect(new Set(verdictsOf(heard, 'depot')).size).toBe(2000);
    expect(verdictsOf(heard, 'depot')).toHaveLength(2000);
  });

  test('gives a verdict the case of the plan where the worker leaves it out', async () => {
    const job = fakeJob('depot', 'brief:300');
    const cases = Array.from({ length: 300 }, (_none, number) => fakeCase(number));
    const { ends, heard } = await host([{ ...job, plan: { ...job.plan, cases } }]);
    expect(ends).toEqual([complete('depot')]);
    expect(heard.flatMap(([, event]) => (event.type === 'verdict' ? [event.case] : []))).toEqual(cases);
    expect(typesOf(heard, 'depot').at(-1)).toBe('ended');
  });

  test('runs quota groups apart and the jobs of one group one after another', async () => {
    const jobs = [fakeJob('a', 'plain', { group: 'g' }), fakeJob('b', 'plain'), fakeJob('c', 'plain', { group: 'g' })];
    const { ends, heard } = await host(jobs);
    expect(ends).toEqual([complete('a'), complete('b'), complete('c')]);
    const order = heard.flatMap(([target, { type }]) => (type === 'started' || type === 'ended' ? [`${target} ${type}`] : []));
    expect(order.filter((each) => !each.startsWith('b'))).toEqual(['a started', 'a ended', 'c started', 'c ended']);
    for (const target of ['a', 'b', 'c']) expect(verdictsOf(heard, target)).toHaveLength(6);
  });

  test('lets further quota groups wait where as many processes run as are allowed', async () => {
    let running = 0;
    const widths: number[] = [];
    const names = ['a', 'b', 'c'];
    const { ends } = await host(
      names.map((name) => fakeJob(name, 'slow')),
      {
        workers: 2,
        onEvent({ type }) {
          if (type === 'started') widths.push((running += 1));
          if (type === 'ended') running -= 1;
        },
      },
    );
    expect(ends).toEqual(names.map(complete));
    expect(widths).toHaveLength(3);
    expect(Math.max(...widths)).toBeLessThanOrEqual(2);
  });

  test('begins no more workers at once than there are processors, as long as none has told anything', async () => {
    const names = Array.from({ length: availableParallelism() + 2 }, (_none, n) => `target-${n}`);
    const told = new Set<string>();
    const widths: number[] = [];
    const ends = await hostWorkers(
      worker,
      names.map((name) => fakeJob(name, 'plain')),
      { directory: tmpdir(), signal: new AbortController().signal, onEvent: (target) => told.add(target) },
      () => {
        // This one counts.
        widths.push(widths.length + 1 - told.size);
        return undefined;
      },
    );
    expect(ends).toEqual(names.map(complete));
    expect(widths).toHaveLength(names.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(availableParallelism());
  });

  test('begins with the target that takes longest: a creation is waited for longer than many reads', async () => {
    const costing = (name: string, requests: number, creates: number): RunJob => {
      const job = fakeJob(name, 'plain');
      const [first, ...others] = job.plan.cases;
      return { ...job, plan: { ...job.plan, cases: [{ ...(first ?? fakeCase(0)), cost: { requests, creates } }, ...others] } };
    };
    const { heard } = await host([costing('few', 10, 0), costing('reads', 100, 0), costing('creations', 60, 10)], { workers: 1 });
    expect(heard.flatMap(([target, { type }]) => (type === 'started' ? [target] : []))).toEqual(['creations', 'reads', 'few']);
  });

  test('leaves no handler, no exit code and no output behind', async () => {
    const events = ['SIGINT', 'SIGTERM', 'exit', 'unhandledRejection', 'uncaughtException'] as const;
    const counts = (): number[] => events.map((event) => process.listenerCount(event));
    const before = counts();
    const exitCode = process.exitCode;
    const during: number[][] = [];
    await host([fakeJob('depot', 'plain')], { onEvent: () => during.push(counts()) });
    expect(counts()).toEqual(before);
    expect(process.exitCode).toBe(exitCode);
    // Its own handler for the exit, which kills the workers, and none for signals.
    expect(during[0]).toEqual(before.map((count, index) => count + (events[index] === 'exit' ? 1 : 0)));
  });

  test('continues when the terminal signals its worker', async () => {
    expect((await host([fakeJob('depot', 'signalled')])).ends).toEqual([complete('depot')]);
  });

  test('of no job does nothing', async () => {
    expect(await host([])).toEqual({ ends: [], heard: [] });
  });

  test('refuses two jobs for one target', async () => {
    await expect(host([fakeJob('depot', 'plain'), fakeJob('depot', 'plain')])).rejects.toThrow(/two jobs for one target "depot"/u);
  });
});

describe('an interrupted run', () => {
  test('delivers the events of the engine after the interruption', async () => {
    const controller = new AbortController();
    const { ends, heard } = await host([fakeJob('depot', 'patient:4')], {
      signal: controller.signal,
      onEvent: ({ type }) => (type === 'verdict' ? controller.abort() : undefined),
    });
    expect(ends).toEqual([complete('depot')]);
    expect(verdictsOf(heard, 'depot')).toEqual(['0 pass', '1 skipped', '2 skipped', '3 skipped']);
    expect(heard.at(-1)?.[1]).toMatchObject({ type: 'ended', stopped: { reason: 'interrupted' } });
  });

  test('is interrupted however many of its cases are over', async () => {
    const controller = new AbortController();
    const { ends, heard } = await host([fakeJob('depot', 'halfway:40')], {
      signal: controller.signal,
      onEvent: ({ type }) => (type === 'waiting' ? controller.abort() : undefined),
    });
    expect(ends).toEqual([complete('depot')]);
    expect(verdictsOf(heard, 'depot').filter((each) => each.endsWith('skipped'))).toHaveLength(20);
  });

  test('reports the jobs that were not reached as stopped', async () => {
    const controller = new AbortController();
    const { ends, heard } = await host(
      [fakeJob('a', 'patient:3', { group: 'g' }), fakeJob('b', 'patient:3', { group: 'g' }), fakeJob('c', 'patient:3')],
      {
        signal: controller.signal,
        onEvent: ({ type }) => (type === 'verdict' ? controller.abort() : undefined),
      },
    );
    expect(ends).toEqual([complete('a'), complete('b'), complete('c')]);
    expect(verdictsOf(heard, 'b')).toEqual(['0 skipped', '1 skipped', '2 skipped']);
  });

  test('begins no further worker: the targets that were not reached are stopped', async () => {
    const controller = new AbortController();
    const { ends, heard } = await host([fakeJob('a', 'patient:2'), fakeJob('b', 'patient:2'), fakeJob('c', 'patient:2')], {
      signal: controller.signal,
      workers: 1,
      onEvent: ({ type }) => (type === 'verdict' ? controller.abort() : undefined),
    });
    const unreached = (target: string): JobEnd => ({ target, kind: 'stopped', message: 'the run was interrupted' });
    expect(ends).toEqual([complete('a'), unreached('b'), unreached('c')]);
    expect(new Set(heard.map(([target]) => target))).toEqual(new Set(['a']));
    expect(await host([fakeJob('depot', 'patient:3')], { signal: AbortSignal.abort() })).toEqual({ ends: [unreached('depot')], heard: [] });
  });

  test('ends also where a worker does not stop, and keeps what was judged', async () => {
    const controller = new AbortController();
    const { ends, heard } = await host([fakeJob('deaf', 'deaf:3'), fakeJob('good', 'patient:2')], {
      signal: controller.signal,
      stopMs: 700,
      onEvent: ({ type }) => (type === 'verdict' ? controller.abort() : undefined),
    });
    expect(ends).toEqual([
      { target: 'deaf', kind: 'stopped', message: expect.stringMatching(/did not end within 1 s: .* created\.jsonl$/u) },
      complete('good'),
    ]);
    expect(verdictsOf(heard, 'deaf')).toEqual(['0 pass']);
  });
});

const lostBy: readonly (readonly [string, string, RegExp])[] = [
  ['a job that cannot be prepared', 'unready', /^the contract is gone$/u],
  ['an engine that rejects', 'rejecting', /^the engine fell over$/u],
  ['an engine that forgets a case', 'forgetful', /^1 of 6 verdicts are missing$/u],
  ['an engine that does not report its end', 'endless', /^the engine did not reach its end$/u],
  ['an uncaught rejection', 'straying', /^unhandled in the worker: not caught$/u],
  ['a verdict for a case that is not in the plan', 'brief', /^a verdict was received for "family\/check-0@.*, which is not in the plan$/u],
  ['a verdict for a case that was not announced', 'inventive', /^a verdict was received for "family\/check-99@/u],
  ['a worker that dies', 'dying', /^5 of 6 verdicts are missing: the worker was ended by SIGKILL$/u],
];

describe('a lost job', () => {
  for (const [name, engine, reason] of lostBy) {
    test(`${name} is reported, and another job is complete`, async () => {
      const { ends } = await host([fakeJob('bad', engine), fakeJob('good', 'plain')]);
      expect(ends).toEqual([{ target: 'bad', kind: 'lost', reason: expect.stringMatching(reason) }, complete('good')]);
    });
  }

  test('a worker that loops is killed, and another job is complete', async () => {
    const { ends, heard } = await host([fakeJob('bad', 'looping'), fakeJob('good', 'plain')], { silenceMs: 3000 });
    expect(ends).toEqual([{ target: 'bad', kind: 'lost', reason: 'the worker sent nothing for 3 s and was killed' }, complete('good')]);
    expect(verdictsOf(heard, 'bad')).toEqual(['0 pass']);
  });

  test('a worker that loops before it sends anything is killed too', async () => {
    const { ends } = await host([fakeJob('bad', 'stuck')], { silenceMs: 2000 });
    expect(ends).toEqual([{ target: 'bad', kind: 'lost', reason: 'the worker sent nothing for 2 s and was killed' }]);
  });

  test('an announced wait does not count as silence', async () => {
    const { ends } = await host([fakeJob('depot', 'slower')], { silenceMs: 3000 });
    expect(ends).toEqual([complete('depot')]);
  });

  test('a worker that cannot be loaded loses all its jobs', async () => {
    const broken = fileURLToPath(new URL('broken-worker.mjs', import.meta.url));
    const ends = await hostWorkers(broken, [fakeJob('a', 'plain'), fakeJob('b', 'plain')], {
      directory: tmpdir(),
      signal: new AbortController().signal,
      onEvent: () => {},
    });
    expect(ends).toEqual(
      ['a', 'b'].map((target) => ({
        target,
        kind: 'lost',
        reason: 'the worker ended before it announced its cases: the worker ended with code 1: Error: nothing works here',
      })),
    );
  });

  test('a listener that throws stops the run and receives its error', async () => {
    const full = new Error('no space left on the disk');
    const failing = host([fakeJob('depot', 'patient:3')], {
      onEvent: ({ type }) => {
        if (type === 'verdict') throw full;
      },
    });
    await expect(failing).rejects.toBe(full);
  });
});
