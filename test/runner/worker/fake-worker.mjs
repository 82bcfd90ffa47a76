// A worker with made-up engines, on the built side of the workers: a process of Node does not read TypeScript everywhere.
import { readFileSync } from 'node:fs';

import { serveJobs } from '../../../dist/runner/worker/serve-jobs.js';

const template = readFileSync(new URL('fake-case.json', import.meta.url), 'utf8');
const fakeCase = (number) => JSON.parse(template.replace(/%(?!s)/gu, String(number)));

const stopped = { kind: 'skipped', because: 'stopped', reason: 'the run was interrupted' };
const finding = { code: 'c', operation: 'GET /parcels', where: '/data', expected: '1', actual: '2', exchanges: ['x1'] };
const verdicts = [
  { kind: 'pass', judged: 1 },
  { kind: 'fail', judged: 2, breaches: 1, finding },
  { kind: 'inconclusive', reason: 'met 429', exchanges: [] },
  { kind: 'skipped', because: 'not-allowed', reason: 'allow lacks flood' },
  { kind: 'observed', facts: [{ fact: 'f', at: '', value: { deep: [1] } }] },
  { kind: 'broken', error: 'a check threw' },
];

const give = (listen, judged, verdict) => listen({ type: 'verdict', id: judged.id, case: judged, verdict, seconds: 0 });
const end = (listen, isInterrupted = false) =>
  listen({
    type: 'ended',
    requests: 1,
    created: 0,
    seconds: 0,
    ...(isInterrupted ? { stopped: { reason: 'interrupted', message: 'm' } } : {}),
  });
const aborted = (signal) =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
const ticks = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Engines with faults that a run must survive, by name. */
/** An engine that announces a wait, and waits. */
const announced = (seconds) => async (cases, listen) => {
  listen({ type: 'waiting', why: 'the quota is used up', seconds: seconds + 0.5 });
  await ticks(seconds * 1000);
  for (const judged of cases) give(listen, judged, { kind: 'pass', judged: 1 });
  end(listen);
};

const engines = {
  async plain(cases, listen) {
    for (const [index, judged] of cases.entries()) {
      listen({ type: 'case-started', id: judged.id });
      if (index < 10) await ticks(1);
      give(listen, judged, verdicts[index % verdicts.length] ?? stopped);
    }
    end(listen);
  },
  async patient(cases, listen, signal) {
    const [first, ...rest] = cases;
    if (first) give(listen, first, signal.aborted ? stopped : { kind: 'pass', judged: 1 });
    await aborted(signal);
    for (const judged of rest) {
      await ticks(50);
      give(listen, judged, stopped);
    }
    end(listen, true);
  },
  async halfway(cases, listen, signal) {
    const half = Math.ceil(cases.length / 2);
    for (const judged of cases.slice(0, half)) {
      give(listen, judged, { kind: 'pass', judged: 1 });
      await ticks(5);
    }
    await ticks(100);
    listen({ type: 'waiting', why: 'half of it is done', seconds: 1 });
    await aborted(signal);
    for (const judged of cases.slice(half)) give(listen, judged, stopped);
    end(listen, true);
  },
  /** It waits for a target that is gone, say, and does not hear that it is to stop. */
  async deaf(cases, listen) {
    if (cases[0]) give(listen, cases[0], { kind: 'pass', judged: 1 });
    for (;;) {
      await ticks(100);
      listen({ type: 'progress', requests: 1, decided: 1 });
    }
  },
  async looping(cases, listen) {
    if (cases[0]) give(listen, cases[0], { kind: 'pass', judged: 1 });
    await ticks(200);
    for (;;);
  },
  async dying(cases, listen) {
    if (cases[0]) give(listen, cases[0], { kind: 'pass', judged: 1 });
    await ticks(200);
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => {});
  },
  async rejecting(cases, listen) {
    if (cases[0]) give(listen, cases[0], { kind: 'pass', judged: 1 });
    throw new Error('the engine fell over');
  },
  async forgetful(cases, listen) {
    for (const judged of cases.slice(1)) give(listen, judged, { kind: 'pass', judged: 1 });
    end(listen);
  },
  async endless(cases, listen) {
    for (const judged of cases) give(listen, judged, { kind: 'pass', judged: 1 });
  },
  async straying(cases, listen) {
    void Promise.reject(new Error('not caught'));
    await ticks(20);
    for (const judged of cases) give(listen, judged, { kind: 'pass', judged: 1 });
    end(listen);
  },
  async inventive(cases, listen) {
    for (const judged of [...cases, fakeCase(99)]) give(listen, judged, { kind: 'pass', judged: 1 });
    end(listen);
  },
  /** Its verdicts leave their cases out, as those on cases of the plan do. */
  async brief(cases, listen) {
    for (const { id } of cases) listen({ type: 'verdict', id, verdict: { kind: 'pass', judged: 1 }, seconds: 0 });
    end(listen);
  },
  async signalled(cases, listen) {
    for (const signal of ['SIGINT', 'SIGTERM']) process.kill(process.pid, signal);
    await ticks(50);
    for (const judged of cases) give(listen, judged, { kind: 'pass', judged: 1 });
    end(listen);
  },
  slow: announced(1.5),
  slower: announced(4.5),
};

serveJobs(async ({ contract }) => {
  const [name = '', size = '6'] = contract.split(':');
  if (name === 'unready') throw new Error('the contract is gone');
  if (name === 'stuck') for (;;);
  const engine = engines[name];
  if (engine === undefined) throw new Error(`no engine is called "${name}"`);
  const cases = Array.from({ length: Number(size) }, (_, index) => fakeCase(index));
  return {
    cases,
    async run(listen, signal) {
      listen({ type: 'started', cases: cases.length, at: 0 });
      await engine(cases, listen, signal);
    },
  };
});
