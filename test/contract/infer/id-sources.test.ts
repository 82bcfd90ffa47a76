import { expect, test } from 'vitest';
import { idSourcesOf } from '../../../src/contract/infer/id-sources.ts';
import { idInAddress } from '../../../src/contract/infer/id-pointers.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { operationOf } from '../../../src/contract/operation.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const whole = { type: 'integer' };
const answers = (schema: object) => ({ responses: { '200': { description: 'It', content: { 'application/json': { schema } } } } });
const list = (properties: Record<string, object>) => ({ get: answers({ type: 'array', items: { type: 'object', properties } }) });

/** The sources of a parameter of `GET path`, as `GET /list /pointer /pointer`, or `GET /read $expression`. */
const sourcesOf = async (paths: Record<string, object>, path: string, name: string, schema: object = text): Promise<string[]> => {
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, one = '']) => one);
  const parameters = names.map((one) => ({ name: one, in: 'path', required: true, schema: one === name ? schema : text }));
  const consumer = {
    ...paths[path],
    parameters,
    get: { operationId: 'ask', responses: { '200': { description: 'It' } } },
  };
  const contract = await loadContract(
    writeDocument({ openapi: '3.1.0', info: { title: 'Sources', version: '1' }, paths: { ...paths, [path]: consumer } }),
  );
  const operation = operationOf(contract, `GET ${path}`);
  const parameter = operation.parameters.find((one) => one.name === name);
  if (!parameter) throw new Error(`no parameter ${name}`);
  return idSourcesOf(contract, operation, parameter).map(({ read, from }) =>
    [read.key, ...(from.kind === 'link' ? [from.expression] : (from.members[name] ?? []))].join(' '),
  );
};

test.for<readonly [what: string, paths: Record<string, object>, path: string, name: string, sources: string[], schema?: object]>([
  [
    'a member of an object inside an item, and what the caller sees of itself',
    {
      '/songs': list({ id: text, singer: { type: 'object', properties: { username: text, name: text } } }),
      '/me': { get: answers({ type: 'object', properties: { username: text } }) },
    },
    '/members/{username}',
    'username',
    ['GET /songs /singer/username', 'GET /me $response.body#/username'],
  ],
  [
    'what is below the very thing last',
    {
      '/members/{username}/fans': list({ username: text }),
      '/songs': list({ id: text, singer: { type: 'object', properties: { username: text } } }),
    },
    '/members/{username}',
    'username',
    ['GET /songs /singer/username', 'GET /members/{username}/fans /username'],
  ],
  [
    'nothing inside an item by a name that says too little',
    {
      '/songs': list({ id: text, singer: { type: 'object', properties: { id: text, slug: text } } }),
      '/me': { get: answers({ type: 'object', properties: { id: text, slug: text } }) },
    },
    '/members/{slug}',
    'slug',
    [],
  ],
  [
    'the list at the same path first',
    { '/my/oars': list({ id: text }), '/oars': list({ id: text }) },
    '/oars/{oar}',
    'oar',
    ['GET /oars /id', 'GET /my/oars /id'],
  ],
  [
    'the member with the name of the parameter first',
    { '/oars': list({ id: text, oarCode: text }) },
    '/oars/{oar_code}',
    'oar_code',
    ['GET /oars /oarCode'],
  ],
  [
    'what the name says behind the noun',
    { '/oars': list({ id: whole, number: whole }) },
    '/oars/{oar_number}',
    'oar_number',
    ['GET /oars /number'],
    whole,
  ],
  ['a text before a number for a text', { '/oars': list({ id: whole, slug: text }) }, '/oars/{oar}', 'oar', ['GET /oars /slug /id']],
  [
    'a number as text where the name is that of an id',
    { '/oars': list({ id: whole, name: text }) },
    '/oars/{oarId}',
    'oarId',
    ['GET /oars /id'],
  ],
  ['no text for a number', { '/oars': list({ id: text, name: text }) }, '/oars/{id}', 'id', [], whole],
  ['no object for a text', { '/oars': list({ oar: { type: 'object', properties: { weight: whole } } }) }, '/oars/{oar}', 'oar', []],
  [
    'members inside of metadata',
    { '/oars': list({ kind: text, metadata: { type: 'object', properties: { name: text } } }) },
    '/oars/{name}',
    'name',
    ['GET /oars /metadata/name'],
  ],
  [
    'a list elsewhere that ends in the same segment',
    { '/v1/piers': list({ name: text }) },
    '/x/piers/{pier}/oars',
    'pier',
    ['GET /v1/piers /name'],
  ],
  [
    'a list whose items have a member of that name',
    { '/oars': list({ id: text, crew_id: text }) },
    '/rest/{crew_id}/days',
    'crew_id',
    ['GET /oars /crew_id'],
  ],
  [
    'the address of an item before what it is called',
    { '/oars': list({ name: text, _links: { type: 'object', properties: { self: { type: 'object', properties: { href: text } } } } }) },
    '/oars/{oar}',
    'oar',
    ['GET /oars /_links/self/href /name'],
  ],
  ['an id before the address of an item', { '/oars': list({ id: text, self: text }) }, '/oars/{oar}', 'oar', ['GET /oars /id /self']],
  [
    'no address of what is of another kind',
    { '/oars': list({ crew_id: text, href: text }) },
    '/rest/{crew_id}/days',
    'crew_id',
    ['GET /oars /crew_id'],
  ],
  ['a list of the noun in the name', { '/user/crews': list({ id: text }) }, '/rest/{crewId}', 'crewId', ['GET /user/crews /id']],
  ['none for another noun with the same beginning', { '/commits': list({ id: text }) }, '/notes/{comment_id}', 'comment_id', []],
  ['none for a name that says nothing', { '/oars': list({ id: text }) }, '/piers/{id}', 'id', []],
  ['none for a part of a segment', { '/oars': list({ id: text }) }, '/oars/{id}.json', 'id', []],
  [
    'the object with the name of another parameter of the same item',
    { '/all/oars': list({ id: whole, name: text, crew: { type: 'object', properties: { id: whole, login: text } } }) },
    '/oars/{crew}/{oar}',
    'crew',
    ['GET /all/oars /crew/login'],
  ],
  [
    'a link last',
    {
      '/day': {
        get: {
          responses: {
            '200': { description: 'It', links: { oar: { operationId: 'ask', parameters: { oar: '$response.body#/oar' } } } },
          },
        },
      },
      '/oars': list({ id: text }),
    },
    '/oars/{oar}',
    'oar',
    ['GET /oars /id', 'GET /day $response.body#/oar'],
  ],
])('a path parameter takes %s', async ([, paths, path, name, sources, schema]) => {
  expect(await sourcesOf(paths, path, name, schema)).toEqual(sources);
});

test('an operation that may change something is no source', async () => {
  const crews = { '/crews/delete': { get: answers({ type: 'array', items: { type: 'object', properties: { crew_id: text } } }) } };
  expect(await sourcesOf(crews, '/rest/{crew_id}', 'crew_id')).toEqual([]);
});

const bodyOf = (member: string) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required: [member], properties: { [member]: text } } } },
});

test.for<readonly [what: string, all: object, sources: readonly string[]]>([
  ['asks of all what it asks of one', { requestBody: bodyOf('zone') }, ['POST /evaluate /rate_code']],
  ['asks for something else', { requestBody: bodyOf('colour') }, []],
  ['is asked by others', { requestBody: bodyOf('zone'), security: [{ other: [] }] }, []],
])('what only asks takes what the same question shows that %s', async ([, all, sources]) => {
  const rates = { type: 'object', properties: { rates: { type: 'array', items: { type: 'object', properties: { rate_code: text } } } } };
  const contract = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Rates', version: '1' },
      components: { securitySchemes: { other: { type: 'http', scheme: 'bearer' } } },
      paths: {
        '/evaluate': { post: { ...answers(rates), ...all } },
        '/evaluate/{rate_code}': {
          parameters: [{ name: 'rate_code', in: 'path', required: true, schema: text }],
          post: {
            operationId: 'evaluateRate',
            requestBody: bodyOf('zone'),
            ...answers({ type: 'object', properties: { rate_code: text } }),
          },
        },
      },
    }),
  );
  const operation = operationOf(contract, 'POST /evaluate/{rate_code}');
  const [parameter] = operation.parameters;
  if (!parameter) throw new Error('no parameter');
  const found = idSourcesOf(contract, operation, parameter).map(({ read, from }) =>
    from.kind === 'link' ? '' : `${read.key} ${(from.members['rate_code'] ?? []).join(' ')}`,
  );
  expect(found).toEqual(sources);
});

test.for<readonly [address: unknown, path: string, name: string, id: string | undefined]>([
  ['/oars/long-one', '/oars/{oar}', 'oar', 'long-one'],
  ['https://example.com/v1/oars/long%20one?full=1', '/oars/{oar}/blades', 'oar', 'long one'],
  ['/boats/b-1/oars/4', '/boats/{boat}/oars/{oar}', 'oar', '4'],
  ['/boats/b-1/oars/4', '/boats/{boat}/oars/{oar}', 'boat', undefined],
  ['/rowers/4', '/oars/{oar}', 'oar', undefined],
  ['/oars/4/blades', '/oars/{oar}', 'oar', undefined],
  ['/oars/%E0%A4%A', '/oars/{oar}', 'oar', undefined],
  ['4', '/{oar}', 'oar', undefined],
  ['/x/4', '/{oar}', 'oar', undefined],
  [4, '/oars/{oar}', 'oar', undefined],
])('the address %s names, for %s, as %s: %s', ([address, path, name, id]) => {
  expect(idInAddress(path, name, address)).toBe(id);
});
