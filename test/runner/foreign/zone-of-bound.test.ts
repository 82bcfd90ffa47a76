import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const moment = { type: 'string', format: 'date-time' };
const sighting = { type: 'object', required: ['id', 'seenAt'], properties: { id: { type: 'string' }, seenAt: moment } };

const document = {
  openapi: '3.1.0',
  info: { title: 'Sightings', version: '1' },
  paths: {
    '/sightings': {
      get: {
        parameters: [{ name: 'seenAfter', in: 'query', schema: moment, description: 'Seen at this time or later.' }],
        responses: { 200: { description: 'All', content: { 'application/json': { schema: { type: 'array', items: sighting } } } } },
      },
    },
  },
};

type Habit = 'compares instants' | 'compares texts' | 'grows with each read by a bound';

const judged = async (habit: Habit): Promise<readonly string[]> => {
  const all = [1, 2, 3, 4].map((n) => ({ id: `s-${n}`, seenAt: `2030-05-0${n}T06:00:00.000Z` }));
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://127.0.0.1');
    if (pathname !== '/sightings') return void outgoing.writeHead(404).end();
    const from = searchParams.get('seenAfter');
    const isLater = ({ seenAt }: { readonly seenAt: string }): boolean =>
      from === null || (habit === 'compares texts' ? seenAt >= from : Date.parse(seenAt) >= Date.parse(from));
    if (from !== null && habit.startsWith('grows')) all.push({ id: `s-${all.length + 1}`, seenAt: '2030-05-09T06:00:00.000Z' });
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(all.filter(isLater)));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    selection: { only: ['filtering/zone-of-bound'], skip: [] },
  });
  return verdicts
    .filter(({ case: { check } }) => check === 'filtering/zone-of-bound')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe.concurrent('a bound in another time zone', () => {
  test.for<readonly [Habit, string]>([
    ['compares instants', 'pass'],
    ['compares texts', 'bound-by-text'],
    ['grows with each read by a bound', 'inconclusive'],
  ])(
    'of a list that %s: %s',
    besideOthers(async ([habit, expected]: readonly [Habit, string]) => {
      expect(await judged(habit)).toEqual([expected]);
    }),
  );
});
