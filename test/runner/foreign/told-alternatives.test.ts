import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 80 };
const object = (properties: object, required: readonly string[] = Object.keys(properties)): object => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
});
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const sends = (schema: object): object => ({ requestBody: { required: true, content: { 'application/json': { schema } } } });
const none = { description: 'None' };
const inPath = (...names: readonly string[]): object => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })),
});

const boat = object({ id: text, name: text });
const voucher = object({ id: text, boat_id: text });
const contact = { email: text, phone: text };
const rental = object({ id: text, hirer: text, status: { type: 'string', enum: ['reserved', 'paid'] }, ...contact }, [
  'id',
  'hirer',
  'status',
]);
const key = object({ id: text, status: { type: 'string', enum: ['in the box', 'handed over'] } });

/** Rentals of boats, by a voucher or directly, with keys once they are paid. */
const documentOf = (said: string, keysSaid: string, members: object, choice: object): object => ({
  openapi: '3.0.3',
  info: { title: 'Boats', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: Object.fromEntries([
    ...(
      [
        ['boat', boat, object({ name: text })],
        ['voucher', voucher, object({ boat_id: text })],
        ['rental', rental, { ...object({ hirer: text, ...members }, ['hirer']), ...choice }],
      ] as const
    ).flatMap(([noun, one, made]) => [
      [
        `/${noun}s`,
        {
          post: { description: noun === 'rental' ? said : '', ...sends(made), responses: { '201': shows(one), '409': none, '422': none } },
        },
      ],
      [
        `/${noun}s/{${noun}_id}`,
        {
          ...inPath(`${noun}_id`),
          get: { responses: { '200': shows(one), '404': none } },
          delete: { responses: { '204': none, '404': none } },
        },
      ],
    ]),
    [
      '/rentals/{rental_id}/pay',
      {
        ...inPath('rental_id'),
        post: { description: 'A reserved rental becomes `paid`.', responses: { '200': shows(rental), '404': none, '409': none } },
      },
    ],
    [
      '/rentals/{rental_id}/keys',
      { ...inPath('rental_id'), get: { description: keysSaid, responses: { '200': shows({ type: 'array', items: key }), '404': none } } },
    ],
    [
      '/rentals/{rental_id}/keys/{key_id}/hand_over',
      { ...inPath('rental_id', 'key_id'), post: { responses: { '200': shows(key), '404': none, '409': none } } },
    ],
  ]),
});

type Way = {
  readonly said: string;
  readonly keysSaid?: string;
  readonly members?: object;
  readonly choice?: object;
  /** No answer shows how to reach somebody. */
  readonly isHidden?: boolean;
  readonly takes: (body: Json) => boolean;
  /** What a new rental shows beside what was sent. */
  readonly derives?: (body: Json) => Json;
};

const judged = async ({ said, keysSaid = '', takes, members, choice = {}, derives = () => ({}) }: Way, only: readonly string[]) => {
  const things = new Map<string, Map<string, Json>>(['boats', 'vouchers', 'rentals'].map((name) => [name, new Map()]));
  const sent: { readonly names: string; readonly status: number }[] = [];
  const handed: string[] = [];
  let last = 0;
  const create = (name: string, given: Json): Answer => {
    const isThere = (noun: string): boolean =>
      given[`${noun}_id`] === undefined || things.get(`${noun}s`)?.has(String(given[`${noun}_id`])) === true;
    if (!isThere('boat') || !isThere('voucher')) return [422];
    const id = `${name}-${(last += 1)}`;
    const made =
      name === 'rentals'
        ? { id, hirer: given['hirer'], email: given['email'], phone: given['phone'], status: 'reserved', ...derives(given) }
        : { ...given, id };
    things.get(name)?.set(id, made);
    return [201, made];
  };
  const answer = (method: string, [root = '', id, noun, child]: readonly string[], given: Json): Answer => {
    const all = things.get(root);
    if (!all) return [404];
    if (id === undefined) {
      const isTaken = root !== 'rentals' || takes(given);
      const [status, made] = isTaken ? create(root, given) : ([422, { message: 'Not so' }] as const);
      if (root === 'rentals') sent.push({ names: Object.keys(given).toSorted().join(' '), status });
      return [status, made];
    }
    const found = all.get(id);
    if (!found) return [404];
    if (noun === undefined && method === 'DELETE') all.delete(id);
    if (noun === undefined) return method === 'DELETE' ? [204] : [200, found];
    const isPaid = found['status'] === 'paid';
    if (noun === 'pay') {
      if (isPaid) return [409];
      all.set(id, { ...found, status: 'paid' });
      return [200, all.get(id)];
    }
    const keys = isPaid ? [{ id: `key-of-${id}`, status: 'in the box' }] : [];
    if (child === undefined) return [200, keys];
    if (!keys.some((one) => one.id === child)) return [404];
    handed.push(child);
    return [200, { id: child, status: 'handed over' }];
  };
  const document = documentOf(
    said,
    keysSaid,
    members ?? { voucher_id: text, boat_id: text, days: { type: 'integer', minimum: 1 } },
    choice,
  );
  const { verdicts } = await judgeForeign(writeDocument(document), await serveAnswers(answer), {
    allow: ['mutation', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: [...only], skip: [] },
  });
  const told = verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [`${verdict.finding.operation} ${verdict.finding.code}`] : []));
  const left = [...things.values()].reduce((sum, { size }) => sum + size, 0);
  return { told, sent, handed, left };
};

const either = 'Give either the `voucher_id` of a voucher, or `boat_id` and `days` to rent directly, not both (422).';
const isOneOf = (body: Json): boolean =>
  (body['voucher_id'] === undefined) !== (body['boat_id'] === undefined && body['days'] === undefined) &&
  (body['boat_id'] === undefined) === (body['days'] === undefined);

test.concurrent.for<readonly [string, string, (body: Json) => boolean, string]>([
  ['the first one', either, isOneOf, 'hirer voucher_id'],
  [
    'the first one whose ids are known to name something',
    'Give either a `token_id`, or `boat_id` and `days`.',
    (body) => body['boat_id'] !== undefined && body['days'] !== undefined,
    'boat_id days hirer',
  ],
])(
  'a body has one of several alternatives from the beginning: %s',
  besideOthers(async ([, said, takes, names]) => {
    const members = { token_id: text, voucher_id: text, boat_id: text, days: { type: 'integer', minimum: 1 } };
    const { sent, left, told } = await judged({ said, takes, members }, ['status/documented-call']);
    expect(sent[0]).toEqual({ names, status: 201 });
    expect({ told, left }).toEqual({ told: [], left: 0 });
  }),
);

const oneContact = 'Give either `email` or `phone`, not both (422).';

test.concurrent.for<readonly [string, (body: Json) => boolean, readonly string[]]>([
  ['is refused', (body) => (body['email'] === undefined) !== (body['phone'] === undefined), []],
  ['is taken', (body) => body['email'] !== undefined || body['phone'] !== undefined, ['POST /rentals told-condition-taken']],
])(
  'a body with both of two members that do not go together %s',
  besideOthers(async ([, takes, told]) => {
    const result = await judged({ said: oneContact, members: contact, takes }, ['body/told-condition-refused']);
    expect([...new Set(result.told)]).toEqual(told);
  }),
);

const requires = (...names: readonly string[]): object => ({ required: names });

test.concurrent.for<readonly [string, object]>([
  ['one of which', { oneOf: [requires('email'), requires('phone')] }],
  ['some of which', { anyOf: [requires('email'), requires('phone')] }],
])(
  'bodies keep to the alternatives that a schema itself has, %s has to be there',
  besideOthers(async ([, choice]) => {
    const isExclusive = 'oneOf' in choice;
    const takes = ({ email, phone }: Json): boolean => (email === undefined ? phone !== undefined : !isExclusive || phone === undefined);
    const checks = ['status/documented-call', 'lifecycle/sent-is-shown', 'lifecycle/defaults-shown'];
    const { sent, told, left } = await judged({ said: '', members: contact, choice, takes }, checks);
    // With few members, and with all of them.
    expect(new Set(sent.map(({ names }) => names)).size).toBeGreaterThan(2);
    expect({ told, left, refused: sent.filter(({ status }) => status !== 201) }).toEqual({ told: [], left: 0, refused: [] });
  }),
);

test.concurrent.for<readonly [string, (body: Json) => boolean, readonly string[], boolean?]>([
  ['is refused', (body) => (body['email'] === undefined) !== (body['phone'] === undefined), []],
  ['is taken', (body) => body['email'] !== undefined || body['phone'] !== undefined, ['POST /rentals told-condition-taken']],
  ['is taken and not shown', () => true, ['POST /rentals told-condition-taken'], true],
])(
  'a body with both of two members of which a schema wants one %s',
  besideOthers(async ([, takes, told, isHidden = false]) => {
    const choice = { oneOf: [requires('email'), requires('phone')] };
    const result = await judged({ said: '', members: contact, choice, takes, isHidden }, ['body/told-condition-refused']);
    expect([...new Set(result.told)]).toEqual(told);
  }),
);

test.concurrent.for<readonly [string, string, object]>([
  ['its schema', '', { oneOf: [requires('email'), requires('phone')] }],
  ['its text', oneContact, {}],
])(
  'no default is wanted of a member beside another one that keeps it away by %s',
  besideOthers(async ([, said, choice]) => {
    const result = await judged(
      {
        said,
        members: { phone: text, email: { ...text, default: 'nobody' } },
        choice,
        takes: (body) => (body['email'] === undefined) !== (body['phone'] === undefined),
        derives: ({ email, phone }) => ({ email: email ?? `by ${String(phone)}` }),
      },
      ['lifecycle/defaults-shown', 'lifecycle/sent-is-shown'],
    );
    expect({ told: result.told, left: result.left }).toEqual({ told: [], left: 0 });
  }),
);

test.concurrent.for<readonly [string, boolean]>([
  ['Empty until the rental is paid.', true],
  ['There are none before the rental is paid.', true],
  ['The keys are only there once it is paid.', true],
  ['The keys of a rental.', false],
])(
  'what comes with a resource in a state is acted on there: %s',
  besideOthers(async ([keysSaid, isTried]) => {
    const { handed, told, left } = await judged({ said: either, keysSaid, takes: isOneOf }, ['status/documented-call']);
    expect(handed.length > 0).toBe(isTried);
    expect({ told, left }).toEqual({ told: [], left: 0 });
  }),
);
