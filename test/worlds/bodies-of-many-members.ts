import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import { isObject } from '../../src/contract/pointer.ts';
import type { PlannedRequest } from '../../src/model/request.ts';
import type { Reply } from '../checks/support/exchange.ts';

/** Huts that can be built from bodies of many members, and torn down. */
const documentOf = (isLimited: boolean): Record<string, unknown> => ({
  openapi: '3.1.0',
  info: { title: 'Huts', version: '1' },
  security: [{ token: [] }],
  'x-assay': {
    resources: {
      hut: {
        create: 'build',
        read: 'visit',
        list: 'village',
        remove: 'tearDown',
        shown: { create: '$response.body', read: '$response.body' },
        id: '/no',
        name: '/name',
      },
    },
  },
  paths: {
    '/huts': {
      get: {
        operationId: 'village',
        'x-assay': { collection: { items: '$response.body#/huts' } },
        responses: { '200': { description: 'All huts', content: { 'application/json': { schema: listed } } } },
      },
      post: {
        operationId: 'build',
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Plan' } } } },
        responses: {
          '201': { description: 'Built', content: { 'application/json': { schema: { $ref: '#/components/schemas/Built' } } } },
        },
      },
    },
    '/huts/{no}': {
      parameters: [{ name: 'no', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'visit',
        responses: {
          '200': { description: 'A hut', content: { 'application/json': { schema: { $ref: '#/components/schemas/Hut' } } } },
        },
      },
      delete: { operationId: 'tearDown', responses: { '204': { description: 'Gone' } } },
    },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Plan: {
        type: 'object',
        required: ['name', 'roof'],
        properties: {
          name: { type: 'string', ...(isLimited ? { maxLength: 60 } : {}), 'x-assay': { fresh: true } },
          roof: { type: 'string', enum: ['straw', 'tile', 'slate'] },
          rooms: { type: 'integer', minimum: 1, maximum: 9 },
          hasStove: { type: 'boolean' },
          ...(isLimited
            ? { label: { type: 'string', maxLength: 5, pattern: '^[a-z]*$' } }
            : {
                colours: { type: 'array', items: { type: 'string' }, examples: [['red', 'green', 'blue']] },
                valley: { type: 'string', examples: ['north'] },
                motto: { type: 'string' },
              }),
        },
      },
      Hut: {
        type: 'object',
        properties: { no: { type: 'string' }, name: { type: 'string' }, roof: { type: 'string' }, rooms: { type: 'integer' } },
      },
      Built: {
        allOf: [
          { $ref: '#/components/schemas/Hut' },
          {
            properties: {
              name: { 'x-assay': { repeats: '$request.body#/name' } },
              rooms: { 'x-assay': { repeats: '$request.body#/rooms' } },
              colours: { 'x-assay': { includes: '$request.body#/colours' } },
            },
          },
        ],
      },
    },
  },
});

const listed = { type: 'object', properties: { huts: { type: 'array', items: { $ref: '#/components/schemas/Hut' } } } };

const load = async (isLimited: boolean): Promise<Contract> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-huts-'));
  try {
    writeFileSync(join(folder, 'huts.yaml'), stringify(documentOf(isLimited)));
    return await loadContract(join(folder, 'huts.yaml'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A contract that limits every value of a body, or one that leaves the length of names and more open. */
export const huts = { limited: load(true), open: load(false) } as const;

type Hut = Readonly<Record<string, unknown>>;
type Where = 'create' | 'read' | 'list';

export type HutOptions = {
  /** Refuses a plan with a status. */
  readonly refused?: (plan: Hut) => number | undefined;
  /** A hut as an answer shows it; undefined where it does not. */
  readonly shown?: (hut: Hut, where: Where) => Hut | undefined;
  /** Milliseconds until reads and the list show a hut. */
  readonly lagMs?: number;
  /** Huts on a page of the list, where it has several pages. */
  readonly listStatus?: number;
  readonly removal?: number;
};

export type HutService = {
  readonly answer: (request: PlannedRequest, now: number) => Reply;
  readonly plans: Hut[];
  /** Numbers of the existing huts. */
  readonly standing: () => string[];
};

/** A scripted village. */
export const hutService = ({
  refused = () => undefined,
  shown = (hut) => hut,
  lagMs = 0,
  listStatus = 200,
  removal = 204,
}: HutOptions = {}): HutService => {
  const built = new Map<string, { readonly hut: Hut; readonly at: number }>();
  const plans: Hut[] = [];
  let next = 1;
  return {
    plans,
    standing: () => [...built.keys()],
    answer({ operation, body, pathValues }, now) {
      const no = pathValues['no'] ?? '';
      const known = built.get(no);
      switch (operation) {
        case 'POST /huts': {
          const plan = body?.kind === 'json' && isObject(body.value) ? body.value : {};
          plans.push(plan);
          const status = refused(plan);
          if (status !== undefined) return { status };
          const hut = { no: `h${next++}`, ...plan };
          built.set(hut.no, { hut, at: now });
          return { status: 201, json: shown(hut, 'create') ?? {} };
        }
        case 'GET /huts': {
          const all = [...built.values()].filter(({ at }) => now - at >= lagMs).flatMap(({ hut }) => shown(hut, 'list') ?? []);
          return { status: listStatus, json: { huts: all } };
        }
        case 'DELETE /huts/{no}':
          if (removal === 204) built.delete(no);
          return { status: removal };
        default: {
          const hut = known && now - known.at >= lagMs ? shown(known.hut, 'read') : undefined;
          return hut ? { status: 200, json: hut } : { status: 404 };
        }
      }
    },
  };
};
