import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 1, maximum: 30_000 };
const money = {
  type: 'object',
  required: ['amount', 'currency'],
  properties: { amount: { type: 'integer', minimum: 0 }, currency: { type: 'string', enum: ['EUR'] } },
};
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const none = { description: 'None' };

/** What is said of the three sums of a van, and of what is left, which is nothing from the start. */
type Said = { readonly load: string; readonly chargeable: string; readonly worth: string; readonly left?: string };

const usual: Said = {
  load: 'The weights of all its boxes added up.',
  chargeable: 'Sum of the chargeable weights of its boxes.',
  worth: 'Sum of the values of its boxes.',
};

const documentWith = ({ load, chargeable, worth, left }: Said): object => {
  const given = { weight: whole, side: { ...whole, maximum: 100 }, value: money };
  const box = object({ id: text, ...given, chargeable_weight: { type: 'integer' } }, [
    'id',
    'weight',
    'side',
    'value',
    'chargeable_weight',
  ]);
  const van = object({
    id: text,
    plate: text,
    load_weight: { type: 'integer', description: load },
    chargeable_weight: { type: 'integer', description: chargeable },
    worth: { ...money, description: worth },
    ...(left === undefined ? {} : { room_left: { type: 'integer', description: left } }),
  });
  return {
    openapi: '3.0.3',
    info: { title: 'Vans', version: '1' },
    security: [{ key: [] }],
    components: { schemas: { Van: van, Box: box }, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/vans': { post: { requestBody: asks(object({ plate: text }, ['plate'])), responses: { '201': shows(van), '422': none } } },
      '/vans/{vanId}': {
        parameters: [inPath('vanId')],
        get: { responses: { '200': shows(van), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      '/vans/{vanId}/boxes': {
        parameters: [inPath('vanId')],
        get: { responses: { '200': shows({ type: 'array', items: box }), '404': none } },
        post: { requestBody: asks(object(given, ['weight', 'side'])), responses: { '201': shows(box), '404': none, '422': none } },
      },
      '/vans/{vanId}/boxes/{boxId}': {
        parameters: [inPath('vanId'), inPath('boxId')],
        get: { responses: { '200': shows(box), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
    },
  };
};

type Fault = 'sums weights' | 'forgets the removed one' | 'ignores values' | 'takes no great sides';

type Box = {
  readonly id: string;
  readonly weight: number;
  readonly side: number;
  readonly value: Json;
  readonly chargeable_weight: number;
};

/** Vans with boxes, of which a bulky one counts by its volume. */
const vans = (fault?: Fault) => {
  const all = new Map<string, Box[]>();
  const gone = new Map<string, number>();
  let last = 0;
  const newId = (): string => `n${(last += 1)}`;
  const sum = (boxes: readonly Box[], of: (box: Box) => number): number => boxes.reduce((total, box) => total + of(box), 0);
  const van = (id: string): Json => {
    const boxes = all.get(id) ?? [];
    const kept = fault === 'forgets the removed one' ? (gone.get(id) ?? 0) : 0;
    return {
      id,
      plate: 'x',
      room_left: 0,
      load_weight: sum(boxes, ({ weight }) => weight) + kept,
      chargeable_weight: sum(boxes, (one) => (fault === 'sums weights' ? one.weight : one.chargeable_weight)),
      worth: { amount: fault === 'ignores values' ? 0 : sum(boxes, ({ value }) => Number(value['amount'])), currency: 'EUR' },
    };
  };
  return (method: string, [root, id, boxes, boxId]: readonly string[], given: Json): Answer => {
    if (root !== 'vans') return [404];
    if (id === undefined) {
      if (typeof given['plate'] !== 'string') return [422];
      const made = newId();
      all.set(made, []);
      return [201, van(made)];
    }
    const own = all.get(id);
    if (!own) return [404];
    if (boxes === undefined) {
      if (method === 'GET') return [200, van(id)];
      all.delete(id);
      return [204];
    }
    const box = own.find((one) => one.id === boxId);
    if (boxId !== undefined && !box) return [404];
    if (boxId !== undefined && method === 'GET') return [200, box];
    if (box) {
      own.splice(own.indexOf(box), 1);
      gone.set(id, box.weight);
      return [204];
    }
    if (method === 'GET') return [200, own];
    const { weight, side, value = { amount: 0, currency: 'EUR' } } = given;
    if (typeof weight !== 'number' || typeof side !== 'number' || (fault === 'takes no great sides' && side > 10)) return [422];
    own.push({ id: newId(), weight, side, value: value as Json, chargeable_weight: Math.max(weight, Math.ceil(side ** 3 / 5)) });
    return [201, own.at(-1)];
  };
};

const judged = async (fault: Fault | undefined, said: Partial<Said> = {}): Promise<readonly string[]> => {
  const { verdicts } = await judgeForeign(writeDocument(documentWith({ ...usual, ...said })), await serveAnswers(vans(fault)), {
    allow: ['mutation'],
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: ['lifecycle/numbers-derived'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind));
};

describe('sums of what each child shows', () => {
  test.concurrent.for<readonly [Fault | undefined, string]>([
    [undefined, 'pass'],
    ['takes no great sides', 'pass'],
    ['sums weights', 'number-otherwise /chargeable_weight'],
    ['forgets the removed one', 'number-otherwise /load_weight'],
    ['ignores values', 'number-otherwise /worth'],
  ])(
    'are followed: %s',
    besideOthers(async ([fault, expected]) => {
      expect(await judged(fault)).toEqual([expected]);
    }),
  );

  test.concurrent.for<readonly [Fault, Partial<Said>]>([
    ['sums weights', { chargeable: 'Sum of the chargeable weights of its fragile boxes.' }],
    ['sums weights', { chargeable: 'What the weights are charged as.' }],
    ['ignores values', { worth: 'Sum of the values of its insured boxes.' }],
    ['ignores values', { worth: 'Sum of the values of its boxes, less a discount.' }],
    ['forgets the removed one', { load: 'The weights of all its boxes that were ever added up to now.' }],
  ])(
    'nothing is told of %s where the text says something else: %o',
    besideOthers(async ([fault, said]) => {
      expect(await judged(fault, said)).toEqual(['pass']);
    }),
  );

  test('what is left of nothing does not fall', async () => {
    expect(await judged(undefined, { left: 'Room left beside the boxes.' })).toEqual(['inconclusive']);
  });

  test('name the parent in every child, where ids are numbers', async () => {
    const id = { type: 'integer', readOnly: true };
    const given = { sledge_id: { type: 'integer' }, weight: whole };
    const sack = object({ id, ...given, charged_weight: { type: 'integer' } }, ['id', 'sledge_id', 'weight', 'charged_weight']);
    const charged = { type: 'integer', description: 'Sum of the charged weights of its sacks.' };
    const sledge = object({ id, name: text, charged_weight: charged }, ['id', 'charged_weight']);
    const byId = { ...inPath('id'), schema: { type: 'integer' } };
    const paths = (name: string, ask: object, one: object): object => ({
      [`/${name}`]: { post: { requestBody: asks(ask), responses: { '201': shows(one), '422': none } } },
      [`/${name}/{id}`]: {
        parameters: [byId],
        get: { responses: { '200': shows(one), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
    });
    const about = {
      openapi: '3.0.3',
      info: { title: 'Sledges', version: '1' },
      security: [{ key: [] }],
      components: { schemas: { Sledge: sledge, Sack: sack }, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      paths: {
        ...paths('sledges', object({ name: text }, ['name']), { $ref: '#/components/schemas/Sledge' }),
        ...paths('sacks', object(given, ['sledge_id', 'weight']), { $ref: '#/components/schemas/Sack' }),
      },
    };
    // Those of other people have the first numbers.
    const sledges = new Map<number, Json>(Array.from({ length: 60 }, (_, n) => [n + 1, { id: n + 1, name: 'theirs' }]));
    const sacks = new Map<number, Json>();
    const onTheirs: Json[] = [];
    let last = 60;
    const shown = (one: Json): Json => ({
      ...one,
      charged_weight: [...sacks.values()]
        .filter((item) => item['sledge_id'] === one['id'])
        .reduce((sum, item) => sum + Number(item['charged_weight']), 0),
    });
    const answer = (method: string, [root, named]: readonly string[], body: Json): Answer => {
      const kept = root === 'sledges' ? sledges : root === 'sacks' ? sacks : undefined;
      if (!kept) return [404];
      if (method === 'POST') {
        const made = { ...body, id: (last += 1), ...(root === 'sacks' && { charged_weight: Number(body['weight']) + 1 }) };
        if (root === 'sacks' && !sledges.has(Number(body['sledge_id']))) return [422];
        if (root === 'sacks' && Number(body['sledge_id']) <= 60) onTheirs.push(made);
        kept.set(made.id, made);
        return [201, root === 'sledges' ? shown(made) : made];
      }
      const found = kept.get(Number(named));
      if (!found) return [404];
      if (method === 'DELETE') kept.delete(Number(named));
      return method === 'DELETE' ? [204] : [200, root === 'sledges' ? shown(found) : found];
    };
    const { verdicts } = await judgeForeign(writeDocument(about), await serveAnswers(answer), {
      allow: ['mutation'],
      selection: { only: ['lifecycle/numbers-derived'], skip: [] },
    });
    expect(verdicts.map(({ verdict: { kind } }) => kind).filter((kind) => kind !== 'skipped')).toEqual(['pass']);
    expect(onTheirs).toEqual([]);
  });
});
