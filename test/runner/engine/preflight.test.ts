import { describe, expect, test } from 'vitest';
import type { Contract } from '../../../src/contract/model.ts';
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

type Kind = 'read' | 'unauthenticated' | 'unknown path';

const kindOf = ({ operation, faults }: PlannedRequest): Kind =>
  operation === null ? 'unknown path' : faults.includes('credential-missing') ? 'unauthenticated' : 'read';

/** Preflight against a service that answers by the kind of a request, and by how many of that kind were sent with it. */
const withControls = async (
  statusOf: (sent: { readonly kind: Kind; readonly turn: number }) => number | 'no answer',
  contract?: Contract,
) => {
  const turns = new Map<Kind, number>();
  const answer = (request: PlannedRequest): Reply => {
    const kind = kindOf(request);
    const turn = (turns.get(kind) ?? 0) + 1;
    turns.set(kind, turn);
    const status = statusOf({ kind, turn });
    return status === 'no answer' ? status : { status, json: {} };
  };
  const result = await preflight(fakeSession({ contract: contract ?? (await parcels()), answer }));
  return { result, sent: (kind: Kind): number => turns.get(kind) ?? 0 };
};

describe('preflight', () => {
  test('stops where every read is refused in the same way, and reports how', async () => {
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

  test.for<readonly [what: string, lost: readonly Kind[], answersEverything: boolean]>([
    ['the other control', ['unauthenticated'], true],
    ['both controls', ['unauthenticated', 'unknown path'], false],
  ])('judges by the control that was answered: without an answer to %s', async ([, lost, answersEverything]) => {
    const { result } = await withControls(({ kind }) => (lost.includes(kind) ? 'no answer' : 200));
    expect(result).toMatchObject({ kind: 'ready', answersEverything });
  });

  describe('where the first answer to each control is lost', () => {
    test.for<readonly [what: string, second: Readonly<Record<Kind, number | 'no answer'>>, answersEverything: boolean]>([
      ['both succeed', { read: 200, unauthenticated: 200, 'unknown path': 200 }, true],
      ['both are refused', { read: 200, unauthenticated: 401, 'unknown path': 404 }, false],
      ['only the unknown path is refused', { read: 200, unauthenticated: 200, 'unknown path': 404 }, false],
      ['only one is answered, with success', { read: 200, unauthenticated: 'no answer', 'unknown path': 200 }, true],
      ['only one is answered, with an error response', { read: 200, unauthenticated: 401, 'unknown path': 'no answer' }, false],
      ['none is answered again', { read: 200, unauthenticated: 'no answer', 'unknown path': 'no answer' }, false],
    ])('judges by the second one as by a first one: %s', async ([, second, answersEverything]) => {
      const { result, sent } = await withControls(({ kind, turn }) => (kind === 'read' || turn > 1 ? second[kind] : 'no answer'));
      expect(result).toMatchObject({ kind: 'ready', answersEverything });
      expect(result).not.toHaveProperty('noReadSucceeds');
      expect([sent('unauthenticated'), sent('unknown path')]).toEqual([2, 2]);
    });

    test('sends no read again', async () => {
      const lossy = await withControls(({ kind, turn }) => (kind === 'read' || turn > 1 ? 200 : 'no answer'));
      const sound = await withControls(() => 200);
      expect(lossy.sent('read')).toBe(sound.sent('read'));
    });
  });

  test('sends each control once where one of them was answered', async () => {
    for (const answered of ['unauthenticated', 'unknown path']) {
      const { sent } = await withControls(({ kind }) => (kind === 'read' || kind === answered ? 200 : 'no answer'));
      expect([sent('unauthenticated'), sent('unknown path')]).toEqual([1, 1]);
    }
  });

  test('sends the unknown path twice, and no other control, where the reads need no credential', async () => {
    const contract = await parcels();
    const open = { ...contract, operations: contract.operations.map((one) => ({ ...one, secured: false })) };
    const { result, sent } = await withControls(({ kind, turn }) => (kind === 'unknown path' && turn === 1 ? 'no answer' : 200), open);
    expect(result).toMatchObject({ kind: 'ready', answersEverything: true });
    expect([sent('unauthenticated'), sent('unknown path')]).toEqual([0, 2]);
  });

  test('notes that a given key is sent nowhere, unless an operation takes one', async () => {
    const contract = await parcels();
    const saying = async (security: readonly (readonly string[])[]) => {
      const operations = contract.operations.map((one) => ({ ...one, secured: false, takesKey: false, security }));
      const session = fakeSession({ contract: { ...contract, operations }, answer: () => ({ status: 200, json: {} }) });
      const result = await preflight({ ...session, target: { ...session.target, credentials: ['key'] } });
      return result.kind === 'ready' ? result.notes : [];
    };
    expect(await saying([])).toEqual([expect.stringMatching(/"key" is sent nowhere/)]);
    expect(await saying([[], ['token']])).toEqual([]);
  });
});
