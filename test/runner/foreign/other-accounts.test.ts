import { describe, expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { Tenants, tenantsDocument, tokens, type Ways } from '../../worlds/tenants.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Given = { readonly ways?: Ways; readonly document?: object; readonly without?: readonly string[] };

/** The findings of the checks of credentials, and the crates that are left. */
const judged = async ({ ways = {}, document = tenantsDocument, without = [] }: Given) => {
  const service = new Tenants(ways);
  const url = await serve((incoming, outgoing) => service.answer(incoming, outgoing));
  const { key, ...others } = tokens;
  const credentials = (['key', 'other', 'restricted'] as const).filter((name) => !without.includes(name));
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    key,
    secrets: others,
    credentials,
    selection: { only: ['auth/**'], skip: [] },
  });
  const told = verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.operation}`] : [],
  );
  const kinds = new Map(verdicts.map(({ case: { check }, verdict }) => [check, verdict.kind]));
  return { told: [...new Set(told)], kinds, left: service.crates.map(({ firm, title, state }) => `${firm}: ${title}, ${state}`) };
};

const fromTheStart = ['one: Crate of one, open', ...Array.from({ length: 6 }, () => 'two: Crate of two, open')];

const is = (method: string, ending: string) => (call: { readonly method: string; readonly path: string }) =>
  call.method === method && call.path.endsWith(ending);

describe('accounts that are apart', () => {
  test.each<readonly [string, Ways]>([
    ['answer 404 for what belongs to others', {}],
    ['answer 403 for it', { hides: 403 }],
    ['number what they have each from 1', { numbers: true }],
    ['number what they have each from 1, and list it all alike', { numbers: true, codes: true }],
    ['list nothing for the crate of another', { emptyLists: true }],
  ])('that %s are not accused, and nothing of them is touched', async (_what, ways) => {
    const { told, kinds, left } = await judged({ ways });
    expect(told).toEqual([]);
    expect(kinds.get('auth/kept-from-other-accounts')).toBe('pass');
    expect(kinds.get('auth/permission-missing-refused')).toBe('pass');
    expect(left).toEqual(fromTheStart);
  });

  test.each<readonly [string, Ways, string]>([
    ['show a crate to others', { mixes: is('GET', 'firms') }, 'CONV-72-INFERRED should GET /crates/{crate}'],
    ['list the crates of all', { mixes: is('GET', '/crates') }, 'CONV-72-INFERRED should GET /crates'],
    ['list the crates of all by short codes', { codes: true, mixes: is('GET', '/crates') }, 'CONV-72-INFERRED should GET /crates'],
    ['let others remove a crate', { mixes: is('DELETE', 'firms') }, 'CONV-72-INFERRED should DELETE /crates/{crate}'],
    ['let others change a crate', { mixes: is('PUT', 'firms') }, 'CONV-72-INFERRED should PUT /crates/{crate}'],
    ['let others close a crate', { mixes: is('POST', 'close') }, 'CONV-72-INFERRED should POST /crates/{crate}/close'],
    ['let others label a crate', { mixes: is('POST', 'labels') }, 'CONV-72-INFERRED should POST /crates/{crate}/labels'],
    ['give the file of a report to others', { mixes: is('GET', 'file') }, 'CONV-72-INFERRED should GET /reports/{report}/file'],
    ['let auditors create', { lets: is('POST', '/crates') }, 'CONV-71-INFERRED should POST /crates'],
    ['let auditors change', { lets: is('PUT', 'firms') }, 'CONV-71-INFERRED should PUT /crates/{crate}'],
    ['let auditors remove', { lets: is('DELETE', 'firms') }, 'CONV-71-INFERRED should DELETE /crates/{crate}'],
    ['let auditors close', { lets: is('POST', 'close') }, 'CONV-71-INFERRED should POST /crates/{crate}/close'],
  ])('that %s are told so, and nothing else is touched', async (_what, ways, finding) => {
    const { told, left } = await judged({ ways });
    expect(told).toEqual([finding]);
    expect(left).toEqual(fromTheStart);
  });

  test.each([
    'An account sees nothing of another: what belongs to someone else is as if it did not exist.',
    'Objects of other accounts answer `404`.',
    'A crate of another firm is treated exactly as one that does not exist.',
  ])('a 403 is told where the document says: %s', async (description) => {
    const silent = (responses: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(Object.entries(responses).filter(([status]) => status !== '403'));
    const { '/crates/{crate}': crate, ...paths } = tenantsDocument.paths;
    const read = { ...crate, get: { ...crate.get, responses: silent(crate.get.responses) } };
    const document = { ...tenantsDocument, info: { ...tenantsDocument.info, description }, paths: { ...paths, '/crates/{crate}': read } };
    expect((await judged({ ways: { hides: 403 }, document })).told).toEqual(['CONV-72-INFERRED should GET /crates/{crate}']);
    expect((await judged({ document })).told).toEqual([]);
  });

  /** Crates that only a list shows. */
  const unread = (() => {
    const { '/crates/{crate}': crate, ...paths } = tenantsDocument.paths;
    const { get: _read, put: _change, ...removal } = crate;
    return { ...tenantsDocument, paths: { ...paths, '/crates/{crate}': removal } };
  })();

  test('a removal by others is told where only the list shows a resource, under short codes', async () => {
    const { told, left } = await judged({ ways: { codes: true, mixes: is('DELETE', 'K') }, document: unread });
    expect(told).toEqual(['CONV-72-INFERRED should DELETE /crates/{crate}']);
    expect(left).toEqual(fromTheStart);
  });

  test.each<readonly [string, Ways]>([
    ['under short codes', { codes: true }],
    ['under numbers that each account has', { numbers: true }],
    ['under numbers that each account has, whoever calls', { numbers: true, mixes: is('DELETE', '1') }],
    ['where the list shows those of all', { codes: true, mixes: is('GET', '/crates') }],
  ])('no resource of another account is removed where only a list shows them, %s', async (_what, ways) => {
    const { told, left } = await judged({ ways, document: unread });
    expect(told.filter((finding) => finding.includes('DELETE'))).toEqual([]);
    expect(left).toEqual(fromTheStart);
  });

  test('where accounts share everything, one finding says it, unless the document does not speak of accounts', async () => {
    const ways: Ways = { mixes: () => true };
    const description = 'Tokens for auditors are read-only. Crates belong to a firm.';
    const { told } = await judged({ ways, document: { ...tenantsDocument, info: { ...tenantsDocument.info, description } } });
    expect(told).toHaveLength(1);
    const silent = await judged({ ways });
    expect([silent.told, silent.kinds.get('auth/kept-from-other-accounts')]).toEqual([[], 'inconclusive']);
  });

  test('nothing is judged without a credential of another account', async () => {
    const { told, kinds } = await judged({ ways: { mixes: () => true, lets: () => true }, without: ['other', 'restricted'] });
    expect(told).toEqual([]);
    expect(kinds.get('auth/kept-from-other-accounts')).toBe('skipped');
  });
});

describe('operations that a token guards', () => {
  const token = (headers: Readonly<Record<string, string | string[] | undefined>>): string => String(headers.authorization ?? '');
  test.each<readonly [string, Ways, string]>([
    [
      'a file that is written late',
      { admits: ({ path }) => (path.endsWith('/file') ? 'key' : undefined) },
      'CONV-65 must GET /reports/{report}/file',
    ],
    ['an action', { admits: ({ path }) => (path.endsWith('/close') ? 'key' : undefined) }, 'CONV-65 must POST /crates/{crate}/close'],
    [
      'a read with any token',
      { admits: ({ method, path, headers }) => (method === 'GET' && path.endsWith('firms') && token(headers) !== '' ? 'key' : undefined) },
      'CONV-66 must GET /crates/{crate}',
    ],
    [
      'a token that is cut',
      { admits: ({ headers }) => (token(headers) === `Bearer ${tokens.key.slice(0, -1)}` ? 'key' : undefined) },
      'CONV-66 must GET /crates',
    ],
    ['an empty token', { admits: ({ headers }) => (token(headers) === 'Bearer' ? 'key' : undefined) }, 'CONV-66 must GET /crates'],
    [
      'a token under Basic',
      { admits: ({ headers }) => (token(headers).startsWith('Basic ') && token(headers).length > 20 ? 'key' : undefined) },
      'CONV-126 should GET /crates',
    ],
    [
      'a token in the query',
      { admits: ({ query }) => (query.includes(`api_key=${tokens.key}`) ? 'key' : undefined) },
      'CONV-126 should GET /crates',
    ],
    [
      'a token without a scheme',
      { admits: ({ headers }) => (token(headers) === tokens.key ? 'key' : undefined) },
      'CONV-126 should GET /crates',
    ],
  ])('tell who lets in %s', async (_what, ways, finding) => {
    const { told, left } = await judged({ ways, without: ['other', 'restricted'] });
    expect(told).toContain(finding);
    expect(left).toEqual(fromTheStart);
  });
});
