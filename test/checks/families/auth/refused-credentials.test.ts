import { describe, expect, test } from 'vitest';
import {
  credentialCaseCounts,
  damagedCredentialRefused,
  unknownCredentialRefused,
} from '../../../../src/checks/families/auth/unusable-credentials.ts';
import { missingCredentialRefused } from '../../../../src/checks/families/auth/missing-credential.ts';
import { NotTried, type Probe } from '../../../../src/checks/kit/define.ts';
import type { CredentialUse, PlannedRequest } from '../../../../src/model/request.ts';
import type { Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, stated } from '../../support/judge.ts';
import { fault, page, parcelService, type Twist } from '../../../worlds/parcels/service.ts';

const on =
  (operation: string, kind: CredentialUse['kind'], reply: Reply): Twist =>
  (request) =>
    request.operation === operation && request.credential.kind === kind ? reply : undefined;

const served: Reply = page([], null);
const readOnly = targetOf({ allow: [] });

describe('auth/missing-credential-refused', () => {
  test.for<readonly [string, Twist | undefined, string]>([
    ['a service that asks everywhere passes', undefined, 'pass'],
    ['an open read fails', on('GET /depots', 'none', served), 'fail no-credential-accepted'],
    ['an open creation fails', on('POST /parcels', 'none', { status: 201 }), 'fail no-credential-accepted'],
    ['a read that says forbidden fails', on('GET /parcels', 'none', fault(403)), 'fail no-credential-other-status'],
    ['a read that redirects to a login fails', on('GET /parcels', 'none', { status: 302 }), 'fail no-credential-other-status'],
    ['a read that blames the request fails', on('GET /depots', 'none', fault(404)), 'fail no-credential-other-status'],
    ['a creation that looks at the body first stays open', on('POST /parcels', 'none', fault(422)), 'pass'],
    ['an action that looks for the thing first stays open', on('POST /parcels/{parcel}/reroute', 'none', fault(404)), 'pass'],
    ['an action that says forbidden fails', on('POST /parcels/{parcel}/reroute', 'none', fault(403)), 'fail no-credential-other-status'],
    ['one read that fails leaves it open', on('GET /depots', 'none', fault(503)), 'inconclusive'],
    ['one read above the quota leaves it open', on('GET /parcels', 'none', fault(429)), 'inconclusive'],
    ['a blank credential that is served fails', on('GET /parcels', 'blank', served), 'fail no-credential-accepted'],
    ['a blank credential that is malformed to the service passes', on('GET /parcels', 'blank', fault(400)), 'pass'],
    ['a blank credential with another refusal decides nothing', on('GET /parcels', 'blank', fault(404)), 'pass'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(missingCredentialRefused, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
  });

  test('an open part is named beside the pass', async () => {
    const { verdict } = await judge(missingCredentialRefused, {
      answer: parcelService({ twist: on('GET /parcels', 'blank', fault(400)) }),
    });
    expect(verdict).toMatchObject({ kind: 'pass', untried: [expect.stringContaining('400')] });
  });

  test('without permissions only reads are sent', async () => {
    const { session, verdict } = await judge(missingCredentialRefused, { answer: parcelService(), target: readOnly });
    expect(verdict.kind).toBe('pass');
    expect(session.exchanges.map(({ sent, request }) => `${sent.method} ${sent.target} ${request.credential.kind}`)).toEqual([
      'GET /parcels?count=1 none',
      'GET /parcels?count=1 blank',
      'GET /depots none',
    ]);
  });

  test('an action on a thing of ours is tried without a credential once it is in a state in which it is accepted', async () => {
    const open: Twist = ({ operation, credential, pathValues }, honest) => {
      if (operation !== 'POST /parcels/{parcel}/reroute' || credential.kind !== 'none') return undefined;
      return honest({ ...action(pathValues), credential: { kind: 'valid', name: 'key' } }) === 'no answer'
        ? undefined
        : accepted(pathValues);
    };
    const { verdict, session } = await judge(missingCredentialRefused, { answer: parcelService({ twist: open }) });
    expect(stated({ verdict })).toBe('fail no-credential-accepted');
    expect(
      session.exchanges.filter(({ request }) => request.operation === 'POST /parcels' && request.credential.kind === 'valid').length,
    ).toBe(1);
  });

  test('a complete body is sent where the fixture is there, and an empty object where not', async () => {
    const bodies = async (fixtures: Record<string, string>) => {
      const { session } = await judge(missingCredentialRefused, {
        answer: parcelService(),
        target: targetOf({ fixtures }),
        at: 'POST /parcels',
      });
      return session.exchanges.map(({ request }) => request.body);
    };
    expect(await bodies({ sender: 'post' })).toEqual([
      { kind: 'json', value: { label: 'ct-test-nobody-label', zone: 'north', size: 'small', sender: 'post' } },
    ]);
    expect(await bodies({})).toEqual([{ kind: 'json', value: {} }]);
  });
});

const action = (pathValues: PlannedRequest['pathValues']): PlannedRequest => ({
  operation: 'POST /parcels/{parcel}/reroute',
  method: 'POST',
  path: '/parcels/{parcel}/reroute',
  pathValues,
  query: [],
  headers: [],
  credential: { kind: 'none' },
  faults: [],
});

/** Ids of things the run created begin with a nine in the service. */
const accepted = ({ parcel }: PlannedRequest['pathValues']): Reply => (parcel?.startsWith('pk-9') ? { status: 202 } : fault(401));

describe('auth/unknown-credential-refused', () => {
  test.for<readonly [string, Twist | undefined, string]>([
    ['a service that knows its credentials passes', undefined, 'pass'],
    ['a made-up credential that is served fails', on('GET /depots', 'made-up', served), 'fail unknown-credential-accepted'],
    ['a made-up credential that may create fails', on('POST /parcels', 'made-up', { status: 201 }), 'fail unknown-credential-accepted'],
    ['a made-up credential that is malformed fails', on('GET /parcels', 'made-up', fault(400)), 'fail unknown-credential-other-status'],
    ['a made-up credential that is forbidden fails', on('POST /parcels', 'made-up', fault(403)), 'fail unknown-credential-other-status'],
    ['a redirect decides nothing', on('GET /parcels', 'made-up', { status: 302 }), 'inconclusive'],
    ['an unknown body that is refused first stays open', on('POST /parcels', 'made-up', fault(400)), 'pass'],
    ['a failure for a made-up credential leaves it open', on('GET /depots', 'made-up', fault(500)), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(unknownCredentialRefused, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
  });

  test('the made-up credential is drawn, the same for each operation', async () => {
    const { session } = await judge(unknownCredentialRefused, { answer: parcelService(), target: readOnly });
    const made = session.exchanges.flatMap(({ request: { credential } }) => (credential.kind === 'made-up' ? [credential.value] : []));
    expect(new Set(made).size).toBe(1);
    expect(made[0]).toMatch(/^ct_invalid_[0-9a-f]{32}$/);
  });
});

describe('an altered credential', () => {
  const altered =
    (form: string, reply: Reply): Twist =>
    ({ credential }) =>
      credential.kind === 'altered' && credential.form === form ? reply : undefined;
  test.for<readonly [string, Probe, Twist | undefined, string]>([
    ['a service that compares the whole of it passes', damagedCredentialRefused, undefined, 'pass'],
    [
      'one without its last character that is served fails',
      damagedCredentialRefused,
      altered('last-character-removed', served),
      'fail altered-credential-accepted',
    ],
    [
      'another character in its middle that is served fails',
      damagedCredentialRefused,
      altered('middle-character-changed', served),
      'fail altered-credential-accepted',
    ],
    [
      'one that is forbidden fails',
      damagedCredentialRefused,
      altered('last-character-changed', fault(403)),
      'fail altered-credential-other-status',
    ],
    ['one that is malformed decides nothing', damagedCredentialRefused, altered('character-appended', fault(400)), 'inconclusive'],
    ['letter case that counts passes', credentialCaseCounts, undefined, 'pass'],
    [
      'other letter case that is served fails',
      credentialCaseCounts,
      altered('letter-case-swapped', served),
      'fail altered-credential-accepted',
    ],
    [
      'other letter case of one letter that is served fails',
      credentialCaseCounts,
      altered('one-letter-case-swapped', served),
      'fail altered-credential-accepted',
    ],
    [
      'other letter case that is forbidden decides nothing',
      credentialCaseCounts,
      altered('letter-case-swapped', fault(403)),
      'inconclusive',
    ],
  ])('%s', async ([, check, twist, verdict]) => {
    expect(stated(await judge(check, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
  });

  test('a form that cannot be made of the credential is left out and named', async () => {
    const honest = parcelService();
    const answer = (request: PlannedRequest): Reply => {
      if (request.credential.kind === 'altered' && request.credential.form === 'letter-case-swapped') {
        throw new NotTried('not-applicable', 'The credential has letters of one case only');
      }
      return honest(request);
    };
    const { verdict } = await judge(credentialCaseCounts, { answer });
    expect(verdict).toMatchObject({ kind: 'pass', untried: ['The credential has letters of one case only'] });
  });

  test('a run that is ending ends the check', async () => {
    const honest = parcelService();
    const answer = (request: PlannedRequest): Reply => {
      if (request.credential.kind === 'altered') throw new NotTried('stopped', 'the run was interrupted');
      return honest(request);
    };
    expect((await judge(damagedCredentialRefused, { answer, at: 'GET /parcels' })).verdict).toMatchObject({
      kind: 'skipped',
      because: 'stopped',
    });
  });
});
