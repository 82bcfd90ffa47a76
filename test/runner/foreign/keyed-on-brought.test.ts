import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 90 };
const cents = { type: 'integer', minimum: 0 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: Json, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const shows = (schema: object, status = 200) => ({ [status]: { description: 'It', ...json(schema) } });
const refused = Object.fromEntries([400, 404, 409].map((status) => [status, { description: 'Refused' }]));
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text });
const body = (schema: object) => ({ requestBody: { required: true, ...json(schema) } });
const guest = object({ id: text, label: text });
const stay = object({ id: text, guest_id: text });
const slip = object({ id: text, guest_id: text, stay_id: text, owed: cents, paid: cents, seen: cents });

const document = {
  openapi: '3.1.0',
  info: { title: 'Flats', version: '1' },
  paths: {
    '/guests': { post: { ...body(object({ label: text })), responses: { ...shows(guest, 201), ...refused } } },
    '/guests/{guestId}': {
      parameters: [inPath('guestId')],
      get: { responses: { ...shows(guest), ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/stays': {
      post: {
        description: 'The slip of the stay is issued at once.',
        ...body(object({ guest_id: text })),
        responses: { ...shows(stay, 201), ...refused },
      },
    },
    '/slips': { get: { responses: { ...shows(object({ slips: { type: 'array', items: slip } })), ...refused } } },
    '/slips/{slipId}/payments': {
      parameters: [inPath('slipId')],
      post: {
        description:
          'Send an `Idempotency-Key` to repeat safely: the same key with the same body gets the first answer again; the same key with another body answers `409`.',
        parameters: [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', minLength: 1, maxLength: 64 } }],
        ...body(object({ cents: { type: 'integer', minimum: 1, maximum: 900 } })),
        responses: { ...shows(slip, 201), ...refused },
      },
    },
  },
};

type House =
  | 'plain'
  | 'shows how it is now'
  | 'counts its reads'
  | 'takes a payment once only'
  | 'takes the key for nothing'
  | 'takes another body'
  | 'refuses what comes again';

const checks = ['idempotency/keyed-action-once', 'idempotency/other-body-not-taken-for-the-first'];

const judged = async (house: House) => {
  const guests = new Set<string>();
  const slips = [{ id: 's0', guest_id: 'somebody', stay_id: 'y0', owed: 900, paid: 0 }];
  const keys = new Map<string, { readonly body: string; readonly answer: Json }>();
  const paid = new Set<string>();
  let next = 0;
  const shown = (one: (typeof slips)[number]): Json => ({ ...one, seen: house === 'counts its reads' ? (next += 1) : 0 });
  const pay = (one: (typeof slips)[number], key: string | undefined, sent: string): readonly [status: number, value: unknown] => {
    const before = key === undefined || house === 'takes the key for nothing' ? undefined : keys.get(`${one.id} ${key}`);
    if (before && house === 'refuses what comes again') return [409, {}];
    if (before && before.body !== sent && house !== 'takes another body') return [409, {}];
    if (before?.body === sent) return [201, house === 'shows how it is now' ? shown(one) : before.answer];
    const { cents: more } = JSON.parse(sent) as { cents?: number };
    if (!Number.isInteger(more) || Number(more) < 1 || Number(more) > 900) return [400, {}];
    if (one.paid + Number(more) > one.owed || (house === 'takes a payment once only' && one.paid > 0)) return [409, {}];
    one.paid += Number(more);
    paid.add(one.guest_id);
    if (key !== undefined) keys.set(`${one.id} ${key}`, { body: sent, answer: shown(one) });
    return [201, shown(one)];
  };
  const answer = (method: string, path: string, sent: string, key: string | undefined): readonly [status: number, value?: unknown] => {
    const [, root, id = '', tail] = path.split('/');
    if (root === 'slips' && method === 'GET' && id === '') return [200, { slips: slips.map(shown) }];
    if (root === 'slips') {
      const one = slips.find((each) => each.id === id);
      return one && tail === 'payments' && method === 'POST' ? pay(one, key, sent) : [404, {}];
    }
    const given = method === 'POST' ? (JSON.parse(sent) as Json) : {};
    if (root === 'stays' && method === 'POST') {
      const guest_id = String(given['guest_id']);
      if (!guests.has(guest_id)) return [400, {}];
      const stay_id = `y${(next += 1)}`;
      slips.unshift({ id: `s${(next += 1)}`, guest_id, stay_id, owed: 900, paid: 0 });
      return [201, { id: stay_id, guest_id }];
    }
    if (root !== 'guests') return [404, {}];
    if (method === 'POST' && id === '') {
      guests.add(`g${(next += 1)}`);
      return [201, { id: `g${next}`, label: given['label'] }];
    }
    if (!guests.has(id)) return [404, {}];
    if (method === 'DELETE') return [guests.delete(id) ? 204 : 404];
    return method === 'GET' ? [200, { id, label: 'A guest' }] : [405, {}];
  };
  const url = await serve((incoming, outgoing) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of incoming) parts.push(part as Buffer);
      const { method = 'GET', url: target = '', headers } = incoming;
      const key = headers['idempotency-key'];
      const sent = Buffer.concat(parts).toString('utf8') || '{}';
      const [status, value] = answer(method, decodeURIComponent(target.split('?')[0] ?? ''), sent, key === undefined ? key : String(key));
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    })();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 12,
    selection: { only: checks, skip: [] },
  });
  expect([...paid]).not.toContain('somebody');
  return verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [verdict.finding.code] : verdict.kind === 'pass' ? ['pass'] : verdict.kind === 'inconclusive' ? ['open'] : [],
  );
};

test.each<readonly [House, readonly string[]]>([
  ['plain', ['pass', 'pass']],
  ['shows how it is now', ['pass', 'pass']],
  ['counts its reads', ['pass', 'pass']],
  ['takes the key for nothing', ['keyed-action-doubled', 'keyed-body-accepted']],
  ['takes another body', ['keyed-body-accepted', 'pass']],
  ['refuses what comes again', ['keyed-repetition-refused', 'pass']],
])('what is done with a key to what came about: a house that %s', async (house, wanted) => {
  expect((await judged(house)).toSorted()).toEqual([...wanted].toSorted());
});

test('a house that takes one payment of each slip is not accused', async () => {
  expect((await judged('takes a payment once only')).filter((one) => one !== 'pass' && one !== 'open')).toEqual([]);
});
