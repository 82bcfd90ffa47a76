import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;
type Habit =
  | 'keeps it'
  | 'one too many'
  | 'one too many beside some'
  | 'some of another kind'
  | 'forgets the oldest'
  | 'has some already'
  | 'some make way';

const text = { type: 'string', maxLength: 80 };
const object = (properties: object, required: readonly string[]): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const hook = object({ id: text, label: text, loud: { type: 'boolean' } }, ['id', 'label']);
const none = { description: 'None' };

const documentWith = (said: string, isRead = true): object => ({
  openapi: '3.0.3',
  info: { title: 'Bells', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/bells': {
      get: { responses: { '200': shows({ type: 'array', items: hook }) } },
      post: {
        description: said,
        requestBody: { required: true, content: { 'application/json': { schema: object({ label: text }, ['label']) } } },
        responses: { '201': shows(hook), '409': none, '422': none },
      },
    },
    '/bells/{bellId}': {
      parameters: [{ name: 'bellId', in: 'path', required: true, schema: text }],
      ...(isRead ? { get: { responses: { '200': shows(hook), '404': none } } } : {}),
      delete: { responses: { '204': none, '404': none } },
    },
  },
});

/** Bells, of which there may be five. */
const bells = (habit: Habit) => {
  const all = new Map<string, Json>(
    ['has some already', 'some make way', 'one too many beside some', 'some of another kind'].includes(habit)
      ? ['s1', 's2'].map((id) => [id, { id, label: id, loud: habit === 'some of another kind' }])
      : [],
  );
  let last = 0;
  const most = { 'one too many': 6, 'one too many beside some': 6, 'some of another kind': 7 }[habit as string] ?? 5;
  const answer = (method: string, [root, id]: readonly string[], { label }: Json): Answer => {
    if (root !== 'bells') return [404];
    if (id === undefined) {
      if (method === 'GET') return [200, [...all.values()]];
      if (typeof label !== 'string') return [422];
      if (all.size >= most && !['forgets the oldest', 'some make way'].includes(habit)) return [409, { message: 'That is enough.' }];
      const made = { id: `b${(last += 1)}`, label, loud: false };
      all.set(made.id, made);
      if (all.size > most) all.delete([...all.keys()][0] ?? '');
      return [201, made];
    }
    const found = all.get(id);
    if (!found) return [404];
    if (method === 'DELETE') all.delete(id);
    return method === 'DELETE' ? [204] : [200, found];
  };
  return { answer, all };
};

const limit = 'An account has five bells at most; the sixth is a `409`.';

const judged = async (habit: Habit, said: string, only: readonly string[] = ['lifecycle/account-limit-kept'], isRead = true) => {
  const { answer, all } = bells(habit);
  const { verdicts } = await judgeForeign(writeDocument(documentWith(said, isRead)), await serveAnswers(answer), {
    allow: ['mutation'],
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: [...only], skip: [] },
  });
  const told = verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
  return { told, left: [...all.keys()].filter((id) => id.startsWith('b')) };
};

test.concurrent.for<readonly [Habit, string]>([
  ['keeps it', 'pass'],
  ['has some already', 'pass'],
  ['one too many', 'over-limit'],
  ['one too many beside some', 'over-limit'],
  ['some of another kind', 'pass'],
  ['forgets the oldest', 'inconclusive'],
])(
  'what one account may have: %s',
  besideOthers(async ([habit, expected]) => {
    expect(await judged(habit, limit)).toEqual({ told: [expected], left: [] });
  }),
);

test.concurrent.for([
  'You can have up to 5 bells.',
  'No more than five bells per user.',
  'Each tenant may have at most 5 bells at a time: more are a `409`.',
])(
  'is told in other words: %s',
  besideOthers(async (said) => {
    expect((await judged('one too many', said.replace(' at a time', ''))).told).toEqual(['over-limit']);
  }),
);

test.concurrent.for([
  'Rings the bell at most five times.',
  'On the free plan an account has five bells at most.',
  'An account has five bells at most by default.',
  'At most 5 bells per minute for each account.',
  'An account may send at most 5 bells in one request.',
  'An account has at most five ringers.',
])(
  'is not told by what says something else: %s',
  besideOthers(async (said) => {
    expect((await judged('one too many', said)).told).toEqual([]);
  }),
);

test.concurrent.for([
  'An account has five bells at most; one more takes the place of the oldest.',
  'You can have up to 5 bells. The oldest is removed when you add another one.',
  'You can have up to 5 bells.',
])(
  'nothing that was there before makes way for what the run creates: %s',
  besideOthers(async (said) => {
    const { answer, all } = bells('some make way');
    const { verdicts } = await judgeForeign(writeDocument(documentWith(said)), await serveAnswers(answer), {
      allow: ['mutation'],
      http: { timeoutMs: 10_000, headers: {} },
      selection: { only: ['lifecycle/account-limit-kept', 'pagination/*'], skip: [] },
    });
    expect([...all.keys()]).toEqual(['s1', 's2']);
    expect(verdicts.filter(({ verdict }) => verdict.kind === 'fail')).toEqual([]);
  }),
);

test('a list of such resources is filled so far that others can be created', async () => {
  const { told } = await judged('has some already', limit, ['pagination/*', 'lifecycle/creation-accepted', 'lifecycle/sent-is-shown']);
  expect(told).toContain('pass');
  expect(told).not.toContain('fail');
});

test('what only a list shows is looked for there: it may have made way for others', async () => {
  expect((await judged('forgets the oldest', limit, undefined, false)).told).toEqual(['inconclusive']);
  expect((await judged('one too many', limit, undefined, false)).told).toEqual(['over-limit']);
});

test('what other checks left of them is removed before', async () => {
  const only = ['lifecycle/account-limit-kept', 'body/missing-member-refused', 'status/documented-call'];
  const { told, left } = await judged('one too many', limit, only);
  expect(told.filter((one) => one === 'over-limit')).toEqual(['over-limit']);
  expect(left).toEqual([]);
});
