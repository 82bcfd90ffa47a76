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
const usual = 'Players who have used up `maxAttempts` cannot take it again (409).';

type Said = { readonly said?: string; readonly limit?: string; readonly name?: string; readonly action?: string };

/** Tastings of a tea house, each for a number of attempts of each guest. */
const documentWith = ({ said = usual, limit = 'Attempts of each player.', name = 'maxAttempts', action }: Said): object => {
  const most = { type: 'integer', minimum: 1, maximum: 10, default: 3, description: limit };
  const tasting = object({ id: text, title: text, [name]: most }, ['id', 'title']);
  const player = object({ id: text, nick: text }, ['id', 'nick']);
  const attempt = object({ id: text, playerId: text, guess: text }, ['id', 'playerId', 'guess']);
  const own = (parameter: string, schema: object): object => ({
    parameters: [{ name: parameter, in: 'path', required: true, schema: text }],
    get: { responses: { '200': shows(schema), '404': none } },
    delete: { responses: { '204': none, '404': none } },
  });
  const parameters = ['tastingId', 'attemptId'].map((one) => ({ name: one, in: 'path', required: true, schema: text }));
  const refused = { '404': none, '409': none, '422': none };
  return {
    openapi: '3.1.0',
    info: { title: 'Tastings', version: '1' },
    paths: {
      '/players': { post: { requestBody: asks({ nick: text }, ['nick']), responses: { '201': shows(player), '422': none } } },
      '/players/{playerId}': own('playerId', player),
      '/tastings': {
        post: { requestBody: asks({ title: text, [name]: most }, ['title']), responses: { '201': shows(tasting), '422': none } },
      },
      '/tastings/{tastingId}': own('tastingId', tasting),
      '/tastings/{tastingId}/attempts': {
        parameters: [{ name: 'tastingId', in: 'path', required: true, schema: text }],
        post: {
          description: said,
          requestBody: asks({ playerId: text, guess: text }, ['playerId', 'guess']),
          responses: { '201': shows(attempt), ...refused },
        },
      },
      '/tastings/{tastingId}/attempts/{attemptId}': { ...own('attemptId', attempt), parameters },
      ...(action === undefined
        ? {}
        : {
            [`/tastings/{tastingId}/attempts/{attemptId}/${action}`]: {
              parameters,
              post: { responses: { '200': shows(attempt), ...refused } },
            },
          }),
    },
  };
};

type Habit = 'counts by player' | 'counts all' | 'never refuses' | 'allows one more' | 'refuses all' | 'has three at least';

const judged = async (habit: Habit, said: Said = {}): Promise<readonly string[]> => {
  const { name = 'maxAttempts' } = said;
  const all = new Map<string, Map<string, Readonly<Record<string, unknown>>>>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const parts = (incoming.url ?? '/').split('?')[0]?.split('/').slice(1) ?? [];
    const isCreation = parts.length % 2 === 1;
    const own = parts.slice(0, isCreation ? parts.length : -1).join('/');
    const kind = all.get(own) ?? new Map<string, Readonly<Record<string, unknown>>>();
    all.set(own, kind);
    const above = parts.length > 2 ? all.get(parts[0] ?? '')?.get(parts[1] ?? '') : {};
    const id = isCreation ? undefined : parts.at(-1);
    if (!above || (id !== undefined && !kind.has(id))) return give(404);
    if (id !== undefined) return incoming.method === 'DELETE' ? give(kind.delete(id) ? 204 : 404) : give(200, kind.get(id));
    void objectBody(incoming).then((body) => {
      const member = own === 'players' ? 'nick' : own === 'tastings' ? 'title' : 'guess';
      if (typeof body?.[member] !== 'string' || body[member] === '') return give(422);
      const most = habit === 'has three at least' ? Math.max(3, Number(body[name] ?? 3)) : (body[name] ?? 3);
      if (parts.length > 2) {
        if (all.get('players')?.has(String(body['playerId'])) !== true) return give(422);
        const others = [...kind.values()].filter((one) => habit === 'counts all' || one['playerId'] === body['playerId']);
        const room = Number(above[name] ?? 3) + (habit === 'allows one more' ? 1 : 0);
        if (habit === 'refuses all' || (others.length >= room && habit !== 'never refuses')) return give(409);
      }
      const made = { ...body, id: `x${(last += 1)}`, ...(own === 'tastings' ? { [name]: most } : {}) };
      kind.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(said)), url, {
    allow: ['mutation', 'destructive'],
    selection: { only: ['lifecycle/uses-limited'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe('what may be created below a resource a number of times', () => {
  test.concurrent.for<readonly [Habit, string]>([
    ['counts by player', 'pass'],
    ['counts all', 'pass'],
    ['never refuses', 'used-too-often'],
    ['allows one more', 'used-too-often'],
    ['refuses all', 'inconclusive'],
    ['has three at least', 'inconclusive'],
  ])(
    'is created once more than that, and a service that %s is judged so: %s',
    besideOthers(async ([habit, expected]) => {
      expect(await judged(habit)).toEqual([expected]);
    }),
  );

  test.concurrent.for<Said>([
    { said: 'Takes part. 409 if `attemptLimit` is reached.', name: 'attemptLimit' },
    { said: 'A player cannot try more often than maxAttempts says.' },
  ])(
    'is told in other words: %o',
    besideOthers(async (said) => {
      expect(await judged('counts by player', said)).toEqual(['pass']);
      expect(await judged('never refuses', said)).toEqual(['used-too-often']);
    }),
  );

  test.concurrent.for<Said>([
    { said: 'Takes part.' },
    { said: '409 if `maxAttempts` active attempts are reached.' },
    { limit: 'Advisory only.' },
    { action: 'submit' },
    { said: 'Attempts beyond `maxAttempts` per day are refused.' },
    { said: '409 if `attemptsLeft` is used up.', name: 'attemptsLeft' },
  ])(
    'is not looked for where the document leaves it open: %o',
    besideOthers(async (said) => {
      expect(await judged('never refuses', said)).toEqual([]);
    }),
  );
});
