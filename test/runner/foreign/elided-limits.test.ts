import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const refusals = { '404': { description: 'None' }, '409': { description: 'Not now' }, '422': { description: 'Wrong' } };
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const located = { headers: { Location: { schema: text } } };
const crateSchema = object({
  id: text,
  title: text,
  itemCount: { type: 'integer' },
  status: { type: 'string', enum: ['draft', 'sealed', 'on_way', 'arrived'] },
});
const seal = object({ id: text, crateId: text, number: text, status: { type: 'string', enum: ['whole', 'broken'] } });
const kinds = ['loaded', 'passed', 'arrived'];

/** Crates with items, a seal that is bought, and scans: what is created below a crate says of its states no more than their names. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Crates', version: '1' },
  security: [{ key: [] }],
  components: { schemas: { Crate: crateSchema, Seal: seal }, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/crates': {
      get: { responses: { '200': shows({ type: 'array', items: { $ref: '#/components/schemas/Crate' } }) } },
      post: {
        requestBody: asks(object({ title: text }, ['title'])),
        responses: { '201': shows({ $ref: '#/components/schemas/Crate' }), '422': { description: 'Wrong' } },
      },
    },
    '/crates/{crateId}': {
      parameters: [inPath('crateId')],
      get: { responses: { '200': shows({ $ref: '#/components/schemas/Crate' }), '404': { description: 'None' } } },
      patch: {
        description: 'What is left out stays. `409` if it is no `draft`.',
        requestBody: asks(object({ title: text })),
        responses: { '200': shows({ $ref: '#/components/schemas/Crate' }), ...refusals },
      },
      delete: { responses: { '204': { description: 'Gone' }, '404': { description: 'None' } } },
    },
    '/crates/{crateId}/items': {
      parameters: [inPath('crateId')],
      post: {
        description: '`409` if the crate is no `draft`.',
        requestBody: asks(object({ what: text }, ['what'])),
        responses: { '201': shows(object({ id: text, what: text })), ...refusals },
      },
    },
    '/crates/{crateId}/items/{itemId}': {
      parameters: [inPath('crateId'), inPath('itemId')],
      delete: { responses: { '204': { description: 'Gone' }, '404': { description: 'None' } } },
    },
    '/crates/{crateId}/seal': {
      parameters: [inPath('crateId')],
      post: {
        operationId: 'buySeal',
        summary: 'Buy the seal',
        description: 'The crate becomes `sealed`. `409` if it is no `draft` or has no items.',
        requestBody: asks(object({ colour: { type: 'string', enum: ['red', 'blue'] } }, ['colour'])),
        responses: { '201': { ...shows({ $ref: '#/components/schemas/Seal' }), ...located }, ...refusals },
      },
    },
    '/seals/{sealId}': {
      parameters: [inPath('sealId')],
      get: { responses: { '200': shows({ $ref: '#/components/schemas/Seal' }), '404': { description: 'None' } } },
    },
    '/crates/{crateId}/scans': {
      parameters: [inPath('crateId')],
      get: { responses: { '200': shows({ type: 'array', items: object({ id: text, type: text }) }), '404': { description: 'None' } } },
      post: {
        description: 'Only while `sealed` or `on_way`, else `409`. `arrived` moves the crate to `arrived`, any other scan to `on_way`.',
        requestBody: asks(object({ type: { type: 'string', enum: kinds } }, ['type'])),
        responses: { '201': shows(object({ id: text, type: text })), ...refusals },
      },
    },
  },
};

type Crate = { readonly id: string; title: string; items: string[]; status: string; readonly scans: object[] };
type Given = Readonly<Record<string, unknown>>;

/** A depot that does what the document says, but for what a test makes different. */
class Depot {
  crates: Crate[] = [];
  seals: { readonly id: string }[] = [];
  last = 0;
  newId(): string {
    return `no-${(this.last += 1)}`;
  }
  mayChange({ status }: Crate): boolean {
    return status === 'draft';
  }
  maySeal({ status, items }: Crate): boolean {
    return status === 'draft' && items.length > 0;
  }
  mayScan({ status }: Crate): boolean {
    return ['sealed', 'on_way'].includes(status);
  }
  after(type: string, _crate: Crate): string {
    return type === 'arrived' ? 'arrived' : 'on_way';
  }
  shown({ id, title, items, status }: Crate): object {
    return { id, title, itemCount: items.length, status };
  }
  below(crate: Crate, method: string, [part, id]: readonly string[], given: Given): Answer {
    if (part === 'items' && id !== undefined) {
      if (method !== 'DELETE') return [405];
      if (!crate.items.includes(id)) return [404];
      crate.items = crate.items.filter((one) => one !== id);
      return [204];
    }
    if (part === 'scans' && method === 'GET') return [200, crate.scans];
    if (method !== 'POST') return [405];
    if (part === 'items') {
      if (typeof given['what'] !== 'string') return [422];
      if (crate.status !== 'draft') return [409];
      const made = this.newId();
      crate.items.push(made);
      return [201, { id: made, what: given['what'] }];
    }
    if (part === 'seal') {
      if (!['red', 'blue'].includes(String(given['colour']))) return [422];
      if (!this.maySeal(crate)) return [409];
      const made = { id: this.newId(), crateId: crate.id, number: '7', status: 'whole' };
      this.seals.push(made);
      crate.status = 'sealed';
      return [201, made];
    }
    if (part !== 'scans') return [404];
    if (!kinds.includes(String(given['type']))) return [422];
    if (!this.mayScan(crate)) return [409];
    const scan = { id: this.newId(), type: String(given['type']) };
    crate.scans.push(scan);
    crate.status = this.after(scan.type, crate);
    return [201, scan];
  }
  answer(method: string, [root, id, ...more]: readonly string[], given: Given): Answer {
    if (root === 'seals') {
      const found = this.seals.find((one) => one.id === id);
      return found ? [200, found] : [404];
    }
    if (root !== 'crates') return [404];
    if (id === undefined) {
      if (method === 'GET') return [200, this.crates.map((one) => this.shown(one))];
      if (method !== 'POST') return [405];
      if (typeof given['title'] !== 'string') return [422];
      const made = { id: this.newId(), title: given['title'], items: [], status: 'draft', scans: [] };
      this.crates.push(made);
      return [201, this.shown(made)];
    }
    const crate = this.crates.find((one) => one.id === id);
    if (!crate) return [404];
    if (more.length > 0) return this.below(crate, method, more, given);
    if (method === 'GET') return [200, this.shown(crate)];
    if (method === 'DELETE') this.crates = this.crates.filter((one) => one !== crate);
    if (method === 'DELETE') return [204];
    if (method !== 'PATCH') return [405];
    const { title = crate.title } = given;
    if (typeof title !== 'string') return [422];
    if (!this.mayChange(crate)) return [409];
    crate.title = title;
    return [200, this.shown(crate)];
  }
}

const judged = async (depot: Depot): Promise<{ readonly told: readonly string[]; readonly passed: readonly string[] }> => {
  const url = await serveAnswers((method, segments, given) => depot.answer(method, segments, given));
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 200,
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: ['lifecycle/refused-in-state', 'lifecycle/leads-to-state', 'lifecycle/refused-while-lacking'], skip: [] },
  });
  return {
    told: verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [`${verdict.finding.code}: ${verdict.finding.expected}`] : [])),
    passed: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'pass' ? [id.replace(/@.*~1/u, ' ')] : [])),
  };
};

describe('limits that leave out what has the states', () => {
  test.concurrent(
    'are judged, and nothing is told of a service that keeps them',
    besideOthers(async () => {
      const { told, passed } = await judged(new Depot());
      expect(told).toEqual([]);
      expect(passed.toSorted()).toEqual([
        'lifecycle/leads-to-state scans/post',
        'lifecycle/leads-to-state seal/post',
        'lifecycle/refused-in-state items/post',
        'lifecycle/refused-in-state scans/post',
        'lifecycle/refused-in-state seal/post',
        'lifecycle/refused-in-state {crateId}/patch',
        'lifecycle/refused-while-lacking seal/post',
      ]);
    }),
  );

  test.concurrent.for<readonly [string, Depot, string]>([
    [
      'changes what is sealed',
      new (class extends Depot {
        override mayChange(): boolean {
          return true;
        }
      })(),
      'done-in-refused-state: 409 to PATCH /crates/{crateId}, because the resource is "sealed"',
    ],
    [
      'seals what is sealed already',
      new (class extends Depot {
        override maySeal({ items }: Crate): boolean {
          return items.length > 0;
        }
      })(),
      'done-in-refused-state: 409 to POST /crates/{crateId}/seal, because the resource is "sealed"',
    ],
    [
      'seals what is empty',
      new (class extends Depot {
        override maySeal({ status }: Crate): boolean {
          return status === 'draft';
        }
      })(),
      'done-while-lacking: a refusal of POST /crates/{crateId}/seal, because "itemCount" has no value',
    ],
    [
      'scans drafts',
      new (class extends Depot {
        override mayScan({ status }: Crate): boolean {
          return status !== 'arrived';
        }
      })(),
      'done-in-refused-state: 409 to POST /crates/{crateId}/scans, because the resource is "draft"',
    ],
    [
      'leaves what is scanned on its way as it is',
      new (class extends Depot {
        override after(type: string, { status }: Crate): string {
          return type === 'arrived' ? 'arrived' : status;
        }
      })(),
      'state-not-changed: "on_way" after POST /crates/{crateId}/scans with "loaded" as "type" was answered 201',
    ],
  ])(
    'are told where a service %s',
    besideOthers(async ([, depot, told]) => {
      expect((await judged(depot)).told).toContain(told);
    }),
  );
});
