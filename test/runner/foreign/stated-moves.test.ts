import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const states = ['draft', 'open', 'checked_in', 'closed'];
const actions = ['open', 'check_in', 'close'];
const fields = { id: { type: 'string', readOnly: true }, title: { type: 'string', minLength: 1 }, state: { type: 'string', enum: states } };
const shown = { type: 'object', required: ['id', 'title', 'state'], properties: fields };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const takes = (required: readonly string[], properties: object) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties } } },
});
const none = { description: 'None' };
const id = { parameters: [{ name: 'trunkId', in: 'path', required: true, schema: { type: 'string' } }] };

const words = {
  change: 'The state can go from draft to open, from open to checked_in or closed, no other way (409).',
  action:
    '`open` turns a draft into an open trunk, `check_in` an open one into one that is checked in, and `close` one that is open or checked in into a closed one. In any other state the answer is 409.',
};

const document = ({ change = words.change, action = words.action, state = {}, tag = '' } = {}) => ({
  openapi: '3.0.3',
  info: { title: 'Trunks', version: '1' },
  tags: [
    { name: 'trunks', description: tag },
    { name: 'others', description: 'draft → closed' },
  ],
  paths: {
    '/trunks': {
      get: { responses: { 200: json({ type: 'array', items: shown }) } },
      post: { requestBody: takes(['title'], { title: fields.title }), responses: { 201: json(shown), 400: none } },
    },
    '/trunks/{trunkId}': {
      ...id,
      get: { responses: { 200: json(shown), 404: none } },
      patch: {
        description: change,
        tags: ['trunks'],
        requestBody: takes([], { title: fields.title, state: { ...fields.state, ...state } }),
        responses: { 200: json(shown), 404: none, 409: none },
      },
      delete: { responses: { 204: { description: 'Gone' }, 404: none } },
    },
    '/trunks/{trunkId}/actions': {
      ...id,
      post: {
        description: action,
        requestBody: takes(['action'], { action: { type: 'string', enum: actions } }),
        responses: { 200: json(shown), 404: none, 409: none },
      },
    },
  },
});

const arrows: Readonly<Record<string, readonly string[]>> = { draft: ['open'], open: ['checked_in', 'closed'] };
const doing: Readonly<Record<string, readonly [from: readonly string[], to: string]>> = {
  open: [['draft'], 'open'],
  check_in: [['open'], 'checked_in'],
  close: [['open', 'checked_in'], 'closed'],
};

type Flaw = 'none' | 'none, and itself' | 'passes over states' | 'any change' | 'back to draft' | 'back to draft, unseen' | 'any action';

const failed = async (flaw: Flaw, written: object = document()): Promise<readonly string[]> => {
  const trunks = new Map<string, { id: string; title: string; state: string }>();
  const unseen = new Set<string>();
  let next = 1;
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, own, below] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'trunks') return give(404);
    const body = chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>);
    if (own === undefined && incoming.method === 'GET') return give(200, [...trunks.values()]);
    if (own === undefined) {
      const made = { id: `t-${next++}`, title: body['title'] ?? '', state: 'draft' };
      trunks.set(made.id, made);
      return give(201, made);
    }
    const found = trunks.get(own);
    if (!found) return give(404);
    if (incoming.method === 'DELETE') return give(trunks.delete(own) ? 204 : 404);
    if (incoming.method === 'GET') return flaw === 'back to draft, unseen' && unseen.has(own) ? give(404) : give(200, found);
    if (below === 'actions') {
      const [from = [], to = ''] = doing[body['action'] ?? ''] ?? [];
      const isAllowed = from.includes(found.state) || flaw === 'any action';
      if (!isAllowed) return give(409);
      found.state = to;
      return give(200, found);
    }
    const { state = found.state, title = found.title } = body;
    const isBack = flaw.startsWith('back to draft') && state === 'draft';
    if (isBack && found.state !== 'draft') unseen.add(own);
    const isSame = state === found.state && (body['state'] === undefined || flaw !== 'none, and itself');
    const isAllowed = isSame || arrows[found.state]?.includes(state) === true || flaw === 'any change' || isBack;
    if (!isAllowed && flaw !== 'passes over states') return give(409);
    Object.assign(found, { title, ...(isAllowed ? { state } : {}) });
    return give(200, found);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(written), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 30,
    selection: { only: ['lifecycle/other-moves-refused'], skip: [] },
  });
  expect(trunks.size).toBe(0);
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [`${verdict.finding.expected}, got ${verdict.finding.actual}`] : []));
};

test.each<readonly [what: string, flaw: Flaw, written: object]>([
  ['keeps to them', 'none', document()],
  ['passes over a state that it does not take', 'passes over states', document()],
  [
    'moves as it likes, where only one way has a condition',
    'any change',
    document({
      change: '* From draft to open is allowed.\n* From closed to open is only accepted when a `title` is given, otherwise 409.',
    }),
  ],
  ['moves as it likes, where nothing says that there is no other way', 'any change', document({ change: 'Goes from draft to open.' })],
  [
    'moves as it likes, where others may be refused',
    'any change',
    document({ change: 'The state can go from draft to open, from open to checked_in. Other moves are rare and may be refused with 409.' }),
  ],
  [
    'moves as it likes, where others will be refused',
    'any change',
    document({ change: 'The state can go from draft to open, from open to checked_in. Anything else will soon be refused with 409.' }),
  ],
  [
    'moves as it likes, where others are refused unless',
    'any change',
    document({
      change: 'The state can go from draft to open, from open to checked_in. Any other move is a 409, unless the trunk was imported.',
    }),
  ],
  [
    'moves as it likes, where steps may be left out',
    'any change',
    document({ change: 'The state can go from draft to open, from open to checked_in. Steps may be skipped. Any other move is a 409.' }),
  ],
  [
    'moves as it likes, where only an example is shown',
    'any change',
    document({ change: 'For example: The state can go from draft to open, from open to checked_in. Any other move is a 409.' }),
  ],
  [
    'moves as it likes, where another sentence speaks of errors',
    'any change',
    document({ change: 'The state can go from draft to open, from open to checked_in. 409 for any other error.' }),
  ],
  [
    'moves as it likes, where only members are limited',
    'any change',
    document({ change: 'The state can go from draft to open, from open to checked_in. Only the state and the title can be changed.' }),
  ],
  [
    'moves as it likes, where a move is told in other words',
    'any change',
    document({
      change: 'Possible steps are draft to open and open to checked_in. Corrections go from checked_in to open. No other (409).',
    }),
  ],
  [
    'takes any action, where only some callers are meant',
    'any action',
    document({ action: `${words.action} Admins may do anything else.` }),
  ],
])('a service is not accused of its moves that %s', async (_what, flaw, written) => {
  expect(await failed(flaw, written)).toEqual([]);
});

const tables = {
  change:
    '| Status | Next |\n|---|---|\n| `draft` | `open` |\n| `open` | `checked_in`, `closed` |\n\nEvery other change is answered 409. A `note` is ignored.',
  action:
    'The moves:\n\n| From | Action | To |\n|---|---|---|\n| draft | open | open |\n| open | check_in | checked_in |\n| open, checked_in | close | closed |\n\nAny other move is refused with 409.',
};

test.each<readonly [Flaw, string]>([
  ['any change', 'a refusal of "checked_in" by PATCH /trunks/{trunkId}, because the state is "draft", got 200'],
  ['any action', 'a refusal of "check_in" by POST /trunks/{trunkId}/actions, because the state is "draft", got 200'],
])('a service whose document has tables of moves is told: %s', async (flaw, expected) => {
  expect(await failed(flaw, document(tables))).toEqual([expected]);
});

test('a sentence beside a table may lead back', async () => {
  const change = tables.change.replace('Every other', 'A closed trunk can be reopened with a reason. Every other');
  expect(await failed('any change', document({ ...tables, change }))).toEqual([
    expect.stringMatching(/by PATCH .* because the state is "draft", got 200$/u),
  ]);
});

const listedMoves = 'The state can go from draft to open, from open to checked_in or closed';
const pictured = '```\ndraft → open → checked_in\nopen → closed\n```\n\n';
const [tabled = ''] = tables.change.split('Every other');

test.each([
  `${listedMoves}. In the app any other move is a 409.`,
  `${listedMoves}. Any other move is a 409 for guests.`,
  `${listedMoves}. Any other move within an hour is a 409.`,
  `${listedMoves}. Any other move without \`force\` is a 409.`,
  `${listedMoves}. Any other move than these needs a \`reason\`, else 409.`,
  `${listedMoves}. Any other move will be a 409 from May on.`,
  `${listedMoves}. Any other move is logged. A trunk with a lock is a 409.`,
  `${listedMoves}. If the trunk has seals, any other move is a 409.`,
  `${listedMoves}. Any other move is a 409, and so is leaving while a hatch is open, unless the trunk was imported.`,
  `${listedMoves}. Any other move for guests is a 409, and so is opening one while another one is open.`,
  `${listedMoves}. Any other move is a 409, just like opening one, while the hall is locked.`,
  `${listedMoves}. Any other move is a 409, and so is leaving, where the hall is guarded.`,
  `${listedMoves}. Any other move is a 409, as is opening one, for guests.`,
  `${listedMoves}. Any other move is a 409, as is usual in strict mode.`,
  `${listedMoves}. Any other move is a 409, like in the cellar.`,
  `${listedMoves}. Anything else in the body is a 409.`,
  `${tabled}Every other change needs a comment and is a 409 without.`,
  `${tabled}Every other change is a 409 in the free plan.`,
  `${tabled}Every other change of trunks with seals is a 409.`,
  `${pictured}Any other move is a 409, staff can do more.`,
  `${pictured}Undoing is possible for a minute. Any other move is a 409.`,
  `${pictured}Any other move is a 409 in most cases.`,
])('nobody is accused of moves that are excluded for some, on a condition or not at all: %s', async (change) => {
  expect(await failed('any change', document({ change }))).toEqual([]);
});

test.each([
  `${listedMoves}. Any other move is a 409.`,
  `${listedMoves}. Any other move is a 409, and so is opening a trunk while another one is open in the same hall.`,
  `${listedMoves}. Every other step is refused (409), as is closing one when it is empty.`,
  `${tabled}Any other move is turned down (\`409\`).`,
  `${pictured}Any other move is a 409 for all.`,
])('moves that are excluded are told: %s', async (change) => {
  expect(await failed('any change', document({ change }))).toEqual([expect.stringContaining('"checked_in" by PATCH')]);
});

const lists = {
  change: 'Allowed moves: `draft` to `open`; `open` to `checked_in` and `closed`. Other moves get `409`.',
};

test('a service whose document lists the allowed moves is told of another one, and not where it keeps to them', async () => {
  const expected = 'a refusal of "draft" by PATCH /trunks/{trunkId}, because the state is "open", got 200';
  expect(await failed('back to draft', document(lists))).toEqual([expected]);
  expect(await failed('none', document(lists))).toEqual([]);
});

test.each([
  'Moves: draft to open, open to checked_in or closed; others are a `409`. Without a title a trunk cannot be checked in.',
  'From draft to open and from open to checked_in or closed work. Draft to open; open to checked_in or closed; anything else is refused (`409`).',
])('a service whose document lists its moves in plain words is told of another one, and not where it keeps to them: %s', async (change) => {
  const expected = 'a refusal of "draft" by PATCH /trunks/{trunkId}, because the state is "open", got 200';
  expect(await failed('back to draft', document({ change }))).toEqual([expected]);
  expect(await failed('none', document({ change }))).toEqual([]);
});

test.each([
  'Moves: draft to open, open to checked_in or closed; others may be added.',
  'Moves: draft to open, open to checked_in or closed; others are a `409`. An open trunk can also go back to draft.',
  'Moves: draft to open, open to checked_in or closed; others are a `403`.',
])('nobody is accused of moves that a list in plain words leaves open: %s', async (change) => {
  expect(await failed('back to draft', document({ change }))).toEqual([]);
});

test('a service is held to the moves that the description of its state tells', async () => {
  const description = 'draft → open → checked_in; open → closed. No other change of state is possible.';
  const told = document({ change: 'Admins only. Changes a trunk, also its state.', state: { description } });
  const expected = 'a refusal of "draft" by PATCH /trunks/{trunkId}, because the state is "open", got 200';
  expect(await failed('back to draft', told)).toEqual([expected]);
  expect(await failed('none', told)).toEqual([]);
  const open = document({ change: 'Changes a trunk.', state: { description: 'Usually draft → open → checked_in.' } });
  expect(await failed('back to draft', open)).toEqual([]);
});

test('a service that keeps to its tables is not accused', async () => {
  expect(await failed('none', document(tables))).toEqual([]);
});

test.each<readonly [Flaw, string]>([
  ['any change', 'a refusal of "checked_in" by PATCH /trunks/{trunkId}, because the state is "draft", got 200'],
  ['back to draft', 'a refusal of "draft" by PATCH /trunks/{trunkId}, because the state is "open", got 200'],
  ['any action', 'a refusal of "check_in" by POST /trunks/{trunkId}/actions, because the state is "draft", got 200'],
])('a service with this flaw is told: %s', async (flaw, expected) => {
  expect(await failed(flaw)).toEqual([expected]);
});

const shownInTag = {
  change: 'Follows the arrows of this section.',
  tag: `A trunk is a \`draft\` at first.

    draft      → open
    open       → checked_in, closed

\`checked_in\` and \`closed\` are final. Anything else is refused with 409.`,
};

const drawn = {
  change: 'Follows the picture.',
  tag: `
\`\`\`
draft ──► open ──► checked_in
           │
           ▼
          closed
\`\`\`

Any step not drawn above is refused with \`409\`. All other moves are for administrators.`,
};

test.each([
  ['lists arrows', shownInTag],
  ['has a drawing', drawn],
])('a service is held to the moves of its section, which %s', async (_what, said) => {
  const expected = 'a refusal of "draft" by PATCH /trunks/{trunkId}, because the state is "open", got 200';
  expect(await failed('back to draft', document(said))).toEqual([expected]);
  expect(await failed('none', document(said))).toEqual([]);
});

const inSentences = {
  change: 'Moves it along the arrows of this section. Orders can be closed as well.',
  tag: `A trunk begins as \`draft\`. An admin opens it (\`draft\` → \`open\`). While it is open it can be checked in (\`open\` →
\`checked_in\`) or closed (\`open\` → \`closed\`). \`closed\` is final. Every other step, asking for the state it already has included, is a \`409\`.

Clerks may do the check-in as well as admins. All other steps are for admins.`,
};

test('a service is held to the moves in the brackets of sentences, whoever makes them', async () => {
  const itself = 'a refusal of "draft" by PATCH /trunks/{trunkId}, because the state is "draft", got 200';
  expect(await failed('none', document(inSentences))).toEqual([itself]);
  expect(await failed('none, and itself', document(inSentences))).toEqual([]);
  const others = document({ ...inSentences, tag: inSentences.tag.replace(', asking for the state it already has included,', '') });
  const expected = 'a refusal of "draft" by PATCH /trunks/{trunkId}, because the state is "open", got 200';
  expect(await failed('back to draft', others)).toEqual([expected]);
  expect(await failed('none', others)).toEqual([]);
});

test.each([
  ['of a state', 'Admins may also move a draft on as they like, and an open one.'],
  ['of all', 'Admins may set any state.'],
])('what a sentence gives to some callers beside the arrows is no wrong move: %s', async (_what, sentence) => {
  const tag = inSentences.tag.replace(', asking for the state it already has included,', '');
  const told = document({ ...inSentences, tag: `${tag} ${sentence}` });
  expect(await failed('back to draft', told)).toEqual([]);
});

test('where a drawing is not understood, only what it calls final is held to', async () => {
  const tag = 'draft -> open\n  ^       |\n  |_______|\nopen -> closed\n\n`closed` is final. Any other move is refused.';
  expect(await failed('back to draft', document({ change: 'A change.', tag }))).toEqual([]);
  const told = await failed('any change', document({ change: 'A change.', tag }));
  expect(told).toEqual([expect.stringMatching(/because the state is "closed", got 200$/u)]);
});

test('a move to the state that a resource has is refused where the document says so', async () => {
  const tag = shownInTag.tag.replace('Anything else', 'Anything else, staying in the same state included,');
  const told = document({ ...shownInTag, tag });
  expect(await failed('none, and itself', told)).toEqual([]);
  expect(await failed('none', told)).toEqual(['a refusal of "draft" by PATCH /trunks/{trunkId}, because the state is "draft", got 200']);
});

test.each([
  ['says nothing of other moves', 'draft → open\nopen → closed'],
  [
    'lets some callers make others',
    '- draft → open\n- open → closed\n\nAnything else is refused, but administrators may do any other move.',
  ],
  ['says that anything else is possible', '- draft → open\n- open → closed\n\nAny other move is possible as well.'],
  ['has arrows with two heads', 'draft ↔ open\nopen → closed\n\nAnything else is refused.'],
  ['shows what usually happens', 'Usually draft → open → closed, as the clerk likes.'],
])('a service is not held to arrows of a section that %s', async (_what, tag) => {
  expect(await failed('any change', document({ change: 'A change.', tag }))).toEqual([]);
});

test('what sentences beside the arrows lead to is no wrong move', async () => {
  const tag = shownInTag.tag.replace('Anything else', 'Open ones can also go back to `draft`. Anything else');
  expect(await failed('back to draft', document({ ...shownInTag, tag }))).toEqual([]);
});

test('the state that a resource has is spared where the refusal leaves it out', async () => {
  const tag = shownInTag.tag.replace('Anything else', 'Anything else, except to the state it has,');
  expect(await failed('none', document({ ...shownInTag, tag }))).toEqual([]);
});

test.each(['is not a move', 'changes nothing', 'is answered with 200'])(
  'nobody is held to an aside by which the state itself %s',
  async (said) => {
    const change = `The state moves from draft to open and from open to checked_in or closed; every other move is answered with 409 (sending the state that the trunk already has ${said}).`;
    expect(await failed('none', document({ change }))).toEqual([]);
    const expected = 'a refusal of "draft" by PATCH /trunks/{trunkId}, because the state is "open", got 200';
    expect(await failed('back to draft', document({ change }))).toEqual([expected]);
  },
);

test.each([
  'An open trunk cannot become a draft again (`409`).',
  'Changes a trunk. Once open, it can never go back to `draft`.',
  'From open back to draft is refused with 409.',
  'A trunk that is open or checked in may not be set back to draft.',
  'Clerks only. There is no way from open to draft.',
])('a service is held to a move that a sentence denies, where nothing is said of others: %s', async (change) => {
  const expected = 'a refusal of "draft" by PATCH /trunks/{trunkId}, because the state is "open", got 200';
  expect(await failed('back to draft', document({ change }))).toEqual([expected]);
  expect(await failed('none', document({ change }))).toEqual([]);
});

test('a denied move is told where the caller does not see what it leads to', async () => {
  const written = document({ change: 'An open trunk cannot become a draft again (409).' });
  expect(await failed('back to draft, unseen', written)).toEqual([expect.stringContaining('"draft" by PATCH')]);
});

test.each([
  'An open trunk cannot become a draft again while it has parcels (409).',
  'Clerks cannot make an open trunk a draft.',
  'An open trunk should not become a draft.',
  'An open trunk cannot become a draft by itself.',
  'An open trunk cannot become a draft again, except by its owner.',
  'An open trunk cannot become a draft again. Admins may set any state.',
  'The title of an open trunk cannot be a draft.',
])('nobody is held to what a sentence denies on a condition, to some, or of something else: %s', async (change) => {
  expect(await failed('any change', document({ change }))).toEqual([]);
});
