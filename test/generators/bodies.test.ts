import { describe, expect, test } from 'vitest';
import { operationOf } from '../../src/contract/operation.ts';
import { loadContract } from '../../src/contract/load.ts';
import { bodyMembers } from '../../src/generators/body-members.ts';
import { minimalBody } from '../../src/generators/minimal-body.ts';
import { unusableBody } from '../../src/generators/unusable-body.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';
import { crates, fresh, making, operationCalled, targetOf } from './support.ts';
import { isJsonType } from '../../src/contract/wire/media-type.ts';

const complete = { yard: 'north', keys: ['k1', 'k2'] };

const completeBody = {
  title: 'ct-fresh-title',
  size: 's',
  yard: 'north',
  depth: 10,
  wood: 'ctxx',
  lid: false,
  keys: ['k1', 'k2'],
  stamp: '2030-01-01T00:00:00Z',
  parts: [{ n: 0.5 }, { n: 0.5 }],
};

describe('a minimal body', () => {
  test('has each required member with the simplest value that its schema allows', async () => {
    const made = minimalBody(await operationCalled('packCrate'), await making({ fixtures: complete }));
    expect(made).toEqual({ kind: 'body', value: completeBody, madeUp: ['depth', 'wood', 'stamp', 'parts'] });
  });

  test('takes what the operator gives before everything else', async () => {
    const values = { 'POST /crates': { title: 'mine', size: 'xl', yard: 'south' } };
    const made = minimalBody(await operationCalled('packCrate'), await making({ fixtures: { keys: 'k1' }, values }));
    expect(made).toMatchObject({ kind: 'body', value: { title: 'mine', size: 'xl', yard: 'south', keys: ['k1'] } });
  });

  test('leaves out members on request', async () => {
    const made = minimalBody(await operationCalled('packCrate'), { ...(await making({ fixtures: complete })), omit: ['title', 'lid'] });
    const { title: _title, lid: _lid, ...rest } = completeBody;
    expect(made).toMatchObject({ kind: 'body' });
    expect(made.kind === 'body' && made.value).toEqual(rest);
  });

  test('names every fixture that is missing, but not that of a member left out', async () => {
    const operation = await operationCalled('packCrate');
    const prerequisites = (omit: readonly string[], from: Awaited<ReturnType<typeof making>>) => {
      const made = minimalBody(operation, { ...from, omit });
      return made.kind === 'missing' ? made.prerequisites : [];
    };
    expect(prerequisites([], await making())).toEqual([
      { kind: 'fixture', name: 'yard' },
      { kind: 'fixture', name: 'keys' },
    ]);
    expect(prerequisites(['yard'], await making())).toEqual([{ kind: 'fixture', name: 'keys' }]);
  });

  test('asks for a value where its schema leaves no room for one', async () => {
    const made = minimalBody(await operationCalled('printLabel'), await making());
    expect(made).toMatchObject({ kind: 'missing', prerequisites: [{ kind: 'config', path: '/values/POST ~1labels/code' }] });
    const given = minimalBody(await operationCalled('printLabel'), await making({ values: { 'POST /labels': { code: 'ABC-1234' } } }));
    expect(given).toEqual({ kind: 'body', value: { code: 'ABC-1234' }, madeUp: [] });
  });

  test('may be something other than an object', async () => {
    expect(minimalBody(await operationCalled('sendList'), await making())).toEqual({ kind: 'body', value: [4], madeUp: [] });
  });

  test('cannot be made where the operation has no body', async () => {
    expect(minimalBody(await operationCalled('repackCrate'), await making()).kind).toBe('missing');
  });

  test('is the same each time and changes nothing in the contract', async () => {
    const before = JSON.stringify((await crates()).document);
    const operation = await operationCalled('packCrate');
    const [one, two] = [
      minimalBody(operation, await making({ fixtures: complete })),
      minimalBody(operation, await making({ fixtures: complete })),
    ];
    expect(one).toEqual(two);
    expect(JSON.stringify((await crates()).document)).toBe(before);
  });
});

describe('a minimal body without a required member', () => {
  const properties = {
    ownerId: { type: 'string' },
    kind: { type: 'string', enum: ['a', 'b'] },
    title: { type: 'string' },
    seats: { type: 'integer' },
  };
  const bodyBy = async (method: string, members: object): Promise<unknown> => {
    const content = { 'application/json': { schema: { type: 'object', properties: members } } };
    const operation = { requestBody: { required: true, content }, responses: { 200: { description: 'Done' } } };
    const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];
    const paths = { '/boats/{id}': { parameters, [method]: operation } };
    const contract = await loadContract(writeToolDocument({ openapi: '3.1.0', info: { title: 'Boats', version: '1' }, paths }));
    const made = minimalBody(operationOf(contract, `${method.toUpperCase()} /boats/{id}`), { contract, target: targetOf({}), fresh });
    return made.kind === 'body' ? made.value : made.kind;
  };

  test('has one member where it is a change, a text for people before others, and none that names somebody', async () => {
    expect(await bodyBy('patch', properties)).toEqual({ title: 'ct-fresh-patch-boats-id--title' });
    expect(await bodyBy('patch', { ownerId: { type: 'string' }, seats: { type: 'integer' } })).toHaveProperty('seats');
    expect(await bodyBy('patch', { ownerId: { type: 'string' } })).toEqual({});
  });

  test('is empty where it is no change', async () => {
    expect(await bodyBy('put', properties)).toEqual({});
  });
});

describe('an unusable body', () => {
  test('spoils the members for which the contract gives unusable values and keeps the rest usable', async () => {
    const made = unusableBody(await operationCalled('packCrate'), await making());
    expect(made).toMatchObject({
      kind: 'body',
      members: ['size', 'yard', 'keys'],
      value: { title: 'ct-fresh-title', size: 'ct-no-such-size', yard: 'ct-no-such-yard', keys: ['nobody'], depth: 10 },
    });
  });

  test('asks for what it cannot make', async () => {
    expect(unusableBody(await operationCalled('printLabel'), await making()).kind).toBe('missing');
  });
});

test('members of references and branches belong to the body, each with its own location', async () => {
  const members = bodyMembers(await crates(), await operationCalled('packCrate'));
  expect(members.map(({ name, required }) => `${name}${required ? '' : '?'}`)).toEqual([
    'title',
    'size',
    'yard',
    'depth',
    'wood',
    'lid',
    'keys',
    'stamp',
    'parts',
    'note?',
  ]);
  expect(members[0]?.location.way.at(-1)).toBe('#/components/schemas/Named/properties/title');
});

test.for([
  ['application/json', true],
  ['Application/JSON; charset=utf-8', true],
  ['application/problem+json', true],
  ['application/jsonlines', false],
  ['text/json-like', false],
  ['text/html', false],
] as const)('%s is JSON: %s', ([mediaType, json]) => {
  expect(isJsonType(mediaType)).toBe(json);
});
