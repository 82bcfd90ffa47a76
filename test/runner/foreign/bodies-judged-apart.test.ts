import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 0 };
const seed = {
  type: 'object',
  required: ['label', 'plant', 'grams'],
  properties: {
    label: { type: 'string', maxLength: 60 },
    plant: { type: 'string', maxLength: 60 },
    grams: { type: 'integer', minimum: 1 },
  },
};

type Form = {
  /** What the operation says. */
  readonly says: string;
  /** What an entry is described as; the schema itself where it is undefined. */
  readonly entry?: string | undefined;
  /** What the list says of its entries. */
  readonly list?: string;
  /** The list of results in the answer. */
  readonly results?: string;
  /** Does each result have its place. */
  readonly isPlaced?: boolean;
  /** Is a bag for a row of the bed, and its result says which. */
  readonly hasRow?: boolean;
  /** What the status 422 is described as. */
  readonly refused?: string;
};

const documentOf = ({
  says,
  entry,
  list,
  results = 'One result for each bag, in the order of the request.',
  isPlaced = true,
  hasRow = false,
  refused = 'Wrong',
}: Form) => ({
  openapi: '3.1.0',
  info: { title: 'Seeds', version: '1' },
  paths: {
    '/seed-deliveries': {
      post: {
        description: says,
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['bags'],
                properties: {
                  bags: {
                    type: 'array',
                    minItems: 1,
                    ...(list === undefined ? {} : { description: list }),
                    items: entry === undefined ? { $ref: '#/components/schemas/SeedBag' } : { type: 'object', description: entry },
                  },
                },
              },
              example: { bags: [{ ...(hasRow ? { row: 7 } : {}), label: 'B-12', plant: 'Kale', grams: 20 }] },
            },
          },
        },
        responses: {
          200: {
            description: 'What became of the bags',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['stored', 'failed', 'results'],
                  properties: {
                    stored: whole,
                    failed: whole,
                    results: {
                      type: 'array',
                      description: results,
                      items: {
                        type: 'object',
                        properties: { ...(isPlaced ? { [hasRow ? 'row' : 'index']: whole } : {}), label: text, status: text },
                      },
                    },
                  },
                },
              },
            },
          },
          400: { description: 'Unreadable' },
          422: { description: refused },
        },
      },
    },
    '/seeds': {
      post: {
        operationId: 'addSeed',
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/SeedBag' } } } },
        responses: { 201: { description: 'Added' }, 422: { description: 'Wrong' } },
      },
    },
  },
  components: {
    schemas: {
      SeedBag: hasRow
        ? { ...seed, required: ['row', ...seed.required], properties: { row: { type: 'integer', minimum: 5 }, ...seed.properties } }
        : seed,
    },
  },
});

type Habit =
  | 'judges each'
  | 'judges each, once only'
  | 'fails all behind'
  | 'refuses all'
  | 'takes all'
  | 'counts all as stored'
  | 'puts failures last'
  | 'leaves failures out'
  | 'skips the last one'
  | 'weighs bags itself';

const judged = async (form: Form, habit: Habit) => {
  const known = new Set<string>();
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value: unknown = {}): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(value));
    };
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    if (incoming.method !== 'POST') return give(405);
    const { bags } = JSON.parse(Buffer.concat(chunks).toString()) as { bags: Record<string, unknown>[] };
    const isWhole = (bag: Record<string, unknown>): boolean =>
      ['label', 'plant', ...(habit === 'weighs bags itself' ? [] : ['grams'])].every((name) => bag[name] !== undefined);
    if (habit === 'refuses all' && !bags.every(isWhole)) return give(422);
    let isOver = false;
    const all = bags.map((bag, index) => {
      const label = String(bag['label']);
      const isGood = habit === 'takes all' || (isWhole(bag) && !isOver && !(habit === 'judges each, once only' && known.has(label)));
      if (isGood) known.add(label);
      isOver ||= !isGood && habit === 'fails all behind';
      const place = form.isPlaced === false ? {} : form.hasRow === true ? { row: bag['row'] } : { index };
      return { ...place, label, status: isGood ? 'stored' : 'failed' };
    });
    const good = all.filter(({ status }) => status === 'stored');
    const failed = all.filter(({ status }) => status === 'failed');
    const results = habit === 'puts failures last' ? [...good, ...failed] : habit === 'leaves failures out' ? good : all;
    const isWrong = habit === 'counts all as stored';
    if (habit === 'skips the last one') return give(200, { stored: good.length - 1, failed: failed.length, skipped: 1, results });
    return give(200, { stored: isWrong ? all.length : good.length, failed: isWrong ? 0 : failed.length, results });
  });
  const check = 'lifecycle/bodies-judged-apart';
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(form)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    maxCreates: 40,
    selection: { only: [check], skip: [] },
  });
  const own = verdicts.filter((one) => one.case.check === check);
  return own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const says = 'A bad bag is reported as failed and does not keep the others from being stored.';
const entry = 'A SeedBag; checked when its turn comes.';

describe.concurrent('entries with a mistake', () => {
  test.for<readonly [Habit, Form, readonly string[]]>([
    ['judges each', { says, entry }, ['pass']],
    ['judges each', { says }, ['pass']],
    ['judges each', { says, entry: 'A bag.', list: 'Each one as in `POST /seeds`.' }, ['pass']],
    ['judges each', { says, entry, isPlaced: false }, ['pass']],
    ['fails all behind', { says, entry }, ['entry-kept-back']],
    ['fails all behind', { says }, ['entry-kept-back']],
    ['fails all behind', { says, entry: 'A bag.', list: 'Each one as in `POST /seeds`.' }, ['entry-kept-back']],
    ['fails all behind', { says, entry: 'Each one is a `SeedBag`.' }, ['entry-kept-back']],
    ['refuses all', { says, entry }, ['entries-refused-whole']],
    ['takes all', { says, entry }, ['entry-mistake-told-done']],
    ['counts all as stored', { says, entry }, ['entry-count-wrong']],
    ['puts failures last', { says, entry }, ['entry-out-of-place']],
    ['leaves failures out', { says, entry }, ['entry-result-missing']],
    // What is there may not come again, so that a failure of it says nothing.
    ['judges each, once only', { says, entry }, ['inconclusive']],
    // A gate that knows the schema of an entry may refuse the body.
    ['refuses all', { says }, ['inconclusive']],
    // What lacks something may be refused before all others, or be judged later.
    ['refuses all', { says: `${says} A delivery with an incomplete bag is refused as a whole (422).`, entry }, ['inconclusive']],
    ['refuses all', { says, entry, refused: 'A bag lacks a member.' }, ['inconclusive']],
    ['takes all', { says: `${says} The bags are checked in the background.`, entry }, []],
    // What may be left out here is no mistake.
    ['weighs bags itself', { says, entry: 'A bag.', list: 'Each one as in `POST /seeds`. `grams` may be left out.' }, ['pass']],
    // A row of the bed is no place in the request, and what is skipped is counted as such.
    ['judges each', { says, hasRow: true }, ['pass']],
    ['fails all behind', { says, hasRow: true }, ['entry-kept-back']],
    ['refuses all', { says, entry, refused: 'Malformed body' }, ['entries-refused-whole']],
    ['skips the last one', { says, entry }, ['pass']],
    // Nothing is said of the order, or of a result for each.
    ['puts failures last', { says, entry, results: 'What became of them.' }, ['pass']],
    ['puts failures last', { says, entry, results: 'What became of them.', isPlaced: false }, ['inconclusive']],
    ['leaves failures out', { says, entry, results: 'The bags that are stored.' }, ['inconclusive']],
    // The document does not say so, or not what an entry is.
    ['refuses all', { says: 'Stores bags of seeds.', entry }, []],
    ['refuses all', { says: 'All bags are stored, or none.', entry }, []],
    ['refuses all', { says, entry: 'A bag.' }, []],
    ['refuses all', { says, entry: 'A SeedBag, but without grams.' }, []],
  ])(
    'of a service that %s are judged by %j',
    besideOthers(async ([habit, form, expected]) => {
      expect(await judged(form, habit)).toEqual(expected);
    }),
  );
});
