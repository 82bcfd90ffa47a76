import type { Answered, Ask, AskOptions } from './client.ts';
import { create, instanceIn, keyless, keyOf, listed, nobody, read, remove, send, initial, unknownKey, update } from './cloudsync-client.ts';
import type { Symptom } from './cloudsync-symptom.ts';
import { absent, fresh, header, is, status } from './cloudsync-symptom.ts';

const plainBase = (ask: Ask): AskOptions => ({ base: ask.reference.urls.plain ?? '' });
const plain =
  (isSymptom: (answer: Answered) => boolean, options: AskOptions = {}): Symptom =>
  async (ask) =>
    isSymptom(await ask('/instances?probe=1', { ...plainBase(ask), ...options }));

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const changedKey = (ask: Ask): AskOptions => ({ authorization: `Bearer ${keyOf(ask).slice(0, -1)}` });

/** Symptoms of defects in transport, keys and permissions, by slug. */
export const accessSymptoms: Readonly<Record<string, Symptom>> = {
  'list-body-not-json': async (ask) => (await ask('/instances')).text.startsWith('<!doctype'),
  'item-body-two-documents': async (ask) => /^(\{.*\})\1$/.test((await read(ask, (await initial(ask)).id)).text),
  'json-sent-as-text-plain': header('content-type', (value) => value?.startsWith('text/plain') === true),
  'content-type-missing': header('content-type', absent, (ask) => create(ask)),
  'v2-prefix-not-served': async (ask) =>
    (await status(ask('/instances'))) === 404 && (await status(ask('/instances', { base: new URL(ask.reference.url).origin }))) === 200,
  'plain-http-served': plain(({ status: code }) => code === 200),
  'plain-http-308': plain(({ status: code }) => code === 308),
  'plain-http-401-before-redirect': plain(({ status: code }) => code === 401, keyless),
  'plain-http-post-creates': async (ask) => {
    const count = (await listed(ask)).length;
    return (await status(create(ask, {}, plainBase(ask)))) === 301 && (await listed(ask)).length === count + 1;
  },
  'plain-http-delete-served': async (ask) => (await status(remove(ask, await fresh(ask), plainBase(ask)))) === 204,
  'redirect-without-location': plain(({ headers }) => headers['location'] === undefined),
  'redirect-drops-path': plain(({ headers }) => headers['location'] === 'https://127.0.0.1/'),
  'redirect-to-plain-http': plain(({ headers }) => headers['location'] === 'http://127.0.0.1/v2/instances?probe=1'),
  'content-type-on-get-refused': is(400, (ask) => ask('/instances', { headers: { 'content-type': 'application/json' } })),

  'valid-key-401-on-patch': is(401, async (ask) => update(ask, await fresh(ask), { name: 'x' })),
  'valid-key-401-on-item-read': is(401, async (ask) => read(ask, await fresh(ask))),
  'key-accepted-in-query': is(200, (ask) => ask(`/instances?api_key=${keyOf(ask)}`, keyless)),
  'key-accepted-as-x-api-key': is(200, (ask) => ask('/instances', { ...keyless, headers: { 'x-api-key': keyOf(ask) } })),
  'any-scheme-accepted': async (ask) => {
    const forms = [`Basic ${base64(`${keyOf(ask)}:`)}`, `Token ${keyOf(ask)}`, keyOf(ask)];
    const statuses = await Promise.all(forms.map((authorization) => status(ask('/instances', { authorization }))));
    return statuses.every((code) => code === 200);
  },
  'missing-key-list-served': is(200, (ask) => ask('/instances', keyless)),
  'missing-key-answered-403': is(403, async (ask) => read(ask, (await initial(ask)).id, keyless)),
  'missing-key-create-served': is(201, (ask) => create(ask, {}, keyless)),
  'missing-key-delete-served': is(204, async (ask) => remove(ask, await fresh(ask), keyless)),
  'unknown-key-accepted': is(200, (ask) => ask('/instances', unknownKey)),
  'malformed-key-answered-400': is(400, (ask) => ask('/instances', { authorization: 'Bearer x' })),
  'unknown-key-answered-403': is(403, (ask) => ask('/instances', unknownKey)),
  'key-compared-by-prefix': is(200, (ask) => ask('/instances', changedKey(ask))),
  'revoked-key-accepted': is(200, (ask) => ask('/instances', { as: 'revoked' })),
  'revoked-key-answered-403': is(403, (ask) => ask('/instances', { as: 'revoked' })),
  'unknown-id-404-before-auth': is(404, (ask) => read(ask, nobody, keyless)),
  'body-judged-before-auth': is(400, (ask) => send(ask, '{', keyless)),
  'forbidden-answered-401': is(401, (ask) => create(ask, {}, { as: 'restricted' })),
  'forbidden-answered-404': is(404, (ask) => create(ask, {}, { as: 'restricted' })),
  'restricted-key-may-delete': is(204, async (ask) => remove(ask, await fresh(ask), { as: 'restricted' })),
  'delete-runs-before-401': async (ask) => {
    const id = await fresh(ask);
    return (await status(remove(ask, id, keyless))) === 401 && (await status(read(ask, id))) === 404;
  },
  'patch-runs-before-403': async (ask) => {
    const id = await fresh(ask);
    const refused = await status(update(ask, id, { name: 'renamed' }, { as: 'restricted' }));
    return refused === 403 && instanceIn(await read(ask, id)).name === 'renamed';
  },
};
