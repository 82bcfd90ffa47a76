import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1 };
const none = { description: 'None' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const json = (schema: object): object => ({ 'application/json': { schema } });
const asks = (properties: object, required: readonly string[]): object => ({ required: true, content: json(object(properties, required)) });
const shows = (schema: object): object => ({ description: 'It', content: json(schema) });

type Said = {
  readonly list?: string;
  readonly operation?: string;
  readonly method?: 'put' | 'post';
  readonly last?: string;
  readonly isUnique?: boolean;
  readonly refusal?: string;
};

/** Tours with legs that are put in order. */
const documentWith = ({
  list = 'Every leg of the tour exactly once, else 422.',
  operation = 'Puts the legs in another order.',
  method = 'put',
  last = 'leg-order',
  isUnique = true,
  refusal = '422',
}: Said): object => {
  const tour = object({ id: text, title: text }, ['id', 'title']);
  const leg = object({ id: text, name: text }, ['id', 'name']);
  const legs = shows({ type: 'array', items: leg });
  const parameters = ['tourId', 'legId'].map((name) => ({ name, in: 'path', required: true, schema: text }));
  const gone = { '204': none, '404': none };
  const ids = { type: 'array', items: text, description: list, ...(isUnique ? { uniqueItems: true } : {}) };
  return {
    openapi: '3.1.0',
    info: { title: 'Tours', version: '1' },
    paths: {
      '/tours': { post: { requestBody: asks({ title: text }, ['title']), responses: { '201': shows(tour), '422': none } } },
      '/tours/{tourId}': {
        parameters: parameters.slice(0, 1),
        get: { responses: { '200': shows(tour), '404': none } },
        delete: { responses: gone },
      },
      '/tours/{tourId}/legs': {
        parameters: parameters.slice(0, 1),
        get: { responses: { '200': legs, '404': none } },
        post: { requestBody: asks({ name: text }, ['name']), responses: { '201': shows(leg), '404': none, '422': none } },
      },
      '/tours/{tourId}/legs/{legId}': { parameters, delete: { responses: gone } },
      [`/tours/{tourId}/${last}`]: {
        parameters: parameters.slice(0, 1),
        [method]: {
          description: operation,
          requestBody: asks({ legIds: ids }, ['legIds']),
          responses: { '200': legs, '404': none, [refusal]: none },
        },
      },
    },
  };
};

type Habit = 'demands all' | 'refuses by 409' | 'takes a part' | 'takes doubles' | 'takes none';

const judged = async (habit: Habit, said: Said = {}): Promise<readonly string[]> => {
  const { last: order = 'leg-order' } = said;
  const tours = new Map<string, { readonly id: string; readonly title: string; legs: { readonly id: string; readonly name: string }[] }>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method } = incoming;
    const [, root, id = '', part, legId] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const tour = tours.get(id);
    if (root !== 'tours' || (id !== '' && !tour)) return give(404);
    if (method === 'DELETE') {
      if (legId === undefined) return give(tours.delete(id) ? 204 : 404);
      const rest = tour?.legs.filter((one) => one.id !== legId) ?? [];
      const isThere = rest.length !== tour?.legs.length;
      if (tour) tour.legs = rest;
      return give(isThere ? 204 : 404);
    }
    if (method === 'GET') return give(200, part === 'legs' ? tour?.legs : { id, title: tour?.title });
    void objectBody(incoming).then((body) => {
      if (!tour || part === 'legs') {
        const own = body?.[tour ? 'name' : 'title'];
        if (typeof own !== 'string' || own === '') return give(422);
        const made = { id: `n${(last += 1)}`, [tour ? 'name' : 'title']: own };
        if (tour) tour.legs.push({ id: made.id, name: own });
        else tours.set(made.id, { id: made.id, title: own, legs: [] });
        return give(201, made);
      }
      if (part !== order) return give(404);
      const ids: unknown = body?.['legIds'];
      if (!Array.isArray(ids)) return give(422);
      const { legs } = tour;
      const isKnown = ids.every((one) => legs.some((leg) => leg.id === one));
      const isDouble = new Set(ids).size !== ids.length;
      const isPart = new Set(ids).size < legs.length;
      const isWrong = !isKnown || (isDouble && habit !== 'takes doubles') || (isPart && habit !== 'takes a part') || habit === 'takes none';
      if (isWrong) return give(habit === 'refuses by 409' ? 409 : 422);
      const [named, others] = [ids.flatMap((one) => legs.filter((leg) => leg.id === one)), legs.filter((leg) => !ids.includes(leg.id))];
      tour.legs = [...new Set([...named, ...others])];
      return give(200, tour.legs);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(said)), url, {
    allow: ['mutation', 'destructive'],
    selection: { only: ['body/whole-list-demanded'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe('a list that has to name everything below a resource', () => {
  test.concurrent.for<readonly [Habit, Said, readonly string[]]>([
    ['demands all', {}, ['pass']],
    ['refuses by 409', {}, ['pass']],
    ['takes a part', {}, ['partial-list-accepted']],
    ['takes none', {}, ['inconclusive']],
    ['takes doubles', {}, ['pass']],
    ['takes doubles', { isUnique: false }, ['double-in-list-accepted']],
    ['demands all', { isUnique: false }, ['pass']],
  ])(
    'is sent with one left out, and a service that %s (%o) is judged so: %o',
    besideOthers(async ([habit, said, expected]) => {
      expect(await judged(habit, said)).toEqual(expected);
    }),
  );

  test.concurrent.for<Said>([
    { list: 'The new order. Must hold all legs of the tour.' },
    { list: 'All legs, each once.', refusal: '409' },
    { list: '', operation: 'Orders the legs. Each leg of the tour has to be named.', method: 'post', last: 'reorder' },
    { list: 'The complete list: every leg of the tour.' },
    { list: 'Ids of all the legs in their new order; 422 if one is missing.' },
  ])(
    'is told in other words: %o',
    besideOthers(async (said) => {
      expect(await judged('demands all', said)).toEqual(['pass']);
      expect(await judged('takes a part', said)).toEqual(['partial-list-accepted']);
    }),
  );

  test.concurrent.for<Said>([
    { list: 'The legs in their new order.' },
    { list: 'All legs in their new order.' },
    { list: 'Every leg exactly once; those that are left out stay behind the others.' },
    { list: 'Every leg may be named only once.' },
    { list: 'Every guest exactly once, else 422.' },
    { refusal: '404' },
  ])(
    'is not looked for where the document does not say so: %o',
    besideOthers(async (said) => {
      expect(await judged('takes a part', said)).toEqual([]);
    }),
  );
});
