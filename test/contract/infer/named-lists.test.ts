import { expect, test } from 'vitest';
import { withCommonParameters } from '../../../src/contract/infer/common-parameters.ts';
import { listOfMember, listOfParameter } from '../../../src/contract/infer/named-lists.ts';
import { toldOrder } from '../../../src/contract/infer/told-orders.ts';
import { contractIn } from '../last-contracts.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const answer = (schema: object) => ({ 200: { description: 'd', content: { 'application/json': { schema } } } });
const list = (properties: object) => answer({ type: 'array', items: { type: 'object', properties } });

const contractWith = async ({
  header,
  info = 'An API',
  body = {},
  more = {},
}: {
  readonly header: Readonly<Record<string, unknown>>;
  readonly info?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
}) => {
  const parameters = [{ in: 'header', required: true, schema: text, ...header }];
  return contractIn(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'T', version: '1', description: info },
      paths: {
        '/sites': { get: { responses: list({ code: text, name: text }) } },
        '/organizations': { get: { responses: list({ id: text, name: text }) } },
        '/sailings': {
          get: { parameters, responses: list({ voyageCode: text, origin: { $ref: '#/components/schemas/Port' } }) },
        },
        '/tests': { get: { parameters, responses: list({ code: text, name: text }) } },
        '/orders': {
          get: { parameters, responses: list({ id: text }) },
          post: {
            parameters,
            requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', properties: body } } } },
            responses: { 201: { description: 'd' } },
          },
        },
        ...more,
      },
      components: { schemas: { Port: { ...text, pattern: '^[A-Z]{5}$' } } },
    }),
  );
};

type Header = Parameters<typeof contractWith>[0];

const ofHeader = async (given: Header): Promise<string | undefined> => {
  const contract = await contractWith(given);
  const operation = contract.operations.find(({ key }) => key === 'GET /orders');
  const parameter = operation?.parameters.find(({ in: where }) => where === 'header');
  const found = operation && parameter && listOfParameter(contract, operation, parameter);
  return found && `${found.read.key} ${found.pointer} ${found.isTold ? 'told' : 'by name'}`;
};

test.each<readonly [string, Header, string | undefined]>([
  ['its name', { header: { name: 'X-Lab-Site' } }, 'GET /sites /code by name'],
  ['a shorter name', { header: { name: 'X-Org-Id' } }, 'GET /organizations /id by name'],
  [
    'the words of the introduction',
    { header: { name: 'X-Where' }, info: 'Every call says in `X-Where` where it is, with a `code` from `GET /sites`.' },
    'GET /sites /code told',
  ],
  ['its description', { header: { name: 'X-Where', description: 'The `name` of an item of `GET /sites`' } }, 'GET /sites /name told'],
  ['the noun of a list', { header: { name: 'X-Where', description: 'Code from the list of sites' } }, 'GET /sites /code told'],
  ['nothing', { header: { name: 'X-Request-Source' } }, undefined],
  [
    'a sentence that says where it is not needed',
    { header: { name: 'X-Where' }, info: '`X-Where` is not needed for `GET /sites`.' },
    undefined,
  ],
  ['values of its own', { header: { name: 'X-Site', schema: { ...text, enum: ['A', 'B'] } } }, undefined],
  ['a list that needs it itself', { header: { name: 'X-Test' } }, undefined],
])('a header takes what a list shows by %s', async (_, given, expected) => {
  expect(await ofHeader(given)).toBe(expected);
});

const ofMember = async (body: Readonly<Record<string, unknown>>, member: string): Promise<string | undefined> => {
  const contract = await contractWith({ header: { name: 'X-Lab-Site' }, body });
  const operation = contract.operations.find(({ key }) => key === 'POST /orders');
  const found = operation && listOfMember(contract, operation, [member]);
  return found && `${found.read.key} ${found.pointer}`;
};

test.each<readonly [string, Readonly<Record<string, unknown>>, string, string | undefined]>([
  [
    'the words of its description',
    { voyage: { ...text, description: 'A `voyageCode` from `GET /sailings`' } },
    'voyage',
    'GET /sailings /voyageCode',
  ],
  ['the noun before its key', { testCode: text }, 'testCode', 'GET /tests /code'],
  ['the name of what an item is called by', { voyageCode: text }, 'voyageCode', 'GET /sailings /voyageCode'],
  ['what it stands beside', { voyageCode: text, origin: { $ref: '#/components/schemas/Port' } }, 'origin', 'GET /sailings /origin'],
  ['a name alone', { tests: text }, 'tests', undefined],
  ['another schema beside it', { voyageCode: text, origin: text }, 'origin', undefined],
  ['a property of the new thing', { orderCode: text }, 'orderCode', undefined],
])('a member takes what a list shows by %s', async (_, body, member, expected) => {
  expect(await ofMember(body, member)).toBe(expected);
});

test('a header that most operations require goes with every request', async () => {
  const common = async (name: string) =>
    (await contractWith({ header: { name } })).operations.flatMap(({ parameters }) => parameters.filter((one) => one.common === true))
      .length;
  expect(await common('X-Lab-Site')).toBe(4);
  expect(await common('Idempotency-Key')).toBe(0);
  expect(withCommonParameters([])).toEqual([]);
});

test.each<readonly [string, readonly string[]]>([
  ['`new`, then `seen` at the desk, then `done` (all of it), then, when it is over, `gone`.', ['new', 'seen', 'done', 'gone']],
  ['new → seen → done', ['new', 'seen', 'done']],
  ['`new` is followed by `seen`.', []],
  ['`new`, `seen` and `done` are the states.', []],
  ['A `new` one can be `gone`.', []],
])('"%s" tells an order', (said, expected) => {
  expect(toldOrder({ document: { info: { description: said } } }, ['new', 'seen', 'done', 'gone'])).toEqual(expected);
});
