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
    ['a service that requires a credential everywhere passes', undefined, 'pass'],
    ['an open read fails', on('GET /depots', 'none', served), 'fail no-credential-accepted'],
    ['an open creation fails', on('POST /parcels', 'none', { status: 201 }), 'fail no-credential-accepted'],
    ['a read that answers 403 fails', on('GET /parcels', 'none', fault(403)), 'fail no-credential-other-status'],
    ['a read that redirects to a login fails', on('GET /parcels', 'none', { status: 302 }), 'fail no-credential-other-status'],
    ['a read that blames the request fails', on('GET /depots', 'none', fault(404)), 'fail no-credential-other-status'],
    ['a creation that checks the body first is not decisive', on('POST /parcels', 'none', fault(422)), 'pass'],
    ['an action that looks up the resource first is not decisive', on('POST /parcels/{parcel}/reroute', 'none', fault(404)), 'pass'],
    ['an action that answers 403 fails', on('POST /parcels/{parcel}/reroute', 'none', fault(403)), 'fail no-credential-other-status'],
    ['one read that fails is inconclusive', on('GET /depots', 'none', fault(503)), 'inconclusive'],
    ['one read above the quota is inconclusive', on('GET /parcels', 'none', fault(429)), 'inconclusive'],
    ['a blank credential that is accepted fails', on('GET /parcels', 'blank', served), 'fail no-credential-accepted'],
    ['a blank credential that is reported as malformed passes', on('GET /parcels', 'blank', fault(400)), 'pass'],
    ['a blank credential with another error response passes', on('GET /parcels', 'blank', fault(404)), 'pass'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(missingCredentialRefused, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
  });

  test('the pass names an inconclusive part', async () => {
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

  test('an action on a created resource is tried without a credential once the state of the resource allows it', async () => {
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

  test('a complete body is sent where the fixture is configured, and an empty object otherwise', async () => {
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

/** In this service the ids of resources that the run created begin with a nine. */
const accepted = ({ parcel }: PlannedRequest['pathValues']): Reply => (parcel?.startsWith('pk-9') ? { status: 202 } : fault(401));

describe('auth/unknown-credential-refused', () => {
  test.for<readonly [string, Twist | undefined, string]>([
    ['a service that accepts only its own credentials passes', undefined, 'pass'],
    ['a made-up credential that is accepted fails', on('GET /depots', 'made-up', served), 'fail unknown-credential-accepted'],
    ['a made-up credential that may create fails', on('POST /parcels', 'made-up', { status: 201 }), 'fail unknown-credential-accepted'],
    [
      'a made-up credential that is reported as malformed fails',
      on('GET /parcels', 'made-up', fault(400)),
      'fail unknown-credential-other-status',
    ],
    [
      'a made-up credential that is reported as forbidden fails',
      on('POST /parcels', 'made-up', fault(403)),
      'fail unknown-credential-other-status',
    ],
    ['a redirect is inconclusive', on('GET /parcels', 'made-up', { status: 302 }), 'inconclusive'],
    ['a creation that refuses the body first is not decisive', on('POST /parcels', 'made-up', fault(400)), 'pass'],
    ['a failure for a made-up credential is inconclusive', on('GET /depots', 'made-up', fault(500)), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(unknownCredentialRefused, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
  });

  test('the made-up credential is the same for each operation', async () => {
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
    ['a service that compares the whole credential passes', damagedCredentialRefused, undefined, 'pass'],
    [
      'fails where it is accepted without its last character',
      damagedCredentialRefused,
      altered('last-character-removed', served),
      'fail altered-credential-accepted',
    ],
    [
      'fails where it is accepted with another character in the middle',
      damagedCredentialRefused,
      altered('middle-character-changed', served),
      'fail altered-credential-accepted',
    ],
    [
      'fails where it is reported as forbidden',
      damagedCredentialRefused,
      altered('last-character-changed', fault(403)),
      'fail altered-credential-other-status',
    ],
    [
      'is inconclusive where it is reported as malformed',
      damagedCredentialRefused,
      altered('character-appended', fault(400)),
      'inconclusive',
    ],
    ['a service that compares letter case passes', credentialCaseCounts, undefined, 'pass'],
    [
      'fails where it is accepted with the case of all letters swapped',
      credentialCaseCounts,
      altered('letter-case-swapped', served),
      'fail altered-credential-accepted',
    ],
    [
      'fails where it is accepted with the case of one letter swapped',
      credentialCaseCounts,
      altered('one-letter-case-swapped', served),
      'fail altered-credential-accepted',
    ],
    [
      'is inconclusive where it is reported as forbidden with its letter case swapped',
      credentialCaseCounts,
      altered('letter-case-swapped', fault(403)),
      'inconclusive',
    ],
  ])('%s', async ([, check, twist, verdict]) => {
    expect(stated(await judge(check, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
  });

  test('an alteration that the credential does not allow is left out and named', async () => {
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

  test('is skipped when the run was stopped', async () => {
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
