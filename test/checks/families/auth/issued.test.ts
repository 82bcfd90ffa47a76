import { describe, expect, test } from 'vitest';
import { formRecorded } from '../../../../src/checks/families/auth/credential-forms.ts';
import { issuedBelongs, issuedDiffer, issuedFormRecorded, issuedWorks } from '../../../../src/checks/families/auth/issued.ts';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import { creationAccepted } from '../../../../src/checks/families/lifecycle/creation-accepted.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Target } from '../../../../src/model/target.ts';
import { kennel } from '../../../worlds/issued-keys.ts';
import type { Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, stated } from '../../support/judge.ts';

let loading: Promise<Contract> | undefined;
const contract = (): Promise<Contract> => (loading ??= kennel());

const allowed = targetOf({ name: 'kennel', fixtures: {}, maxCreates: 9, allow: ['mutation', 'permanent', 'issue-credential'] });

type Kennel = {
  /** The answer to the nth request for a key, from 1. */
  readonly issue?: (turn: number, request: PlannedRequest, now: number) => Reply;
  /** The answer to a read with a handle; undefined: the list. */
  readonly open?: (handle: string, now: number) => Reply | undefined;
  /** The rooms that a handle can see. */
  readonly sees?: (handle: string, rooms: readonly unknown[]) => readonly unknown[];
  /** How long after its creation a room is listed, in milliseconds. */
  readonly listedAfterMs?: number;
};

const shows = (...issued: readonly string[]): Reply => ({ status: 201, json: { key: issued.map((one) => `[${one}]`) }, issued });

/** A service that issues keys for rooms. */
const service = ({
  issue = (turn) => shows(`issued-${turn}`),
  open = () => undefined,
  sees = (_, rooms) => rooms,
  listedAfterMs = 0,
}: Kennel) => {
  const rooms: { readonly no: string; readonly name: unknown; readonly from: number }[] = [{ no: 'r-0', name: 'first', from: 0 }];
  let turn = 0;
  return (request: PlannedRequest, now: number): Reply => {
    const { credential, method, path, body } = request;
    const value = body?.kind === 'json' ? (body.value as Readonly<Record<string, unknown>>) : {};
    if (method === 'POST' && path === '/rooms') {
      rooms.push({ no: `r-${rooms.length + 1}`, name: value['name'], from: now + listedAfterMs });
      return { status: 201, json: { no: rooms.at(-1)?.no, name: value['name'] } };
    }
    if (method === 'POST') return issue((turn += 1), request, now);
    const listed = rooms.filter(({ from }) => from <= now).map(({ no, name }) => ({ no, name }));
    if (credential.kind !== 'issued') return { status: 200, json: { rooms: listed } };
    return open(credential.handle, now) ?? { status: 200, json: { rooms: sees(credential.handle, listed) } };
  };
};

const values = { 'issued-1': 'kn_abc', 'issued-2': 'kn_def', 'issued-3': 'kn_ghi' };

const verdictOf = async (probe: Probe, kept: Kennel = {}, over: Partial<Target> = {}): Promise<string> => {
  const judged = await judge(probe, {
    contract: await contract(),
    at: 'POST /keys',
    target: { ...allowed, ...over },
    secrets: values,
    answer: service(kept),
  });
  return stated(judged);
};

const refusing =
  (...handles: readonly string[]) =>
  (handle: string): Reply | undefined =>
    handles.includes(handle) ? { status: 401 } : undefined;

describe('an issued credential', () => {
  test('passes where one text of the answer is accepted, also by 403, and also after seconds', async () => {
    expect(await verdictOf(issuedWorks)).toBe('pass');
    expect(await verdictOf(issuedWorks, { open: () => ({ status: 403 }) })).toBe('pass');
    expect(await verdictOf(issuedWorks, { issue: () => shows('issued-1', 'issued-2'), open: refusing('issued-1') })).toBe('pass');
    expect(await verdictOf(issuedWorks, { open: (_, now) => (now < 1_006_000 ? { status: 401 } : undefined) })).toBe('pass');
  });

  test('fails where it is refused for ten seconds, or the answer contains none', async () => {
    expect(await verdictOf(issuedWorks, { open: refusing('issued-1') })).toContain('fail issued-refused');
    expect(await verdictOf(issuedWorks, { issue: () => ({ status: 201, json: { room: 'r-1', at: '2026-11-20T10:00:00Z' } }) })).toContain(
      'fail credential-not-shown',
    );
    expect(await verdictOf(issuedWorks, { issue: () => ({ status: 204 }) })).toContain('fail credential-not-shown');
  });

  test.for<[what: string, kept: Kennel]>([
    ['nothing is issued', { issue: () => ({ status: 422, json: {} }) }],
    ['the error response is about something else', { open: () => ({ status: 503 }) }],
    ['the quota is used up', { open: () => ({ status: 429 }) }],
    ['the answer contains a word that was not tried', { issue: () => ({ status: 201, json: { key: 'passwords' } }) }],
    ['the answer cannot be read', { issue: () => ({ status: 201, undecodable: true }) }],
    [
      'the answer contains more candidates than are tried',
      { issue: () => shows(...Array.from({ length: 11 }, (_, n) => `issued-1${n}`)), open: () => ({ status: 401 }) },
    ],
  ])('is inconclusive where %s', async ([, kept]) => {
    expect(await verdictOf(issuedWorks, kept)).toContain('inconclusive');
  });

  test('is skipped without the permission to issue one', async () => {
    expect(await verdictOf(issuedWorks, {}, { allow: ['mutation', 'permanent'] })).toContain('skipped');
  });
});

describe('two issued credentials', () => {
  test('pass where the second answer contains a new credential that is accepted, whatever else it repeats', async () => {
    expect(await verdictOf(issuedDiffer)).toBe('pass');
    expect(await verdictOf(issuedDiffer, { issue: (turn) => shows('issued-1', `issued-${turn + 1}`) })).toBe('pass');
  });

  test('fail where the second answer contains the first credential and no other text that is accepted', async () => {
    expect(await verdictOf(issuedDiffer, { issue: () => shows('issued-1') })).toContain('fail issued-again');
    const kept: Kennel = { issue: (turn) => shows('issued-1', `issued-${turn + 1}`), open: refusing('issued-3') };
    expect(await verdictOf(issuedDiffer, kept)).toContain('fail issued-again');
  });

  test.for<[what: string, kept: Kennel]>([
    ['the first is not recognised', { open: () => ({ status: 401 }) }],
    ['the second is refused', { issue: (turn) => (turn === 1 ? shows('issued-1') : { status: 409 }) }],
    ['the second is not recognised', { open: refusing('issued-2') }],
    [
      'another text of the second answer is neither accepted nor refused',
      { issue: (turn) => shows('issued-1', `issued-${turn + 1}`), open: (handle) => (handle === 'issued-3' ? { status: 503 } : undefined) },
    ],
  ])('are inconclusive where %s', async ([, kept]) => {
    expect(await verdictOf(issuedDiffer, kept)).toContain('inconclusive');
  });
});

describe('the resource that a credential was issued for', () => {
  const forRoom = (kept: Kennel, room = 'r-0'): Promise<string> => verdictOf(issuedBelongs, kept, { values: { 'POST /keys': { room } } });

  test('passes where the list for the credential shows it, also after seconds', async () => {
    expect(await forRoom({})).toBe('pass');
    let looks = 0;
    expect(await forRoom({ sees: (_, rooms) => ((looks += 1) > 4 ? rooms : []) })).toBe('pass');
  });

  test('fails where the list for the credential does not show it and the list for the key does', async () => {
    expect(await forRoom({ sees: () => [] })).toContain('fail issued-sees-nothing');
  });

  test.for<[what: string, kept: Kennel, room?: string]>([
    ['the credential is known but may not read', { open: () => ({ status: 403 }) }],
    ['the credential is not accepted', { open: () => ({ status: 401 }) }],
    ['the list for the credential has another form', { open: () => ({ status: 200, json: { other: [] } }) }],
    ['the list for the key does not show it either', {}, 'r-9'],
  ])('is inconclusive where %s', async ([, kept, room]) => {
    expect(await forRoom(kept, room)).toContain('inconclusive');
  });
});

describe('the form of an issued credential', () => {
  test('is recorded without its value', async () => {
    const judged = await judge(issuedFormRecorded, {
      contract: await contract(),
      target: allowed,
      secrets: { 'issued-1': 'eyJh.eyJq.c2ln' },
      answer: service({}),
    });
    expect(judged.verdict).toEqual({
      kind: 'observed',
      facts: [{ fact: 'credential.issued-form', at: 'POST /keys', value: { fits: false, length: 14, parts: 3 } }],
    });
    expect(await verdictOf(issuedFormRecorded)).toContain('observed');
  });

  test('is inconclusive where none is recognised', async () => {
    expect(await verdictOf(issuedFormRecorded, { open: () => ({ status: 401 }) })).toContain('inconclusive');
  });

  test('is recorded independently of the form of the own key', async () => {
    const judged = await judge(formRecorded, {
      contract: await contract(),
      target: allowed,
      secrets: { key: 'kn_0123' },
      answer: service({}),
    });
    expect(judged.verdict).toMatchObject({ kind: 'observed', facts: [{ fact: 'credential.form', value: { fits: true, length: 7 } }] });
  });
});

describe('a creation that names another resource', () => {
  const gone: Reply = { status: 404, json: {} };

  test('is repeated once a list shows the named resource', async () => {
    expect(await verdictOf(creationAccepted)).toBe('pass');
    const kept: Kennel = { listedAfterMs: 900, issue: (turn) => (turn === 1 ? gone : shows('issued-1')) };
    expect(await verdictOf(creationAccepted, kept)).toBe('pass');
  });

  test('fails where it is refused although a list shows the named resource', async () => {
    expect(await verdictOf(creationAccepted, { issue: () => gone })).toContain('fail creation-refused');
    expect(await verdictOf(creationAccepted, { issue: () => ({ status: 405 }) })).toContain('fail creation-refused');
    expect(await verdictOf(creationAccepted, { issue: () => gone }, { values: { 'POST /keys': { room: 'r-1' } } })).toContain(
      'fail creation-refused',
    );
  });

  test('is inconclusive where no list shows the resource, where the second attempt ends otherwise, and where the body is a guess', async () => {
    expect(await verdictOf(creationAccepted, { issue: () => gone, listedAfterMs: 600_000 })).toContain('inconclusive');
    expect(await verdictOf(creationAccepted, { issue: (turn) => (turn === 1 ? gone : { status: 422 }) })).toContain('inconclusive');
    expect(await verdictOf(creationAccepted, { issue: () => ({ status: 422 }) }, { values: { 'POST /keys': { room: 'r-1' } } })).toContain(
      'inconclusive',
    );
  });
});
