import { expect, test } from 'vitest';
import { isInOtherEntry, placesIn, skipsIndex } from '../../../src/checks/subjects/promised-pointers.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const sent = { lines: [{ label: 'a' }, { label: 'b' }], title: 'x' };

test.each<readonly [string, boolean]>([
  ['/lines/1/label', false],
  ['#/lines/0/label', false],
  ['/body/lines/0/label', false],
  ['/lines', false],
  ['/lines/-', false],
  ['/contact/email', false],
  ['/title/label', false],
  ['', false],
  ['/lines/label', true],
  ['/lines/[1]/label', true],
])('%j goes through a list without an index: %s', (pointer, skips) => {
  const places = placesIn({ errors: [{ source: { pointer } }] }, sent);
  expect(places.length).toBe(1);
  expect(places.some((one) => skipsIndex(one, sent))).toBe(skips);
});

test('what is no pointer is left out, and entries are told apart', () => {
  expect(placesIn({ errors: [{ pointer: 'lines.label' }, { path: '/lines' }] }, sent)).toEqual([]);
  expect(isInOtherEntry(['lines', '0', 'label'], ['lines', '1', 'label'])).toBe(true);
  expect(isInOtherEntry(['lines', '1', 'label'], ['lines', '1', 'label'])).toBe(false);
  expect(isInOtherEntry(['lines', '1'], ['lines', '1', 'label'])).toBe(false);
  expect(isInOtherEntry(['title'], ['label'])).toBe(false);
});

const line = {
  type: 'object',
  required: ['label', 'count'],
  properties: { label: { type: 'string', minLength: 1, maxLength: 20 }, count: { type: 'integer', minimum: 1, maximum: 9 } },
};
const crate = { type: 'object', required: ['lines'], properties: { lines: { type: 'array', minItems: 1, maxItems: 5, items: line } } };
const shown = { type: 'object', required: ['id', 'lines'], properties: { id: { type: 'string' }, ...crate.properties } };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

const document = (promise: string) => ({
  openapi: '3.0.3',
  info: { title: 'Crates', version: '1', description: promise },
  paths: {
    '/crates': {
      post: {
        requestBody: { required: true, ...json(crate) },
        responses: { 201: { description: 'New', ...json(shown) }, 422: { description: 'Wrong', ...json({ type: 'object' }) } },
      },
    },
    '/crates/{crateId}': {
      parameters: [{ name: 'crateId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'It', ...json(shown) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
});

type Line = { readonly label?: unknown; readonly count?: unknown };
type Place = (entry: number, member: string) => string;

/** The member of an entry that is wrong. */
const wrongIn = (one: Line): string | undefined => {
  if (typeof one !== 'object' || one === null || Array.isArray(one)) return '';
  const { label, count } = one;
  if (typeof label !== 'string' || label.length === 0 || label.length > 20) return 'label';
  return Number.isInteger(count) && Number(count) >= 1 && Number(count) <= 9 ? undefined : 'count';
};

const failed = async (place: Place, promise = '`pointer` is a JSON Pointer into the body you sent.') => {
  const crates = new Map<string, unknown>();
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const wrong = (pointer: string): void => give(422, { errors: [{ source: { pointer }, detail: 'Wrong' }] });
    void objectBody(incoming).then((body) => {
      const [, root, id] = (incoming.url ?? '/').split('/');
      if (root !== 'crates') return give(404);
      if (id !== undefined && incoming.method === 'DELETE') return give(crates.delete(id) ? 204 : 404);
      if (id !== undefined) return crates.has(id) ? give(200, crates.get(id)) : give(404);
      const lines = body?.['lines'];
      if (!Array.isArray(lines) || lines.length === 0 || lines.length > 5) return wrong('/lines');
      const at = lines.findIndex((one: Line) => wrongIn(one) !== undefined);
      const member = wrongIn(lines[at] as Line);
      if (at >= 0) return wrong(member === '' ? `/lines/${at}` : place(at, member ?? ''));
      const made = { id: `crate-${crates.size + 1}`, lines: lines as unknown[] };
      crates.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(promise)), url, {
    allow: ['mutation'],
    credentials: [],
    maxCreates: 12,
    selection: { only: ['body/mistake-located'], skip: [] },
  });
  return verdicts.flatMap(({ case: { check }, verdict }) =>
    check === 'body/mistake-located' ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

test.each<readonly [string, Place]>([
  ['the member', (entry, member) => `/lines/${entry}/${member}`],
  ['the entry', (entry) => `/lines/${entry}`],
  ['the list', () => '/lines'],
  ['the member, as a fragment', (entry, member) => `#/lines/${entry}/${member}`],
  ['no place', (_entry, member) => member],
])('a server is not told of whose pointer leads to %s', async (_what, place) => {
  expect(await failed(place)).not.toContain('mistake-misplaced');
});

test('pointers to the member are judged', async () => {
  expect(await failed((entry, member) => `/lines/${entry}/${member}`)).toEqual(['pass']);
});

test.each<readonly [string, Place]>([
  ['has no index', (_entry, member) => `/lines/${member}`],
  ['counts from one', (entry, member) => `/lines/${entry + 1}/${member}`],
])('a pointer is told that %s', async (_what, place) => {
  expect(await failed(place)).toEqual(['mistake-misplaced']);
});

test.each(['Errors have a `pointer`.', '`pointer` may be a JSON Pointer into the body.', '`pointer` is a JSON Pointer into the schema.'])(
  'nothing is judged where the document says: %s',
  async (promise) => {
    expect(await failed((_entry, member) => `/lines/${member}`, promise)).toEqual([]);
  },
);
