import { expect, test } from 'vitest';
import { doneOnce } from '../../../src/checks/subjects/done-once.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string', minLength: 1, maxLength: 80 };
const object = (properties: object): object => ({ type: 'object', properties, required: Object.keys(properties) });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const inPath = (name: string): object => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const trip = object({
  id: text,
  label: text,
  status: { type: 'string', enum: ['planned', 'paid'] },
  passes: { type: 'array', description: 'Ids of the passes; empty until paid', items: text },
});

type Says = { readonly says: string; readonly verb?: string; readonly status?: object; readonly conflict?: boolean };

const listed = { status: { type: 'string', enum: ['valid', 'used', 'refunded'] } };

/** Trips, of whose passes nothing but their ids is shown. */
const documentOf = ({ says, verb = 'check-in', status = listed, conflict = true }: Says): object => {
  const pass = object({ id: text, ...status });
  return {
    openapi: '3.0.3',
    info: { title: 'Trips', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/trips': {
        post: {
          requestBody: { required: true, content: { 'application/json': { schema: object({ label: text }) } } },
          responses: { '201': shows(trip), '422': none },
        },
      },
      '/trips/{tripId}': { ...inPath('tripId'), get: { responses: { '200': shows(trip), '404': none } } },
      '/trips/{tripId}/pay': {
        ...inPath('tripId'),
        post: {
          summary: 'Pay a trip',
          description: 'The trip becomes `paid`.',
          responses: { '200': shows(trip), '404': none, '409': none },
        },
      },
      '/passes/{passId}': { ...inPath('passId'), get: { responses: { '200': shows(pass), '404': none } } },
      [`/passes/{passId}/${verb}`]: {
        ...inPath('passId'),
        post: { description: says, responses: { '200': shows(pass), '404': none, ...(conflict ? { '409': none } : {}) } },
      },
    },
  };
};

type Trip = { readonly id: string; readonly label: unknown; status: string; passes: string[] };

const judged = async (says: string, again: number, used = 'used'): Promise<readonly string[]> => {
  const trips = new Map<string, Trip>();
  const passes = new Map<string, string>();
  const answer = (method: string, [root, id = '', verb]: readonly string[], given: Readonly<Record<string, unknown>>): Answer => {
    if (root === 'trips' && id === '') {
      if (method !== 'POST') return [405];
      if (typeof given['label'] !== 'string' || given['label'] === '') return [422];
      const made: Trip = { id: `t${trips.size + 1}`, label: given['label'], status: 'planned', passes: [] };
      trips.set(made.id, made);
      return [201, made];
    }
    const found = trips.get(id);
    if (root === 'trips' && found) {
      if (verb === undefined) return method === 'GET' ? [200, found] : [405];
      if (verb !== 'pay' || found.status !== 'planned') return [409];
      found.status = 'paid';
      found.passes = [`${id}-a`, `${id}-b`];
      for (const one of found.passes) passes.set(one, 'valid');
      return [200, found];
    }
    const status = root === 'passes' ? passes.get(id) : undefined;
    if (status === undefined) return [404];
    if (verb === undefined) return method === 'GET' ? [200, { id, status }] : [405];
    if (status === 'used' && again >= 300) return [again];
    passes.set(id, used);
    return [200, { id, status: used }];
  };
  const { verdicts } = await judgeForeign(writeDocument(documentOf({ says })), await serveAnswers(answer), {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: ['lifecycle/done-again-refused'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [verdict.finding.code] : verdict.kind === 'skipped' ? [] : [verdict.kind],
  );
};

const used = 'Lets the guest in. A pass works once; `409` if it is used or refunded or the trip is over.';

test.concurrent.for<readonly [string, string, number, string, readonly string[]]>([
  ['refused', used, 409, 'used', ['pass']],
  ['done again', used, 200, 'used', ['done-again']],
  ['without effect', used, 200, 'valid', ['inconclusive']],
  ['done again, by another text', 'A pass cannot be used twice (`409`).', 200, 'used', ['done-again']],
])(
  'an action on what only its id shows is %s',
  besideOthers(async ([, says, again, state, expected]) => {
    expect(await judged(says, again, state)).toEqual(expected);
  }),
);

const told = async (says: Says): Promise<number> => doneOnce(await loadContract(writeDocument(documentOf(says)))).length;

const bare = { at: { type: 'string', format: 'date-time', nullable: true } };

test.each<Says>([
  { says: used },
  { says: '`409` if the pass is used.' },
  { says: 'Only a valid pass can be checked in (`409`).' },
  { says: 'A pass works once (`409`).', status: bare },
  { says: 'A pass cannot be used twice (`409`).', status: bare },
  { says: 'A pass cannot be used twice (`409`).' },
  { says: 'Each pass can be used only once, otherwise `409`.', status: bare },
  { says: 'Redeems it. Every pass is valid once; `409` after that.', status: bare, verb: 'redeem' },
  { says: '`409` when the pass has been checked in already.', status: bare },
])('it is tried where the text says so: $says', async (says) => {
  expect(await told(says)).toBe(1);
});

test.each<Says>([
  { says: 'Lets the guest in.' },
  { says: 'A pass works once.' },
  { says: used, conflict: false },
  { says: 'Lets the guest in. Doing it again changes nothing.' },
  { says: 'A pass works once (`409`). With the same gate it may be sent again.', status: bare },
  { says: 'A pass works once per day (`409`).', status: bare },
  { says: 'A pass works once it is paid (`409`).', status: bare },
  { says: 'A pass works once. `409` if the trip is over.', status: bare },
  { says: 'Hands it on. A pass works once (`409`).', status: bare, verb: 'transfer' },
  { says: 'Prints it. A used pass is printed with a mark.', verb: 'print' },
])('and nowhere else: $says', async (says) => {
  expect(await told(says)).toBe(0);
});
