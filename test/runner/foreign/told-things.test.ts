import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const shows = (schema: object) => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (name: string) => ({ required: true, content: { 'application/json': { schema: ref(name) } } });
const refused = { 400: { description: 'Wrong' }, 404: { description: 'None' }, 409: { description: 'A conflict' } };
const inPath = [{ name: 'pumpId', in: 'path', required: true, schema: { type: 'string' } }];
const key = { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', minLength: 1, maxLength: 64 } };

/** Pumps that are sent commands, which nothing takes back; `isMade`: pumps can be added and removed; `isLimited`: a pump takes three commands at a time. */
const document = (isMade: boolean, isLimited: boolean) => ({
  openapi: '3.0.3',
  info: { title: 'Pumps', version: '1' },
  paths: {
    '/pumps': {
      get: { responses: { 200: shows({ type: 'array', items: ref('Pump') }) } },
      ...(isMade && { post: { requestBody: asks('Asked'), responses: { 201: shows(ref('Pump')), ...refused } } }),
    },
    '/pumps/{pumpId}': {
      parameters: inPath,
      get: { responses: { 200: shows(ref('Pump')), ...refused } },
      ...(isMade && { delete: { responses: { 204: { description: 'Gone' }, ...refused } } }),
    },
    '/pumps/{pumpId}/commands': {
      parameters: inPath,
      get: { responses: { 200: shows({ type: 'array', items: ref('Command') }), ...refused } },
      post: {
        operationId: 'sendCommand',
        summary: 'Send a command',
        description: isLimited
          ? 'A new command is accepted. A pump has at most 3 open commands (accepted or running); one more is refused with 409.'
          : 'A request that is repeated with its `Idempotency-Key` answers the first command again and makes no second one.',
        parameters: [key],
        requestBody: asks('Wanted'),
        responses: { 201: shows(ref('Command')), ...refused },
      },
    },
  },
  components: {
    schemas: {
      Asked: { type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 1, maxLength: 60 } } },
      Pump: { type: 'object', required: ['id', 'name'], properties: { id: { type: 'string' }, name: { type: 'string' } } },
      Wanted: { type: 'object', required: ['speed'], properties: { speed: { type: 'integer', minimum: 0, maximum: 100 } } },
      Command: {
        type: 'object',
        required: ['id', 'speed'],
        properties: {
          id: { type: 'string' },
          speed: { type: 'integer' },
          ...(isLimited && { status: { type: 'string', enum: ['accepted', 'running', 'done'] } }),
        },
      },
    },
  },
});

type Service = {
  readonly isMade?: boolean;
  readonly isKeyed?: boolean;
  /** How many open commands a pump takes, and whether each is done at once. */
  readonly most?: number;
  readonly isLimited?: boolean;
  readonly isQuick?: boolean;
  readonly allow?: readonly ('mutation' | 'permanent' | 'destructive')[];
};

const judged = async ({
  isMade = true,
  isKeyed = true,
  most = Infinity,
  isLimited = false,
  isQuick = false,
  allow = ['mutation', 'permanent', 'destructive'],
}: Service) => {
  const pumps = new Map([['north-wing-pump', { id: 'north-wing-pump', name: 'North' }]]);
  const commands: { readonly id: string; readonly pump: string; readonly speed: number }[] = [];
  const known = new Map<string, object>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const answer = async (): Promise<void> => {
      const { method = '', headers, url: path = '' } = incoming;
      const [, , id = '', below] = path.split(/[/?]/u);
      const body = method === 'POST' ? await objectBody(incoming) : undefined;
      if (id === '' && method === 'GET') return end(200, [...pumps.values()]);
      if (id === '') {
        const { name } = body ?? {};
        if (typeof name !== 'string' || name === '' || [...name].length > 60) return end(400);
        const made = { id: `pump-of-ours-${++last}`, name };
        pumps.set(made.id, made);
        return end(201, made);
      }
      if (!pumps.has(id)) return end(404);
      const status = isQuick ? 'done' : 'accepted';
      const told = commands.filter(({ pump }) => pump === id).map(({ pump: _pump, ...one }) => ({ ...one, status }));
      if (below === undefined && method === 'DELETE') pumps.delete(id);
      if (below === undefined) return method === 'DELETE' ? end(204) : end(200, pumps.get(id));
      if (method === 'GET') return end(200, told);
      const { speed } = body ?? {};
      if (typeof speed !== 'number' || !Number.isInteger(speed) || speed < 0 || speed > 100) return end(400);
      const sent = [headers['idempotency-key']].flat()[0];
      const first = sent === undefined || !isKeyed ? undefined : known.get(`${id} ${sent}`);
      if (first) return end(201, first);
      if (!isQuick && told.length >= most) return end(409);
      const made = { id: `command-${++last}`, speed };
      commands.push({ ...made, pump: id });
      known.set(`${id} ${sent}`, { ...made, status: 'accepted' });
      return end(201, { ...made, status: 'accepted' });
    };
    void answer();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(isMade, isLimited)), url, {
    allow: [...allow],
    maxCreates: 60,
    selection: { only: ['idempotency/keyed-creation-once', 'lifecycle/*', 'body/*'], skip: [] },
  });
  const failed = verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === 'fail' ? [check] : []));
  return { failed, told: new Set(commands.map(({ pump }) => pump)) };
};

test('a command is sent to a pump of the run, and one that makes a second one with the same key is told', async () => {
  const { failed, told } = await judged({ isKeyed: false });
  expect(failed).toEqual(['idempotency/keyed-creation-once']);
  expect([...told].every((id) => id.startsWith('pump-of-ours'))).toBe(true);
});

test('so is one that shows the state of a command', async () => {
  expect((await judged({ isLimited: true, isKeyed: false, most: 3 })).failed).toEqual(['idempotency/keyed-creation-once']);
});

test('who honours the key is accused of nothing', async () => {
  const { failed, told } = await judged({});
  expect(failed).toEqual([]);
  expect(told.size).toBeGreaterThan(0);
});

test('no command is sent to a pump that was there before, nor without the permission for what reaches further', async () => {
  expect([...(await judged({ isMade: false })).told]).toEqual([]);
  expect([...(await judged({ allow: ['mutation', 'permanent'] })).told]).toEqual([]);
});

test('one command more than may be open is told, and not where the others are done by then', async () => {
  expect((await judged({ isLimited: true })).failed).toEqual(['lifecycle/capacity-kept']);
  expect((await judged({ isLimited: true, isQuick: true })).failed).toEqual([]);
  expect((await judged({ isLimited: true, most: 3 })).failed).toEqual([]);
});
