import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const id = { type: 'string', format: 'uuid', readOnly: true };
const text = { type: 'string', minLength: 1, maxLength: 60 };
const object = (properties: object, required: readonly string[]) => ({ type: 'object', required, properties });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const statuses = (described: readonly number[], texts: Readonly<Record<number, string>>) =>
  Object.fromEntries(described.map((status) => [status, { description: texts[status] ?? 'Refused' }]));

/** What the document says. */
type Says = {
  readonly introduction?: string;
  readonly operation?: string;
  readonly refusals?: Readonly<Record<number, string>>;
  /** The statuses that the creation describes. */
  readonly described?: readonly number[];
  /** The statuses that the lists describe. */
  readonly ofLists?: readonly number[];
};

const documentOf = ({
  introduction = 'Ports and ships.',
  operation = 'Adds a ship.',
  refusals = {},
  described = [400, 422],
  ofLists = [],
}: Says) => {
  const collection = (name: string, schema: object, more: object) => ({
    [`/${name}`]: {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: schema }) }, ...statuses(ofLists, {}) } },
      post: { requestBody: { required: true, ...json(schema) }, ...more },
    },
    [`/${name}/{id}`]: {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'It', ...json(schema) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  });
  const port = object({ id, name: text }, ['name']);
  const ship = object({ id, name: text, portId: { type: 'string', format: 'uuid' } }, ['name', 'portId']);
  const made = (schema: object) => ({ 201: { description: 'Made', ...json(schema) } });
  return {
    openapi: '3.1.0',
    info: { title: 'Ports', version: '1', description: introduction },
    paths: {
      ...collection('ports', port, { responses: { ...made(port), ...statuses([422], {}) } }),
      ...collection('ships', ship, { description: operation, responses: { ...made(ship), ...statuses(described, refusals) } }),
    },
  };
};

/** @param takes Does the service take a port that is not there, or take it on to look at it later; or the status by which it refuses one. */
const told = async (says: Says, takes: boolean | 'later' | 404) => {
  const kept = new Map<string, Json>();
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const answer = (status: number, body?: unknown) =>
      body === undefined
        ? outgoing.writeHead(status).end()
        : outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const [, collection = '', one, ...more] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    if (!['ports', 'ships'].includes(collection) || more.length > 0) return answer(404);
    if (one === undefined && incoming.method === 'GET')
      return answer(
        200,
        [...kept].filter(([key]) => key.startsWith(collection)).map(([, value]) => value),
      );
    const key = `${collection}/${one ?? ''}`;
    if (one !== undefined) {
      if (!kept.has(key)) return answer(404);
      if (incoming.method === 'GET') return answer(200, kept.get(key));
      if (incoming.method !== 'DELETE') return answer(405);
      kept.delete(key);
      return answer(204);
    }
    if (incoming.method !== 'POST') return answer(405);
    const body = await objectBody(incoming);
    if (body === undefined) return answer(400, {});
    const isNamed = typeof body['name'] === 'string' && body['name'] !== '' && body['name'].length <= 60;
    const isKnown = kept.has(`ports/${String(body['portId'])}`);
    if (collection === 'ships' && isNamed && !isKnown && takes === 'later') return answer(202, {});
    if (collection === 'ships' && isNamed && !isKnown && takes === 404) return answer(404, {});
    const isThere = typeof body['portId'] === 'string' && (takes === true || isKnown);
    if (!isNamed || (collection === 'ships' && !isThere)) return answer(422, {});
    const made = `00000000-0000-4000-8000-${String((last += 1)).padStart(12, '0')}`;
    kept.set(`${collection}/${made}`, { ...body, id: made });
    return answer(201, { ...body, id: made });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(says)), url, {
    allow: ['mutation'],
    selection: { only: ['errors/reference-to-nothing-refused'], skip: [] },
  });
  const of = (kind: string) => verdicts.filter(({ verdict }) => verdict.kind === kind).length;
  return { failed: of('fail'), passed: of('pass'), left: kept.size };
};

const texts: readonly (readonly [string, Says])[] = [
  ['the refusal names it', { refusals: { 422: 'A rule is broken; so is a port that does not exist.' } }],
  ['the refusal speaks of ids', { refusals: { 422: 'Unknown ids, or a name that is too long' } }],
  ['the creation says what has to be', { operation: 'Adds a ship. `portId` must be the id of an existing port.' }],
  ['the creation says what is refused', { operation: 'Adds a ship. An unknown port is refused.' }],
  ['the introduction says it of all bodies', { introduction: 'Ids in a body that do not exist are answered with 422.' }],
  ['the creation alone describes 404', { described: [404, 422] }],
];

describe.concurrent('a creation that names what does not exist', () => {
  test.for(texts)(
    'is told where it is accepted, and not where it is refused: %s',
    besideOthers(async ([, says]) => {
      expect(await told(says, true)).toEqual({ failed: 1, passed: 0, left: 0 });
      expect(await told(says, false)).toEqual({ failed: 0, passed: 1, left: 0 });
    }),
  );

  test(
    'is refused by the status that its sentence gives, where it describes no other one',
    besideOthers(async () => {
      const operation = 'Adds a ship. An unknown port is `422` with the name of the member.';
      const [told404, fine] = [
        { failed: 1, passed: 0, left: 0 },
        { failed: 0, passed: 1, left: 0 },
      ];
      expect(await told({ operation }, 404)).toEqual(told404);
      expect(await told({ operation }, false)).toEqual(fine);
      expect(await told({ operation, described: [400, 404, 422] }, 404)).toEqual(fine);
      expect(await told({ operation: 'Adds a ship. An unknown port is refused.' }, 404)).toEqual(fine);
      expect(await told({ operation: 'Adds a ship. An unknown port is `422`, or `404` where it was there once.' }, 404)).toEqual(fine);
    }),
  );

  test(
    'is not told where it is taken on, to be looked at later',
    besideOthers(async () => {
      expect(await told({ operation: 'Adds a ship. An unknown port is refused.' }, 'later')).toEqual({ failed: 0, passed: 0, left: 0 });
    }),
  );

  test.for<readonly [string, Says]>([
    ['nothing is said', {}],
    ['it is added', { operation: 'Adds a ship. An unknown port is created with it.' }],
    ['the refusal is about members', { refusals: { 422: 'Unknown fields of a port' } }],
    ['lists describe 404 as well', { described: [404, 422], ofLists: [404] }],
    ['the introduction is about keys', { introduction: 'Unknown keys of requests are answered with 401.' }],
  ])(
    'is not judged where %s',
    besideOthers(async ([, says]) => {
      expect(await told(says, true)).toEqual({ failed: 0, passed: 0, left: 0 });
    }),
  );
});

/** Tasks of a team, whose members no operation adds. */
const toldOfOurs = async (description: string, habit: 'takes anybody' | 'looks' | 'passes over', more: object = {}) => {
  const task = object({ id, title: text, assigneeId: { type: ['string', 'null'], description, ...more } }, ['title']);
  const member = object({ id, name: text }, ['name']);
  const document = {
    openapi: '3.1.0',
    info: { title: 'Tasks', version: '1' },
    paths: {
      '/members': { get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: member }) } } } },
      '/tasks': {
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: task }) } } },
        post: {
          requestBody: { required: true, ...json(task) },
          responses: { 201: { description: 'It', ...json(task) }, ...statuses([422], {}) },
        },
      },
      '/tasks/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
        get: { responses: { 200: { description: 'It', ...json(task) }, 404: { description: 'None' } } },
        delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
      },
    },
  };
  const ana = { id: '00000000-0000-4000-9000-000000000001', name: 'Ana' };
  const kept = new Map<string, Json>();
  const url = await serve(async (incoming, outgoing) => {
    const answer = (status: number, body?: unknown) =>
      body === undefined
        ? outgoing.writeHead(status).end()
        : outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const [, collection = '', one] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    if (collection === 'members') return answer(200, [ana]);
    if (collection !== 'tasks') return answer(404);
    if (one !== undefined) {
      if (!kept.has(one)) return answer(404);
      return incoming.method === 'DELETE' ? answer(kept.delete(one) ? 204 : 404) : answer(200, kept.get(one));
    }
    if (incoming.method !== 'POST') return answer(200, [...kept.values()]);
    const body = await objectBody(incoming);
    const { assigneeId = null } = body ?? {};
    if (typeof body?.['title'] !== 'string' || body['title'] === '' || body['title'].length > 60) return answer(422, {});
    if (habit === 'looks' && assigneeId !== null && assigneeId !== ana.id) return answer(422, {});
    const made = { title: body['title'], assigneeId: habit === 'passes over' ? null : assigneeId, id: crypto.randomUUID() };
    kept.set(made.id, made);
    return answer(201, made);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    selection: { only: ['errors/reference-to-nothing-refused'], skip: [] },
  });
  return verdicts.flatMap(({ case: { check }, verdict }) => (check === 'errors/reference-to-nothing-refused' ? [verdict.kind] : []));
};

describe.concurrent('an id of nothing for what a description says to be there', () => {
  test.for(['Someone of the workspace', 'Id of a member of the team.', 'One of the members of this account', 'A member in the same team.'])(
    'is told where it is kept: %s',
    besideOthers(async (description: string) => {
      expect(await toldOfOurs(description, 'takes anybody')).toEqual(['fail']);
      expect(await toldOfOurs(description, 'looks')).toEqual(['pass']);
      expect(await toldOfOurs(description, 'passes over')).toEqual(['inconclusive']);
    }),
  );

  test.for<readonly [string, object]>([
    ['', {}],
    ['Who does it', {}],
    ['Someone of the workspace, or any text', {}],
    ['Someone of the workspace. An unknown id is ignored.', {}],
    ['Id of a member of the loyalty programme', {}],
    ['Id of a customer of the company', {}],
    ['Id of an order in your system', {}],
    ['Number of the member of the team', {}],
    ['Someone of the workspace', { enum: ['ana', 'ben', null] }],
  ])(
    'is not looked for by "%s" %o',
    besideOthers(async ([description, more]) => {
      expect(await toldOfOurs(description, 'takes anybody', more)).toEqual([]);
    }),
  );
});
