import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Read = { readonly told: string; readonly format?: 'date' | 'date-time'; readonly required?: boolean; readonly example?: string };

const document = ({ told, format = 'date', required = true, example }: Read) => ({
  openapi: '3.0.3',
  info: { title: 'Ferries', version: '1', description: 'Times are UTC.' },
  paths: {
    '/crossings': {
      get: {
        parameters: [
          {
            name: 'sailing',
            in: 'query',
            required,
            description: told,
            schema: { type: 'string', format },
            ...(example === undefined ? {} : { example }),
          },
        ],
        responses: {
          200: {
            description: 'The crossings',
            content: { 'application/json': { schema: { type: 'object', properties: { crossings: { type: 'number' } } } } },
          },
          400: { description: 'Not valid' },
        },
      },
    },
  },
});

const dayMs = 86_400_000;
const today = (): number => Math.floor(Date.now() / dayMs) * dayMs;

/** The verdict about a service that refuses times by their distance from the begin of the day, in days. */
const judged = async (read: Read, refuses: (days: number) => boolean): Promise<string | undefined> => {
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const asked = searchParams.get('sailing');
    const isRefused =
      asked === null ? read.required !== false : Number.isNaN(Date.parse(asked)) || refuses((Date.parse(asked) - today()) / dayMs);
    outgoing.writeHead(pathname !== '/crossings' ? 404 : isRefused ? 400 : 200, { 'content-type': 'application/json' });
    outgoing.end('{}');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(read)), url, {
    selection: { only: ['query/told-time-refused'], skip: [] },
  });
  return verdicts.find((one) => one.case.check === 'query/told-time-refused')?.verdict.kind;
};

const fortnight = 'From tomorrow to 14 days ahead (UTC), otherwise `400`';
const none = () => false;

test.concurrent.for<readonly [read: Read, refuses: (days: number) => boolean, expected: string | undefined]>([
  [{ told: fortnight }, (days) => days < 1 || days > 14, 'pass'],
  [{ told: fortnight }, none, 'fail'],
  [{ told: fortnight }, (days) => days < 1, 'fail'],
  [{ told: fortnight }, (days) => days > 14, 'fail'],
  [{ told: fortnight, example: '2024-05-01' }, (days) => days < 1 || days > 14, 'pass'],
  [{ told: fortnight, required: false }, (days) => days < 1 || days > 14, 'pass'],
  [{ told: fortnight, required: false }, none, 'fail'],
  // A service whose days begin elsewhere on the globe, or whose border is a day off.
  [{ told: 'From tomorrow to 14 days ahead, otherwise `400`' }, (days) => days < 0 || days > 13, 'pass'],
  [{ told: 'From tomorrow to 14 days ahead, otherwise `400`' }, (days) => days < 2 || days > 15, 'pass'],
  [{ told: fortnight }, () => true, 'inconclusive'],
  [{ told: 'Must not lie in the future.' }, (days) => days > 0, 'pass'],
  [{ told: 'Must not lie in the future.' }, (days) => days > 30, 'fail'],
  [{ told: 'Must lie in the future.', format: 'date-time' }, (days) => days < 1, 'pass'],
  [{ told: 'Must lie in the future.', format: 'date-time' }, none, 'fail'],
  [{ told: 'At most 90 days ago (400)', required: false }, (days) => days < -90, 'pass'],
  [{ told: 'Must not lie in the past. Earlier days give an empty list.' }, none, undefined],
])(
  'of a read that says %o',
  besideOthers(async ([read, refuses, expected]) => {
    expect(await judged(read, refuses)).toBe(expected);
  }),
);
