import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object, example?: object) => ({ 'application/json': { schema, ...(example && { example }) } });
const uuid = { type: 'string', format: 'uuid' };
const text = { type: 'string', minLength: 1, maxLength: 80 };
const object = (required: readonly string[], properties: object): object => ({ type: 'object', required, properties });
const at = (...names: readonly string[]) => names.map((name) => ({ name, in: 'path', required: true, schema: uuid }));

const theatre = object(['id', 'name'], { id: uuid, name: text });
const stage = object(['id', 'name'], { id: uuid, name: text });
const group = object(['id', 'name', 'price'], { id: uuid, name: text, price: { type: 'integer', minimum: 0 } });
const show = object(['id', 'stageId', 'title', 'status', 'priceGroups'], {
  id: uuid,
  stageId: uuid,
  title: text,
  status: { enum: ['draft', 'onSale', 'over'] },
  priceGroups: { type: 'array', items: group },
});
const booking = object(['id', 'showId', 'lines', 'note'], {
  id: uuid,
  showId: uuid,
  lines: { type: 'array', items: object(['groupId', 'quantity'], { groupId: uuid, quantity: { type: 'integer', minimum: 1 } }) },
  note: text,
});

/** Ids that the document prints and no server knows. */
const printed = (n: number): string => `${String(n).repeat(8)}-1a7e-4f5d-8f0a-7a1f0e9d6c5b`;

const answers = (status: number, schema: object, refusals: readonly number[] = []) => ({
  responses: {
    [status]: { description: 'd', content: json(schema) },
    ...Object.fromEntries([400, 404, ...refusals].map((one) => [one, { description: 'refused' }])),
  },
});

const lists = (schema: object) => answers(200, { type: 'array', items: schema });

/** Theatres with stages that only a list shows, shows on a stage with price groups, and bookings of a show that is on sale. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Box office', version: '1' },
  paths: {
    '/theatres': {
      get: lists(theatre),
      post: { requestBody: { required: true, content: json(object(['name'], { name: text })) }, ...answers(201, theatre) },
    },
    '/theatres/{theatreId}': {
      parameters: at('theatreId'),
      get: answers(200, theatre),
      delete: {
        summary: 'Close a theatre',
        description: 'It is no longer listed.',
        responses: { 204: { description: 'closed' }, 404: { description: 'none' } },
      },
    },
    '/theatres/{theatreId}/stages': {
      parameters: at('theatreId'),
      get: lists(stage),
      post: { requestBody: { required: true, content: json(object(['name'], { name: text })) }, ...answers(201, stage) },
    },
    '/shows': {
      get: lists(show),
      post: {
        requestBody: {
          required: true,
          content: json(
            object(['stageId', 'title', 'priceGroups'], {
              stageId: uuid,
              title: text,
              priceGroups: {
                type: 'array',
                minItems: 1,
                items: object(['name', 'price'], { name: text, price: { type: 'integer', minimum: 0 } }),
              },
            }),
            { stageId: printed(1), title: 'Hamlet', priceGroups: [{ name: 'Stalls', price: 3200 }] },
          ),
        },
        ...answers(201, show, [422]),
      },
    },
    '/shows/{showId}': { parameters: at('showId'), get: answers(200, show) },
    '/shows/{showId}/publish': {
      parameters: at('showId'),
      post: { summary: 'Put a draft on sale', description: 'Moves a `draft` to `onSale`.', ...answers(200, show, [409]) },
    },
    '/bookings': {
      get: lists(booking),
      post: {
        summary: 'Book seats',
        description: 'The show has to be on sale (`409` otherwise). A show or a group that is not there is `422`.',
        requestBody: {
          required: true,
          content: json(
            object(['showId', 'lines', 'note'], {
              showId: uuid,
              lines: {
                type: 'array',
                minItems: 1,
                items: object(['groupId', 'quantity'], { groupId: uuid, quantity: { type: 'integer', minimum: 1, maximum: 8 } }),
              },
              note: text,
            }),
            {
              showId: printed(2),
              lines: [
                { groupId: printed(3), quantity: 2 },
                { groupId: printed(4), quantity: 1 },
              ],
              note: 'By the aisle',
            },
          ),
        },
        ...answers(201, booking, [409, 422]),
      },
    },
    '/bookings/{bookingId}': { parameters: at('bookingId'), get: answers(200, booking) },
  },
};

type Way = 'is a plain one' | 'loses the note' | 'forgets the stages of a closed theatre' | 'shows the stages of a theatre that is gone';

type Row = { id: string } & Record<string, unknown>;

const judged = async (way: Way) => {
  const kept: Record<string, Row[]> = { theatres: [], shows: [], bookings: [], stages: [] };
  const closed = new Set<string>();
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const give = (status: number, value?: unknown): unknown =>
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    const [, kind = '', id, below] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const rows = kept[kind];
    const found = rows?.find((one) => one.id === id);
    const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && [...value].length <= 80;
    const body = ((): Record<string, unknown> => {
      try {
        return Object(JSON.parse(Buffer.concat(chunks).toString())) as Record<string, unknown>;
      } catch {
        return {};
      }
    })();
    if (!rows || kind === 'stages' || (id !== undefined && !found)) return give(404, {});
    if (found && kind === 'theatres' && below === 'stages') {
      if (closed.has(found.id) && way !== 'shows the stages of a theatre that is gone') {
        if (way === 'forgets the stages of a closed theatre') return give(404, {});
      }
      const listed = kept['stages']?.filter(({ theatre: its }) => its === found.id).map(({ id: own, name }) => ({ id: own, name })) ?? [];
      if (incoming.method === 'GET') return give(200, listed);
      if (incoming.method !== 'POST' || !isText(body['name'])) return give(400, {});
      const made = { id: randomUUID(), name: body['name'], theatre: found.id };
      kept['stages']?.push(made);
      return give(201, { id: made.id, name: made.name });
    }
    if (found && kind === 'shows' && below === 'publish' && incoming.method === 'POST') {
      if (found['status'] !== 'draft') return give(409, {});
      found['status'] = 'onSale';
      return give(200, found);
    }
    if (below !== undefined) return give(404, {});
    const isGone = found !== undefined && closed.has(found.id) && way === 'shows the stages of a theatre that is gone';
    if (found && isGone) return give(404, {});
    if (found && incoming.method === 'GET') return give(200, found);
    if (found && incoming.method === 'DELETE' && kind === 'theatres') {
      closed.add(found.id);
      return give(204);
    }
    if (found) return give(405, {});
    if (incoming.method === 'GET')
      return give(
        200,
        rows.filter((one) => !closed.has(one.id)),
      );
    if (incoming.method !== 'POST') return give(405, {});
    const made: Row = { ...body, id: randomUUID() };
    if (kind === 'theatres' && !isText(body['name'])) return give(400, {});
    if (kind === 'shows') {
      const groups = body['priceGroups'];
      if (!isText(body['title']) || !Array.isArray(groups) || groups.length === 0) return give(400, {});
      if (!kept['stages']?.some((one) => one.id === body['stageId'])) return give(422, {});
      Object.assign(made, { status: 'draft', priceGroups: groups.map((one) => ({ ...(one as object), id: randomUUID() })) });
    }
    if (kind === 'bookings') {
      const lines = body['lines'];
      if (!isText(body['note']) || !Array.isArray(lines) || lines.length === 0) return give(400, {});
      const of = kept['shows']?.find((one) => one.id === body['showId']);
      const groups = (of?.['priceGroups'] ?? []) as readonly Row[];
      if (!of || !lines.every((line: { groupId?: unknown }) => groups.some((one) => one.id === line.groupId))) return give(422, {});
      if (of['status'] !== 'onSale') return give(409, {});
      // A group stands in one line only, and one seat is left in each.
      const asked = lines as readonly { groupId: string; quantity: number }[];
      if (new Set(asked.map(({ groupId }) => groupId)).size < asked.length) return give(422, {});
      if (asked.some(({ quantity }) => quantity > 1)) return give(409, {});
      if (way === 'loses the note') made['note'] = '-';
    }
    rows.push(made);
    return give(201, made);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 30,
    durations: { 'created.settled': 2 },
    selection: { only: ['lifecycle/creation-accepted', 'lifecycle/sent-is-shown', 'lifecycle/removed-with-its-parent'], skip: [] },
  });
  const about = (kind: string): readonly string[] =>
    verdicts.flatMap(({ id, verdict, case: { check } }) =>
      verdict.kind === kind ? [`${check} ${/#\/paths\/~1([a-z]+)/u.exec(id)?.[1] ?? ''}`] : [],
    );
  return { failed: about('fail'), passed: about('pass') };
};

describe('bodies whose printed ids no server knows', () => {
  test.each<Way>(['is a plain one', 'forgets the stages of a closed theatre'])(
    'name what the run made, where the service %s',
    async (way) => {
      const { failed, passed } = await judged(way);
      expect(failed).toEqual([]);
      expect(passed).toEqual(
        expect.arrayContaining([
          'lifecycle/creation-accepted shows',
          'lifecycle/creation-accepted bookings',
          'lifecycle/sent-is-shown bookings',
        ]),
      );
    },
  );

  test.each<readonly [Way, string]>([
    ['loses the note', 'lifecycle/sent-is-shown bookings'],
    ['shows the stages of a theatre that is gone', 'lifecycle/removed-with-its-parent theatres'],
  ])('show that it %s', async (way, told) => {
    expect((await judged(way)).failed).toEqual([told]);
  });
});
