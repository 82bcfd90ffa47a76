import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const kite = {
  type: 'object',
  required: ['id', 'name', 'status', 'height'],
  properties: {
    id: { type: 'integer' },
    name: { type: 'string' },
    status: { type: 'string', enum: ['new', 'flown', 'lost'] },
    height: { type: 'number' },
    note: { type: 'string', nullable: true },
  },
};
/** Kites, which a read takes by what `parameter` names. */
const document = (parameter: string) => ({
  openapi: '3.0.3',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/kites': { get: { responses: { 200: json({ type: 'array', items: kite }) } } },
    [`/kites/{${parameter}}`]: {
      parameters: [{ name: parameter, in: 'path', required: true, schema: { type: parameter === 'mark' ? 'string' : 'integer' } }],
      get: { responses: { 200: json(kite), 404: { description: 'None' } } },
    },
  },
});

type Kite = Readonly<Record<'id' | 'height', number>> & Readonly<Record<'name' | 'status', string>> & { readonly note: string | null };

const kites: readonly Kite[] = Array.from({ length: 30 }, (_, n) => ({
  id: n + 1,
  name: `Kite ${n + 1}`,
  status: n === 25 ? 'lost' : n % 2 === 0 ? 'new' : 'flown',
  height: n,
  note: n === 20 ? 'A note that takes more room than a list has for it' : null,
}));

type Form = {
  readonly item?: (kite: Kite) => object;
  readonly read?: (kite: Kite) => object | undefined;
  /** What the path of a read takes. */
  readonly by?: string;
  /** The status where nothing is shown. */
  readonly refuses?: number;
};

const judged = async ({ item = (one) => one, read = (one) => one, by = 'kiteId', refuses = 404 }: Form) => {
  const asked: string[] = [];
  const url = await serve((incoming, outgoing) => {
    const [, name, id = ''] = (incoming.url ?? '').split(/[/?]/u);
    const found = kites.find((one) => String(one.id) === id);
    const body = name !== 'kites' ? undefined : id === '' ? kites.map(item) : found && read(found);
    if (incoming.method === 'GET' && found) asked.push(found.status);
    outgoing.writeHead(body === undefined ? refuses : 200, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(body ?? {}));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(by)), url, {
    allow: [],
    selection: { only: ['lifecycle/existing-read-as-listed', 'schema/response-body', 'status/declared'], skip: [] },
  });
  const told = verdicts.flatMap(({ case: { requirement }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${verdict.finding.where}: ${verdict.finding.actual}`] : [],
  );
  const own = verdicts.find((one) => one.case.check === 'lifecycle/existing-read-as-listed');
  return { told, kind: own?.verdict.kind, statuses: [...new Set(asked)].toSorted() };
};

let height = 0;

test.each<readonly [string, Form]>([
  ['shows the same', {}],
  ['shortens texts in the list', { item: (one) => ({ ...one, note: one.note?.slice(0, 10) ?? null }) }],
  [
    'leaves members out of the list',
    { item: ({ id, name, status }) => ({ id, name, status, height: 0 }), read: (one) => ({ ...one, height: 0 }) },
  ],
  [
    'shows what goes on meanwhile',
    {
      read: (one) => {
        height += 1;
        return { ...one, height };
      },
    },
  ],
])('a service that %s is not accused, and is read in each state', async (_what, form) => {
  expect(await judged(form)).toEqual({ told: [], kind: 'pass', statuses: ['flown', 'lost', 'new'] });
});

test.each<readonly [string, Form, string]>([
  ['shows another status', { read: (one) => ({ ...one, status: one.status === 'lost' ? 'new' : one.status }) }, 'OAS-26 /status: "lost"'],
  ['lists another height', { item: (one) => ({ ...one, height: one.id > 5 ? 1 : one.height }) }, 'OAS-26 /height: 1'],
  ['reads an unlisted status', { read: (one) => ({ ...one, status: one.status === 'lost' ? 'gone' : one.status }) }, '#/status: "gone"'],
])('a service that %s is told', async (_what, form, expected) => {
  const { told } = await judged(form);
  expect(told.some((one) => one.includes(expected))).toBe(true);
});

test('what cannot be read shows nothing', async () => {
  expect(await judged({ read: () => undefined })).toMatchObject({ told: [], kind: 'inconclusive' });
});

test('an id that a read does not take is no valid call, unless the document calls both alike', async () => {
  const form: Form = { read: () => undefined, refuses: 400 };
  expect(await judged({ ...form, by: 'mark' })).toMatchObject({ told: [], kind: 'inconclusive' });
  expect((await judged({ ...form, by: 'id' })).told).toEqual(['OAS-1 status: 400']);
});
