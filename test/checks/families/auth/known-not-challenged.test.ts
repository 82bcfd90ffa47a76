import { expect, test } from 'vitest';
import { knownNotChallenged } from '../../../../src/checks/families/auth/known-not-challenged.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import type { Exchange } from '../../../../src/model/exchange.ts';
import type { CredentialUse, Fault } from '../../../../src/model/request.ts';
import { writeDocument } from '../../../contract/support.ts';
import { exchangeOf, readOf } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';

const operation = (responses: Readonly<Record<string, string>>) => ({
  responses: Object.fromEntries(Object.entries(responses).map(([status, description]) => [status, { description }])),
});
const json = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const plain = operation({ 200: 'Well', 401: 'No valid key', 403: 'Not for you' });

const documentOf = (paths: object) => ({
  openapi: '3.1.0',
  info: { title: 'Lighthouses', version: '1' },
  security: [{ Key: [] }],
  paths,
  components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
});

const lighthouses = (): Promise<Contract> =>
  loadContract(
    writeDocument(
      documentOf({
        '/lamps': { get: plain },
        '/keepers': { get: plain },
        '/fogs': { get: plain },
        '/horns': { get: plain },
        '/logs': { get: operation({ 200: 'Well', 401: 'No valid key' }) },
        '/vaults': { get: operation({ 200: 'Well', 401: 'No key, or one without the right role', 403: 'Never' }) },
        '/beams': { get: operation({ 200: 'Well', 401: 'No key, or the current password is wrong', 403: 'Never' }) },
        '/stairs': { post: { ...plain, requestBody: json({ type: 'object', properties: { oldPassword: { type: 'string' } } }) } },
      }),
    ),
  );

const byRestricted: CredentialUse = { kind: 'valid', name: 'restricted' };

const call = (
  path: string,
  status: number,
  sentAt: number,
  credential = byRestricted,
  faults: readonly Fault[] = [],
  method = 'GET',
): Exchange => ({
  ...exchangeOf(readOf(`${method} ${path}`, { credential, faults }), { status }),
  sentAt,
});

const known = (): readonly Exchange[] => ['/lamps', '/keepers', '/fogs'].map((path, n) => call(path, 200, 10 + n));

const judged = async (exchanges: readonly Exchange[]): Promise<string> => {
  const contract = await lighthouses();
  const { init, step, merge, conclude } = knownNotChallenged;
  const part = (some: readonly Exchange[]) => some.reduce((state, one) => step(state, one, contract), init());
  const half = Math.ceil(exchanges.length / 2);
  return conclude(merge(part(exchanges.slice(0, half)), part(exchanges.slice(half))), { contract, target: targetOf() }).kind;
};

test.each<readonly [string, () => readonly Exchange[], string]>([
  ['fails where one operation answers 401', () => [call('/horns', 401, 5), ...known()], 'fail'],
  ['passes where it answers 403', () => [call('/horns', 403, 5), ...known()], 'pass'],
  ['passes where it answers 403 as well', () => [call('/horns', 401, 5), call('/horns', 403, 6), ...known()], 'pass'],
  ['passes where it serves it otherwise', () => [call('/horns', 401, 5), call('/horns', 200, 6), ...known()], 'pass'],
  ['passes where nothing accepts it after that', () => [...known(), call('/horns', 401, 50)], 'pass'],
  ['passes where the operation describes no 403', () => [call('/logs', 401, 5), ...known()], 'pass'],
  ['passes where its 401 is described as one about roles', () => [call('/vaults', 401, 5), ...known()], 'pass'],
  ['passes where its 401 is described as one about a further proof', () => [call('/beams', 401, 5), ...known()], 'pass'],
  ['passes where the body holds a password', () => [call('/stairs', 401, 5, byRestricted, [], 'POST'), ...known()], 'pass'],
  [
    'passes of another credential that nothing accepts',
    () => [call('/horns', 401, 5, { kind: 'valid', name: 'other' }), ...known()],
    'pass',
  ],
  ['passes of a credential that was altered', () => [call('/horns', 401, 5, byRestricted, ['credential-invalid']), ...known()], 'pass'],
  [
    'fails where others answer it 403',
    () => [call('/horns', 401, 5), call('/lamps', 200, 6), call('/keepers', 403, 7), call('/fogs', 403, 8)],
    'fail',
  ],
  [
    'is left open where none accepts it',
    () => [call('/horns', 401, 5), ...['/lamps', '/keepers', '/fogs'].map((path) => call(path, 403, 6))],
    'inconclusive',
  ],
  ['is left open where too few know it', () => [call('/horns', 401, 5), ...known().slice(1)], 'inconclusive'],
])('a credential that others accept %s', async (_what, exchanges, expected) => {
  expect(await judged(exchanges())).toBe(expected);
});
