import { expect, test } from 'vitest';
import { toldRoles } from '../../../src/contract/infer/roles/hidden.ts';
import { rightsIn } from '../../../src/contract/infer/roles/right.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const refused = { responses: { 200: { description: 'x' }, 403: { description: 'The role does not allow it' } } };
const on = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] });
const op = (summary: string) => does({ summary, ...refused });

/** What a keeper of a kennel may do by the introduction: the operations that it may, those that it may not, and those of which that depends. */
const keeper = async (description: string) => {
  const { document, operations } = await bayContract({
    ...bayDocument({
      '/dogs': { get: op('List dogs'), post: op('Register a dog') },
      '/dogs/{dogId}': { ...on('dogId'), delete: op('Remove a dog') },
      '/dogs/{dogId}/groom': { ...on('dogId'), post: op('Groom a dog') },
      '/walks': { get: op('List walks'), post: op('Plan a walk') },
      '/walks/{walkId}/start': { ...on('walkId'), post: op('Start a walk') },
      '/walks/{walkId}/cancel': { ...on('walkId'), post: op('Cancel a walk') },
      '/bills': { get: op('List bills'), post: op('Write a bill') },
      '/bills/{billId}/approve': { ...on('billId'), post: op('Approve a bill') },
      '/me': { get: op('Who am I') },
    }),
    info: { title: 'Kennel', version: '1', description },
  });
  const of = (which: 'may' | 'mayNot' | 'open'): readonly string[] =>
    operations
      .filter((one) => rightsIn(document, one, [])?.[which].has('keeper') === true)
      .map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/gu, '*')}`);
  return { may: of('may'), mayNot: of('mayNot'), open: of('open'), full: [...toldRoles(document).full] };
};

const table = (may: string, more = ''): string =>
  `Each token has one role.\n\n| Role | May |\n|---|---|\n| boss | everything |\n${more}| keeper | ${may} |\n`;

test.each([
  'read dogs and walks; start and groom walks and dogs. Nothing else.',
  'read dogs and walks; start walks; groom dogs; nothing else',
  'Read dogs and walks. Start walks, groom dogs. Nothing more.',
  'dogs: read, groom; walks: read, start. Nothing else.',
  'read dogs<br>read walks<br>start walks<br>groom dogs<br>nothing else',
  'read dogs and walks, start walks and groom dogs, and nothing else',
])('all parts of a cell are rights, and "nothing else" refuses the rest: %s', async (said) => {
  const { may, mayNot, open } = await keeper(table(said));
  expect(may).toEqual(['GET /dogs', 'POST /dogs/*/groom', 'GET /walks', 'POST /walks/*/start']);
  expect(open).toEqual([]);
  expect(mayNot).toEqual(
    expect.arrayContaining(['POST /dogs', 'DELETE /dogs/*', 'POST /walks', 'POST /walks/*/cancel', 'POST /bills', 'POST /bills/*/approve']),
  );
  expect(mayNot).not.toContain('GET /me');
});

test('without "nothing else" the rest is not refused', async () => {
  expect((await keeper(table('read dogs and walks; start walks'))).mayNot).toEqual([]);
  expect((await keeper(table('read dogs and walks; nothing else is logged'))).mayNot).toEqual([]);
});

test('what writes is no exception of what is read, and one operation gives no more than itself', async () => {
  const { may, mayNot, open } = await keeper(table('every `GET` except bills, and `POST /walks`'));
  expect(may).toEqual(['GET /dogs', 'GET /me']);
  expect(mayNot).toEqual(['GET /bills']);
  expect(open).toContain('POST /walks');
});

test('what a role has as another one leaves open what that may not read', async () => {
  const groom = '| groom | every `GET` except bills |\n';
  const { may, open } = await keeper(table('as `groom`, and start walks', groom));
  expect(may).toEqual(['GET /dogs', 'GET /walks', 'POST /walks/*/start', 'GET /me']);
  expect(open).toContain('GET /bills');
  expect((await keeper(table('everything a groom may, and read bills', groom))).may).toContain('GET /bills');
});

test('a verb that only this document has does not give all that is done with what it is about', async () => {
  const { may } = await keeper(table('read walks; groom dogs'));
  expect(may).toEqual(['POST /dogs/*/groom', 'GET /walks']);
  expect((await keeper(table('groom dogs, read walks'))).may).toEqual(['POST /dogs/*/groom', 'GET /walks']);
});

test.each<readonly [string, readonly string[]]>([
  // What the paths call otherwise may be what is given.
  ['read hounds; start walks; nothing else', ['GET /dogs', 'GET /walks', 'GET /bills']],
  ['read dogs; begin walks; nothing else', ['POST /walks', 'POST /walks/*/start']],
  // What cannot be read may give more.
  ['read dogs. Walks are for everybody. Nothing else.', ['GET /walks', 'POST /walks']],
  ['read dogs; submit bills for approval; nothing else', ['POST /bills', 'POST /bills/*/approve']],
  ['read dogs; start walks if assigned; nothing else', ['POST /walks/*/start']],
])('"nothing else" refuses nothing that may be given: %s', async (said, keys) => {
  const { may, mayNot } = await keeper(table(said));
  for (const key of keys) {
    expect(mayNot).not.toContain(key);
    expect(may).not.toContain(key);
  }
});

const list = (said: string): string =>
  `Each token has one role.\n\n- \`boss\`: everything.\n- \`walker\`: read everything, start walks.\n- \`keeper\` ${said}.\n`;

test.each([
  table('read everything except bills, but also remove dogs'),
  table('read everything except bills, but may remove dogs'),
  table('read everything, but can also remove dogs', '| walker | read everything; start walks |\n'),
  table('same as walker, but also remove dogs', '| walker | read everything; start walks |\n'),
  list('may read everything but bills, but may also remove dogs'),
  list('may read everything, but also remove dogs'),
  list(': same as walker, but may also remove dogs'),
])('what follows "but also" is no exception: %s', async (said) => {
  const { may, mayNot } = await keeper(said);
  expect(may).toEqual(expect.arrayContaining(['GET /dogs', 'DELETE /dogs/*', 'GET /walks']));
  expect(mayNot.filter((key) => key !== 'GET /bills')).toEqual([]);
});

test.each([
  table('everything except bills (paid ones)'),
  table('everything except bills (read only)'),
  table('everything but bills (approve)'),
  table('read-only, except bills (read, write)'),
  list('may do everything except bills (read only)'),
  list(': everything but bills (those that were paid)'),
])('brackets behind an exception say of which part it is one: %s', async (said) => {
  const { may, mayNot } = await keeper(said);
  expect(may).toContain('GET /dogs');
  expect(mayNot).toEqual([]);
});

test.each(['everything except bills (`403`)', 'everything but bills (no access)', 'everything except bills, all of them (dogs included)'])(
  'other brackets leave the exception what it is: %s',
  async (said) => {
    expect((await keeper(table(said))).mayNot).toEqual(['GET /bills', 'POST /bills', 'POST /bills/*/approve']);
  },
);

test.each([
  '- **boss**: everything\n- **keeper**:\n  - read dogs and walks\n  - start walks\n  - groom dogs\n  - nothing else\n',
  '- **boss**\n  - everything\n- **keeper**\n\n  - read dogs\n    and walks;\n  - start walks, and\n  - groom dogs.\n  - Nothing else.\n',
  '- boss: everything.\n- keeper: read dogs and walks; start walks, groom dogs; nothing else.\n',
  '- `boss` may do everything\n- `keeper` may read dogs and walks; start walks\n  and groom dogs; nothing else\n',
  '- boss: everything.\n- keeper: reads dogs and walks; starts walks and grooms dogs. Nothing else.\n',
  'Roles are `boss` and `keeper`.\n\nA **boss** may do everything.\n\nA **keeper** may:\n\n- read dogs and walks\n- start walks\n- groom dogs\n- nothing else\n',
])('each right of a list is one of the role above it: %s', async (said) => {
  const { may, mayNot, full } = await keeper(`Each token has one of two roles.\n\n${said}`);
  expect(full).toEqual(['boss']);
  expect(may).toEqual(['GET /dogs', 'POST /dogs/*/groom', 'GET /walks', 'POST /walks/*/start']);
  expect(mayNot).toEqual(expect.arrayContaining(['DELETE /dogs/*', 'POST /walks', 'POST /bills']));
});

test('a heading is the role of the list below it, and what it cannot do is refused', async () => {
  const { may, mayNot } = await keeper(
    '## Roles\n\n### Boss\n\n- everything\n\n### Keeper\n\n- read everything\n- start walks\n\nA keeper cannot:\n\n- remove dogs\n- approve bills\n',
  );
  expect(may).toEqual(expect.arrayContaining(['GET /dogs', 'GET /bills', 'POST /walks/*/start']));
  expect(mayNot).toEqual(['DELETE /dogs/*', 'POST /bills/*/approve']);
});

test.each([
  // A list of something else below a word that is no role, and one with lists of its own.
  '- **boss**: everything\n- **keeper**: read dogs\n\nFees:\n\n- start walks\n- remove dogs\n',
  '- **boss**: everything\n- **keeper**:\n  - read dogs\n  - walks of\n    - small dogs\n    - start walks\n',
  '- **boss**: everything\n- **keeper**: read dogs; walks that they were given start at eight.\n',
])('a list that may be about something else gives nothing: %s', async (said) => {
  const { may, mayNot } = await keeper(`Each token has one of two roles.\n\n${said}`);
  expect(may.filter((key) => key !== 'GET /dogs')).toEqual([]);
  expect(mayNot).toEqual([]);
});

test('"nothing else" ends a paragraph only where all of it is read', async () => {
  const roles = 'Each token has a role.\n\n- **boss** may do everything.\n- **keeper** may read dogs.';
  expect((await keeper(`${roles} Nothing else.`)).mayNot).toContain('GET /walks');
  expect((await keeper(`${roles} Some find walks there. Nothing else.`)).mayNot).toEqual([]);
});

const walker = '| walker | read everything; start walks |\n';

test.each([
  table('everything a walker may, and approve bills', walker),
  table('all rights of a walker, and approve bills', walker),
  list(': everything a walker may, and approve bills'),
])('"everything another role may" is not everything: %s', async (said) => {
  const { may, mayNot, full } = await keeper(said);
  expect(full).toEqual(['boss']);
  expect(may).toEqual(['GET /dogs', 'GET /walks', 'POST /walks/*/start', 'GET /bills', 'POST /bills/*/approve', 'GET /me']);
  expect(mayNot).toEqual([]);
});

test.each(['full access to dogs, read access to walks', 'everything about dogs, read walks', 'all rights of a groom'])(
  'access to a part of it is not everything: %s',
  async (said) => {
    const { may, full } = await keeper(table(said));
    expect(full).toEqual(['boss']);
    expect(may).not.toContain('DELETE /bills/*');
    expect(may).not.toContain('GET /bills');
  },
);

test.each(['all', 'full access', 'everything.', 'full access to all data', 'everything in the kennel'])(
  '"%s" is everything',
  async (said) => {
    expect((await keeper(table(said))).full).toEqual(['boss', 'keeper']);
  },
);

test('all but something is everything but that', async () => {
  const { may, mayNot } = await keeper(table('all but bills'));
  expect(mayNot).toEqual(['GET /bills', 'POST /bills', 'POST /bills/*/approve']);
  expect(may).toHaveLength(9);
});

const matrix = (...rows: readonly string[]): string => `Roles:\n\n| Action | boss | keeper |\n|---|---|---|\n${rows.join('\n')}\n`;

test('"all" in a cell is yes, and "own" depends', async () => {
  const rights = await keeper(matrix('| read dogs | all | all |', '| remove dogs | all | own |', '| start walks | all | no |'));
  expect(rights).toEqual({ may: ['GET /dogs'], open: ['DELETE /dogs/*'], mayNot: ['POST /walks/*/start'], full: ['boss'] });
});

test('a row about an act is about that alone, also with a verb that only this document has', async () => {
  const rights = await keeper(matrix('| read everything | yes | yes |', '| groom dogs | yes | no |', '| start walks | yes | no |'));
  expect(rights.mayNot).toEqual(['POST /dogs/*/groom', 'POST /walks/*/start']);
  const given = await keeper(matrix('| groom dogs | yes | yes |', '| Walks: start, cancel | yes | no |'));
  expect(given.may).toEqual(['POST /dogs/*/groom']);
  expect(given.mayNot).toEqual(['POST /walks/*/start', 'POST /walks/*/cancel']);
});

test('brackets stay with what stands before them, and a verb with a particle is about what follows it', async () => {
  const guest = await keeper(table('read dogs and walks. Never write anything (no bills, no walks; no changes) and cannot remove dogs'));
  expect(guest.may).toEqual(['GET /dogs', 'GET /walks']);
  const own = await keeper(table('read dogs; book, pick up, start and cancel **own** walks'));
  expect(own.may).toEqual(['GET /dogs']);
  expect(own.open).toEqual(expect.arrayContaining(['POST /walks/*/start', 'POST /walks/*/cancel']));
});

const withRows = (...rows: readonly string[]): string =>
  `Each key has a role.\n\n| | keeper | boss |\n|---|---|---|\n| read | yes | yes |\n${rows.map((row) => `| ${row} | yes |\n`).join('')}`;

const reads = ['GET /dogs', 'GET /walks', 'GET /bills'];

test.each<readonly [string, { may?: readonly string[]; mayNot?: readonly string[]; open?: readonly string[] }]>([
  [
    withRows('dogs (delete) | no', 'walks, dogs (create), bills | yes'),
    { may: ['POST /dogs', 'POST /walks', 'POST /bills'], mayNot: ['DELETE /dogs/*'] },
  ],
  [withRows('walks (create, change), dogs (delete) | no'), { mayNot: ['DELETE /dogs/*', 'POST /walks'] }],
  [withRows('walks (create, change) and dogs (delete) | no'), { mayNot: ['DELETE /dogs/*', 'POST /walks'] }],
  [withRows('bills | no', 'walks (create); dogs (delete) | yes'), { may: ['DELETE /dogs/*', 'POST /walks'] }],
  // The only brackets at the end may be about all before them.
  [withRows('bills | no', 'walks, dogs (create) | yes'), { may: ['POST /dogs', 'POST /walks'] }],
  [withRows('walks, dogs (create) | no'), { mayNot: ['POST /dogs', 'POST /walks'] }],
  // What brackets say that is no verb leaves open what is given, and what is not.
  [withRows('bills (in bulk), dogs (create) | no'), { mayNot: ['POST /dogs'], open: ['POST /bills'] }],
  [withRows('walks | no', 'bills (small ones), dogs (create) | yes'), { may: ['POST /dogs'], open: ['POST /bills'] }],
  [table('dogs (create), walks (start), bills'), { may: ['POST /dogs', 'POST /walks/*/start', 'GET /bills', 'POST /bills'] }],
  [
    table('everything but dogs (delete), walks (start)'),
    { may: reads.slice(2), open: ['DELETE /dogs/*', 'POST /walks/*/start', 'POST /walks'] },
  ],
])('brackets in a list are about what stands before them: %s', async (said, expected) => {
  const told = await keeper(said);
  for (const which of ['may', 'mayNot', 'open'] as const) {
    expect(told[which]).toEqual(expect.arrayContaining([...(expected[which] ?? [])]));
  }
  const dogs = ['POST /dogs', 'DELETE /dogs/*'].filter((one) => !Object.values(expected).flat().includes(one));
  for (const one of dogs) expect([...told.may, ...told.mayNot]).not.toContain(one);
});

test('a thing with the name of an act is denied to who reads all as any other thing is', async () => {
  const { document, operations } = await bayContract({
    ...bayDocument({ '/bookings': { get: op('List bookings'), post: op('Make a booking') }, '/dogs': { get: op('List dogs') } }),
    info: { title: 'Kennel', version: '1', description: withRows('bookings, dogs | no') },
  });
  const told = operations.map((one) => [one.key, [...(rightsIn(document, one, [])?.mayNot ?? [])]]);
  expect(Object.fromEntries(told)).toMatchObject({ 'GET /bookings': [], 'POST /bookings': ['keeper'] });
});

test('what the tag of an operation names is denied with what is below it, and what only the path names is open', async () => {
  const move = (tags: readonly string[]) => does({ summary: 'Move a dog', tags, ...refused });
  const { document, operations } = await bayContract({
    ...bayDocument({
      '/dogs': { get: op('List dogs'), post: op('Register a dog') },
      '/dogs/{dogId}/stays': { ...on('dogId'), post: move(['dogs']) },
      '/dogs/{dogId}/visits': { ...on('dogId'), post: move(['visits']) },
    }),
    info: { title: 'Kennel', version: '1', description: withRows('dogs | no') },
  });
  const told = operations.map((one) => [one.path, [...(rightsIn(document, one, [])?.mayNot ?? [])]]);
  expect(Object.fromEntries(told)).toMatchObject({ '/dogs/{dogId}/stays': ['keeper'], '/dogs/{dogId}/visits': [] });
});

test('a row about what a path begins with goes before one about what it ends with', async () => {
  const inMatrix = (...rows: string[]): string => ['| | boss | keeper |', '|---|---|---|', '| write | yes | no |', ...rows].join('\n');
  const may = async (description: string): Promise<boolean> => {
    const { document, operations } = await bayContract({
      ...bayDocument({ '/walks': { get: op('List walks') }, '/exports/walks': { get: op('The walks as a file') } }),
      info: { title: 'Kennel', version: '1', description: `Each token has a role.\n\n${description}` },
    });
    const exported = operations.find(({ path }) => path === '/exports/walks');
    return exported !== undefined && rightsIn(document, exported, [])?.may.has('keeper') === true;
  };
  expect(await may(inMatrix('| read dogs, walks | yes | yes |', '| export | yes | no |'))).toBe(false);
  expect(await may(inMatrix('| read dogs, walks | yes | yes |', '| export | yes | yes |'))).toBe(true);
  expect(await may(inMatrix('| read dogs, walks | yes | yes |'))).toBe(true);
});
