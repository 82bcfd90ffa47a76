import { describe, expect, test } from 'vitest';
import { createdResource } from '../../../src/contract/infer/created-resource.ts';
import { parametersIn } from '../../../src/contract/infer/path-template.ts';
import { exchangeOf, readOf, type Reply } from '../../checks/support/exchange.ts';
import { bayContract, bayDocument, does, madeFor, makingFor } from '../../generators/bay-contract.ts';

type Json = Readonly<Record<string, unknown>>;

const id = (name: string): Json => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const one = (name: string): Json => does({ parameters: [id(name)] });

const named = async (paths: Json): Promise<readonly string[]> => {
  const contract = await bayContract(bayDocument(paths));
  return contract.lastingResourceTypes.map(({ name, item, idParameter }) => `${name} by ${idParameter} of ${item.key}`);
};

describe('an upload of what is called by a word for an action', () => {
  const answer = {
    responses: {
      201: {
        description: 'x',
        content: { 'application/json': { schema: { type: 'object', properties: { releaseId: { type: 'string' } } } } },
      },
    },
  };
  const uses = { '/releases/{releaseId}/promote': { post: does({ parameters: [id('releaseId')] }) } };

  test.for([
    { operationId: 'uploadRelease', summary: 'Upload a release' },
    { operationId: 'uploadRelease', summary: 'Upload a printer driver release' },
  ])('adds one where something is done with it afterwards: %o', async (names) => {
    expect(await named({ '/releases': { post: does({ ...answer, ...names }) }, ...uses })).toEqual([
      '/releases by releaseId of GET /releases/{releaseId}',
    ]);
  });

  test.for([
    { operationId: 'uploadRelease', summary: 'Upload and publish a release' },
    { operationId: 'releaseUpload', summary: 'Release an upload' },
    { operationId: 'createRelease', summary: 'Release what is new' },
  ])('is none where it may do more: %o', async (names) => {
    expect(await named({ '/releases': { post: does({ ...answer, ...names }) }, ...uses })).toEqual([]);
  });

  test('is none where nothing is done with it', async () => {
    expect(await named({ '/releases': { post: does({ ...answer, summary: 'Upload a release' }) } })).toEqual([]);
  });
});

describe('a task that is begun to make something new of what is there', () => {
  const task = { $ref: '#/components/schemas/Task' };
  const schemas = { Task: { type: 'object', properties: { id: { type: 'string' }, state: { type: 'string' } } } };
  const content = { 'application/json': { schema: task } };
  const headers = { Location: { schema: { type: 'string' } } };
  const takes = (properties: Json): Json => ({
    requestBody: { content: { 'application/json': { schema: { type: 'object', properties } } } },
  });
  const ofDrawer = takes({ drawerId: { type: 'string' } });
  const effectOf = async (names: Json, body: Json, { path = '/jobs', hasLocation = true } = {}) => {
    const answers = { responses: { 202: { description: 'x', content, ...(hasLocation ? { headers } : {}) } } };
    const paths = {
      [path]: { post: does({ ...answers, ...names, ...body }) },
      [`${path}/{jobId}`]: { get: does({ parameters: [id('jobId')], responses: { 200: { description: 'x', content } } }) },
    };
    const { operations } = await bayContract(bayDocument(paths, schemas));
    const { effect, inferred } = operations.find(({ method }) => method === 'POST') ?? {};
    return [effect, inferred?.reaches];
  };

  test.for([
    { operationId: 'createJob', summary: 'Copy or pack a drawer' },
    { operationId: 'createJob', summary: 'Convert a drawer' },
    { operationId: 'cloneDrawer', summary: 'Clone' },
  ])('is created, and reaches further: %o', async (names) => {
    const [effect, reaches] = await effectOf(names, ofDrawer);
    expect(effect).toBe('creates-permanently');
    expect(reaches).toMatch(/^(?:copy|convert|clone)$/u);
  });

  test('is not begun for a read of it alone', async () => {
    const answers = { responses: { 202: { description: 'x', content, headers } } };
    const names = [id('jobId')];
    const contract = await bayContract(
      bayDocument(
        {
          '/drawers': { post: does({ responses: { 201: { description: 'x', content } } }) },
          '/drawers/{drawerId}': { delete: does({ parameters: [id('drawerId')] }) },
          '/jobs': { post: does({ ...answers, ...ofDrawer, summary: 'Copy a drawer' }) },
          '/jobs/{jobId}': { get: does({ parameters: names, responses: { 200: { description: 'x', content } } }) },
          '/jobs/{jobId}/cancel': { post: does({ parameters: names }) },
        },
        schemas,
      ),
    );
    const kinds = ['GET /jobs/{jobId}', 'POST /jobs/{jobId}/cancel'].map(
      (key) => madeFor(contract, key, { target: { ...makingFor(contract).target, allow: ['mutation', 'permanent', 'destructive'] } }).kind,
    );
    expect(kinds).toEqual(['missing', 'request']);
  });

  test.for<readonly [why: string, names: Json, body: Json, more?: { path?: string; hasLocation?: boolean }]>([
    ['it may remove as well', { summary: 'Copy or purge a drawer' }, ofDrawer],
    ['it may reach people', { summary: 'Copy and send a drawer' }, ofDrawer],
    ['its body names nothing', { summary: 'Copy a drawer' }, takes({ note: { type: 'string' } })],
    ['nothing leads to the task', { summary: 'Copy a drawer' }, ofDrawer, { hasLocation: false }],
    ['it adds to no tasks', { summary: 'Copy a drawer' }, ofDrawer, { path: '/cabinets' }],
  ])('may be anything where %s', async ([, names, body, more]) => {
    expect(await effectOf(names, body, more)).toEqual(['destructive', undefined]);
  });
});

describe('a resource type whose resources stay', () => {
  test('has a creation and a path of one resource', async () => {
    expect(await named({ '/logs': { post: does({}) }, '/logs/{log}': { get: one('log') } })).toEqual(['/logs by log of GET /logs/{log}']);
  });

  test.for([false, true])('is shown by its list alone, in an envelope or not: %s', async (isWrapped) => {
    const log = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, text: { type: 'string' } } };
    const around = (data: Json): Json => (isWrapped ? { type: 'object', properties: { data, meta: { type: 'object' } } } : data);
    const answer = (status: string, schema: Json): Json => ({
      responses: { [status]: { description: 'x', content: { 'application/json': { schema } } } },
    });
    const paths = { '/logs': { get: does(answer('200', around({ type: 'array', items: log }))), post: does(answer('201', around(log))) } };
    expect(await named(paths)).toEqual(['/logs by id of GET /logs/{id}']);
  });

  test.for<readonly [item: Json, made: Json, expected: readonly string[]]>([
    [
      { $ref: '#/components/schemas/Wing' },
      { $ref: '#/components/schemas/Wing' },
      ['/houses/{houseId}/wings by id of GET /houses/{houseId}/wings/{id}'],
    ],
    [{ type: 'object', properties: { id: { type: 'string' } } }, { $ref: '#/components/schemas/Wing' }, []],
    [{ $ref: '#/components/schemas/Door' }, { $ref: '#/components/schemas/Door' }, []],
  ])('is shown by the read of what it is below alone: %o', async ([item, made, expected]) => {
    const answer = (status: string, schema: Json): Json => ({
      parameters: [id('houseId')],
      responses: { [status]: { description: 'x', content: { 'application/json': { schema } } } },
    });
    const house = { type: 'object', properties: { id: { type: 'string' }, wings: { type: 'array', items: item } } };
    const schemas = {
      Wing: { type: 'object', properties: { id: { type: 'string' }, name: { type: 'string' } } },
      Door: { type: 'object', properties: { name: { type: 'string' } } },
    };
    const paths = {
      '/houses/{houseId}': { get: does(answer('200', house)) },
      '/houses/{houseId}/wings': { post: does(answer('201', made)) },
    };
    const contract = await bayContract(bayDocument(paths, schemas));
    expect(contract.lastingResourceTypes.map(({ name, item: { key }, idParameter }) => `${name} by ${idParameter} of ${key}`)).toEqual(
      expected,
    );
  });

  test.for<readonly [member: string, expected: readonly string[]]>([
    ['memoId', ['/memos by memoId of GET /memos/{memoId}']],
    ['authorId', []],
  ])('is shown by its list alone, with the id that the path of an action names: %s', async ([member, expected]) => {
    const memo = { type: 'object', required: [member], properties: { [member]: { type: 'string' }, text: { type: 'string' } } };
    const answer = (status: string, schema: Json): Json => ({
      responses: { [status]: { description: 'x', content: { 'application/json': { schema } } } },
    });
    const paths = {
      '/memos': { get: does(answer('200', { type: 'array', items: memo })), post: does(answer('201', memo)) },
      '/memos/{memoId}/release': { post: does({ parameters: [id('memoId')] }) },
    };
    expect(await named(paths)).toEqual(expected);
  });

  test.for<readonly [path: string, members: readonly string[], expected: readonly string[]]>([
    ['/topics/{slug}', ['slug', 'text'], ['/topics by slug of PUT /topics/{slug}']],
    ['/topics/{topicKey}', ['topicKey'], ['/topics by topicKey of PUT /topics/{topicKey}']],
    ['/topics/{slug}', ['name', 'text'], []],
    // What is only marked there was created elsewhere.
    ['/favourites/{songId}', ['songId', 'text'], []],
  ])('is put at %s and shown by a list alone, with %j', async ([path, members, expected]) => {
    const item = { type: 'object', properties: Object.fromEntries(members.map((name) => [name, { type: 'string' }])) };
    const answer = (status: string, schema: Json): Json => ({
      responses: { [status]: { description: 'x', content: { 'application/json': { schema } } } },
    });
    const [above = '', name = ''] = path.replace('}', '').split('/{');
    const put = (status: string): Json => ({ [path]: { put: does({ parameters: [id(name)], ...answer(status, item) }) } });
    const list = { [above]: { get: does(answer('200', { type: 'object', properties: { data: { type: 'array', items: item } } })) } };
    expect(await named({ ...list, ...put('201') })).toEqual(expected);
    expect(await named({ ...list, ...put('200') })).toEqual([]);
    expect(await named(put('201'))).toEqual([]);
  });

  test.for<readonly [why: string, paths: Json]>([
    ['its resources can be removed', { '/logs': { post: does({}) }, '/logs/{log}': { get: one('log'), delete: one('log') } }],
    ['nothing has the path of one', { '/logs': { get: does({}), post: does({ responses: { '201': { description: 'x' } } }) } }],
    [
      'the path names all with something in common',
      {
        '/logs': { post: does({}) },
        '/logs/{state}': {
          get: does({ parameters: [{ name: 'state', in: 'path', required: true, schema: { enum: ['open', 'shut'] } }] }),
        },
      },
    ],
    ['its creation has an unknown effect', { '/logs/send': { post: does({}) }, '/logs/send/{log}': { get: one('log') } }],
  ])('is none where %s', async ([, paths]) => {
    expect(await named(paths)).toEqual([]);
  });
});

describe('an action leaves something at a path of its own', () => {
  const visit = { $ref: '#/components/schemas/Visit' };
  const answers = (status: string, headers: Json = {}): Json => ({
    responses: { [status]: { description: 'x', headers, content: { 'application/json': { schema: visit } } } },
  });
  const location = { Location: { schema: { type: 'string' } } };
  const admit = (more: Json): Json => does({ parameters: [id('ticket')], ...more });
  const typesOf = async (action: Json, more: Json = {}): Promise<readonly string[]> => {
    const contract = await bayContract({
      ...bayDocument({
        '/tickets': { post: does({}) },
        '/tickets/{ticket}': { get: one('ticket') },
        '/tickets/{ticket}/admit': { post: action },
        '/visits/{visitId}': { get: does({ parameters: [id('visitId')], ...answers('200') }) },
        '/visits/{visitId}/leave': { post: one('visitId') },
        ...more,
      }),
      components: { schemas: { Visit: { type: 'object', properties: { visitId: { type: 'string' } } } } },
    });
    return contract.lastingResourceTypes.filter(({ name }) => name === '/visits').map(({ create, item }) => `${create.key}, ${item.key}`);
  };

  test('where its only success is 201, leads there, and is what the read shows', async () => {
    expect(await typesOf(admit(answers('201', location)))).toEqual(['POST /tickets/{ticket}/admit, GET /visits/{visitId}']);
  });

  test.for<readonly [why: string, action: Json, more?: Json]>([
    ['it does not lead there', admit(answers('201'))],
    ['it is answered 200', admit(answers('200', location))],
    ['its name is one of danger', does({ operationId: 'purgeAll', parameters: [id('ticket')], ...answers('201', location) })],
    [
      'another action does the same',
      admit(answers('201', location)),
      { '/tickets/{ticket}/wave-in': { post: admit(answers('201', location)) } },
    ],
  ])('but not where %s', async ([, action, more]) => {
    expect(await typesOf(action, more)).toEqual([]);
  });
});

describe('a POST below another resource adds to a collection with a path of its own', () => {
  const answer = (status: string, schema: Json): Json => ({
    responses: { [status]: { description: 'x', content: { 'application/json': { schema } } } },
  });
  const page = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
  const inline = (status: string, schema: Json = page, path = '/logs/{log}/report'): Json => ({
    '/logs': { post: does({}) },
    '/logs/{log}': { get: one('log') },
    [path]: { post: does({ parameters: [id('log')], ...answer(status, schema) }) },
    '/reports': { get: does(answer('200', { type: 'array', items: schema })) },
    '/reports/{report}/close': { post: one('report') },
  });
  const lasting = async (paths: Json): Promise<readonly string[]> => {
    const document = bayDocument(paths);
    const contract = await bayContract({
      ...document,
      components: { ...(document['components'] as Json), schemas: { Page: page, Other: page } },
    });
    return contract.lastingResourceTypes.map(({ name, create }) => `${name} by ${create.key}`);
  };
  const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

  test.each([
    ['/assignments', 'Assign a driver to a vehicle'],
    ['/claims', 'Claim a desk'],
    ['/claims', 'File a claim'],
    ['/swaps', 'Propose a swap'],
    ['/runs', 'Log a run'],
  ])('may be added to by the verb of its noun: %s, %s', async (path, summary) => {
    const paths = (status: string): Json => ({
      [path]: { post: does({ summary, ...answer(status, ref('Page')) }) },
      [`${path}/{id}`]: { get: does({ parameters: [id('id')], ...answer('200', ref('Page')) }) },
    });
    expect(await lasting(paths('201'))).toEqual([`${path} by POST ${path}`]);
    // Without a new resource in its answer it may as well change what it names.
    expect(await lasting(paths('200'))).toEqual([]);
    const { [path]: add, ...others } = paths('201');
    expect(await lasting({ '/drivers': add, '/drivers/{id}': Object.values(others)[0] })).toEqual([]);
  });

  test.each([
    ['/claims', { summary: 'Waive the claim' }],
    ['/claims', { summary: 'File a claim', operationId: 'dropClaim' }],
    ['/links', { summary: 'Break a link' }],
    ['/swaps', { summary: 'Swap two shifts' }],
    ['/swaps', { summary: 'Approve a swap' }],
    ['/runs', { summary: 'Trigger a run' }],
    ['/runs', { summary: 'Schedule a run' }],
    ['/releases', { summary: 'Request a release' }],
    ['/stops', { summary: 'Request a stop' }],
    ['/locks', { summary: 'Place a lock' }],
    ['/blocks', { summary: 'Place a block' }],
    ['/calls', { summary: 'Place a call' }],
    ['/links', { operationId: 'breakLink' }],
    ['/attachments', { summary: 'Hide the attach' }],
  ])('is not added to by a verb that ends what its noun names: %s, %s', async (path, called) => {
    const paths = {
      [path]: { post: does({ ...called, ...answer('201', ref('Page')) }) },
      [`${path}/{id}`]: { get: does({ parameters: [id('id')], ...answer('200', ref('Page')) }) },
    };
    expect(await lasting(paths)).toEqual([]);
  });

  test('where both show the same schema', async () => {
    expect(await lasting(inline('201', ref('Page')))).toEqual(['/logs by POST /logs', '/reports by POST /logs/{log}/report']);
  });

  test.for<readonly [why: string, paths: Json]>([
    ['another status than 201 is its success', inline('200', ref('Page'))],
    [
      'the list shows something else',
      { ...inline('201', ref('Page')), '/reports': { get: does(answer('200', { type: 'array', items: ref('Other') })) } },
    ],
    ['the list is of another noun', inline('201', ref('Page'), '/logs/{log}/summary')],
  ])('not where %s', async ([, paths]) => {
    expect(await lasting(paths)).toEqual(['/logs by POST /logs']);
  });
});

describe('a POST whose name says that something is sold', () => {
  const pass = { $ref: '#/components/schemas/Pass' };
  const shows = (status: string, schema: Json): Json => ({
    responses: { [status]: { description: 'x', content: { 'application/json': { schema } } } },
  });
  const effectOf = async (operationId: string, status = '201'): Promise<string> => {
    const document = bayDocument({
      '/guests/{guest}/passes': {
        get: does({ parameters: [id('guest')], ...shows('200', { type: 'array', items: pass }) }),
        post: does({ operationId, parameters: [id('guest')], ...shows(status, pass) }),
      },
    });
    const schemas = { Pass: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } } };
    const { operations } = await bayContract({ ...document, components: { ...(document['components'] as Json), schemas } });
    const operation = operations.find(({ method }) => method === 'POST');
    return `${operation?.effect} ${operation?.inferred?.reaches}`;
  };

  test.for<readonly [name: string, effect: string]>([
    ['sellPass', 'creates-permanently sell'],
    ['buyPasses', 'creates-permanently buy'],
    ['createPass', 'creates-permanently undefined'],
    ['enrolAndPay', 'creates-permanently pay'],
    ['payPass', 'destructive undefined'],
    ['sendAndPay', 'destructive undefined'],
    ['sellEverything', 'destructive undefined'],
    ['sellSeat', 'destructive undefined'],
    ['sendPass', 'destructive undefined'],
  ])('adds to the list of its path where that is what is sold: %s', async ([name, effect]) => {
    expect(await effectOf(name)).toBe(effect);
  });

  test('has an unknown effect where its answer shows nothing new', async () => {
    expect(await effectOf('sellPass', '200')).toBe('destructive undefined');
  });
});

describe('the value in the path of a write', () => {
  const document = bayDocument({
    '/logs': { post: does({}) },
    '/logs/{log}': { put: one('log') },
    '/logs/{log}/pages': { post: one('log') },
    '/logs/{log}/pages/{page}': { patch: does({ parameters: [id('log'), id('page')] }) },
  });
  const valuesFor = async (key: string, target: Json): Promise<unknown> => {
    const contract = await bayContract(document);
    const made = madeFor(contract, key, makingFor(contract, target));
    return made.kind === 'request' ? made.request.pathValues : 'missing';
  };
  const permitted = { allow: ['mutation', 'permanent'] };

  test('is that of a resource of the run that stays, with its parent', async () => {
    expect(await valuesFor('PUT /logs/{log}', permitted)).toEqual({ log: '‹spare:/logs#log›' });
    expect(await valuesFor('POST /logs/{log}/pages', permitted)).toEqual({ log: '‹known:/logs#log›' });
    expect(await valuesFor('PATCH /logs/{log}/pages/{page}', permitted)).toEqual({
      log: '‹spare:/logs/{log}/pages#log›',
      page: '‹spare:/logs/{log}/pages#page›',
    });
  });

  test('is missing without the permission, and where the operator names only a part of it', async () => {
    expect(await valuesFor('PUT /logs/{log}', { allow: ['mutation'] })).toBe('missing');
    const values = { 'PATCH /logs/{log}/pages/{page}': { log: 'l1' } };
    expect(await valuesFor('PATCH /logs/{log}/pages/{page}', { ...permitted, values })).toBe('missing');
  });
});

describe('what a permanent creation answers with 202 counts as new', () => {
  const sentAt = Date.parse('2026-03-01T10:00:00.200Z');
  const date = ['date', 'Sun, 01 Mar 2026 10:00:00 GMT'] as const;
  const known = async (paths: Json, json: Json, headers: Extract<Reply, object>['headers'] = [date], status = 202) => {
    const contract = await bayContract(bayDocument(paths));
    const [type] = [...contract.lastingResourceTypes, ...contract.inferredResourceTypes];
    if (!type) throw new Error('no resource type');
    const request = { ...readOf('GET /logs'), operation: 'POST /logs', method: 'POST', path: '/logs' };
    const exchange = exchangeOf(request, { status, headers, json: { id: 'log-1', ...json } }, { sentAt, tookMs: 40 });
    const created = createdResource(type, exchange, 'http://bay.example');
    return created.kind === 'known' ? created.pathValues[parametersIn(created.path)[0] ?? ''] : undefined;
  };
  const lasting = { '/logs': { post: does({}) }, '/logs/{log}': { get: one('log') } };

  test.each<readonly [string, Json, string | undefined]>([
    ['it was created meanwhile', { createdAt: '2026-03-01T10:00:00.210Z' }, 'log-1'],
    ['it was created in that second', { created_at: '2026-03-01T11:00:00+01:00' }, 'log-1'],
    ['it was created before', { createdAt: '2026-03-01T09:59:40Z' }, undefined],
    ['it will be created', { createdAt: '2026-03-01T10:00:09Z' }, undefined],
    ['its day is shown alone', { createdAt: '2026-03-01' }, undefined],
    ['its zone is not shown', { createdAt: '2026-03-01T10:00:00' }, undefined],
    ['it was changed meanwhile', { updatedAt: '2026-03-01T10:00:00Z' }, undefined],
    ['another object that it shows was created meanwhile', { receipt: { createdAt: '2026-03-01T10:00:00Z' } }, undefined],
    ['it names who created it', { createdBy: '2026-03-01T10:00:00Z' }, undefined],
  ])('where %s, or not', async (_why, json, expected) => {
    expect(await known(lasting, json)).toBe(expected);
  });

  test('by the clock of the server, and by ours only without one', async () => {
    const created = { createdAt: '2026-03-01T12:00:00Z' };
    expect(await known(lasting, created, [['date', 'Sun, 01 Mar 2026 12:00:00 GMT']])).toBe('log-1');
    expect(await known(lasting, { createdAt: '2026-03-01T10:00:00Z' }, [])).toBe('log-1');
    expect(await known(lasting, created, [])).toBe(undefined);
  });

  test('but not after another success, which may show what somebody else made in that second', async () => {
    expect(await known(lasting, { createdAt: '2026-03-01T10:00:00Z' }, [date], 200)).toBe(undefined);
  });

  test('but not where an operation removes such things, because it may be of somebody else', async () => {
    const removed = { '/logs': { post: does({}) }, '/logs/{log}': { get: one('log'), delete: one('log') } };
    expect(await known(removed, { createdAt: '2026-03-01T10:00:00Z' })).toBe(undefined);
  });
});

describe('a POST below another resource creates what is used at a path of its own', () => {
  const pass = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
  const answer = (status: string, schema: Json): Json => ({
    responses: { [status]: { description: 'x', content: { 'application/json': { schema } } } },
  });
  const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
  const sold = (schema: Json, others: Json, at = '/logs/{log}/passes'): Json => ({
    '/logs': { post: does({}) },
    '/logs/{log}': { get: one('log') },
    [at]: { post: does({ parameters: [id('log')], ...answer('201', schema) }) },
    ...others,
  });
  const withSchemas = async (paths: Json) => {
    const contract = await bayContract({
      ...bayDocument(paths),
      components: { schemas: { Pass: pass, Other: pass, Receipt: { type: 'object', properties: { code: { type: 'string' } } } } },
    });
    return {
      lasting: contract.lastingResourceTypes.map(({ name, item }) => `${name} by ${item.path}`).filter((name) => name.includes('passes')),
      removed: contract.inferredResourceTypes.map(({ name, remove }) => `${name} by ${remove.path}`),
    };
  };
  const uses = (parameter: string, more: Json = {}): Json => ({
    [`/passes/{${parameter}}/stamps`]: { post: does({ parameters: [id(parameter)], ...more }) },
  });

  test.for<readonly [why: string, paths: Json]>([
    ['its parameter is called after it', sold(ref('Pass'), uses('pass_id'))],
    ['its parameter is its noun', sold(pass, uses('pass'))],
    ['what is done with it answers with it', sold(ref('Pass'), uses('id', answer('200', ref('Pass'))))],
    ['it is in an envelope', sold({ type: 'object', properties: { data: ref('Pass') } }, uses('passId'))],
  ])('where %s', async ([, paths]) => {
    expect(await withSchemas(paths)).toEqual({
      lasting: ['/logs/{log}/passes by ' + Object.keys(paths).at(-1)?.replace('/stamps', '')],
      removed: [],
    });
  });

  test.for<readonly [why: string, paths: Json]>([
    ['something else is created with its noun', sold(ref('Pass'), { ...uses('passId'), '/passes': { post: does({}) } })],
    [
      'another resource has some too',
      sold(ref('Pass'), {
        ...uses('passId'),
        '/shelves/{shelf}/passes': { post: does({ parameters: [id('shelf')], ...answer('201', ref('Other')) }) },
      }),
    ],
    ['its answer has no id', sold(ref('Receipt'), uses('passId'))],
    ['a plain id may be of anything', sold(ref('Pass'), uses('id'))],
    ['what is done there answers with something else', sold(ref('Pass'), uses('id', answer('200', ref('Other'))))],
    [
      'a read there shows something else',
      sold(ref('Pass'), {
        ...uses('passId'),
        '/passes/{passId}': { get: does({ parameters: [id('passId')], ...answer('200', ref('Other')) }) },
      }),
    ],
    [
      'its answer may be another one',
      {
        ...sold(ref('Pass'), uses('passId')),
        '/logs/{log}/passes': {
          post: does({
            parameters: [id('log')],
            responses: { ...(answer('201', ref('Pass'))['responses'] as Json), 200: { description: 'x' } },
          }),
        },
      },
    ],
  ])('not where %s', async ([, paths]) => {
    expect(await withSchemas(paths)).toEqual({ lasting: [], removed: [] });
  });

  test.for<readonly [why: string, paths: Json, removed: readonly string[]]>([
    [
      'is removed there, where the removal shows it',
      {
        '/passes/{passId}': {
          delete: does({ parameters: [id('passId')], ...answer('200', { type: 'object', properties: { gone: ref('Pass') } }) }),
        },
      },
      ['/logs/{log}/passes by /passes/{passId}'],
    ],
    [
      'is removed there, where another action shows it',
      { ...uses('passId', answer('200', ref('Pass'))), '/passes/{passId}': { delete: one('passId') } },
      ['/logs/{log}/passes by /passes/{passId}'],
    ],
    [
      'is removed there, where nothing else is done there and the parameter is called after it',
      { '/passes/{passId}': { delete: one('passId') } },
      ['/logs/{log}/passes by /passes/{passId}'],
    ],
    ['may be something else, where the parameter is not called after it', { '/passes/{code}': { delete: one('code') } }, []],
  ])('and %s', async ([, others, removed]) => {
    expect((await withSchemas(sold(ref('Pass'), others))).removed).toEqual(removed);
  });

  const bytes = { type: 'string', format: 'binary' };
  const form = { 'multipart/form-data': { schema: { type: 'object', properties: { file: bytes } } } };
  const uploads = (content: Json, others: Json): Json => ({
    ...sold(ref('Pass'), others),
    '/logs/{log}/passes': {
      post: does({ parameters: [id('log')], requestBody: { required: true, content }, ...answer('201', ref('Pass')) }),
    },
  });
  const file = (parameter: string, content: Json = { 'application/pdf': { schema: bytes } }): Json =>
    does({ parameters: [id(parameter)], responses: { 200: { description: 'x', content } } });
  const removes = (parameter: string, below: string, content?: Json): Json => ({
    [`/passes/{${parameter}}`]: { delete: one(parameter), ...(below === '' ? { get: file(parameter, content) } : {}) },
    ...(below === '' ? {} : { [`/passes/{${parameter}}/${below}`]: { get: file(parameter, content) } }),
  });
  const withJson = { 'application/pdf': { schema: bytes }, 'application/json': { schema: ref('Other') } };

  test.for<readonly [why: string, paths: Json, parameter: string]>([
    ['below its path', uploads(form, removes('passId', 'content')), 'passId'],
    ['at its path', uploads(form, removes('passId', '')), 'passId'],
    ['by a plain id', uploads(form, removes('id', 'content')), 'id'],
    ['that was the whole body', uploads({ 'application/pdf': { schema: bytes } }, removes('passId', 'content')), 'passId'],
  ])('and is removed where the file of an upload is read %s', async ([, paths, parameter]) => {
    expect((await withSchemas(paths)).removed).toEqual([`/logs/{log}/passes by /passes/{${parameter}}`]);
  });

  test.for<readonly [why: string, paths: Json]>([
    ['no file is sent', sold(ref('Pass'), removes('passId', 'content'))],
    ['the file is of something else', uploads(form, removes('writerId', 'content'))],
    ['what is read there is no file', uploads(form, removes('passId', 'holder', { 'application/json': { schema: ref('Other') } }))],
    ['what is read there may be something else', uploads(form, removes('passId', '', withJson))],
    ['there is a list of them', uploads(form, { ...removes('passId', ''), '/passes': { get: does(answer('200', ref('Other'))) } })],
    ['others are uploaded too', uploads(form, { ...removes('passId', 'content'), '/passes': { post: does({}) } })],
  ])('but not where %s', async ([, paths]) => {
    expect((await withSchemas(paths)).removed.filter((name) => name.startsWith('/logs/{log}/passes '))).toEqual([]);
  });
});

describe('what is created by a key and only used below its own path', () => {
  const made = (status: number, ...members: readonly string[]): Json => ({
    parameters: [id('log')],
    requestBody: { content: { 'application/json': { schema: { type: 'object', properties: { key: { type: 'string' } } } } } },
    responses: {
      [status]: {
        description: 'x',
        content: {
          'application/json': {
            schema: { type: 'object', properties: Object.fromEntries(members.map((name) => [name, { type: 'string' }])) },
          },
        },
      },
    },
  });
  const within = (create: Json, parameter: string, noun = 'marks'): Json => ({
    '/logs': { post: does({}) },
    '/logs/{log}': { get: one('log') },
    [`/logs/{log}/${noun}`]: { post: does(create) },
    [`/logs/{log}/${noun}/{${parameter}}/notes`]: { get: does({ parameters: [id('log'), id(parameter)] }) },
  });

  test.for<readonly [why: string, paths: Json, parameter: string]>([
    ['a key', within(made(201, 'key', 'name'), 'markKey'), 'markKey'],
    ['a slug', within(made(201, 'slug'), 'mark_slug'), 'mark_slug'],
    ['a code behind a noun of two words', within(made(201, 'code'), 'sparePartCode', 'spare-parts'), 'sparePartCode'],
  ])('by %s', async ([, paths, parameter]) => {
    const found = await named(paths);
    expect(found.filter((type) => type.includes(parameter))).toHaveLength(1);
  });

  test.for<readonly [why: string, paths: Json]>([
    ['its answer has no such member', within(made(201, 'id', 'name'), 'markKey')],
    ['the parameter is called after something else', within(made(201, 'key'), 'stampKey')],
    ['the parameter says more than its noun', within(made(201, 'key'), 'markTypeKey')],
    ['nothing says that it is made', within(made(200, 'key'), 'markKey')],
  ])('not where %s', async ([, paths]) => {
    expect(await named(paths)).toEqual(['/logs by log of GET /logs/{log}']);
  });
});

describe('what is created below one resource and read at a path of its own', () => {
  const offer = { $ref: '#/components/schemas/Offer' };
  const own = { type: 'object', properties: { secret: { type: 'string' } } };
  const schemas = {
    Offer: { type: 'object', properties: { id: { type: 'string' }, state: { type: 'string' } } },
    OfferWithSecret: { allOf: [offer, own] },
    Other: { type: 'object', properties: { id: { type: 'string' } } },
  };
  const answers = (status: number, schema: Json): Json => ({
    responses: { [status]: { description: 'x', content: { 'application/json': { schema } } } },
  });
  const lastingWith = async (answered: Json): Promise<readonly string[]> => {
    const paths = {
      '/gardens/{gardenId}/offers': { post: does({ parameters: [id('gardenId')], ...answers(201, answered) }) },
      '/offers/{offerId}': { get: does({ parameters: [id('offerId')], ...answers(200, offer) }) },
    };
    const contract = await bayContract(bayDocument(paths, schemas));
    return contract.lastingResourceTypes.map(({ name, item }) => `${name} by ${item.key}`);
  };

  test.for([offer, { $ref: '#/components/schemas/OfferWithSecret' }, { allOf: [offer, own] }])(
    'has that path, also where the creation tells more than the read: %o',
    async (answered) => {
      expect(await lastingWith(answered)).toEqual(['/offers by GET /offers/{offerId}']);
    },
  );

  test.for([{ $ref: '#/components/schemas/Other' }, { allOf: [{ $ref: '#/components/schemas/Other' }, own] }, own])(
    'has no such path where the creation tells something else: %o',
    async (answered) => {
      expect(await lastingWith(answered)).toEqual([]);
    },
  );
});
