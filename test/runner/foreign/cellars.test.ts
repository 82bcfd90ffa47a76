import { describe, expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { Cellars, cellarsDocument, cellarTokens, type CellarWays } from '../../worlds/cellars.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

/** What is told of a service of cellars by some checks, and which of them passed. */
const judged = async (ways: CellarWays, only: readonly string[], document: object = cellarsDocument) => {
  const service = new Cellars(ways);
  const url = await serve((incoming, outgoing) => service.answer(incoming, outgoing));
  const { key, ...secrets } = cellarTokens;
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    key,
    secrets,
    credentials: ['key', 'other'],
    selection: { only, skip: [] },
  });
  const told = verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [`${verdict.finding.operation}: ${verdict.finding.actual}`] : [],
  );
  const kinds = verdicts.flatMap(({ case: { check }, verdict }) => (only.includes(check) ? [`${check} ${verdict.kind}`] : []));
  return { told, kinds };
};

const apart = ['auth/kept-from-other-accounts'];

/** What is judged of other accounts, by a service that lets a run remove all that it made, so that nothing is waited for. */
const judgedApart = (ways: CellarWays, document?: object) => judged({ ...ways, removesUsed: true }, apart, document);

/** The same document, whose example of a new cellar is an open one. */
const withOpenExample = {
  ...cellarsDocument,
  components: {
    ...cellarsDocument.components,
    schemas: {
      ...cellarsDocument.components.schemas,
      NewCellar: { ...cellarsDocument.components.schemas.NewCellar, example: { slug: 'long-hall', name: 'Long hall', access: 'open' } },
    },
  },
};

describe('what is open to all accounts with a value alone', () => {
  test('is kept from them without it, and nothing is told of who does so', async () => {
    const { told, kinds } = await judgedApart({});
    expect(told).toEqual([]);
    expect(kinds).toEqual(['auth/kept-from-other-accounts pass']);
  });

  test.each<readonly [string, RegExp]>([
    ['the thing itself', /^\/cellars\/[^/]+$/u],
    ['what is below it', /^\/cellars\/[^/]+\/vats$/u],
  ])('is told where another account reads %s without it', async (_what, path) => {
    const { told } = await judgedApart({ mixes: (method, asked) => method === 'GET' && path.test(asked) });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^GET \/cellars\/\{cellar\}\S*: status 200/u);
  });

  test('is not told where the run itself creates it with that value', async () => {
    const { told } = await judgedApart({}, withOpenExample);
    expect(told).toEqual([]);
  });
});

test.each<readonly [boolean, number]>([
  [false, 0],
  [true, 1],
])('what is below a resource that takes nothing any more is read by another account below one that does: %s', async (isMixed, expected) => {
  const mixes = (method: string, path: string): boolean => isMixed && method === 'GET' && path.endsWith('/readings');
  const { told } = await judgedApart({ sealsFirst: true, mixes });
  expect(told.filter((one) => one.startsWith('GET /cellars/{cellar}/vats/{number}/readings'))).toHaveLength(expected);
  expect(told).toHaveLength(expected);
});

describe('a resource that the text of its path names by its slug', () => {
  test('is kept while it is in use', async () => {
    const { told, kinds } = await judged({}, ['lifecycle/used-is-kept']);
    expect(told).toEqual([]);
    expect(kinds).toEqual(['lifecycle/used-is-kept pass']);
  });

  test('is told of where it is removed all the same', async () => {
    const { told } = await judged({ removesUsed: true }, ['lifecycle/used-is-kept']);
    expect(told).toEqual(['DELETE /cellars/{cellar}: 204']);
  });

  test('shows what it was created with', async () => {
    const { told, kinds } = await judged({ removesUsed: true }, ['lifecycle/sent-is-shown']);
    expect(told).toEqual([]);
    expect(kinds).not.toContain('lifecycle/sent-is-shown inconclusive');
  });
});
