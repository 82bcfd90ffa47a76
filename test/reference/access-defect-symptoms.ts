import type { Ask } from './client.ts';
import { creation, idsOf, traversal } from './client.ts';
import { create, gets, has, keyless, list, restart } from './symptoms.ts';
import type { Symptom } from './symptoms.ts';
import { encryptedLocation, handshakeOf } from './handshake.ts';

const root = (ask: Ask): string => new URL(ask.reference.url).origin;
const keyOf = (ask: Ask): string => ask.reference.credentials['key'] ?? '';

/** The defect shows in the status that a credential other than the first key gets for the list. */
const listAs = (name: string, status: number): Symptom => gets('/instances', has(status), { as: name });

const authorized =
  (form: (key: string) => string): Symptom =>
  async (ask) =>
    (await ask('/instances', { authorization: form(keyOf(ask)) })).status === 200;

const basic = (key: string): string => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;

const idsAs = async (ask: Ask, name: string): Promise<string[]> => idsOf(await traversal(ask, 'limit=100', 200, { as: name }));
const overlap = async (ask: Ask): Promise<boolean> => {
  const others = new Set(await idsAs(ask, 'other'));
  return (await idsAs(ask, 'key')).some((id) => others.has(id));
};

const createdAs =
  (name: string, changes: Readonly<Record<string, unknown>>, status: number): Symptom =>
  async (ask) =>
    (await create(ask, creation(changes), { as: name })).status === status;

/** The defect shows in the statuses of an unknown id and of a faulty query, both without a key. */
const keylessFaults =
  (unknownId: number, query: number): Symptom =>
  async (ask) => {
    const [restarted, listed] = [await restart(ask, 'inst_0000000000', keyless), await ask('/instances?limit=abc', keyless)];
    return restarted.status === unknownId && listed.status === query;
  };

/** Symptoms of defects in transport, versions, keys, accounts and permissions, by slug. */
export const accessDefectSymptoms: Readonly<Record<string, Symptom>> = {
  'tls-downgrade-redirect': async ({ reference }) => (await encryptedLocation(reference, '/instances'))?.startsWith('http://') === true,
  'tls-handshake-refused': async ({ reference }) => (await handshakeOf(reference)).startsWith('ERR_SSL_'),
  'plain-http-served': async (ask) => (await ask('/instances?limit=1', { base: ask.reference.urls.plain ?? '' })).status === 200,
  'version-segment-missing': async (ask) =>
    (await ask('/instances')).status === 404 && (await ask('/instances', { base: root(ask) })).json.data?.length === 20,
  'version-segment-ignored': async (ask) => (await ask('/v999/instances', { base: root(ask) })).json.data?.length === 20,

  'bearer-key-rejected': async (ask) => (await ask('/volumes')).status === 401,
  'auth-reads-another-header': async (ask) => {
    const headers = { 'x-api-key': keyOf(ask) };
    return (await ask('/volumes')).status === 401 && (await ask('/volumes', { ...keyless, headers })).status === 200;
  },
  'auth-scheme-ignored': async (ask) =>
    (await authorized((key) => key)(ask)) && (await authorized((key) => `Token ${key}`)(ask)) && authorized(basic)(ask),
  'auth-basic-accepted': async (ask) => (await authorized(basic)(ask)) && !(await authorized((key) => `Token ${key}`)(ask)),
  'auth-key-in-query-accepted': async (ask) => (await ask(`/instances?api_key=${keyOf(ask)}`, keyless)).status === 200,
  'auth-x-api-key-accepted': async (ask) => (await ask('/instances', { ...keyless, headers: { 'x-api-key': keyOf(ask) } })).status === 200,

  'auth-revoked-key-accepted': listAs('revoked', 200),
  'auth-revoked-key-403': listAs('revoked', 403),
  'auth-expired-token-accepted': listAs('expired', 200),
  'auth-expired-token-403': listAs('expired', 403),
  'instances-not-scoped-to-account': overlap,
  'foreign-instance-on-last-page': async (ask) => (await overlap(ask)) && (await list(ask, 'limit=100')).length === 100,
  'networks-not-scoped-to-account': async (ask) =>
    (await ask('/networks', { as: 'other' })).json.data?.[0]?.id === (await ask('/networks')).json.data?.[0]?.id,

  'permission-not-checked': createdAs('restricted', {}, 201),
  'permission-missing-401': createdAs('restricted', {}, 401),
  'permission-missing-404': createdAs('restricted', {}, 404),
  'permission-not-checked-on-restart': async (ask) =>
    (await restart(ask, (await list(ask, 'status=running'))[0]?.id ?? '', { as: 'restricted' })).status === 202,
  'region-blocked-422': createdAs('key', { region: 'gov-west-1' }, 422),
  'region-block-not-enforced': createdAs('key', { region: 'gov-west-1' }, 201),
  'quota-exceeded-429': createdAs('exhausted', {}, 429),
  'quota-exceeded-403': createdAs('exhausted', {}, 403),
  'quota-not-enforced': createdAs('exhausted', {}, 201),

  'auth-checked-last': async (ask) => (await keylessFaults(404, 400)(ask)) && (await create(ask, {}, keyless)).status === 400,
  'auth-unknown-id-before-key': keylessFaults(404, 401),
};
