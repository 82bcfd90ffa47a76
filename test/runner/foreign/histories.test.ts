import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const takes = (required: readonly string[], properties: object) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties } } },
});
const none = { description: 'None' };
const id = { parameters: [{ name: 'parcelId', in: 'path', required: true, schema: { type: 'string' } }] };
const status = { type: 'string', enum: ['booked', 'sorted', 'sent', 'kept'] };
const note = { type: 'string', maxLength: 90 };

const table = `
| from | to |
|---|---|
| \`booked\` | \`sorted\`, \`kept\` |
| \`sorted\` | \`sent\` |

Anything else is \`409\`.`;

type Written = { readonly said?: string; readonly removes?: boolean; readonly shape?: 'status' | 'from and to'; readonly reason?: boolean };

const document = ({ said = 'Every status the parcel has had, `booked` first.', removes = true, shape = 'status' }: Written) => {
  const at = { type: 'string', format: 'date-time' };
  const entry = shape === 'status' ? { status, at } : { from: { ...status, type: ['string', 'null'] }, to: status, at };
  const fields = {
    id: { type: 'string', readOnly: true },
    status: { ...status, readOnly: true },
    note,
    history: { type: 'array', readOnly: true, description: said, items: { type: 'object', properties: entry } },
  };
  const shown = { type: 'object', required: ['id', 'status', 'note', 'history'], properties: fields };
  return {
    openapi: '3.1.0',
    info: { title: 'Parcels', version: '1' },
    paths: {
      '/parcels': {
        get: { responses: { 200: json({ type: 'array', items: shown }) } },
        post: { requestBody: takes(['note'], { note }), responses: { 201: json(shown), 400: none } },
      },
      '/parcels/{parcelId}': {
        ...id,
        get: { responses: { 200: json(shown), 404: none } },
        patch: {
          description: 'Only while it is `booked` (`409` `not-editable`).',
          requestBody: takes([], { note }),
          responses: { 200: json(shown), 404: none, 409: none },
        },
        ...(removes ? { delete: { responses: { 204: { description: 'Gone' }, 404: none } } } : {}),
      },
      '/parcels/{parcelId}/moves': {
        ...id,
        post: {
          summary: 'Move a parcel on',
          description: table,
          requestBody: takes(['to'], { to: status, reason: { type: 'string', maxLength: 100 } }),
          responses: { 200: json(shown), 404: none, 409: none, 422: none },
        },
      },
    },
  };
};

type Habit =
  | 'none'
  | 'edits any'
  | 'keeps the last'
  | 'forgets the first'
  | 'newest first'
  | 'goes back'
  | 'more entries'
  | 'late'
  | 'wants a reason';

type Entry = { readonly status: string; readonly from: string | null; readonly to: string; readonly at: string };
type Parcel = { id: string; status: string; note: string; history: Entry[]; hidden: number };

const next: Readonly<Record<string, readonly string[]>> = { booked: ['sorted', 'kept'], sorted: ['sent'] };

const failed = async (habit: Habit, written: Written = {}): Promise<readonly string[]> => {
  const parcels = new Map<string, Parcel>();
  let made = 0;
  let clock = Date.UTC(2026, 4, 1);
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (code: number, value?: unknown): void => {
      outgoing.writeHead(code, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, own, below] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'parcels') return give(404);
    const body = chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>);
    const enter = (parcel: Parcel, to: string): void => {
      clock += habit === 'goes back' ? -1000 : 1000;
      const entry = { status: to, from: parcel.status === to ? null : parcel.status, to, at: new Date(clock).toISOString() };
      if (habit === 'keeps the last') parcel.history = [];
      if (habit === 'more entries') parcel.history.push(entry);
      if (habit !== 'forgets the first' || parcel.status !== to) parcel.history.push(entry);
      parcel.status = to;
      parcel.hidden = habit === 'late' ? 1 : 0;
    };
    const see = ({ hidden, ...parcel }: Parcel): object => ({
      ...parcel,
      history: habit === 'newest first' ? parcel.history.toReversed() : parcel.history.slice(0, hidden > 0 ? -1 : undefined),
    });
    if (own === undefined && incoming.method === 'GET') return give(200, [...parcels.values()].map(see));
    if (own === undefined) {
      const parcel: Parcel = { id: `p${++made}`, status: 'booked', note: body['note'] ?? '', history: [], hidden: 0 };
      enter(parcel, 'booked');
      parcel.hidden = 0;
      parcels.set(parcel.id, parcel);
      return give(201, see(parcel));
    }
    const parcel = parcels.get(own);
    if (!parcel) return give(404);
    if (below === 'moves') {
      const to = body['to'] ?? '';
      if (!next[parcel.status]?.includes(to)) return give(409);
      if (habit === 'wants a reason' && body['reason'] === undefined) return give(422);
      enter(parcel, to);
      return give(200, see({ ...parcel, hidden: 0 }));
    }
    if (incoming.method === 'DELETE') return give(parcels.delete(own) ? 204 : 404);
    if (incoming.method === 'PATCH') {
      if (parcel.status !== 'booked' && habit !== 'edits any') return give(409);
      parcel.note = body['note'] ?? parcel.note;
      return give(200, see(parcel));
    }
    const answer = see(parcel);
    parcel.hidden = 0;
    return give(200, answer);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(written)), url, {
    allow: ['mutation', 'destructive', 'permanent'],
    maxCreates: 20,
    durations: { 'updated.shown': 2 },
    selection: { only: ['lifecycle/states-in-history', 'lifecycle/refused-in-state'], skip: [] },
  });
  if (written.removes !== false) expect(parcels.size).toBe(0);
  const own = verdicts.filter(({ id: one }) => /^lifecycle\/(?:states-in-history|refused-in-state)@/u.test(one));
  const told = own.map(({ verdict, id: one }) => `${one.split('@')[0]} ${verdict.kind === 'fail' ? verdict.finding.code : verdict.kind}`);
  return [...new Set(told)];
};

const [refused, history] = ['lifecycle/refused-in-state', 'lifecycle/states-in-history'];

test.each<readonly [Habit, Written]>([
  ['none', {}],
  ['none', { removes: false }],
  ['none', { shape: 'from and to' }],
  ['more entries', {}],
  ['late', {}],
  ['wants a reason', {}],
  ['forgets the first', { said: 'All changes of the status, oldest first.' }],
  ['newest first', { said: 'Every status it has had, newest first.' }],
  ['newest first', { said: 'Every status it has had.' }],
  ['goes back', { said: 'Every status it has had.' }],
])('a service that keeps the history as described passes: %s %j', async (habit, written) => {
  expect(await failed(habit, written)).toEqual([`${refused} pass`, `${history} pass`]);
});

test.each<readonly [Habit, Written, string]>([
  ['keeps the last', {}, 'state-not-in-history'],
  ['keeps the last', { shape: 'from and to' }, 'state-not-in-history'],
  ['keeps the last', { removes: false }, 'state-not-in-history'],
  ['forgets the first', {}, 'state-not-in-history'],
  ['newest first', {}, 'history-out-of-order'],
  ['goes back', { said: 'All status changes in chronological order.' }, 'history-goes-back'],
])('one that does not is told: %s %j', async (habit, written, code) => {
  expect(await failed(habit, written)).toContain(`${history} ${code}`);
});

test.each(['The last five statuses.', 'What happened to it.', 'Status changes that were made manually, all of them.'])(
  'nothing is expected of a list that need not be whole: %s',
  async (said) => {
    expect(await failed('keeps the last', { said })).toEqual([`${refused} pass`]);
  },
);

test('a change in a state to which only a move that its body names leads is told', async () => {
  expect(await failed('edits any')).toContain(`${refused} done-in-refused-state`);
  expect(await failed('edits any', { removes: false })).toContain(`${refused} done-in-refused-state`);
});
