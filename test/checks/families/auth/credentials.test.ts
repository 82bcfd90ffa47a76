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

/** Answers in place of the honest service to those who call so. */
const when =
  (who: string, methods: string, reply: Reply): VaultTwist =>
  ({ credential, method }) =>
    whoIs(credential) === who && methods.split(' ').includes(method) ? reply : undefined;

const whoIs = (credential: CredentialUse): string => (credential.kind === 'valid' ? credential.name : credential.kind);

/** Carries out what somebody may not do, and answers as if it had not. */
const doneAll =
  (who: string, method: string, reply: Reply): VaultTwist =>
  (request, honest) => {
    if (whoIs(request.credential) !== who || request.method !== method) return undefined;
    honest({ ...request, credential: { kind: 'valid', name: 'key' } });
    return reply;
  };

/** Serves somebody as if it were the account of the key. */
const letIn =
  (who: string, method: string, isMeant: (operation: string | null) => boolean = () => true): VaultTwist =>
  (request, honest) =>
    whoIs(request.credential) === who && request.method === method && isMeant(request.operation)
      ? honest({ ...request, credential: { kind: 'valid', name: 'key' } })
      : undefined;

const challenged: Reply = { status: 401, json: {} };
const of = (status: number): Reply => ({ status, json: {} });

describe('a service that keeps who may come in', () => {
  test.for<readonly [string, () => Probe, VaultTwist | undefined, string]>([
    ['asks everywhere', () => missingCredentialRefused, undefined, 'pass'],
    [
      'a removal of what exists without a credential',
      () => missingCredentialRefused,
      letIn('none', 'DELETE'),
      'fail no-credential-accepted',
    ],
    ['a read that redirects', () => missingCredentialRefused, when('none', 'GET', of(302)), 'fail no-credential-other-status'],
    ['a failure that comes again', () => missingCredentialRefused, when('none', 'POST', of(500)), 'fail no-credential-other-status'],
    ['another refusal of a plain read with a control', () => missingCredentialRefused, when('none', 'GET', of(418)), 'pass'],
    ['a refusal of a creation that has a control', () => missingCredentialRefused, when('none', 'POST', of(422)), 'pass'],
    ['leaves a blank credential to its own promise', () => missingCredentialRefused, letIn('blank', 'GET'), 'pass'],
    ['knows its credentials', () => unknownCredentialRefused, undefined, 'pass'],
    [
      'lets every credential of the printed form in',
      () => unknownCredentialRefused,
      letIn('made-up', 'GET'),
      'fail unknown-credential-accepted',
    ],
    ['looks at faults first', () => checkedFirst, when('none', 'POST', of(302)), 'fail fault-before-credential-other-status'],
    ['answers one status', () => refusedWithExactStatus, undefined, 'pass'],
    ['looks at the body first', () => refusedWithExactStatus, when('none', 'POST', of(422)), 'fail unauthenticated-exactly-other-status'],
    ['an open creation is another promise', () => refusedWithExactStatus, when('none', 'POST', of(201)), 'inconclusive'],
    ['knows what is no credential', () => malformedCredentialRefused, undefined, 'pass'],
    ['lets a blank credential in', () => malformedCredentialRefused, letIn('blank', 'GET'), 'fail malformed-credential-accepted'],
    [
      'fails at what is no credential',
      () => malformedCredentialRefused,
      when('none', 'GET', of(500)),
      'fail malformed-credential-other-status',
    ],
    ['looks in one header', () => otherHeaderRefused, undefined, 'pass'],
    ['looks in another header', () => otherHeaderRefused, letIn('misplaced', 'GET'), 'fail credential-api-key-header-accepted'],
    ['forgets revoked credentials', () => revokedCredentialRefused, undefined, 'pass'],
    ['lets revoked credentials write', () => revokedCredentialRefused, letIn('revoked', 'POST'), 'fail revoked-credential-accepted'],
    ['asks for permissions', () => permissionMissingRefused, undefined, 'pass'],
    ['lets readers remove', () => permissionMissingRefused, letIn('restricted', 'DELETE'), 'fail permission-missing-accepted'],
    [
      'tells readers to log in',
      () => permissionMissingRefused,
      when('restricted', 'PATCH', of(401)),
      'fail permission-missing-other-status',
    ],
    [
      'hides from readers what they see',
      () => permissionMissingRefused,
      when('restricted', 'DELETE', of(404)),
      'fail permission-missing-other-status',
    ],
    ['a busy thing is no lack of permission', () => permissionMissingRefused, when('restricted', 'DELETE', of(503)), 'inconclusive'],
    ['refuses before it writes', () => refusedWriteChangesNothing, undefined, 'pass'],
    ['creates and refuses', () => refusedWriteChangesNothing, doneAll('none', 'POST', challenged), 'fail refused-and-done'],
    ['changes and refuses', () => refusedWriteChangesNothing, doneAll('none', 'PATCH', challenged), 'fail refused-and-done'],
    ['removes and refuses', () => refusedWriteChangesNothing, doneAll('none', 'DELETE', challenged), 'fail refused-and-done'],
    ['an open write is another promise', () => refusedWriteChangesNothing, letIn('none', 'PATCH'), 'inconclusive'],
    ['forbids before it writes', () => forbiddenWriteChangesNothing, undefined, 'pass'],
    ['creates and forbids', () => forbiddenWriteChangesNothing, doneAll('restricted', 'POST', of(403)), 'fail refused-and-done'],
    ['changes and forbids', () => forbiddenWriteChangesNothing, doneAll('restricted', 'PATCH', of(403)), 'fail refused-and-done'],
    ['hides what belongs to others', () => foreignResourceHidden, undefined, 'pass'],
    [
      'shows what belongs to others',
      () => foreignResourceHidden,
      letIn('other', 'GET', (key) => key === 'GET /boxes/{no}'),
      'fail foreign-thing-accepted',
    ],
    ['tells others to log in', () => foreignResourceHidden, when('other', 'GET', of(401)), 'inconclusive'],
    ['guards what belongs to others', () => foreignResourceUntouched, undefined, 'pass'],
    ['lets others change', () => foreignResourceUntouched, letIn('other', 'PATCH'), 'fail foreign-thing-touched'],
    ['lets others remove', () => foreignResourceUntouched, letIn('other', 'DELETE'), 'fail foreign-thing-touched'],
    ['says that it removed and does not', () => foreignResourceUntouched, when('other', 'DELETE', { status: 204 }), 'inconclusive'],
    ['lists apart', () => createdHiddenFromOthers, undefined, 'pass'],
    ['lists for everybody', () => createdHiddenFromOthers, letIn('other', 'GET'), 'fail foreign-thing-listed'],
    ['a list that fails for others', () => createdHiddenFromOthers, when('other', 'GET', of(503)), 'inconclusive'],
    ['filters apart', () => foreignFilterEmpty, undefined, 'pass'],
    ['filters for everybody', () => foreignFilterEmpty, letIn('other', 'GET', (key) => key === 'GET /items'), 'fail foreign-thing-listed'],
    ['a filter that fails for others', () => foreignFilterEmpty, when('other', 'GET', of(503)), 'inconclusive'],
    ['keeps keys of the sandbox out', () => environmentSandboxOnLive, undefined, 'pass'],
    [
      'takes live keys in the sandbox',
      () => environmentLiveOnSandbox,
      (request, honest) =>
        request.base && whoIs(request.credential) === 'key'
          ? honest({ ...request, credential: { kind: 'valid', name: 'test' } })
          : undefined,
      'fail other-environment-accepted',
    ],
    [
      'forbids live keys in the sandbox',
      () => environmentLiveOnSandbox,
      (request) => (request.base && whoIs(request.credential) === 'key' ? of(403) : undefined),
      'fail other-environment-other-status',
    ],
    ['keeps live keys out of the sandbox', () => environmentLiveOnSandbox, undefined, 'pass'],
    [
      'takes keys of the sandbox',
      () => environmentSandboxOnLive,
      (request, honest) =>
        !request.base && whoIs(request.credential) === 'test'
          ? honest({ ...request, credential: { kind: 'valid', name: 'key' } })
          : undefined,
      'fail other-environment-accepted',
    ],
    ['a sandbox that is closed', () => environmentSandboxOnLive, (request) => (request.base ? of(503) : undefined), 'inconclusive'],
    ['has keys as printed', () => formLive, undefined, 'pass'],
    ['has keys of the sandbox as printed', () => formSandbox, undefined, 'pass'],
    ['has a form that is recorded', () => formRecorded, undefined, 'observed'],
  ])('%s', async ([, check, twist, verdict]) => {
    expect(stated(await judge(check(), { contract, target, secrets, answer: vaultService(twist) }))).toBe(verdict);
  });

  test('a key of another form fails and is not told', async () => {
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

describe('what is summed over a run', () => {
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
    ['a key that is accepted nowhere', () => foldOver(credentialNeverRefused, [call('GET /boxes', 401)]), 'inconclusive'],
    ['a refusal among successes', () => foldOver(credentialNeverRefused, [...well(), call('GET /boxes', 401)]), 'inconclusive'],
    [
      'an operation that is forbidden',
      () => foldOver(credentialNeverRefused, [call('GET /boxes', 200), call('POST /boxes', 403)]),
      'inconclusive',
    ],
    ['a faulty call', () => foldOver(credentialNeverRefused, [...well(), call('POST /boxes', 401, { faults: ['duplicate'] })]), 'pass'],
    ['a full key', () => foldOver(fullAccess, [...well(), call('GET /items', 200)]), 'pass'],
    ['a full key that may not change', () => foldOver(fullAccess, [...well(), call('PATCH /boxes/{no}', 403)]), 'fail'],
    ['a full key that was not tried everywhere', () => foldOver(fullAccess, well().slice(1)), 'inconclusive'],
    ['answers without the key', () => foldOver(credentialNotEchoed, [call('GET /boxes', 200), call('POST /boxes', 422)]), 'pass'],
    ['an error with the key', () => foldOver(credentialNotEchoed, [call('GET /boxes', 200), echoing(call('POST /boxes', 422))]), 'fail'],
    ['successes alone', () => foldOver(credentialNotEchoed, [call('GET /boxes', 200)]), 'inconclusive'],
  ])('%s', ([, verdict, kind]) => {
    expect(verdict().kind).toBe(kind);
  });

  test.for<readonly [string, readonly (readonly [string, string])[], readonly boolean[]]>([
    ['a challenge with the scheme in any letter case', [['www-authenticate', 'bearer realm="v"']], [true]],
    ['a scheme among others', [['WWW-Authenticate', 'Basic realm="v", Bearer']], [true]],
    ['no challenge', [], [false]],
    ['another scheme', [['WWW-Authenticate', 'Basic realm="Bearers"']], [false]],
  ])('%s', ([, headers, holds]) => {
    const exchange = exchangeOf(readOf('GET /boxes', { credential: { kind: 'none' } }), { status: 401, headers });
    expect(challengePresent.observe(exchange, contract).map((seen) => seen.holds)).toEqual(holds);
  });

  test('a challenge is looked for with its statuses only', () => {
    expect(challengePresent.observe(call('GET /boxes', 403), contract)).toEqual([]);
  });
});

test('a stream that opens without a credential is served', async () => {
  const endless: Exchange['reply'] = { kind: 'no-answer', failure: 'timeout', begun: 200, message: 'no whole answer' };
  const exchange: Exchange = { ...exchangeOf(readOf('GET /boxes', { credential: { kind: 'none' } }), 'no answer'), reply: endless };
  const location = missingCredentialRefused.locations(contract).find(({ operation }) => operation === 'GET /boxes');
  if (!location) throw new Error('GET /boxes is no place of the check');
  const result = { missing: exchange, blank: undefined, onCreated: undefined, hasControl: true };
  expect(stated({ verdict: missingCredentialRefused.judge(location, result, { contract, target }) })).toBe('fail no-credential-accepted');
});
