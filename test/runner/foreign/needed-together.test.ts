import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string', minLength: 1, maxLength: 60 };
const list = { type: 'array', items: text, maxItems: 9 };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const kit = {
  type: 'object',
  required: ['id', 'label', 'parts', 'sheets', 'status'],
  properties: { id: text, label: text, parts: list, sheets: list, status: { type: 'string', enum: ['open', 'sealed'] } },
};
const parameters = [{ name: 'kitId', in: 'path', required: true, schema: text }];

/** Kits that are sealed when they are complete. */
const documentOf = (said: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Kits', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/kits': {
      get: { responses: { '200': shows({ type: 'array', items: kit }) } },
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { type: 'object', required: ['label'], properties: { label: text, parts: list, sheets: list } } },
          },
        },
        responses: { '201': shows(kit), '422': none },
      },
    },
    '/kits/{kitId}': {
      parameters,
      get: { responses: { '200': shows(kit), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/kits/{kitId}/seal': { parameters, post: { description: said, responses: { '200': shows(kit), '404': none, '409': none } } },
  },
});

type Kit = { readonly id: string; readonly label: string; readonly parts: unknown[]; readonly sheets: unknown[]; status: string };

const judged = async (said: string, needed: readonly ('parts' | 'sheets')[]) => {
  const kits = new Map<string, Kit>();
  let last = 0;
  const seal = (one: Kit): Answer => {
    if (needed.some((name) => one[name].length === 0)) return [409];
    one.status = 'sealed';
    return [200, one];
  };
  const url = await serveAnswers((method, [root, id, action], given) => {
    const found = kits.get(id ?? '');
    if (root !== 'kits' || (id !== undefined && !found)) return [404];
    if (found && action !== undefined) return method === 'POST' && action === 'seal' ? seal(found) : [404];
    if (found) return method === 'GET' ? [200, found] : method === 'DELETE' ? [kits.delete(found.id) ? 204 : 404] : [405];
    if (method === 'GET') return [200, [...kits.values()]];
    const { label, parts = [], sheets = [] } = given;
    if (typeof label !== 'string' || !Array.isArray(parts) || !Array.isArray(sheets)) return [422];
    const made: Kit = { id: `k-${(last += 1)}`, label, parts, sheets, status: 'open' };
    kits.set(made.id, made);
    return [201, made];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentOf(said)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 60,
    selection: { only: ['lifecycle/refused-while-lacking'], skip: [] },
  });
  const own = verdicts.filter(({ case: { check } }) => check === 'lifecycle/refused-while-lacking');
  return { kinds: own.map(({ verdict }) => verdict.kind).toSorted(), left: kits.size };
};

const said = 'Seals a kit. Needs at least one part and one sheet, otherwise 409.';

test.concurrent.for<readonly [readonly ('parts' | 'sheets')[], readonly string[]]>([
  [['parts', 'sheets'], ['pass']],
  [['parts'], ['fail']],
  [['sheets'], ['fail']],
  [[], ['fail']],
])(
  'of several things that an action needs, a service that looks at %j is judged by each',
  besideOthers(async ([needed, kinds]) => {
    expect(await judged(said, needed)).toEqual({ kinds, left: 0 });
  }),
);

test.concurrent.for(['Seals a kit. Needs at least one part or one sheet, otherwise 409.', 'Seals a kit.'])(
  'one of several is enough, or none is needed: "%s"',
  besideOthers(async (other) => {
    expect(await judged(other, [])).toEqual({ kinds: [], left: 0 });
  }),
);
