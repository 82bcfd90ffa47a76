import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 60 };
const id = { type: 'string' };
const plate = { type: 'string', pattern: '^[A-Z]{2}-[0-9]{3,4}$', example: 'KX-204' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const none = { 404: { description: 'None' } };
const refused = { 400: { description: 'Malformed' }, 422: { description: 'Wrong' } };
const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({ type: 'object', properties, required });
const asks = (schema: object) => ({ requestBody: { required: true, ...json(schema) } });
const inPath = (...names: readonly string[]) => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: name === 'plate' ? plate : id })),
});
const list = (schema: object) => ({ get: { responses: shows({ type: 'array', items: schema }) } });
const read = (schema: object) => ({ get: { responses: { ...shows(schema), ...none } } });
const remove = { delete: { responses: { 204: { description: 'Gone' }, ...none } } };

const kind = { type: 'string', enum: ['YARD', 'BAY'] };
const bus = object({ seats: { type: 'integer', minimum: 1, maximum: 90 }, maker: text });
const place = object({ id, kind, parentId: { ...id, nullable: true }, name: text });
const wash = object({ id, placeId: id, plate });
const way = { type: 'string', enum: ['IN', 'OUT', 'SHIFT'] };
const parking = object({ id, way, plate, toPlaceId: { ...id, nullable: true }, fromPlaceId: { ...id, nullable: true } });
const standing = object({ plate, placeId: id });
const stops = { type: 'integer', minimum: 1, maximum: 40 };
const leg = object({ legId: id, plate, stops });
const trip = object({ id, driver: text, legs: { type: 'array', items: leg } });

/** Buses stand in the bays of yards, and make trips. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Buses', version: '1' },
  paths: {
    '/buses/{plate}': {
      ...inPath('plate'),
      ...read(bus),
      put: { ...asks(bus), responses: { ...shows(bus), ...shows(bus, '201'), ...refused } },
      ...remove,
    },
    '/places': {
      ...list(place),
      post: {
        description: 'A BAY lies in a YARD, which parentId names; a YARD has no parent. Other combinations are refused with 422.',
        ...asks(object({ kind, parentId: { ...id, nullable: true }, name: text }, ['kind', 'name'])),
        responses: { ...shows(place, '201'), ...refused },
      },
    },
    '/places/{placeId}': { ...inPath('placeId'), ...read(place), ...remove },
    '/washes': {
      ...list(wash),
      post: {
        description: 'Washes a bus in one bay (422 for anything else).',
        ...asks(object({ placeId: id, plate })),
        responses: { ...shows(wash, '201'), ...refused },
      },
    },
    '/washes/{washId}': { ...inPath('washId'), ...read(wash) },
    '/parkings': {
      ...list(parking),
      post: {
        description: 'IN takes only toPlaceId, OUT only fromPlaceId, SHIFT takes both (otherwise 422). Buses stand in bays only.',
        ...asks(object({ way, plate, toPlaceId: id, fromPlaceId: id }, ['way', 'plate'])),
        responses: { ...shows(parking, '201'), ...refused },
      },
    },
    '/parkings/{parkingId}': { ...inPath('parkingId'), ...read(parking) },
    '/standings': list(standing),
    '/standings/{plate}/{placeId}': { ...inPath('plate', 'placeId'), ...read(standing) },
    '/trips': {
      ...list(trip),
      post: {
        ...asks(object({ driver: text, legs: { type: 'array', minItems: 1, items: object({ plate, stops }) } })),
        responses: { ...shows(trip, '201'), ...refused },
      },
    },
    '/trips/{tripId}': { ...inPath('tripId'), ...read(trip) },
    '/trips/{tripId}/legs/{legId}': { ...inPath('tripId', 'legId'), ...read(leg) },
    '/trips/{tripId}/drive': {
      ...inPath('tripId'),
      post: {
        summary: 'Drive some legs',
        ...asks(object({ legs: { type: 'array', minItems: 1, items: object({ legId: id, stops: { type: 'integer', minimum: 1 } }) } })),
        responses: { ...shows(trip), ...none, ...refused },
      },
    },
  },
};

type Server = { readonly defect?: 'takes-surplus' | 'refuses-bays' | 'names-no-leg'; readonly refusal?: 400 | 422 };

const buses = ({ defect, refusal = 422 }: Server) => {
  const kept = new Map<string, Map<string, Json>>();
  let next = 100;
  const of = (root: string): Map<string, Json> => kept.get(root) ?? kept.set(root, new Map()).get(root) ?? new Map<string, Json>();
  const add = (root: string, made: Json): readonly [number, Json] => {
    const one = { id: `${root[0]}${(next += 1)}`, ...made };
    of(root).set(one.id, one);
    return [201, one];
  };
  const isA = (wanted: string, named: unknown): boolean => of('places').get(String(named))?.['kind'] === wanted;
  const isBus = (one: unknown): boolean => of('buses').has(String(one));
  const rowsOf = (body: Json): readonly Json[] => (Array.isArray(body['legs']) ? (body['legs'] as Json[]) : []);
  const create = (root: string, body: Json): readonly [number, unknown?] => {
    const { name, kind: own, parentId = null, placeId, toPlaceId = null, fromPlaceId = null, way: by, driver } = body;
    if (root === 'places') {
      const isRight = own === 'YARD' ? parentId === null : own === 'BAY' && isA('YARD', parentId) && defect !== 'refuses-bays';
      return isRight && typeof name === 'string' ? add(root, { kind: own, parentId, name }) : [refusal];
    }
    if (root === 'washes') return isA('BAY', placeId) && isBus(body['plate']) ? add(root, { placeId, plate: body['plate'] }) : [refusal];
    if (root === 'parkings') {
      const isSurplus = (one: unknown, wanted: readonly string[]): boolean =>
        one !== null && !wanted.includes(String(by)) && defect !== 'takes-surplus';
      const isWrong = (one: unknown, wanted: readonly string[]): boolean =>
        isSurplus(one, wanted) || (one !== null && !isA('BAY', one)) || (one === null && wanted.includes(String(by)));
      const isRefused = isWrong(toPlaceId, ['IN', 'SHIFT']) || isWrong(fromPlaceId, ['OUT', 'SHIFT']) || !way.enum.includes(String(by));
      return isRefused || !isBus(body['plate']) ? [refusal] : add(root, { way: by, plate: body['plate'], toPlaceId, fromPlaceId });
    }
    const rows = rowsOf(body);
    const isRight =
      typeof driver === 'string' && rows.length > 0 && rows.every((one) => isBus(one['plate']) && Number.isInteger(one['stops']));
    return isRight ? add(root, { driver, legs: rows.map((one) => ({ legId: `l${(next += 1)}`, ...one })) }) : [refusal];
  };
  return (method: string, path: string, body: Json = {}): readonly [number, unknown?] => {
    const [, root = '', key, below, inner] = path.split('/');
    if (root === 'buses' && method === 'PUT' && key !== undefined) {
      const isRight = Number.isInteger(body['seats']) && typeof body['maker'] === 'string' && new RegExp(plate.pattern, 'u').test(key);
      if (!isRight) return [refusal];
      const status = of('buses').has(key) ? 200 : 201;
      of('buses').set(key, { seats: body['seats'], maker: body['maker'] });
      return [status, of('buses').get(key)];
    }
    if (document.paths[`/${root}` as '/trips'] === undefined && root !== 'buses') return [404];
    if (root === 'standings') {
      const here = [...of('parkings').values()].flatMap((one) =>
        one['toPlaceId'] === null ? [] : [{ plate: one['plate'], placeId: one['toPlaceId'] }],
      );
      const found = here.find((one) => one.plate === key && one.placeId === below);
      return key === undefined ? [200, here] : found === undefined ? [404] : [200, found];
    }
    if (key === undefined) return method === 'GET' ? [200, [...of(root).values()]] : create(root, body);
    const one = of(root).get(key);
    if (!one) return [404];
    const legs = rowsOf(one);
    if (below === 'drive') {
      const isKnown = rowsOf(body).length > 0 && rowsOf(body).every((row) => legs.some(({ legId }) => legId === row['legId']));
      return isKnown ? [200, one] : [refusal];
    }
    if (below === 'legs') {
      const found = legs.find(({ legId }) => legId === inner);
      const { legId: _own, ...rest } = found ?? {};
      return found === undefined ? [404] : [200, defect === 'names-no-leg' ? rest : found];
    }
    if (method === 'DELETE') of(root).delete(key);
    return method === 'DELETE' ? [204] : [200, one];
  };
};

const judged = async (server: Server, only: readonly string[]) => {
  const answer = buses(server);
  const url = await serve((incoming, outgoing) => {
    void objectBody(incoming).then((body) => {
      const [status, value] = answer(incoming.method ?? 'GET', (incoming.url ?? '/').split('?')[0] ?? '/', body);
      return outgoing
        .writeHead(status, { 'content-type': 'application/json' })
        .end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    selection: { only: [...only], skip: [] },
  });
  const of = (wanted: string): readonly string[] =>
    verdicts.flatMap(({ case: { id: own, check }, verdict }) =>
      verdict.kind === wanted ? [`${check.split('/')[1] ?? ''} ${own.split('#/paths/').at(-1)?.replaceAll('~1', '/') ?? ''}`] : [],
    );
  const seen = verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'observed' ? verdict.facts.map(({ at, value }) => `${at} ${String(value)}`) : [],
  );
  return { failed: of('fail'), passed: of('pass'), seen };
};

const [accepted, values, told, called, shown, formed] = [
  'lifecycle/creation-accepted',
  'body/documented-value-accepted',
  'body/told-condition-refused',
  'status/documented-call',
  'lifecycle/sent-is-shown',
  'schema/response-body',
] as const;

describe('buses in the bays of yards', () => {
  test.each<Server>([{}, { refusal: 400 }])('%j are named, and so are the legs of their trips', async (server) => {
    const { failed, passed, seen } = await judged(server, [accepted, values, told, called, shown]);
    expect(failed).toEqual([]);
    expect(passed).toEqual(
      expect.arrayContaining([
        'creation-accepted /washes/post',
        'creation-accepted /parkings/post',
        'creation-accepted /trips/post',
        'documented-value-accepted /places/post',
        'told-condition-refused /places/post',
        'told-condition-refused /parkings/post',
      ]),
    );
    expect(seen).toEqual(
      expect.arrayContaining([
        'GET /trips/{tripId}/legs/{legId} 200',
        'POST /trips/{tripId}/drive 200',
        'POST /parkings 201',
        'GET /standings/{plate}/{placeId} 200',
      ]),
    );
  });

  test.each<readonly [NonNullable<Server['defect']>, string, string]>([
    ['takes-surplus', told, 'told-condition-refused /parkings/post'],
    ['refuses-bays', values, 'documented-value-accepted /places/post'],
    ['names-no-leg', formed, 'response-body /trips/{tripId}/legs/{legId}/get'],
  ])('%s is told', async (defect, check, finding) => {
    expect((await judged({ defect }, [check, called])).failed).toEqual([finding]);
  });
});
