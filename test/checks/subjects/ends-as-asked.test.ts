import { describe, expect, test } from 'vitest';
import { endAsAskedJudged, endsAsAsked } from '../../../src/checks/subjects/ends-as-asked.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

type Json = Readonly<Record<string, unknown>>;

const moment = { type: 'string', format: 'date-time' };
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });

type Told = { readonly end?: string; readonly length?: string; readonly text?: string; readonly name?: string; readonly more?: Json };

const toldBy = async ({ end, length, text, name = 'keepMinutes', more = {} }: Told) => {
  const properties = {
    berth: { type: 'string' },
    [name]: { type: 'integer', minimum: 1, default: 30, ...(length === undefined ? {} : { description: length }) },
    ...more,
  };
  const reservation = {
    id: { type: 'string' },
    createdAt: moment,
    updatedAt: moment,
    expiresAt: { ...moment, ...(end === undefined ? {} : { description: end }) },
    ...more,
  };
  const contract = await bayContract(
    bayDocument({
      '/reservations': {
        post: does({
          ...(text === undefined ? {} : { description: text }),
          requestBody: { required: true, ...json({ type: 'object', required: ['berth'], properties }) },
          responses: { 201: { description: 'It', ...json({ type: 'object', required: ['id'], properties: reservation }) } },
        }),
        get: does({}),
      },
      '/reservations/{reservationId}': {
        parameters: [{ name: 'reservationId', in: 'path', required: true, schema: { type: 'string' } }],
        get: does({ responses: { 200: { description: 'It', ...json({ type: 'object', properties: reservation }) } } }),
        delete: does({ responses: { 204: { description: 'Gone' } } }),
      },
    }),
  );
  const create = contract.operations.find(({ method }) => method === 'POST');
  return create ? endsAsAsked(contract, create) : [];
};

const answered = (sent: Json, faults: readonly string[] = [], status = 201): Exchange =>
  ({
    request: { body: { kind: 'json', value: sent }, faults },
    reply: { kind: 'answer', status, headers: [['Date', 'Mon, 06 May 2030 08:00:00 GMT']] },
    tookMs: 20,
  }) as unknown as Exchange;

describe('when something ends, by the request', () => {
  test.each<Told>([
    { end: '`createdAt` plus `keepMinutes`' },
    { end: '`keepMinutes` after `createdAt`.' },
    { length: 'Minutes from now' },
    { length: 'Lifetime in minutes' },
    { length: 'How long the reservation is kept, in minutes' },
    { length: 'Minutes after which the reservation expires by itself' },
  ])('is told: %j', async (told) => {
    const [one] = await toldBy(told);
    expect(one).toMatchObject({ member: 'expiresAt', length: 'keepMinutes', unitMs: 60_000, fallback: 30, begin: 'createdAt' });
  });

  test.each<Told>([
    {},
    { length: 'At most so many minutes' },
    { length: 'Minutes of inactivity after which it expires' },
    { length: 'Minutes until the harbour closes' },
    { length: 'Minutes from now. The harbour may end it earlier.' },
    { length: 'Minutes from now', end: 'Rounded up to the next quarter of an hour' },
    { length: 'Minutes from now', text: 'It may expire sooner when the harbour is full.' },
    { end: '`createdAt` plus `keepMinutes`, or midnight, whichever is earlier' },
    { end: '`createdAt` plus `expiresIn`', name: 'expiresIn' },
    { end: '`createdAt` plus `expiresIn`', name: 'expiresIn', length: 'Fortnights.' },
    { end: '`createdAt` plus `expiresIn`', name: 'expiresIn', length: 'Seconds or minutes.' },
    { end: 'Not later than `createdAt` plus `keepMinutes`' },
    { end: '`createdAt` plus `keepMinutes`. Extended with each change.' },
    { length: 'Lifetime in minutes', more: { startsAt: moment } },
    { length: 'Lifetime', name: 'ttl' },
    { length: 'Seconds or minutes from now', name: 'ttl' },
    { length: 'Minutes from now', more: { keepMinutes: { type: 'integer' } } },
  ])('is not told: %j', async (told) => {
    expect(await toldBy(told)).toEqual([]);
  });

  const shows = async (sent: Json, body: Json, told: Told = { end: '`createdAt` plus `keepMinutes`' }, faults?: readonly string[]) => {
    const [one] = await toldBy(told);
    const judged = one ? endAsAskedJudged(one, answered(sent, faults), body) : 'unknown';
    return typeof judged === 'string' ? judged : judged.expected.slice(0, 19);
  };
  const createdAt = '2030-05-06T08:00:00.250Z';

  test.each<readonly [what: string, sent: Json, body: Json, expected: string]>([
    ['as asked', { keepMinutes: 45 }, { createdAt, expiresAt: '2030-05-06T08:45:00.250Z' }, 'agrees'],
    ['by the default', {}, { createdAt, expiresAt: '2030-05-06T08:30:00.250Z' }, 'agrees'],
    ['by another default', {}, { createdAt, expiresAt: '2030-05-06T09:00:00.250Z' }, '2030-05-06T08:30:00'],
    ['in another unit', { keepMinutes: 45 }, { createdAt, expiresAt: '2030-05-06T08:00:45.250Z' }, '2030-05-06T08:45:00'],
    ['by clocks that differ', {}, { createdAt, expiresAt: '2030-05-06T08:30:04Z' }, 'agrees'],
    ['cut to minutes', {}, { createdAt: '2030-05-06T08:00:59Z', expiresAt: '2030-05-06T08:30:00Z' }, 'agrees'],
    ['in another zone', {}, { createdAt, expiresAt: '2030-05-06T10:30:00+02:00' }, 'agrees'],
    ['without a zone', {}, { createdAt, expiresAt: '2030-05-06T10:30:00' }, 'unknown'],
    ['never', { keepMinutes: null }, { createdAt, expiresAt: null }, 'unknown'],
    ['without the begin', {}, { expiresAt: '2030-05-06T09:00:00Z' }, 'unknown'],
  ])('is compared: %s', async (_, sent, body, expected) => {
    expect(await shows(sent, body)).toBe(expected);
  });

  test.each(['Seconds. Two seconds after that at the latest it is gone.', 'In seconds'])(
    'the unit may stand alone in the text of the length: %s',
    async (length) => {
      const told = { end: '`createdAt` plus `expiresIn`', name: 'expiresIn', length };
      expect(await toldBy(told)).toMatchObject([{ member: 'expiresAt', begin: 'createdAt', length: 'expiresIn', unitMs: 1000 }]);
    },
  );

  test('a request with a mistake shows nothing', async () => {
    const body = { createdAt, expiresAt: '2030-05-06T09:00:00.250Z' };
    expect(await shows({ keepMinutes: 99_999 }, body, undefined, ['value-unusable'])).toBe('unknown');
  });
});
