import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const members = {
  name: { type: 'string', minLength: 3, maxLength: 60 },
  trees: { type: 'integer', minimum: 0, maximum: 900 },
};
const orchard = {
  type: 'object',
  required: ['id', 'name', 'status'],
  properties: { id: { type: 'string', readOnly: true }, status: { type: 'string', enum: ['open', 'shut'], readOnly: true }, ...members },
};
const asked = (required: readonly string[]) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties: members } } },
});
const refused = { 400: { description: 'Wrong' }, 409: { description: 'The name is taken' } };

const document = {
  openapi: '3.0.3',
  info: { title: 'Orchards', version: '1' },
  paths: {
    '/orchards': {
      get: { description: 'All of them, newest first.', responses: { 200: json({ type: 'array', items: orchard }) } },
      post: {
        description: 'The name must be unique among the orchards; upper and lower case do not matter.',
        requestBody: asked(['name']),
        responses: { 201: json(orchard), ...refused },
      },
    },
    '/orchards/{orchardId}': {
      parameters: [{ name: 'orchardId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: json(orchard), 404: { description: 'None' } } },
      patch: { requestBody: asked([]), responses: { 200: json(orchard), 404: { description: 'None' }, ...refused } },
      put: { requestBody: asked(['name']), responses: { 200: json(orchard), 404: { description: 'None' }, ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
};

type Orchard = { readonly id: string; readonly status: string; name: string; trees?: number };
/** A name in a form that leaves no room for a mark of the run. */
const printed = { ...members, name: { ...members.name, pattern: '^[A-Z]{4}[0-9]{6}$', example: 'GRVN204117' } };

type Flaw =
  | 'none'
  | 'compares late'
  | 'compares no change'
  | 'compares no replacement'
  | 'minds case'
  | 'stores refused ones'
  | 'trims and answers 422';

const saidOfCase = 'The name must be unique among the orchards; upper and lower case do not matter.';

/** What is told of a server, and the names that are left there. */
const told = async (flaw: Flaw, words = saidOfCase, form?: typeof printed) => {
  const orchards = new Map<string, Orchard>([['o-0', { id: 'o-0', status: 'open', name: 'Old orchard' }]]);
  let next = 1;
  const keyOf = (name: string): string => (flaw === 'minds case' ? name : name.trim().toLowerCase());
  const isTaken = (name: string, but = ''): boolean =>
    [...orchards.values()].some((one) => one.id !== but && keyOf(one.name) === keyOf(name));
  const add = (name: string, trees?: number): Orchard => {
    const made: Orchard = { id: `o-${next++}`, status: 'open', name: flaw === 'trims and answers 422' ? name.trim() : name };
    if (trees !== undefined) made.trees = trees;
    orchards.set(made.id, made);
    return made;
  };
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const wrong = flaw === 'trims and answers 422' ? 422 : 400;
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'orchards') return give(404);
    if (id === undefined && incoming.method === 'GET') return give(200, [...orchards.values()].toReversed());
    const found = orchards.get(id ?? '');
    if (id !== undefined && !found) return give(404);
    if (incoming.method === 'GET') return give(200, found);
    if (incoming.method === 'DELETE') return give(orchards.delete(id ?? '') ? 204 : 404);
    const text = Buffer.concat(chunks).toString();
    const { name, trees }: { name?: unknown; trees?: unknown } = text.startsWith('{') ? (JSON.parse(text) as object) : {};
    const isNamed =
      typeof name === 'string' &&
      name.trim().length >= 3 &&
      name.length <= 60 &&
      (form === undefined || new RegExp(form.name.pattern, 'u').test(name));
    const isCounted = trees === undefined || (Number.isInteger(trees) && Number(trees) >= 0 && Number(trees) <= 900);
    if (found) {
      if ((name !== undefined && !isNamed) || !isCounted) return give(wrong);
      if (incoming.method === 'PUT' && !isNamed) return give(wrong);
      const isCompared = flaw !== (incoming.method === 'PUT' ? 'compares no replacement' : 'compares no change');
      if (isNamed && isCompared && isTaken(name, found.id)) return give(409);
      if (isNamed) found.name = name;
      if (trees !== undefined) found.trees = Number(trees);
      else if (incoming.method === 'PUT') delete found.trees;
      return give(200, found);
    }
    if (!isNamed || !isCounted) {
      if (flaw === 'stores refused ones' && isNamed) add(name);
      return give(wrong);
    }
    if (isTaken(name)) return give(409);
    if (flaw === 'compares late') await new Promise((resolve) => setTimeout(resolve, 30));
    return give(201, add(name, trees === undefined ? undefined : Number(trees)));
  });
  const checks = ['taken-value-not-set', 'taken-in-other-case-refused', 'refused-creation-unlisted', 'refused-text-unseen'].map(
    (one) => `body/${one}`,
  );
  const { verdicts } = await judgeForeign(
    writeToolDocument(
      JSON.parse(
        JSON.stringify(document)
          .replace(saidOfCase, words)
          .replaceAll(JSON.stringify(members).slice(1, -1), JSON.stringify(form ?? members).slice(1, -1)),
      ) as object,
    ),
    url,
    {
      allow: ['mutation', 'destructive'],
      maxCreates: 60,
      selection: { only: [...checks, 'concurrency/one-of-many-succeeds'], skip: [] },
    },
  );
  const of = (kind: string) => [
    ...new Set(verdicts.filter(({ verdict }) => verdict.kind === kind).map(({ case: { check, level } }) => `${level} ${check}`)),
  ];
  return { failed: of('fail'), passed: of('pass').length, left: orchards.size };
};

test.each<readonly [Flaw, readonly string[]]>([
  ['compares late', ['should concurrency/one-of-many-succeeds']],
  ['compares no change', ['should body/taken-value-not-set']],
  ['compares no replacement', ['should body/taken-value-not-set']],
  ['minds case', ['should body/taken-in-other-case-refused']],
  ['stores refused ones', ['should body/refused-creation-unlisted', 'should body/refused-text-unseen']],
])('a server that %s is told', async (flaw, expected) => {
  expect((await told(flaw)).failed).toEqual(expected);
});

test.each([
  'The name must be unique among the orchards without regard to case, otherwise 409.',
  'The name must be unique among the orchards; case is ignored when names are compared.',
  'Unique names, whatever the case. The name must be unique among the orchards, capitals do not matter.',
])('a server that minds case is told where the text says otherwise: %s', async (words) => {
  expect((await told('minds case', words)).failed).toEqual(['should body/taken-in-other-case-refused']);
});

test('a server that minds case is not told where the text says nothing of it', async () => {
  expect((await told('minds case', 'The name must be unique among the orchards.')).failed).toEqual([]);
});

test('a refused creation that is listed is told where each name has the form that the document prints', async () => {
  expect((await told('stores refused ones', 'Orchards have a name.', printed)).failed).toEqual(['should body/refused-creation-unlisted']);
  expect((await told('none', 'Orchards have a name.', printed)).failed).toEqual([]);
});

/** Addresses of e-mail, of which a refused one may be replaced by another. */
const mailed = {
  ...members,
  name: { ...members.name, format: 'email', pattern: '^[^@ ]+@[^@ ]+[.][A-Za-z]+$', example: 'grove@example.com' },
};

test('addresses of e-mail are taken in another letter case, too', async () => {
  expect((await told('none', saidOfCase, mailed)).failed).toEqual([]);
  expect((await told('minds case', saidOfCase, mailed)).failed).toEqual(['should body/taken-in-other-case-refused']);
});

test.each<Flaw>(['none', 'trims and answers 422'])('a server without a flaw is told nothing of, and nothing stays (%s)', async (flaw) => {
  expect(await told(flaw)).toEqual({ failed: [], passed: 5, left: 1 });
});

const puppy = {
  type: 'object',
  required: ['id', 'race'],
  properties: {
    id: { type: 'string', readOnly: true },
    race: { type: 'string', maxLength: 40 },
    chip: { type: ['string', 'null'], pattern: '^[0-9]{15}$' },
  },
};
const puppies = {
  openapi: '3.1.0',
  info: { title: 'Puppies', version: '1' },
  paths: {
    '/puppies': {
      get: { description: 'All of them.', responses: { 200: json({ type: 'array', items: puppy }) } },
      post: {
        description: 'The chip must be unique: one that another puppy has is answered with 409.',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['race'], properties: puppy.properties } } },
        },
        responses: { 201: json(puppy), ...refused },
      },
    },
    '/puppies/{puppyId}': {
      parameters: [{ name: 'puppyId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: json(puppy), 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
};

/** What is told of a service where a puppy may have no chip, and whether one was ever sent. */
const chipped = async (flaw: 'none' | 'takes a chip twice' | 'takes no chip') => {
  const all = new Map<string, Record<string, unknown>>();
  let next = 1;
  let sent = 0;
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'puppies') return give(404);
    if (incoming.method === 'GET' && id === undefined) return give(200, [...all.values()]);
    if (incoming.method === 'GET') return all.has(id ?? '') ? give(200, all.get(id ?? '')) : give(404);
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    const text = Buffer.concat(chunks).toString();
    const { race, chip }: { race?: unknown; chip?: unknown } = text.startsWith('{') ? (JSON.parse(text) as object) : {};
    const isChip = typeof chip === 'string' && /^[0-9]{15}$/u.test(chip);
    if (typeof race !== 'string' || race.length > 40 || (chip !== undefined && chip !== null && !isChip)) return give(400);
    if (isChip) sent += 1;
    if (isChip && flaw === 'takes no chip') return give(422);
    if (isChip && flaw === 'none' && [...all.values()].some((one) => one['chip'] === chip)) return give(409);
    const made = { id: `p-${next++}`, race, ...(chip === undefined ? {} : { chip }) };
    all.set(made.id, made);
    return give(201, made);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(puppies), url, {
    allow: ['mutation'],
    maxCreates: 60,
    selection: { only: ['body/duplicate-refused', 'concurrency/one-of-many-succeeds'], skip: [] },
  });
  const failed = verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === 'fail' ? [check] : []));
  return { failed, wasSent: sent > 0 };
};

test.each(['none', 'takes no chip'] as const)('what may be left out and must be unique is sent, and nothing is told (%s)', async (flaw) => {
  expect(await chipped(flaw)).toEqual({ failed: [], wasSent: true });
});

test('a value that may be left out and is taken twice is told', async () => {
  expect((await chipped('takes a chip twice')).failed.toSorted()).toEqual(['body/duplicate-refused', 'concurrency/one-of-many-succeeds']);
});
