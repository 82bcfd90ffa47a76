import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const hive = { type: 'object', required: ['name'], properties: { id: { ...text, readOnly: true }, name: text } };
const weighing = { type: 'object', required: ['hiveId', 'grams'], properties: { hiveId: text, grams: { type: 'integer', minimum: 1 } } };

type Form = {
  /** The text of the operation. */
  readonly says: string;
  /** What the answer says of each entry, where it is taken and where not. */
  readonly words: readonly [member: string, taken: unknown, not: unknown];
  /** Is an entry described by nothing but the operation that takes one alone. */
  readonly isLikeOne?: true;
};

/** Beehives that are weighed, several with one request. */
const documentOf = ({ says, words: [member], isLikeOne }: Form): object => {
  const items = isLikeOne ? { type: 'object' } : weighing;
  const list = {
    type: 'array',
    minItems: 1,
    maxItems: 20,
    items,
    ...(isLikeOne ? { description: 'Each one as in `POST /weighings`.' } : {}),
  };
  const example = { weighings: [{ hiveId: 'north-slope', grams: 900 }] };
  const alone = {
    requestBody: { required: true, content: { 'application/json': { schema: weighing } } },
    responses: { '202': none, '422': none },
  };
  const result = { type: 'object', properties: { index: { type: 'integer', minimum: 0 }, [member]: {} } };
  return {
    openapi: '3.1.0',
    info: { title: 'Hives', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/hives': {
        get: { responses: { '200': shows({ type: 'array', items: hive }) } },
        post: {
          requestBody: { required: true, content: { 'application/json': { schema: hive } } },
          responses: { '201': shows(hive), '422': none },
        },
      },
      '/hives/{hiveId}': {
        parameters: [{ name: 'hiveId', in: 'path', required: true, schema: text }],
        get: { responses: { '200': shows(hive), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      ...(isLikeOne ? { '/weighings': { post: alone } } : {}),
      [isLikeOne ? '/weighings/bulk' : '/weighings']: {
        post: {
          description: says,
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: { type: 'object', required: ['weighings'], properties: { weighings: list } },
                ...(isLikeOne ? { example } : {}),
              },
            },
          },
          responses: { '200': shows({ type: 'object', properties: { results: { type: 'array', items: result } } }), '422': none },
        },
      },
    },
  };
};

type Habit = 'goes on' | 'stops' | 'takes all' | 'refuses all' | 'tells bad ones first' | 'counts from one';

const judged = async (form: Form, habit: Habit) => {
  const hives = new Map<string, Json>();
  let last = 0;
  const [member, taken, not] = form.words;
  const url = await serveAnswers((method, [root, id], given): Answer => {
    if (root === 'weighings') {
      const list = given['weighings'];
      const entries = (Array.isArray(list) ? list : []) as readonly Json[];
      if (form.isLikeOne && id === undefined) return [hives.has(String(given['hiveId'])) ? 202 : 422];
      if (entries.length === 0) return [422];
      let isStopped = false;
      const results = entries.map(({ hiveId }, index) => {
        const isGood = habit === 'takes all' || (hives.has(String(hiveId)) && !isStopped);
        isStopped ||= habit === 'stops' && !isGood;
        return { index: habit === 'counts from one' ? index + 1 : index, [member]: isGood ? taken : not };
      });
      if (habit === 'tells bad ones first') results.sort((one, other) => Number(one[member] !== not) - Number(other[member] !== not));
      return habit === 'refuses all' && results.some((one) => one[member] === not) ? [422] : [200, { results }];
    }
    if (root !== 'hives' || (id !== undefined && !hives.has(id))) return [404];
    if (id !== undefined) return method === 'DELETE' ? [hives.delete(id) ? 204 : 404] : [200, hives.get(id)];
    if (method === 'GET') return [200, [...hives.values()]];
    if (typeof given['name'] !== 'string') return [422];
    const made = { id: `hive-${(last += 1)}`, name: given['name'] };
    hives.set(made.id, made);
    return [201, made];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentOf(form)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 60,
    selection: { only: ['lifecycle/entries-judged-apart'], skip: [] },
  });
  const own = verdicts.filter(({ case: { check } }) => check === 'lifecycle/entries-judged-apart');
  return { kinds: own.map(({ verdict }) => verdict.kind), left: hives.size };
};

const forms: readonly Form[] = [
  {
    says: 'Each weighing is judged by itself: a refused one does not keep the others from being recorded.',
    words: ['outcome', 'accepted', 'rejected'],
  },
  { says: 'Good ones are recorded even if others fail.', words: ['status', 200, 404] },
  { says: 'One without a hive fails; the others are stored all the same.', words: ['success', true, false] },
  { says: 'A mistake does not stop the rest.', words: ['result', 'recorded', 'not found'] },
  { says: 'Each weighing is taken or refused by itself.', words: ['outcome', 'TAKEN', 'REFUSED'] },
  { says: 'A bad weighing does not hold up the others.', words: ['status', 202, 422], isLikeOne: true },
  { says: 'Weighings of unknown hives are left out without affecting the others.', words: ['ok', true, false] },
];

test.concurrent.for(forms)(
  'a list that ends at the first bad entry is told: $says',
  besideOthers(async (form: Form) => {
    expect(await judged(form, 'stops')).toEqual({ kinds: ['fail'], left: 0 });
  }),
);

test.concurrent.for(forms)(
  'nothing is told where each entry is judged by itself: $says',
  besideOthers(async (form: Form) => {
    expect(await judged(form, 'goes on')).toEqual({ kinds: ['pass'], left: 0 });
  }),
);

const inOrder = 'A mistake does not stop the rest. There is one result for each weighing, in the order of the weighings.';

test.concurrent.for<readonly [Habit, string, string]>([
  ['tells bad ones first', inOrder, 'fail'],
  ['tells bad ones first', 'A mistake does not stop the rest.', 'pass'],
  ['goes on', inOrder, 'pass'],
  ['counts from one', inOrder, 'pass'],
])(
  'results come in the order of the entries where the document says so, and a service that %s: %s %s',
  besideOthers(async ([habit, says, expected]) => {
    expect((await judged({ says, words: ['ok', true, false] }, habit)).kinds).toEqual([expected]);
  }),
);

test.concurrent.for(['takes all', 'refuses all'] as const)(
  'nothing is told of a service that %s',
  besideOthers(async (habit: Habit) => {
    expect((await judged(forms[0] as Form, habit)).kinds).toEqual(['inconclusive']);
  }),
);

test.concurrent.for([
  'Records weighings.',
  'A bad weighing may keep the others from being recorded.',
  'Either all weighings are recorded or none.',
  'Weighings are recorded in the order in which they are sent, up to the first bad one.',
  'A refused weighing does not affect the hive.',
])(
  'nothing is asked where the document does not say so: %s',
  besideOthers(async (says: string) => {
    expect((await judged({ says, words: ['ok', true, false] }, 'stops')).kinds).toEqual([]);
  }),
);

/** Sheds to which hives are added by their ids alone. `says`: what the document says of that; `stops`: nothing is done, and told, behind a bad one. */
const judgedByIds = async (says: string, stops: boolean) => {
  const listOf = (schema: object): object => ({ type: 'array', items: schema });
  const shed = { type: 'object', required: ['id', 'name'], properties: { id: text, name: text, hives: listOf(hive) } };
  const named = { name: 'shedId', in: 'path', required: true, schema: text };
  const taken = { type: 'object', properties: { hiveId: text, outcome: { ...text, enum: ['added', 'not_found'] } } };
  const { paths, ...base } = documentOf({ says: '', words: ['ok', true, false] }) as { paths: Readonly<Record<string, object>> };
  const [hives, one] = [paths['/hives'], paths['/hives/{hiveId}']];
  const given = { type: 'object', required: ['hiveIds'], properties: { hiveIds: { ...listOf(text), minItems: 1, maxItems: 20 } } };
  const document = {
    ...base,
    paths: {
      '/hives': hives,
      '/hives/{hiveId}': one,
      '/sheds': {
        get: { responses: { '200': shows(listOf(shed)) } },
        post: {
          requestBody: { required: true, content: { 'application/json': { schema: { ...shed, required: ['name'] } } } },
          responses: { '201': shows(shed), '422': none },
        },
      },
      '/sheds/{shedId}': {
        parameters: [named],
        get: { responses: { '200': shows(shed), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      '/sheds/{shedId}/hives': {
        parameters: [named],
        post: {
          description: says,
          requestBody: { required: true, content: { 'application/json': { schema: given } } },
          responses: { '200': shows({ type: 'object', properties: { results: listOf(taken) } }), '404': none, '422': none },
        },
      },
    },
  };
  const kept = new Map<string, Json>();
  let last = 0;
  const url = await serveAnswers((method, [root = '', id, below], body): Answer => {
    if (!['hives', 'sheds'].includes(root) || (id !== undefined && !kept.has(id))) return [404];
    if (below) {
      const ids = (Array.isArray(body['hiveIds']) ? body['hiveIds'] : []).map(String);
      const bad = ids.findIndex((name) => !kept.has(name));
      const done = stops && bad >= 0 ? ids.slice(0, bad + 1) : ids;
      return ids.length === 0
        ? [422]
        : [200, { results: done.map((hiveId) => ({ hiveId, outcome: kept.has(hiveId) ? 'added' : 'not_found' })) }];
    }
    if (id !== undefined) return method === 'DELETE' ? [kept.delete(id) ? 204 : 404] : [200, kept.get(id)];
    if (method === 'GET') return [200, [...kept.values()].filter((some) => String(some['id']).startsWith(root))];
    if (typeof body['name'] !== 'string') return [422];
    const made = { id: `${root}-${(last += 1)}`, name: body['name'], ...(root === 'sheds' && { hives: [] }) };
    kept.set(made.id, made);
    return [201, made];
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 60,
    selection: { only: ['lifecycle/entries-judged-apart'], skip: [] },
  });
  return verdicts.flatMap(({ case: { check }, verdict }) =>
    check === 'lifecycle/entries-judged-apart' ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

const ofIds = 'Each id is looked at by itself, and one that fails does not stop the others.';

test.concurrent.for([
  [ofIds, true, ['entry-left-out']],
  [ofIds, false, ['pass']],
  ['Ends at the first unknown id.', true, []],
] as const)(
  'a list of ids alone: %s, %s',
  besideOthers(async ([says, stops, told]: readonly [string, boolean, readonly string[]]) => {
    expect(await judgedByIds(says, stops)).toEqual(told);
  }),
);
