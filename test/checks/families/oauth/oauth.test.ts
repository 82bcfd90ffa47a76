import { describe, expect, test } from 'vitest';
import { issuedFormRecorded } from '../../../../src/checks/families/auth/issued.ts';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import { noServerError } from '../../../../src/checks/families/errors/no-server-error.ts';
import {
  codeWorksOnce,
  otherRequestRefused,
  unknownCodeRefused,
  wrongSecretRefused,
} from '../../../../src/checks/families/oauth/refused-exchanges.ts';
import { exchangeSucceeds, tokenAnswer } from '../../../../src/checks/families/oauth/exchange.ts';
import { tokenAccepted, tokenCallSucceeds } from '../../../../src/checks/families/oauth/tokens.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Target } from '../../../../src/model/target.ts';
import { club } from '../../../worlds/oauth-codes.ts';
import type { Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, stated } from '../../support/judge.ts';

const contract = club;

const client = { clientId: 'me', redirectUri: 'https://app.example/back', codes: 4 };
const guest = targetOf({
  name: 'club',
  urls: { auth: 'http://127.0.0.1:2' },
  oauth: client,
  allow: ['mutation', 'issue-credential'],
  fixtures: {},
});

type Form = Readonly<Record<string, string>>;
type Club = {
  /** The answer to an exchange; undefined: the correct one. */
  readonly exchange?: (form: Form, turn: number) => Reply | undefined;
  /** The answer to a read with a pass. */
  readonly open?: (path: string, turn: number, now: number) => Reply | undefined;
};

const given: Reply = { status: 200, json: { access_token: '[issued-1]', token_type: 'bearer' }, issued: ['issued-1'] };
const refused = (error: string | undefined, status = 400): Reply => ({ status, json: error === undefined ? {} : { error } });

const service = ({ exchange = () => undefined, open = () => undefined }: Club) => {
  const used = new Set<string>();
  let turn = 0;
  let reads = 0;
  const ordinary = (form: Form): Reply => {
    const { code = '', client_secret: secret, redirect_uri: back, grant_type: grant } = form;
    if (secret !== '[oauth-client-secret]') return refused('invalid_client', 401);
    if (grant !== 'authorization_code') return refused('unsupported_grant_type');
    if (code === '') return refused('invalid_request');
    if (!code.startsWith('[oauth-code-') || used.has(code) || back !== client.redirectUri) return refused('invalid_grant');
    used.add(code);
    return given;
  };
  return ({ path, body, credential }: PlannedRequest, now: number): Reply => {
    if (path === '/sso/pass' || path === '/elsewhere') {
      const form = Object.fromEntries(new URLSearchParams(body?.kind === 'text' ? body.text : ''));
      return exchange(form, (turn += 1)) ?? ordinary(form);
    }
    if (credential.kind !== 'issued') return { status: 200, json: {} };
    return open(path, (reads += 1), now) ?? { status: 200, json: { name: 'somebody' } };
  };
};

const verdictOf = async (probe: Probe, kept: Club = {}, over: Partial<Target> = {}): Promise<string> =>
  stated(
    await judge(probe, {
      contract: await contract(),
      target: { ...guest, ...over },
      secrets: { 'issued-1': 'a.b.c' },
      answer: service(kept),
    }),
  );

const always = (reply: Reply) => (): Reply => reply;

describe('the exchange of a code', () => {
  test('passes where it is answered 2xx, also at a configured address', async () => {
    expect(await verdictOf(exchangeSucceeds)).toBe('pass');
    expect(await verdictOf(exchangeSucceeds, {}, { oauth: { ...client, path: '/elsewhere' } })).toBe('pass');
  });

  test.each([404, 405, 415, 501])('fails with %i', async (status) => {
    expect(await verdictOf(exchangeSucceeds, { exchange: always(refused(undefined, status)) })).toContain('fail exchange-refused');
  });

  test('fails where the grant type is unknown, and is inconclusive where the values may be wrong', async () => {
    expect(await verdictOf(exchangeSucceeds, { exchange: always(refused('unsupported_grant_type')) })).toContain('fail grant-unsupported');
    for (const error of ['invalid_grant', 'invalid_client', 'invalid_request', undefined])
      expect(await verdictOf(exchangeSucceeds, { exchange: always(refused(error)) })).toContain('inconclusive');
    expect(await verdictOf(exchangeSucceeds, { exchange: always('no answer') })).toContain('inconclusive');
  });

  test('is skipped without a client, a code, an address or the permissions', async () => {
    const { oauth: _, ...clientless } = guest;
    for (const target of [
      clientless,
      { ...guest, oauth: { ...client, codes: 0 } },
      { ...guest, urls: {} },
      { ...guest, allow: ['mutation'] as const },
    ]) {
      const judged = await judge(exchangeSucceeds, { contract: await contract(), target, answer: service({}) });
      expect(stated(judged)).toContain('skipped');
      expect(judged.session.exchanges).toEqual([]);
    }
  });
});

describe('the answer that issues a token', () => {
  test('passes in the documented form, and fails in another one', async () => {
    expect(await verdictOf(tokenAnswer)).toBe('pass');
    expect(await verdictOf(tokenAnswer, { exchange: always({ status: 200, json: { token: 'x', token_type: 'bearer' } }) })).toContain(
      'fail required',
    );
    expect(await verdictOf(tokenAnswer, { exchange: always({ status: 200, json: { access_token: 'x', token_type: 'mac' } }) })).toContain(
      'fail pattern',
    );
    expect(await verdictOf(tokenAnswer, { exchange: always({ status: 200, text: 'token=x' }) })).toContain('fail no-json');
  });

  test('is inconclusive where no token is issued', async () => {
    expect(await verdictOf(tokenAnswer, { exchange: always(refused('invalid_grant')) })).toContain('inconclusive');
  });

  test('shows the form of the token, which is recorded', async () => {
    const judged = await judge(issuedFormRecorded, {
      contract: await contract(),
      target: guest,
      secrets: { 'issued-1': 'a.b.c' },
      answer: service({}),
    });
    expect(judged.verdict).toMatchObject({ kind: 'observed', facts: [{ at: 'POST /sso/pass', value: { length: 5, parts: 3 } }] });
  });
});

describe('an access token', () => {
  test('passes where one read accepts it each time, also after seconds', async () => {
    expect(await verdictOf(tokenAccepted)).toBe('pass');
    expect(await verdictOf(tokenAccepted, { open: (path) => (path === '/me' ? { status: 403 } : undefined) })).toBe('pass');
    expect(await verdictOf(tokenAccepted, { open: (_, __, now) => (now < 1_005_000 ? { status: 401 } : undefined) })).toBe('pass');
  });

  test('fails where every read refuses it, or a read that accepted it before', async () => {
    expect(await verdictOf(tokenAccepted, { open: always({ status: 401 }) })).toContain('fail token-refused');
    expect(await verdictOf(tokenAccepted, { open: (_, turn) => (turn === 3 ? { status: 401 } : undefined) })).toContain('fail token-spent');
  });

  test('is inconclusive without a token, without a permission, or where a repetition fails otherwise', async () => {
    expect(await verdictOf(tokenAccepted, { exchange: always(refused('invalid_grant')) })).toContain('inconclusive');
    expect(
      await verdictOf(tokenAccepted, { exchange: always({ status: 200, json: { token: '[issued-1]' }, issued: ['issued-1'] }) }),
    ).toContain('inconclusive');
    expect(await verdictOf(tokenAccepted, { open: always({ status: 403 }) })).toContain('inconclusive');
    expect(await verdictOf(tokenAccepted, { open: (_, turn) => (turn % 4 === 1 ? undefined : { status: 503 }) })).toContain('inconclusive');
  });

  test('is not sent to operations that take only keys', async () => {
    const judged = await judge(tokenAccepted, {
      contract: await contract(),
      target: guest,
      secrets: { 'issued-1': 'a.b.c' },
      answer: service({}),
    });
    expect(judged.session.exchanges.map(({ request }) => request.path)).not.toContain('/staff');
  });
});

describe('a read that takes only access tokens', () => {
  const me = (reply: Reply): Club => ({ open: (path) => (path === '/me' ? reply : undefined) });

  test('passes with an object, and fails where it does not exist or answers something else', async () => {
    expect(await verdictOf(tokenCallSucceeds)).toBe('pass');
    for (const status of [404, 405, 501]) expect(await verdictOf(tokenCallSucceeds, me({ status }))).toContain('fail call-not-served');
    expect(await verdictOf(tokenCallSucceeds, me({ status: 200, json: [] }))).toContain('fail no-object');
  });

  test('is inconclusive without a token, and where it is refused', async () => {
    expect(await verdictOf(tokenCallSucceeds, { exchange: always(refused('invalid_grant')) })).toContain('inconclusive');
    for (const status of [403, 429, 503]) expect(await verdictOf(tokenCallSucceeds, me({ status }))).toContain('inconclusive');
  });
});

describe('a code that was never issued', () => {
  const toUnknown =
    (reply: Reply) =>
    ({ code }: Form): Reply | undefined =>
      code?.startsWith('ct_invalid_') === true ? reply : undefined;

  test('passes with invalid_grant, and fails with a token, 422 or another error', async () => {
    expect(await verdictOf(unknownCodeRefused)).toBe('pass');
    expect(await verdictOf(unknownCodeRefused, { exchange: toUnknown(given) })).toContain('fail unknown-code-accepted');
    expect(await verdictOf(unknownCodeRefused, { exchange: toUnknown(refused('invalid_grant', 422)) })).toContain('fail other-refusal');
    for (const error of [undefined, 'bad_code', 'invalid_client'])
      expect(await verdictOf(unknownCodeRefused, { exchange: toUnknown(refused(error)) })).toContain('fail other-refusal');
  });

  test('is inconclusive where the client may be unknown, the grant is unknown, or the status has another meaning', async () => {
    expect(await verdictOf(unknownCodeRefused, { exchange: always(refused('invalid_client')) })).toContain('inconclusive');
    expect(
      await verdictOf(unknownCodeRefused, { exchange: toUnknown(refused('invalid_client')) }, { oauth: { ...client, codes: 0 } }),
    ).toContain('inconclusive');
    expect(await verdictOf(unknownCodeRefused, { exchange: toUnknown(refused('unsupported_grant_type')) })).toContain('inconclusive');
    for (const status of [401, 404, 429, 503])
      expect(await verdictOf(unknownCodeRefused, { exchange: toUnknown(refused('invalid_grant', status)) })).toContain('inconclusive');
  });
});

describe('a wrong exchange', () => {
  test('with a made-up secret', async () => {
    expect(await verdictOf(wrongSecretRefused)).toBe('pass');
    expect(await verdictOf(wrongSecretRefused, { exchange: always(refused('invalid_client')) })).toBe('pass');
    expect(await verdictOf(wrongSecretRefused, { exchange: always(given) })).toContain('fail wrong-secret-accepted');
    for (const reply of [refused('invalid_grant'), refused(undefined, 503), refused(undefined, 429)])
      expect(await verdictOf(wrongSecretRefused, { exchange: always(reply) })).toContain('inconclusive');
  });

  test('with another redirect URI, or another grant type', async () => {
    expect(await verdictOf(otherRequestRefused)).toBe('pass');
    for (const breach of [
      (form: Form) => form['redirect_uri'] !== client.redirectUri,
      (form: Form) => form['grant_type'] === 'contract_test',
    ])
      expect(await verdictOf(otherRequestRefused, { exchange: (form) => (breach(form) ? given : undefined) })).toContain(
        'fail other-request-accepted',
      );
    for (const status of [429, 503])
      expect(await verdictOf(otherRequestRefused, { exchange: always(refused(undefined, status)) })).toContain('inconclusive');
    expect(await verdictOf(otherRequestRefused, {}, { oauth: { ...client, codes: 3 } })).toContain('inconclusive');
  });

  test('with a code that was used', async () => {
    expect(await verdictOf(codeWorksOnce)).toBe('pass');
    expect(await verdictOf(codeWorksOnce, { exchange: always(given) })).toContain('fail code-works-again');
    expect(await verdictOf(codeWorksOnce, { exchange: always(refused('invalid_grant')) })).toContain('inconclusive');
    for (const status of [401, 429, 503])
      expect(await verdictOf(codeWorksOnce, { exchange: (_, turn) => (turn === 1 ? given : refused('x', status)) })).toContain(
        'inconclusive',
      );
  });

  test('without a code is not answered with a 5xx', async () => {
    const judging = async (kept: Club, over: Partial<Target> = {}): Promise<string> =>
      stated(
        await judge(noServerError, {
          contract: await contract(),
          at: 'POST /sso/pass',
          target: { ...guest, ...over },
          answer: service(kept),
        }),
      );
    expect(await judging({})).toBe('pass');
    expect(await judging({ exchange: ({ code }) => (code === undefined ? refused(undefined, 500) : undefined) })).toContain(
      'fail server-error',
    );
    expect(await judging({}, { allow: ['mutation'] })).toContain('skipped');
  });

  test('uses each code once', async () => {
    const codes: string[] = [];
    const exchange = ({ code = '' }: Form): undefined => {
      codes.push(code);
      return undefined;
    };
    for (const probe of [exchangeSucceeds, wrongSecretRefused, otherRequestRefused]) await verdictOf(probe, { exchange });
    expect(codes).toEqual(['[oauth-code-1]', '[oauth-code-2]', '[oauth-code-3]', '[oauth-code-4]']);
  });
});
