import { request } from 'undici';
import type { Answered, Ask, AskOptions } from './client.ts';
import {
  create,
  creation,
  deletionOnTheWire,
  inUseId,
  list,
  made,
  printedId,
  read,
  refusedInBurst,
  remove,
  unknownId,
} from './cloudplatform-io-client.ts';
import type { Resource } from './cloudplatform-io-client.ts';
import type { Symptom } from './symptoms.ts';

type Send = (ask: Ask) => Promise<Answered>;

const reported =
  (send: Send, isSymptom: (answer: Answered) => boolean): Symptom =>
  async (ask) =>
    isSymptom(await send(ask));
const gives = (send: Send, status: number): Symptom => reported(send, (answer) => answer.status === status);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const keyless: AskOptions = { authorization: null };
const keyOf = (ask: Ask): string => ask.reference.credentials['key'] ?? '';
const offering =
  (authorization: (key: string) => string): Send =>
  (ask) =>
    list(ask, '', { authorization: authorization(keyOf(ask)) });
const reading: Send = (ask) => read(ask, printedId);
const readingNew: Send = async (ask) => read(ask, await made(ask));
const creating =
  (body: unknown = creation, options: AskOptions = {}): Send =>
  (ask) =>
    create(ask, body, options);
const single = (isSymptom: (resource: Resource) => boolean): Symptom => reported(reading, ({ json }) => isSymptom(json));
const created = (isSymptom: (resource: Resource) => boolean, body: unknown = creation): Symptom =>
  reported(creating(body), ({ json }) => isSymptom(json));
const removed = async (ask: Ask): Promise<Answered> => {
  const id = await made(ask);
  await remove(ask, id);
  return read(ask, id);
};
const broken = '{"name": "cut o';
const nameless = { region: 'us-east-1' };
const forbidden: AskOptions = { as: 'restricted' };
const burst =
  (isSymptom: (answer: Answered) => boolean): Symptom =>
  async (ask) => {
    const answer = await refusedInBurst(ask);
    return answer !== undefined && isSymptom(answer);
  };
const never: Symptom = async (ask) => (await refusedInBurst(ask)) === undefined;
const remaining = ({ headers }: Answered): string | undefined => headers['x-ratelimit-remaining']?.toString();
const served =
  (count: number): Symptom =>
  async (ask) => {
    for (let sent = 0; sent < count; sent += 1) if ((await list(ask, 'per_page=1')).status !== 200) return false;
    return (await list(ask, 'per_page=1')).status === 429;
  };
const wait = ({ headers }: Answered): number => Number(headers['retry-after']);
const inSandbox = (ask: Ask, options: AskOptions = {}): AskOptions => ({ base: ask.reference.urls.sandbox ?? '', as: 'test', ...options });
const plainly = async (ask: Ask): Promise<number | undefined> => {
  try {
    const answer = await request(`${ask.reference.urls.plain}/resources`, { headers: { authorization: `Bearer ${keyOf(ask)}` } });
    await answer.body.dump();
    return answer.statusCode;
  } catch {
    return undefined;
  }
};
const names = (status: number, send: Send, name: string): Symptom =>
  reported(
    send,
    (answer) => answer.status === status && answer.text.includes(`"${name}"`) && !answer.text.toLowerCase().includes('unauthorized'),
  );
/** Whether a write without permission was refused with this status and carried out. */
const deletedAfter =
  (status: number, options: AskOptions): Symptom =>
  async (ask) => {
    const id = await made(ask);
    return (await remove(ask, id, options)).status === status && (await read(ask, id)).status === 404;
  };

/** Symptoms of defects in keys, errors, single resources, creations, deletions, the quota and the sandbox, by slug. */
export const callSymptoms: Readonly<Record<string, Symptom>> = {
  'error-shape-differs-by-status': async (ask) => {
    const [unknown, refused] = [await read(ask, unknownId), await list(ask, '', keyless)];
    return !('error' in unknown.json) && 'message' in unknown.json && !('message' in refused.json) && 'error' in refused.json;
  },
  'error-body-html': reported(
    (ask) => ask('/no-such-path'),
    (answer) => answer.status === 404 && answer.text.startsWith('<!doctype'),
  ),
  'error-body-empty': reported(
    (ask) => list(ask, '', keyless),
    (answer) => answer.status === 401 && answer.text === '',
  ),
  'malformed-json-error-plain-text': reported(creating(broken), (answer) => answer.status === 400 && answer.text === 'Malformed JSON'),
  'error-echoes-key': reported(
    (ask) => read(ask, unknownId),
    ({ text: body }) => body.includes('sk_live_'),
  ),
  'error-name-401-other': names(401, (ask) => list(ask, '', keyless), 'invalid_token'),
  'error-name-403-other': names(403, creating(creation, forbidden), 'access_denied'),
  'error-name-429-other': burst(({ text: body }) => body.includes('"quota_exceeded"')),
  'errors-array-missing': reported(creating({}), ({ status, json }) => status === 422 && !('errors' in json)),
  'errors-is-object': reported(creating({}), ({ json }) => !Array.isArray(json['errors']) && typeof json['errors'] === 'object'),
  'errors-array-empty': reported(creating({}), ({ json }) => Array.isArray(json['errors']) && json['errors'].length === 0),
  'errors-under-other-key': reported(creating({}), ({ json }) => Array.isArray(json['details'])),

  'unknown-id-200-null': reported(
    (ask) => read(ask, unknownId),
    (answer) => answer.status === 200 && answer.text === 'null',
  ),
  'unknown-id-204': gives((ask) => read(ask, unknownId), 204),
  'delete-unknown-204': gives((ask) => remove(ask, unknownId), 204),
  'delete-again-204': async (ask) => {
    const id = await made(ask);
    await remove(ask, id);
    return (await remove(ask, id)).status === 204;
  },
  'malformed-json-422': gives(creating(broken), 422),
  'malformed-json-accepted': gives(creating(broken), 201),
  'malformed-json-500': gives(creating(broken), 500),
  'nested-name-500': gives(creating({ ...creation, name: { a: 1 } }), 500),
  'null-region-500': gives(creating({ ...creation, region: null }), 500),
  'nested-region-500': gives(creating({ ...creation, region: { a: 1 } }), 500),
  'second-page-500': gives((ask) => list(ask, 'page=2'), 500),
  'cursor-500': gives((ask) => list(ask, 'limit=1&cursor=any'), 500),
  'per-page-100-500': gives((ask) => list(ask, 'per_page=100'), 500),
  'quota-per-operation': async (ask) => (await refusedInBurst(ask)) !== undefined && (await reading(ask)).status === 200,
  'remaining-missing': reported(reading, (answer) => remaining(answer) === undefined),
  'null-name-500': gives(creating({ ...creation, name: null }), 500),
  'odd-id-500': gives((ask) => read(ask, 'res_%2F%27x'), 500),
  'unknown-path-200': gives((ask) => ask('/no-such-path'), 200),
  'deleted-reads-400': gives(removed, 400),
  'resource-gone-410': gives(removed, 410),
  'deleted-still-readable': gives(removed, 200),
  'deleted-comes-back': async (ask) => {
    const id = await made(ask);
    await remove(ask, id);
    const first = (await read(ask, id)).status;
    await new Promise((resolve) => setTimeout(resolve, 1700));
    return first === 404 && (await read(ask, id)).status === 200;
  },
  'in-use-status-400': gives((ask) => remove(ask, inUseId(ask)), 400),
  'in-use-deleted': gives((ask) => remove(ask, inUseId(ask)), 204),
  'in-use-deleted-despite-409': async (ask) =>
    (await remove(ask, inUseId(ask))).status === 409 && (await read(ask, inUseId(ask))).status === 404,

  'json-body-with-prefix': reported(reading, ({ text: body }) => body.startsWith(")]}',\n{")),
  'response-charset-iso-8859-1': reported(reading, ({ headers }) => String(headers['content-type']).includes('iso-8859-1')),
  'json-sent-as-text-plain': reported(reading, ({ headers }) => String(headers['content-type']).startsWith('text/plain')),
  'json-request-refused-415': async (ask) =>
    (await create(ask)).status === 415 &&
    (await create(ask, creation, { headers: { 'content-type': 'application/json; charset=utf-8' } })).status === 201,
  'json-charset-parameter-refused': async (ask) =>
    (await create(ask)).status === 201 &&
    (await create(ask, creation, { headers: { 'content-type': 'application/json; charset=utf-8' } })).status === 415,
  'latin1-bytes-in-body': async (ask) => (await read(ask, await made(ask, { name: 'é' }))).text.includes('\ufffd'),
  'version-prefix-ignored': async (ask) => (await list(ask, '', { base: ask.reference.url.replace('/v1', '/v999') })).status === 200,
  'get-with-content-type-refused': gives((ask) => list(ask, '', { headers: { 'content-type': 'application/json' } }), 400),
  'get-without-content-type-refused': async (ask) =>
    (await reading(ask)).status === 415 && (await read(ask, printedId, { headers: { 'content-type': 'application/json' } })).status === 200,
  'plain-http-served': async (ask) => (await plainly(ask)) === 200,
  'plain-http-redirected': async (ask) => (await plainly(ask)) === 301,

  'list-open-to-anonymous': gives((ask) => list(ask, '', keyless), 200),
  'missing-key-403': gives((ask) => list(ask, '', keyless), 403),
  'missing-key-redirected': gives((ask) => list(ask, '', keyless), 302),
  'delete-wants-other-auth': gives(async (ask) => remove(ask, await made(ask)), 401),
  'bare-key-accepted': gives(
    offering((key) => key),
    200,
  ),
  'basic-scheme-accepted': gives(
    offering((key) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`),
    200,
  ),
  'unknown-key-accepted': gives(
    offering(() => 'Bearer sk_live_made-up'),
    200,
  ),
  'unknown-key-403': gives(
    offering(() => 'Bearer sk_live_made-up'),
    403,
  ),
  'longer-key-accepted': gives(
    offering((key) => `Bearer ${key}a`),
    200,
  ),
  'shorter-key-accepted': gives(
    offering((key) => `Bearer ${key.slice(0, -1)}`),
    200,
  ),
  'key-compared-without-case': gives(
    offering((key) => `Bearer ${key.toUpperCase()}`),
    200,
  ),
  'revoked-key-accepted': gives((ask) => list(ask, '', { as: 'revoked' }), 200),
  'lapsed-key-accepted': gives((ask) => list(ask, '', { as: 'expired' }), 200),
  'lookup-before-authentication': async (ask) =>
    (await read(ask, unknownId, keyless)).status === 404 && (await read(ask, printedId, keyless)).status === 401,
  'validation-before-authentication': async (ask) =>
    (await create(ask, {}, keyless)).status === 422 && (await create(ask, creation, keyless)).status === 401,
  'anonymous-post-stored': async (ask) => {
    const { status } = await create(ask, { name: 'Sent without a key' }, keyless);
    return status === 401 && (await list(ask)).text.includes('Sent without a key');
  },
  'anonymous-delete-executed': deletedAfter(401, keyless),
  'scopes-not-enforced': gives(creating(creation, forbidden), 201),
  'missing-scope-401': gives(creating(creation, forbidden), 401),
  'missing-scope-hidden': gives((ask) => remove(ask, printedId, forbidden), 404),
  'forbidden-delete-executed': deletedAfter(403, forbidden),
  'get-crosses-projects': async (ask) => (await read(ask, await made(ask, creation, { as: 'other' }))).status === 200,
  'delete-crosses-projects': async (ask) => (await remove(ask, await made(ask, creation, { as: 'other' }))).status === 204,

  'read-touches-updated-at': single((resource) => text(resource['updated_at']) > '2026-04-23'),
  'get-returns-first-resource': single(({ id }) => id !== printedId && id !== undefined),
  'get-status-201': gives(reading, 201),
  'get-listed-id-404': async (ask) => (await reading(ask)).status === 404 && (await readingNew(ask)).status === 200,
  'resource-wrapped-in-data': single(({ data }) => (data as Resource | undefined)?.['id'] === printedId),
  'resource-updated-at-missing': single((resource) => resource['id'] === printedId && !('updated_at' in resource)),
  'resource-region-missing': single((resource) => resource['id'] === printedId && !('region' in resource)),
  'updated-at-unset-on-new': reported(readingNew, ({ json }) => json['updated_at'] === null),
  'updated-at-epoch': single((resource) => text(resource['updated_at']).startsWith('1970')),
  'created-at-is-read-time': single((resource) => text(resource['created_at']) > '2026-04-19'),

  'create-status-200': gives(creating(), 200),
  'create-status-202': gives(creating(), 202),
  'create-not-stored': gives(readingNew, 404),
  'create-body-empty': reported(creating(), (answer) => answer.status === 201 && answer.text === ''),
  'create-body-id-only': created((resource) => Object.keys(resource).join() === 'id'),
  'create-body-created-at-missing': created((resource) => 'id' in resource && 'name' in resource && !('created_at' in resource)),
  'create-body-region-missing': created((resource) => 'id' in resource && 'name' in resource && !('region' in resource)),
  'ids-collide': async (ask) => {
    const ids = await Promise.all([1, 2, 3, 4].map((number) => made(ask, { name: `Twin ${number}` })));
    return new Set(ids).size < ids.length;
  },
  'create-ignores-region': created(({ region }) => region === 'us-east-1'),
  'create-name-slugified': created(({ name }) => name === 'analytics-pipeline'),
  'create-status-active': created(({ status }) => status === 'active'),
  'region-required': gives(creating({ name: 'Alone' }), 422),
  'missing-name-accepted': gives(creating(nameless), 201),
  'missing-name-400': gives(creating(nameless), 400),
  'name-object-accepted': gives(creating({ ...creation, name: {} }), 201),
  'name-null-accepted': gives(creating({ ...creation, name: null }), 201),
  'invalid-name-400': async (ask) => (await create(ask, { name: [] })).status === 400 && (await create(ask, {})).status === 422,
  'name-number-converted': created(({ name }) => name === '7', { name: 7 }),
  'name-mojibake': created(({ name }) => name === 'Ã©', { name: 'é' }),
  'astral-characters-lost': created(({ name }) => name === 'a?é', { name: 'a🚀é' }),

  'delete-status-200': reported(
    (ask) => remove(ask, printedId),
    ({ status, json }) => status === 200 && json['id'] === printedId,
  ),
  'delete-status-202': gives((ask) => remove(ask, printedId), 202),
  'delete-wants-body': gives((ask) => remove(ask, printedId), 400),
  'no-content-with-body': async (ask) => {
    const written = await deletionOnTheWire(ask, printedId);
    return /\r\nContent-Length: 2\r\n/i.test(written) && written.endsWith('\r\n\r\n{}');
  },
  'no-content-with-length': async (ask) => {
    const written = await deletionOnTheWire(ask, printedId);
    return /\r\nContent-Length: 2\r\n/i.test(written) && written.endsWith('\r\n\r\n');
  },
  'no-content-followed-by-body': async (ask) => {
    const written = await deletionOnTheWire(ask, printedId);
    return !/\r\nContent-Length:/i.test(written) && written.endsWith('\r\n\r\n{"deleted":true}');
  },

  'quota-never-enforced-free': never,
  'quota-never-enforced-pro': never,
  'quota-never-enforced-enterprise': never,
  'quota-answered-503': burst(({ status }) => status === 503),
  'quota-answered-4xx': burst(({ status }) => status === 403),
  'quota-half': served(15),
  'quota-tenth-short': served(27),
  'window-is-an-hour': burst((answer) => wait(answer) > 600),
  'refused-requests-extend-block': burst((answer) => wait(answer) > 600),
  'quota-per-key': async (ask) => (await refusedInBurst(ask)) !== undefined && (await list(ask, '', { as: 'second' })).status === 200,
  'retry-after-missing-on-429': burst(({ status, headers }) => status === 429 && headers['retry-after'] === undefined),
  'retry-after-milliseconds': burst((answer) => wait(answer) > 10_000 && wait(answer) < 1e9),
  'retry-after-epoch': burst((answer) => wait(answer) > 1e9),
  'retry-after-too-short': burst((answer) => wait(answer) === 1),
  'remaining-missing-on-204': reported(
    (ask) => remove(ask, printedId),
    (answer) => answer.status === 204 && remaining(answer) === undefined,
  ),
  'remaining-missing-on-404': reported(
    (ask) => read(ask, unknownId),
    (answer) => remaining(answer) === undefined,
  ),
  'remaining-missing-on-401': reported(
    (ask) => list(ask, '', keyless),
    (answer) => remaining(answer) === undefined,
  ),
  'remaining-missing-on-429': burst((answer) => answer.status === 429 && remaining(answer) === undefined),
  'remaining-negative': burst((answer) => remaining(answer) === '-1'),
  'remaining-with-unit': reported(
    (ask) => list(ask),
    (answer) => remaining(answer) === '599/600',
  ),
  'remaining-constant': async (ask) => remaining(await list(ask)) === String(ask.reference.quota.limit),
  'remaining-counts-up': reported(
    (ask) => list(ask),
    (answer) => remaining(answer) === '1',
  ),
  'remaining-positive-on-429': burst((answer) => answer.status === 429 && remaining(answer) === '3'),
  'remaining-above-quota': reported(
    (ask) => list(ask),
    (answer) => remaining(answer) === '1599',
  ),

  'sandbox-not-routed': gives((ask) => list(ask, '', inSandbox(ask)), 404),
  'sandbox-refuses-account': gives((ask) => list(ask, '', inSandbox(ask)), 403),
  'sandbox-writes-to-production': async (ask) => (await read(ask, await made(ask, creation, inSandbox(ask)))).status === 200,
  'sandbox-counts-toward-quota': async (ask) => {
    const before = Number(remaining(await list(ask)));
    for (let sent = 0; sent < 5; sent += 1) await list(ask, '', inSandbox(ask));
    return Number(remaining(await list(ask))) === before - 6;
  },

  'region-missing-while-provisioning': async (ask) =>
    !('region' in (await readingNew(ask)).json) && (await reading(ask)).json['region'] === 'us-east-1',
  'remaining-missing-on-422': async (ask) =>
    remaining(await create(ask, {})) === undefined && remaining(await create(ask, broken)) !== undefined,
  'third-creation-status-200': async (ask) => {
    const statuses: number[] = [];
    for (let sent = 0; sent < 4; sent += 1) statuses.push((await create(ask)).status);
    return statuses.join() === '201,201,200,201';
  },
  'charset-latin1-on-404': async (ask) =>
    String((await read(ask, unknownId)).headers['content-type']).includes('8859') &&
    !String((await create(ask, {})).headers['content-type']).includes('8859'),
  'forbidden-delete-without-name': async (ask) =>
    (await remove(ask, printedId, forbidden)).text.includes('access_denied') &&
    (await create(ask, creation, forbidden)).text.includes('"forbidden"'),
  'created-at-without-zone-in-eu': async (ask) =>
    !text((await create(ask)).json['created_at']).endsWith('Z') &&
    text((await create(ask, { name: 'a' })).json['created_at']).endsWith('Z'),
  'updated-at-missing-on-some-reads': async (ask) => {
    const reads: boolean[] = [];
    for (let sent = 0; sent < 5; sent += 1) reads.push('updated_at' in (await reading(ask)).json);
    return reads.join() === 'true,true,false,true,false';
  },
  'long-name-loses-emoji': async (ask) =>
    (await create(ask, { name: 'a long name with 🚀' })).json['name'] === 'a long name with ' &&
    (await create(ask, { name: '🚀' })).json['name'] === '🚀',
};
