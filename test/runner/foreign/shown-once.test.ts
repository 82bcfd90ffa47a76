import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const labelled = { type: 'string', minLength: 1, maxLength: 60 };
const noTwo = 'Short code. No two lamps have the same.';

/** Lamps, and what the document says of their tickets. */
const document = (description: string, isRead: boolean, name = 'pairing_secret', said = '') => {
  const shown = { id: { type: 'string', readOnly: true }, label: labelled, ticket: { type: 'string', readOnly: true, description } };
  const required = ['id', 'label', 'ticket'];
  return documentOf(
    { type: 'object', required, properties: shown },
    { type: 'object', required: [...required, name], properties: { ...shown, [name]: { type: 'string', description: said } } },
    isRead,
  );
};
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });

const documentOf = (lamp: object, made: object, isRead: boolean) => ({
  openapi: '3.0.3',
  info: { title: 'Lamps', version: '1' },
  paths: {
    '/lamps': {
      get: { responses: { 200: json({ type: 'array', items: lamp }) } },
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['label'], properties: { label: labelled } } } },
        },
        responses: { 201: json(made), 400: { description: 'Wrong' } },
      },
    },
    '/lamps/{lampId}': {
      parameters: [{ name: 'lampId', in: 'path', required: true, schema: { type: 'string' } }],
      ...(isRead ? { get: { responses: { 200: json(lamp), 404: { description: 'None' } } } } : {}),
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
});

type Flaw = 'none' | 'shows the secret later' | 'shows stars' | 'gives a ticket twice';

const told = async (
  flaw: Flaw,
  ofTickets = noTwo,
  isRead = true,
  name = 'pairing_secret',
  said = '',
  { most = 99, others = [] as readonly string[] } = {},
): Promise<readonly string[]> => {
  const lamps = new Map<string, Readonly<Record<string, string>>>();
  let next = 1;
  const later = (one: Readonly<Record<string, string>>): unknown => {
    const { [name]: secret, ...rest } = one;
    if (flaw === 'shows the secret later') return { ...rest, [name]: secret };
    return flaw === 'shows stars' ? { ...rest, [name]: '****' } : rest;
  };
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'lamps') return give(404);
    if (id === undefined && incoming.method === 'GET') return give(200, [...lamps.values()].map(later));
    if (id === undefined) {
      const { label }: { label?: unknown } = JSON.parse(Buffer.concat(chunks).toString()) as object;
      if (typeof label !== 'string') return give(400);
      if (lamps.size >= most) return give(409);
      const number = next++;
      const ticket = `T${flaw === 'gives a ticket twice' ? Math.ceil(number / 2) : number}`;
      const one: Readonly<Record<string, string>> & { readonly id: string } = {
        id: `l-${number}`,
        label,
        ticket,
        [name]: `ps-${'0123456789abcdef'.repeat(2)}-${number}`,
      };
      lamps.set(one.id, one);
      return give(201, one);
    }
    const found = lamps.get(id);
    if (!found || (incoming.method === 'GET' && !isRead)) return give(404);
    return incoming.method === 'DELETE' ? give(lamps.delete(id) ? 204 : 404) : give(200, later(found));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(ofTickets, isRead, name, said)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 30,
    durations: { 'updated.shown': 1 },
    selection: { only: ['lifecycle/secret-shown-once', 'lifecycle/values-given-once', 'lifecycle/listed-as-read', ...others], skip: [] },
  });
  const kinds = (kind: string) => verdicts.filter(({ verdict }) => verdict.kind === kind).map(({ case: { check } }) => check);
  expect(lamps.size).toBe(0);
  return kinds('fail').length > 0
    ? kinds('fail')
    : kinds('pass')
        .filter((check) => check !== 'lifecycle/listed-as-read' && !others.includes(check))
        .map(() => 'pass');
};

test.each<readonly [Flaw, readonly string[]]>([
  ['none', ['pass', 'pass']],
  ['shows stars', ['pass', 'pass']],
  ['shows the secret later', ['lifecycle/secret-shown-once']],
  ['gives a ticket twice', ['lifecycle/values-given-once']],
])('a server whose flaw is: %s', async (flaw, expected) => {
  expect(await told(flaw)).toEqual(expected);
});

test.each(['Unique within a room.', 'No two lamps of a room have the same.', 'Unique per room'])(
  'tickets that are alone only in part: %s',
  async (ticket) => {
    expect(await told('gives a ticket twice', ticket)).not.toContain('lifecycle/values-given-once');
  },
);

test.each<readonly [Flaw, readonly string[]]>([
  ['none', ['pass']],
  ['shows stars', ['pass']],
  ['shows the secret later', ['lifecycle/secret-shown-once']],
])('a server of lamps that only a list shows, whose flaw is: %s', async (flaw, expected) => {
  expect((await told(flaw, 'Short code.', false)).slice(0, 1)).toEqual(expected);
});

test.each<readonly [string, Flaw, boolean]>([
  ['Shown once, in this answer.', 'none', false],
  ['Shown once, in this answer.', 'shows the secret later', true],
  ['Given only in this response, and never shown again.', 'shows the secret later', true],
  ['Shown in this answer only.', 'shows the secret later', true],
  ['Sent with the answer to the creation alone.', 'shows the secret later', true],
  // It may come again, or nothing is said of that.
  ['Shown once, unless the owner asks for it.', 'shows the secret later', false],
  ['Shown in this answer only if it was asked for.', 'shows the secret later', false],
  ['What opens the lamp.', 'shows the secret later', false],
])('a word of which the document says "%s", where the flaw is: %s', async (said, flaw, isTold) => {
  const found = await told(flaw, 'Short code.', true, 'opening_word', said);
  expect(found.includes('lifecycle/secret-shown-once')).toBe(isTold);
});

test.each<readonly [Flaw, boolean, readonly string[]]>([
  ['none', true, ['pass']],
  ['shows the secret later', true, ['lifecycle/secret-shown-once']],
  ['none', false, ['pass']],
  ['shows the secret later', false, ['lifecycle/secret-shown-once']],
])('a server that has no room for more lamps, whose flaw is: %s', async (flaw, isRead, expected) => {
  const full = { most: 1, others: ['status/documented-call'] };
  expect(await told(flaw, 'Short code.', isRead, 'pairing_secret', '', full)).toEqual(expected);
});
