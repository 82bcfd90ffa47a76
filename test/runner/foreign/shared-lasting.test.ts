import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;
type Repair = { readonly id: string; readonly title: string; status: string };

const text = { type: 'string', minLength: 2, maxLength: 80 };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const answer = (schema: Json) => ({ description: 'ok', content: { 'application/json': { schema } } });
const body = (schema: Json) => ({ required: true, content: { 'application/json': { schema } } });
const plain = (description: string) => ({ description });
const refused = { 401: plain('No good key.'), 404: plain('None.'), 409: plain('Not in this state.'), 422: plain('Against the rules.') };

/** The actions on a repair, with the member that each takes. */
const actions = { assign: 'mechanic', pause: 'reason', finish: 'result', abandon: 'reason' } as const;

const document: Json = {
  openapi: '3.1.0',
  info: { title: 'Repairs', version: '1', description: 'Each request has a key; without one, or with an unknown one, it is answered 401.' },
  security: [{ key: [] }],
  components: {
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    schemas: {
      Repair: {
        type: 'object',
        required: ['id', 'title', 'status'],
        properties: {
          id: { type: 'string', readOnly: true },
          title: text,
          status: { type: 'string', enum: ['open', 'assigned', 'paused', 'finished', 'abandoned'], readOnly: true },
        },
      },
    },
  },
  paths: {
    '/repairs': {
      get: { responses: { 200: answer({ type: 'array', items: ref('Repair') }), 401: refused[401] } },
      post: { summary: 'Create a repair', requestBody: body(ref('Repair')), responses: { 201: answer(ref('Repair')), ...refused } },
    },
    '/repairs/{repairId}': {
      parameters: [{ name: 'repairId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: answer(ref('Repair')), 401: refused[401], 404: refused[404] } },
    },
    ...Object.fromEntries(
      Object.entries(actions).map(([action, member]) => [
        `/repairs/{repairId}/${action}`,
        {
          parameters: [{ name: 'repairId', in: 'path', required: true, schema: { type: 'string' } }],
          post: {
            operationId: `${action}Repair`,
            requestBody: body({ type: 'object', required: [member], properties: { [member]: text } }),
            responses: { 200: answer(ref('Repair')), ...refused },
          },
        },
      ]),
    ),
  },
};

const states: Readonly<Record<string, string>> = { assign: 'assigned', pause: 'paused', finish: 'finished', abandon: 'abandoned' };

type Flaw = 'none' | 'abandons without a reason' | 'finishes for anybody';

const key = 'foreign-key-0123456789';

const judged = async (flaw: Flaw) => {
  const repairs = new Map<string, Repair>();
  const handle = async (incoming: Parameters<Parameters<typeof serve>[0]>[0], outgoing: Parameters<Parameters<typeof serve>[0]>[1]) => {
    const sent = await objectBody(incoming);
    const send = (status: number, value: unknown = { error: 'refused' }): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(value));
    };
    const [root, id = '', action = ''] = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname.split('/').slice(1);
    const isOpen = flaw === 'finishes for anybody' && action === 'finish';
    if (root !== 'repairs') return send(404);
    if (incoming.headers['x-key'] !== key && !isOpen) return send(401);
    const isText = (value: unknown): boolean => typeof value === 'string' && value.length >= 2 && value.length <= 80;
    if (id === '') {
      if (incoming.method === 'GET') return send(200, [...repairs.values()]);
      if (incoming.method !== 'POST') return send(405);
      const { title } = sent ?? {};
      if (!isText(title)) return send(422);
      const made = { id: `r-${repairs.size + 1}`, title: String(title), status: 'open' };
      repairs.set(made.id, made);
      return send(201, made);
    }
    const repair = repairs.get(id);
    if (repair === undefined) return send(404);
    if (action === '') return incoming.method === 'GET' ? send(200, repair) : send(405);
    const state = states[action];
    if (state === undefined || incoming.method !== 'POST') return send(405);
    const isGiven = isText(sent?.[actions[action as keyof typeof actions]]);
    if (!isGiven && !(flaw === 'abandons without a reason' && action === 'abandon')) return send(422);
    if (['finished', 'abandoned'].includes(repair.status)) return send(409);
    const after = { ...repair, status: state };
    repairs.set(id, after);
    return send(200, after);
  };
  const url = await serve((incoming, outgoing) => void handle(incoming, outgoing));
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 10,
    selection: { only: ['auth/*', 'body/*', 'status/*', 'lifecycle/*', 'sequences/*'], skip: [] },
  });
  const failed = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id] : []));
  const unjudged = verdicts.flatMap(({ id, verdict }) => ('reason' in verdict && verdict.reason.includes('maxCreates') ? [id] : []));
  return { failed, unjudged, made: repairs.size };
};

test('what no operation removes is enough for the requests to all actions on it', async () => {
  const { failed, unjudged, made } = await judged('none');
  expect(failed).toEqual([]);
  // These are about creations of their own, and say that the limit left them none.
  expect(unjudged.filter((id) => !/^(?:sequences\/|body\/documented-value-accepted@)/u.test(id))).toEqual([]);
  expect(made).toBeLessThanOrEqual(10);
});

test.each<readonly [Flaw, RegExp]>([
  ['abandons without a reason', /^body\/.*abandon/u],
  ['finishes for anybody', /^auth\//u],
])('a service that %s is told', async (flaw, finding) => {
  const { failed } = await judged(flaw);
  expect(failed).toEqual(expect.arrayContaining([expect.stringMatching(finding)]));
});
