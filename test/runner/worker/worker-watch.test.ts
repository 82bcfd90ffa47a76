import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { watchWorker } from '../../../src/runner/worker/worker-watch.ts';

/** Sets the wall clock, as somebody or a time server may in the middle of a run. */
const setClock = (byMs: number): void => {
  const real = Date.now;
  const spy = vi.spyOn(Date, 'now').mockImplementation(() => real() + byMs);
  onTestFinished(() => spy.mockRestore());
};

describe('a worker that is watched while the clock is set', () => {
  for (const hours of [-5, 5])
    test(`by ${hours} hours is neither killed while it waits, nor waited for for ever`, async () => {
      const silent: number[] = [];
      const watch = watchWorker(50, (seconds) => silent.push(seconds));
      onTestFinished(() => watch.end());
      watch.hear({ kind: 'events', target: 'depot', events: [{ type: 'waiting', why: 'the quota', seconds: 1.5 }] });
      setClock(hours * 3_600_000);
      watch.hear({ kind: 'events', target: 'depot', events: [{ type: 'progress', requests: 1, decided: 0 }] });
      await wait(150);
      expect(silent).toEqual([]);
      await vi.waitFor(() => expect(silent).toEqual([0]), { timeout: 60_000 });
    });
});
