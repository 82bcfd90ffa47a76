import { text as textOf } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const members = {
  degrees: { type: 'integer', minimum: 100, maximum: 1300, example: 900 },
  shelves: { type: 'integer', minimum: 1, maximum: 9, example: 3 },
  fuel: { type: 'string', enum: ['gas', 'wood', 'power'], example: 'wood' },
  servicedOn: { type: 'string', format: 'date', example: '2024-04-02' },
};
const kiln = { type: 'object', required: ['id', ...Object.keys(members)], properties: { id: { type: 'string' }, ...members } };
const shows = { description: 'It', content: { 'application/json': { schema: kiln } } };
const takes = (required: readonly string[]) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties: members } } },
});
const refused = { 404: { description: 'None' }, 422: { description: 'A value breaks a rule' } };

/** Kilns, whose document prints an example of each value. */
const document = (method: 'patch' | 'put') => ({
  openapi: '3.1.0',
  info: { title: 'Kilns', version: '1' },
  paths: {
    '/kilns': { post: { requestBody: takes(Object.keys(members)), responses: { 201: shows, ...refused } } },
    '/kilns/{kilnId}': {
      parameters: [{ name: 'kilnId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: shows, 404: refused[404] } },
      [method]: { requestBody: takes(method === 'put' ? Object.keys(members) : []), responses: { 200: shows, ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, 404: refused[404] } },
    },
  },
});

type Flaw = 'none' | 'stores what is right' | 'stores up to the mistake' | 'counts refusals';

const rules: Readonly<Record<string, (value: unknown) => boolean>> = {
  degrees: (value) => Number.isInteger(value) && Number(value) >= 100 && Number(value) <= 1300,
  shelves: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 9,
  fuel: (value) => members.fuel.enum.some((one) => one === value),
  servicedOn: (value) => typeof value === 'string' && /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)$/u.test(value),
};

const judged = async (flaw: Flaw, method: 'patch' | 'put') => {
  const kilns = new Map<string, Json>();
  let last = 0;
  const answer = (verb: string, id: string | undefined, text: string): readonly [number, unknown?] => {
    const found = id === undefined ? undefined : kilns.get(id);
    if (id !== undefined && !found) return [404];
    if (verb === 'GET' && found) return [200, found];
    if (verb === 'DELETE' && id !== undefined) return kilns.delete(id) ? [204] : [404];
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return [422];
    }
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return [422];
    const sent: readonly (readonly [string, unknown])[] = Object.entries(body);
    const isRight = ([name, value]: readonly [string, unknown]): boolean => rules[name]?.(value) ?? false;
    const isWhole = Object.keys(members).every((name) => sent.some(([one]) => one === name));
    const needsAll = verb !== 'PATCH';
    const wrong = sent.findIndex((one) => !isRight(one));
    if (wrong >= 0 || (needsAll && !isWhole)) {
      const kept =
        flaw === 'stores what is right'
          ? sent.filter(isRight)
          : flaw === 'stores up to the mistake' && wrong > 0
            ? sent.slice(0, wrong)
            : [];
      // A refusal may be counted in what nobody sets.
      const counted = flaw === 'counts refusals' ? { refusals: (last += 1) } : {};
      if (id !== undefined) kilns.set(id, { ...found, ...Object.fromEntries(kept), ...counted });
      return [422];
    }
    const key = id ?? `kiln-${(last += 1)}-x`;
    kilns.set(key, { ...found, ...Object.fromEntries(sent), id: key });
    return [found ? 200 : 201, kilns.get(key)];
  };
  const url = await serve((incoming, outgoing) => {
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    void textOf(incoming).then((text) => {
      const [status, value] = root === 'kilns' ? answer(incoming.method ?? 'GET', id, text) : ([404] as const);
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      return outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(method)), url, {
    allow: ['mutation'],
    selection: { only: ['body/refused-change-stores-nothing'], skip: [] },
  });
  const told = verdicts.flatMap(({ case: { check }, verdict }) =>
    check === 'body/refused-change-stores-nothing' ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
  return { told, left: kilns.size };
};

test.concurrent.for<readonly [Flaw, 'patch' | 'put', string]>([
  ['none', 'patch', 'pass'],
  ['none', 'put', 'pass'],
  ['counts refusals', 'patch', 'pass'],
  ['stores what is right', 'patch', 'refused-change-stored'],
  ['stores what is right', 'put', 'refused-change-stored'],
  ['stores up to the mistake', 'patch', 'refused-change-stored'],
  ['stores up to the mistake', 'put', 'refused-change-stored'],
])(
  'a refused change that is right but for one member: %o',
  besideOthers(async ([flaw, method, expected]) => {
    expect(await judged(flaw, method)).toEqual({ told: [expected], left: 0 });
  }),
);
