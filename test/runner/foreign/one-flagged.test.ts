import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { flagToldIn } from '../../../src/contract/infer/told-flags.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const nothing = { isUnique: false, takesOver: false, isFirst: false, heir: undefined };

test.each<readonly [string, object | undefined]>([
  ['There is never more than one default number.', { ...nothing, isUnique: true }],
  ['Only one number can be the default.', { ...nothing, isUnique: true }],
  ['A new default number takes over from the old one.', { ...nothing, isUnique: true, takesOver: true }],
  ['Setting `default` clears it from all others.', { ...nothing, isUnique: true, takesOver: true }],
  ['With `default` the former one is no longer the default.', { ...nothing, isUnique: true, takesOver: true }],
  ['The first number becomes the default one in any case.', { ...nothing, isFirst: true }],
  ['If the default number is removed, the oldest remaining one becomes the default.', { ...nothing, heir: 'oldest' }],
  ['When the default one is deleted, the most recent one takes over as default.', { ...nothing, heir: 'newest' }],
  ['When the default is deleted, another number becomes the default.', { ...nothing, heir: 'any' }],
  [
    'A person has at most one default number. Marking a number as default takes the mark away from whichever number had it before.',
    { ...nothing, isUnique: true, takesOver: true },
  ],
  ['At most one page is shown by default.', undefined],
  ['Only one number per kind can be the default.', undefined],
  ['A second default number is refused with `409`: there is never more than one.', undefined],
  ['The default of `limit` is 20.', undefined],
  ['The first number may become the default.', undefined],
  ['There is never more than one number.', undefined],
])('is told of the default: %s', (text, expected) => {
  expect(flagToldIn([text], 'default')).toEqual(expected);
});

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refusals = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const person = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'string' }, name: { type: 'string' } } };
const asked = { digits: { type: 'string', maxLength: 60 }, isDefault: { type: 'boolean', default: false } };
const number = { type: 'object', required: ['id', 'digits', 'isDefault'], properties: { id: { type: 'string' }, ...asked } };
const creation = (required: string, properties: object) => ({
  required: true,
  ...json({ type: 'object', required: [required], properties }),
});

const document = (making: string, removing: string) => ({
  openapi: '3.1.0',
  info: { title: 'Numbers', version: '1' },
  paths: {
    '/people': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: person }) } } },
      post: {
        requestBody: creation('name', { name: { type: 'string' } }),
        responses: { 201: { description: 'd', ...json(person) }, ...refusals(422) },
      },
    },
    '/people/{personId}': {
      parameters: [inPath('personId')],
      get: { responses: { 200: { description: 'd', ...json(person) }, ...refusals(404) } },
      delete: { responses: { 204: { description: 'Gone' }, ...refusals(404) } },
    },
    '/people/{personId}/numbers': {
      parameters: [inPath('personId')],
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: number }) }, ...refusals(404) } },
      post: {
        description: making,
        requestBody: creation('digits', asked),
        responses: { 201: { description: 'd', ...json(number) }, ...refusals(404, 409, 422) },
      },
    },
    '/people/{personId}/numbers/{numberId}': {
      parameters: [inPath('personId'), inPath('numberId')],
      get: { responses: { 200: { description: 'd', ...json(number) }, ...refusals(404) } },
      delete: { description: removing, responses: { 204: { description: 'Gone' }, ...refusals(404) } },
    },
  },
});

type Way =
  | 'keeps all'
  | 'both'
  | 'not the first'
  | 'old one keeps it'
  | 'none left'
  | 'newest instead'
  | 'late'
  | 'newest listed first'
  | 'refuses a second';

type Numbered = { readonly id: string; readonly digits: unknown; isDefault: boolean };

const judged = async (way: Way, making: string, removing: string) => {
  const people = new Map<string, Numbered[]>();
  let last = 0;
  const later = (change: () => void): void => {
    if (way === 'late') setTimeout(change, 400);
    else change();
  };
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await objectBody(incoming);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, collection, personId, numbers, numberId] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    if (collection !== 'people') return give(404, {});
    if (personId === undefined) {
      if (incoming.method === 'GET')
        return give(
          200,
          [...people.keys()].map((id) => ({ id, name: 'one' })),
        );
      if (typeof body?.['name'] !== 'string') return give(422, {});
      people.set(`p${(last += 1)}`, []);
      return give(201, { id: `p${last}`, name: body['name'] });
    }
    const own = people.get(personId);
    if (!own) return give(404, {});
    if (numbers === undefined) {
      if (incoming.method === 'DELETE') people.delete(personId);
      return incoming.method === 'DELETE' ? give(204) : give(200, { id: personId, name: 'one' });
    }
    if (numberId === undefined && incoming.method === 'GET') return give(200, way === 'newest listed first' ? own.toReversed() : own);
    if (numberId === undefined) {
      if (typeof body?.['digits'] !== 'string') return give(422, {});
      const wanted = body['isDefault'] === true;
      if (wanted && way === 'refuses a second' && own.some(({ isDefault }) => isDefault)) return give(409, {});
      const isDefault = way === 'old one keeps it' ? own.length === 0 : wanted || (own.length === 0 && way !== 'not the first');
      const made = { id: `n${(last += 1)}`, digits: body['digits'], isDefault };
      const others = [...own];
      own.push(made);
      if (isDefault && way !== 'both') later(() => others.forEach((one) => (one.isDefault = false)));
      return give(201, made);
    }
    const found = own.find(({ id }) => id === numberId);
    if (!found) return give(404, {});
    if (incoming.method === 'GET') return give(200, found);
    own.splice(own.indexOf(found), 1);
    const heir = way === 'newest instead' ? own.at(-1) : own[0];
    if (found.isDefault && heir && way !== 'none left') later(() => (heir.isDefault = true));
    return give(204);
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  const { verdicts } = await judgeForeign(writeDocument(document(making, removing)), url, {
    allow: ['mutation'],
    selection: { only: ['lifecycle/only-one-flagged', 'lifecycle/flag-inherited'], skip: [] },
  });
  const told = verdicts.flatMap(({ case: { requirement }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${verdict.finding.code}`] : [],
  );
  return { told, passed: verdicts.flatMap(({ case: { requirement }, verdict }) => (verdict.kind === 'pass' ? [requirement] : [])) };
};

const making =
  'The first number becomes the default one in any case. There is never more than one: a new default number takes over from the old one.';
const removing = 'If it was the default number, the oldest of those that remain becomes the default.';
const loose = 'When the default number is removed, another one becomes the default.';

describe.concurrent('a flag that one of several has', () => {
  test.for<readonly [Way, string, string, readonly string[]]>([
    ['keeps all', making, removing, ['CONV-152', 'CONV-153']],
    ['late', making, removing, ['CONV-152', 'CONV-153']],
    ['newest listed first', making, removing, ['CONV-152', 'CONV-153']],
    ['newest instead', making, loose, ['CONV-152', 'CONV-153']],
    ['not the first', 'Only one number can be the default.', '', ['CONV-152']],
    ['refuses a second', 'Only one number can be the default.', '', []],
    ['both', 'Marks a number as default.', '', []],
    ['none left', making, '', ['CONV-152']],
  ])(
    'is kept by a service (%s) where the texts say "%s" and "%s"',
    besideOthers(async ([way, made, removed, passed]) => {
      expect(await judged(way, made, removed)).toEqual({ told: [], passed });
    }),
  );

  test.for<readonly [Way, string]>([
    ['both', 'CONV-152 several-flagged'],
    ['not the first', 'CONV-152 first-not-flagged'],
    ['old one keeps it', 'CONV-152 new-not-flagged'],
    ['none left', 'CONV-153 flag-lost'],
    ['newest instead', 'CONV-153 other-heir'],
  ])(
    'is told of a service with the flaw "%s"',
    besideOthers(async ([way, finding]) => {
      expect((await judged(way, making, removing)).told).toContain(finding);
    }),
  );
});

type Tag = { readonly description: string; readonly asked?: Readonly<Record<string, object>> };

/** Numbers of the caller, whose tag says what holds for the default one. */
const flatDocument = ({ description, asked: more = {} }: Tag) => ({
  openapi: '3.1.0',
  info: { title: 'Numbers', version: '1' },
  tags: [{ name: 'Numbers', description }],
  paths: {
    '/numbers': {
      get: { tags: ['Numbers'], responses: { 200: { description: 'd', ...json({ type: 'array', items: number }) } } },
      post: {
        tags: ['Numbers'],
        requestBody: creation('digits', { ...asked, ...more }),
        responses: { 201: { description: 'd', ...json(number) }, ...refusals(409, 422) },
      },
    },
    '/numbers/{numberId}': {
      parameters: [inPath('numberId')],
      get: { tags: ['Numbers'], responses: { 200: { description: 'd', ...json(number) }, ...refusals(404) } },
      delete: { tags: ['Numbers'], responses: { 204: { description: 'Gone' }, ...refusals(404) } },
    },
  },
});

const judgedOfCaller = async (
  isTakenOver: boolean,
  tag: Tag,
  allow: readonly ('mutation' | 'destructive')[] = ['mutation', 'destructive'],
) => {
  const old: Numbered = { id: 'old', digits: '1', isDefault: true };
  const own: Numbered[] = [old];
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, collection, id] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    if (collection !== 'numbers') return give(404, {});
    if (id === undefined && incoming.method === 'GET') return give(200, own);
    if (id === undefined) {
      if (typeof body?.['digits'] !== 'string') return give(422, {});
      const made = { id: `n${(last += 1)}`, digits: body['digits'], isDefault: body['isDefault'] === true };
      if (made.isDefault && isTakenOver) own.forEach((one) => (one.isDefault = false));
      own.push(made);
      return give(201, made);
    }
    const found = own.find((one) => one.id === id);
    if (!found) return give(404, {});
    if (incoming.method === 'GET') return give(200, found);
    own.splice(own.indexOf(found), 1);
    return give(204);
  });
  const { verdicts } = await judgeForeign(writeDocument(flatDocument(tag)), url, {
    allow: [...allow],
    selection: { only: ['lifecycle/only-one-flagged'], skip: [] },
  });
  const judgedHere = verdicts.filter(({ case: { check } }) => check === 'lifecycle/only-one-flagged');
  return { kinds: judgedHere.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind)), isKept: old.isDefault };
};

describe.concurrent('a flag that one of all resources of the caller has', () => {
  const description =
    'An account has at most one default number. Marking a number as default takes the mark away from whichever number had it before.';
  test.for<readonly [boolean, Tag, readonly string[]]>([
    [true, { description }, ['pass']],
    [false, { description }, ['several-flagged']],
    [false, { description: 'Numbers to call. By default at most one is listed.' }, []],
    [false, { description: 'A country has at most one default number.' }, []],
    [false, { description: 'There is at most one default number for each country.' }, []],
    [false, { description, asked: { personId: { type: 'string' } } }, []],
  ])(
    'is judged (taken over: %s) as %o says',
    besideOthers(async ([isTakenOver, tag, expected]) => {
      expect((await judgedOfCaller(isTakenOver, tag)).kinds).toEqual(expected);
    }),
  );

  test(
    'is taken from no other one without the permission for it',
    besideOthers(async () => {
      expect(await judgedOfCaller(true, { description }, ['mutation'])).toEqual({ kinds: ['skipped'], isKept: true });
    }),
  );
});
