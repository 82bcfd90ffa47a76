import { expect, test } from 'vitest';
import { refusedTo } from '../../../src/checks/subjects/role-rights.ts';
import { toldRoles } from '../../../src/contract/infer/roles/hidden.ts';
import { rightsIn } from '../../../src/contract/infer/roles/right.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const refused = { responses: { 200: { description: 'x' }, 403: { description: 'The role does not allow it' } } };
const on = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] });
const op = (operationId: string, summary?: string) => does({ operationId, ...(summary === undefined ? {} : { summary }), ...refused });

const orchard = async (description: string, status: readonly string[] = ['ripe', 'picked']) =>
  bayContract({
    ...bayDocument(
      {
        '/trees': { get: op('listTrees'), post: op('createTree', 'Plant a tree') },
        '/trees/{treeId}': { ...on('treeId'), delete: op('deleteTree') },
        '/trees/{treeId}/sketch': { ...on('treeId'), get: op('getSketch'), put: op('writeSketch') },
        '/trees/{treeId}/soil-probes': { ...on('treeId'), post: op('orderProbe', 'Order soil tests') },
        '/helpers/{helperId}/shifts': { ...on('helperId'), put: op('setShifts', 'Replace the picking shifts of a helper') },
        '/queue-list': { get: op('listQueue'), post: op('joinQueue') },
        '/queue-list/{entryId}': { ...on('entryId'), delete: op('leaveQueue') },
        '/exports/trees': { get: op('exportTrees', 'Trees as CSV') },
        '/lent/trees/{treeId}': { ...on('treeId'), get: op('getLentRecord') },
        '/journal': { get: op('listJournal') },
        '/crates': { post: op('addCrate') },
      },
      { Tree: { type: 'object', properties: { status: { type: 'string', enum: status } } } },
    ),
    security: [{ bearer: [] }],
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Tree: { type: 'object', properties: { status: { type: 'string', enum: status } } } },
    },
    info: { title: 'Orchard', version: '1', description },
  });

/** What a picker may do by a table: the operations that it may, and those that it may not. */
const picker = async (...rows: readonly string[]) => {
  const { document, operations } = await orchard(
    ['**Roles**', '', '| | boss | picker |', '|---|---|---|', ...rows.map((row) => `| ${row} |`)].join('\n'),
  );
  const of = (which: 'may' | 'mayNot'): readonly string[] =>
    operations.filter((one) => rightsIn(document, one, [])?.[which].has('picker') === true).map(({ key }) => key);
  return { may: of('may'), mayNot: of('mayNot') };
};

test('the verb of an operation as a whole row wins over a row that names what is at the end of its path', async () => {
  const { may, mayNot } = await picker('read trees | yes | yes', 'export | yes | no');
  expect(may).toContain('GET /trees');
  expect(may).not.toContain('GET /exports/trees');
  expect(mayNot).toContain('GET /exports/trees');
});

test('what an operation is about by its name wins over a row that names a part of its path', async () => {
  const { may, mayNot } = await picker('read trees | yes | yes', 'lent records | yes | no', 'sketch | yes | yes');
  expect(may).not.toContain('GET /lent/trees/{treeId}');
  expect(mayNot).toContain('GET /lent/trees/{treeId}');
});

test('what a list names behind verbs that nothing does with it stands for itself', async () => {
  const given = await picker('delete trees, picking shifts, journal | yes | no', 'cancel picking, no-show, queue list | yes | yes');
  expect(given.mayNot).toEqual(expect.arrayContaining(['PUT /helpers/{helperId}/shifts', 'GET /journal']));
  expect(given.may).toEqual(expect.arrayContaining(['POST /queue-list', 'DELETE /queue-list/{entryId}']));
});

test('a row that is the summary of an operation is about it', async () => {
  expect((await picker('read trees | yes | yes', 'draw, order soil tests | yes | no')).mayNot).toContain(
    'POST /trees/{treeId}/soil-probes',
  );
});

test.each([
  ['a verb before it may be about it too', 'write trees, sketch | yes | no', 'GET /trees/{treeId}/sketch'],
  ['brackets say what is done with it', 'sketch (write) | yes | no', 'GET /trees/{treeId}/sketch'],
  ['another row lets the role read everything', 'sketch | yes | no', 'GET /trees/{treeId}/sketch'],
  ['another row lets the role read it', 'read journal | yes | no', 'GET /trees/{treeId}/sketch'],
  ['it depends', 'sketch | yes | own', 'PUT /trees/{treeId}/sketch'],
  ['brackets narrow it', 'sketch (of sick trees) | yes | no', 'PUT /trees/{treeId}/sketch'],
  ['several rows differ', 'order soil tests | yes | no |\n| water, order soil tests | yes | yes', 'POST /trees/{treeId}/soil-probes'],
])('nothing is denied where %s', async (_, row, key) => {
  expect((await picker('read | yes | yes', row, 'create crates | yes | yes')).mayNot).not.toContain(key);
});

test('an act that another row names with what it is about is not that of every row', async () => {
  const { mayNot } = await picker('read trees | yes | yes', 'export | yes | no', 'export trees | yes | yes');
  expect(mayNot).not.toContain('GET /exports/trees');
});

test('what no row of a table of rights names is refused to nobody', async () => {
  const table = '**Roles**\n\n| | boss | picker |\n|---|---|---|\n| create and read trees | yes | yes |\n| delete trees | yes | no |\n';
  const contract = await orchard(table);
  const whom = (key: string) => {
    const operation = contract.operations.find((one) => one.key === key);
    return operation && refusedTo(contract, operation, true);
  };
  expect(whom('POST /crates')).toBeUndefined();
  expect(whom('DELETE /trees/{treeId}')).toEqual('all');
  const silent = await orchard('Trees and what is picked of them. A viewer may only read.');
  const operation = silent.operations.find((one) => one.key === 'POST /crates');
  expect(operation && refusedTo(silent, operation, true)).toBeDefined();
});

const byState = (head: string): string =>
  `A token has the role boss or picker. A boss may do everything. A picker may only read.\n\n| | ${head} |\n|---|---|---|\n| change the tree | yes | no |\n| delete the tree | no | yes |\n`;

test('the columns of a table of what may be done in each state are no roles', async () => {
  const { document } = await orchard(byState('ripe | picked'));
  expect([...toldRoles(document).lesser]).toEqual(['picker']);
  const others = await orchard(byState('ripe | `picked`'), ['ripe', 'picked', 'gone']);
  expect([...toldRoles(others.document).lesser]).toEqual(['picker']);
});

test('a table of which a column is no state is still one of roles', async () => {
  const { document } = await orchard(byState('boss | picker'), ['ripe', 'picker']);
  expect(toldRoles(document).lesser.has('picker')).toBe(true);
});

test.each(['every `GET` except those of the journal', 'all `GET` but the journal'])(
  'what brackets leave out of reading is not given: %s',
  async (inside) => {
    const { document, operations } = await orchard(
      `A token has one of two roles: a *boss* may do everything; a *picker* may only read (${inside}) and gets \`403\` for the rest.`,
    );
    const right = (key: string) => {
      const operation = operations.find((one) => one.key === key);
      const rights = operation && rightsIn(document, operation, []);
      return rights?.may.has('picker') === true ? 'may' : rights?.mayNot.has('picker') === true ? 'may-not' : 'open';
    };
    expect(right('GET /journal')).not.toBe('may');
    expect(right('GET /trees')).toBe('may');
    expect(right('DELETE /trees/{treeId}')).toBe('may-not');
  },
);
