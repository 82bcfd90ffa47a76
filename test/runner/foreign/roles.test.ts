import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { rightsIn } from '../../../src/contract/infer/roles/right.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import type { CredentialName } from '../../../src/model/request.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const status = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const object = (...names: string[]) => ({
  type: 'object',
  required: ['id', ...names],
  properties: Object.fromEntries(['id', ...names].map((name) => [name, { type: 'string' }])),
});
const [garage, stay, member] = [object('name'), object('plate', 'state'), object('email')];
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const creation = (name: string) => ({
  required: true,
  ...json({ type: 'object', required: [name], properties: { [name]: { type: 'string', minLength: 1, maxLength: 60 } } }),
});
const list = (items: object) => ({ responses: { 200: { description: 'd', ...json({ type: 'array', items }) }, ...status(401) } });

const garages = (description: string, more: { readonly members?: string; readonly stays?: object } = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Garages', version: '1', description },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/garages': {
      get: list(garage),
      post: {
        operationId: 'createGarage',
        requestBody: creation('name'),
        responses: { 201: { description: 'd', ...json(garage) }, ...status(401, 422) },
      },
    },
    '/garages/{garageId}': {
      parameters: [inPath('garageId')],
      get: { responses: { 200: { description: 'd', ...json(garage) }, ...status(401, 404) } },
      put: {
        operationId: 'changeGarage',
        requestBody: creation('name'),
        responses: { 200: { description: 'd', ...json(garage) }, ...status(401, 404, 422) },
      },
      delete: { operationId: 'removeGarage', responses: { 204: { description: 'Gone' }, ...status(401, 404) } },
    },
    '/stays': {
      get: {
        responses: {
          200: {
            description: 'd',
            content: { ...json({ type: 'array', items: stay }).content, 'text/csv': { schema: { type: 'string' } } },
          },
          ...status(401, 403),
          ...more.stays,
        },
      },
      post: {
        operationId: 'startStay',
        summary: 'Start a stay',
        requestBody: creation('plate'),
        responses: { 201: { description: 'd', ...json(stay) }, ...status(401, 403, 422) },
      },
    },
    '/stays/{stayId}': {
      parameters: [inPath('stayId')],
      get: { responses: { 200: { description: 'd', ...json(stay) }, ...status(401, 404) } },
      delete: { operationId: 'eraseStay', responses: { 204: { description: 'Gone' }, ...status(401, 403, 404) } },
    },
    '/stays/{stayId}/end': {
      parameters: [inPath('stayId')],
      post: { operationId: 'endStay', responses: { 200: { description: 'd', ...json(stay) }, ...status(401, 403, 404) } },
    },
    '/members': {
      get: {
        operationId: 'listMembers',
        ...(more.members === undefined ? {} : { description: more.members }),
        responses: { 200: { description: 'd', ...json({ type: 'array', items: member }) }, ...status(401, 403) },
      },
    },
  },
});

const rights = async (description: string) => {
  const contract = await loadContract(writeToolDocument(garages(description)));
  const found = (wanted: 'may' | 'mayNot'): string[] =>
    contract.operations
      .filter((one) => {
        const told = rightsIn(contract.document, one, []);
        return told && told[wanted].size === told.all.size;
      })
      .map(({ key }) => key);
  return { may: found('may'), mayNot: found('mayNot') };
};

const reads = ['GET /garages', 'GET /garages/{garageId}', 'GET /stays', 'GET /stays/{stayId}', 'GET /members'];
const writes = [
  'POST /garages',
  'PUT /garages/{garageId}',
  'DELETE /garages/{garageId}',
  'POST /stays',
  'DELETE /stays/{stayId}',
  'POST /stays/{stayId}/end',
];

describe('what a document says of roles', () => {
  test.each<readonly [string, readonly string[], readonly string[]]>([
    [
      'Keys have a role. Clerks may create and read, not delete.',
      [...reads, 'POST /garages', 'POST /stays'],
      ['DELETE /garages/{garageId}', 'DELETE /stays/{stayId}'],
    ],
    [
      'Each token has a role. Attendants can start and end stays but not change garages.',
      ['POST /stays', 'POST /stays/{stayId}/end'],
      ['PUT /garages/{garageId}'],
    ],
    ['A key has a role. Only managers may remove garages (`403` for all others).', [], ['DELETE /garages/{garageId}']],
    ['A key has a role. Removing a garage is for managers only.', [], ['DELETE /garages/{garageId}']],
    ['Erasing a stay needs the role `manager`.', [], ['DELETE /stays/{stayId}']],
    [
      '## Roles\n\n| | manager | attendant |\n|---|---|---|\n| garages: read | yes | yes |\n| garages: create, change, remove | yes | no |\n' +
        '| stays: read, start, end | ✓ | ✓ |\n| stays: erase | ✓ | – |\n| members, reading included | yes | no |\n',
      ['GET /garages', 'GET /garages/{garageId}', 'POST /stays', 'POST /stays/{stayId}/end', 'GET /stays', 'GET /stays/{stayId}'],
      ['POST /garages', 'PUT /garages/{garageId}', 'DELETE /garages/{garageId}', 'DELETE /stays/{stayId}', 'GET /members'],
    ],
    [
      '| role | may |\n|---|---|\n| `owner` | everything |\n| `guard` | read everything but members |\n\nWhatever else a guard tries is answered with `403`.',
      reads.filter((one) => one !== 'GET /members'),
      ['GET /members', 'POST /stays', 'DELETE /stays/{stayId}', 'POST /stays/{stayId}/end'],
    ],
    ['Keys have one of these roles:\n\n* `viewer`: read\n* `manager`: everything\n', reads, []],
    [
      'A **director key** may do everything. A **surveyor key** may only read garages (with their names), and may start stays. Everything else is `403` for it.',
      ['GET /garages', 'GET /garages/{garageId}', 'POST /stays'],
      ['GET /stays', 'DELETE /stays/{stayId}', 'POST /stays/{stayId}/end', 'GET /members'],
    ],
    ['A refresh token can create stays. An idempotency key may be reused.', [], []],
  ])('is read from "%s"', async (description, may, mayNot) => {
    const found = await rights(description);
    expect(found.may.toSorted()).toEqual([...may].toSorted());
    expect(found.mayNot.toSorted()).toEqual([...mayNot].toSorted());
  });

  test.each([
    'A driver may have two cars. Guests can be removed at any time.',
    'Keys are secret. A token may be used twice. Viewers of the page may not see it at once.',
    'A role: clerks may remove their own stays.',
    'Members of a body that we do not know are ignored.',
    'A key has a role. Clerks may not set `state` of a stay when it is over.',
    'There are the roles clerk and guard. Clerks may create garages. Guards may not create garages.',
  ])('is not read into "%s"', async (description) => {
    expect((await rights(description)).mayNot).toEqual([]);
    expect((await rights(description)).may.filter((one) => writes.includes(one))).toEqual([]);
  });
});

/** The same service with what operations say of themselves, by their ids, with three roles, and with a read by which callers see their own. */
const marked = (marks: Readonly<Record<string, string>>) => {
  const { paths, components, ...document } = garages(
    'A token belongs to a manager, an attendant or a visitor. A `manager` may do everything.',
  );
  const said = Object.entries(paths).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item).map(([method, operation]) => [
        method,
        'operationId' in operation && typeof operation.operationId === 'string' && marks[operation.operationId] !== undefined
          ? { ...operation, description: marks[operation.operationId] }
          : operation,
      ]),
    ),
  ]);
  const role = { type: 'string', enum: ['manager', 'attendant', 'visitor'] };
  const person = {
    type: 'object',
    required: ['name', 'role'],
    properties: { name: { type: 'string' }, role: { $ref: '#/components/schemas/Role' } },
  };
  return {
    ...document,
    components: { ...components, schemas: { Role: role, Person: person } },
    paths: {
      ...Object.fromEntries(said),
      '/me': { get: { responses: { 200: { description: 'd', ...json({ $ref: '#/components/schemas/Person' }) }, ...status(401) } } },
    },
  };
};

describe('what an operation says of roles', () => {
  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['Managers.', [], ['attendant', 'visitor']],
    ['Attendants and managers. A removed garage is gone for good.', ['attendant'], ['visitor']],
    ['Managers and attendants of the chain. `204` also for a garage that is empty.', ['attendant'], ['visitor']],
    ['Removes a garage. Only managers may remove one.', [], ['attendant', 'visitor']],
    ['Removes a garage. Requires the role `manager` or `attendant`.', ['attendant'], ['visitor']],
    ['Managers only.', [], ['attendant', 'visitor']],
    ['Roles: manager, attendant.', ['attendant'], ['visitor']],
    ['This is for managers only.', [], ['attendant', 'visitor']],
    ['Managers and above.', [], ['attendant', 'visitor']],
    ['Requires at least the role `manager`.', [], ['attendant', 'visitor']],
    // Whether a role that is not named is above an attendant is open, but for those that may do least.
    ['Attendants and above.', ['attendant'], ['visitor']],
    ['Minimum role: visitor.', ['visitor'], []],
    ['It may only be called by managers.', [], ['attendant', 'visitor']],
    ['Needs MANAGER. `409` while stays are open.', [], ['attendant', 'visitor']],
    ['This requires MANAGER or ATTENDANT.', ['attendant'], ['visitor']],
    ['Requires manager.', [], ['attendant', 'visitor']],
    // What a request needs beside its role.
    ['Needs a manager.', [], []],
    ['Needs the manager of the garage.', [], []],
    ['Needs attendant.', [], []],
    ['Needs MANAGER approval.', [], []],
    ['Each user may remove 20 garages per minute, then 429.', [], []],
    // Of some garages, of something else, or of nobody.
    ['Only managers may remove a garage whose stays are open.', [], []],
    ['A manager is told by mail.', [], []],
    ['Managers and attendants are told by mail.', [], []],
    ['Removes the manager.', [], []],
    ['The manager.', [], []],
    ['It is sent to the manager.', [], []],
    ['This is shown to attendants.', [], []],
    ['A garage needs a manager.', [], []],
    ['Tells who the garage belongs to (manager).', [], []],
  ])('is read from "%s"', async (description, may, mayNot) => {
    const contract = await loadContract(writeToolDocument(marked({ removeGarage: description })));
    const operation = contract.operations.find(({ key }) => key === 'DELETE /garages/{garageId}');
    const told = operation && rightsIn(contract.document, operation, []);
    expect([...(told?.may ?? [])]).toEqual(may);
    expect([...(told?.mayNot ?? [])]).toEqual(mayNot);
  });
});

test.each<readonly [string, unknown, readonly string[], readonly string[]]>([
  ['x-roles', ['manager', 'attendant'], ['attendant'], ['visitor']],
  ['x-allowed-roles', ['manager'], [], ['attendant', 'visitor']],
  ['x-required-role', 'manager', [], ['attendant', 'visitor']],
  ['x-required-role', 'visitor', ['visitor'], []],
  // Something else than the roles of the document.
  ['x-roles', ['garages:write'], [], []],
  ['x-role-hint', 'manager', [], []],
])('the extension %s: %j lists roles', async (name, value, may, mayNot) => {
  const document = marked({});
  const { paths } = document;
  const item = { ...paths['/garages/{garageId}'] } as Readonly<Record<string, object>>;
  const changed = { ...paths, '/garages/{garageId}': { ...item, delete: { ...item['delete'], [name]: value } } };
  const contract = await loadContract(writeToolDocument({ ...document, paths: changed }));
  const operation = contract.operations.find(({ key }) => key === 'DELETE /garages/{garageId}');
  const told = operation && rightsIn(contract.document, operation, []);
  expect([...(told?.may ?? [])]).toEqual(may);
  expect([...(told?.mayNot ?? [])]).toEqual(mayNot);
});

test.each<readonly [string, readonly string[]]>([
  ['Who works here. Managers only.', ['attendant', 'visitor']],
  ['Restricted to managers and attendants.', ['visitor']],
  ['All operations here require the role `manager`.', ['attendant', 'visitor']],
  ['These are for managers only.', ['attendant', 'visitor']],
  // For whom a section is written, what holds of one of its operations, and of some cases.
  ['For managers.', []],
  ['Only managers may add members.', []],
  ['Managers only, unless the garage is public.', []],
])('all operations of a tag are for whom "%s" says', async (description, mayNot) => {
  const document = marked({});
  const { paths } = document;
  const item = { ...paths['/members'] } as Readonly<Record<string, object>>;
  const changed = { ...paths, '/members': { get: { ...item['get'], tags: ['Members'] } } };
  const contract = await loadContract(writeToolDocument({ ...document, tags: [{ name: 'Members', description }], paths: changed }));
  const operation = contract.operations.find(({ key }) => key === 'GET /members');
  const told = operation && rightsIn(contract.document, operation, []);
  expect([...(told?.mayNot ?? [])]).toEqual(mayNot);
});

type Body = Readonly<Record<string, unknown>>;

const tokens = { key: 'park_owner_0123456789', restricted: 'park_clerk_0123456789', second: 'park_other_0123456789' };

/** What a service answers otherwise than the honest one: to the restricted token, and to an unknown one. */
type Ways = {
  readonly lets?: (line: string, accept: string) => boolean;
  readonly refuses?: (line: string) => boolean;
  readonly unknown?: number;
  /** What is refused with 401, as if nobody knew who asks. */
  readonly forgets?: (line: string) => boolean;
  /** What is answered with 409 whoever asks, before rights are looked at. */
  readonly conflicts?: (line: string) => boolean;
  /** What callers are told of themselves. */
  readonly role?: string;
  /** Is there something under every id, whoever made it. */
  readonly hasEvery?: boolean;
  /** A second token of the account: its role, if it is told, what it is refused, and whether it is the only one beside the key. */
  readonly second?: {
    readonly role: string | undefined;
    readonly closed: readonly string[];
    readonly isAlone?: boolean;
    /** The name under which the token is given; `second` if left out. */
    readonly as?: 'third' | 'fourth';
  };
};

const judged = async (document: object, isForbidden: (line: string, accept: string) => boolean, ways: Ways = {}) => {
  const things = new Map<string, Body>();
  /** What changes or removes something that the run did not create. */
  const beyond: string[] = [];
  let last = 0;
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await objectBody(incoming);
    const path = (incoming.url ?? '').replace(/\?.*$/u, '');
    const accept = incoming.headers.accept ?? '';
    const [, collection = '', id, action] = path.split('/');
    const line = `${incoming.method} /${collection}${id === undefined ? '' : '/{}'}${action === undefined ? '' : `/${action}`}`;
    const give = (code: number, value?: unknown): void => {
      outgoing.writeHead(code, { 'content-type': 'application/json', ...(code === 401 ? { 'www-authenticate': 'Bearer' } : {}) });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, token = ''] = /^Bearer (.+)$/u.exec(incoming.headers.authorization ?? '') ?? [];
    if (!Object.values(tokens).includes(token)) return give(token === '' ? 401 : (ways.unknown ?? 401), { title: 'No token' });
    const isClosed = isForbidden(line, accept) ? ways.lets?.(line, accept) !== true : ways.refuses?.(line) === true;
    if (ways.forgets?.(line) === true && token === tokens.restricted) return give(401, { title: 'Who are you?' });
    if (ways.conflicts?.(line) === true) return give(409, { title: 'Not now' });
    if (token === tokens.restricted && isClosed) return give(403, { title: 'Not for you' });
    if (token === tokens.second && ways.second?.closed.includes(line) === true) return give(403, { title: 'Not for you' });
    const ofKind = [...things].filter(([one]) => one.startsWith(collection)).map(([, thing]) => thing);
    if (collection === 'me') {
      const role = { [tokens.key]: 'manager', [tokens.restricted]: ways.role, [tokens.second]: ways.second?.role }[token];
      return give(200, { name: 'Ada', role });
    }
    if (collection === 'members') return give(200, [{ id: 'm1', email: 'ada@example.org' }]);
    if (id === undefined && incoming.method === 'GET') {
      if (collection !== 'stays' || !accept.startsWith('text/csv')) return give(200, ofKind);
      outgoing.writeHead(200, { 'content-type': 'text/csv' });
      outgoing.end(['id,plate,state', ...ofKind.map((one) => `${String(one['id'])},${String(one['plate'])},here`)].join('\r\n'));
      return undefined;
    }
    const name = collection === 'garages' ? 'name' : 'plate';
    const text = body?.[name];
    const isBody = typeof text === 'string' && text !== '' && [...text].length <= 60;
    if (incoming.method === 'POST' && id === undefined) {
      if (!isBody) return give(422, { title: 'No body' });
      last += 1;
      const made = { id: `${collection}-${last}-x`, [name]: text, ...(name === 'plate' ? { state: 'here' } : {}) };
      things.set(made.id, made);
      return give(201, made);
    }
    const thing = things.get(id ?? '');
    if (thing === undefined && ways.hasEvery === true) {
      if (incoming.method !== 'GET') beyond.push(`${line} ${id}`);
      return incoming.method === 'DELETE' ? give(204) : give(200, { id, [name]: 'Theirs' });
    }
    if (thing === undefined) return give(404, { title: 'Nothing' });
    if (incoming.method === 'DELETE') things.delete(String(id));
    if (incoming.method === 'DELETE') return give(204);
    if (incoming.method === 'PUT' && !isBody) return give(422, { title: 'No body' });
    const changed = { ...thing, ...(incoming.method === 'PUT' ? { [name]: text } : {}), ...(action === 'end' ? { state: 'gone' } : {}) };
    things.set(String(id), changed);
    return give(200, changed);
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  const given: CredentialName = ways.second?.as ?? 'second';
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 80,
    key: tokens.key,
    secrets: { restricted: tokens.restricted, ...(ways.second && { [given]: tokens.second }) },
    credentials: ['key', ...(ways.second?.isAlone === true ? [] : ['restricted' as const]), ...(ways.second ? [given] : [])],
    selection: { only: ['auth/**'], skip: [] },
  });
  const told = verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.operation}`] : [],
  );
  const kinds = new Map(verdicts.map(({ case: { check }, verdict }) => [check, verdict.kind]));
  return { told, kinds, beyond };
};

const clerks =
  'A token has a role. A request without a token or with an unknown one is answered with `401`. Managers may do everything. ' +
  'Clerks can read everything but members, and start and end stays, but not create, change or remove garages, nor erase stays. ' +
  'Clerks may not erase stays. What a role may not do is `403`. Clerks may not fetch the stays as CSV.';

const isForbidden = (line: string, accept: string): boolean =>
  ['POST /garages', 'PUT /garages/{}', 'DELETE /garages/{}', 'DELETE /stays/{}', 'GET /members'].includes(line) ||
  (line === 'GET /stays' && accept.startsWith('text/csv'));

describe('a role', () => {
  test('that may do what the document says is not accused, nor is its refusal elsewhere', async () => {
    const { told, kinds } = await judged(garages(clerks), isForbidden);
    expect(told).toEqual([]);
    expect(kinds.get('auth/granted-to-role')).toBe('pass');
    expect(kinds.get('auth/closed-read-refused')).toBe('pass');
  });

  test.each<readonly [string, Ways, readonly string[]]>([
    ['removes garages', { lets: (line) => line === 'DELETE /garages/{}' }, ['CONV-71-INFERRED should DELETE /garages/{garageId}']],
    ['reads the members', { lets: (line) => line === 'GET /members' }, ['CONV-71-INFERRED should GET /members']],
    [
      'is not known at the members',
      { forgets: (line) => line === 'GET /members' },
      ['CONV-71-INFERRED should GET /members', 'OAS-213 should GET /members'],
    ],
    ['fetches the file', { lets: (line) => line === 'GET /stays' }, ['CONV-71-INFERRED should GET /stays']],
    ['cannot end a stay', { refuses: (line) => line === 'POST /stays/{}/end' }, ['CONV-175-INFERRED should POST /stays/{stayId}/end']],
    ['cannot start one', { refuses: (line) => line === 'POST /stays' }, ['CONV-175-INFERRED should POST /stays']],
    ['cannot read garages', { refuses: (line) => line === 'GET /garages/{}' }, ['CONV-175-INFERRED should GET /garages/{garageId}']],
  ])('that %s is told of', async (_what, ways, findings) => {
    expect((await judged(garages(clerks), isForbidden, ways)).told).toEqual(findings);
  });

  test('that fetches the file is told of where the security names scopes as well', async () => {
    const document = { ...garages(clerks), security: [{ token: ['use'] }] };
    expect((await judged(document, isForbidden)).told).toEqual([]);
    expect((await judged(document, isForbidden, { lets: (line) => line === 'GET /stays' })).told).toEqual([
      'CONV-71-INFERRED should GET /stays',
    ]);
  });

  test('is closed out by the words of an operation', async () => {
    const document = garages('Managers have all rights.', { members: 'Owners only.' });
    const isClosed = (line: string): boolean => line === 'GET /members';
    expect((await judged(document, isClosed)).told).not.toContain('CONV-71-INFERRED should GET /members');
    expect((await judged(document, isClosed, { lets: () => true })).told).toContain('CONV-71-INFERRED should GET /members');
  });

  test('that a token is refused more than once is not the role of that token', async () => {
    const closed = ['GET /garages', 'GET /garages/{}', 'GET /stays', 'POST /stays', 'POST /stays/{}/end'];
    const { told } = await judged(garages(clerks), (line, accept) => isForbidden(line, accept) || closed.includes(line));
    expect(told).toEqual([]);
  });

  test('a key that only reads is no proof against a role', async () => {
    const { told } = await judged(garages(clerks), (line) => !line.startsWith('GET') || line === 'GET /members' || line === 'GET /stays');
    expect(told.filter((one) => !one.includes('GET'))).toEqual([]);
  });
});

describe('one of three roles', () => {
  const document = marked({
    createGarage: 'Attendants and managers.',
    removeGarage: 'Managers.',
    listMembers: 'Attendants and managers of the chain.',
  });
  const closedTo: Readonly<Record<string, readonly string[]>> = {
    visitor: [
      'POST /garages',
      'PUT /garages/{}',
      'DELETE /garages/{}',
      'POST /stays',
      'POST /stays/{}/end',
      'DELETE /stays/{}',
      'GET /members',
    ],
    attendant: ['DELETE /garages/{}', 'POST /stays', 'POST /stays/{}/end', 'DELETE /stays/{}'],
  };
  const ofMarks = ['POST /garages', 'DELETE /garages/{garageId}', 'GET /members'];

  test.each<readonly [string, Ways, readonly string[]]>([
    ['visitor', { role: 'visitor' }, []],
    ['visitor', { role: 'visitor', lets: (line) => line === 'GET /members' }, ['CONV-71-INFERRED should GET /members']],
    ['visitor', { role: 'visitor', lets: (line) => line === 'POST /garages' }, ['CONV-71-INFERRED should POST /garages']],
    ['visitor', { role: 'visitor', lets: (line) => line === 'DELETE /garages/{}' }, ['CONV-71-INFERRED should DELETE /garages/{garageId}']],
    ['attendant', { role: 'attendant' }, []],
    [
      'attendant',
      { role: 'attendant', lets: (line) => line === 'DELETE /garages/{}' },
      ['CONV-71-INFERRED should DELETE /garages/{garageId}'],
    ],
    ['attendant', { role: 'attendant', refuses: (line) => line === 'GET /members' }, ['CONV-175-INFERRED should GET /members']],
    // Nothing tells which of the roles the token has: only what is closed to both is judged.
    ['attendant', {}, []],
    ['visitor', { lets: () => true }, ['CONV-71-INFERRED should DELETE /garages/{garageId}']],
  ])('%s %j', async (role, ways, expected) => {
    const { told } = await judged(document, (line) => closedTo[role]?.includes(line) === true, ways);
    expect(told.filter((one) => ofMarks.some((operation) => one.endsWith(` ${operation}`)))).toEqual(expected);
  });
});

test('what no row of a matrix names is refused to nobody', async () => {
  const inMatrix = (row: string): object =>
    garages(
      `Tokens have a role. A token that may not do an operation gets \`403\`.\n\n| | manager | clerk |\n|---|---|---|\n| read garages | yes | yes |\n${row}`,
    );
  const lets = (): boolean => true;
  const { told } = await judged(inMatrix('| keep the books | yes | no |\n'), () => false, { role: 'clerk', lets });
  expect(told).toEqual([]);
  const named = await judged(inMatrix('| start stays | yes | no |\n'), () => false, { role: 'clerk', lets });
  expect(named.told).toEqual(['CONV-71-INFERRED should POST /stays']);
});

test('a conflict is told of where the document says that rights are looked at before, and not elsewhere', async () => {
  const conflicts = (line: string): boolean => line === 'POST /garages';
  const first = `${clerks} Rights are looked at before the body is.`;
  expect((await judged(garages(first), isForbidden, { conflicts })).told).toContain('CONV-71-INFERRED should POST /garages');
  expect((await judged(garages(first), isForbidden)).told).toEqual([]);
  expect((await judged(garages(clerks), isForbidden, { conflicts })).told).not.toContain('CONV-71-INFERRED should POST /garages');
});

describe('a second token of a role in between', () => {
  const document = marked({
    createGarage: 'Attendants and managers.',
    removeGarage: 'Managers.',
    endStay: 'Managers decide, nobody else.',
    listMembers: 'Managers only.',
  });
  const closed = ['DELETE /garages/{}', 'POST /stays/{}/end', 'GET /members'];
  const ofVisitor = [...closed, 'POST /garages', 'PUT /garages/{}', 'POST /stays', 'DELETE /stays/{}'];
  const without = (line: string): readonly string[] => closed.filter((one) => one !== line);
  const told = async (second: NonNullable<Ways['second']>) =>
    (await judged(document, (line) => ofVisitor.includes(line), { role: 'visitor', second })).told;

  test.each<readonly [string, NonNullable<Ways['second']>, readonly string[]]>([
    ['does what it may', { role: 'attendant', closed }, []],
    [
      'removes garages',
      { role: 'attendant', closed: without('DELETE /garages/{}') },
      ['CONV-71-INFERRED should DELETE /garages/{garageId}'],
    ],
    ['ends stays', { role: 'attendant', closed: without('POST /stays/{}/end') }, ['CONV-71-INFERRED should POST /stays/{stayId}/end']],
    ['reads the members', { role: 'attendant', closed: without('GET /members') }, ['CONV-71-INFERRED should GET /members']],
    ['may not create garages', { role: 'attendant', closed: [...closed, 'POST /garages'] }, []],
    [
      'removes garages and has no peer',
      { role: 'attendant', closed: without('DELETE /garages/{}'), isAlone: true },
      ['CONV-71-INFERRED should DELETE /garages/{garageId}'],
    ],
    ['does what it may as a third one', { role: 'attendant', closed, as: 'third' }, []],
    [
      'removes garages as a third one',
      { role: 'attendant', closed: without('DELETE /garages/{}'), as: 'third' },
      ['CONV-71-INFERRED should DELETE /garages/{garageId}'],
    ],
    [
      'reads the members as a fourth one',
      { role: 'attendant', closed: without('GET /members'), as: 'fourth', isAlone: true },
      ['CONV-71-INFERRED should GET /members'],
    ],
    ['is a manager as a fourth one', { role: 'manager', closed: [], as: 'fourth' }, []],
    // It may as well be a full key, as nothing or something else tells.
    ['is told no role', { role: undefined, closed: [] }, []],
    ['is a manager', { role: 'manager', closed: [] }, []],
  ])('that %s', async (_what, second, expected) => {
    expect(await told(second)).toEqual(expected);
  });
});

describe('a role with a row of a table', () => {
  const rows = garages(
    'A token has a role. A request without a token or with an unknown one is answered with `401`.\n\n| Role | May |\n|---|---|\n| manager | everything |\n' +
      '| clerk | read garages and stays; start and end stays. Nothing else. |\n\nWhat a role may not do is `403`.',
  );
  const isRefused = (line: string): boolean => ['DELETE /stays/{}', 'GET /members'].includes(line);

  test.each<readonly [string, Ways, readonly string[]]>([
    ['does all of it, and nothing else', {}, []],
    ['reads the members', { lets: (line) => line === 'GET /members' }, ['CONV-71-INFERRED should GET /members']],
    ['erases stays', { lets: (line) => line === 'DELETE /stays/{}' }, ['CONV-71-INFERRED should DELETE /stays/{stayId}']],
    ['cannot end a stay', { refuses: (line) => line === 'POST /stays/{}/end' }, ['CONV-175-INFERRED should POST /stays/{stayId}/end']],
  ])('that %s', async (_what, ways, findings) => {
    expect((await judged(rows, isRefused, ways)).told).toEqual(findings);
  });
});

describe('a second token of one of two roles that the document treats alike', () => {
  const document = marked({
    createGarage: 'Needs MANAGER.',
    removeGarage: 'Needs MANAGER. `409` while stays are open.',
    startStay: 'Requires MANAGER.',
    endStay: 'This needs MANAGER.',
    listMembers: 'Needs MANAGER.',
  });
  const closed = ['POST /garages', 'DELETE /garages/{}', 'POST /stays', 'POST /stays/{}/end', 'GET /members'];

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['does what fits both', closed, []],
    ['creates garages', closed.filter((one) => one !== 'POST /garages'), ['CONV-71-INFERRED should POST /garages']],
    ['may do everything', [], []],
  ])('that %s', async (_what, ofSecond, expected) => {
    const second = { role: undefined, closed: ofSecond };
    const ofVisitor = [...closed, 'PUT /garages/{}', 'DELETE /stays/{}'];
    expect((await judged(document, (line) => ofVisitor.includes(line), { second })).told).toEqual(expected);
  });
});

describe('a second token of which nothing tells the role', () => {
  const document = marked({
    createGarage: 'Attendants and managers.',
    changeGarage: 'Attendants and managers.',
    removeStay: 'Attendants and managers.',
    removeGarage: 'Managers.',
    startStay: 'Managers only.',
    endStay: 'Managers decide, nobody else.',
    listMembers: 'Managers only.',
  });
  const closed = ['DELETE /garages/{}', 'POST /stays/{}/end', 'GET /members', 'POST /stays'];
  const ofVisitor = [...closed, 'POST /garages', 'PUT /garages/{}', 'DELETE /stays/{}'];

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['does what fits one role', closed, []],
    ['has one right too many', closed.filter((one) => one !== 'GET /members'), ['CONV-71-INFERRED should GET /members']],
    ['may do everything', [], []],
  ])('that %s', async (_what, ofSecond, expected) => {
    const second = { role: undefined, closed: ofSecond };
    expect((await judged(document, (line) => ofVisitor.includes(line), { role: 'visitor', second })).told).toEqual(expected);
  });

  test('is found out by nothing that may be there', async () => {
    const text = JSON.stringify(document).replaceAll('"name":"garageId",', '"name":"garageId","example":"garages-471199-x",');
    const second = { role: undefined, closed };
    const { beyond } = await judged(JSON.parse(text) as object, (line) => ofVisitor.includes(line), {
      role: 'visitor',
      second,
      hasEvery: true,
    });
    // No service gives what begins with "ct-".
    expect(beyond.filter((one) => !one.includes(' ct-'))).toEqual([]);
  });
});

test('a restricted token that is told to be of a role that may do everything is not accused', async () => {
  const document = marked({ removeGarage: 'Managers.' });
  expect((await judged(document, () => false, { role: 'manager' })).told).toEqual([]);
});

describe('an unknown token', () => {
  test('that is answered 403 is told where the document says 401, and where it describes nothing else', async () => {
    const { told } = await judged(garages(clerks), isForbidden, { unknown: 403 });
    expect(told).toEqual(expect.arrayContaining(['OAS-15 should GET /garages', 'OAS-15 should GET /stays']));
    const silent = await judged(garages('Garages.'), () => false, { unknown: 403 });
    expect(silent.told).toContain('OAS-15 should GET /garages');
    expect(silent.told).not.toContain('OAS-15 should GET /stays');
  });
});
