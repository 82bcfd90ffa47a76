import { expect, test } from 'vitest';
import { NotTried } from '../../../src/checks/kit/define.ts';
import type { Contract } from '../../../src/contract/model.ts';
import type { CredentialName, PlannedRequest } from '../../../src/model/request.ts';
import type { Secrets } from '../../../src/model/target.ts';
import { createCallers } from '../../../src/runner/engine/callers.ts';
import { exchangeOf } from '../../checks/support/exchange.ts';
import { madeTarget } from '../../model/made-target.ts';
import { contractIn } from '../../contract/last-contracts.ts';
import { writeDocument } from '../../contract/support.ts';
import { readingRoomDocument } from '../../worlds/reading-room.ts';

const contractOf = (document: object = readingRoomDocument): Promise<Contract> => contractIn(writeDocument(document));

const asking = (operation: string, name: CredentialName = 'key', faults: PlannedRequest['faults'] = []): PlannedRequest => {
  const [method = '', path = ''] = operation.split(' ');
  return { operation, method, path, pathValues: {}, query: [], headers: [], credential: { kind: 'valid', name }, faults };
};

const callersOf = async (
  credentials: readonly CredentialName[],
  { of, secrets = {} }: { readonly of?: Contract; readonly secrets?: Secrets } = {},
) => {
  const contract = of ?? (await contractOf());
  const target = madeTarget({ name: 'room', contract: 'room', baseUrl: 'http://127.0.0.1:1', credentials });
  const callers = createCallers({ contract, target, secrets });
  const sent: string[] = [];
  /** Sends a request to a service that answers each credential by a status, and tells who got the answer that counts. */
  const call = async (planned: PlannedRequest, statuses: Partial<Record<CredentialName, number>>, error?: string): Promise<string> => {
    const send = async (request: PlannedRequest) => {
      const name = request.credential.kind === 'valid' ? request.credential.name : 'key';
      sent.push(name);
      const status = statuses[name] ?? 403;
      return exchangeOf(request, { status, ...(error !== undefined && status >= 400 && { text: error }) });
    };
    const { request, reply } = await callers.settled(planned, await send(callers.as(planned)), send);
    return `${request.credential.kind === 'valid' ? request.credential.name : ''} ${reply.kind === 'answer' ? reply.status : ''}`;
  };
  return { callers, call, sent };
};

test('who is accepted where the key is refused calls the operation, and all that is about what it made', async () => {
  const { callers, call, sent } = await callersOf(['key', 'restricted', 'other']);
  const changed: string[] = [];
  callers.onChange((names) => changed.push(...names));
  expect(await call(asking('POST /loans'), { restricted: 201 })).toBe('restricted 201');
  expect(sent).toEqual(['key', 'restricted']);
  expect(callers.of('GET /loans')).toBe('restricted');
  expect(callers.of('DELETE /loans/{loanId}')).toBe('restricted');
  expect(callers.of('POST /books')).toBe('key');
  expect(changed).toEqual(expect.arrayContaining(['POST /loans', 'GET /loans', '/loans']));
});

test('what is repeated of a request that another account sent in the place of the key is sent by that account', async () => {
  const { callers, call } = await callersOf(['key', 'restricted']);
  await call(asking('POST /loans'), { restricted: 201 });
  const first = callers.as(asking('POST /loans'));
  const again = { ...first, headers: [['idempotency-key', 'one']] as const };
  expect(callers.as(again)).toMatchObject({ credential: { kind: 'valid', name: 'restricted' } });
  // The same account as a visitor is no other one.
  expect(() => callers.as(asking('POST /loans', 'restricted'))).toThrow(NotTried);
});

test('no other account does what may change the account itself', async () => {
  const { paths, ...rest }: { paths?: object } = readingRoomDocument;
  const responses = { 204: { description: 'Gone' }, 403: { description: 'Not you' } };
  const of = await contractOf({ ...rest, paths: { ...paths, '/me': { delete: { summary: 'Close the account', responses } } } });
  const { call, sent } = await callersOf(['key', 'restricted', 'other'], { of });
  expect(await call(asking('DELETE /me'), { restricted: 204, other: 204 })).toBe('key 403');
  expect(sent).toEqual(['key']);
});

test('an operation whose stand-in is refused falls back to the key', async () => {
  const { callers, call } = await callersOf(['key', 'restricted']);
  await call(asking('POST /loans'), { restricted: 201 });
  expect(await call(asking('DELETE /loans/{loanId}'), { key: 204 })).toBe('key 204');
  expect(callers.of('DELETE /loans/{loanId}')).toBe('key');
  await call(asking('POST /loans'), { restricted: 201 });
  expect(callers.of('DELETE /loans/{loanId}')).toBe('key');
});

test('nobody stands in where the key was accepted before, for a mistake, or twice for the same', async () => {
  const { call, sent } = await callersOf(['key', 'restricted']);
  await call(asking('POST /books'), { key: 201 });
  expect(await call(asking('POST /books'), { restricted: 201 })).toBe('key 403');
  expect(await call(asking('POST /loans', 'key', ['value-unusable']), { restricted: 201 })).toBe('key 403');
  expect(await call(asking('POST /loans', 'other', ['credential-forbidden']), {})).toBe('other 403');
  await call(asking('GET /books'), { key: 403 });
  await call(asking('GET /books'), { key: 403 });
  expect(sent.filter((name) => name === 'restricted')).toHaveLength(1);
});

test('a mistake is made by whoever calls the operation, and a wrong credential stays what it is', async () => {
  const { callers, call } = await callersOf(['key', 'restricted', 'other', 'second']);
  await call(asking('POST /loans'), { restricted: 201 });
  expect(callers.as(asking('POST /loans', 'key', ['value-unusable'])).credential).toEqual({ kind: 'valid', name: 'restricted' });
  expect(callers.as(asking('POST /loans', 'other', ['credential-forbidden'])).credential).toEqual({ kind: 'valid', name: 'other' });
  expect(() => callers.as(asking('POST /loans', 'restricted', ['credential-forbidden']))).toThrow(NotTried);
  expect(() => callers.as(asking('GET /loans', 'restricted'))).toThrow(NotTried);
  expect(() => callers.as(asking('GET /loans', 'second'))).toThrow(NotTried);
});

test('a caller whom only a state keeps from an operation has its role', async () => {
  const { callers, call } = await callersOf(['key', 'restricted']);
  expect(await call(asking('POST /loans'), { restricted: 409 })).toBe('restricted 409');
  expect(callers.of('POST /loans')).toBe('restricted');
  expect(callers.of('GET /loans')).toBe('key');
});

test('a role that has to say whom it acts for is stood in for where the document tells what others do', async () => {
  const told = { ...readingRoomDocument.paths['/loans'].post, description: 'Members borrow for themselves. A librarian names the member.' };
  const paths = { ...readingRoomDocument.paths, '/loans': { ...readingRoomDocument.paths['/loans'], post: told } };
  const of = await contractOf({ ...readingRoomDocument, paths });
  expect(await (await callersOf(['key', 'restricted'], { of })).call(asking('POST /loans'), { key: 400, restricted: 201 })).toBe(
    'restricted 201',
  );
  expect(await (await callersOf(['key', 'restricted'], { of })).call(asking('POST /loans'), { key: 400, restricted: 422 })).toBe(
    'restricted 422',
  );
  expect(await (await callersOf(['key', 'restricted'], { of })).call(asking('POST /loans'), { key: 422, restricted: 422 })).toBe('key 422');
  expect(await (await callersOf(['key', 'restricted'])).call(asking('POST /loans'), { key: 404, restricted: 201 })).toBe('key 404');
});

test('the key sends what a refusal demands of it before another account acts for itself', async () => {
  const told = {
    ...readingRoomDocument.paths['/loans'].post,
    description: 'Members borrow for themselves. A librarian names the member.',
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: { type: 'object', properties: { memberId: { type: 'string' }, bookId: { type: 'string' } } } },
      },
    },
  };
  const paths = { ...readingRoomDocument.paths, '/loans': { ...readingRoomDocument.paths['/loans'], post: told } };
  const of = await contractOf({ ...readingRoomDocument, paths });
  const bare: PlannedRequest = { ...asking('POST /loans'), body: { kind: 'json', value: { bookId: 'b1' } } };
  const error = JSON.stringify({ errors: { memberId: ['is required'] } });
  const { call, sent } = await callersOf(['key', 'restricted'], { of });
  expect(await call(bare, { key: 400, restricted: 201 }, error)).toBe('key 400');
  expect(sent).toEqual(['key']);
  // Demanded once more of the same: the key cannot send it.
  expect(await call(bare, { key: 400, restricted: 201 }, error)).toBe('restricted 201');
  const anew = await callersOf(['key', 'restricted'], { of });
  expect(await anew.call(bare, { key: 400, restricted: 201 }, JSON.stringify({ error: 'No such book' }))).toBe('restricted 201');
});

test('a lesser role does not stand in where the document leaves an operation to those who may do everything', async () => {
  const told = { ...readingRoomDocument.paths['/loans'].post, description: 'Admins only.' };
  const info = {
    ...readingRoomDocument.info,
    description: 'An `admin` may do everything.\n\n| role | may |\n|---|---|\n| `admin` | everything |\n| `member` | read |\n',
  };
  const paths = { ...readingRoomDocument.paths, '/loans': { ...readingRoomDocument.paths['/loans'], post: told } };
  const of = await contractOf({ ...readingRoomDocument, info, paths });
  const { call, sent } = await callersOf(['key', 'restricted', 'other'], { of });
  expect(await call(asking('POST /loans'), { restricted: 201, other: 201 })).toBe('other 201');
  expect(sent).toEqual(['key', 'other']);
});

test('nothing is substituted in contracts with requirements of their own, or where only the key is given', async () => {
  const own = { ...(await contractOf()), standard: new Map() };
  expect(await (await callersOf(['key', 'restricted'], { of: own })).call(asking('POST /loans'), { restricted: 201 })).toBe('key 403');
  expect(await (await callersOf(['key', 'expired', 'revoked'])).call(asking('POST /loans'), { expired: 201, revoked: 201 })).toBe(
    'key 403',
  );
  const secrets = { restricted: 'the-same', other: 'the-same' };
  const { callers, call } = await callersOf(['key', 'restricted', 'other'], { secrets });
  await call(asking('POST /loans'), { restricted: 201 });
  expect(() => callers.as(asking('GET /loans', 'other', ['credential-forbidden']))).toThrow(NotTried);
});

/** A reading room in which a loan is handed on by `POST /loans/{loanId}/take-over`. */
const handingOn = (description: string): Promise<Contract> => {
  const post = {
    summary: 'Take over a loan',
    description,
    parameters: [{ name: 'loanId', in: 'path', required: true, schema: { type: 'string' } }],
    responses: { 200: { description: 'It' }, 409: { description: 'Conflict' } },
  };
  return contractOf({ ...readingRoomDocument, paths: { ...readingRoomDocument.paths, '/loans/{loanId}/take-over': { post } } });
};
const taking = 'POST /loans/{loanId}/take-over';

test.each([
  'Only open loans can be taken over and not by the account that offered it (409).',
  'Only open loans, and not by the offering account.',
  'Can be taken over only by another member.',
  'You cannot take your own.',
])('another account does what is not for the one that made it: "%s"', async (description) => {
  const { callers, call, sent } = await callersOf(['key', 'restricted', 'second', 'other'], { of: await handingOn(description) });
  expect(await call(asking(taking), { key: 409, other: 409 })).toBe('key 409');
  expect(await call(asking(taking), { key: 409, restricted: 200, second: 200, other: 200 })).toBe('other 200');
  expect(sent).toEqual(['key', 'other', 'key', 'other']);
  expect(callers.of(taking)).toBe('other');
  expect(callers.of('GET /loans')).toBe('key');
});

test('it is asked a few times at most, and never where nothing says so, the key is accepted, or a mistake was sent', async () => {
  const { call, sent } = await callersOf(['key', 'other'], { of: await handingOn('Not by the account that offered it.') });
  for (let turn = 0; turn < 10; turn += 1) expect(await call(asking(taking), { key: 409, other: 409 })).toBe('key 409');
  expect(sent.filter((name) => name === 'other')).toHaveLength(6);
  const open = await callersOf(['key', 'other'], { of: await handingOn('By any account that likes it.') });
  expect(await open.call(asking(taking), { key: 409, other: 200 })).toBe('key 409');
  const own = await callersOf(['key', 'other'], { of: await handingOn('Not by the account that offered it.') });
  expect(await own.call(asking(taking, 'key', ['value-unusable']), { key: 409, other: 200 })).toBe('key 409');
  expect(await own.call(asking(taking), { key: 200, other: 200 })).toBe('key 200');
  expect(own.callers.of(taking)).toBe('key');
});

test('what another account created below something is listed beside it by the same account', async () => {
  const text = { type: 'string' };
  const json = (properties: object) => ({ content: { 'application/json': { schema: { type: 'object', properties } } } });
  const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
  const shown = (name: string) => ({
    description: 'd',
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
  });
  const schema = { type: 'object', properties: { id: text, note: text } };
  const list = { responses: { 200: { description: 'd', ...json({ items: { type: 'array', items: { type: 'object' } } }) } } };
  const gone = { responses: { 204: { description: 'd' } } };
  const of = await contractOf({
    openapi: '3.0.3',
    info: { title: 'Bids', version: '1' },
    paths: {
      '/lots': { get: list, post: { requestBody: json({ note: text }), responses: { 201: shown('Lot') } } },
      '/lots/{lotId}': { ...inPath('lotId'), get: { responses: { 200: shown('Lot') } }, delete: gone },
      '/lots/{lotId}/bids': {
        ...inPath('lotId'),
        post: {
          description: 'You cannot raise your own lot (409).',
          requestBody: json({ note: text }),
          responses: { 201: shown('Bid'), 409: { description: 'd' } },
        },
      },
      '/bids': { get: list },
      '/bids/{bidId}': { ...inPath('bidId'), get: { responses: { 200: shown('Bid') } }, delete: gone },
    },
    security: [{ key: [] }],
    components: { schemas: { Lot: schema, Bid: schema }, securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  });
  const { callers, call } = await callersOf(['key', 'other'], { of });
  expect(await call(asking('POST /lots/{lotId}/bids'), { key: 409, other: 201 })).toBe('other 201');
  for (const key of ['GET /bids', 'GET /bids/{bidId}', 'DELETE /bids/{bidId}']) expect(callers.of(key)).toBe('other');
  for (const key of ['GET /lots', 'GET /lots/{lotId}']) expect(callers.of(key)).toBe('key');
});
