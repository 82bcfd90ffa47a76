import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const state = { type: 'string', enum: ['open', 'shut', 'lost', 'new'] };
const object = (properties: object): object => ({ type: 'object', required: Object.keys(properties), properties });

const buoys = Array.from({ length: 14 }, (_, n) => ({ id: `b-${70 + n}`, state: ['open', 'shut', 'lost', 'new'][n % 4] ?? '' }));
type Buoy = (typeof buoys)[number];

type Service = {
  /** How the values are written. */
  readonly explode: boolean;
  readonly all?: readonly Buoy[];
  readonly isWanted?: (one: Buoy, asked: readonly string[]) => boolean;
};

const failures = async ({ explode, all = buoys, isWanted = (one, asked) => asked.includes(one.state) }: Service): Promise<string[]> => {
  const document = {
    openapi: '3.0.3',
    info: { title: 'Buoys', version: '1' },
    paths: {
      '/buoys': {
        get: {
          parameters: [{ name: 'state', in: 'query', style: 'form', explode, schema: { type: 'array', items: state } }],
          responses: {
            200: {
              description: 'buoys',
              content: { 'application/json': { schema: { type: 'array', items: object({ id: { type: 'string' }, state }) } } },
            },
          },
        },
      },
    },
  };
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/buoys') return outgoing.writeHead(404).end();
    const asked = searchParams.getAll('state').flatMap((one) => (explode ? [one] : one.split(',')));
    const shown = asked.length === 0 ? all : all.filter((one) => isWanted(one, asked));
    return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(shown));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  return verdicts.flatMap(({ id, verdict, case: { level } }) =>
    verdict.kind === 'fail' ? [`${level} ${id.split('@')[0] ?? ''} ${verdict.finding.code}`] : [],
  );
};

describe.each([true, false])('a filter with several values, explode %s', (explode) => {
  test('that gives the items with one of them is accused of nothing', async () => {
    expect(await failures({ explode })).toEqual([]);
    expect(await failures({ explode, all: buoys.slice(0, 2) })).toEqual([]);
    expect(await failures({ explode, all: [] })).toEqual([]);
  });

  test('that once shows an item whose state has just changed is accused of nothing', async () => {
    let isJust = true;
    const isWanted = (one: Buoy, asked: readonly string[]): boolean => {
      const isLate = isJust && asked.length > 1 && !asked.includes(one.state);
      if (isLate) isJust = false;
      return isLate || asked.includes(one.state);
    };
    expect(await failures({ explode, isWanted })).toEqual([]);
  });

  test.each([
    ['the first value alone', (one: Buoy, asked: readonly string[]) => one.state === asked[0], 'item-of-several-missing'],
    ['the last value alone', (one: Buoy, asked: readonly string[]) => one.state === asked.at(-1), 'item-of-several-missing'],
    ['nothing', (one: Buoy, asked: readonly string[]) => asked.length === 1 && one.state === asked[0], 'item-of-several-missing'],
    ['everything', (one: Buoy, asked: readonly string[]) => asked.length > 1 || one.state === asked[0], 'value-not-asked-for'],
  ])('that heeds %s is reported', async (_, isWanted, code) => {
    expect(await failures({ explode, isWanted })).toEqual([`should filtering/several-values ${code}`]);
  });

  test.each([1, 2])('that heeds the first value alone is reported for items of %s states', async (states) => {
    const isWanted = (one: Buoy, asked: readonly string[]): boolean => one.state === asked[0];
    const all = buoys.filter(({ state: own }) => ['open', 'shut'].slice(0, states).includes(own));
    expect(await failures({ explode, all, isWanted })).toEqual(['should filtering/several-values item-of-several-missing']);
  });
});
