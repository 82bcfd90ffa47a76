import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const phases = ['shaped', 'dried', 'fired', 'glazed', 'sold', 'broken'] as const;
type Phase = (typeof phases)[number];
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const takes = (required: readonly string[], properties: object) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties } } },
});
const title = { ...text, minLength: 1, maxLength: 60 };
const shows = (properties: object) => ({
  type: 'object',
  required: ['id', ...Object.keys(properties)],
  properties: { id: { ...text, readOnly: true }, ...properties },
});
const pot = { $ref: '#/components/schemas/Pot' };
const bid = { $ref: '#/components/schemas/Bid' };
const schemas = {
  Pot: shows({ title, phase: { ...text, enum: phases, readOnly: true }, bidCount: { type: 'integer', minimum: 0, readOnly: true } }),
  Bid: shows({ title, status: { ...text, enum: ['pending', 'taken', 'declined'], readOnly: true } }),
};
const inPath = (name: string) => [{ name, in: 'path', required: true, schema: text }];
const none = { 404: { description: 'None' } };

const said = {
  move: 'Pots go forward one phase at a time: `shaped`, `dried`, `fired`, `glazed`. They become `sold` when a bid is taken and `broken` with the report, not with this call.',
  conflict: 'The phase is not the next one.',
  bids: 'The pot has to be in the phase `glazed` and must not have a pending bid.',
  answer: 'Taking it makes the pot `sold`. After a decline the pot stays in the phase `glazed`.',
};

/** Pots that go through their phases, on which people bid once they are glazed. */
const document = (words: Partial<typeof said> = {}) => {
  const { move, conflict, bids, answer } = { ...said, ...words };
  return {
    openapi: '3.1.0',
    info: { title: 'Pottery', version: '1' },
    components: { schemas },
    paths: {
      '/pots': {
        get: { responses: { 200: json({ type: 'array', items: pot }) } },
        post: { requestBody: takes(['title'], { title }), responses: { 201: json(pot), 422: { description: 'Wrong' } } },
      },
      '/pots/{potId}': {
        parameters: inPath('potId'),
        get: { responses: { 200: json(pot), ...none } },
        delete: { responses: { 204: { description: 'Gone' }, ...none } },
      },
      '/pots/{potId}/move': {
        parameters: inPath('potId'),
        post: {
          description: move,
          requestBody: takes(['phase'], { phase: { ...text, enum: phases } }),
          responses: { 200: json(pot), 409: { description: conflict }, 422: { description: 'Wrong' }, ...none },
        },
      },
      '/pots/{potId}/bids': {
        parameters: inPath('potId'),
        post: {
          description: bids,
          requestBody: takes(['title'], { title }),
          responses: { 201: json(bid), 409: { description: 'Another phase, or a pending bid.' }, 422: { description: 'Wrong' }, ...none },
        },
      },
      '/bids/{bidId}': { parameters: inPath('bidId'), get: { responses: { 200: json(bid), ...none } } },
      '/bids/{bidId}/answer': {
        parameters: inPath('bidId'),
        post: {
          description: answer,
          requestBody: takes(['decision'], { decision: { ...text, enum: ['taken', 'declined'] } }),
          responses: {
            200: json(bid),
            409: { description: 'The bid is not pending, or the pot is broken.' },
            422: { description: 'Wrong' },
            ...none,
          },
        },
      },
    },
  };
};

type Pot = { readonly id: string; readonly title: string; phase: Phase; bidCount: number };

type Flaw =
  | 'none'
  | 'none, with 422'
  | 'skips'
  | 'goes back'
  | 'stays'
  | 'sells by a move'
  | 'bids in any phase'
  | 'counts no bids'
  | 'sells nothing'
  | 'answers twice';

const served = (flaw: Flaw) => {
  const pots = new Map<string, Pot>();
  const bids = new Map<string, { id: string; title: string; status: string; pot: string }>();
  let next = 1;
  const url = serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const body = chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>);
    const [, root, id = '', below] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const given = typeof body['title'] === 'string' && body['title'].length > 0 && body['title'].length <= 60 ? body['title'] : undefined;
    const isGet = incoming.method === 'GET';
    if (root === 'bids') {
      const found = bids.get(id);
      if (!found) return give(404);
      const { pot: own, ...view } = found;
      if (isGet) return give(200, view);
      if (!['taken', 'declined'].includes(body['decision'] ?? '')) return give(422);
      if (found.status !== 'pending' && flaw !== 'answers twice') return give(409);
      found.status = body['decision'] ?? '';
      const sold = pots.get(own);
      if (sold && found.status === 'taken' && flaw !== 'sells nothing') sold.phase = 'sold';
      return give(200, { ...view, status: found.status });
    }
    if (root !== 'pots') return give(404);
    if (id === '' && isGet) return give(200, [...pots.values()]);
    if (id === '') {
      if (given === undefined) return give(422);
      const made = { id: `p-${next++}`, title: given, phase: 'shaped' as const, bidCount: 0 };
      pots.set(made.id, made);
      return give(201, made);
    }
    const found = pots.get(id);
    if (!found) return give(404);
    if (incoming.method === 'DELETE') return give(pots.delete(id) ? 204 : 404);
    if (isGet) return give(200, found);
    if (below === 'bids') {
      if (given === undefined) return give(422);
      const isPending = [...bids.values()].some((one) => one.pot === id && one.status === 'pending');
      if ((found.phase !== 'glazed' && flaw !== 'bids in any phase') || isPending) return give(409);
      const made = { id: `b-${next++}`, title: given, status: 'pending' };
      bids.set(made.id, { ...made, pot: id });
      if (flaw !== 'counts no bids') found.bidCount += 1;
      return give(201, made);
    }
    const [now, to] = [found.phase, body['phase']].map((one) => phases.findIndex((phase) => phase === one)) as [number, number];
    if (to < 0) return give(422);
    const isRight = now < 3 && to === now + 1;
    const isWrong =
      (flaw === 'skips' && to > now && to <= 3) ||
      (flaw === 'goes back' && to === now - 1 && now <= 3) ||
      (flaw === 'stays' && to === now) ||
      (flaw === 'sells by a move' && to === 4);
    if (!isRight && !isWrong) return give(flaw === 'none, with 422' ? 422 : 409);
    found.phase = phases[to] ?? found.phase;
    return give(200, found);
  });
  return { url, pots };
};

/** What is told of a service; and its operations that were never answered with success. */
const told = async (flaw: Flaw, only: readonly string[], words: Partial<typeof said> = {}) => {
  const { url, pots } = served(flaw);
  const { verdicts } = await judgeForeign(writeToolDocument(document(words)), await url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    selection: { only, skip: [] },
  });
  expect(verdicts).not.toEqual([]);
  expect([...pots.values()].filter(({ phase }) => phase === 'shaped')).toEqual([]);
  return verdicts.flatMap(({ case: { requirement }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${verdict.finding.expected}, got ${verdict.finding.actual}`] : [],
  );
};

const moves = ['lifecycle/other-moves-refused'];

test.each<Flaw>(['none', 'none, with 422', 'bids in any phase', 'answers twice'])(
  'a service that takes pots forward phase by phase is told nothing of its moves: %s',
  async (flaw) => {
    expect(await told(flaw, moves)).toEqual([]);
  },
);

test.each<readonly [Flaw, string]>([
  ['skips', '"fired" by POST /pots/{potId}/move, because the state is "shaped"'],
  ['goes back', '"shaped" by POST /pots/{potId}/move, because the state is "dried"'],
  ['stays', '"shaped" by POST /pots/{potId}/move, because the state is "shaped"'],
  ['sells by a move', '"sold" by POST /pots/{potId}/move, because the state is "shaped"'],
])('a service with this flaw is told: %s', async (flaw, expected) => {
  expect(await told(flaw, moves)).toEqual([`OAS-73 a refusal of ${expected}, got 200`]);
});

test.each<readonly [string, Flaw, Partial<typeof said>]>([
  ['going back is not excluded', 'goes back', { move: 'One phase at a time: shaped, dried, fired, glazed.', conflict: 'Not possible.' }],
  ['staying is not excluded', 'stays', { conflict: 'Not possible.' }],
  ['selling is not excluded', 'sells by a move', { move: 'Pots go forward one phase at a time: shaped, dried, fired, glazed.' }],
  ['phases may be skipped', 'skips', { move: `${said.move} Phases may be skipped.`, conflict: 'Not possible.' }],
  ['it is usually so', 'skips', { move: `Usually ${said.move.replace('Pots', 'pots')}` }],
  ['it holds for some', 'skips', { move: said.move.replace(':', ', if they are small:') }],
  ['masters may do more', 'skips', { move: `${said.move} An admin may set any phase or state.` }],
])('nobody is accused where %s', async (_what, flaw, words) => {
  expect(await told(flaw, moves, words)).toEqual([]);
});

test('what is created below a pot is created once that came to the phase for it', async () => {
  expect(await told('none', ['lifecycle/refused-in-state'])).toEqual([]);
  expect(await told('bids in any phase', ['lifecycle/refused-in-state'])).toEqual([
    expect.stringMatching(/^OAS-\d+ .*POST \/pots\/\{potId\}\/bids/u),
  ]);
});

test('what a bid is answered with is refused once it is no longer pending, whatever is said of the pot', async () => {
  expect(await told('answers twice', ['lifecycle/refused-in-state'])).toEqual([
    expect.stringMatching(/^OAS-\d+ .*POST \/bids\/\{bidId\}\/answer/u),
  ]);
});

test('what counts the bids on a pot is judged on one that came to the phase for them', async () => {
  expect(await told('none', ['lifecycle/children-counted'])).toEqual([]);
  expect(await told('counts no bids', ['lifecycle/children-counted'])).toEqual([
    'OAS-60 1 after POST /pots/{potId}/bids was answered 201: one more was created, got 0',
  ]);
});

test('a bid that is taken sells the pot, which is brought to where a bid is possible', async () => {
  expect(await told('none', ['lifecycle/leads-to-state'])).toEqual([]);
  expect(await told('sells nothing', ['lifecycle/leads-to-state'])).toEqual([expect.stringMatching(/"sold".*got "?glazed/u)]);
});
