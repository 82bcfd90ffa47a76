import { expect, test } from 'vitest';
import { statesFor, wayBetween } from '../../../src/checks/subjects/action-states.ts';
import { lives } from '../../../src/checks/subjects/lives.ts';
import { inferredNamed } from '../../../src/contract/infer/covering.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { Contract } from '../../../src/contract/model.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const states = ['new', 'mixed', 'in_oven', 'cooling', 'done', 'dropped'];
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const ref = { $ref: '#/components/schemas/Batch' };
const shown = { description: 'd', ...json(ref) };
const inPath = { parameters: [{ name: 'batchId', in: 'path', required: true, schema: text }] };

/** An action on a batch of a bakery, by its description; it answers with the batch, or with something else. */
const action = (name: string, description: string, answer: Json = shown, body: Json = {}): Json => ({
  [`/batches/{batchId}/${name}`]: {
    ...inPath,
    post: { description, ...body, responses: { 200: answer, 409: { description: 'Not in this state' } } },
  },
});

const drawn = 'Batches go `new` → `mixed` → `in_oven` → `cooling` → `done`. Any other step is answered with 409.';

const bakery = (paths: Json, introduction = drawn): Promise<Contract> =>
  loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Bakery', version: '1', description: introduction },
      paths: {
        '/batches': { post: { requestBody: json({ type: 'object', properties: { title: text } }), responses: { 201: shown } } },
        '/batches/{batchId}': { ...inPath, get: { responses: { 200: shown } }, delete: { responses: { 204: { description: 'gone' } } } },
        ...paths,
      },
      components: {
        schemas: { Batch: { type: 'object', properties: { id: text, title: text, status: { ...text, enum: states, readOnly: true } } } },
      },
    }),
  );

const wayTo = async (to: string, paths: Json, introduction?: string, from = 'new'): Promise<readonly string[] | undefined> => {
  const contract = await bakery(paths, introduction);
  const type = inferredNamed(contract, '/batches');
  return type && wayBetween(contract, type, from, [to])?.by.map(({ operation: { path } }) => path.split('/').at(-1) ?? '');
};

test.each<readonly [string, string, string, string]>([
  ['knead', 'Mixes a `new` batch or mixes a `mixed` one anew.', 'new', 'mixed'],
  ['knead', 'Mix a batch.', 'new', 'mixed'],
  ['complete', 'Only a batch that is cooling.', 'cooling', 'done'],
  ['pack', 'Finishes a batch.', 'cooling', 'done'],
  ['insert', 'Only for a mixed batch.', 'mixed', 'in_oven'],
  ['take-out', 'Only while the batch is in the oven (`in_oven`).', 'in_oven', 'cooling'],
])('the action %s with "%s" leads a batch on', async (name, said, from, to) => {
  expect(await wayTo(to, action(name, said), drawn, from)).toEqual([name]);
});

test('several actions lead along the order that the introduction draws', async () => {
  const paths = {
    ...action('knead', 'Mixes a new batch.'),
    ...action('insert', 'Only for a mixed batch.'),
    ...action('take-out', 'Only while the batch is in the state `in_oven`.'),
    ...action('complete', 'Only for a batch that is cooling.'),
  };
  expect(await wayTo('done', paths)).toEqual(['knead', 'insert', 'take-out', 'complete']);
});

test.each<{ readonly what: string; readonly paths: Json; readonly introduction?: string }>([
  { what: 'no order', paths: action('insert', 'Only for a mixed batch.'), introduction: 'Bakes.' },
  {
    what: 'an answer that is something else',
    paths: action('weigh', 'Only for a mixed batch.', {
      description: 'd',
      ...json({ type: 'object', properties: { grams: { type: 'integer' } } }),
    }),
  },
  { what: 'several states before it', paths: action('turn', 'Only for a batch that is `mixed` or `cooling`.') },
  { what: 'what ends it before its time', paths: action('abort', 'Only for a mixed batch.') },
  { what: 'two of them', paths: { ...action('insert', 'Only for a mixed batch.'), ...action('relabel', 'Only for a mixed batch.') } },
])('nothing says where an action leads: $what', async ({ paths, introduction }) => {
  expect(await wayTo('in_oven', paths, introduction, 'mixed')).toBeUndefined();
});

test('an action whose body names the state is tried in the one before it', async () => {
  const body = {
    requestBody: {
      required: true,
      ...json({ type: 'object', required: ['status'], properties: { status: { ...text, enum: ['in_oven', 'cooling'] } } }),
    },
  };
  const contract = await bakery({
    ...action('knead', 'Mixes a new batch.'),
    ...action('advance', '`mixed` → `in_oven` → `cooling`, one step at a time.', shown, body),
  });
  const type = inferredNamed(contract, '/batches');
  const operation = contract.operations.find(({ path }) => path.endsWith('/advance'));
  expect(type && operation && statesFor(contract, type, operation)).toEqual(['mixed']);
});

test('nothing is judged by what an order alone says of an action', async () => {
  const [life] = lives(await bakery(action('insert', 'Only for a mixed batch.')));
  expect(life?.leading).toEqual([]);
  expect(life?.shown.map(({ to }) => to?.value)).toEqual(['in_oven']);
});

/** The states in which a glazing of a batch, which shows none itself, is tried by its description. */
const glazedIn = async (description: string, conflict: Json = { 409: { description: 'Not now' } }) => {
  const glaze = { type: 'object', properties: { colour: text } };
  const contract = await bakery({
    ...action('insert', 'Only for a mixed batch.'),
    '/batches/{batchId}/glaze': {
      ...inPath,
      put: { description, requestBody: json(glaze), responses: { 200: { description: 'd', ...json(glaze) }, ...conflict } },
    },
  });
  const type = inferredNamed(contract, '/batches');
  const operation = contract.operations.find(({ path }) => path.endsWith('/glaze'));
  return type && operation && statesFor(contract, type, operation);
};

test.each([
  'Possible once the tray is in oven (otherwise `409`).',
  'Every call replaces it. Possible only after the dough has been `in_oven`.',
  'Allowed as soon as the tray is `in_oven`.',
])('what is possible once something is in a state is tried in that: %s', async (said) => {
  expect(await glazedIn(said)).toEqual(['in_oven']);
});

test.each([
  'Not possible once the tray is in oven.',
  'Possible once the tray is in oven for an hour.',
  'Possible once the tray is paid.',
  'The tray is in oven.',
])('no state is taken from "%s"', async (said) => {
  expect(await glazedIn(said)).toBeUndefined();
});

test('what describes no conflict needs no state', async () => {
  expect(await glazedIn('Possible once the tray is in oven.', {})).toBeUndefined();
});
