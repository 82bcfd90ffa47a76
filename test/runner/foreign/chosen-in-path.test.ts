import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const states = ['made', 'accepted', 'declined', 'settled'] as const;
const offer = {
  type: 'object',
  required: ['id', 'title', 'status'],
  properties: { id: text, title: text, status: { ...text, enum: [...states] } },
};
const shows = (status = '200') => ({ [status]: { description: 'It', ...json({ $ref: '#/components/schemas/Offer' }) } });
const refused = { 400: { description: 'Wrong' }, 404: { description: 'None' } };
const offerId = { name: 'offerId', in: 'path', required: true, schema: text };

/** Offers with an action at the end of the path, and arrows that say from where each leads. */
const documentOf = (arrows: string, conflict: string) => ({
  openapi: '3.1.0',
  info: { title: 'Offers', version: '1' },
  tags: [{ name: 'offers', description: arrows }],
  components: { schemas: { Offer: offer } },
  paths: {
    '/offers': {
      post: {
        tags: ['offers'],
        requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: { title: text } }) },
        responses: { ...shows('201'), ...refused },
      },
    },
    '/offers/{offerId}': { parameters: [offerId], get: { tags: ['offers'], responses: { ...shows(), ...refused } } },
    '/offers/{offerId}/{action}': {
      parameters: [offerId, { name: 'action', in: 'path', required: true, schema: { ...text, enum: ['accept', 'decline', 'settle'] } }],
      post: {
        tags: ['offers'],
        summary: 'Move an offer on',
        responses: { ...shows(), ...refused, 409: { description: conflict } },
      },
    },
  },
});

type Act = 'accept' | 'decline' | 'settle';

const leads = { accept: 'accepted', decline: 'declined', settle: 'settled' } as const;
const starts = { accept: 'made', decline: 'made', settle: 'accepted' } as const;

const arrows = 'Offers. `made` → `accepted` or `declined` (the answer), `accepted` → `settled` (the end).';
const conflict = 'the offer is not in the state that this action starts from';

const failed = async (refuses: (action: Act, status: unknown) => boolean, said = arrows, refusal = conflict) => {
  const all = new Map<string, Json>();
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id, action] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const found = all.get(id ?? '');
    if (root !== 'offers' || (id !== undefined && !found)) return give(404);
    if (incoming.method === 'GET') return give(found ? 200 : 405, found);
    if (action === 'accept' || action === 'decline' || action === 'settle') {
      if (refuses(action, found?.['status'])) return give(409);
      all.set(id ?? '', { ...found, status: leads[action] });
      return give(200, all.get(id ?? ''));
    }
    if (id !== undefined) return give(action === undefined ? 405 : 400);
    void objectBody(incoming).then(({ title } = {}) => {
      if (typeof title !== 'string') return give(400);
      const made = { id: `o-${all.size + 1}`, title, status: 'made' };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said, refusal)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 80,
    credentials: [],
    selection: { only: ['lifecycle/refused-in-state', 'lifecycle/leads-to-state'], skip: [] },
  });
  return verdicts.flatMap(({ case: { check }, verdict }) =>
    verdict.kind === 'fail' || verdict.kind === 'pass' ? [`${check} ${verdict.kind}`] : [],
  );
};

const right = (action: Act, status: unknown): boolean => status !== starts[action];

test('an action that the end of a path chooses is refused in the states that no arrow leads from', async () => {
  expect(await failed(right)).toContain('lifecycle/refused-in-state pass');
  expect(await failed(right)).not.toContain('lifecycle/refused-in-state fail');
  expect(await failed((action, status) => action !== 'settle' && right(action, status))).toContain('lifecycle/refused-in-state fail');
});

test('nothing is accused where no arrow, or no conflict, says so', async () => {
  const lax = (): boolean => false;
  expect(await failed(lax, 'Offers are made, accepted, declined and settled.')).not.toContain('lifecycle/refused-in-state fail');
  expect(await failed(lax, arrows, 'the title is taken')).not.toContain('lifecycle/refused-in-state fail');
});
