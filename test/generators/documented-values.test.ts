import { describe, expect, test } from 'vitest';
import type { RequestBody } from '../../src/model/request.ts';
import { bayContract, bayDocument, does, madeFor, makingFor, requestFor } from './bay-contract.ts';

const jsonContent = (media: Record<string, unknown>, mediaType = 'application/json'): Record<string, unknown> => ({
  requestBody: { required: true, content: { [mediaType]: media } },
});

const valueOf = (body: RequestBody | undefined): unknown => (body?.kind === 'json' || body?.kind === 'form' ? body.value : undefined);

const berth = { type: 'object', required: ['length'], properties: { length: { type: 'integer' }, flag: { type: 'string' } } };

describe('the value of a parameter', () => {
  const asked = async (parameter: Record<string, unknown>, values?: Record<string, unknown>) => {
    const contract = await bayContract(
      bayDocument({ '/a': { get: does({ parameters: [{ name: 'p', in: 'query', required: true, ...parameter }] }) } }),
    );
    const target = values === undefined ? {} : { values: { 'GET /a': values } };
    const { query, madeUp } = requestFor(contract, 'GET /a', makingFor(contract, target));
    return [query, madeUp];
  };

  test.for<readonly [what: string, parameter: Record<string, unknown>, value: string]>([
    ['its example', { example: 7, schema: { type: 'integer', example: 1, default: 2 } }, '7'],
    ['the first of its examples', { examples: { a: { value: 7 }, b: { value: 8 } }, schema: { type: 'integer', example: 1 } }, '7'],
    [
      'the first one in the document itself',
      { examples: { a: { externalValue: 'http://bay.example/7' }, b: { value: 8 } }, schema: { type: 'integer' } },
      '8',
    ],
    ['its x-example', { 'x-example': 7, schema: { type: 'integer' } }, '7'],
    ['the example of its schema', { schema: { type: 'integer', example: 7, default: 2 } }, '7'],
    ['one of the examples of its schema', { schema: { type: 'integer', examples: [7, 9] } }, '7'],
    ['the default of its schema', { schema: { type: 'integer', default: 7 } }, '7'],
    ['its constant', { schema: { const: 7, default: 8 } }, '7'],
    ['the first listed value', { schema: { enum: ['x', 'y'] } }, 'x'],
    [
      'the next example where one breaks the schema',
      { examples: { a: { value: 'x' }, b: { value: 8 } }, schema: { type: 'integer' } },
      '8',
    ],
    ['the default where the example breaks the schema', { example: 'x', schema: { type: 'integer', default: 5 } }, '5'],
  ])('is %s, and documented', async ([, parameter, value]) => {
    expect(await asked(parameter)).toEqual([[['p', value]], undefined]);
  });

  test('is none where its pattern is not supported, unless the document prints one', async () => {
    const pattern = '(?i)^ab';
    expect(await asked({ schema: { type: 'string', pattern, example: 'AB1' } })).toEqual([[['p', 'AB1']], undefined]);
    const contract = await bayContract(
      bayDocument({
        '/a': { get: does({ parameters: [{ name: 'p', in: 'query', required: true, schema: { type: 'string', pattern } }] }) },
        '/b': { post: does(jsonContent({ schema: { type: 'object', required: ['p'], properties: { p: { type: 'string', pattern } } } })) },
      }),
    );
    for (const key of ['GET /a', 'POST /b']) {
      const made = madeFor(contract, key, makingFor(contract));
      expect(made.kind === 'missing' && JSON.stringify(made.prerequisites)).toContain('is not a regular expression of ECMA-262');
    }
  });

  test('is that of the operator first', async () => {
    expect(await asked({ example: 7, schema: { type: 'integer' } }, { p: 9 })).toEqual([[['p', '9']], undefined]);
  });

  test.for<readonly [schema: Record<string, unknown>, value: RegExp]>([
    [{ type: 'integer' }, /^1$/],
    [{ type: 'string' }, /^ct$/],
    [{ type: 'string', pattern: String.raw`^[A-Z]{3}-\d+$` }, /^[A-Z]{3}-\d+$/],
    [{ type: 'array', items: { type: 'integer' } }, /^1$/],
    [{ type: 'integer', example: 'no number' }, /^1$/],
  ])('of %j is made up where the document prints none', async ([schema, value]) => {
    const [query, madeUp] = await asked({ schema });
    expect(query).toEqual([['p', expect.stringMatching(value)]]);
    expect(madeUp).toEqual(['p']);
  });

  test.for<Record<string, unknown>>([
    { example: null, schema: { type: ['string', 'null'] } },
    { example: [], schema: { type: 'array' } },
    { in: 'header', name: 'P', example: 'Sj\u00f8', schema: { type: 'string' } },
  ])('%j is documented, and its style is not', async (parameter) => {
    const [, madeUp] = await asked(parameter);
    expect(madeUp).toHaveLength(1);
  });

  test('is asked for where no style can write it', async () => {
    const contract = await bayContract(
      bayDocument({
        '/a': { get: does({ parameters: [{ name: 'p', in: 'query', required: true, example: [[1]], schema: { type: 'array' } }] }) },
      }),
    );
    const made = madeFor(contract, 'GET /a');
    expect(made).toMatchObject({
      kind: 'missing',
      prerequisites: [{ path: '/values/GET ~1a/p', sentence: expect.stringContaining('style form') }],
    });
    expect(requestFor(contract, 'GET /a', makingFor(contract, { values: { 'GET /a': { p: '1;2' } } })).query).toEqual([['p', '1;2']]);
  });
});

describe('a path parameter', () => {
  const path = (method: string, parameter: Record<string, unknown>) =>
    bayContract(bayDocument({ '/a/{id}': { [method]: does({ parameters: [{ name: 'id', in: 'path', required: true, ...parameter }] }) } }));

  test.for<Record<string, unknown>>([
    { example: 7, schema: { type: 'integer' } },
    { examples: { x: { value: 7 } }, schema: { type: 'integer' } },
    { schema: { type: 'integer', example: 7 } },
    { schema: { type: 'integer', default: 7 } },
    { schema: { type: 'integer', enum: [7, 8] } },
  ])('of a read takes what the document prints: %j', async (parameter) => {
    const request = requestFor(await path('get', parameter), 'GET /a/{id}');
    expect(request.pathValues).toEqual({ id: '7' });
    expect(request.madeUp).toBeUndefined();
  });

  test('of a read is never made up', async () => {
    expect(madeFor(await path('get', { schema: { type: 'integer' } }), 'GET /a/{id}')).toMatchObject({ kind: 'missing' });
  });

  test.for(['delete', 'put', 'patch', 'post'])('of a %s is never what the document prints', async (method) => {
    const contract = await path(method, { example: 7, schema: { type: 'integer', default: 7 } });
    expect(madeFor(contract, `${method.toUpperCase()} /a/{id}`)).toMatchObject({
      kind: 'missing',
      prerequisites: [{ sentence: expect.stringContaining('it names something that has to exist') }],
    });
  });

  test('is required although the document calls it optional, or does not declare it', async () => {
    const contract = await bayContract(
      bayDocument({
        '/b/{id}': { get: does({ parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', example: 'x y' } }] }) },
        '/c/{id}': { get: does({}) },
      }),
    );
    const operations = contract.operations.map((one) => ({
      ...one,
      parameters: one.parameters.map((each) => ({ ...each, required: false })),
    }));
    const lax = { ...contract, operations };
    expect(requestFor(lax, 'GET /b/{id}').pathValues).toEqual({ id: 'x y' });
    expect(madeFor(lax, 'GET /c/{id}')).toMatchObject({ kind: 'missing', prerequisites: [{ path: '/values/GET ~1c~1{id}/id' }] });
    expect(requestFor(lax, 'GET /c/{id}', makingFor(lax, { values: { 'GET /c/{id}': { id: 4 } } })).pathValues).toEqual({ id: '4' });
  });
});

describe('a body', () => {
  const bodyOf = async (
    media: Record<string, unknown>,
    more: { readonly path?: string; readonly operation?: Record<string, unknown> } = {},
  ) => {
    const { path = '/a', operation = {} } = more;
    const contract = await bayContract(bayDocument({ [path]: { post: does({ ...jsonContent(media), ...operation }) } }, { Berth: berth }));
    const { body, madeUp } = requestFor(contract, `POST ${path}`);
    return [valueOf(body), madeUp];
  };

  const schema = { $ref: '#/components/schemas/Berth' };

  test.for<readonly [what: string, media: Record<string, unknown>, value: unknown]>([
    [
      'the whole example of its media type',
      { schema, example: { length: 9, flag: 'NL', extra: true } },
      { length: 9, flag: 'NL', extra: true },
    ],
    ['the first of its examples', { schema, examples: { a: { value: { length: 9 } }, b: { value: { length: 8 } } } }, { length: 9 }],
    ['an example that is a text of JSON', { schema, example: '{"length": 9}' }, { length: 9 }],
    ['its x-example', { schema, 'x-example': { length: 9 } }, { length: 9 }],
    ['the example of its schema', { schema: { ...berth, example: { length: 9 } } }, { length: 9 }],
    ['the examples of its schema', { schema: { ...berth, examples: [{ length: 'x' }, { length: 9 }] } }, { length: 9 }],
    [
      'made of the examples of its members',
      { schema: { ...berth, properties: { length: { type: 'integer', example: 9 }, flag: { type: 'string', example: 'NL' } } } },
      { length: 9 },
    ],
    [
      'made of the members that print an example, where none is required',
      { schema: { type: 'object', properties: { length: { type: 'integer', example: 9 }, flag: { type: 'string' } } } },
      { length: 9 },
    ],
  ])('is %s', async ([, media, value]) => {
    expect(await bodyOf(media)).toEqual([value, undefined]);
  });

  test('is made up where its example breaks its schema', async () => {
    expect(await bodyOf({ schema, example: { length: 'nine' } })).toEqual([{ length: 1 }, ['length']]);
  });

  test('has the operator’s values in the example of the whole', async () => {
    const contract = await bayContract(
      bayDocument({ '/a': { post: does(jsonContent({ schema, example: { length: 9, flag: 'NL' } })) } }, { Berth: berth }),
    );
    const request = requestFor(contract, 'POST /a', makingFor(contract, { values: { 'POST /a': { length: 12 } } }));
    expect(valueOf(request.body)).toEqual({ length: 12, flag: 'NL' });
    const whole = requestFor(contract, 'POST /a', makingFor(contract, { values: { 'POST /a': { body: { length: 13 } } } }));
    expect(valueOf(whole.body)).toEqual({ length: 13 });
  });

  test('is sent where it is not required and the operator gives it, or one of its members', async () => {
    const optional = { requestBody: { content: { 'application/json': { schema: { properties: { note: { type: 'string' } } } } } } };
    const contract = await bayContract(bayDocument({ '/a': { post: does(optional) } }));
    const bodyWith = (given: Record<string, unknown>) =>
      valueOf(requestFor(contract, 'POST /a', makingFor(contract, { values: { 'POST /a': given } })).body);
    expect(bodyWith({ body: { note: 'x' } })).toEqual({ note: 'x' });
    expect(bodyWith({ note: 'y' })).toEqual({ note: 'y' });
    expect(bodyWith({ other: 'z' })).toEqual({});
  });

  test('is sent where it is not required but its members are', async () => {
    const contract = await bayContract(
      bayDocument(
        {
          '/a': { post: does({ requestBody: { content: { 'application/json': { schema } } } }) },
          '/b': { post: does({ requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } }) },
        },
        { Berth: berth },
      ),
    );
    expect(valueOf(requestFor(contract, 'POST /a').body)).toEqual({ length: 1 });
    expect(requestFor(contract, 'POST /b').body).toBeUndefined();
  });
});

describe('what is read-only is never sent', () => {
  const boat = {
    type: 'object',
    required: ['id', 'mast', 'crew'],
    properties: {
      id: { type: 'integer', readOnly: true, example: 1 },
      mast: { $ref: '#/components/schemas/Mast' },
      crew: {
        type: 'array',
        minItems: 1,
        items: { allOf: [{ $ref: '#/components/schemas/Sailor' }, { type: 'object', required: ['id'] }] },
      },
    },
  };
  const schemas = {
    Boat: boat,
    Mast: {
      type: 'object',
      required: ['id', 'height'],
      properties: { id: { type: 'integer', readOnly: true }, height: { type: 'integer' } },
    },
    Sailor: { type: 'object', required: ['rank'], properties: { id: { type: 'integer', readOnly: true }, rank: { type: 'string' } } },
  };

  test.for<readonly [what: string, media: Record<string, unknown>]>([
    ['required', {}],
    ['exampled', { example: { id: 1, mast: { id: 2, height: 3 }, crew: [{ id: 4, rank: 'mate' }] } }],
    ['exampled by the schema', { schema: { ...boat, example: { id: 1, mast: { id: 2, height: 3 }, crew: [{ id: 4, rank: 'mate' }] } } }],
  ])('though it is %s, at any depth', async ([, media]) => {
    const contract = await bayContract(
      bayDocument({ '/a': { post: does(jsonContent({ schema: { $ref: '#/components/schemas/Boat' }, ...media })) } }, schemas),
    );
    const value = valueOf(requestFor(contract, 'POST /a').body);
    expect(JSON.stringify(value)).not.toContain('"id"');
    expect(value).toMatchObject({ mast: { height: expect.any(Number) }, crew: [{ rank: expect.any(String) }] });
  });

  test('nor inside a choice of schemas, and the choice still matches', async () => {
    const choice = {
      oneOf: [{ $ref: '#/components/schemas/Mast' }, { type: 'object', required: ['keel'], properties: { keel: { type: 'string' } } }],
    };
    const contract = await bayContract(bayDocument({ '/a': { post: does(jsonContent({ schema: choice })) } }, schemas));
    expect(valueOf(requestFor(contract, 'POST /a').body)).toEqual({ height: 1 });
  });
});

describe('values that a creation must not repeat', () => {
  const member = (property: Record<string, unknown>, name = 'name') => ({
    schema: { type: 'object', required: [name], properties: { [name]: property } },
  });
  const created = async (
    media: Record<string, unknown>,
    nonce = 'n1',
    responses: Record<string, unknown> = { '201': { description: 'Made' } },
  ) => {
    const contract = await bayContract(bayDocument({ '/boats': { post: { ...jsonContent(media), responses } } }));
    const { body, madeUp } = requestFor(contract, 'POST /boats', makingFor(contract, {}, nonce));
    return { value: valueOf(body) as Record<string, unknown>, madeUp };
  };

  test.for<readonly [name: string, property: Record<string, unknown>, form: RegExp]>([
    ['name', { type: 'string' }, /^ct-n1-plain-post-boats-name$/],
    ['name', { type: 'string', example: 'Albatros' }, /^ct-n1-plain-post-boats-name$/],
    ['name', { type: 'string', maxLength: 8 }, /^ct-[0-9a-f]{5}$/],
    ['name', { type: 'string', pattern: '^[a-z]+$', maxLength: 12, example: 'boat' }, /^[a-z]{12}$/],
    ['name', { type: 'string', pattern: '^[A-Z]{3}-[0-9]{4}$' }, /^[A-Z]{3}-[0-9]{4}$/],
    ['remark', { type: 'string' }, /^ct-n1-plain-post-boats-remark$/],
    ['email', { type: 'string', example: 'captain@bay.example' }, /^ct-[0-9a-f]{12}@example\.com$/],
    ['mail', { type: 'string', format: 'email' }, /^ct-[0-9a-f]{12}@example\.com$/],
    ['home', { type: 'string', format: 'uri' }, /^https:\/\/example\.com\/ct-[0-9a-f]{12}$/],
    ['host', { type: 'string', format: 'hostname' }, /^ct-[0-9a-f]{12}\.example\.com$/],
    ['ref', { type: 'string', format: 'uuid' }, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/],
    ['sku', { type: 'string', example: 'BOAT-2041-X' }, /^BO[A-Z]{2}-\d{4}-[A-Z]$/],
  ])('%s of %j is fresh in every run, and the same for one nonce', async ([name, property, form]) => {
    const [first, again, other] = [
      await created(member(property, name)),
      await created(member(property, name)),
      await created(member(property, name), 'n2'),
    ];
    expect(first.value[name]).toMatch(form);
    expect(again.value).toEqual(first.value);
    expect(other.value[name]).not.toBe(first.value[name]);
    expect(first.madeUp).toEqual([name]);
  });

  test('is made fresh in an example of the whole too, and nothing else is changed', async () => {
    const { schema } = member({ type: 'string' });
    const { value, madeUp } = await created({ schema, example: { name: 'Albatros', home: { name: 'Texel' }, length: 9, tag: 'x' } });
    expect(value).toEqual({ name: 'ct-n1-plain-post-boats-name', home: { name: 'Texel' }, length: 9, tag: 'x' });
    expect(madeUp).toEqual(['name']);
  });

  test.for<readonly [name: string, property: object, form: RegExp, responses: object]>([
    ['serialNumber', { example: 'LP-004711', pattern: '^LP-[0-9]{6}$' }, /^LP-(?!004711)\d{6}$/, { 409: { description: 'Conflict' } }],
    ['serialNumber', { example: 'LP-004711', pattern: '^LP-[0-9]{6}$' }, /^LP-004711$/, {}],
    [
      'tally',
      { example: 'QX-12345', pattern: '^[A-Z]{2}-[0-9]{5}$' },
      /^(?!QX-12345)[A-Z]{2}-\d{5}$/,
      { 409: { description: 'Conflict' } },
    ],
    ['tally', { example: 'plum' }, /^plum$/, { 409: { description: 'Conflict' } }],
    ['country', { example: 'NL', pattern: '^[A-Z]{2}$' }, /^NL$/, { 409: { description: 'Conflict' } }],
  ])('%s of %j may be taken where a conflict is described', async ([name, property, form, conflict]) => {
    const schema = { type: 'object', required: [name], properties: { [name]: { type: 'string', ...property } } };
    const { value } = await created({ schema }, 'n1', { 201: { description: 'It' }, ...conflict });
    expect(value[name]).toMatch(form);
  });

  test('is left as printed where it is listed, or where nothing is created', async () => {
    const listed = await created(member({ type: 'string', enum: ['sloop', 'yawl'] }));
    expect(listed).toEqual({ value: { name: 'sloop' }, madeUp: undefined });
    const login = await created({ ...member({ type: 'string' }, 'login'), example: { login: 'captain' } }, 'n1', {
      '200': { description: 'Hello' },
    });
    expect(login).toEqual({ value: { login: 'captain' }, madeUp: undefined });
  });

  test('nor is a login name changed', async () => {
    const { schema } = member({ type: 'string' }, 'username');
    const responses = { '201': { description: 'Hello' } };
    const contract = await bayContract(
      bayDocument({ '/sessions': { post: { ...jsonContent({ schema, example: { username: 'captain' } }), responses } } }),
    );
    expect(valueOf(requestFor(contract, 'POST /sessions').body)).toEqual({ username: 'captain' });
  });

  test('an id is left to the service, or made fresh where one is required', async () => {
    const optional = { type: 'object', properties: { id: { type: 'integer' }, length: { type: 'integer' } } };
    expect((await created({ schema: optional, example: { id: 1, length: 9 } })).value).toEqual({ length: 9 });
    const required = { ...optional, required: ['id'] };
    const { value, madeUp } = await created({ schema: required, example: { id: 1, length: 9 } });
    expect(value).toEqual({ id: expect.any(Number), length: 9 });
    expect(value['id']).toBeGreaterThan(999_999);
    expect(madeUp).toEqual(['id']);
  });
});

describe('a body whose members depend on each other', () => {
  const bodyOf = async (schema: Record<string, unknown>, values?: Record<string, unknown>) => {
    const contract = await bayContract(bayDocument({ '/a': { put: does(jsonContent({ schema })) } }));
    const target = values === undefined ? {} : { values: { 'PUT /a': values } };
    return madeFor(contract, 'PUT /a', makingFor(contract, target));
  };
  const sail = { type: 'string', enum: ['jib', 'spinnaker'] };

  test.each<[string, Record<string, unknown>]>([
    ['if', { if: { properties: { sail: { const: 'jib' } } }, then: { required: ['area'] } }],
    ['dependentRequired', { dependentRequired: { sail: ['area'] } }],
    ['oneOf', { oneOf: [{ required: ['area'] }, { required: ['length'] }] }],
  ])('by %s is drawn from the whole schema, and made up', async (_keyword, rule) => {
    const properties = { sail, area: { type: 'integer' }, length: { type: 'integer' } };
    const made = await bodyOf({ type: 'object', required: ['sail'], additionalProperties: false, properties, ...rule });
    expect(made).toMatchObject({ kind: 'request', request: { madeUp: ['body'] } });
    const value = made.kind === 'request' ? valueOf(made.request.body) : undefined;
    expect(value).toEqual(expect.objectContaining({ sail: expect.stringMatching(/^(?:jib|spinnaker)$/) }));
    if ((value as { sail: string }).sail === 'jib' || _keyword !== 'if')
      expect(Object.keys(value as object).some((name) => name === 'area' || (_keyword === 'oneOf' && name === 'length'))).toBe(true);
  });

  test('is that of the operator where it is given', async () => {
    const schema = { type: 'object', required: ['sail'], properties: { sail }, dependentRequired: { sail: ['area'] } };
    const made = await bodyOf(schema, { sail: 'jib' });
    expect(made.kind === 'request' && valueOf(made.request.body)).toEqual({ sail: 'jib' });
  });

  test('is asked for where none is found', async () => {
    const made = await bodyOf({ type: 'object', required: ['sail'], properties: { sail }, not: { required: ['sail'] } });
    expect(made).toMatchObject({ kind: 'missing', prerequisites: [{ sentence: expect.stringContaining('body') }] });
  });
});
