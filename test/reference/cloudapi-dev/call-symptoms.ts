import { request } from 'undici';
import type { Ask } from '../client.ts';
import {
  create,
  creates,
  delivered,
  deliveries,
  burst,
  gets,
  good,
  has,
  header,
  keyOf,
  acceptedCalls,
  newId,
  offers,
  offersAs,
  projects,
  read,
  refusedWith,
  remove,
  rename,
  rollBack,
  streamed,
  unknownProject,
} from './symptoms.ts';
import type { Symptom, Symptoms } from './symptoms.ts';

const keyless = { authorization: null };
const post = { method: 'POST', body: good } as const;
const text = (answer: { readonly text: string }): string => answer.text;
const isParsable = (value: string): boolean => {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
};
const inSandbox = (ask: Ask) => ({ base: ask.reference.urls.sandbox ?? '', as: 'test' });
const sandboxed =
  (as: string, status: number): Symptom =>
  async (ask) =>
    (await ask('/v1/projects', { ...inSandbox(ask), as })).status === status;
const foreign = { as: 'other' } as const;
const remaining = 'x-ratelimit-remaining';
const reset = 'x-ratelimit-reset';
const streams =
  (isSymptom: (stream: Awaited<ReturnType<typeof streamed>>) => boolean, ms?: number): Symptom =>
  async (ask) =>
    isSymptom(await streamed(ask, ms));
const dataOf = (stream: string): string[] => stream.match(/^data: .*$/gm)?.map((line) => line.slice(6)) ?? [];
const flip = (letters: string): string =>
  letters.replace(/[A-Za-z]$|[A-Za-z](?=\d*$)/, (one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase()));
const changed = (key: string): string => key.slice(0, -1) + (key.endsWith('a') ? 'b' : 'a');
const unissued = 'sk_live_0123456789abcdef01234567';
const plain: Symptom = async (ask) => (await ask('/v1/projects', { base: ask.reference.urls.plain ?? '' })).status === 200;

/** Symptoms of defects in how calls are authenticated and counted, and in background work, by slug. */
export const callSymptoms: Symptoms = {
  'success-body-html': gets('/v1/logs', ({ text: body }) => body.startsWith('<')),
  'success-body-truncated': gets('/v1/logs', (answer) => !isParsable(text(answer))),
  'get-200-empty-body': gets('/v1/logs', (answer) => answer.status === 200 && text(answer) === ''),
  'second-log-query-truncated': async (ask) => {
    const [one, two] = [await ask('/v1/logs'), await ask('/v1/logs')];
    return isParsable(one.text) && !isParsable(two.text);
  },
  'json-served-as-text': gets('/v1/deployments', ({ headers }) => String(headers['content-type']).startsWith('text/plain')),
  'error-body-html': gets('/v1/projects', ({ text: body }) => body.startsWith('<'), keyless),
  'unprocessable-as-text': creates(({ status, text: body }) => status === 422 && !isParsable(body), { ...good, name: 7 }),
  'read-answers-202': gets('/v1/logs', has(202)),
  'list-answers-204': gets('/v1/deployments', has(204)),
  'redirect-to-trailing-slash': gets('/v1/logs', has(301)),
  'regions-endpoint-missing': gets('/v2/regions', has(404)),
  'v1-collection-404': gets('/v1/logs', has(404)),
  'stream-not-routed': async (ask) => !(await streamed(ask)).type.startsWith('text/event-stream'),
  'patch-not-routed': async (ask) => (await rename(ask, await newId(ask), 'x')).status === 405,
  'rollback-not-routed': async (ask) => (await rollBack(ask)).status === 404,
  'version-header-refused': gets('/v1/projects', has(400), { headers: { 'x-api-version': '2026-04-01' } }),
  'content-type-on-get-refused': gets('/v1/projects', has(415), { headers: { 'content-type': 'application/json' } }),
  'version-header-required': gets('/v1/projects', has(400)),
  'json-body-415': async (ask) => (await rename(ask, await newId(ask), 'x')).status === 415,
  'json-body-ignored': creates(({ json }) => json['name'] !== good.name),
  'charset-refused': creates(has(415), good, { headers: { 'content-type': 'application/json; charset=utf-8' } }),
  'malformed-json-accepted': creates(has(201), '{"name":"x","region":'),
  'error-in-200': creates(has(200), '{"name":"x","region":'),
  'malformed-json-500': creates(has(500), '{"name":"x","region":'),
  'number-name-accepted': creates(has(201), { ...good, name: 12345 }),
  'empty-object-accepted': creates(has(201), {}),
  'bad-cursor-500': gets('/v1/deployments?cursor=ct-not-a-cursor', has(500)),
  'bad-limit-500': gets('/v1/deployments?limit=abc', has(500)),
  'unknown-id-500': gets(unknownProject, has(500)),

  'bearer-not-recognised': gets('/v1/projects', has(401)),
  'x-api-key-accepted': async (ask) => (await ask('/v1/projects', { ...keyless, headers: { 'x-api-key': keyOf(ask) } })).status === 200,
  'read-without-key': gets('/v1/projects', has(200), keyless),
  'write-without-key': gets('/v1/projects', has(201), { ...keyless, ...post }),
  'missing-token-403': gets('/v1/projects', has(403), keyless),
  'stream-without-key': async (ask) => {
    const { statusCode, body } = await request(`${ask.reference.url}/v1/logs/stream`);
    body.on('error', () => undefined).destroy();
    return statusCode === 200;
  },
  'any-token-accepted': offers(() => `Bearer ${unissued}`, 200),
  'invalid-token-403': offers(() => `Bearer ${unissued}`, 403),
  'invalid-token-404': offers(() => `Bearer ${unissued}`, 404, '/v1/projects/proj_000000'),
  'key-prefix-compared': offers((key) => `Bearer ${changed(key)}`, 200),
  'key-case-ignored': offers((key) => `Bearer ${key.slice(0, 8)}${flip(key.slice(8))}`, 200),
  'key-suffix-ignored': offers((key) => `Bearer ${key}x`, 200),
  'empty-bearer-accepted': offers(() => 'Bearer', 200),
  'malformed-header-500': offers(() => 'garbage', 500),
  'malformed-header-400': offers(() => 'garbage', 400),
  'bare-key-accepted': offers((key) => key, 200),
  'unauthorized-write-applied': async (ask) => {
    const { status } = await create(ask, { ...good, name: 'no-key' }, keyless);
    return status === 401 && (await projects(ask, 'limit=100')).some(({ name }) => name === 'no-key');
  },
  'revoked-key-works': offersAs('revoked', 200),
  'revoked-key-writes': offersAs('revoked', 201, '/v1/projects', post),
  'revoked-key-403': offersAs('revoked', 403),
  'expired-key-works': offersAs('expired', 200),
  'expired-key-403': offersAs('expired', 403),
  'live-key-write-forbidden': async (ask) => (await rename(ask, await newId(ask), 'x')).status === 403,

  'foreign-project-readable': async (ask) => (await read(ask, await newId(ask), foreign))['name'] === good.name,
  'foreign-project-listed': async (ask) => {
    const id = await newId(ask);
    return (await projects(ask, 'limit=100', foreign)).some((item) => item.id === id);
  },
  'foreign-deployments-listed': async (ask) => {
    const { json } = await ask(`/v1/deployments?project_id=${(await projects(ask, 'limit=1'))[0]?.id}`, foreign);
    return (json.data?.length ?? 0) > 0;
  },
  'foreign-project-patched': async (ask) => (await rename(ask, await newId(ask), 'mine', foreign)).status === 200,
  'foreign-project-deleted': async (ask) => (await remove(ask, await newId(ask), foreign)).status === 204,
  'scope-not-enforced': offersAs('restricted', 201, '/v1/projects', post),
  'scope-refusal-still-applied': async (ask) => {
    const { status } = await create(ask, { ...good, name: 'no-right' }, { as: 'restricted' });
    return status === 403 && (await projects(ask, 'limit=100')).some(({ name }) => name === 'no-right');
  },
  'sandbox-writes-live-store': async (ask) => {
    const id = await newId(ask, good, inSandbox(ask));
    return (await projects(ask, 'limit=100')).some((item) => item.id === id);
  },
  'sandbox-id-readable-live': async (ask) => (await ask(`/v1/projects/${await newId(ask, good, inSandbox(ask))}`)).status === 200,
  'live-project-in-sandbox': async (ask) => {
    const id = await newId(ask);
    return (await projects(ask, 'limit=100', inSandbox(ask))).some((item) => item.id === id);
  },
  'test-key-accepted-live': offersAs('test', 200),
  'test-key-live-403': offersAs('test', 403),
  'live-key-accepted-sandbox': sandboxed('key', 200),
  'live-key-sandbox-403': sandboxed('key', 403),
  'sandbox-refuses-test-key': sandboxed('test', 401),
  'sandbox-empty': async (ask) => (await projects(ask, '', inSandbox(ask))).length === 0,
  'sandbox-rate-limited': async (ask) => (await acceptedCalls(ask, inSandbox(ask), 1.2)) === ask.reference.quota.limit,
  'sandbox-low-limit': async (ask) => (await acceptedCalls(ask, inSandbox(ask), 0.5)) === ask.reference.quota.limit / 10,

  'rate-limit-missing': async (ask) => (await acceptedCalls(ask)) > 1.9 * ask.reference.quota.limit,
  'rate-limit-counted-per-connection': async (ask) =>
    (await acceptedCalls(ask, { headers: { connection: 'close' } })) > 1.9 * ask.reference.quota.limit,
  'rate-limit-1500': async (ask) => (await acceptedCalls(ask)) === 1.5 * ask.reference.quota.limit,
  'rate-limit-burst-100': async (ask) => (await acceptedCalls(ask)) === ask.reference.quota.limit / 8,
  'rate-limit-too-low': async (ask) => (await acceptedCalls(ask)) === ask.reference.quota.limit / 10,
  'rate-limit-600': async (ask) => (await acceptedCalls(ask)) === ask.reference.quota.limit * 0.6,
  'quota-shared-by-account': async (ask) => {
    const left = async (as: string) => Number((await ask('/v1/projects?limit=1', { as })).headers[remaining]);
    return (await left('key')) - (await left('second')) === 1 && (await left('other')) > (await left('key'));
  },
  'quota-per-address': async (ask) => {
    const left = async (as: string) => Number((await ask('/v1/projects?limit=1', { as })).headers[remaining]);
    return (await left('key')) - (await left('other')) === 1;
  },
  'rate-window-one-hour': header(reset, (value) => Number(value) > Date.now() / 1000 + 3000),
  'rate-refusal-403': refusedWith(has(403)),
  'rate-refusal-503': refusedWith(has(503)),
  'rate-refusal-as-crash': refusedWith(has(500)),
  'rate-limit-counted-per-operation': async (ask) =>
    (await acceptedCalls(ask)) === ask.reference.quota.limit && (await ask('/v1/deployments?limit=1')).status === 200,
  'rate-headers-missing': gets('/v1/projects', ({ headers }) => headers[remaining] === undefined && headers[reset] === undefined),
  'remaining-missing': header(remaining, (value) => value === undefined),
  'remaining-missing-on-errors': header(remaining, (value) => value === undefined, unknownProject),
  'remaining-missing-on-create': creates(({ headers }) => headers[remaining] === undefined),
  'remaining-missing-on-refusal': refusedWith(({ headers }) => headers[remaining] === undefined),
  'reset-missing': header(reset, (value) => value === undefined),
  'reset-missing-on-errors': header(reset, (value) => value === undefined, unknownProject),
  'reset-only-on-refusal': header(reset, (value) => value === undefined),
  'rate-headers-missing-on-401': gets('/v1/projects', ({ headers }) => headers[remaining] === undefined, keyless),
  'remaining-negative': refusedWith(({ headers }) => Number(headers[remaining]) < 0),
  'remaining-above-quota': header(remaining, (value, limit) => Number(value) > limit),
  'remaining-above-quota-on-404': header(remaining, (value, limit) => Number(value) > limit, unknownProject),
  'remaining-not-number': header(remaining, (value) => !/^\d+$/.test(value ?? '')),
  'remaining-other-quota': header(remaining, (value, limit) => Number(value) < limit / 5),
  'remaining-constant': async (ask) =>
    (await burst(ask, 5 / ask.reference.quota.limit)).every((one, _index, [first]) => one.headers[remaining] === first?.headers[remaining]),
  'refusal-with-remaining': refusedWith(({ headers }) => Number(headers[remaining]) > 0),
  'reset-in-past': header(reset, (value) => Number(value) < Date.now() / 1000),
  'reset-far-future': header(reset, (value) => Number(value) > Date.now() / 1000 + 80_000),

  'stream-json-type': streams(({ type }) => type.startsWith('application/json')),
  'stream-octet-type': streams(({ type }) => type.startsWith('application/octet-stream')),
  'stream-ndjson': streams(({ type, text: body }) => type.includes('ndjson') && body.startsWith('{')),
  'sse-bare-json-lines': streams(({ type, text: body }) => type.startsWith('text/event-stream') && /^\{/m.test(body)),
  'sse-no-blank-line': streams(({ text: body }) => body.includes('data: ') && !body.includes('\n\n')),
  'sse-raw-newline-in-data': streams(({ text: body }) => /^ {2}"/m.test(body)),
  'stream-closes-at-once': streams(({ isEnded }) => isEnded, 3000),
  'sse-data-plain-text': streams(({ text: body }) => dataOf(body).length > 0 && !isParsable(dataOf(body)[0] ?? '')),

  'webhook-not-retried': deliveries((count) => count === 1),
  'webhook-4xx-final': deliveries((count) => count === 1, 404),
  'webhook-302-counts': deliveries((count) => count === 1, 302),
  'webhook-timeout-30s': deliveries((count) => count === 1, 200, 6000),
  'webhook-no-timeout': deliveries((count) => count === 1, 200, 6000),
  'webhook-single-retry': deliveries((count) => count === 2),
  'webhook-backoff-flat': deliveries((count) => count > 3),
  'webhook-backoff-shrinking': deliveries((count) => count > 3),
  'webhook-constant-interval': deliveries((count) => count > 3),
  'webhook-204-retried': deliveries((count) => count > 1, 204),
  'webhook-timeout-5s': deliveries((count) => count > 1, 200, 9000),
  'webhook-retry-at-once': async (ask) => {
    const [first, second] = await delivered(ask, 500);
    return first !== undefined && second !== undefined && second.atMs - first.atMs < 150;
  },
  'webhook-retry-10m': deliveries((count) => count === 1),
  'webhook-retry-empty': async (ask) => (await delivered(ask, 500))[1]?.body === '',

  'plain-http-served': plain,
  'plain-http-redirected': async (ask) => (await ask('/v1/projects', { base: ask.reference.urls.plain ?? '', ...keyless })).status === 301,
};
