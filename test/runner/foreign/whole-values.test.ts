import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const order = {
  type: 'object',
  required: ['id', 'contact'],
  properties: {
    id: { type: 'string' },
    contact: { type: 'object', required: ['email'], properties: { email: { type: 'string', format: 'email' } } },
  },
};

const document = (description: string) => ({
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders': {
      get: {
        parameters: [{ name: 'email', in: 'query', description, schema: { type: 'string', maxLength: 200 } }],
        responses: { 200: { description: 'd', content: { 'application/json': { schema: { type: 'array', items: order } } } } },
      },
    },
  },
});

const orders = ['anna@harbour.example', 'Anna@harbour.example', 'joanna@harbour.example', 'bob@harbour.example'].map((email, n) => ({
  id: `o${n}`,
  contact: { email },
}));

const isWhole = (email: string, asked: string): boolean => email.toLowerCase() === asked.toLowerCase();

const judged = async (description: string, matches: (email: string, asked: string) => boolean) => {
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://orders');
    if (pathname !== '/orders') return void outgoing.writeHead(404).end();
    const asked = searchParams.get('email');
    const found = orders.filter(({ contact: { email } }) => asked === null || matches(email, asked));
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(description)), url, {
    credentials: [],
    selection: { only: ['filtering/**'], skip: [] },
  });
  const of = (kind: string): readonly string[] =>
    verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === kind ? [check] : []));
  return { failed: of('fail'), passed: of('pass') };
};

const said = 'The whole address of the contact, in upper or lower case.';

test('a filter by whole values inside an object is judged', async () => {
  const { failed, passed } = await judged(said, isWhole);
  expect(failed).toEqual([]);
  expect(passed).toEqual(expect.arrayContaining(['filtering/part-matches-nothing', 'filtering/only-matching']));
});

test('one that finds parts of them is told', async () => {
  expect((await judged(said, (email, asked) => email.toLowerCase().includes(asked.toLowerCase()))).failed).toContain(
    'filtering/part-matches-nothing',
  );
});

test.each(['Orders of a contact.', 'Part of the address.'])('nothing is said of parts where the document says: %s', async (description) => {
  expect((await judged(description, (email, asked) => email.includes(asked))).failed).toEqual([]);
});
