import { rmSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { challengePresent } from '../../../../src/checks/families/auth/challenges.ts';
import { checkedFirst, refusedWithExactStatus } from '../../../../src/checks/families/auth/credential-before-faults.ts';
import { createdHiddenFromOthers, foreignFilterEmpty } from '../../../../src/checks/families/auth/foreign-lists.ts';
import { credentialNeverRefused, fullAccess } from '../../../../src/checks/families/auth/key-never-refused.ts';
import { credentialNotEchoed } from '../../../../src/checks/families/auth/credential-not-echoed.ts';
import { environmentLiveOnSandbox, environmentSandboxOnLive } from '../../../../src/checks/families/auth/environments.ts';
import { forbiddenWriteChangesNothing, refusedWriteChangesNothing } from '../../../../src/checks/families/auth/refused-writes.ts';
import { foreignResourceHidden, foreignResourceUntouched } from '../../../../src/checks/families/auth/foreign-resources.ts';
import { formLive, formRecorded, formSandbox } from '../../../../src/checks/families/auth/credential-forms.ts';
import { otherHeaderRefused } from '../../../../src/checks/families/auth/misplaced-credentials.ts';
import {
  malformedCredentialRefused,
  revokedCredentialRefused,
  unknownCredentialRefused,
} from '../../../../src/checks/families/auth/unusable-credentials.ts';
import { missingCredentialRefused } from '../../../../src/checks/families/auth/missing-credential.ts';
import { permissionMissingRefused } from '../../../../src/checks/families/auth/permission-missing-refused.ts';
import type { Fold, Probe } from '../../../../src/checks/kit/define.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import type { Exchange } from '../../../../src/model/exchange.ts';
import type { CredentialUse } from '../../../../src/model/request.ts';
import type { Verdict } from '../../../../src/model/verdict.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, stated } from '../../support/judge.ts';
import { writeVault } from '../../../worlds/credentials-contract.ts';
import { type VaultTwist, vaultService } from '../../../worlds/credentials-service.ts';

let contract: Contract;

beforeAll(async () => {
  const { folder, file } = writeVault();
  contract = await loadContract(file).finally(() => rmSync(folder, { recursive: true, force: true }));
});

const target = targetOf({
  credentials: ['key', 'restricted', 'other', 'revoked', 'test'],
  urls: { sandbox: 'http://127.0.0.1:2/v1' },
  durations: { 'created.listed': 1, 'updated.shown': 1 },
});

const secrets = { key: 'vl_live_7Hq2', test: 'vl_test_7Hq2' };

/** Replaces the answer of the honest service to a caller with such a credential and method. */
const when =
  (who: string, methods: string, reply: Reply): VaultTwist =>
  ({ credential, method }) =>
    whoIs(credential) === who && methods.split(' ').includes(method) ? reply : undefined;

const whoIs = (credential: CredentialUse): string => (credential.kind === 'valid' ? credential.name : credential.kind);

/** Carries out a forbidden call, and answers as if it had not. */
const doneAll =
  (who: string, method: string, reply: Reply): VaultTwist =>
  (request, honest) => {
    if (whoIs(request.credential) !== who || request.method !== method) return undefined;
    honest({ ...request, credential: { kind: 'valid', name: 'key' } });
    return reply;
  };

/** Serves a caller as if it used the key. */
const accepting =
  (who: string, method: string, isMeant: (operation: string | null) => boolean = () => true): VaultTwist =>
  (request, honest) =>
    whoIs(request.credential) === who && request.method === method && isMeant(request.operation)
      ? honest({ ...request, credential: { kind: 'valid', name: 'key' } })
      : undefined;

const challenged: Reply = { status: 401, json: {} };
const of = (status: number): Reply => ({ status, json: {} });

describe('a service that requires credentials', () => {
  test.for<readonly [string, () => Probe, VaultTwist | undefined, string]>([
    ['requires a credential everywhere', () => missingCredentialRefused, undefined, 'pass'],
    [
      'removes an existing resource without a credential',
      () => missingCredentialRefused,
      accepting('none', 'DELETE'),
      'fail no-credential-accepted',
    ],
    ['redirects a read', () => missingCredentialRefused, when('none', 'GET', of(302)), 'fail no-credential-other-status'],
    ['fails again and again', () => missingCredentialRefused, when('none', 'POST', of(500)), 'fail no-credential-other-status'],
    ['answers another error to a plain read with a control', () => missingCredentialRefused, when('none', 'GET', of(418)), 'pass'],
    ['answers another error to a creation with a control', () => missingCredentialRefused, when('none', 'POST', of(422)), 'pass'],
    ['accepts a blank credential, which another requirement covers', () => missingCredentialRefused, accepting('blank', 'GET'), 'pass'],
    ['accepts only its own credentials', () => unknownCredentialRefused, undefined, 'pass'],
    [
      'accepts every credential of the documented form',
      () => unknownCredentialRefused,
      accepting('made-up', 'GET'),
      'fail unknown-credential-accepted',
    ],
    ['checks for faults first', () => checkedFirst, when('none', 'POST', of(302)), 'fail fault-before-credential-other-status'],
    ['answers exactly one status', () => refusedWithExactStatus, undefined, 'pass'],
    ['checks the body first', () => refusedWithExactStatus, when('none', 'POST', of(422)), 'fail unauthenticated-exactly-other-status'],
    [
      'carries out a creation, which another requirement covers',
      () => refusedWithExactStatus,
      when('none', 'POST', of(201)),
      'inconclusive',
    ],
    ['refuses malformed credentials', () => malformedCredentialRefused, undefined, 'pass'],
    ['accepts a blank credential', () => malformedCredentialRefused, accepting('blank', 'GET'), 'fail malformed-credential-accepted'],
    [
      'fails on a malformed credential',
      () => malformedCredentialRefused,
      when('none', 'GET', of(500)),
      'fail malformed-credential-other-status',
    ],
    ['reads one header', () => otherHeaderRefused, undefined, 'pass'],
    ['reads another header', () => otherHeaderRefused, accepting('misplaced', 'GET'), 'fail credential-api-key-header-accepted'],
    ['refuses revoked credentials', () => revokedCredentialRefused, undefined, 'pass'],
    [
      'accepts writes with a revoked credential',
      () => revokedCredentialRefused,
      accepting('revoked', 'POST'),
      'fail revoked-credential-accepted',
    ],
    ['checks permissions', () => permissionMissingRefused, undefined, 'pass'],
    [
      'accepts a removal with a read-only credential',
      () => permissionMissingRefused,
      accepting('restricted', 'DELETE'),
      'fail permission-missing-accepted',
    ],
    [
      'answers 401 to a read-only credential',
      () => permissionMissingRefused,
      when('restricted', 'PATCH', of(401)),
      'fail permission-missing-other-status',
    ],
    [
      'answers 404 to a read-only credential that can see the resource',
      () => permissionMissingRefused,
      when('restricted', 'DELETE', of(404)),
      'fail permission-missing-other-status',
    ],
    ['answers 503 to a read-only credential', () => permissionMissingRefused, when('restricted', 'DELETE', of(503)), 'inconclusive'],
    ['refuses before it writes, without a credential', () => refusedWriteChangesNothing, undefined, 'pass'],
    ['creates and answers 401', () => refusedWriteChangesNothing, doneAll('none', 'POST', challenged), 'fail refused-and-done'],
    ['changes and answers 401', () => refusedWriteChangesNothing, doneAll('none', 'PATCH', challenged), 'fail refused-and-done'],
    ['removes and answers 401', () => refusedWriteChangesNothing, doneAll('none', 'DELETE', challenged), 'fail refused-and-done'],
    ['carries out a write, which another requirement covers', () => refusedWriteChangesNothing, accepting('none', 'PATCH'), 'inconclusive'],
    ['refuses before it writes, with a read-only credential', () => forbiddenWriteChangesNothing, undefined, 'pass'],
    ['creates and answers 403', () => forbiddenWriteChangesNothing, doneAll('restricted', 'POST', of(403)), 'fail refused-and-done'],
    ['changes and answers 403', () => forbiddenWriteChangesNothing, doneAll('restricted', 'PATCH', of(403)), 'fail refused-and-done'],
    ['hides resources from another account', () => foreignResourceHidden, undefined, 'pass'],
    [
      'shows resources to another account',
      () => foreignResourceHidden,
      accepting('other', 'GET', (key) => key === 'GET /boxes/{no}'),
      'fail foreign-thing-accepted',
    ],
    ['answers 401 to another account', () => foreignResourceHidden, when('other', 'GET', of(401)), 'inconclusive'],
    ['protects resources from another account', () => foreignResourceUntouched, undefined, 'pass'],
    ['accepts a change by another account', () => foreignResourceUntouched, accepting('other', 'PATCH'), 'fail foreign-thing-touched'],
    ['accepts a removal by another account', () => foreignResourceUntouched, accepting('other', 'DELETE'), 'fail foreign-thing-touched'],
    ['reports a removal that it did not do', () => foreignResourceUntouched, when('other', 'DELETE', { status: 204 }), 'inconclusive'],
    ['keeps the lists of accounts apart', () => createdHiddenFromOthers, undefined, 'pass'],
    ['shows one list to all accounts', () => createdHiddenFromOthers, accepting('other', 'GET'), 'fail foreign-thing-listed'],
    ['fails on the list of another account', () => createdHiddenFromOthers, when('other', 'GET', of(503)), 'inconclusive'],
    ['filters within the account', () => foreignFilterEmpty, undefined, 'pass'],
    [
      'filters across accounts',
      () => foreignFilterEmpty,
      accepting('other', 'GET', (key) => key === 'GET /items'),
      'fail foreign-thing-listed',
    ],
    ['fails on the filter of another account', () => foreignFilterEmpty, when('other', 'GET', of(503)), 'inconclusive'],
    ['refuses sandbox keys in the live environment', () => environmentSandboxOnLive, undefined, 'pass'],
    [
      'accepts live keys in the sandbox',
      () => environmentLiveOnSandbox,
      (request, honest) =>
        request.base && whoIs(request.credential) === 'key'
          ? honest({ ...request, credential: { kind: 'valid', name: 'test' } })
          : undefined,
      'fail other-environment-accepted',
    ],
    [
      'answers 403 to live keys in the sandbox',
      () => environmentLiveOnSandbox,
      (request) => (request.base && whoIs(request.credential) === 'key' ? of(403) : undefined),
      'fail other-environment-other-status',
    ],
    ['refuses live keys in the sandbox', () => environmentLiveOnSandbox, undefined, 'pass'],
    [
      'accepts sandbox keys in the live environment',
      () => environmentSandboxOnLive,
      (request, honest) =>
        !request.base && whoIs(request.credential) === 'test'
          ? honest({ ...request, credential: { kind: 'valid', name: 'key' } })
          : undefined,
      'fail other-environment-accepted',
    ],
    ['fails in the sandbox', () => environmentSandboxOnLive, (request) => (request.base ? of(503) : undefined), 'inconclusive'],
    ['issues keys of the documented form', () => formLive, undefined, 'pass'],
    ['issues sandbox keys of the documented form', () => formSandbox, undefined, 'pass'],
    ['issues keys whose form is recorded', () => formRecorded, undefined, 'observed'],
  ])('%s', async ([, check, twist, verdict]) => {
    expect(stated(await judge(check(), { contract, target, secrets, answer: vaultService(twist) }))).toBe(verdict);
  });

  test('a key of another form fails and is not revealed', async () => {
    const { verdict } = await judge(formLive, { contract, target, secrets: { key: 'another-form-1' }, answer: vaultService() });
    expect(stated({ verdict })).toBe('fail credential-form');
    expect(JSON.stringify(verdict)).not.toContain('another-form');
  });
});

const foldOver = <S>(fold: Fold<S>, exchanges: readonly Exchange[]): Verdict => {
  const half = Math.ceil(exchanges.length / 2);
  const part = (some: readonly Exchange[]): S => some.reduce((state, exchange) => fold.step(state, exchange, contract), fold.init());
  return fold.conclude(fold.merge(part(exchanges.slice(0, half)), part(exchanges.slice(half))), { contract, target });
};

const call = (operation: string, status: number, over: Parameters<typeof readOf>[1] = {}): Exchange =>
  exchangeOf(readOf(operation, over), of(status));

describe('checks over a whole run', () => {
  const everything = ['GET /boxes', 'POST /boxes', 'GET /boxes/{no}', 'PATCH /boxes/{no}', 'DELETE /boxes/{no}'];
  const well = () => everything.map((key) => call(key, 200));
  const echoing = (exchange: Exchange): Exchange => ({ ...exchange, reply: { ...exchange.reply, echoes: true } as Exchange['reply'] });

  test.for<readonly [string, () => Verdict, string]>([
    ['a key that is accepted everywhere', () => foldOver(credentialNeverRefused, well()), 'pass'],
    [
      'a key that one operation refuses',
      () => foldOver(credentialNeverRefused, [call('GET /boxes', 200), call('DELETE /boxes/{no}', 401)]),
      'fail',
    ],
    ['a key that no operation accepts', () => foldOver(credentialNeverRefused, [call('GET /boxes', 401)]), 'inconclusive'],
    ['one 401 among successes', () => foldOver(credentialNeverRefused, [...well(), call('GET /boxes', 401)]), 'inconclusive'],
    [
      'an operation that is forbidden',
      () => foldOver(credentialNeverRefused, [call('GET /boxes', 200), call('POST /boxes', 403)]),
      'inconclusive',
    ],
    ['a faulty call', () => foldOver(credentialNeverRefused, [...well(), call('POST /boxes', 401, { faults: ['duplicate'] })]), 'pass'],
    ['a full key', () => foldOver(fullAccess, [...well(), call('GET /items', 200)]), 'pass'],
    ['a full key that may not change', () => foldOver(fullAccess, [...well(), call('PATCH /boxes/{no}', 403)]), 'fail'],
    ['a full key that was not tried everywhere', () => foldOver(fullAccess, well().slice(1)), 'inconclusive'],
    [
      'answers that do not contain the key',
      () => foldOver(credentialNotEchoed, [call('GET /boxes', 200), call('POST /boxes', 422)]),
      'pass',
    ],
    [
      'an error response that contains the key',
      () => foldOver(credentialNotEchoed, [call('GET /boxes', 200), echoing(call('POST /boxes', 422))]),
      'fail',
    ],
    ['only successes', () => foldOver(credentialNotEchoed, [call('GET /boxes', 200)]), 'inconclusive'],
  ])('%s', ([, verdict, kind]) => {
    expect(verdict().kind).toBe(kind);
  });

  test.for<readonly [string, readonly (readonly [string, string])[], readonly boolean[]]>([
    ['a challenge with the scheme in any letter case', [['www-authenticate', 'bearer realm="v"']], [true]],
    ['the scheme among others', [['WWW-Authenticate', 'Basic realm="v", Bearer']], [true]],
    ['no challenge', [], [false]],
    ['another scheme', [['WWW-Authenticate', 'Basic realm="Bearers"']], [false]],
  ])('%s', ([, headers, holds]) => {
    const exchange = exchangeOf(readOf('GET /boxes', { credential: { kind: 'none' } }), { status: 401, headers });
    expect(challengePresent.observe(exchange, contract).map((seen) => seen.holds)).toEqual(holds);
  });

  test('a challenge is required with its statuses only', () => {
    expect(challengePresent.observe(call('GET /boxes', 403), contract)).toEqual([]);
  });
});

test('a stream that opens without a credential fails', async () => {
  const endless: Exchange['reply'] = { kind: 'no-answer', failure: 'timeout', begun: 200, message: 'no whole answer' };
  const exchange: Exchange = { ...exchangeOf(readOf('GET /boxes', { credential: { kind: 'none' } }), 'no answer'), reply: endless };
  const location = missingCredentialRefused.locations(contract).find(({ operation }) => operation === 'GET /boxes');
  if (!location) throw new Error('GET /boxes is no location of the check');
  const result = { missing: exchange, blank: undefined, onCreated: undefined, incomplete: [], hasControl: true };
  expect(stated({ verdict: missingCredentialRefused.judge(location, result, { contract, target }) })).toBe('fail no-credential-accepted');
});
