import { expect, test } from 'vitest';
import { toldRoles } from '../../../src/contract/infer/roles/hidden.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { rightsIn } from '../../../src/contract/infer/roles/right.ts';
import { statusesAfterRights } from '../../../src/contract/infer/roles/rights-first.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const id = { name: 'noteId', in: 'path', required: true, schema: { type: 'string' } };
const refused = { responses: { 200: { description: 'x' }, 403: { description: 'Not with this role' } } };

/** What a reporter may do by the introduction of a document about notes: each operation with "may", "may-not" or nothing. */
const rightsBy = async (description: string, ofList: Readonly<Record<string, unknown>> = {}): Promise<Readonly<Record<string, string>>> => {
  const { document, operations } = await bayContract({
    ...bayDocument({
      '/notes': { get: does(ofList), post: does(refused) },
      '/notes/{noteId}': { parameters: [id], get: does({}), patch: does(refused), delete: does(refused) },
      '/notes/{noteId}/return': { parameters: [id], post: does({ operationId: 'returnNote', summary: 'Send a note back', ...refused }) },
    }),
    info: { title: 'Notes', version: '1', description },
  });
  return Object.fromEntries(
    operations.flatMap((one) => {
      const rights = rightsIn(document, one, []);
      return rights ? [[one.key, rights.may.has('reporter') ? 'may' : rights.mayNot.has('reporter') ? 'may-not' : 'open']] : [];
    }),
  );
};

const chief = 'Each token has one of two roles.\n\n- The **chief** may do everything.\n';

test('who writes notes adds them, and neither removes nor changes those that are there', async () => {
  const rights = await rightsBy(`${chief}- A **reporter** may read everything and may write notes. Everything else gives \`403\`.`);
  expect(rights['POST /notes']).toBe('may');
  expect(rights['DELETE /notes/{noteId}']).not.toBe('may');
  expect(rights['POST /notes/{noteId}/return']).not.toBe('may');
});

test('who reads and writes notes may do all with them', async () => {
  const rights = await rightsBy(`${chief}- A **reporter** may read and write notes. Everything else gives \`403\`.`);
  expect(rights['DELETE /notes/{noteId}']).toBe('may');
});

test('to send requests is no act that sends something', async () => {
  const rights = await rightsBy(`${chief}- A **reporter** may send every \`GET\`, and may create notes. Everything else gives \`403\`.`);
  expect(rights['POST /notes']).toBe('may');
  expect(rights['POST /notes/{noteId}/return']).not.toBe('may');
});

test.each<readonly [string, string]>([
  ['A token with the scope `reporter` may call every `GET` operation and `POST /search`; every other operation answers `403`.', 'open'],
  ['Keys of a `reporter` can make all GET requests.', 'open'],
  ['A token with the scope `reporter` may call every `GET` operation except that of the notes.', 'may-not'],
  ['A token with the scope `reporter` may call `GET /notes/{noteId}`.', 'may-not'],
  ['A reporter may read notes.', 'may-not'],
])('what a read leaves to a role on one thing is not closed to credentials that may call every read: %s', async (said, right) => {
  const own = { ...refused, description: 'With whom it is shared. Needs the role `chief`.' };
  const rights = await rightsBy(`${chief}- The **reporter** is told of here. ${said}`, own);
  expect(rights['GET /notes']).toBe(right);
});

test('what is said of a role holds for no single caller where an operation is for some of those with it', async () => {
  const general = `${chief}- A **reporter** may read everything. Everything else gives \`403\`.`;
  expect((await rightsBy(general, { description: 'All notes.' }))['GET /notes']).toBe('may');
  const some = { ...refused, description: 'For chiefs, and for reporters with an active desk; others get `403`.' };
  expect((await rightsBy(general, some))['GET /notes']).toBe('open');
});

test.each(['may only read, and no notes.', 'may only read, but no notes.', 'may read everything, and no notes.'])(
  'who %s reads the rest',
  async (said) => {
    const rights = await rightsBy(`${chief}- A **reporter** ${said} What the role does not cover is \`403\`.`);
    expect(rights['GET /notes']).not.toBe('may');
    expect(rights['DELETE /notes/{noteId}']).not.toBe('may');
  },
);

test.each(['no matter whose they are', 'and no more than ten at a time'])(
  'to who may read all notes, %s, they are not refused',
  async (said) => {
    const rights = await rightsBy(`${chief}- A **reporter** may read all notes, ${said}. Everything else gives \`403\`.`);
    expect(rights['GET /notes']).not.toBe('may-not');
  },
);

test.each([
  'A **reporter** reads and records notes, nothing else.',
  'A **reporter** may read and record notes, and nothing else.',
  '**reporter**: reads and logs notes – nothing more.',
  'A **reporter** can view, enter or change notes, and nothing else.',
  'A **reporter** lists, enters or changes notes and nothing beyond that.',
])('to record is to add behind another verb, and what is more is refused: %s', async (sentence) => {
  const rights = await rightsBy(`A token has the role \`chief\` or \`reporter\`.\n\n- A **chief** may do everything.\n- ${sentence}`);
  expect(rights).toMatchObject({ 'GET /notes': 'may', 'POST /notes': 'may' });
  expect(rights['DELETE /notes/{noteId}']).toBe('may-not');
});

test.each([
  'A **reporter** may view lists and records of notes.',
  'A **reporter** may read logs and records of notes.',
  'A **reporter** may read notes and records that chiefs made.',
  'A **reporter** may list and view records.',
  'A **reporter** may read notes. Nothing else is kept.',
])('records that somebody reads are not added: %s', async (sentence) => {
  const rights = await rightsBy(`${chief}- ${sentence}`);
  expect(rights['POST /notes']).not.toBe('may');
  expect(rights['DELETE /notes/{noteId}']).not.toBe('may-not');
});

test('what follows an exception with "and may" is granted', async () => {
  const rights = await rightsBy(`${chief}- A **reporter** may read everything but photos, and may record notes.`);
  expect(rights).toMatchObject({ 'GET /notes': 'may', 'POST /notes': 'may' });
  const closed = await rightsBy(`${chief}- A **reporter** may create photos but notes, and may read everything.`);
  expect(closed).toMatchObject({ 'GET /notes': 'may', 'POST /notes': 'may-not' });
});

test('each part of an exception is one, also those that name an act', async () => {
  const rights = await rightsBy(`${chief}- A **reporter** may do everything except photos, and creating and deleting notes.`);
  expect(rights).toMatchObject({ 'GET /notes': 'may', 'POST /notes': 'may-not' });
  const turned = await rightsBy(
    `${chief}- A **reporter** may do everything except desks, creating and deleting notes, and deleting photos.`,
  );
  expect(turned).toMatchObject({ 'GET /notes': 'may', 'POST /notes': 'may-not' });
});

/** What each of two roles below the chief of a bakery may do by the introduction. */
const rightsInBakery = async (description: string): Promise<Readonly<Record<string, string>>> => {
  const one = { ...id, name: 'tartId' };
  const paid = (operationId: string, summary: string): Readonly<Record<string, unknown>> => does({ operationId, summary, ...refused });
  const { document, operations } = await bayContract({
    ...bayDocument({
      '/tarts': { get: does({}), post: paid('tarts.add', 'Bake a tart') },
      '/tarts/{tartId}': { parameters: [one], get: does({}), patch: does(refused), delete: does(refused) },
      '/tarts/{tartId}/glaze': { parameters: [one], post: paid('tarts.glaze', 'Glaze a tart') },
      '/bills/{tartId}/deposits': { parameters: [one], post: paid('deposits.add', 'Take a deposit') },
      '/bills/{tartId}': { parameters: [one], delete: does(refused) },
    }),
    info: { title: 'Bakery', version: '1', description },
  });
  return Object.fromEntries(
    operations.flatMap((operation) => {
      const rights = rightsIn(document, operation, []);
      const ofRole = (role: string): string =>
        rights?.may.has(role) ? 'may' : rights?.mayNot.has(role) ? 'not' : rights?.open.has(role) ? 'open' : '-';
      return [[`${operation.method} ${operation.path.replaceAll('{tartId}', '*')}`, `${ofRole('baker')} ${ofRole('seller')}`]];
    }),
  );
};

test.each([
  '**Roles.** `chief` may do everything. `baker` may not remove bills nor take deposits. `seller` may not bake, glaze, nor remove or glaze tarts and bills. What a role may not do is answered with `403`.',
  'There are three roles: chief, baker and seller. A chief can do everything. A baker cannot take deposits or remove bills. A seller can neither bake nor glaze tarts, nor remove tarts or bills.',
  'Roles:\n\n- `chief`: everything\n- `baker`: may not take deposits, and may not delete bills\n- `seller`: may not glaze or bake tarts, or delete tarts or bills\n',
  'Each token has a role: `chief`, `baker` or `seller`. The `chief` may do anything. The `baker` must not take deposits, delete bills. The `seller` must not bake tarts, glaze tarts, delete tarts and bills.',
  'Each token has a role: `chief`, `baker` or `seller`. Chiefs may do everything. Bakers are not allowed to remove bills or to take deposits. Sellers are not allowed to glaze, bake or remove tarts, nor to remove bills.',
])('what stands in a list of what a role may not do is refused, and the rest is left to it: %s', async (description) => {
  expect(await rightsInBakery(description)).toEqual({
    'GET /tarts': 'may may',
    'POST /tarts': 'may not',
    'GET /tarts/*': 'may may',
    'PATCH /tarts/*': 'may may',
    'DELETE /tarts/*': 'may not',
    'POST /tarts/*/glaze': 'may not',
    'POST /bills/*/deposits': 'not may',
    'DELETE /bills/*': 'not not',
  });
});

test.each([
  // One role of which nothing is read.
  ['`chief` may do everything. `baker` may not take deposits. `seller` may flambé.', 'PATCH /tarts/*', 'open open'],
  // Nobody is said to do everything.
  [
    'Each token has a role: `baker` or `seller`. A baker may not take deposits. A seller may not glaze tarts.',
    'PATCH /tarts/*',
    'open open',
  ],
  // A verb that no operation has.
  ['`chief` may do everything. `baker` may not flambé, take deposits. `seller` may not glaze tarts.', 'PATCH /tarts/*', 'open may'],
  // What it may do is said too.
  ['`chief` may do everything. `baker` may read tarts. `seller` may not glaze tarts.', 'POST /tarts', '- may'],
  // Such roles may only read, whatever else is said.
  [
    '`chief` may do everything. `baker` may not take deposits. `seller` may not take deposits. `viewer` may not glaze tarts.',
    'PATCH /tarts/*',
    'may may',
  ],
])('the rest is not given where %s', async (description, key, expected) => {
  expect((await rightsInBakery(`Each token has a role. ${description}`))[key]).toBe(expected);
});

test('a list of exceptions that begins with a verb is one of what is refused', async () => {
  const rights = await rightsInBakery(
    'Roles: a `chief` may do everything. A `baker` may do everything but glaze tarts, take deposits or remove bills. A `seller` may only read, and no tarts. Whatever else a seller tries is refused.',
  );
  expect(rights).toMatchObject({
    'GET /tarts': 'may not',
    'POST /tarts': 'may not',
    'POST /tarts/*/glaze': 'not not',
    'POST /bills/*/deposits': 'not not',
    'DELETE /bills/*': 'not not',
    'DELETE /tarts/*': 'may not',
  });
});

test('who reads and records something adds it, and a record is a thing elsewhere', async () => {
  const rights = await rightsInBakery(
    'Roles: a `chief` may do everything. A `baker` reads and records tarts, nothing else. A `seller` may read records.',
  );
  expect(rights['POST /tarts']).toMatch(/^may/u);
  expect(rights['POST /tarts']).not.toMatch(/may$/u);
});

test('everything to some things is nothing to others', async () => {
  const rights = await rightsInBakery(
    'Roles: a `chief` may do everything. A `baker` may do everything to tarts. A `seller` may read everything.',
  );
  expect(rights['DELETE /bills/*']).not.toMatch(/^may/u);
});

test.each([
  'A baker may not be booked twice.',
  'A baker may not take deposits if the bill is paid.',
  'A baker may not take more than ten deposits.',
  'A baker may not only bake, but also glaze tarts.',
  'Usually a baker may not take deposits.',
])('nothing is refused by "%s"', async (sentence) => {
  const rights = await rightsInBakery(`Each token has a role: \`chief\`, \`baker\` or \`seller\`. ${sentence}`);
  expect(Object.values(rights).filter((one) => one.startsWith('not'))).toEqual([]);
});

test('who changes nothing still reads', async () => {
  const rights = await rightsBy(
    `${chief}- A **reporter** may read everything except notes, and change nothing: whatever they try to change is answered with \`403\`.`,
  );
  expect(rights).toMatchObject({ 'GET /notes': 'may-not', 'POST /notes': 'may-not', 'DELETE /notes/{noteId}': 'may-not' });
  const all = await rightsBy(`${chief}- A **reporter** may read everything and change nothing.`);
  expect(all).toMatchObject({ 'GET /notes': 'may', 'POST /notes': 'may-not', 'DELETE /notes/{noteId}': 'may-not' });
});

test('whom the security of an operation names by a role of its own may call it', async () => {
  const general = `${chief}- A **reporter** may create notes. Everything else gives \`403\`.`;
  const readBy = async (...security: readonly (readonly string[])[]) =>
    (await rightsBy(general, { ...refused, security: security.map((roles) => ({ token: roles })) }))['GET /notes'];
  expect(await readBy()).toBe('may-not');
  expect(await readBy(['chief'], ['reporter'])).toBe('may');
  expect(await readBy(['chief'])).toBe('may-not');
  expect(await readBy(['chief', 'reporter'])).toBe('may-not');
  // It says nothing of what the right depends on.
  const own = `${chief}- A **reporter** may read their own notes. Everything else gives \`403\`.`;
  expect((await rightsBy(own, { ...refused, security: [{ token: ['reporter'] }] }))['GET /notes']).toBe('open');
  // Where prose says nothing of the operation.
  const silent = `${chief}- A **reporter** may remove notes.`;
  expect((await rightsBy(silent, refused))['GET /notes']).toBeUndefined();
  expect((await rightsBy(silent, { ...refused, security: [{ token: ['reporter'] }] }))['GET /notes']).toBe('may');
});

test('a list of roles introduces each of them at the beginning of its line', async () => {
  const rights = await rightsBy(
    'Each key has one role:\n- **boss** may do everything.\n- **reporter** may read notes. Everything else is `403`.',
  );
  expect(rights).toMatchObject({ 'GET /notes': 'may', 'POST /notes': 'may-not' });
});

const roles =
  'Each key has a role.\n\n- **chief** may do everything.\n- **reporter** writes the daily pages, for which the notes are made.\n- **guest** can look at everything and change nothing.\n';

test('a role of which nothing can be read is not refused what another role is', async () => {
  const { document, operations } = await bayContract({
    ...bayDocument({ '/notes': { get: does({}), post: does(refused) } }),
    info: { title: 'Notes', version: '1', description: roles },
  });
  const rights = rightsIn(document, operations.find(({ key }) => key === 'POST /notes') ?? operations[0]!, []);
  expect([...(rights?.mayNot ?? [])]).toEqual(['guest']);
  expect([...(rights?.all ?? [])].toSorted()).toEqual(['guest', 'reporter']);
});

test('what "them" stands for is not everything', async () => {
  const rights = await rightsBy(`${chief}- A **reporter** may read notes.\n\nFigures are for chiefs. Reporters cannot see them.`);
  expect(rights['GET /notes']).toBe('may');
  expect(rights['GET /notes/{noteId}']).toBe('may');
});

test('an operation says itself to whom it is refused, or that it is open to all', async () => {
  const general = `${chief}- A **reporter** may read everything.`;
  expect((await rightsBy(general, { ...refused, description: 'Chiefs may look; reporters get a 403.' }))['GET /notes']).toBe('may-not');
  expect((await rightsBy(general, { ...refused, description: 'Reporters get a 403 once the desk is closed.' }))['GET /notes']).toBe('open');
  expect(
    (await rightsBy(`${chief}- A **reporter** may not read notes.`, { ...refused, description: 'Open to every role.' }))['GET /notes'],
  ).toBe('may');
  expect((await rightsBy(general, { ...refused, description: 'Chiefs decide, nobody else.' }))['GET /notes']).toBe('may-not');
});

test('what a tag closes to a role is closed there, and not elsewhere', async () => {
  const { document, operations } = await bayContract({
    ...bayDocument({
      '/notes': { get: does(refused) },
      '/desks': { get: { ...does(refused), tags: ['desks'] }, post: { ...does(refused), tags: ['desks'] } },
    }),
    info: { title: 'Notes', version: '1', description: `${chief}- A **reporter** may read everything and may create desks.` },
    tags: [{ name: 'desks', description: 'Where people sit. Reporters cannot see them.' }],
  });
  const mayNot = operations.filter((one) => rightsIn(document, one, [])?.mayNot.has('reporter')).map(({ key }) => key);
  expect(mayNot).toEqual(['GET /desks']);
});

test('a noun that could be a verb, or a word for anything, is about something where a path has it', async () => {
  const table =
    '| | chief | reporter |\n|---|---|---|\n| set list prices | yes | no |\n| create and edit desks | yes | yes |\n| add notes | yes | no |';
  const rights = await rightsBy(`Each token has a role.\n\n${table}`);
  expect(rights['GET /notes']).toBeUndefined();
  expect(rights['POST /notes']).toBe('may-not');
});

test.each([
  'Reporters may not only read but also delete notes.',
  'Reporters cannot always delete notes.',
  'Reporters may not see them all.',
  '- A **reporter** may edit notes, and change nothing that others wrote.',
  '- A **reporter** may edit notes, and change nothing but them.',
  'Deleting notes is for chiefs only after midnight.',
])('refuses nothing: %s', async (said) => {
  const rights = await rightsBy(`${chief}\n${said}\n\n- A **reporter** may read everything.`);
  expect(Object.entries(rights).filter(([, right]) => right === 'may-not')).toEqual([]);
});

test.each([
  'Not open to every role.',
  'Open to any role above reporter.',
  'Available to all users with the role chief.',
  'Available to every member of the desk.',
  'No longer open to all users.',
  'Every user may list their own.',
  'Any user can read notes that are public.',
  'Any token may read in the sandbox.',
  'All tokens may list notes, save for those of reporters.',
  'Any member can be tested.',
  'Every key may have a name.',
  'Any token can expire.',
  'All members may also be left out.',
  'Each user can be invited once.',
  'Any key may be rotated.',
  'Every member can appear in several teams.',
])('is not open to all: %s', async (description) => {
  const rights = await rightsBy(`${chief}- A **reporter** may not read notes.`, { ...refused, description });
  expect(rights['GET /notes']).not.toBe('may');
});

test.each(['Any role may read them.', 'Every user can list notes.', 'Any key may be used here.', 'All members can see them.'])(
  'is open to all: %s',
  async (description) => {
    const rights = await rightsBy(`${chief}- A **reporter** may not read notes.`, { ...refused, description });
    expect(rights['GET /notes']).toBe('may');
  },
);

test('all members are not all where others are guests', async () => {
  const said =
    'Each token has a role.\n\n- **chief** may do everything.\n- **member** may read everything.\n- **reporter** may read nothing of it.\n';
  expect((await rightsBy(said, { ...refused, description: 'Open to all members.' }))['GET /notes']).not.toBe('may');
});

test.each<readonly [string, string]>([
  ['Where people sit. Reporters cannot see them.', 'may-not'],
  ['Reporters have no access.', 'may-not'],
  ['Chiefs see figures. Reporters cannot see them.', 'may'],
  ['Desks have drawers. Reporters cannot see them.', 'may'],
  ['Each desk has an inner comment. Reporters cannot see it.', 'may'],
  ['Deleted desks stay for a week. Reporters cannot see them.', 'may'],
  ['The `price` is secret. Reporters never see it.', 'may'],
  ['Where people sit. Reporters cannot see them all.', 'may'],
])('a tag that says "%s"', async (description, right) => {
  const { document, operations } = await bayContract({
    ...bayDocument({ '/desks': { get: { ...does(refused), tags: ['desks'] } } }),
    info: { title: 'Notes', version: '1', description: `${chief}- A **reporter** may read everything.` },
    tags: [{ name: 'desks', description }],
  });
  const rights = operations.flatMap((one) => rightsIn(document, one, []) ?? [])[0];
  expect(rights?.mayNot.has('reporter') ? 'may-not' : rights?.may.has('reporter') ? 'may' : 'open').toBe(right);
});

/** What the roles of a table may do with notes and slips: of each operation those that may, and those that may not. */
const rightsByTable = async (table: string): Promise<Readonly<Record<string, string>>> => {
  const { document, operations } = await bayContract({
    ...bayDocument({
      '/notes': { get: does({}), post: does({ operationId: 'createNote', ...refused }) },
      '/notes/{noteId}': { parameters: [id], patch: does(refused), delete: does({ summary: 'Archive a note', ...refused }) },
      '/paper-slips': { post: does({ operationId: 'openSlip', ...refused }) },
      '/transfers': { post: does({ operationId: 'createTransfer', ...refused }) },
    }),
    info: { title: 'Notes', version: '1', description: table },
  });
  return Object.fromEntries(
    operations.flatMap((one) => {
      const rights = rightsIn(document, one, []);
      return rights ? [[one.key, `${[...rights.may].join(',')}|${[...rights.mayNot].join(',')}`]] : [];
    }),
  );
};

const head = 'Who may what:\n\n| | chief | clerk | auditor |\n|---|---|---|---|\n';

test('a row of a table lists several things, each with the verb before it', async () => {
  expect(
    await rightsByTable(
      `${head}| record paper, transfers, open and fill slips | yes | yes | – |\n| archive notes, close slips | yes | – | – |\n`,
    ),
  ).toMatchObject({ 'POST /paper-slips': 'clerk|auditor', 'POST /transfers': 'clerk|auditor', 'DELETE /notes/{noteId}': '|clerk,auditor' });
});

test('all verbs of a row are about what follows them, and a word that may be another verb gives nothing', async () => {
  const rights = await rightsByTable(
    `${head}| create, change and archive notes | ✅ | ❌ | 🚫 |\n| open slips, frame notes | ✅ | ✅ | 🚫 |\n`,
  );
  expect(rights).toMatchObject({
    'POST /notes': '|clerk,auditor',
    'PATCH /notes/{noteId}': '|clerk,auditor',
    'DELETE /notes/{noteId}': '|clerk,auditor',
    'POST /paper-slips': 'clerk|auditor',
  });
  expect(rights['GET /notes']).toBeUndefined();
});

test('a cell that says that it depends leaves open what its row is about', async () => {
  const rights = await rightsByTable(
    `${head}| read everything | yes | yes | yes |\n| create notes | yes | own desk | – |\n| archive notes | yes | yes* | – |\n`,
  );
  expect(rights).toMatchObject({ 'POST /notes': '|auditor', 'DELETE /notes/{noteId}': '|auditor', 'GET /notes': 'clerk,auditor|' });
});

test('a row without signs is the heading of those below', async () => {
  const rights = await rightsByTable(
    `${head}| **Notes** | | | |\n| create | ✓ | ✓ | |\n| archive | ✓ | | |\n| **Slips** | | | |\n| open | ✓ | ✓ | ✓ |\n`,
  );
  expect(rights).toMatchObject({
    'POST /notes': 'clerk|auditor',
    'DELETE /notes/{noteId}': '|clerk,auditor',
    'POST /paper-slips': 'clerk,auditor|',
  });
});

test('a table may have a row for each role', async () => {
  const table = '| role | create notes | archive notes |\n|---|---|---|\n| chief | x | x |\n| clerk | x | |\n| auditor | | |\n';
  expect(await rightsByTable(table)).toMatchObject({ 'POST /notes': 'clerk|auditor', 'DELETE /notes/{noteId}': '|clerk,auditor' });
});

test('a cross is "no" beside a sign for "yes"', async () => {
  const rights = await rightsByTable(`${head}| create notes | ✓ | ✓ | x |\n| archive notes | ✓ | x | x |\n`);
  expect(rights).toMatchObject({ 'POST /notes': 'clerk|auditor', 'DELETE /notes/{noteId}': '|clerk,auditor' });
});

test('a table shows that a manager may not do everything', async () => {
  const table = '| | owner | manager |\n|---|---|---|\n| create notes | yes | yes |\n| archive notes | yes | no |\n';
  expect(await rightsByTable(table)).toMatchObject({ 'POST /notes': 'manager|', 'DELETE /notes/{noteId}': '|manager' });
});

test.each([
  '| | sandbox | live |\n|---|---|---|\n| create notes | yes | no |\n| archive notes | no | no |\n',
  '| state | editable | removable |\n|---|---|---|\n| draft notes | yes | no |\n| archived notes | no | no |\n',
])('a table about something else than roles says nothing of rights: %s', async (table) => {
  expect(await rightsByTable(table)).toEqual({});
});

test.each<readonly [string, readonly number[]]>([
  ['Whatever has a dash is a `403`, and rights are looked at before the body is.', [400, 415, 422, 409]],
  ['Permissions are checked first.', [400, 415, 422, 409, 412, 428]],
  ['The role of the caller is checked before anything else.', [400, 415, 422, 409, 412, 428]],
  [
    'The order in which a request is checked: key (401), role (403), syntax (400), whether it exists (404), body (422), state (409).',
    [400, 422, 409],
  ],
  ['The order is: key (401), syntax (400), role (403), state (409).', [409]],
  // Of no order, or of one that may be another.
  ['A lack of rights is answered with 403, a conflict with 409.', []],
  ['Errors are checked in no particular order: 401, 403, 409.', []],
  ['Permissions are usually checked first.', []],
  ['Names are checked before the body is stored.', []],
  ['In order of how often they occur: 403 for some, 409 for others, 403 again.', []],
])('what is answered after rights is read from "%s"', (description, expected) => {
  expect(statusesAfterRights(bayDocument({}, {}, { info: { title: 'Notes', version: '1', description } }), '/notes')).toEqual(expected);
});

test('a conflict with what the path names is not about the body', () => {
  const info = { title: 'Notes', version: '1', description: 'Roles are checked before the body is.' };
  expect(statusesAfterRights(bayDocument({}, {}, { info }), '/notes/{noteId}/return')).toEqual([400, 415, 422]);
});

test.each<readonly [string, boolean]>([
  ['Staff may do on every note what its author may.', true],
  ['Staff can do with any note everything that its owner can.', true],
  ['Staff may do on every note what its author may, except deleting it.', false],
  ['Staff may do on some notes what their authors may.', false],
  ['Staff may do on every note what the office allows.', false],
])('who may do what the owner of each thing may is no lesser role: %s', (said, isFull) => {
  const description = `A key belongs to a clerk or to staff. Clerks may create notes. ${said}`;
  const { full, lesser } = toldRoles(bayDocument({}, {}, { info: { title: 'Notes', version: '1', description } }));
  expect([full.has('staff'), lesser.has('staff')]).toEqual([isFull, !isFull]);
});

test('what is done with keys names no holder of them', () => {
  const description =
    'Please remember keys are secret: rotate keys often and revoke keys that leaked. Writer keys may create notes. An editor key may do more.';
  expect([...toldRoles(bayDocument({}, {}, { info: { title: 'Notes', version: '1', description } })).lesser].toSorted()).toEqual([
    'editor',
    'writer',
  ]);
});

const staff = 'A `chief` and a `head_clerk` have roles.\n\n**Roles.** A `manager` may do everything. ';

test.each<readonly [string, string, string | undefined]>([
  [`${staff}A \`reporter\` may only read and create notes. Anything else is a 403.`, 'DELETE /notes/{noteId}', 'may-not'],
  [`${staff}A \`reporter\` may only read and create notes. Anything else is a 403.`, 'POST /notes', 'may'],
  // What is set off in a paragraph about something else is a member.
  ['There are roles.\n\nA `manager` may do everything.\n\nA `reporter` may read notes.', 'POST /notes', undefined],
  [`${staff}A \`reporter\` may be left out of a note.`, 'POST /notes', undefined],
])('who is set off as a value is a role where the paragraph is about roles: "%s"', async (said, operation, right) => {
  expect((await rightsBy(said))[operation]).toBe(right);
});

test('an action of several words is meant by a phrase with others between', async () => {
  const { document, operations } = await bayContract({
    ...bayDocument({
      '/visits': { get: does({}), post: does(refused) },
      '/visits/{noteId}/check-in': { parameters: [id], post: does({ operationId: 'checkIn', ...refused }) },
      '/visits/{noteId}/check-out': { parameters: [id], post: does({ operationId: 'checkOut', ...refused }) },
    }),
    info: {
      title: 'Visits',
      version: '1',
      description: `${staff}A \`reporter\` may only read and check people in. Anything else is a 403.`,
    },
  });
  const rightTo = (key: string): unknown => {
    const found = operations.find((one) => one.key === key);
    const rights = found && rightsIn(document, found, []);
    return [rights?.may.has('reporter'), rights?.mayNot.has('reporter')];
  };
  expect(rightTo('POST /visits/{noteId}/check-in')).toEqual([true, false]);
  expect(rightTo('POST /visits/{noteId}/check-out')).toEqual([false, true]);
});

/** What an office API says of clerks: each operation with "may" or "may-not", as far as that is known. */
const clerksMay = async (
  description: string,
  of: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
  tags: readonly unknown[] = [],
): Promise<Readonly<Record<string, string>>> => {
  const doing = (key: string): Record<string, unknown> => does({ ...refused, ...of[key] });
  const { document, operations } = await bayContract({
    ...bayDocument({
      '/invoices': { get: doing('list'), post: doing('create') },
      '/invoices/{noteId}': { parameters: [id], get: doing('read'), delete: doing('remove') },
      '/invoices/{noteId}/approve': { parameters: [id], post: doing('approve') },
      '/invoices/{noteId}/comments': { parameters: [id], get: doing('comments') },
      '/members': { get: doing('members'), post: doing('invite') },
    }),
    tags,
    info: { title: 'Office', version: '1', description },
  });
  return Object.fromEntries(
    operations.flatMap((one) => {
      const rights = rightsIn(document, one, []);
      const isNot = rights !== undefined && (rights.mayNot.has('clerk') || rights.mayNot.has(''));
      return isNot ? [[one.key, 'may-not']] : rights?.may.has('clerk') ? [[one.key, 'may']] : [];
    }),
  );
};

const twoRoles = 'There are two roles, admin and clerk. An admin may do everything. ';
const columns = (...rows: readonly string[]): string =>
  `Two roles, admin and clerk.\n\n| | admin | clerk |\n|---|---|---|\n${rows.join('\n')}`;

test.each([
  'Clerks usually may not delete invoices.',
  'By default clerks may not delete invoices.',
  'A clerk may delete invoices she created.',
  'Clerks may not see who approved an invoice.',
  'Clerks may not see deleted invoices.',
  'Only admins may delete invoices that were approved.',
  'Approving an invoice needs the role admin above 1000.',
  'Deleting invoices of a closed year is for admins only.',
  'Clerks may not delete invoices (those that are paid).',
])('nothing is read from what holds for some, or as a rule: %s', async (sentence) => {
  expect(await clerksMay(`${twoRoles}${sentence}`)).toEqual({});
});

test('a row about what belongs to something, or what is meant of it, is not about the whole', async () => {
  const rights = await clerksMay(
    columns(
      '| Invoices (in bulk) | yes | no |',
      '| Comments on invoices | yes | no |',
      '| View deleted members | yes | no |',
      '| Needs two factors to read members | yes | no |',
    ),
  );
  expect(rights).toEqual({ 'GET /invoices/{noteId}/comments': 'may-not' });
  expect(await clerksMay(columns('| Invoices visible | yes | yes |', '| Newsletter | yes | no |'))).toEqual({});
  expect(await clerksMay(columns('| Invoices (delete) | yes | no |', '| Members | yes | yes |'))).toEqual({
    'DELETE /invoices/{noteId}': 'may-not',
    'GET /members': 'may',
    'POST /members': 'may',
  });
});

test.each([
  ['| Invoices | read, write | read |'],
  ['| Invoices | RW | R |', '| Members | RW | RW |'],
  ['| Invoices | create, read, update, delete | read |'],
  ['| Invoices | full | view only |'],
  ['| Invoices | CRUD | R |', '| Members | CRUD | CR |'],
])('a cell may say what is done with what its row is about: %s', async (...rows) => {
  const rights = await clerksMay(columns(...rows));
  expect(rights).toMatchObject({ 'GET /invoices': 'may', 'DELETE /invoices/{noteId}': 'may-not' });
});

test('a cell that gives something in some cases alone leaves that open', async () => {
  const rights = await clerksMay(
    columns('| Invoices | read, write | read; write in years that she has opened |', '| Members | read, write | read, but no guests |'),
  );
  expect(rights).toEqual({ 'GET /invoices': 'may', 'GET /invoices/{noteId}': 'may', 'POST /members': 'may-not' });
  expect(
    await clerksMay(columns('| Invoices | read, write | sees and deletes her own ones only |', '| Members | read, write | – |')),
  ).toEqual({
    'GET /members': 'may-not',
    'POST /members': 'may-not',
  });
});

test('a row may name the tag of an operation that the path calls otherwise', async () => {
  const tags = [{ name: 'Guest list' }];
  const guests = { members: { tags: ['Guest list'] }, invite: { tags: ['Guest list'] } };
  const rights = await clerksMay(columns('| Guest list | read, write | read |', '| Invoices | read | read |'), guests, tags);
  expect(rights).toMatchObject({ 'GET /members': 'may', 'POST /members': 'may-not' });
  const own = columns('| Guest list | read, write | – |', '| Members | read, write | read, write |');
  expect(await clerksMay(own, guests, tags)).toMatchObject({ 'GET /members': 'may', 'POST /members': 'may' });
});

test('a cell withholds what another one names, and no other word for the same', async () => {
  const rights = await clerksMay(columns('| Invoices | read, write | read, edit |', '| Members | read | read |'));
  expect(Object.values(rights)).not.toContain('may-not');
  expect(await clerksMay(columns('| Members | A | B |', '| Invoices | R | D |'))).toEqual({});
});

test('what stands in a column of its own beside what a role may is no right', async () => {
  const table = '| Role | May | May not |\n|---|---|---|\n| admin | everything | |\n| clerk | everything | delete invoices |';
  const rights = await clerksMay(`Two roles.\n\n${table}`);
  expect(rights).toMatchObject({ 'GET /members': 'may' });
  expect(rights).not.toHaveProperty(['DELETE /invoices/{noteId}']);
});

test.each([
  ['remove', 'Paid invoices need the admin role.'],
  ['remove', 'Forcing it requires the admin role.'],
  ['remove', 'Forcing it requires the role admin and an open year.'],
  ['remove', 'Admins may delete approved invoices.'],
  ['remove', 'Admins usually delete invoices.'],
  ['remove', 'Deleting an archived invoice requires the admin role.'],
  ['invite', 'Only admins may invite other admins.'],
  ['invite', 'Only admins can grant the admin role.'],
  ['invite', 'Only admins may use `sendMail`.'],
  ['invite', 'Only admins may see the answer in full.'],
])('%s is not closed by what is said of a part of it: %s', async (which, said) => {
  expect(await clerksMay(twoRoles, { [which]: { summary: 'Does it', description: said } })).toEqual({});
});

test.each([
  ['remove', 'Deleting an invoice requires the admin role.', 'DELETE /invoices/{noteId}'],
  ['approve', 'Only admins may approve an invoice.', 'POST /invoices/{noteId}/approve'],
  ['invite', 'This needs the role admin.', 'POST /members'],
])('%s is closed by what is said of it: %s', async (which, said, key) => {
  expect(await clerksMay(twoRoles, { [which]: { description: said } })).toEqual({ [key]: 'may-not' });
});

test('what a section says of its changes says nothing of other sections', async () => {
  const people = [{ name: 'people', description: 'Those who work here. Deleting these is for admins only.' }];
  expect(await clerksMay(twoRoles, { members: { tags: ['people'] } }, people)).toEqual({});
});

test.each<readonly [string, Readonly<Record<string, string | undefined>>]>([
  [
    'may create notes, but removal requires a second pair of eyes',
    { 'POST /notes': 'may', 'POST /notes/{noteId}/return': undefined, 'DELETE /notes/{noteId}': undefined },
  ],
  ['may read everything and submit notes for removal', { 'DELETE /notes/{noteId}': undefined }],
  ['may read everything and request removal', { 'DELETE /notes/{noteId}': undefined }],
  ['may change draft notes and remove own notes', { 'PATCH /notes/{noteId}': undefined, 'DELETE /notes/{noteId}': undefined }],
  [
    'may do everything but: create, change or remove photos, remove notes, or close desks',
    { 'POST /notes': 'may', 'PATCH /notes/{noteId}': 'may', 'DELETE /notes/{noteId}': 'may-not' },
  ],
  ['may do everything but remove notes, for which a chief has to be asked', { 'POST /notes': 'may', 'DELETE /notes/{noteId}': 'may-not' }],
  ['may do everything but: create photos, delete notes', { 'POST /notes': 'may', 'DELETE /notes/{noteId}': 'may-not' }],
  ['may do everything except what only chiefs may', { 'POST /notes': undefined, 'DELETE /notes/{noteId}': undefined }],
  ['may do anything but what is marked with a star', { 'GET /notes': undefined }],
  // "May only" may say when or of what, and a noun of a path may be a verb.
  ['may only change notes as long as they are open', { 'GET /notes': undefined, 'POST /notes': undefined }],
  ['may only create notes', { 'GET /notes': undefined }],
  ['may only read and note', { 'GET /notes': undefined, 'POST /notes': undefined }],
])('a reporter who %s', async (said, expected) => {
  const rights = await rightsBy(`${chief}- A **reporter** ${said}.`);
  for (const [key, right] of Object.entries(expected))
    expect([key, rights[key] === 'open' ? undefined : rights[key]]).toEqual([key, right]);
});

test('a kind of removal is not every removal', async () => {
  expect(
    (await rightsBy(`${chief}- A **reporter** may read.\n\nBulk removal of notes is reserved to chiefs.`))['DELETE /notes/{noteId}'],
  ).not.toBe('may-not');
  expect((await rightsBy(`${chief}- A **reporter** may read.\n\nRemoval of notes is reserved to chiefs.`))['DELETE /notes/{noteId}']).toBe(
    'may-not',
  );
});

test('a 403 says nothing of a role of which it depends', async () => {
  const subject = await rightsBy(`${chief}- A **reporter** may read everything and create notes subject to approval.`);
  expect(subject['POST /notes']).toBe('open');
  const own = await rightsBy(`${chief}- A **reporter** may read everything and remove their own notes.`);
  expect(own['DELETE /notes/{noteId}']).toBe('open');
});

test('a row of things alone is about what changes them, where another row lets a role read', async () => {
  const table = (reading: string): string =>
    `## Roles\n\n| | reporter | editor | chief |\n|---|---|---|---|\n| ${reading} | yes | yes | yes |\n| notes | - | yes | yes |\n| photos | - | - | yes |`;
  expect(await rightsBy(table('read'))).toMatchObject({
    'GET /notes': 'may',
    'POST /notes': 'may-not',
    'DELETE /notes/{noteId}': 'may-not',
  });
  expect(await rightsBy(table('browse'))).toMatchObject({ 'GET /notes': 'may', 'POST /notes': 'may-not' });
  expect(await rightsBy(table('read (but notes)'))).toMatchObject({ 'GET /notes': 'may-not', 'POST /notes': 'may-not' });
  expect(await rightsBy(table('sign in'))).toMatchObject({ 'GET /notes': 'may-not', 'POST /notes': 'may-not' });
});

test.each<readonly [string, string, string | undefined]>([
  ['Who may do what:', '', 'may-not'],
  ['A user is a reporter by default.', '', 'may-not'],
  ['Planned for version 2:', '', undefined],
  ['The rights that are granted by default; a chief can change them:', '', undefined],
  ['In the web app the menus depend on the role.', '', undefined],
  ['Who gets a mail:', '', undefined],
  ['', 'Limit', undefined],
  ['', 'event', undefined],
  ['', 'field', undefined],
])('a table that holds elsewhere, or is not about rights, gives and takes none: "%s", "%s"', async (lead, first, expected) => {
  const table = `| ${first} | reporter | chief |\n|---|---|---|\n| change notes | yes | yes |\n| delete notes | no | yes |`;
  expect((await rightsBy(`## Roles\n\nA token has a role.\n\n${lead}\n\n${table}`))['DELETE /notes/{noteId}']).toBe(expected);
});

test('a row about something else that shares a word with an operation leaves open what another row grants', async () => {
  const { document, operations } = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: {
        title: 'Hall',
        version: '1',
        description:
          'Roles of a caller:\n\n| | usher | boss |\n|---|---|---|\n| read halls, shifts, seating plans | yes | yes |\n| write seating plans | yes | yes |\n| change halls, plan shifts | no | yes |',
      },
      paths: {
        '/halls/{noteId}/seatingPlan': { parameters: [id], put: { summary: 'Write the seating plan', ...refused } },
        '/shifts': { post: { summary: 'Plan a shift', ...refused } },
      },
    }),
  );
  const mayNot = operations.map((one) => [one.key, ...(rightsIn(document, one, [])?.mayNot ?? [])].join(' '));
  expect(mayNot).toEqual(['PUT /halls/{noteId}/seatingPlan', 'POST /shifts usher']);
});

test('a read that is called after what it is about does nothing by that word', async () => {
  const { document, operations } = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: {
        title: 'Harbour',
        version: '1',
        description:
          'Roles of a caller:\n\n| What | clerk | master |\n|---|---|---|\n| read everything | yes | yes |\n| ships: remove | no | yes |\n| berths: add | no | yes |',
      },
      paths: {
        '/ships/{noteId}': { parameters: [id], delete: { summary: 'Remove ship', ...refused } },
        '/ships/{noteId}/log': { parameters: [id], get: { summary: 'Ship log', operationId: 'listShipLog', ...refused } },
      },
    }),
  );
  const [remove, log] = ['DELETE /ships/{noteId}', 'GET /ships/{noteId}/log'].map((key) => operations.find((one) => one.key === key));
  expect([...((remove && rightsIn(document, remove, [])?.mayNot) ?? [])]).toEqual(['clerk']);
  expect([...((log && rightsIn(document, log, [])?.mayNot) ?? [])]).toEqual([]);
});

test('a role may be kept from acts that paths call by nouns', async () => {
  const rightsOf = async (said: string) => {
    const one = { parameters: [{ name: 'billId', in: 'path', required: true, schema: { type: 'string' } }] };
    const contract = await bayContract(
      bayDocument(
        {
          '/bills': { get: does({}), post: does({ operationId: 'createBill' }) },
          '/bills/{billId}': { ...one, delete: does({ operationId: 'deleteBill' }), patch: does({ operationId: 'updateBill' }) },
          '/bills/{billId}/approvals': { ...one, post: does({ operationId: 'approveBill', summary: 'Approve a bill' }) },
          '/bills/{billId}/returns': { ...one, post: does({ operationId: 'returnBill', summary: 'Take back a bill' }) },
          '/bills/{billId}/remarks': { ...one, post: does({ operationId: 'addRemark' }) },
        },
        {},
        { info: { title: 'Bills', version: '1', description: said } },
      ),
    );
    return Object.fromEntries(
      contract.operations.map((operation) => {
        const { may, mayNot, open } = rightsIn(contract.document, operation, []) ?? { may: new Set(), mayNot: new Set(), open: new Set() };
        return [operation.key, mayNot.has('clerk') ? 'may-not' : may.has('clerk') ? 'may' : open.has('clerk') ? 'open' : undefined];
      }),
    );
  };
  const rights = await rightsOf(
    '**Roles**: a `chief` may do everything. A `clerk` may do everything except approve, return and remove bills.',
  );
  expect(rights).toMatchObject({
    'POST /bills/{billId}/approvals': 'may-not',
    'POST /bills/{billId}/returns': 'may-not',
    'DELETE /bills/{billId}': 'may-not',
    'POST /bills': 'may',
    'PATCH /bills/{billId}': 'may',
    'POST /bills/{billId}/remarks': 'may',
  });
  const reading = await rightsOf('Roles: a `chief` may do everything. A `clerk` only reads and does not see drafts.');
  expect(reading).toMatchObject({ 'GET /bills': 'may', 'POST /bills/{billId}/approvals': undefined });
});

const ofWriter = `${chief}- A **reporter** may read and write notes.\n\n`;

test.each([
  'In the app reporters cannot return notes.',
  'Not only chiefs may return notes.',
  'Returning notes never needs the role chief.',
  'Can reporters return notes? Reporters cannot return notes?',
  'Suppose a reporter may not return notes.',
  'On the free plan reporters may not return notes.',
  'Reporters need not return notes.',
])('"%s" refuses nothing', async (said) => {
  expect((await rightsBy(`${ofWriter}${said}`))['POST /notes/{noteId}/return']).not.toBe('may-not');
});

test.each([
  'may not do everything.',
  'may do almost everything.',
  'may do everything except perhaps delete notes.',
  'may do everything except, on the free plan, delete notes.',
  'may read and write, but need not delete notes.',
])('who %s is neither refused to delete nor let', async (said) => {
  expect([undefined, 'open']).toContain((await rightsBy(`${chief}- A **reporter** ${said}`))['DELETE /notes/{noteId}']);
});

test.each([
  'Everything else may be refused.',
  'Not everything else is refused.',
  'Everything else is no longer refused.',
  'Everything else is refused by default.',
  'Everything else is refused in the app.',
])('"%s" closes nothing', async (said) => {
  const general = `${chief}- A **reporter** may read notes. ${said}`;
  expect((await rightsBy(general))['DELETE /notes/{noteId}']).not.toBe('may-not');
});

test.each([
  'For locked notes only chiefs may list.',
  'Everyone but readers may list notes.',
  'Only chiefs may list notes in bulk.',
  'Only chiefs can usually list notes.',
  'Not available to reporters in the app.',
  'Some lists are limited, e.g. chiefs only.',
])('an operation that says "%s" is not refused', async (description) => {
  const general = `${chief}- A **reporter** may read everything. Everything else gives \`403\`.`;
  expect((await rightsBy(general, { ...refused, description }))['GET /notes']).not.toBe('may-not');
});

test.each<readonly [string, string]>([
  ['Only the assignee and chiefs can delete a note.', 'open'],
  ['Only the assignee can delete a note.', 'open'],
  ['Notes can only be deleted by their assignee.', 'open'],
  ['A note may be removed only by its keeper.', 'open'],
  // About something else, or about roles.
  ['Only the text of a note can be empty.', 'may'],
  ['Only the assignee can see it again.', 'may'],
  ['Deletes the note.', 'may'],
])('what is left to one whom a resource names is given to no whole role elsewhere: %s', async (description, expected) => {
  const { document, operations } = await bayContract({
    ...bayDocument({
      '/notes': { post: does(refused) },
      '/notes/{noteId}': { parameters: [id], delete: does({ ...refused, description }) },
    }),
    info: {
      title: 'Notes',
      version: '1',
      description: `${chief}- A **reporter** may read, create, change and delete notes. Everything else gives \`403\`.`,
    },
  });
  const remove = operations.find(({ method }) => method === 'DELETE');
  const rights = remove && rightsIn(document, remove, []);
  expect(rights?.may.has('reporter') ? 'may' : rights?.open.has('reporter') ? 'open' : 'may-not').toBe(expected);
});
