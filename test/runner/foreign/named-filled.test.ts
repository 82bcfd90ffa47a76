import { describe, expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { description: 'None' };
const text = { type: 'string' };
const name = { ...text, minLength: 1, maxLength: 60 };
const ref = (of: string) => ({ $ref: `#/components/schemas/${of}` });
const at = (...parameters: readonly string[]) => ({
  parameters: parameters.map((one) => ({ name: one, in: 'path', required: true, schema: text })),
});
const bodyOf = (required: readonly string[], properties: object) => ({ required: true, ...json({ type: 'object', required, properties }) });
const listOf = (of: string) => ({ 200: { description: 'All', ...json({ type: 'array', items: ref(of) }) } });
const refused = { 400: none, 404: none, 409: none, 422: none };
const oneOf = (of: string) => ({ get: { responses: { 200: { description: 'It', ...json(ref(of)) }, 404: none } } });
const removed = { delete: { responses: { 204: none, 404: none } } };
const madeOf = (of: string) => ({ 201: { description: 'It', ...json(ref(of)) }, ...refused });

/** An orchard: crates are filled with apples and labelled, and shipped. No text says what a crate has to have. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Orchard', version: '1' },
  paths: {
    '/crates': { get: { responses: listOf('Crate') }, post: { requestBody: bodyOf(['name'], { name }), responses: madeOf('Crate') } },
    '/crates/{crateId}': { ...at('crateId'), ...oneOf('Crate'), ...removed },
    '/crates/{crateId}/apples': {
      ...at('crateId'),
      get: { responses: listOf('Apple') },
      post: { requestBody: bodyOf(['sort'], { sort: name }), responses: madeOf('Apple') },
    },
    '/crates/{crateId}/apples/{appleId}': { ...at('crateId', 'appleId'), ...oneOf('Apple'), ...removed },
    '/harbours': { get: { responses: listOf('Harbour') }, post: { requestBody: bodyOf(['name'], { name }), responses: madeOf('Harbour') } },
    '/harbours/{harbourId}': { ...at('harbourId'), ...oneOf('Harbour'), ...removed },
    '/harbours/{harbourId}/piers': {
      ...at('harbourId'),
      get: { responses: listOf('Pier') },
      post: { requestBody: bodyOf(['name'], { name }), responses: madeOf('Pier') },
    },
    '/harbours/{harbourId}/piers/{pierId}': { ...at('harbourId', 'pierId'), ...oneOf('Pier'), ...removed },
    '/shipments': {
      get: { responses: listOf('Shipment') },
      post: {
        description: 'Ships a crate. One that cannot be shipped is refused.',
        requestBody: bodyOf(['crateId', 'harbourId', 'note'], {
          crateId: text,
          harbourId: text,
          note: name,
          wrapping: { ...name, default: 'straw' },
        }),
        responses: madeOf('Shipment'),
      },
    },
    '/shipments/{shipmentId}': { ...at('shipmentId'), ...oneOf('Shipment'), ...removed },
  },
  components: {
    schemas: {
      Crate: { type: 'object', required: ['id', 'name'], properties: { id: text, name } },
      Apple: { type: 'object', required: ['id', 'sort'], properties: { id: text, sort: name } },
      Harbour: { type: 'object', required: ['id', 'name'], properties: { id: text, name } },
      Pier: { type: 'object', required: ['id', 'name'], properties: { id: text, name } },
      Shipment: {
        type: 'object',
        required: ['id', 'crateId', 'harbourId', 'note', 'wrapping'],
        properties: { id: text, crateId: text, harbourId: text, note: name, wrapping: name },
      },
    },
  },
};

type Orchard = {
  /** What a shipment needs. */
  readonly needs?: 'apples' | 'piers' | 'both' | 'nothing' | 'more than the run can make';
  /** How a shipment of what lacks it is refused. */
  readonly lacking?: 400 | 409 | 422;
  /** How a crate is refused that was shipped; absent: it can be shipped again. */
  readonly spent?: 409 | 422;
  /** The default of the wrapping is not kept. */
  readonly losesWrapping?: true;
  /** A shipment with a wrong note is accepted. */
  readonly takesAnyNote?: true;
};

type Kind = 'crates' | 'harbours' | 'shipments';

const shipments = ['* /shipments', '* /shipments/*'];

/** @param more Operations that are judged besides those on shipments. */
const judged = async ({ needs = 'apples', lacking = 422, spent, losesWrapping, takesAnyNote }: Orchard, more: readonly string[] = []) => {
  const kept: Record<Kind, Map<string, object>> = { crates: new Map(), harbours: new Map(), shipments: new Map() };
  const below = new Map<string, Map<string, object>>();
  const shipped = new Set<string>();
  const made: Record<string, number> = {};
  let next = 1;
  const isName = (value: unknown): value is string => typeof value === 'string' && value !== '' && [...value].length <= 60;
  const isKind = (kind: string): kind is Kind => ['crates', 'harbours', 'shipments'].includes(kind);
  const has = (id: string): boolean => (below.get(id)?.size ?? 0) > 0;
  const isLacking = (crate: string, harbour: string): boolean =>
    needs === 'more than the run can make' ||
    ((needs === 'apples' || needs === 'both') && !has(crate)) ||
    ((needs === 'piers' || needs === 'both') && !has(harbour));
  const url = await serve((incoming, outgoing) => {
    const [, kind = '', id = '', part, inner = ''] = new URL(incoming.url ?? '/', 'http://orchard.example').pathname.split('/');
    const give = (status: number, body?: unknown): void => {
      if (body === undefined) outgoing.writeHead(status).end();
      else outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (!isKind(kind)) return give(404);
    const isPart = (kind === 'crates' && part === 'apples') || (kind === 'harbours' && part === 'piers');
    if (part !== undefined && (!isPart || !kept[kind].has(id))) return give(404);
    const all: Map<string, object> = part === undefined ? kept[kind] : (below.get(id) ?? new Map<string, object>());
    if (part !== undefined) below.set(id, all);
    const keep = (value: object): void => {
      const one = { id: `${part ?? kind}-${next++}`, ...value };
      all.set(one.id, one);
      made[part ?? kind] = (made[part ?? kind] ?? 0) + 1;
      return give(201, one);
    };
    const add = async (): Promise<void> => {
      const body = await objectBody(incoming);
      if (kind !== 'shipments') {
        const member = part === 'apples' ? 'sort' : 'name';
        const given = body?.[member];
        return isName(given) ? keep({ [member]: given }) : give(422);
      }
      const { crateId, harbourId, note, wrapping = losesWrapping ? 'none' : 'straw' } = body ?? {};
      if (typeof crateId !== 'string' || typeof harbourId !== 'string') return give(422);
      if (!kept.crates.has(crateId) || !kept.harbours.has(harbourId)) return give(422);
      if (takesAnyNote ? note === undefined : !isName(note)) return give(422);
      if (!isName(wrapping)) return give(422);
      if (spent !== undefined && shipped.has(crateId)) return give(spent);
      if (isLacking(crateId, harbourId)) return give(lacking);
      shipped.add(crateId);
      return keep({ crateId, harbourId, note, wrapping });
    };
    const key = part === undefined ? id : inner;
    if (key === '') return incoming.method === 'POST' ? void add() : give(200, [...all.values()]);
    if (!all.has(key)) return give(404);
    if (incoming.method === 'DELETE') return all.delete(key) ? give(204) : give(404);
    return give(200, all.get(key));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    credentials: [],
    selection: { only: [...shipments, ...more], skip: [] },
  });
  expect(verdicts.filter(({ verdict }) => verdict.kind === 'broken')).toEqual([]);
  const told = verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === 'fail' ? [`${check} ${verdict.finding.actual}`] : []));
  const left = Object.values(kept).flatMap((all) => [...all.keys()]);
  return { told, made, left };
};

describe('a creation that is refused as long as what it names has nothing below it', () => {
  test.each([
    { needs: 'apples', lacking: 422, spent: 409 },
    { needs: 'apples', lacking: 409, spent: 422 },
    { needs: 'apples', lacking: 400 },
    { needs: 'piers', lacking: 422 },
    { needs: 'both', lacking: 409, spent: 409 },
  ] as const)('is made with what the run has filled, and what it made is removed: $needs, $lacking, $spent', async (orchard) => {
    const { told, made, left } = await judged(orchard);
    expect(told).toEqual([]);
    expect(made['shipments']).toBeGreaterThan(5);
    expect(left).toEqual([]);
  });

  test('is filled as well where the first one named what was filled for another reason', async () => {
    const { told, made, left } = await judged({ spent: 409 }, ['GET /crates/{crateId}/apples']);
    expect(told).toEqual([]);
    expect(made['shipments']).toBeGreaterThan(5);
    expect(left).toEqual([]);
  });

  test('is judged like any other: a lost default is told', async () => {
    const { told } = await judged({ spent: 409, losesWrapping: true });
    expect(told.filter((one) => one.startsWith('lifecycle/defaults-shown '))).not.toEqual([]);
  });

  test('is judged for what it ought to refuse, with what was not spent before', async () => {
    const { told, made } = await judged({ spent: 409, takesAnyNote: true });
    expect(told.filter((one) => one.startsWith('body/'))).not.toEqual([]);
    expect(made['shipments']).toBeGreaterThan(5);
  });
});

test('where nothing is of use, little is tried: one crate and one harbour for each selection', async () => {
  const [in_vain, usual] = [await judged({ needs: 'more than the run can make' }), await judged({ needs: 'nothing' })];
  expect(in_vain.told).toEqual([]);
  expect(in_vain.made['shipments']).toBeUndefined();
  expect(in_vain.made['crates'] ?? 0).toBeLessThanOrEqual((usual.made['crates'] ?? 0) + 3);
  expect(in_vain.left).toEqual([]);
});

test('where nothing is lacking, nothing is filled', async () => {
  const { told, left } = await judged({ needs: 'nothing' });
  expect(told).toEqual([]);
  expect(left).toEqual([]);
});
