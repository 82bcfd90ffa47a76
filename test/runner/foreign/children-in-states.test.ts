import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const named = (name: string, required = true): object => ({
  type: 'object',
  required: required ? [name] : [],
  properties: { [name]: { ...text, minLength: 1, maxLength: 90 } },
});
const inPath = (name: string): object => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const none = { description: 'None' };
const refused = { '404': none, '409': none, '422': none };
const ledger = {
  type: 'object',
  required: ['id', 'title', 'state'],
  properties: { id: text, title: text, state: { type: 'string', enum: ['open', 'closed', 'sealed'] } },
};
const entry = { type: 'object', required: ['id', 'ledgerId', 'words'], properties: { id: text, ledgerId: text, words: text } };
const ofEntry = { $ref: '#/components/schemas/Entry' };
const remark = { type: 'object', required: ['id', 'remark'], properties: { id: text, remark: text } };

/** Ledgers that are closed and sealed; their entries have a path of their own, below which remarks are added. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Ledgers', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } }, schemas: { Entry: entry } },
  paths: {
    '/ledgers': {
      get: { responses: { '200': shows({ type: 'array', items: ledger }) } },
      post: { requestBody: asks(named('title')), responses: { '201': shows(ledger), '422': none } },
    },
    '/ledgers/{ledgerId}': {
      ...inPath('ledgerId'),
      get: { responses: { '200': shows(ledger), '404': none } },
      patch: {
        description:
          'An empty object changes nothing. Open and closed ledgers can be changed, sealed ones cannot (`409`, `ledger_sealed`).',
        requestBody: asks(named('title', false)),
        responses: { '200': shows(ledger), ...refused },
      },
      delete: { responses: { '204': none, '404': none } },
    },
    '/ledgers/{ledgerId}/close': {
      ...inPath('ledgerId'),
      post: { description: '`open` becomes `closed`. In any other state: `409`.', responses: { '200': shows(ledger), ...refused } },
    },
    '/ledgers/{ledgerId}/seal': {
      ...inPath('ledgerId'),
      post: { description: 'Only a `closed` ledger can be sealed, else `409`.', responses: { '200': shows(ledger), ...refused } },
    },
    '/ledgers/{ledgerId}/entries': {
      ...inPath('ledgerId'),
      get: { responses: { '200': shows({ type: 'array', items: ofEntry }), '404': none } },
      post: {
        description: 'The ledger must be open, else `409`.',
        requestBody: asks(named('words')),
        responses: { '201': shows(ofEntry), ...refused },
      },
    },
    '/entries/{entryId}': {
      ...inPath('entryId'),
      get: { responses: { '200': shows(ofEntry), '404': none } },
      patch: {
        description: 'Not in closed or sealed ledgers (`409`).',
        requestBody: asks(named('words', false)),
        responses: { '200': shows(ofEntry), ...refused },
      },
      delete: { description: 'Not in closed or sealed ledgers (`409`).', responses: { '204': none, ...refused } },
    },
    '/entries/{entryId}/remarks': {
      ...inPath('entryId'),
      get: { responses: { '200': shows({ type: 'array', items: remark }), '404': none } },
      post: {
        description: 'Closed ledgers take remarks, sealed ones do not (`409`, `ledger_sealed`).',
        requestBody: asks(named('remark')),
        responses: { '201': shows(remark), ...refused },
      },
    },
  },
};

type Flaw = 'none' | 'takes remarks' | 'changes entries' | 'removes entries' | 'changes ledgers';

const judged = async (flaw: Flaw) => {
  const ledgers = new Map<string, { readonly id: string; readonly title: string; readonly state: string }>();
  const entries = new Map<string, { readonly id: string; readonly ledgerId: string; readonly words: string }>();
  const remarks = new Map<string, Json[]>();
  let last = 0;
  const answerToEntry = (method: string, [id = '', below]: readonly string[], given: Json): Answer => {
    const found = entries.get(id);
    const state = found && ledgers.get(found.ledgerId)?.state;
    if (!found || state === undefined) return [404];
    if (below === 'remarks') {
      if (method === 'GET') return [200, remarks.get(id) ?? []];
      if (typeof given['remark'] !== 'string') return [422];
      if (state === 'sealed' && flaw !== 'takes remarks') return [409];
      const made = { id: `r${(last += 1)}`, remark: given['remark'] };
      remarks.set(id, [...(remarks.get(id) ?? []), made]);
      return [201, made];
    }
    if (below !== undefined) return [404];
    if (method === 'GET') return [200, found];
    if (method === 'DELETE') {
      if (state !== 'open' && flaw !== 'removes entries') return [409];
      entries.delete(id);
      return [204];
    }
    if (state !== 'open' && flaw !== 'changes entries') return [409];
    const changed = { ...found, ...(typeof given['words'] === 'string' ? { words: given['words'] } : {}) };
    entries.set(id, changed);
    return [200, changed];
  };
  const answer = (method: string, [root, id, below]: readonly string[], given: Json): Answer => {
    if (root === 'entries' && id !== undefined) return answerToEntry(method, below === undefined ? [id] : [id, below], given);
    if (root !== 'ledgers') return [404];
    if (id === undefined) {
      if (method === 'GET') return [200, [...ledgers.values()]];
      if (typeof given['title'] !== 'string') return [422];
      const made = { id: `l${(last += 1)}`, title: given['title'], state: 'open' };
      ledgers.set(made.id, made);
      return [201, made];
    }
    const found = ledgers.get(id);
    if (!found) return [404];
    const become = (state: string): Answer => {
      ledgers.set(id, { ...found, state });
      return [200, ledgers.get(id)];
    };
    if (below === 'close') return found.state === 'open' ? become('closed') : [409];
    if (below === 'seal') return found.state === 'closed' ? become('sealed') : [409];
    if (below === 'entries') {
      if (method === 'GET') return [200, [...entries.values()].filter(({ ledgerId }) => ledgerId === id)];
      if (typeof given['words'] !== 'string') return [422];
      if (found.state !== 'open') return [409];
      const made = { id: `e${(last += 1)}`, ledgerId: id, words: given['words'] };
      entries.set(made.id, made);
      return [201, made];
    }
    if (below !== undefined) return [404];
    if (method === 'GET') return [200, found];
    if (method === 'DELETE') return ledgers.delete(id) ? [204] : [404];
    if (found.state === 'sealed' && flaw !== 'changes ledgers') return [409];
    ledgers.set(id, { ...found, ...(typeof given['title'] === 'string' ? { title: given['title'] } : {}) });
    return [200, ledgers.get(id)];
  };
  const { verdicts } = await judgeForeign(writeDocument(document), await serveAnswers(answer), {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    selection: { only: ['lifecycle/refused-in-state'], skip: [] },
  });
  const told = verdicts.flatMap(({ id, verdict }) => {
    const [, path = '', method = ''] = /^lifecycle\/refused-in-state@#\/paths\/(.+)\/(\w+)$/u.exec(id) ?? [];
    return path === '' ? [] : [[`${method.toUpperCase()} ${path.replaceAll('~1', '/')}`, verdict.kind] as const];
  });
  return { kinds: Object.fromEntries(told), left: ledgers.size };
};

const right = {
  'PATCH /ledgers/{ledgerId}': 'pass',
  'POST /ledgers/{ledgerId}/close': 'pass',
  'POST /ledgers/{ledgerId}/seal': 'pass',
  'POST /ledgers/{ledgerId}/entries': 'pass',
  'PATCH /entries/{entryId}': 'pass',
  'DELETE /entries/{entryId}': 'pass',
  'POST /entries/{entryId}/remarks': 'pass',
};

test.for<readonly [Flaw, object]>([
  ['none', {}],
  ['takes remarks', { 'POST /entries/{entryId}/remarks': 'fail' }],
  ['changes entries', { 'PATCH /entries/{entryId}': 'fail' }],
  // What was removed takes no remark in the next state.
  ['removes entries', { 'DELETE /entries/{entryId}': 'fail', 'POST /entries/{entryId}/remarks': 'inconclusive' }],
  ['changes ledgers', { 'PATCH /ledgers/{ledgerId}': 'fail' }],
])(
  'what is below a resource, at a path of its own, is tried in the states in which that refuses it: %s',
  besideOthers(async ([flaw, wrong]) => {
    expect(await judged(flaw)).toEqual({ kinds: { ...right, ...wrong }, left: 0 });
  }),
);
