import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const shows = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const complaint = {
  type: 'object',
  required: ['id', 'boatId', 'text'],
  properties: { id: { type: 'string' }, boatId: { type: 'string' }, text: { type: 'string' } },
};
const boat = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
const refused = { 401: { description: 'No' }, 404: { description: 'None' } };

const document = (promise: string, ofList: string) => ({
  openapi: '3.0.3',
  info: { title: 'Boats', version: '1', description: promise },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/complaints': {
      get: { description: ofList, responses: { 200: shows({ type: 'array', items: complaint }), 401: { description: 'No' } } },
    },
    '/boats/{boatId}': {
      parameters: [{ name: 'boatId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: shows(boat), ...refused } },
    },
  },
});

const keys = { key: 'foreign-key-0123456789', other: 'other-key-0123456789' };
const boats = [
  { id: 'boat-a1', of: [keys.key] },
  { id: 'boat-b1', of: [keys.other] },
  { id: 'boat-c1', of: [keys.key, keys.other] },
];

/** What a server does that somebody else wrote. */
type Habit = 'keeps apart' | 'lists everything' | 'lists what is shared' | 'shares everything' | 'counts ids for each account';

const said = 'Things of another harbour are never shown.';

const judged = async (habit: Habit, promise = said, ofList = 'All complaints'): Promise<string[]> => {
  const url = await serve((incoming, outgoing) => {
    const caller = incoming.headers.authorization?.replace('Bearer ', '') ?? '';
    const give = (status: number, value: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const { pathname } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (caller !== keys.key && caller !== keys.other) return give(401, {});
    const isMine = ({ id, of }: (typeof boats)[number]): boolean =>
      habit === 'shares everything' || (of.includes(caller) && (id !== 'boat-c1' || habit === 'lists what is shared'));
    if (pathname !== '/complaints') {
      const found = boats.filter(isMine).find(({ id }) => pathname === `/boats/${id}`);
      return found ? give(200, { id: found.id }) : give(404, {});
    }
    const listed = habit === 'lists everything' ? boats : boats.filter(isMine);
    return give(
      200,
      listed.map(({ id }, n) => ({
        id: habit === 'counts ids for each account' ? String(n + 1) : `complaint-${id}`,
        boatId: id,
        text: 'It leaks.',
      })),
    );
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(promise, ofList)), url, {
    allow: ['mutation'],
    credentials: ['key', 'other'],
    secrets: keys,
    selection: { only: ['auth/foreign-item-unlisted'], skip: [] },
  });
  return verdicts
    .filter(({ id }) => id.startsWith('auth/foreign-item-unlisted'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test('a list that shows what another account cannot read is told', async () => {
  expect(await judged('lists everything')).toEqual(['foreign-thing-listed']);
});

test.each<Habit>(['keeps apart', 'lists what is shared', 'shares everything', 'counts ids for each account'])(
  'a server is not accused that %s',
  async (habit) => {
    expect(await judged(habit)).toEqual(['pass']);
  },
);

test('nothing is judged where the document keeps nothing apart, or opens the list', async () => {
  expect(await judged('lists everything', 'Boats and complaints.')).toEqual([]);
  expect(await judged('lists everything', said, 'The complaints of everybody, also of other harbours')).toEqual([]);
});
