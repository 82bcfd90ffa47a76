import { describe, expect, test } from 'vitest';
import { letsEverybodyDo, letsReadersDo, saysReadOnly, saysRoleForPart } from '../../../src/contract/infer/conventions/access.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../support.ts';

const ok = { '200': { description: 'd' } };
const forbidden = { ...ok, '403': { description: 'd' } };
const inPath = { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] };
const token = { security: [{ token: [] }], components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } } };

const kites = (root: object, { of = ok, description = '' }: { readonly of?: object; readonly description?: string } = {}) =>
  writeDocument({
    openapi: '3.1.0',
    info: { title: 'Kites', version: '1', description },
    paths: { '/kites': { get: { responses: ok } }, '/kites/{id}': { ...inPath, get: { responses: ok }, put: { responses: of } } },
    ...root,
  });

const accessOf = async (file: string) => (await loadContract(file)).conventions.auth;

describe('auth.foreign', () => {
  test('is inferred where operations ask for a credential and name one resource', async () => {
    expect(await accessOf(kites(token))).toMatchObject({ foreign: { status: [403, 404, 410], 'x-inferred': true } });
  });

  test('is not inferred without credentials, and where the document rejects it', async () => {
    expect(await accessOf(kites({}))).toBeUndefined();
    expect(await accessOf(kites({ ...token, 'x-assay': { notInferred: ['auth.foreign'] } }))).not.toHaveProperty('foreign');
    expect(await accessOf(kites({ ...token, 'x-assay': { notInferred: ['auth.unauthenticated'] } }))).toBeUndefined();
    expect(await accessOf(kites({ ...token, 'x-assay': { notInferred: ['auth'] } }))).toBeUndefined();
  });

  test('is not inferred where the only operations ask for no resource', async () => {
    expect(await accessOf(kites({ ...token, paths: { '/kites': { get: { responses: ok } } } }))).not.toHaveProperty('foreign');
  });
});

describe('auth.forbidden', () => {
  test('is inferred where a write describes 403, or the document says that credentials may only read', async () => {
    const inferred = { forbidden: { status: 403, 'x-inferred': true } };
    expect(await accessOf(kites(token, { of: forbidden }))).toMatchObject(inferred);
    expect(await accessOf(kites(token, { description: 'Keys of guests are read-only.' }))).toMatchObject(inferred);
  });

  test('is not inferred where nothing says so', async () => {
    expect(await accessOf(kites(token))).not.toHaveProperty('forbidden');
    expect(await accessOf(kites({}, { of: forbidden }))).toBeUndefined();
  });

  test.each([
    ['Tokens with the role viewer may read only.', true],
    ['A guest may only read.', true],
    ['A guest may only read kites, and may make exports.', false],
    ['A guest may only read kites, and may see their colours.', true],
    ['Auditors can only view.', true],
    ['Read only the first page of this text.', false],
    ['You can read more in the guide.', false],
    ['Clients may view their bills.', false],
    ['Readers may write.', false],
    ['Members marked read-only may be sent. They are ignored.', false],
    ['Members marked read-only are ignored. Keys of guests are read-only.', true],
    ['| `guest` | read (`GET`) only |', true],
    ['Guests may not read only what is new.', false],
    ['Members of a team with read-only access change nothing.', true],
  ])('reads %j', (description, isSaid) => {
    expect(saysReadOnly({ info: { description } })).toBe(isSaid);
  });
});

test.each<readonly [string, boolean]>([
  ['Moves a kite on. Only managers complete repairs (`403`).', true],
  ['`completed` is set by managers only.', true],
  ['Only managers may do this (`403`).', false],
  ['Managers only.', false],
  ['A completed repair stays as it is.', false],
  ['Only owner keys may send `spoiled`.', true],
  ['Only owner keys may send kites away.', false],
])('a role may be needed for some values of a body alone: %s', async (description, isPart) => {
  const contract = await loadContract(kites({ paths: { '/kites': { get: { description, responses: ok } } } }));
  const [operation] = contract.operations;
  expect(operation && saysRoleForPart(contract.document, operation, ['open', 'completed', 'manager'])).toBe(isPart);
});

test.each([
  ['Read-only keys may call every GET operation and the estimation, everything else is 403 for them.', true],
  ['Read-only keys may call every `GET` operation and estimate a flight. All else is refused.', true],
  ['A read-only key may use every `GET`, the wind forecast and the estimation of a flight; anything else gets `403`.', true],
  ['A read-only key may use every `GET`, the flight estimate and the wind forecast; anything else gets `403`.', true],
  ['A read-only key may use every `GET`, the wind forecast and the landing of a kite; anything else gets `403`.', false],
  ['A read-only key may use every `GET`, but not the estimation of a flight.', false],
  ['Read-only keys may call every GET operation, everything else is 403 for them.', false],
  ['Read-only keys may call every GET operation and nothing else, so no estimation.', false],
  ['Read-only keys may call every GET operation. The estimation is for all others.', false],
  ['Read-only keys may call every GET operation and the export.', false],
  ['Keys may call every GET operation and the estimation.', false],
])('what callers that may only read may do besides: %s', async (description, expected) => {
  const root = {
    ...token,
    paths: { '/kites': { get: { responses: ok } }, '/kites/{id}/estimate': { ...inPath, post: { responses: forbidden } } },
  };
  const contract = await loadContract(kites(root, { description }));
  const [operation] = contract.operations.filter(({ method }) => method === 'POST');
  expect(operation && letsReadersDo(contract.document, operation)).toBe(expected);
});

test.each([
  ['Everybody may estimate, comment and follow.', true],
  ['Anyone can estimate or comment.', true],
  ['Everybody may comment and follow.', false],
  ['Everybody may estimate once a day.', false],
  ['Everybody may only estimate.', false],
  ['Not everybody may estimate.', false],
  ['Managers may estimate.', false],
  ['Everybody may list and estimate flights.', false],
])('what everybody may do is kept from no lesser role: %s', async (description, expected) => {
  const root = { ...token, paths: { '/kites/{id}/estimate': { ...inPath, post: { responses: forbidden } } } };
  const contract = await loadContract(kites(root, { description }));
  const [operation] = contract.operations;
  expect(operation && letsEverybodyDo(contract.document, operation)).toBe(expected);
});

/** Is an operation that works something out open to callers that may only read, by its own words and by those of the security scheme. */
const isForReaders = async (
  { of = '', scheme = '' }: { readonly of?: string; readonly scheme?: string },
  path = '/kites/{id}/estimate',
) => {
  const root = {
    security: token.security,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', description: scheme } } },
    paths: {
      '/kites': { get: { responses: ok }, post: { summary: 'Add a kite', responses: forbidden } },
      '/kites/{id}/estimate': { ...inPath, post: { summary: 'Estimate the flight of a kite', description: of, responses: forbidden } },
    },
  };
  const contract = await loadContract(kites(root));
  const [operation] = contract.operations.filter((one) => one.method === 'POST' && one.path === path);
  return operation && letsReadersDo(contract.document, operation);
};

test.each([
  ['Nothing is kept; read-only users may call it.', true],
  ['Works out how far it flies. Read-only keys can use this too.', true],
  ['Also open to read-only keys.', true],
  ['Changes nothing, so it is allowed with a read-only key.', true],
  ['Read-only users may not call it.', false],
  ['Not open to read-only keys.', false],
  ['Read-only users may call it if the kite is theirs.', false],
  ['Read-only members are ignored.', false],
])('what an operation says of callers that may only read: %s', async (of, expected) => {
  expect(await isForReaders({ of })).toBe(expected);
});

test('what the security scheme lets callers do that may only read is that deed alone', async () => {
  const scheme = 'Name and word. Read-only users may call GET operations and the estimate of a kite only.';
  expect(await isForReaders({ scheme })).toBe(true);
  expect(await isForReaders({ scheme }, '/kites')).toBe(false);
});
