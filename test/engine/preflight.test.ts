import { describe, expect, test } from 'vitest';
import { openReads } from '../../src/contract/operation.ts';
import { preflight } from '../../src/runner/engine/preflight.ts';
import { fakeSession } from '../checks/support/fake-session.ts';
import { parcels } from '../checks/support/judge.ts';

/** Preflight against a service that answers its nth read with the nth status, the last one for all others. */
const answering = async (...statuses: readonly number[]) => {
  const contract = await parcels();
  const order = openReads(contract).map(({ key }) => key);
  return preflight(
    fakeSession({ contract, answer: ({ operation }) => ({ status: statuses[order.indexOf(operation ?? '')] ?? statuses.at(-1) ?? 200 }) }),
  );
};

describe('preflight', () => {
  test('stops where every read is refused alike, and says how', async () => {
    expect(await answering(401)).toMatchObject({ kind: 'stopped', reason: expect.stringContaining('refuses credential `key`') });
    expect(await answering(404)).toMatchObject({ kind: 'stopped', reason: expect.stringContaining('no operation exists') });
    expect(await answering(503)).toMatchObject({ kind: 'stopped', reason: expect.stringContaining('down') });
  });

  test('doubts every pass where the reads are refused in different ways', async () => {
    expect(await answering(503, 404)).toMatchObject({ kind: 'ready', noReadSucceeds: true });
  });

  test('doubts nothing where one read succeeds and the controls are refused', async () => {
    const result = await answering(200, 404);
    expect(result).toMatchObject({ kind: 'ready' });
    expect(result).not.toHaveProperty('noReadSucceeds');
  });

  test('doubts every pass where both controls succeed', async () => {
    expect(await answering(200)).toMatchObject({ kind: 'ready', answersEverything: true });
  });
});
