import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const sentOrder = 'In the order in which they were sent';

const members = {
  title: { type: 'string', minLength: 1, maxLength: 120, pattern: '\\S', description: 'Unique, letter case aside.', example: 'Plum jam' },
  summary: { type: 'string', maxLength: 10_000, example: 'Stir well' },
  minutes: { type: 'integer', minimum: 0, maximum: 600, example: 15 },
  vegan: { type: 'boolean', default: false },
  tags: {
    type: 'array',
    maxItems: 8,
    uniqueItems: true,
    default: [],
    items: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,19}$' },
    description: sentOrder,
    example: ['fruit', 'winter'],
  },
  source_url: { type: 'string', format: 'uri', maxLength: 300, example: 'https://kitchen.example/jam' },
};
const own = { id: { type: 'integer', readOnly: true }, read_count: { type: 'integer', minimum: 0, readOnly: true } };
const dish = { type: 'object', required: ['id', 'title'], properties: { ...members, ...own } };
const shown = (description: string) => ({ description, content: { 'application/json': { schema: dish } } });
const asked = (required: readonly string[], minProperties = 0) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, minProperties, properties: members } } },
});
const refused = { 400: { description: 'Wrong' }, 409: { description: 'There is a dish of this title already' } };
const missing = { 404: { description: 'None' } };

const documentOf = (order: string) => {
  const text = JSON.stringify(document).replaceAll(sentOrder, order);
  return JSON.parse(text) as typeof document;
};

const document = {
  openapi: '3.0.3',
  info: { title: 'Dishes', version: '1', description: 'Texts are kept exactly as they were sent. Bodies are JSON.' },
  paths: {
    '/dishes': { post: { requestBody: asked(['title', 'minutes']), responses: { 201: shown('The new dish'), ...refused } } },
    '/dishes/{dishId}': {
      parameters: [{ name: 'dishId', in: 'path', required: true, schema: { type: 'integer' } }],
      get: { responses: { 200: shown('The dish'), ...missing } },
      put: {
        description: 'Replaces the dish.',
        requestBody: asked(['title', 'minutes']),
        responses: { 200: shown('The dish'), ...missing, ...refused },
      },
      patch: {
        description: 'Changes what is sent. A list is replaced as a whole.',
        requestBody: asked([], 1),
        responses: { 200: shown('The dish'), ...missing, ...refused },
      },
      delete: { responses: { 204: { description: 'Gone' }, ...missing } },
    },
  },
};

type Flaw =
  | 'none'
  | 'trims titles'
  | 'strict'
  | 'takes a title twice'
  | 'keeps the old on PUT'
  | 'ignores false'
  | 'ignores nought'
  | 'sorts tags'
  | 'appends tags'
  | 'loses addresses'
  | 'takes the count'
  | 'strips signs'
  | 'cuts long titles'
  | 'cuts long summaries'
  | 'counts octets'
  | 'breaks on emoji';

const bodyOf = async (incoming: IncomingMessage): Promise<Json | undefined> => {
  let text = '';
  for await (const part of incoming) text += String(part);
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** What a service with a flaw keeps of a body. */
const kept = (body: Json, flaw: Flaw): Json => {
  const known = Object.fromEntries(
    Object.entries(body).filter(([name]) => name in members || (flaw === 'takes the count' && name === 'read_count')),
  );
  const { title, summary, tags } = known;
  return {
    ...known,
    ...(typeof title === 'string' && flaw === 'trims titles' ? { title: title.trim() } : {}),
    ...(typeof title === 'string' && flaw === 'strips signs' ? { title: title.replaceAll(/<[^>]*>/gu, '') } : {}),
    ...(typeof title === 'string' && flaw === 'cuts long titles' ? { title: title.slice(0, 100) } : {}),
    ...(typeof summary === 'string' && flaw === 'cuts long summaries' ? { summary: summary.slice(0, 255) } : {}),
    ...(Array.isArray(tags) && flaw === 'sorts tags' ? { tags: tags.map(String).toSorted() } : {}),
    ...(flaw === 'loses addresses' ? { source_url: undefined } : {}),
  };
};

/** What is reported of a service with a flaw, and how many dishes stay there. */
const judged = async (flaw: Flaw, order = sentOrder) => {
  const dishes = new Map<number, Json>([[1, { id: 1, title: 'Plum jam', minutes: 15, vegan: true, tags: [], read_count: 0 }]]);
  let next = 2;
  const url = await serve((incoming, outgoing) => {
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method = '' } = incoming;
    const id = Number((incoming.url ?? '').split(/[/?]/u)[2] ?? 0);
    const found = dishes.get(id);
    const write = async (): Promise<void> => {
      const body = await bodyOf(incoming);
      if (method !== 'POST' && !found) return end(404);
      const { title, minutes } = body ?? {};
      const isWhole = method === 'PATCH' ? Object.keys(body ?? {}).length > 0 : typeof title === 'string' && minutes !== undefined;
      const isUnknown = flaw === 'strict' && Object.keys(body ?? {}).some((name) => !(name in members));
      const isLong = flaw === 'counts octets' && typeof title === 'string' && Buffer.byteLength(title) > 120;
      if (!body || !isWhole || isUnknown || isLong) return end(400);
      const isTaken = [...dishes.values()].some((one) => one['id'] !== id && one['title'] === title);
      if (isTaken && flaw !== 'takes a title twice') return end(409);
      if (flaw === 'breaks on emoji' && typeof title === 'string' && /[^\0-\uFFFF]/u.test(title)) return end(500);
      const sent = kept(body, flaw);
      const defaults = { vegan: false, tags: [], read_count: 0 };
      if (method === 'POST') {
        const made = { ...defaults, ...sent, id: next++ };
        dishes.set(made.id, made);
        return end(201, made);
      }
      const isIgnored = (value: unknown): boolean =>
        (flaw === 'ignores false' && value === false) || (flaw === 'ignores nought' && value === 0);
      const changed = Object.fromEntries(Object.entries(sent).filter(([, value]) => !isIgnored(value)));
      const tags = [found?.['tags'] ?? [], changed['tags'] ?? []].flat();
      const patched = { ...found, ...changed, ...(flaw === 'appends tags' && 'tags' in changed ? { tags: [...new Set(tags)] } : {}) };
      const replaced = flaw === 'keeps the old on PUT' ? found : { ...defaults, ...sent };
      dishes.set(id, { ...(method === 'PUT' ? replaced : patched), id });
      return end(200, dishes.get(id));
    };
    if (method === 'GET') return found ? end(200, found) : end(404);
    if (method === 'DELETE') return end(dishes.delete(id) ? 204 : 404);
    void write();
    return undefined;
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(order)), url, {
    allow: ['mutation'],
    maxCreates: 60,
    selection: { only: ['lifecycle', 'body/duplicate-refused'], skip: [] },
  });
  const failed = verdicts.flatMap(({ id, verdict }) =>
    verdict.kind === 'fail' ? [`${id.split('@')[0]} ${verdict.finding.code} at ${verdict.finding.where}`] : [],
  );
  const passed = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'pass' ? [id.split('@')[0] ?? ''] : []));
  return { failed, passed, left: dishes.size };
};

test.concurrent.for<Flaw>(['none', 'strict', 'counts octets'])(
  'a service that keeps what it is sent is accused of nothing: %s',
  besideOthers(async (flaw) => {
    const { failed, passed, left } = await judged(flaw);
    expect(failed).toEqual([]);
    expect(passed).toEqual(
      expect.arrayContaining([
        'body/duplicate-refused',
        'lifecycle/sent-is-shown',
        'lifecycle/change-shown',
        'lifecycle/unusual-text-kept',
      ]),
    );
    expect(left).toBe(1);
  }),
);

test.concurrent.for(['Kept in alphabetical order', 'Kept in the order of the alphabet, not in that in which they were sent'])(
  'a service that sorts a list is not accused where the document says so: %s',
  besideOthers(async (order) => {
    expect((await judged('sorts tags', order)).failed).toEqual([]);
  }),
);

test.concurrent.for<readonly [Flaw, string]>([
  ['takes a title twice', 'body/duplicate-refused duplicate-accepted at request body'],
  ['keeps the old on PUT', 'lifecycle/change-shown shown-otherwise at /title, answer'],
  ['ignores false', 'lifecycle/change-shown shown-otherwise at /vegan, answer'],
  ['ignores nought', 'lifecycle/change-shown shown-otherwise at /minutes, answer'],
  ['sorts tags', 'lifecycle/sent-is-shown shown-otherwise at /tags, answer'],
  ['appends tags', 'lifecycle/change-shown list-not-replaced at /tags'],
  ['loses addresses', 'lifecycle/sent-is-shown sent-not-shown at /source_url, answer'],
  ['takes the count', 'lifecycle/undescribed-member-ignored undescribed-member-written at /read_count'],
  ['trims titles', 'lifecycle/unusual-text-kept shown-otherwise at /title, answer'],
  ['strips signs', 'lifecycle/unusual-text-kept shown-otherwise at /title, answer'],
  ['cuts long titles', 'lifecycle/unusual-text-kept shown-otherwise at /title, answer'],
  ['cuts long summaries', 'lifecycle/unusual-text-kept shown-otherwise at /summary, answer'],
  ['breaks on emoji', 'lifecycle/unusual-text-kept unusual-text-server-error at request body /title'],
])(
  'a service that %s is found out, and only its own dish stays',
  besideOthers(async ([flaw, expected]) => {
    const { failed, left } = await judged(flaw);
    expect(failed).toContain(expected);
    expect(left).toBe(1);
  }),
);
