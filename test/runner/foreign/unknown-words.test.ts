import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const words = ['open', 'shut', 'lost'];
const state = { type: 'string', enum: words };
const lamps = Array.from({ length: 9 }, (_, n) => ({ id: `l-${70 + n}`, state: words[n % 3] ?? '' }));

type Service = {
  readonly description: string;
  readonly schema?: object;
  /** The words that are looked for, of those that were sent; undefined where the request is refused. */
  readonly heeded: (asked: readonly string[]) => readonly string[] | undefined;
};

const judged = async ({ description, schema = { type: 'array', items: state }, heeded }: Service) => {
  const document = {
    openapi: '3.0.3',
    info: { title: 'Lamps', version: '1' },
    paths: {
      '/lamps': {
        get: {
          parameters: [{ name: 'state', in: 'query', style: 'form', explode: false, description, schema }],
          responses: {
            200: {
              description: 'lamps',
              content: {
                'application/json': {
                  schema: {
                    type: 'array',
                    items: { type: 'object', required: ['id', 'state'], properties: { id: { type: 'string' }, state } },
                  },
                },
              },
            },
            400: { description: 'A mistake' },
          },
        },
      },
    },
  };
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/lamps') return outgoing.writeHead(404).end();
    const sent = searchParams.get('state');
    const asked = sent === null ? words : heeded(sent.split(','));
    outgoing.writeHead(asked === undefined ? 400 : 200, { 'content-type': 'application/json' });
    return outgoing.end(JSON.stringify(asked === undefined ? {} : lamps.filter((one) => asked.includes(one.state))));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  const own = verdicts.filter(({ id }) => id.startsWith('query/unknown-value-refused'));
  return own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const isKnown = (one: string): boolean => words.includes(one);
const strict = (asked: readonly string[]) => (asked.every(isKnown) ? asked : undefined);
const dropping = (asked: readonly string[]) => asked.filter(isKnown);
const needingOne = (asked: readonly string[]) => (asked.some(isKnown) ? asked : undefined);

describe('a word that is none of those that there are', () => {
  const description = 'Comma list, for instance `open,shut`. A word that is not a state is answered with 400.';

  test('is refused', async () => {
    expect(await judged({ description, heeded: strict })).toEqual(['pass']);
    expect(await judged({ description, schema: { type: 'string' }, heeded: strict })).toEqual(['pass']);
    expect(await judged({ description, schema: state, heeded: strict })).toEqual(['pass']);
  });

  test('and is passed over instead', async () => {
    expect(await judged({ description, heeded: dropping })).toEqual(['unknown-value-accepted']);
    expect(await judged({ description, schema: { type: 'string' }, heeded: dropping })).toEqual(['unknown-value-accepted']);
  });

  test('and is passed over where it has letters alone', async () => {
    const byForm = (asked: readonly string[]) => (asked.every((one) => /^[a-z]+$/iu.test(one)) ? asked.filter(isKnown) : undefined);
    expect(await judged({ description, schema: state, heeded: byForm })).toEqual(['unknown-value-accepted']);
  });

  test('and is passed over beside a known one', async () => {
    expect(await judged({ description, heeded: needingOne })).toEqual(['unknown-value-accepted']);
  });

  test('is nothing that is judged where nothing is said of it, or that it is ignored', async () => {
    for (const said of ['Comma list.', 'Comma list. Words that are not a state are ignored.'])
      expect(await judged({ description: said, heeded: dropping })).toEqual([]);
  });

  test('decides nothing where every word is refused', async () => {
    expect(await judged({ description, heeded: () => undefined })).toEqual(['inconclusive']);
  });
});
