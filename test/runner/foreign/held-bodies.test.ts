import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { jsonBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({ type: 'object', required, properties });
const colours = ['red', 'green', 'white'];
const members = {
  name: { type: 'string', minLength: 1, maxLength: 40 },
  colour: { type: 'string', enum: colours },
  depth: { type: 'integer', minimum: 1, maximum: 90 },
  remark: { type: ['string', 'null'], maxLength: 80 },
};
const needed = ['name', 'colour'];

/** How the bodies of a service hold a buoy, in requests and in answers. */
type Shape = {
  readonly mediaType: string;
  readonly asked: (id: string | undefined, isChange: boolean) => object;
  readonly shown: object;
  /** The members of a buoy in a body; undefined where it is not held so. */
  readonly read: (body: Json, id: string | undefined) => unknown;
  readonly write: (buoy: Json) => Json;
};

const wrapped: Shape = {
  mediaType: 'application/json',
  asked: (_id, isChange) => object({ buoy: { ...object(members, isChange ? [] : needed), additionalProperties: false } }),
  shown: object({ buoy: object({ id: { type: 'string' }, ...members }) }),
  read: (body) => body['buoy'],
  write: (buoy) => ({ buoy }),
};

const resourceObject: Shape = {
  mediaType: 'application/vnd.api+json',
  asked: (id, isChange) =>
    object({
      data: object({
        type: { const: 'buoys' },
        ...(id === undefined ? {} : { id: { type: 'string' } }),
        attributes: { ...object(members, isChange ? [] : needed), additionalProperties: false },
      }),
    }),
  shown: object({ data: object({ type: { const: 'buoys' }, id: { type: 'string' }, attributes: object(members) }) }),
  read(body, id) {
    const data = body['data'] as Json | undefined;
    return data?.['type'] === 'buoys' && data['id'] === id ? data['attributes'] : undefined;
  },
  write: ({ id, ...attributes }) => ({ data: { type: 'buoys', id, attributes } }),
};

const documentOf = ({ mediaType, asked, shown }: Shape) => {
  const content = (schema: object) => ({ content: { [mediaType]: { schema } } });
  const shows = (status: number) => ({ [status]: { description: 'It', ...content(shown) } });
  const refused = Object.fromEntries([400, 401, 404, 422].map((status) => [status, { description: 'Refused' }]));
  const takes = (schema: object) => ({ requestBody: { required: true, ...content(schema) } });
  return {
    openapi: '3.1.0',
    info: { title: 'Buoys', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/buoys': { post: { ...takes(asked(undefined, false)), responses: { ...shows(201), ...refused } } },
      '/buoys/{buoyId}': {
        parameters: [{ name: 'buoyId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { ...shows(200), ...refused } },
        patch: {
          description: 'Changes what the body names; the rest stays.',
          ...takes(asked('', true)),
          responses: { ...shows(200), ...refused },
        },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
    },
  };
};

/** What a service does wrong. */
type Defect = 'forgets the colour' | 'stores no change' | 'empties the rest' | 'takes any colour' | 'takes any depth' | 'ignores null';

const fits = (name: string, value: unknown, defect: Defect | undefined): boolean => {
  if (name === 'colour') return colours.includes(String(value)) || (defect === 'takes any colour' && typeof value === 'string');
  if (name === 'depth') return Number.isInteger(value) && ((Number(value) >= 1 && Number(value) <= 90) || defect === 'takes any depth');
  if (name === 'remark') return value === null || (typeof value === 'string' && [...value].length <= 80);
  return name === 'name' && typeof value === 'string' && value !== '' && [...value].length <= 40;
};

const told = async (shape: Shape, defect?: Defect, only: readonly string[] = ['**']) => {
  const buoys = new Map<string, Json>();
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const answer = (status: number, body?: Json) => {
      if (body === undefined) return outgoing.writeHead(status).end();
      return outgoing.writeHead(status, { 'content-type': shape.mediaType }).end(JSON.stringify(body));
    };
    if (incoming.headers.authorization !== 'Bearer foreign-key-0123456789') {
      outgoing.setHeader('www-authenticate', 'Bearer');
      return answer(401, { error: 'who?' });
    }
    const [, collection, id, ...more] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    const buoy = buoys.get(id ?? '');
    if (collection !== 'buoys' || more.length > 0 || (id !== undefined && buoy === undefined)) return answer(404, { error: 'no' });
    const { method } = incoming;
    const isKnown = id === undefined ? method === 'POST' : ['GET', 'PATCH', 'DELETE'].includes(method ?? '');
    if (!isKnown) return outgoing.writeHead(405, { allow: id === undefined ? 'POST' : 'GET, PATCH, DELETE' }).end();
    if (method === 'GET' && buoy) return answer(200, shape.write(buoy));
    if (method === 'DELETE' && id !== undefined) {
      buoys.delete(id);
      return answer(204);
    }
    if (incoming.headers['content-type']?.split(';')[0] !== shape.mediaType) return answer(400, { error: 'media type' });
    const body = await jsonBody(incoming);
    if (body === undefined) return answer(400, { error: 'no JSON' });
    const asked = shape.read(body as Json, id);
    if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) return answer(422, { error: 'no buoy' });
    const given = Object.entries(asked as Json);
    const isWhole = id !== undefined || needed.every((name) => name in asked);
    if (!isWhole || !given.every(([name, value]) => fits(name, value, defect))) return answer(422, { error: 'invalid' });
    const set = defect === 'ignores null' ? Object.fromEntries(given.filter(([, value]) => value !== null)) : (asked as Json);
    if (buoy && id !== undefined) {
      const kept = defect === 'empties the rest' ? { ...buoy, remark: null } : buoy;
      const changed = { ...kept, ...set };
      if (defect !== 'stores no change') buoys.set(id, changed);
      return answer(200, shape.write(changed));
    }
    const made = { id: `b${(last += 1)}`, depth: 1, remark: null, ...(asked as Json) };
    buoys.set(made.id, defect === 'forgets the colour' ? { ...made, colour: 'green' } : made);
    outgoing.setHeader('location', `/buoys/${made.id}`);
    return answer(201, shape.write(made));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(shape)), url, {
    allow: ['mutation'],
    maxCreates: 60,
    selection: { only, skip: [] },
  });
  const of = (kind: string) => verdicts.flatMap(({ id, verdict }) => (verdict.kind === kind ? [id.split('@')[0] ?? ''] : []));
  return { failed: [...new Set(of('fail'))], passed: new Set(of('pass')), left: buoys.size };
};

describe.concurrent.each([
  ['in the only member of the body', wrapped],
  ['in the attributes of a resource object (JSON:API)', resourceObject],
])('what a body holds %s', (_name, shape) => {
  test(
    'is judged as a body of its own, and nobody is accused',
    besideOthers(async () => {
      const { failed, passed, left } = await told(shape);
      expect({ failed, left }).toEqual({ failed: [], left: 0 });
      for (const check of ['lifecycle/sent-is-shown', 'lifecycle/change-shown', 'body/breach-refused', 'sequences/shown-after-all'])
        expect(passed).toContain(check);
    }),
  );

  test.for<readonly [Defect, string]>([
    ['forgets the colour', 'lifecycle/*'],
    ['stores no change', 'lifecycle/*'],
    ['empties the rest', 'lifecycle/*'],
    ['takes any colour', 'body/*'],
    ['takes any depth', 'body/*'],
    ['ignores null', 'lifecycle/*'],
  ])(
    'is told of a service that %s',
    besideOthers(async ([defect, family]) => {
      expect((await told(shape, defect, [family])).failed).not.toEqual([]);
    }),
  );
});
