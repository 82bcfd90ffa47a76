import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 90 };
const number = { type: 'number' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: Json, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const shows = (schema: object, status = 200) => ({ [status]: { description: 'It', ...json(schema) } });
const refused = Object.fromEntries([400, 404, 409].map((status) => [status, { description: 'Refused' }]));
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const tank = object({ id: text, label: text, state: { type: 'string', enum: ['dry', 'filled'] } });
const ceiling = { ceiling: number, side: { type: 'string', enum: ['OVER', 'UNDER'] } };
const guard = object({ id: text, ...ceiling });
const alarm = object({ id: text, tank_id: text, value: number, confirmed: { type: 'boolean' } });
const sample = object({ tank_id: text, taken_at: { type: 'string', format: 'date-time' }, value: number });
const body = (schema: object) => ({ requestBody: { required: true, ...json(schema) } });

const sided = object({ type: { type: 'string', enum: ['OVER', 'UNDER'] }, value: number });
const outside = object({ type: { const: 'OUTSIDE' }, low: number, high: number });

/** Guards that hold their bound in a condition, for one tank each. */
const conditioned = (condition: object) => {
  const members = { tank_id: text, condition };
  const { '/guards': guards, '/samples': samples, ...paths } = document.paths;
  const said = 'Samples of a tank that is not filled are left out of account. If one breaches a guard, an alarm is raised.';
  return {
    ...document,
    paths: {
      ...paths,
      '/samples': { post: { ...samples.post, description: said } },
      '/guards': {
        post: {
          ...guards.post,
          description: 'It is kept for its tank.',
          ...body(object(members)),
          responses: { ...shows(object({ id: text, ...members }), 201), ...refused },
        },
      },
    },
  };
};

const document = {
  openapi: '3.1.0',
  info: { title: 'Tanks', version: '1' },
  paths: {
    '/tanks': {
      post: { summary: 'Add a tank', ...body(object({ label: text })), responses: { ...shows(tank, 201), ...refused } },
    },
    '/tanks/{tankId}': {
      ...inPath('tankId'),
      get: { responses: { ...shows(tank), ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/tanks/{tankId}/fill': {
      ...inPath('tankId'),
      post: { description: 'Takes a dry tank to `filled`. 409 otherwise.', responses: { ...shows(tank), ...refused } },
    },
    '/guards': {
      post: {
        summary: 'Add a guard',
        description: 'From now on a sample of a filled tank that passes the ceiling on its side raises an alarm.',
        ...body(object(ceiling)),
        responses: { ...shows(guard, 201), ...refused },
      },
    },
    '/guards/{guardId}': { ...inPath('guardId'), delete: { responses: { 204: { description: 'Gone' }, ...refused } } },
    '/samples': {
      post: {
        summary: 'Send samples',
        description: 'Samples of a tank that is not filled, or of a time to come, are left out of account.',
        ...body(object({ samples: { type: 'array', minItems: 1, maxItems: 9, items: sample } })),
        responses: { ...shows(object({ taken: { type: 'integer' } })), ...refused },
      },
    },
    '/alarms': { get: { responses: { ...shows(object({ alarms: { type: 'array', items: alarm } })), ...refused } } },
    '/alarms/{alarmId}/confirm': { ...inPath('alarmId'), post: { responses: { ...shows(alarm), ...refused } } },
  },
};

const bodyOf = async (incoming: IncomingMessage): Promise<Json> => {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as Json;
  } catch {
    return {};
  }
};

type House =
  | 'plain'
  | 'lists a little later'
  | 'shows another type'
  | 'raises nothing'
  | 'counts in small numbers'
  | 'shows the site of each'
  | 'has a guard for all tanks'
  | 'says when each was seen'
  | 'holds conditions'
  | 'holds ranges';

const documentOf = (house: House): object =>
  house === 'holds conditions' ? conditioned(sided) : house === 'holds ranges' ? conditioned(outside) : document;

const judged = async (house: House, allow: readonly ('mutation' | 'destructive')[]) => {
  const tanks = new Map<string, { id: string; label: string; state: string }>();
  const guards = new Map<string, Json>();
  const alarms: { id: string; tank_id: string; value: number; confirmed: boolean; from: number; guard_id?: string }[] = [
    { id: 'a0', tank_id: 'somebody', value: 3, confirmed: false, from: 0 },
  ];
  // While the run waits, somebody else's samples raise alarms as well, which the list shows first.
  const others: Partial<Record<House, (of: string, by: string) => Json>> = {
    'counts in small numbers': (of) => ({ value: Number(of) }),
    'shows the site of each': () => ({}),
    'has a guard for all tanks': (_, by) => ({ guard_id: by }),
  };
  const confirmed = new Set<string>();
  let next = 0;
  const take = (one: Json): boolean => {
    const { tank_id: id, value, taken_at: at } = one;
    const own = tanks.get(String(id));
    if (own?.state !== 'filled' || typeof value !== 'number' || Date.parse(String(at)) > Date.now() + 1000) return false;
    const beside = others[house];
    for (const { id: guard_id, side, ceiling: bound, condition, tank_id: ofTank } of guards.values()) {
      const held = (condition ?? {}) as Json;
      const [lowest, highest] = held['type'] === 'OUTSIDE' ? [held['low'], held['high']] : [held['value'], held['value']];
      const isOver = value > Number(highest ?? bound);
      const isUnder = value < Number(lowest ?? bound);
      const kind = held['type'] ?? side;
      if (ofTank !== undefined && ofTank !== id) continue;
      const isPast = kind === 'OUTSIDE' ? isOver || isUnder : kind === 'OVER' ? isOver : isUnder;
      const from = house === 'lists a little later' ? Date.now() + 300 : 0;
      const { id: tank_id } = own;
      if (!isPast || house === 'raises nothing') continue;
      const byGuard = house === 'has a guard for all tanks' ? { guard_id: String(guard_id) } : {};
      alarms.unshift({ id: `a${alarms.length}`, tank_id, value, confirmed: false, from, ...byGuard });
      if (beside)
        alarms.unshift({
          id: `a${alarms.length}`,
          tank_id: 'somebody',
          value: 1,
          confirmed: false,
          from: 0,
          ...beside(tank_id, String(guard_id)),
        });
    }
    return true;
  };
  let turn = 0;
  const shown = ({ id, tank_id, value, confirmed: isConfirmed, guard_id }: (typeof alarms)[number]): Json => ({
    id,
    tank_id,
    value,
    confirmed: isConfirmed,
    ...(house === 'shows the site of each' ? { site_id: 'the-north-site' } : {}),
    ...(guard_id === undefined ? {} : { guard_id }),
    ...(house === 'says when each was seen' ? { seen: (turn += 1) } : {}),
  });
  const answer = (method: string, path: string, given: Json): readonly [status: number, value?: unknown] => {
    const [, root, id = '', tail] = path.split('/');
    if (root === 'alarms') {
      if (id === '') return method === 'GET' ? [200, { alarms: alarms.filter(({ from }) => from <= Date.now()).map(shown) }] : [405, {}];
      const one = alarms.find((each) => each.id === id);
      if (!one || tail !== 'confirm') return [404, {}];
      if (method !== 'POST') return [405, {}];
      one.confirmed = true;
      confirmed.add(one.tank_id);
      return [200, house === 'shows another type' ? { ...shown(one), confirmed: 'yes' } : shown(one)];
    }
    if (root === 'samples') {
      const { samples } = given;
      if (method !== 'POST') return [405, {}];
      if (!Array.isArray(samples)) return [400, {}];
      return [200, { taken: (samples as Json[]).filter(take).length }];
    }
    if (root === 'guards') {
      if (id !== '') return method === 'DELETE' ? [guards.delete(id) ? 204 : 404] : [405, {}];
      if (method !== 'POST') return [405, {}];
      if (house === 'holds conditions' || house === 'holds ranges') {
        if (!tanks.has(String(given['tank_id'])) || typeof given['condition'] !== 'object') return [400, {}];
        const made = { id: `g${(next += 1)}`, ...given };
        guards.set(made.id, made);
        return [201, made];
      }
      if (typeof given['ceiling'] !== 'number' || !['OVER', 'UNDER'].includes(String(given['side']))) return [400, {}];
      const site = house === 'shows the site of each' ? { site_id: 'the-north-site' } : {};
      const made = { id: `g${(next += 1)}`, ceiling: given['ceiling'], side: given['side'], ...site };
      guards.set(made.id, made);
      return [201, made];
    }
    if (root !== 'tanks') return [404, {}];
    if (id === '') {
      if (method !== 'POST') return [405, {}];
      if (typeof given['label'] !== 'string' || given['label'] === '') return [400, {}];
      const made = { id: `${house === 'counts in small numbers' ? '' : 't'}${(next += 1)}`, label: given['label'], state: 'dry' };
      tanks.set(made.id, made);
      return [201, made];
    }
    const one = tanks.get(id);
    if (!one) return [404, {}];
    if (tail === 'fill') {
      if (method !== 'POST') return [405, {}];
      if (one.state === 'filled') return [409, {}];
      one.state = 'filled';
      return [200, one];
    }
    if (method === 'GET') return [200, one];
    if (method !== 'DELETE') return [405, {}];
    tanks.delete(id);
    return [204];
  };
  const url = await serve((incoming, outgoing) => {
    void (async () => {
      const given = await bodyOf(incoming);
      const { method = 'GET', url: target = '' } = incoming;
      const isHead = method === 'HEAD';
      const [status, value] = answer(isHead ? 'GET' : method, decodeURIComponent(target.split('?')[0] ?? ''), given);
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined || isHead ? undefined : JSON.stringify(value));
    })();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(house)), url, {
    allow: [...allow],
    selection: { only: ['status/documented-call', 'schema/response-body'], skip: [] },
  });
  const fails = verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [`${verdict.finding.operation} ${verdict.finding.code}`] : [],
  );
  return { confirmed: [...confirmed], fails };
};

describe('what a service brings about because of what the run sends is acted on', () => {
  test.each<House>([
    'plain',
    'lists a little later',
    'counts in small numbers',
    'shows the site of each',
    'has a guard for all tanks',
    'says when each was seen',
    'holds conditions',
    'holds ranges',
  ])('a house that keeps to its document: %s', async (house) => {
    const { confirmed, fails } = await judged(house, ['mutation', 'destructive']);
    expect(fails).toEqual([]);
    expect(confirmed.length).toBeGreaterThan(0);
    expect(confirmed).not.toContain('somebody');
  });

  test('a house whose action shows another type is told', async () => {
    const { fails } = await judged('shows another type', ['mutation', 'destructive']);
    expect(fails.some((one) => one.startsWith('POST /alarms/{alarmId}/confirm'))).toBe(true);
  });

  test.each<readonly [string, House, readonly ('mutation' | 'destructive')[]]>([
    ['where nothing comes about', 'raises nothing', ['mutation', 'destructive']],
    ['without the permission', 'plain', ['mutation']],
  ])('nothing of others is acted on: %s', async (_, house, allow) => {
    expect((await judged(house, allow)).confirmed).toEqual([]);
  });
});
