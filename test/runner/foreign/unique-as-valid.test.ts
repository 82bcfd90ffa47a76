import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 2, maxLength: 60 };
const ofName = 'Unique in the harbour, whatever the case';

/** Boats whose service checks that their names and signs are unique with everything else of a body, as frameworks for forms do. */
const documentWith = (name: string, sign: string) => {
  const properties = { name: { ...text, description: name }, sign: { ...text, nullable: true, description: sign } };
  const boat = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'integer', readOnly: true }, ...properties } };
  const wrapped = (schema: object) => ({ type: 'object', required: ['boat'], properties: { boat: schema } });
  const asked = (required: readonly string[]) => ({
    required: true,
    content: { 'application/json': { schema: wrapped({ type: 'object', ...(required.length > 0 && { required }), properties }) } },
  });
  const refused = { 404: { description: 'None' }, 422: { description: 'Wrong' } };
  return {
    openapi: '3.0.3',
    info: { title: 'Boats', version: '1' },
    paths: {
      '/boats': {
        get: { responses: { 200: json({ type: 'object', required: ['boats'], properties: { boats: { type: 'array', items: boat } } }) } },
        post: { requestBody: asked(['name']), responses: { 201: json(wrapped(boat)), ...refused } },
      },
      '/boats/{boat_id}': {
        parameters: [{ name: 'boat_id', in: 'path', required: true, schema: { type: 'integer' } }],
        get: { responses: { 200: json(wrapped(boat)), 404: { description: 'None' } } },
        patch: { requestBody: asked([]), responses: { 200: json(wrapped(boat)), ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
      },
    },
  };
};

type Boat = { readonly id: number; name: string; sign: string | null };
type Flaw = 'none' | 'takes names twice' | 'minds case' | 'compares no change' | 'takes signs twice by a change';

const failures = async (flaw: Flaw, name = ofName, signs = 'On its bow'): Promise<readonly string[]> => {
  const boats: Boat[] = [{ id: 1, name: 'Old boat', sign: null }];
  let next = 2;
  const keyOf = (one: string): string => (flaw === 'minds case' ? one : one.toLowerCase());
  const isOther = (one: unknown, own: (boat: Boat) => string | null, id?: number): boolean =>
    typeof one === 'string' && boats.some((boat) => boat.id !== id && keyOf(own(boat) ?? '') === keyOf(one));
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'boats') return give(404);
    if (id === undefined && incoming.method === 'GET') return give(200, { boats });
    const found = boats.find((boat) => String(boat.id) === id);
    if (id !== undefined && !found) return give(404);
    if (incoming.method === 'GET') return give(200, { boat: found });
    if (incoming.method === 'DELETE' && found) {
      boats.splice(boats.indexOf(found), 1);
      return give(204);
    }
    const whole = Buffer.concat(chunks).toString();
    const { boat }: { boat?: unknown } = whole.startsWith('{') ? (JSON.parse(whole) as object) : {};
    if (typeof boat !== 'object' || boat === null) return give(422);
    const { name: called, sign } = boat as { name?: unknown; sign?: unknown };
    const isText = (one: unknown): one is string => typeof one === 'string' && one.length >= 2 && one.length <= 60;
    if ((called !== undefined || !found) && !isText(called)) return give(422);
    if (sign !== undefined && sign !== null && !isText(sign)) return give(422);
    const isNameCompared = found ? flaw !== 'compares no change' : flaw !== 'takes names twice';
    if (isNameCompared && isOther(called, (one) => one.name, found?.id)) return give(422);
    if (!(found && flaw === 'takes signs twice by a change') && isOther(sign, (one) => one.sign, found?.id)) return give(422);
    const one: Boat = found ?? { id: next++, name: '', sign: null };
    if (isText(called)) one.name = called;
    if (isText(sign) || sign === null) one.sign = sign;
    if (!found) boats.push(one);
    return give(found ? 200 : 201, { boat: one });
  });
  const only = ['duplicate-refused', 'taken-value-not-set', 'taken-in-other-case-refused'].map((one) => `body/${one}`);
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(name, signs)), url, {
    allow: ['mutation', 'destructive'],
    selection: { only, skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [`${id.split('@')[0] ?? ''} ${verdict.finding.code}`] : []));
};

describe.concurrent('values that are refused as wrong where another resource has them', () => {
  test(
    'are accused of nothing where that is so',
    besideOthers(async () => {
      expect(await failures('none')).toEqual([]);
    }),
  );

  test.for<readonly [Flaw, string]>([
    ['takes names twice', 'body/duplicate-refused duplicate-accepted'],
    ['minds case', 'body/taken-in-other-case-refused other-case-accepted'],
    ['compares no change', 'body/taken-value-not-set taken-value-set'],
  ])(
    'are told of a service that %s',
    besideOthers(async ([flaw, expected]) => {
      expect(await failures(flaw)).toContain(expected);
    }),
  );

  test(
    'are told where a member has to be unique that may be left out',
    besideOthers(async () => {
      const words = ['A name', 'Unique in the harbour'] as const;
      expect(await failures('none', ...words)).toEqual([]);
      expect(await failures('takes signs twice by a change', ...words)).toEqual(['body/taken-value-not-set taken-value-set']);
    }),
  );

  test.for(['Unique name of the boat', 'A unique name helps others to find it', 'Should be unique'])(
    'are open where the words may mean something else: %s',
    besideOthers(async ([name]) => {
      expect(await failures('takes names twice', name)).toEqual([]);
    }),
  );
});
