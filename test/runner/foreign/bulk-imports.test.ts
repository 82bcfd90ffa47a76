import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 60 };
const whole = { type: 'integer', minimum: 0 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({ type: 'object', properties, required });
const wrong = { 401: { description: 'Who' }, 409: { description: 'A conflict' }, 422: { description: 'Wrong' } };
const form = { type: 'integer', minimum: 1, maximum: 13 };
const email = { type: 'string', format: 'email', maxLength: 200 };
/** One pupil speaks for the others: who is made the first one takes the mark from the one before. */
const isPrimary = { type: 'boolean', default: false };
const pupil = object({ id: { type: 'string' }, name: text, email, form, isPrimary });
const asked = object({ name: text, email, form, isPrimary }, ['name', 'email', 'form']);

type Words = 'in order' | 'by place' | 'from one' | 'silent';

const said: Readonly<Record<Words, string>> = {
  'in order':
    'Every item is judged by itself with the rules for a new pupil: good ones are registered even if others fail. An address which is taken, or which an earlier good item of the same import has, fails. `results` has one entry for each item, in the order of the items; `created` and `failed` count them.',
  'by place':
    'Each entry is handled on its own, like a new pupil. The others are stored all the same. Duplicates within one import are rejected.',
  'from one':
    'Takes the body of one pupil in each row. Valid rows are imported even when others are refused. The results come in the same order.',
  silent: 'Takes many. Each item is like a new pupil.',
};

/** Pupils that are registered one by one, or imported by a list whose items are described in words alone. */
const document = (words: Words) => ({
  openapi: '3.1.0',
  info: { title: 'School', version: '1' },
  paths: {
    '/pupils': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: pupil }) } } },
      post: {
        description: 'An address which another pupil has is refused with 409.',
        requestBody: { required: true, ...json(asked) },
        responses: { 201: { description: 'It', ...json(pupil) }, ...wrong },
      },
    },
    '/pupils/import': {
      post: {
        description: said[words],
        requestBody: {
          required: true,
          ...json(object({ items: { type: 'array', minItems: 1, maxItems: 50, items: { type: 'object' } } })),
        },
        responses: {
          200: {
            description: 'What became of each item',
            ...json(
              object({
                created: whole,
                failed: whole,
                results: {
                  type: 'array',
                  items: object(
                    {
                      index: { ...whole, description: `Place of the item, from ${words === 'from one' ? 1 : 0}.` },
                      status: { type: 'string' },
                      pupilId: { type: ['string', 'null'] },
                    },
                    ['index', 'status'],
                  ),
                },
              }),
            ),
          },
          ...wrong,
        },
      },
    },
    '/pupils/{pupilId}': {
      parameters: [{ name: 'pupilId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'It', ...json(pupil) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
});

type Habit =
  | 'plain'
  | 'is done with the bad ones first'
  | 'counts what it changed'
  | 'refuses all for one'
  | 'stops at the first bad one'
  | 'stores what failed'
  | 'takes equal ones'
  | 'tells the other way round'
  | 'counts the places from the other end'
  | 'counts the places from one too many'
  | 'counts the failed ones as created'
  | 'calls all created';

type Pupil = { readonly name: string; readonly email: string; readonly form: number; readonly isPrimary?: boolean };

const isPupil = (one: unknown): one is Pupil => {
  const { name, email: mail, form: year, isPrimary: mark = false }: Json = typeof one === 'object' && one !== null ? { ...one } : {};
  const isName = typeof name === 'string' && name.trim() !== '' && name.length <= 60;
  const isYear = typeof year === 'number' && Number.isInteger(year) && year >= 1 && year <= 13;
  return isName && isYear && typeof mark === 'boolean' && typeof mail === 'string' && /^[^@\s]+@[^@\s]+$/u.test(mail) && mail.length <= 200;
};

const judged = async (words: Words, habit: Habit) => {
  const pupils = new Map<string, Json>([['old', { id: 'old', name: 'An old one', email: 'old@example.org', form: 1, isPrimary: false }]]);
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const { method = '', url: path = '' } = incoming;
    const [, root = '', id = ''] = path.split(/[/?]/u);
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const isTaken = (mail: string): boolean =>
      [...pupils.values()].some((one) => String(one['email']).toLowerCase() === mail.toLowerCase());
    const add = ({ name, email: mail, form: year, isPrimary: isFirst = false }: Pupil): string => {
      const own = `p${next++}`;
      if (isFirst) for (const [key, one] of pupils) pupils.set(key, { ...one, isPrimary: false });
      pupils.set(own, { id: own, name, email: mail, form: year, isPrimary: isFirst });
      return own;
    };
    const several = (list: readonly unknown[]): void => {
      if (habit === 'refuses all for one' && !list.every(isPupil)) return end(422);
      const start = Number(words === 'from one') + Number(habit === 'counts the places from one too many');
      const before = [...pupils.values()].map((one) => one['email']);
      let isStopped = false;
      const results = list.map((one, n): Json => {
        const isNew = isPupil(one) && (habit === 'takes equal ones' ? !before.includes(one.email) : !isTaken(one.email));
        isStopped ||= habit === 'stops at the first bad one' && !isNew;
        const index = (habit === 'counts the places from the other end' ? list.length - 1 - n : n) + start;
        if (isNew && !isStopped) return { index, status: 'created', pupilId: add(one) };
        const name = typeof one === 'object' && one !== null && 'name' in one ? String(one.name) : '';
        if (habit === 'stores what failed')
          pupils.set(`p${next}`, { id: `p${next++}`, name, email: 'none@example.org', form: 1, isPrimary: false });
        return { index, status: habit === 'calls all created' ? 'created' : 'failed', pupilId: null };
      });
      const failed = results.filter(({ pupilId }) => pupilId === null).length;
      const ways: Readonly<Partial<Record<Habit, readonly Json[]>>> = {
        'tells the other way round': results.toReversed(),
        'is done with the bad ones first': results.toSorted((a, b) => Number(b['pupilId'] === null) - Number(a['pupilId'] === null)),
      };
      const created = results.length - (habit === 'counts the failed ones as created' ? 0 : failed);
      return end(200, {
        created,
        ...(habit === 'counts what it changed' ? { updated: 0, skipped: 0 } : {}),
        failed,
        results: ways[habit] ?? results,
      });
    };
    const write = async (): Promise<void> => {
      const body = await objectBody(incoming);
      const items = body?.['items'];
      if (id === 'import') return Array.isArray(items) && items.length > 0 && items.length <= 50 ? several(items) : end(422);
      if (!isPupil(body)) return end(422);
      return isTaken(body.email) ? end(409) : end(201, pupils.get(add(body)));
    };
    if (root !== 'pupils') return end(404);
    if (method === 'POST') return void write();
    if (id === '') return end(200, [...pupils.values()]);
    const found = pupils.get(id);
    if (!found) return end(404);
    if (method === 'GET') return end(200, found);
    pupils.delete(id);
    return end(204);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(words)), url, {
    allow: ['mutation', 'destructive'],
    credentials: [],
    maxCreates: 100,
    selection: {
      only: ['all-or-nothing', 'told-truly', 'breaches-refused', 'equal-refused', 'limit-kept', 'entry-kept'].map(
        (one) => `lifecycle/bulk-${one}`,
      ),
      skip: [],
    },
  });
  const of = (kind: string): string[] =>
    verdicts.flatMap(({ id, verdict }) =>
      verdict.kind === kind && id.startsWith('lifecycle/bulk-') ? [id.split('@')[0]?.split('/')[1] ?? ''] : [],
    );
  return {
    failed: of('fail'),
    passed: of('pass').toSorted(),
    codes: verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : [])),
    left: [...pupils.keys()],
  };
};

test.concurrent.for<readonly [Words, Habit, readonly string[]]>([
  ['in order', 'plain', ['bulk-breaches-refused', 'bulk-equal-refused', 'bulk-limit-kept', 'bulk-told-truly']],
  ['in order', 'counts what it changed', ['bulk-breaches-refused', 'bulk-equal-refused', 'bulk-limit-kept', 'bulk-told-truly']],
  ['by place', 'is done with the bad ones first', ['bulk-breaches-refused', 'bulk-equal-refused', 'bulk-limit-kept', 'bulk-told-truly']],
  ['from one', 'plain', ['bulk-breaches-refused', 'bulk-limit-kept', 'bulk-told-truly']],
  ['silent', 'refuses all for one', ['bulk-limit-kept', 'bulk-told-truly']],
  ['silent', 'takes equal ones', ['bulk-breaches-refused', 'bulk-limit-kept', 'bulk-told-truly']],
])(
  'an import of items that are described in words passes, and none stays: %s, %s',
  besideOthers(async ([words, habit, checks]) => {
    const { failed, passed, left } = await judged(words, habit);
    expect({ failed, passed: passed.filter((one) => one !== 'bulk-entry-kept'), left }).toEqual({
      failed: [],
      passed: checks,
      left: ['old'],
    });
  }),
);

test.concurrent.for<readonly [Words, Habit, string]>([
  ['in order', 'refuses all for one', 'bulk-good-lost'],
  ['by place', 'refuses all for one', 'bulk-good-lost'],
  ['from one', 'stops at the first bad one', 'bulk-good-lost'],
  ['in order', 'stores what failed', 'bulk-failed-and-stored'],
  ['in order', 'takes equal ones', 'bulk-equal-accepted'],
  ['by place', 'takes equal ones', 'bulk-equal-accepted'],
  ['in order', 'tells the other way round', 'bulk-other-entry'],
  ['in order', 'counts the places from the other end', 'bulk-other-place'],
  ['in order', 'counts the places from one too many', 'bulk-other-place'],
  ['in order', 'counts the failed ones as created', 'bulk-count-wrong'],
  ['in order', 'calls all created', 'bulk-mistake-told-done'],
])(
  'an import of items that are described in words (%s) that %s is told: %s, and none stays',
  besideOthers(async ([words, habit, code]) => {
    const { codes, left } = await judged(words, habit);
    expect(codes).toContain(code);
    expect(left).toEqual(['old']);
  }),
);
