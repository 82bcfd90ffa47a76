import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const asset = { type: 'object', properties: { id: text, kind: { ...text, enum: ['image', 'video'] }, mime: text } };

/** @param description Of the section of the assets. */
const documentWith = (description: string) => ({
  openapi: '3.1.0',
  info: { title: 'Assets', version: '1' },
  tags: [{ name: 'Assets', description }],
  paths: {
    '/assets': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: asset }) } } },
      post: {
        tags: ['Assets'],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { ...asset, properties: { kind: asset.properties.kind, mime: text }, required: ['kind', 'mime'] },
              example: { kind: 'image', mime: 'image/png' },
            },
          },
        },
        responses: { 201: { description: 'd', ...json(asset) }, 422: { description: 'Wrong' } },
      },
    },
    '/assets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'd', ...json(asset) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'd' }, 404: { description: 'None' } } },
    },
  },
});

/** The verdict about the listed values, where the service refuses videos at a member. */
const judged = async (description: string, place: string) => {
  const assets = new Map<string, object>();
  const url = await serve((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const id = (incoming.url ?? '').split('/')[2];
      const send = (status: number, body?: unknown): void => {
        outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(body === undefined ? undefined : JSON.stringify(body));
      };
      if (incoming.method === 'POST') {
        const body = JSON.parse(Buffer.concat(parts).toString()) as Readonly<Record<string, unknown>>;
        if (body['kind'] === 'video' && body['mime'] === 'image/png')
          return send(422, { errors: [{ field: place, message: 'does not fit' }] });
        assets.set(`a${assets.size + 1}`, { ...body, id: `a${assets.size + 1}` });
        return send(201, { ...body, id: `a${assets.size}` });
      }
      if (id === undefined) return send(200, [...assets.values()]);
      const found = assets.get(id);
      if (incoming.method === 'DELETE') assets.delete(id);
      return found ? send(incoming.method === 'DELETE' ? 204 : 200, incoming.method === 'DELETE' ? undefined : found) : send(404);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(description)), url, {
    allow: ['mutation'],
    selection: { only: ['body/documented-value-accepted'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) => (id.startsWith('body/documented-value-accepted@') ? [verdict.kind] : []));
};

test('a listed value that is refused at its own place is not accepted', async () => {
  expect(await judged('Pictures and films.', 'kind')).toEqual(['fail']);
});

test('one that is refused at another member, which has to suit it, is no finding', async () => {
  expect(await judged('Pictures and films.', 'mime')).not.toContain('fail');
});

test('so is one of which the section says that it needs others', async () => {
  expect(await judged('Some rules depend on the `kind`: the `mime` must fit.', 'kind')).not.toContain('fail');
});

/** The codes that are told of a list whose parameters `first` and `second` are refused alone. */
const toldOfPair = async ([first, second]: readonly [string, string], description: string) => {
  const number = { type: 'number', minimum: -90, maximum: 90 };
  const url = await serve((incoming, outgoing) => {
    const { searchParams } = new URL(incoming.url ?? '/', 'http://assets');
    const isHalf = searchParams.has(first) !== searchParams.has(second);
    outgoing.writeHead(isHalf ? 400 : 200, { 'content-type': 'application/json' });
    outgoing.end(isHalf ? '{}' : '[]');
  });
  const parameters = [
    { name: first, in: 'query', schema: number },
    { name: second, in: 'query', schema: { type: 'number', enum: [0] } },
  ];
  const responses = { 200: { description: 'd', ...json({ type: 'array', items: asset }) }, 400: { description: 'Wrong' } };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Assets', version: '1' },
    paths: { '/assets': { get: { description, parameters, responses } } },
  };
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    selection: { only: ['query/documented-value-accepted'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []));
};

test.each<readonly [names: readonly [string, string], description: string]>([
  [['x', 'y'], 'With `x` and `y` (both or none) only what is near is listed.'],
  [['x', 'y'], '`x` needs `y`.'],
  [['lat', 'lon'], 'What there is.'],
])('a half of what is sent together is not missed: %o, %s', async (names, description) => {
  expect(await toldOfPair(names, description)).toEqual([]);
});

test('a parameter that is refused alone is told where nothing says so', async () => {
  expect(await toldOfPair(['x', 'y'], 'Filtered by `x` and `y`.')).toHaveLength(1);
});
