import { expect, test } from 'vitest';
import { withAlternatives, withChosenBody, withOtherBodies } from '../../../src/contract/infer/chosen-body.ts';
import type { Operation } from '../../../src/contract/model.ts';
import { bodyExamples } from '../../../src/generators/body-examples.ts';
import { bodyMembers } from '../../../src/generators/body-members.ts';
import { unusableExamples } from '../../../src/generators/unusable-examples.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { contractIn } from '../last-contracts.ts';

const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({ type: 'object', required, properties });
const text = { type: 'string' };
const tagged = (kind: string, more: object = {}) => object({ kind: { type: 'string', enum: [kind] }, ...more });
const named = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const documentOf = (schema: object, media: object = {}, method = 'post', schemas: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Bells', version: '1' },
  components: { schemas },
  paths: {
    '/bells': {
      [method]: {
        requestBody: { required: true, content: { 'application/json': { schema, ...media } } },
        responses: { 201: { description: 'It', content: { 'application/json': { schema: object({ id: text }) } } } },
      },
    },
  },
});

/** The operation as it is read, the names of the members of its body, and those of each other alternative. */
const read = async (document: object) => {
  const contract = await contractIn(writeToolDocument(document));
  const [operation] = contract.operations;
  if (!operation) throw new Error('no operation');
  const names = (one: Operation) => bodyMembers(contract, one).map(({ name }) => name);
  return { contract, operation, names: names(operation), others: withOtherBodies(contract.document, operation).map(names) };
};

test('a choice that a required member tells apart is read as its first alternative, behind references and in parts', async () => {
  const schemas = {
    Base: object({ kind: { type: 'string', enum: ['hand', 'tower'] }, label: text }),
    Hand: { allOf: [named('Base'), tagged('hand', { grip: text })] },
    Tower: { allOf: [named('Base'), tagged('tower', { height: { type: 'integer' } })] },
    Bell: { oneOf: [named('Hand'), named('Tower')], discriminator: { propertyName: 'kind' } },
  };
  const { contract, operation, names, others } = await read(documentOf(named('Bell'), {}, 'post', schemas));
  expect(names).toEqual(['kind', 'label', 'grip']);
  expect(others).toEqual([['kind', 'label', 'height']]);
  const kinds = [operation, ...withOtherBodies(contract.document, operation)].map(
    (one) => bodyMembers(contract, one).find(({ name }) => name === 'kind')?.schema,
  );
  expect(kinds).toMatchObject([{ enum: ['hand'] }, { enum: ['tower'] }]);
  const [content] = operation.body?.content ?? [];
  expect(content && withAlternatives(content).schema).toEqual(named('Bell'));
});

test('the alternative of the first example is the chosen one, and an example of another one is no mistake', async () => {
  const schema = { oneOf: [tagged('hand', { grip: text }), tagged('tower', { height: { type: 'integer' } })] };
  const examples = { high: { value: { kind: 'tower', height: 9 } }, small: { value: { kind: 'hand', grip: 'oak' } } };
  const { contract, operation, names } = await read(documentOf(schema, { examples }));
  expect(names).toEqual(['kind', 'height']);
  const [content] = operation.body?.content ?? [];
  expect(content && bodyExamples(contract, content).usable).toEqual([examples.high.value]);
  expect(unusableExamples(contract)).toEqual([]);
  const wrong = await read(documentOf(schema, { examples: { ...examples, none: { value: { kind: 'hand' } } } }));
  expect(unusableExamples(wrong.contract)).toHaveLength(1);
});

test.each<readonly [string, object]>([
  ['whose alternatives nothing tells apart', { oneOf: [object({ mail: text }), object({ phone: text })] }],
  ['whose alternatives list the same value', { oneOf: [tagged('hand'), tagged('hand', { grip: text })] }],
  ['whose kind may be left out', { anyOf: [object({ kind: { enum: ['hand'] } }, []), object({ kind: { enum: ['tower'] } }, [])] }],
  ['beside members of its own', { ...object({ label: text }), oneOf: [tagged('hand'), tagged('tower')] }],
  ['beside a condition', { oneOf: [tagged('hand'), tagged('tower')], minProperties: 2 }],
  ['with one alternative', { oneOf: [tagged('hand')] }],
  ['beside another choice', { oneOf: [tagged('hand'), tagged('tower')], anyOf: [tagged('hand'), tagged('tower')] }],
])('a choice %s stays as it is', async (_name, schema) => {
  const { operation, others } = await read(documentOf(schema));
  expect(operation.body?.content.map(({ choice }) => choice)).toEqual([undefined]);
  expect(others).toEqual([]);
  expect(withChosenBody({}, { ...operation, body: undefined })).toEqual({ ...operation, body: undefined });
});

test('a change is about the kind that is created: without the members of other kinds, or in the same alternative', async () => {
  const hand = tagged('hand', { grip: text });
  const tower = tagged('tower', { height: { type: 'integer' } });
  const { paths, ...document } = documentOf({ oneOf: [hand, tower] });
  const body = (schema: object) => ({
    requestBody: { content: { 'application/json': { schema } } },
    responses: { 200: { description: 'It' } },
  });
  const item = {
    parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
    put: body({ oneOf: [tower, hand] }),
    patch: body(object({ label: text, grip: text, height: { type: 'integer' } }, [])),
  };
  const contract = await contractIn(writeToolDocument({ ...document, paths: { ...paths, '/bells/{id}': item } }));
  const names = (method: string) =>
    contract.operations.flatMap((one) => (one.method === method ? bodyMembers(contract, one).map(({ name }) => name) : []));
  expect(names('POST')).toEqual(['kind', 'grip']);
  expect(names('PUT')).toEqual(['kind', 'grip']);
  expect(names('PATCH')).toEqual(['label', 'grip']);
});
