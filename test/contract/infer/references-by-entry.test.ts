import { expect, test } from 'vitest';
import { referenceAt } from '../../../src/contract/infer/references.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const item = { name: 'trainId', in: 'path', required: true, schema: text };
const wagons = (entry: object) => ({ type: 'array', items: { type: 'object', properties: entry } });
const sentWagon = { kind: text };
const shownWagon = { id: text, kind: text };

type Given = {
  readonly member?: string;
  readonly sent?: object;
  readonly shown?: object;
  readonly required?: readonly string[];
  readonly path?: string;
  readonly more?: object;
};

/** What a member of the body of a repair names, where trains are created with wagons. */
const namedBy = async ({
  member = 'wagonId',
  sent = wagons(sentWagon),
  shown = wagons(shownWagon),
  required = ['wagons'],
  path = '/repairs',
  more = {},
}: Given) => {
  const train = { type: 'object', properties: { id: text, wagons: shown } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Trains', version: '1' },
      paths: {
        '/trains': {
          post: {
            requestBody: json({ type: 'object', required, properties: { wagons: sent } }),
            responses: { 201: { description: 'd', ...json(train) } },
          },
        },
        '/trains/{trainId}': { parameters: [item], get: { responses: { 200: { description: 'd', ...json(train) } } } },
        [path]: {
          ...(path.includes('{') && { parameters: [item] }),
          post: {
            requestBody: json({ type: 'object', required: [member], properties: { [member]: text } }),
            responses: { 201: { description: 'd', ...json({ type: 'object', properties: { id: text } }) } },
          },
        },
        ...more,
      },
    }),
  );
  const operation = contract.operations.find(({ key }) => key === `POST ${path}`);
  const found = operation && referenceAt(contract, operation, [member]);
  return found && [found.resourceType?.name, found.inside];
};

test.each(['wagonId', 'wagon_id', 'brokenWagonId'])('%s names an entry of what the run creates', async (member) => {
  expect(await namedBy({ member })).toEqual(['/trains', '/wagons/0/id']);
});

test('an entry may have a UUID', async () => {
  expect(await namedBy({ shown: wagons({ uuid: text, kind: text }) })).toEqual(['/trains', '/wagons/0/uuid']);
});

const otherTrains = (path: string) => ({
  [path]: {
    post: {
      requestBody: json({ type: 'object', required: ['wagons'], properties: { wagons: wagons(sentWagon) } }),
      responses: { 201: { description: 'd', ...json({ type: 'object', properties: { id: text, wagons: wagons(shownWagon) } }) } },
    },
  },
});

test.each<[string, Given]>([
  ['of a list that a creation may leave out', { required: [] }],
  ['of entries that callers give an id', { sent: wagons(shownWagon) }],
  ['of ids alone', { sent: { type: 'array', items: text } }],
  ['of entries that show no id', { shown: wagons(sentWagon) }],
  ['of a list that no answer shows', { shown: text }],
  ['of another noun', { member: 'axleId' }],
  ['without a word for an id', { member: 'wagon' }],
  ['of the thing in the path', { path: '/trains/{trainId}/repairs' }],
  ['of two types', { more: otherTrains('/trams') }],
])('nothing is named so: %s', async (_, given) => {
  expect((await namedBy(given))?.[1]).toBeUndefined();
});

test('what has a collection of its own is named by that', async () => {
  const more = {
    '/wagons': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: { type: 'object', properties: shownWagon } }) } } },
    },
  };
  expect(await namedBy({ more })).toEqual([undefined, undefined]);
});
