import { request } from 'undici';
import type { Answered, Ask, AskOptions } from './client.ts';
import type { Symptom } from './symptoms.ts';
import {
  as,
  create,
  creation,
  exchange,
  burst,
  issue,
  keyless,
  list,
  projectId,
  projects,
  token,
  usage,
} from './cloudplatform-example-client.ts';
import { handshakeOf } from './handshake.ts';

type Send = (ask: Ask) => Promise<Answered>;
const reported =
  (send: Send, isSymptom: (answer: Answered) => boolean): Symptom =>
  async (ask) =>
    isSymptom(await send(ask));
const gives = (send: Send, status: number): Symptom => reported(send, (answer) => answer.status === status);
const errorOf = ({ json }: Answered): Readonly<Record<string, unknown>> => json.error ?? {};

const keyOf = (ask: Ask): string => ask.reference.credentials['key'] ?? '';
const offering =
  (authorization: (key: string) => string): Send =>
  (ask) =>
    list(ask, { authorization: authorization(keyOf(ask)) });
const listing =
  (options: AskOptions = {}): Send =>
  (ask) =>
    list(ask, options);
const creating =
  (body: unknown = creation, options: AskOptions = {}): Send =>
  (ask) =>
    create(ask, body, options);
const elsewhere =
  (path: string): Send =>
  (ask) =>
    list(ask, { base: ask.reference.url.replace(/v1$/, path) });
const unknownPath: Send = (ask) => ask('/no-such-path');
const exchanging =
  (changes: Readonly<Record<string, string | undefined>> = {}): Send =>
  (ask) =>
    exchange(ask, changes);
const exchangedTwice: Send = async (ask) => {
  await exchange(ask);
  return exchange(ask);
};
const user: Send = async (ask) => ask('/user', as(await token(ask)));
const broken = '{"name": "x"';
const nameless = { region: 'us-east' };
const unusualUsage: Send = (ask) => usage(ask, { project_id: 'prj_nobody' });
const keyFor =
  (id?: string): Send =>
  (ask) =>
    issue(ask, id ?? projectId(ask));
const limited = (isSymptom: (refused: Answered | undefined, answers: readonly Answered[]) => boolean): Symptom => {
  return async (ask) => {
    const answers = await burst(ask);
    return isSymptom(
      answers.find(({ status }) => status !== 200),
      answers,
    );
  };
};
const served = (isSymptom: (count: number, limit: number) => boolean): Symptom => {
  return async (ask) => isSymptom((await burst(ask)).filter(({ status }) => status === 200).length, ask.reference.quota.limit);
};
const secondAfterBurst: Symptom = async (ask) => {
  await burst(ask);
  return (await list(ask, { as: 'second' })).status === 429;
};
const otherAfterBurst: Symptom = async (ask) => {
  await burst(ask);
  return (await list(ask, { as: 'other' })).status === 429;
};
const missing = (...names: readonly string[]) =>
  limited((refused, [first]) => names.every((name) => first?.headers[name] === undefined && refused?.headers[name] === undefined));
const reset = (isSymptom: (seconds: number) => boolean): Symptom =>
  reported(listing(), ({ headers }) => isSymptom(Number(headers['x-ratelimit-reset']) - Date.now() / 1000));
const remaining =
  (isSymptom: (first: number, second: number) => boolean): Symptom =>
  async (ask) => {
    const left = async (): Promise<number> => Number((await list(ask)).headers['x-ratelimit-remaining']);
    const first = await left();
    return isSymptom(first, await left());
  };
const codes = async (ask: Ask): Promise<readonly unknown[]> => [
  errorOf(await list(ask, keyless))['code'],
  errorOf(await list(ask, keyless))['code'],
];
const codesDiffer: Symptom = async (ask) => new Set(await codes(ask)).size === 2;
/** Whether a key that was refused is still refused after its window. */
const outAfterPause: Symptom = async (ask) => {
  let tries = 0;
  while ((await list(ask)).status === 200 && tries < 100) tries += 1;
  await new Promise((resolve) => setTimeout(resolve, ask.reference.quota.windowSeconds * 1000 + 50));
  return (await list(ask)).status === 429;
};
const days = ({ json }: Answered): readonly string[] =>
  ((json['metrics'] ?? []) as readonly { readonly date: string }[]).map(({ date }) => date);

/** Symptoms in statuses, headers and errors. */
export const callSymptoms: Readonly<Record<string, Symptom>> = {
  'unknown-path-is-400': gives(unknownPath, 400),
  'any-version-segment-served': gives(elsewhere('v9'), 200),
  'v1-redirects-to-other-version': async (ask) =>
    (await list(ask)).headers['location'] === '/v2/projects' && (await elsewhere('v2')(ask)).status === 200,
  'v1-gone': gives(listing(), 410),
  'plain-http-served': gives((ask) => list(ask, { base: ask.reference.urls.plain ?? '' }), 200),
  'certificate-for-other-host': async ({ reference: { url, ca } }) =>
    ca !== undefined &&
    (await request(`${url}/projects`).then(
      () => false,
      () => true,
    )),
  'certificate-expired': async ({ reference }) => (await handshakeOf(reference)) === 'CERT_HAS_EXPIRED',
  'protocol-tls-1-1': async ({ reference }) => (await handshakeOf(reference)).startsWith('ERR_SSL_'),
  'content-type-on-get-refused': gives(listing({ headers: { 'content-type': 'application/json' } }), 400),
  'accept-json-refused': gives(listing({ headers: { accept: 'application/json' } }), 406),
  'bearer-key-refused-on-create': gives(creating(), 401),
  'bearer-capital-b-refused': async (ask) =>
    (await list(ask)).status === 401 && (await list(ask, { authorization: `bearer ${keyOf(ask)}` })).status === 200,
  'projects-open-without-key': gives(listing(keyless), 200),
  'create-open-without-key': gives(creating(creation, keyless), 201),
  'user-open-without-token': gives((ask) => ask('/user', keyless), 200),
  'any-bearer-accepted': gives(
    offering(() => 'Bearer 0123456789abcdef'),
    200,
  ),
  'key-checked-by-prefix-only': gives(
    offering(() => 'Bearer sk_live_made-up'),
    200,
  ),
  'key-cut-short-accepted': gives(
    offering((key) => `Bearer ${key.slice(0, -2)}`),
    200,
  ),
  'bearer-without-token-accepted': gives(
    offering(() => 'Bearer '),
    200,
  ),
  'end-of-key-not-compared': gives(
    offering((key) => `Bearer ${key.slice(0, -1)}-`),
    200,
  ),
  'unauthenticated-is-403': gives(listing(keyless), 403),
  'body-checked-before-key': gives(creating({}, keyless), 422),
  'challenge-missing-on-401': reported(listing(keyless), ({ headers }) => headers['www-authenticate'] === undefined),
  'auth-scheme-ignored': async (ask) =>
    (await offering((key) => key)(ask)).status === 200 &&
    (await offering((key) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`)(ask)).status === 200,
  'withdrawn-key-still-lists': gives(listing({ as: 'revoked' }), 200),
  'usage-refuses-key': gives(usage, 401),
  'token-form-encoding-refused': gives(exchanging(), 415),
  'token-path-missing': gives(exchanging(), 404),
  'token-grant-type-unsupported': reported(exchanging(), ({ text }) => text.includes('unsupported_grant_type')),
  'access-token-member-renamed': reported(exchanging(), ({ json }) => typeof json['token'] === 'string' && !('access_token' in json)),
  'token-type-missing': reported(exchanging(), ({ status, json }) => status === 200 && !('token_type' in json)),
  'unknown-code-accepted': gives(exchanging({ code: 'nobody-has-granted-this' }), 200),
  'bad-code-without-oauth-error': reported(
    exchanging({ code: 'nobody-has-granted-this' }),
    ({ status, json }) => status === 400 && !('error' in json),
  ),
  'client-secret-not-checked': gives(exchanging({ client_secret: 'wrong' }), 200),
  'code-reusable': gives(exchangedTwice, 200),
  'redirect-uri-ignored': gives(exchanging({ redirect_uri: 'https://contract-test.invalid/callback' }), 200),
  'grant-type-ignored': gives(exchanging({ grant_type: 'contract_test' }), 200),
  'exchange-without-code-500': gives(exchanging({ code: undefined }), 500),
  'access-token-refused': gives(user, 401),
  'access-token-spent-by-use': async (ask) => {
    const one = as(await token(ask));
    return (await list(ask, one)).status === 200 && (await list(ask, one)).status === 401;
  },
  'user-endpoint-missing': gives(user, 404),
  'user-body-is-array': reported(user, ({ text }) => text.startsWith('[')),
  'create-needs-undocumented-field': async (ask) =>
    (await create(ask)).status === 422 && (await create(ask, { ...creation, plan: 'any' })).status === 201,
  'create-json-refused': gives(creating(), 415),
  'create-answers-303': async (ask) =>
    (await create(ask)).status === 303 && (await projects(ask)).some(({ name }) => name === creation.name),
  'create-without-name-accepted': gives(creating(nameless), 201),
  'create-without-region-accepted': gives(creating({ name: 'x' }), 201),
  'broken-json-accepted': gives(creating(broken), 201),
  'numeric-name-accepted': gives(creating({ name: 7, region: {} }), 201),
  'missing-member-500': gives(creating({ name: 'x' }), 500),
  'broken-json-500': gives(creating(broken), 500),
  'keys-endpoint-missing': gives(keyFor(), 404),
  'keys-post-not-allowed': gives(keyFor(), 405),
  'issued-key-does-not-work': async (ask) => (await list(ask, as((await issue(ask)).json['key']))).status === 401,
  'issued-key-not-returned': reported(keyFor(), ({ status, json }) => status === 201 && !('key' in json)),
  'issued-key-repeats': async (ask) => (await issue(ask)).json['key'] === (await issue(ask)).json['key'],
  'issued-key-sees-nothing': async (ask) => (await projects(ask, as((await issue(ask)).json['key']))).length === 0,
  'key-issued-for-unknown-project': gives(keyFor('prj_nobody'), 201),
  'usage-for-unknown-project': gives(unusualUsage, 200),
  'usage-endpoint-missing': gives(usage, 404),
  'usage-get-not-allowed': gives(usage, 405),
  'usage-with-end-500': gives(usage, 500),
  'null-region-500': gives(creating({ ...creation, region: null }), 500),
  'nested-name-500': gives(creating({ ...creation, name: { a: 1 } }), 500),
  'very-long-name-500': gives(creating({ ...creation, name: 'n'.repeat(5000) }), 500),
  'usage-always-500': gives(usage, 500),
  'usage-of-other-days': reported(usage, (answer) => days(answer).every((day) => day > '2026-02-05')),
  'usage-one-day-more': reported(usage, (answer) => days(answer).at(-1) === '2026-02-06'),
  'invalid-create-is-200-with-error': reported(creating(nameless), ({ status, json }) => status === 200 && 'error' in json),
  'unknown-path-is-200-with-error': reported(unknownPath, ({ status, json }) => status === 200 && 'error' in json),
  'error-body-is-html': reported(listing(keyless), ({ status, text }) => status === 401 && text.startsWith('<!doctype')),
  'error-body-empty': reported(listing(keyless), ({ status, text }) => status === 401 && text === ''),
  'error-body-is-json-string': reported(creating(nameless), ({ status, text }) => status === 422 && text.startsWith('"')),
  'error-without-code': reported(listing(keyless), (answer) => !('code' in errorOf(answer)) && 'message' in errorOf(answer)),
  'error-code-null': reported(listing(keyless), (answer) => errorOf(answer)['code'] === null),
  'error-code-random': codesDiffer,
  'error-code-has-request-number': codesDiffer,
  'second-refusal-has-other-code': codesDiffer,
  'error-without-message': reported(listing(keyless), (answer) => 'code' in errorOf(answer) && !('message' in errorOf(answer))),
  'error-message-empty': reported(listing(keyless), (answer) => errorOf(answer)['message'] === ''),
  'error-message-is-object': reported(listing(keyless), (answer) => typeof errorOf(answer)['message'] === 'object'),
  'error-members-renamed': reported(listing(keyless), (answer) => Object.keys(errorOf(answer)).join() === 'type,detail'),
  'message-missing-on-422': reported(creating(nameless), (answer) => 'code' in errorOf(answer) && !('message' in errorOf(answer))),
  'validation-errors-as-text-plain': reported(creating(nameless), ({ headers }) =>
    String(headers['content-type']).startsWith('text/plain'),
  ),
  'quota-halved': served((count, limit) => count === limit / 2),
  'quota-off-by-one': served((count, limit) => count === limit - 1),
  'quota-not-enforced': served((count, limit) => count > limit),
  'quota-tenfold': served((count, limit) => count > limit),
  'quota-shared-by-keys': secondAfterBurst,
  'quota-per-address': otherAfterBurst,
  'limit-refusal-is-403': limited((refused) => refused?.status === 403),
  'quota-refusal-is-html': limited((refused) => refused?.status === 429 && refused.text.startsWith('<!doctype')),
  'quota-headers-missing': missing('x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'),
  'remaining-header-missing': missing('x-ratelimit-remaining'),
  'remaining-never-falls': remaining((first, second) => first === second),
  'remaining-counts-up': remaining((first, second) => second > first),
  'reset-header-missing': missing('x-ratelimit-reset', 'retry-after'),
  'reset-header-not-a-time': reported(listing(), ({ headers }) => headers['x-ratelimit-reset'] === 'soon'),
  'reset-in-the-past': reset((seconds) => seconds < -1_000_000),
  'reset-too-early': reset((seconds) => seconds < 2),
  'reset-an-hour-ahead': reset((seconds) => Math.round(seconds / 60) === 55),
  'limited-key-stays-out': outAfterPause,
  'pause-of-ten-minutes': outAfterPause,
};
