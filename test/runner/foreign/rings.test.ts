import { describe, expect, test } from 'vitest';
import { cycleToldIn } from '../../../src/contract/infer/told-cycles.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 60 };
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', required, properties });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

type Says = {
  readonly change?: string;
  readonly member?: string;
  readonly conflict?: string;
  /** The name of the member. */
  readonly name?: string;
  readonly method?: 'patch' | 'put';
  /** Does the creation take it as well. */
  readonly created?: boolean;
};

const documentOf = ({
  change = 'Changes a group.',
  member = 'What it is below',
  conflict = 'Not now',
  name = 'parentId',
  method = 'patch',
  created = true,
}: Says) => {
  const parent = { [name]: { type: ['string', 'null'], description: member } };
  const group = object({ id: { type: 'string', readOnly: true }, name: text, ...parent }, ['id', 'name']);
  const shows = (description: string) => ({ description, ...json(group) });
  const refusals = { 404: { description: 'None' }, 422: { description: 'Wrong' } };
  return {
    openapi: '3.1.0',
    info: { title: 'Groups', version: '1' },
    paths: {
      '/groups': {
        post: {
          requestBody: { required: true, ...json(object({ name: text, ...(created ? parent : {}) }, ['name'])) },
          responses: { 201: shows('New'), ...refusals },
        },
      },
      '/groups/{groupId}': {
        parameters: [{ name: 'groupId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: shows('It'), ...refusals } },
        [method]: {
          description: change,
          requestBody: { required: true, ...json(object({ name: text, ...parent }, method === 'put' ? ['name'] : [])) },
          responses: { 200: shows('It'), 409: { description: conflict }, ...refusals },
        },
        delete: { responses: { 204: { description: 'Gone' }, 409: { description: 'It has groups below it' }, ...refusals } },
      },
    },
  };
};

/** What a service does with what would be below itself: it refuses it, leaves the parent as it is, or takes it, directly or by way of others. */
type Doing = 'refuses' | 'ignores' | 'takes-itself' | 'takes-below';

const told = async (says: Says, doing: Doing) => {
  const { name = 'parentId', created = true } = says;
  const groups = new Map<string, Json>();
  let last = 0;
  const isAbove = (upper: string, lower: unknown, steps = 0): boolean =>
    typeof lower === 'string' && steps < 50 && (lower === upper || isAbove(upper, groups.get(lower)?.[name], steps + 1));
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id, ...more] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const found = groups.get(id ?? '');
    if (root !== 'groups' || more.length > 0 || (id !== undefined && !found)) return give(404);
    if (incoming.method === 'GET') return found ? give(200, found) : give(405);
    if (incoming.method === 'DELETE') {
      if ([...groups.values()].some((one) => one[name] === id)) return give(409);
      return give(groups.delete(id ?? '') ? 204 : 404);
    }
    const body = await objectBody(incoming);
    const parent = body?.[name] ?? null;
    const title = body?.['name'] ?? found?.['name'];
    const isKnown = parent === null || (typeof parent === 'string' && groups.has(parent));
    if (!body || typeof title !== 'string' || title === '' || title.length > 60 || !isKnown) return give(422);
    if (id === undefined) {
      const made = { id: `g${(last += 1)}`, name: title, [name]: created ? parent : null };
      groups.set(made.id, made);
      return give(201, made);
    }
    const isRing = isAbove(id, parent);
    const isTaken = (doing === 'takes-itself' && parent === id) || (doing === 'takes-below' && parent !== id);
    if (isRing && doing !== 'ignores' && !isTaken) return give(409);
    const isNamed = Object.hasOwn(body, name) || incoming.method === 'PUT';
    groups.set(id, { ...found, name: title, ...(isNamed && !(isRing && doing === 'ignores') ? { [name]: parent } : {}) });
    return give(200, groups.get(id));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(says)), url, {
    allow: ['mutation'],
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: ['lifecycle/below-itself-refused'], skip: [] },
  });
  expect(groups.size).toBe(0);
  return verdicts.flatMap(({ verdict: { kind } }) => (kind === 'skipped' ? [] : [kind]));
};

const wholly: readonly (readonly [string, Says])[] = [
  ['its text', { change: 'Changes a group. A group cannot be below itself, directly or by way of others (`409`).' }],
  ['its refusal', { conflict: 'The parent would make a cycle' }],
  ['the member', { member: 'Not the group itself, nor one of its descendants.' }],
  ['its text, of the id of a person', { name: 'managerId', change: 'Circular reporting is rejected with 422.' }],
  [
    'a replacement',
    { method: 'put', change: 'Replaces a group. Moving a group below one of its own descendants is a `409`, and so is its own parent.' },
  ],
  ['a change of what no creation sets', { created: false, change: 'No cycles: 409.' }],
];

describe.concurrent('a change that puts a resource below itself', () => {
  test.for(wholly)(
    'is told where it is taken, and %s says that it is refused',
    besideOthers(async ([, says]) => {
      expect(await told(says, 'refuses')).toEqual(['pass']);
      expect(await told(says, 'takes-itself')).toEqual(['fail']);
      expect(await told(says, 'takes-below')).toEqual(['fail']);
    }),
  );

  test(
    'is not told where it has no effect',
    besideOthers(async () => {
      expect(await told({ conflict: 'The parent would make a cycle' }, 'ignores')).toEqual(['inconclusive']);
    }),
  );

  test(
    'is told of the resource itself alone, where nothing is said of what is below it',
    besideOthers(async () => {
      const says: Says = { member: 'A group cannot be its own parent.' };
      expect(await told(says, 'takes-itself')).toEqual(['fail']);
      expect(await told(says, 'takes-below')).toEqual(['pass']);
    }),
  );

  test(
    'is not judged where nothing is said of it',
    besideOthers(async () => {
      expect(await told({}, 'takes-below')).toEqual([]);
    }),
  );
});

test.for<readonly [string, { itself: boolean; below: boolean } | undefined]>([
  ['A category cannot be moved into its own subtree (409).', { itself: false, below: true }],
  ['The parent must not be a descendant of the category.', { itself: false, below: true }],
  ['A page may not be nested under itself.', { itself: true, below: false }],
  ['422 if the change would create a circular hierarchy.', { itself: true, below: true }],
  ['A task cannot be closed while its children are open (409).', undefined],
  ['A category with children cannot be deleted.', undefined],
  ['A parent cannot be closed before its children.', undefined],
  ['The billing cycle cannot be changed.', undefined],
  ['A cycle count cannot be started twice.', undefined],
  ['A group may be below itself.', undefined],
  ['Part of the life cycle; it must not be skipped.', undefined],
])('%s', ([said, expected]) => {
  expect(cycleToldIn(said)).toEqual(expected);
});
