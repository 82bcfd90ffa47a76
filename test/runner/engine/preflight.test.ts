import { describe, expect, test } from 'vitest';
import { openReads } from '../../../src/contract/operation.ts';
import { preflight } from '../../../src/runner/engine/preflight.ts';
import type { PlannedRequest } from '../../../src/model/request.ts';
import type { Reply } from '../../checks/support/exchange.ts';
import { fakeSession } from '../../checks/support/fake-session.ts';
import { parcels } from '../../checks/support/judge.ts';

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
    expect(await answering(429)).toMatchObject({ kind: 'stopped', reason: expect.stringContaining('quota of credential `key`') });
    expect(await answering(301)).toMatchObject({ kind: 'stopped', reason: expect.stringContaining('base URL may be another one') });
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

  test.for<readonly [what: string, lost: readonly string[], answersEverything: boolean]>([
    ['the other control', ['stranger'], true],
    ['both controls', ['stranger', 'nowhere'], false],
  ])('takes the one that was answered for both: without an answer to %s', async ([, lost, answersEverything]) => {
    const contract = await parcels();
    const kindOf = ({ operation, credential }: PlannedRequest): string =>
      operation === null ? 'nowhere' : credential.kind === 'none' ? 'stranger' : 'read';
    const answer = (request: PlannedRequest): Reply => (lost.includes(kindOf(request)) ? 'no answer' : { status: 200, json: {} });
    expect(await preflight(fakeSession({ contract, answer }))).toMatchObject({ kind: 'ready', answersEverything });
  });
});
