import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (name: string): object => ({ required: true, content: { 'application/json': { schema: ref(name) } } });
const none = { description: 'None' };
const inPath = (name: string): object => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });

/** Courts, and closures of one or more of them. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Courts', version: '1' },
  components: {
    schemas: {
      Court: { type: 'object', required: ['name'], properties: { id: { ...text, readOnly: true }, name: text } },
      Closure: {
        type: 'object',
        required: ['court_ids', 'first_day'],
        properties: {
          id: { ...text, readOnly: true },
          court_ids: { type: 'array', minItems: 1, uniqueItems: true, items: text },
          first_day: { ...day, description: 'In the future.' },
        },
      },
    },
  },
  paths: {
    '/courts': {
      get: { responses: { '200': shows({ type: 'array', items: ref('Court') }) } },
      post: { requestBody: asks('Court'), responses: { '201': shows(ref('Court')), '422': none } },
    },
    '/courts/{courtId}': {
      ...inPath('courtId'),
      get: { responses: { '200': shows(ref('Court')), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/closures': {
      get: { responses: { '200': shows({ type: 'array', items: ref('Closure') }) } },
      post: {
        description:
          'For wardens. A closure\n\n- names courts that exist (422)\n- is one of at most three that are still to come for a court; the fourth is 409\n',
        requestBody: asks('Closure'),
        responses: { '201': shows(ref('Closure')), '409': none, '422': none },
      },
    },
    '/closures/{closureId}': {
      ...inPath('closureId'),
      delete: { responses: { '204': none, '404': none } },
    },
  },
};

type Thing = { readonly id: string; readonly [name: string]: unknown };

/** Judges a service that takes so many closures of one court. */
const judged = async (most: number): Promise<readonly string[]> => {
  const things: Record<string, Map<string, Thing>> = { courts: new Map(), closures: new Map() };
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method = '' } = incoming;
    const [root = '', id] = (incoming.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
    const all = things[root];
    if (!all) return give(404);
    void objectBody(incoming).then((body = {}) => {
      if (id !== undefined) {
        const found = all.get(id);
        if (!found) return give(404);
        return method === 'DELETE' ? give(all.delete(id) ? 204 : 404) : give(200, found);
      }
      if (method === 'GET') return give(200, [...all.values()]);
      if (root === 'courts' && typeof body['name'] !== 'string') return give(422);
      if (root === 'closures') {
        const { court_ids: courts } = body;
        const isList = Array.isArray(courts) && courts.length > 0 && courts.every((one) => things['courts']?.has(String(one)));
        if (!isList || typeof body['first_day'] !== 'string') return give(422);
        const isFull = courts.some(
          (court) => [...all.values()].filter(({ court_ids: of }) => Array.isArray(of) && of.includes(court)).length >= most,
        );
        if (isFull) return give(409);
      }
      const made = { ...body, id: `${root}-of-the-club-${(last += 1)}` };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation'],
    maxCreates: 40,
    selection: { only: ['lifecycle/capacity-kept'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) =>
    id.startsWith('lifecycle/capacity-kept') ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

describe.concurrent('a rule in a list that counts what is to come for what a body names', () => {
  test.for<readonly [number, readonly string[]]>([
    [3, ['pass']],
    [4, ['over-capacity']],
    [2, ['inconclusive']],
  ])(
    'with room for %s',
    besideOthers(async ([most, expected]: readonly [number, readonly string[]]) => {
      expect(await judged(most)).toEqual(expected);
    }),
  );
});
