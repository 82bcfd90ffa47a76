import { expect, test } from 'vitest';
import { lives } from '../../../src/checks/subjects/lives.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { isUsable } from '../../../src/checks/subjects/usable-moves.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const answers = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (properties: object): object => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', properties } } },
});
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const none = { description: 'None' };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

/** Boats that are moved by an action with a choice, by surveys below them, and by decisions on these. */
const documentOf = (words: { readonly moves?: string; readonly surveys?: string; readonly decision?: string }): object => ({
  openapi: '3.0.3',
  info: { title: 'Boats', version: '1' },
  components: {
    schemas: {
      Boat: {
        type: 'object',
        properties: { id: text, name: text, status: { type: 'string', enum: ['ashore', 'surveyed', 'afloat', 'on_hire', 'sold'] } },
      },
      Survey: { type: 'object', properties: { id: text, note: text, status: { type: 'string', enum: ['open', 'passed', 'failed'] } } },
    },
  },
  paths: {
    '/boats': {
      post: { requestBody: asks({ name: text }), responses: { '201': answers(ref('Boat')) } },
      get: { responses: { '200': answers({ type: 'array', items: ref('Boat') }) } },
    },
    '/boats/{boatId}': {
      parameters: [inPath('boatId')],
      get: { responses: { '200': answers(ref('Boat')), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/boats/{boatId}/moves': {
      parameters: [inPath('boatId')],
      post: {
        description: words.moves ?? '',
        requestBody: asks({ action: { type: 'string', enum: ['launch', 'hire', 'haul'] } }),
        responses: { '200': answers(ref('Boat')), '404': none, '409': { description: 'Conflict' } },
      },
    },
    '/boats/{boatId}/surveys': {
      parameters: [inPath('boatId')],
      post: {
        description: words.surveys ?? '',
        requestBody: asks({
          note: text,
          type: { type: 'string', enum: ['dry', 'sea_trial', 'sold'] },
          verdict_of: { type: 'string', enum: ['sound', 'leaky', 'not_found'] },
        }),
        responses: { '201': answers(ref('Survey')), '404': none, '409': { description: 'Conflict' } },
      },
    },
    '/surveys/{surveyId}': { parameters: [inPath('surveyId')], get: { responses: { '200': answers(ref('Survey')), '404': none } } },
    '/surveys/{surveyId}/decision': {
      parameters: [inPath('surveyId')],
      post: {
        description: words.decision ?? '',
        requestBody: asks({ decision: { type: 'string', enum: ['pass', 'fail'] }, reason: text }),
        responses: { '200': answers(ref('Survey')), '404': none, '409': { description: 'Conflict' } },
      },
    },
  },
});

const stepsOf = async (words: Parameters<typeof documentOf>[0]): Promise<readonly string[]> => {
  const contract = await loadContract(writeDocument(documentOf(words)));
  const boats = lives(contract).find(({ type }) => type.create.key === 'POST /boats');
  return (boats?.leading ?? []).map(({ operation, as, named, to }) =>
    [operation.path.split('/').at(-1) ?? '', ...Object.values(as?.set ?? {}), `${named.map(({ name }) => name).join('|')}>${to.name}`].join(
      ' ',
    ),
  );
};

test.for<readonly [string, readonly string[]]>([
  [
    '`launch` takes a `surveyed` boat to `afloat`. `hire` takes a boat from `afloat` to `on_hire`.',
    ['launch surveyed>afloat', 'hire afloat>on hire'],
  ],
  ['`haul` brings an afloat or surveyed boat back to `ashore`, so that it can be launched again.', ['haul surveyed|afloat>ashore']],
  ['`launch`: the boat becomes `afloat`; its berth is kept.', ['launch >afloat']],
  ['`launch` sets the boat to afloat if it is surveyed.', []],
  ['`launch` takes the boat to `afloat`. `launch` moves the boat to `on_hire`.', []],
  ['`launch` may take the boat to `afloat`.', []],
  ['`launch` and `haul` take the boat to `afloat`.', ['launch >afloat', 'haul >afloat']],
  [
    '`launch`, `hire` move a surveyed boat to `afloat`; `haul` moves it to `ashore`.',
    ['launch surveyed>afloat', 'hire surveyed>afloat', 'haul >ashore'],
  ],
  ['`launch` and `haul` take the boat to `afloat` if it is surveyed.', []],
  ['`launch` and `haul` never take the boat to `afloat`.', []],
  ['`haul` moves it to `ashore`.', []],
  ['`launch` and `hire` tell the crew; `haul` moves it to `ashore`.', []],
  ['`launch` takes the next boat to `afloat`.', []],
  ['`launch` takes the crew to `afloat`.', []],
])('what an action chooses leads where its sentence says: %s', async ([moves, steps]) => {
  expect(await stepsOf({ moves })).toEqual(steps.map((one) => `moves ${one}`));
});

test.for<readonly [string, readonly string[]]>([
  [
    '`launch` takes a `surveyed` boat to `afloat`. `hire` takes a boat from `afloat` to `on_hire`. `haul` brings an `afloat` or `on_hire` boat to `ashore`. Anything else is refused with `409`.',
    ['launch: ashore, on hire, sold', 'hire: ashore, surveyed, sold', 'haul: surveyed, sold'],
  ],
  [
    '`launch` takes a boat to `afloat` unless it is `sold`. `hire` takes a boat to `on_hire`. `haul` brings a boat to `ashore`. Anything else is refused with `409`.',
    [],
  ],
  [
    '`launch` takes a `surveyed` boat to `afloat`. `hire` takes an `afloat` boat to `on_hire`. `haul` brings an `on_hire` boat to `ashore`.',
    [],
  ],
])('what an action chooses is refused elsewhere, where the text says so: %s', async ([moves, refused]) => {
  const contract = await loadContract(writeDocument(documentOf({ moves })));
  const boats = lives(contract).find(({ type }) => type.create.key === 'POST /boats');
  const told = (boats?.refusing ?? []).map(
    (one) => `${Object.values(one.as?.set ?? {}).join(' ')}: ${one.refused.map(({ name }) => name).join(', ')}`,
  );
  expect(told).toEqual(refused);
});

test.for<readonly [string, readonly string[]]>([
  ['The boat must be `ashore` (`409`); it becomes `surveyed`.', ['ashore>surveyed']],
  ['The boat becomes `surveyed`.', ['>surveyed']],
  ['A survey by the owner gives the boat a mark: it becomes `surveyed`.', []],
  ['The survey is passed at once; it becomes surveyed.', []],
  ['The boat becomes `surveyed` once the survey is passed.', []],
])('a creation below a resource leads where its sentence says: %s', async ([surveys, steps]) => {
  const named = (await stepsOf({ surveys })).map((one) => one.replace('surveys ', ''));
  expect(named.map((one) => one.replace(/^.*>/u, '>'))).toEqual(steps.map((one) => one.replace(/^.*>/u, '>')));
});

test.for<readonly [string, readonly string[], readonly string[]]>([
  [
    '`sea_trial` is the first survey of a surveyed boat and puts it on hire.\n* `sold` ends the time of a boat on hire.',
    ['sea_trial surveyed>on hire'],
    ['sea_trial surveyed', 'sold on_hire'],
  ],
  ['`dry` takes an ashore boat to `surveyed`.', ['dry ashore>surveyed'], ['dry ashore']],
  // What only the name of a kind says is a way where another kind is told, and a sentence says from which state.
  ['`sold` ends the time of a boat on hire.', [], []],
  ['`dry` takes an ashore boat to `surveyed`. `sold` is the last one.', ['dry ashore>surveyed'], ['dry ashore']],
  ['`sea_trial` is the first survey of each surveyed boat and puts it on hire.', [], []],
  ['`sea_trial` may be the first survey of a surveyed boat and puts it on hire.', [], []],
  ['`sea_trial` and `dry` are surveys of a surveyed boat and put it on hire.', [], []],
  [
    '`sea_trial` is a survey of a surveyed boat and puts it ashore. `sea_trial` takes a boat to `on_hire`.',
    ['sea_trial >on hire'],
    ['sea_trial '],
  ],
])('a creation below a resource that chooses its kind leads where its sentence says: %s', async ([surveys, steps, ways]) => {
  expect(await stepsOf({ surveys })).toEqual(steps.map((one) => `surveys ${one}`));
  const contract = await loadContract(writeDocument(documentOf({ surveys })));
  const boats = lives(contract).find(({ type }) => type.create.key === 'POST /boats');
  const kinds = (boats?.movers ?? []).filter(({ set }) => set?.['type'] !== undefined);
  expect(kinds.map(({ set, from }) => `${String(set?.['type'])} ${[...(from ?? [])].join('|')}`)).toEqual(ways);
});

test.for<readonly [string, readonly string[]]>([
  [
    'A `leaky` survey makes an afloat boat `ashore`; a `sound` one makes a boat that lay ashore wet. A leaky survey needs a note.',
    ['leaky afloat>ashore'],
  ],
  [
    'A `leaky` survey makes an afloat boat `ashore`; a `sound` one makes an ashore boat `afloat` again.',
    ['sound ashore>afloat', 'leaky afloat>ashore'],
  ],
  ['A leaky survey puts an `afloat` boat on hire.', ['leaky afloat>on hire']],
  ['Leaky surveys turn the boat `ashore`.', ['leaky >ashore']],
  ['A leaky survey sets the boat to `ashore` and tells the owner.', ['leaky >ashore']],
  ['With `verdict_of` `leaky` the boat becomes `ashore`.', ['leaky >ashore']],
  ['If `verdict_of` is `leaky`, the boat becomes `ashore`.', ['leaky >ashore']],
  ['A survey with verdict of leaky makes the boat ashore.', ['leaky >ashore']],
  ['A leaky survey may make an afloat boat `ashore`.', []],
  ['A leaky survey makes an afloat boat `ashore` unless it is sold.', []],
  ['A second leaky survey makes an afloat boat `ashore`.', []],
  ['A leaky survey of another boat makes the boat `ashore`.', []],
  ['A leaky survey does not make the boat `ashore`.', []],
  ['A leaky survey makes its owner `ashore`.', []],
  ['A leaky or sound survey makes the boat `surveyed`.', []],
  ['An expensive survey makes the boat `ashore`.', []],
  ['A leaky survey makes the boat `ashore`. A leaky survey makes the boat `surveyed`.', []],
  ['A leaky survey sets the boat ashore days to zero.', []],
])('a value of what is created below a resource leads where its sentence says: %s', async ([surveys, steps]) => {
  expect(await stepsOf({ surveys })).toEqual(steps.map((one) => `surveys ${one}`));
});

const both = ['dry >surveyed', 'sea_trial >surveyed', 'sold >sold'];

test.for<readonly [string, readonly string[]]>([
  ['`sold` moves the boat to `sold`, any other survey to `surveyed`.', both],
  ['`sold` moves the boat to `sold`, and all others to `surveyed`.', both],
  ['`sold` moves the boat to `sold`; every other type moves it to `surveyed`.', both],
  ['`sold` moves the boat to `sold`. All others move it to `surveyed`.', both],
  ['`sold` moves the boat to `sold`. Any other survey takes the boat to `surveyed`.', both],
  ['`sold` moves the boat to `sold`, any other boat to `surveyed`.', ['sold >sold']],
  ['`sold` moves the boat to `sold`, any other survey by its owner to `surveyed`.', ['sold >sold']],
  ['`sold` moves the boat to `sold`, any other survey to the archive.', ['sold >sold']],
  ['`sold` moves the boat to `sold`, any other survey to `surveyed` or `afloat`.', ['sold >sold']],
  ['`sold` moves the boat to `sold`. Any other survey may move the boat to `surveyed`.', ['sold >sold']],
  ['`sold` moves the boat to `sold`. Any other survey moves the boat to `surveyed` if it is passed.', ['sold >sold']],
  ['`sold` moves the boat to `sold`. Any other survey does not move the boat to `surveyed`.', ['sold >sold']],
  ['`sold` moves the boat to `sold`. Any other survey moves the owner to `surveyed`.', ['sold >sold']],
  ['`sold` moves the boat to `sold`. Any other survey leaves the boat `surveyed`.', ['sold >sold']],
  [
    '`sold` moves the boat to `sold`. `dry` is for the file. Any other survey moves the boat to `surveyed`.',
    ['sea_trial >surveyed', 'sold >sold'],
  ],
  ['`sold` moves the owner to `sold`, any other survey to `surveyed`.', []],
  ['Any other survey to `surveyed`.', []],
])('what all other kinds do is told of each that is not named: %s', async ([surveys, steps]) => {
  expect(await stepsOf({ surveys })).toEqual(steps.map((one) => `surveys ${one}`));
});

test.for<readonly [string, readonly string[]]>([
  [
    '`pass` takes the boat to `surveyed`. `fail` takes the boat back to `ashore`; a `reason` is needed then.',
    ['pass >surveyed', 'fail >ashore'],
  ],
  ['`pass` takes the survey to `surveyed`.', []],
  [
    'Passing makes the boat `surveyed` and tells its owner; failing it brings the boat back to `ashore`.',
    ['pass >surveyed', 'fail >ashore'],
  ],
  ['Passing makes the survey `surveyed`.', []],
  ['Passing may make the boat `surveyed`.', []],
  ['Hauling makes the boat `surveyed`.', []],
  ['A pass makes its owner `surveyed`.', []],
])('an action on what is below a resource leads this where its sentence says: %s', async ([decision, steps]) => {
  expect(await stepsOf({ decision })).toEqual(steps.map((one) => `decision ${one}`));
});

test('what takes a resource elsewhere is not chosen, and what moves money only where the answer shows the state', async () => {
  const moves = '`launch` takes a boat to `afloat`. `hire` takes a boat to `on_hire`. `haul` brings a boat to `ashore`.';
  const decision = '`pass` takes the boat to `surveyed`.';
  const contract = await loadContract(writeDocument(documentOf({ moves, decision })));
  const boats = lives(contract).find(({ type }) => type.create.key === 'POST /boats');
  const mover = boats?.movers.find(({ set }) => set?.['action'] === 'launch');
  if (!mover) throw new Error('nothing launches a boat');
  const may = (action: string, operation = mover.operation): boolean => isUsable(contract, { ...mover, operation, set: { action } });
  expect([may('launch'), may('refund'), may('transfer'), may('delete')]).toEqual([true, true, false, false]);
  const { to } = mover;
  // A word such as "move" takes a boat to no other place where the body names the state that it comes to.
  const moving = (set: Readonly<Record<string, string>>): boolean =>
    isUsable(contract, { ...mover, operation: { ...mover.operation, path: '/boats/{id}/move' }, set });
  expect([moving({ to: String(to?.value) }), moving({ to: 'Northport' })]).toEqual([true, false]);
  const { responses: _, ...unanswered } = mover.operation;
  expect(may('refund', { ...unanswered, responses: [] })).toBe(false);
});

const head = '| action | from | to | who |\n|---|---|---|---|\n';
const rows = [
  '| launch | surveyed | afloat | owner |',
  '| hire | afloat | on_hire | staff |',
  '| haul | afloat, on_hire | ashore or sold | staff |',
];
const tabled = `${head}${rows.join('\n')}`;

test.for<readonly [string, readonly string[]]>([
  [tabled, ['launch surveyed>afloat', 'hire afloat>on hire', 'haul afloat|on hire>ashore']],
  [
    '- `launch`: surveyed → afloat\n- `hire`: afloat → on_hire\n- `haul`: from `afloat` or `on_hire` to `ashore`',
    ['launch surveyed>afloat', 'hire afloat>on hire', 'haul afloat|on hire>ashore'],
  ],
  // A sentence tells what no row does.
  [`${head}${rows[0] ?? ''}\n\n\`haul\` brings a boat to \`ashore\`.`, ['launch surveyed>afloat', 'haul >ashore']],
  // A row with something that is no state may mean any.
  [`${head}| launch | surveyed or repaired | afloat | owner |`, []],
  [`${head}| launch | any but \`sold\` | \`afloat\` | owner |`, []],
  [`${head}| launch | surveyed | the lake | owner |`, []],
  ['| action | needs | costs |\n|---|---|---|\n| launch | surveyed | afloat |', []],
])('what an action chooses leads where a row of a table, or an item of a list, says: %s', async ([moves, steps]) => {
  expect(await stepsOf({ moves })).toEqual(steps.map((one) => `moves ${one}`));
});

const refusedBy = async (moves: string): Promise<readonly string[]> => {
  const contract = await loadContract(writeDocument(documentOf({ moves })));
  const boats = lives(contract).find(({ type }) => type.create.key === 'POST /boats');
  return (boats?.refusing ?? []).map(
    (one) => `${Object.values(one.as?.set ?? {}).join(' ')}: ${one.refused.map(({ name }) => name).join(', ')}`,
  );
};

const elsewhereRefused = ['launch: ashore, on hire, sold', 'hire: ashore, surveyed, sold', 'haul: surveyed'];

test.for<readonly [string, readonly string[]]>([
  [`${tabled}\n\nEvery other move gets \`409\`.`, elsewhereRefused],
  // What happens besides is no way to the state.
  [`${tabled}\n\nEvery other move gets \`409\`. The crew gets a message when a boat goes afloat.`, elsewhereRefused],
  [
    '- `launch`: surveyed → afloat\n- `hire`: afloat → on_hire\n- `haul`: afloat, on_hire → ashore\n\nEvery other move gets `409`.',
    ['launch: ashore, on hire, sold', 'hire: ashore, surveyed, sold', 'haul: surveyed, sold'],
  ],
  [tabled, []],
  [
    `${tabled}\n\nEvery other move gets \`409\`. A boat that is ashore may also go afloat again by hand.`,
    ['launch: on hire, sold', 'hire: surveyed, sold', 'haul: surveyed'],
  ],
  [`${tabled}\n| launch | sold (with a permit) or moored | afloat | staff |\n\nEvery other move gets \`409\`.`, elsewhereRefused.slice(1)],
  [`${tabled}\n\nEvery other move may be refused with \`409\`.`, []],
  [`${tabled}\n\nEvery other move gets \`409\` for guests.`, []],
])('what no row tells is refused where the text says that there is no other move: %s', async ([moves, refused]) => {
  expect(await refusedBy(moves)).toEqual(refused);
});
