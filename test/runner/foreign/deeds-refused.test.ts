import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const answer = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const body = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });
const id = { type: 'string' };
const meterInput = { type: 'object', required: ['label'], properties: { label: { type: 'string', minLength: 1, maxLength: 60 } } };
const meter = {
  type: 'object',
  required: ['id', 'label', 'status'],
  properties: { id, ...meterInput.properties, status: { type: 'string', enum: ['planned', 'installed'] } },
};
const sealInput = { type: 'object', required: ['strength'], properties: { strength: { type: 'integer', minimum: 1, maximum: 9 } } };
const seal = { type: 'object', properties: { id, ...sealInput.properties } };
const inPath = [{ name: 'meterId', in: 'path', required: true, schema: id }];
const none = { description: 'None' };

/** Meters that get one seal each, once they are installed. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Meters', version: '1' },
  paths: {
    '/meters': {
      get: { responses: { 200: answer({ type: 'array', items: meter }) } },
      post: { description: 'The new meter is planned.', requestBody: body(meterInput), responses: { 201: answer(meter), 422: none } },
    },
    '/meters/{meterId}': {
      parameters: inPath,
      get: { responses: { 200: answer(meter), 404: none } },
      delete: { description: 'Deletes a meter with its seal.', responses: { 204: none, 404: none } },
    },
    '/meters/{meterId}/install': {
      parameters: inPath,
      post: {
        description: 'The fitter is sent a seal: planned -> installed (otherwise `409`, `wrong_state`). A body is ignored.',
        responses: { 200: answer(meter), 404: none, 409: none },
      },
    },
    '/meters/{meterId}/seals': {
      parameters: inPath,
      get: { responses: { 200: answer({ type: 'array', items: seal }), 404: none } },
      post: {
        description: 'Once per meter; a second seal is a 409, and so is sealing a planned meter.',
        requestBody: body(sealInput),
        responses: { 201: answer(seal), 404: none, 409: none, 422: none },
      },
    },
  },
};

/** Judges a service that refuses strengths below some value after it has looked for conflicts, and may seal what is only planned, or install a meter twice. */
const judged = async ({ least = 1, sealsPlanned = false, installsTwice = false }) => {
  const meters = new Map<string, Json>();
  const seals = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, meterId = '', below] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const known = meters.get(meterId);
    if (root !== 'meters' || (meterId !== '' && !known) || ![undefined, 'install', 'seals'].includes(below)) return give(404, {});
    const own = seals.get(meterId);
    if (incoming.method === 'GET') return give(200, below ? (own ? [own] : []) : (known ?? [...meters.values()]));
    if (incoming.method === 'DELETE') return give(meters.delete(meterId) ? 204 : 404);
    if (below === 'install') {
      if (known?.['status'] === 'installed' && !installsTwice) return give(409, {});
      meters.set(meterId, { ...known, status: 'installed' });
      return give(200, meters.get(meterId));
    }
    void objectBody(incoming).then((sent) => {
      if (below === 'seals' && (own || (!sealsPlanned && known?.['status'] === 'planned'))) return give(409, {});
      if (!sent) return give(422, {});
      const made = { ...sent, id: `n-${next++}` };
      if (below === undefined) {
        const { label } = sent;
        if (typeof label !== 'string' || label === '' || label.length > 60) return give(422, {});
        meters.set(made.id, { ...made, status: 'planned' });
        return give(201, meters.get(made.id));
      }
      const { strength } = sent;
      if (typeof strength !== 'number' || !Number.isInteger(strength) || strength < least || strength > 9) return give(422, {});
      seals.set(meterId, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    credentials: [],
    selection: { only: ['body/breach-refused', 'lifecycle/refused-in-state'], skip: [] },
  });
  return verdicts.flatMap(({ id: name, verdict }) =>
    (name.includes('~1seals/post') || name.includes('~1install/post')) && verdict.kind !== 'skipped'
      ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind]
      : [],
  );
};

test('a breach that a conflict hides is sent below a parent that was brought to the state which the deed needs', async () => {
  expect(await judged({ least: 0 })).toEqual(['breach-accepted-minimum', 'pass', 'pass']);
});

test('what is done in a state that the text refuses with the deed alone is told', async () => {
  expect(await judged({ sealsPlanned: true })).toEqual(['pass', 'pass', 'done-in-refused-state']);
});

test('what is done once more is told where the text draws the only move and names another thing before it', async () => {
  expect(await judged({ installsTwice: true })).toEqual(['pass', 'done-in-refused-state', 'pass']);
});

test('a service that keeps all of it passes', async () => {
  expect(await judged({})).toEqual(['pass', 'pass', 'pass']);
});
