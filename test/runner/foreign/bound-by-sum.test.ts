import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 80 };
const cents = { type: 'integer', minimum: 0, maximum: 9_000_000 };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ requestBody: { required: true, ...json(schema) } });
const shows = (schema: object, status: number): object => ({ [status]: { description: 'It', ...json(schema) } });
const no = Object.fromEntries([404, 409, 422].map((status) => [status, { description: 'No' }]));

/** Repairs whose parts add up to what is asked, of which some is granted and, less 500, paid out. */
const documentWith = (rule: string, asked: string): object => {
  const repair = object(
    {
      id: text,
      title: text,
      askedSum: { ...cents, description: asked },
      grantedSum: { ...cents, nullable: true },
      status: { type: 'string', enum: ['booked', 'checked', 'approved', 'rejected'] },
    },
    ['id', 'title', 'askedSum', 'grantedSum', 'status'],
  );
  const parameters = [{ name: 'repairId', in: 'path', required: true, schema: { type: 'string' } }];
  const below = (description: string, body: object, answers: object): object => ({
    parameters,
    post: { description, ...asks(body), responses: { ...answers, ...no } },
  });
  const part = { name: text, price: { ...cents, maximum: 50_000 } };
  const shownPart = object({ id: text, ...part }, ['id']);
  return {
    openapi: '3.0.3',
    info: { title: 'Workshop', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/repairs': { post: { ...asks(object({ title: text }, ['title'])), responses: { ...shows(repair, 201), ...no } } },
      '/repairs/{repairId}': {
        parameters,
        get: { responses: { ...shows(repair, 200), ...no } },
        delete: { responses: { 204: { description: 'Gone' }, ...no } },
      },
      '/repairs/{repairId}/parts': {
        ...below('Only while the repair is `booked`.', object(part, ['name', 'price']), shows(shownPart, 201)),
        get: { responses: { ...shows({ type: 'array', items: shownPart }, 200), ...no } },
      },
      '/repairs/{repairId}/check': below(
        `The repair must be \`booked\` and is \`checked\` afterwards. ${rule}`,
        object({ grantedSum: cents }, ['grantedSum']),
        shows(repair, 200),
      ),
      '/repairs/{repairId}/decision': below(
        'A `checked` repair can be approved, but `422` unless more than 500 is granted. A repair that is `booked` or `checked` can be rejected.',
        object({ outcome: { type: 'string', enum: ['approve', 'reject'] } }, ['outcome']),
        shows(repair, 200),
      ),
      '/repairs/{repairId}/payouts': below(
        'The repair must be `approved`.',
        object({ note: text }, ['note']),
        shows(object({ id: text, note: text }, ['id']), 201),
      ),
    },
  };
};

type Repair = {
  readonly id: string;
  readonly title: unknown;
  readonly parts: object[];
  askedSum: number;
  grantedSum: number | null;
  status: string;
};

const shownOf = (repair: Repair): object => ({ ...repair, parts: undefined });

/** What the run comes to on a workshop: the calls that it accepts, the greatest price of a part, and what is judged of a sum above the asked one. */
const judged = async (rule: string, asked = 'Sum of the parts', takesMore = false) => {
  const repairs = new Map<string, Repair>();
  const accepted = new Set<string>();
  let last = 0;
  let dearest = 0;
  const act = (repair: Repair, action: string, body: Json): Answer => {
    const { price, grantedSum, outcome } = body;
    switch (action) {
      case 'parts':
        if (typeof body['name'] !== 'string' || typeof price !== 'number' || price < 0 || price > 50_000) return [422];
        if (repair.status !== 'booked') return [409];
        dearest = Math.max(dearest, price);
        repair.askedSum += price;
        repair.parts.push({ id: `p${(last += 1)}`, ...body });
        return [201, repair.parts.at(-1)];
      case 'check':
        if (typeof grantedSum !== 'number' || !Number.isInteger(grantedSum) || grantedSum < 0) return [422];
        if (repair.status !== 'booked') return [409];
        if (grantedSum > repair.askedSum && !takesMore) return [422];
        Object.assign(repair, { grantedSum, status: 'checked' });
        return [200, shownOf(repair)];
      case 'decision':
        if (outcome !== 'approve' && outcome !== 'reject') return [422];
        if (repair.status !== 'checked' && (outcome === 'approve' || repair.status !== 'booked')) return [409];
        if (outcome === 'approve' && (repair.grantedSum ?? 0) <= 500) return [422];
        repair.status = outcome === 'approve' ? 'approved' : 'rejected';
        return [200, shownOf(repair)];
      case 'payouts':
        if (typeof body['note'] !== 'string' || body['note'] === '') return [422];
        return repair.status === 'approved' ? [201, { id: `o${(last += 1)}`, note: body['note'] }] : [409];
      default:
        return [404];
    }
  };
  const url = await serveAnswers((method, [root, id, action], body) => {
    if (root !== 'repairs') return [404];
    if (id === undefined) {
      if (method !== 'POST') return [405];
      if (typeof body['title'] !== 'string' || body['title'] === '') return [422];
      const made: Repair = { id: `r${(last += 1)}`, title: body['title'], parts: [], askedSum: 0, grantedSum: null, status: 'booked' };
      repairs.set(made.id, made);
      return [201, shownOf(made)];
    }
    const repair = repairs.get(id);
    if (!repair) return [404];
    if (action === undefined) return method === 'GET' ? [200, shownOf(repair)] : method === 'DELETE' && repairs.delete(id) ? [204] : [405];
    if (action === 'parts' && method === 'GET') return [200, repair.parts];
    const answer = method === 'POST' ? act(repair, action, body) : ([405] as const);
    if (answer[0] < 300) accepted.add(action);
    return answer;
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(rule, asked)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: ['lifecycle/stored-bound-refused', 'lifecycle/refused-in-state', 'status/documented-call'], skip: [] },
  });
  const all = verdicts.map(({ case: { check }, verdict }) => ({ check, verdict }));
  const bounds = all.flatMap(({ check, verdict: { kind } }) =>
    check === 'lifecycle/stored-bound-refused' && kind !== 'skipped' ? [kind] : [],
  );
  const others = all.flatMap(({ check, verdict: { kind } }) =>
    kind === 'fail' && check !== 'lifecycle/stored-bound-refused' ? [check] : [],
  );
  return { accepted: [...accepted].toSorted(), dearest, bounds, others };
};

const whole = ['check', 'decision', 'parts', 'payouts'];

describe('an action that takes no more than the sum of what is below its resource', () => {
  test.concurrent.for([
    'The granted sum cannot be above the asked sum (`422`).',
    '`grantedSum` must not exceed `askedSum`.',
    '`grantedSum` has to be at most the asked sum.',
  ])(
    'is sent that sum, after a dear part was added: %s',
    besideOthers(async (rule) => {
      expect(await judged(rule)).toEqual({ accepted: whole, dearest: 50_000, bounds: ['pass'], others: [] });
    }),
  );

  test.concurrent(
    'is told where it takes more',
    besideOthers(async () => {
      const { bounds, others } = await judged('The granted sum cannot be above the asked sum (`422`).', undefined, true);
      expect({ bounds, others }).toEqual({ bounds: ['fail'], others: [] });
    }),
  );

  test.concurrent.for<readonly [string, string]>([
    ['The granted sum can be above the asked sum.', 'Sum of the parts'],
    ['The granted sum should not usually be above the asked sum.', 'Sum of the parts'],
    ['For guests the granted sum is shown beside the asked sum.', 'Sum of the parts'],
    ['The granted sum cannot be below 500.', 'Sum of the parts'],
    ['The granted sum cannot be above the asked sum (`422`).', 'What the guest asks for'],
  ])(
    'needs nothing below it where no text says so: %s %s',
    besideOthers(async ([rule, asked]) => {
      const { dearest, others } = await judged(rule, asked);
      expect({ isDear: dearest >= 50_000, others }).toEqual({ isDear: false, others: [] });
    }),
  );
});
