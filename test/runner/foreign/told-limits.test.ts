import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 60 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const members = {
  name: text,
  motto: { type: 'string', description: 'At most 40 characters.' },
  tags: { type: 'array', description: 'Up to 4 tags of at most 12 characters.', items: { type: 'string' } },
  parts: { type: 'array', items: { type: 'object', required: ['title'], properties: { title: text } } },
  rating: { type: 'integer', description: 'Between 1 and 5' },
  nickname: { type: 'string', description: 'Not only blanks.' },
  draft: { type: 'boolean' },
  remark: { type: 'string', description: 'A draft needs at least 9 characters.' },
};
const object = (required: readonly string[]) => ({ type: 'object', required, properties: members });
const score = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'string', readOnly: true }, ...members } };
const shows = (description: string) => ({ description, ...json(score) });
const refusals = { 404: { description: 'None' }, 422: { description: 'Wrong' } };

/** Without what is said of them. */
const bare = Object.fromEntries(Object.entries(members).map(([name, schema]) => [name, { ...schema, description: undefined }]));

/** @param change The schema of the body of a change. */
const documentOf = (change: object) => ({
  openapi: '3.1.0',
  info: { title: 'Scores', version: '1' },
  paths: {
    '/scores': {
      post: {
        description: 'Adds a score. A score has at most three parts.',
        requestBody: { required: true, ...json(object(['name'])) },
        responses: { 201: shows('New'), ...refusals },
      },
    },
    '/scores/{scoreId}': {
      parameters: [{ name: 'scoreId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: shows('It'), ...refusals } },
      patch: { requestBody: { required: true, ...json(change) }, responses: { 200: shows('It'), ...refusals } },
      delete: { responses: { 204: { description: 'Gone' }, ...refusals } },
    },
  },
});

type Form = {
  /** Members that the service does not check at a creation, and at a change. */
  readonly unchecked?: readonly string[];
  readonly uncheckedLater?: readonly string[];
  /** What it makes of a body before it is checked. */
  readonly takes?: (body: Json) => Json;
};

const isText = (value: unknown, most: number): boolean => typeof value === 'string' && value !== '' && value.length <= most;

const isFine: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: (value) => isText(value, 60),
  motto: (value) => typeof value === 'string' && value.length <= 40,
  tags: (value) => Array.isArray(value) && value.length <= 4 && value.every((one) => isText(one, 12)),
  parts: (value) => Array.isArray(value) && value.length <= 3 && value.every((one) => isText((one as Json | null)?.['title'], 60)),
  nickname: (value) => typeof value === 'string' && value.trim() !== '',
  rating: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 5,
};

const told = async ({ unchecked = [], uncheckedLater = unchecked, takes = (body) => body }: Form, change: object = object([])) => {
  const scores = new Map<string, Json>();
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id, ...more] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const found = scores.get(id ?? '');
    if (root !== 'scores' || more.length > 0 || (id !== undefined && !found)) return give(404);
    if (incoming.method === 'GET') return found ? give(200, found) : give(405);
    if (incoming.method === 'DELETE') return give(scores.delete(id ?? '') ? 204 : 404);
    const sent = await objectBody(incoming);
    const body = sent && takes(sent);
    const free = found ? uncheckedLater : unchecked;
    const isRight = body && Object.entries(body).every(([name, value]) => free.includes(name) || isFine[name]?.(value) !== false);
    if (!isRight || (!found && body['name'] === undefined)) return give(422);
    const made = { ...found, ...body, id: id ?? `s${(last += 1)}` };
    scores.set(made.id, made);
    return give(found ? 200 : 201, made);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(change)), url, {
    allow: ['mutation'],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 40,
    selection: { only: ['body/told-limit-refused'], skip: [] },
  });
  expect(scores.size).toBe(0);
  const of = (wanted: string) => verdicts.filter(({ verdict: { kind } }) => kind === wanted).length;
  const found = verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.expected] : []));
  return { found: found.toSorted(), passed: of('pass') };
};

const post = 'a refusal of POST /scores with';
const patch = 'a refusal of PATCH /scores/{scoreId} with';

/** A list cut to its limit, and a number brought back to it. */
const broughtBack = ({ tags, rating, motto, nickname, ...body }: Json): Json => ({
  ...body,
  ...(nickname !== undefined && { nickname: typeof nickname === 'string' ? nickname.trim() || 'Nobody' : nickname }),
  ...(Array.isArray(tags) && { tags: tags.slice(0, 4).map((one) => (typeof one === 'string' ? one.slice(0, 12) : one) as unknown) }),
  ...(rating !== undefined && { rating: typeof rating === 'number' ? Math.max(1, Math.min(5, rating)) : rating }),
  ...(motto !== undefined && { motto: typeof motto === 'string' ? motto.slice(0, 40) : motto }),
});

describe.concurrent('a value beyond a limit that only the text names', () => {
  test(
    'is not told where it is refused',
    besideOthers(async () => {
      expect(await told({})).toEqual({ found: [], passed: 2 });
    }),
  );

  test(
    'is not told where it is brought back to the limit',
    besideOthers(async () => {
      expect(await told({ takes: broughtBack })).toEqual({ found: [], passed: 0 });
    }),
  );

  test.for<readonly [string, Form, readonly string[]]>([
    [
      'a long text',
      { unchecked: ['motto'] },
      [`${patch} "motto" beyond at most 40 characters`, `${post} "motto" beyond at most 40 characters`],
    ],
    ['a list', { unchecked: ['parts'] }, [`${post} "parts" beyond at most 3 entries`]],
    ['a list, in a change alone', { uncheckedLater: ['tags'] }, [`${patch} "tags" beyond at most 4 entries`]],
    ['a text of blanks', { unchecked: ['nickname'] }, [`${patch} "nickname" of blanks alone`, `${post} "nickname" of blanks alone`]],
    ['a number', { unchecked: ['rating'], uncheckedLater: [] }, [`${post} "rating" beyond at least 1`]],
  ])(
    'is told where %s is taken',
    besideOthers(async ([, form, expected]) => {
      const { found } = await told(form);
      expect(found.map((one) => one.replace('an entry of "tags" beyond at most 12 characters', '"tags" beyond at most 4 entries'))).toEqual(
        expected,
      );
    }),
  );

  test(
    'is told of a change where the document says that it keeps the rules of a new one',
    besideOthers(async () => {
      const ruled = { type: 'object', description: 'The members of a new score, none of them required.', properties: bare };
      const form: Form = { uncheckedLater: ['parts'] };
      expect((await told(form, ruled)).found).toEqual([`${patch} "parts" beyond at most 3 entries`]);
      expect((await told(form, { type: 'object', properties: bare })).found).toEqual([]);
    }),
  );
});
