import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { onLoopback } from '../../exchange/on-loopback.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const answer = (schema: Json) => ({ description: 'ok', content: { 'application/json': { schema } } });
const object = (properties: Json, required: readonly string[]): Json => ({ type: 'object', properties, required });
const crew = object({ id: { ...text, readOnly: true }, name: text }, ['name']);
const trip = object({ id: { ...text, readOnly: true }, crew_id: text, name: text }, ['crew_id', 'name']);
// A crew of a port, and trips of several crews.
const portCrew = object({ id: { ...text, readOnly: true }, port_id: text, name: text }, ['port_id', 'name']);
const longTrip = object(
  {
    id: { ...text, readOnly: true },
    legs: { type: 'array', minItems: 1, items: object({ crew_id: text }, ['crew_id']) },
    crew_ids: { type: 'array', minItems: 1, items: text },
    name: text,
  },
  ['legs', 'crew_ids', 'name'],
);

const held = (isHeld: boolean, name: string, schema: Json): Json => (isHeld ? object({ [name]: schema }, [name]) : schema);

const resource = (name: string, schema: Json, { isHeld = false, isChanged = false } = {}) => ({
  [`/${name}s`]: {
    post: {
      requestBody: { required: true, content: { 'application/json': { schema: held(isHeld, name, schema) } } },
      responses: { 201: answer(schema), 401: { description: 'no key' }, 422: { description: 'faulty' } },
    },
  },
  [`/${name}s/{${name}_id}`]: {
    parameters: [{ name: `${name}_id`, in: 'path', required: true, schema: text }],
    get: { responses: { 200: answer(schema), 401: { description: 'no key' }, 404: { description: 'none' } } },
    delete: { responses: { 204: { description: 'gone' }, 401: { description: 'no key' }, 404: { description: 'none' } } },
    ...(isChanged && {
      patch: {
        requestBody: { required: true, content: { 'application/json': { schema: held(isHeld, name, { ...schema, required: [] }) } } },
        responses: { 200: answer(schema), 401: { description: 'no key' }, 404: { description: 'none' }, 422: { description: 'faulty' } },
      },
    }),
  },
});

/** Crews that are linked to ports. */
const linking = {
  '/ports/{port_id}/crews/{crew_id}': {
    parameters: ['port_id', 'crew_id'].map((name) => ({ name, in: 'path', required: true, schema: text })),
    put: { responses: { 204: { description: 'linked' }, 401: { description: 'no key' }, 404: { description: 'none' } } },
    delete: { responses: { 204: { description: 'gone' }, 401: { description: 'no key' }, 404: { description: 'none' } } },
  },
};

type Form = {
  readonly isLong: boolean;
  readonly isLinked: boolean;
  readonly isOptional: boolean;
  readonly isHeld: boolean;
  readonly isChanged: boolean;
};

const documentOf = (description: string, { isLong, isLinked, isOptional, isHeld, isChanged }: Form): Json => ({
  openapi: '3.1.0',
  info: { title: 'Trips', version: '1', description },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  paths: isLinked
    ? { ...resource('port', crew), ...resource('crew', crew), ...linking }
    : isLong
      ? { ...resource('port', crew), ...resource('crew', portCrew), ...resource('trip', longTrip) }
      : { ...resource('crew', crew), ...resource('trip', isOptional ? { ...trip, required: ['name'] } : trip, { isHeld, isChanged }) },
});

const apart = 'Each account has its own crews and trips; those of other accounts are treated as if they did not exist.';
const keys = ['one-key-0123456789', 'two-key-0123456789'];

type Kept = { readonly owner: string; readonly value: Json };

type Loose = 'none' | 'crew_id' | 'legs' | 'crew_ids' | 'link' | 'ignored' | 'change';

/** @param loose The member in which a trip takes any crew, whoever has it, or the link that does. */
const judged = async (
  loose: Loose,
  { description = apart, isLong = false, isLinked = false, isOptional = false, isHeld = false, isChanged = false } = {},
) => {
  const kept = new Map<string, Kept>();
  let made = 0;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const send = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const owner = String(incoming.headers['x-key'] ?? '');
      const [name = '', id = '', , linked] = (incoming.url ?? '/').split('/').slice(1);
      if (!keys.includes(owner)) return send(401);
      if (!['ports', 'crews', 'trips'].includes(name)) return send(404);
      let value: Json = {};
      if (incoming.method === 'POST' || incoming.method === 'PATCH') {
        try {
          const sent = JSON.parse(Buffer.concat(chunks).toString()) as Json;
          value = isHeld && name === 'trips' ? (sent['trip'] as Json) : sent;
        } catch {
          return send(422);
        }
        if (value === null || typeof value !== 'object') return send(422);
      }
      if (incoming.method === 'POST') {
        const isOwn = (asked: unknown, member: string): boolean => {
          const named = kept.get(String(asked));
          return named !== undefined && (loose === member || named.owner === owner);
        };
        const listed = (member: string): readonly unknown[] => (Array.isArray(value[member]) ? value[member] : []);
        const isLeftOut = isOptional && (value['crew_id'] === undefined || loose === 'ignored');
        const isKnown =
          name === 'ports' ||
          (name === 'crews' && (!isLong || isOwn(value['port_id'], 'port_id'))) ||
          (name === 'trips' && !isLong && (isOwn(value['crew_id'], 'crew_id') || isLeftOut)) ||
          (name === 'trips' &&
            isLong &&
            listed('legs').length > 0 &&
            listed('legs').every((leg) => isOwn(Object(leg)['crew_id'], 'legs')) &&
            listed('crew_ids').length > 0 &&
            listed('crew_ids').every((one) => isOwn(one, 'crew_ids')));
        if (typeof value['name'] !== 'string' || !isKnown) return send(422);
        made += 1;
        const { crew_id: crewId, ...others } = value;
        const own = { ...others, ...(loose === 'ignored' ? {} : { crew_id: crewId }), id: `${name}-${made}-0a1b2c3d4e5f` };
        kept.set(own.id, { owner, value: own });
        return send(201, own);
      }
      const found = kept.get(id);
      if (found?.owner !== owner) return send(404);
      if (linked !== undefined) {
        const isKnown = incoming.method === 'DELETE' || (kept.has(linked) && (loose === 'link' || kept.get(linked)?.owner === owner));
        return send(isKnown ? 204 : 404);
      }
      if (incoming.method === 'DELETE') return send(kept.delete(id) ? 204 : 404);
      if (incoming.method === 'PATCH') {
        const named = kept.get(String(value['crew_id']));
        if (value['crew_id'] !== undefined && named?.owner !== owner && (loose !== 'change' || !named)) return send(422);
        kept.set(id, { owner, value: { ...found.value, ...value } });
      }
      return send(200, kept.get(id)?.value);
    });
  });
  const { verdicts } = await judgeForeign(
    writeToolDocument(documentOf(description, { isLong, isLinked, isOptional, isHeld, isChanged })),
    await onLoopback(server),
    {
      key: keys[0] ?? '',
      secrets: { other: keys[1] ?? '' },
      credentials: ['key', 'other'],
      allow: ['mutation'],
      maxCreates: 30,
      selection: { only: ['auth/foreign-reference-refused'], skip: [] },
    },
  );
  const told = verdicts.map(({ verdict, case: { level } }) => `${level} ${verdict.kind}`).filter((one) => !one.endsWith('skipped'));
  return { told, left: kept.size };
};

describe('a creation that names a resource of another account', () => {
  test.each([false, true])('is refused, and nothing is left of either account, with references in lists: %s', async (isLong) => {
    expect(await judged('none', { isLong })).toEqual({ told: ['should pass'], left: 0 });
  });

  test.each<readonly [Loose, boolean]>([
    ['crew_id', false],
    ['legs', true],
    ['crew_ids', true],
  ])('is told of where it succeeds in %s', async (loose, isLong) => {
    expect(await judged(loose, { isLong })).toEqual({ told: ['should fail'], left: 0 });
  });

  test.each<readonly [Loose, string]>([
    ['none', 'should pass'],
    ['crew_id', 'should fail'],
    ['ignored', 'should inconclusive'],
  ])('in a member that it may leave out is judged by what the answer shows: %s', async (loose, verdict) => {
    expect(await judged(loose, { isOptional: true })).toEqual({ told: [verdict], left: 0 });
  });

  test.each<readonly [Loose, boolean, string]>([
    ['none', false, 'should pass'],
    ['none', true, 'should pass'],
    ['crew_id', true, 'should fail'],
  ])('in a member of what the body holds is judged as one of the body: %s, optional: %s', async (loose, isOptional, verdict) => {
    expect(await judged(loose, { isHeld: true, isOptional })).toEqual({ told: [verdict], left: 0 });
  });

  test.each<readonly [Loose, boolean, string]>([
    ['none', false, 'should pass'],
    ['change', false, 'should fail'],
    ['change', true, 'should fail'],
  ])('by a change is told of as well: %s, in what the body holds: %s', async (loose, isHeld, verdict) => {
    expect(await judged(loose, { isHeld, isChanged: true })).toEqual({ told: [verdict], left: 0 });
  });

  test.each<readonly [Loose, string]>([
    ['none', 'should pass'],
    ['link', 'should fail'],
  ])('by a PUT that links it is judged by its answer: %s', async (loose, verdict) => {
    expect(await judged(loose, { isLinked: true })).toEqual({ told: [verdict], left: 0 });
  });

  test('is not judged where the document does not say that accounts are apart', async () => {
    expect((await judged('crew_id', { description: 'Crews and their trips.' })).told).toEqual([]);
  });
});
