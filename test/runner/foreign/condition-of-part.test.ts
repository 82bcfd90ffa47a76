import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const object = (properties: object, required = Object.keys(properties)): object => ({ type: 'object', properties, required });
const holding = (schema: object): object => ({ 'application/json': { schema } });
const none = { description: 'None' };
const rig = object({ id: text, name: text });
const plan = object({ wanted: object({ speed: { type: 'integer' } }), turn: { type: 'integer' } });

type World = {
  /** The change may go without the field by the document. */
  readonly isOptional?: true;
  /** What the server does without the field. */
  readonly without?: 'changes' | 'fails';
  /** The plan of a rig comes about elsewhere. */
  readonly isLater?: true;
};

/** Rigs with a plan each, of which the wanted part is put. */
const documentOf = ({ isOptional }: World): object => ({
  openapi: '3.0.3',
  info: { title: 'Rigs', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/rigs': {
      post: {
        requestBody: { required: true, content: holding(object({ name: text })) },
        responses: { '201': { description: 'It', content: holding(rig) } },
      },
    },
    '/rigs/{rigId}': {
      parameters: [{ name: 'rigId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': { description: 'It', content: holding(rig) }, '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/rigs/{rigId}/plan': {
      parameters: [{ name: 'rigId', in: 'path', required: true, schema: text }],
      get: {
        responses: { '200': { description: 'It', headers: { ETag: { schema: text } }, content: holding(plan) }, '404': none },
      },
    },
    '/rigs/{rigId}/plan/wanted': {
      parameters: [{ name: 'rigId', in: 'path', required: true, schema: text }],
      put: {
        parameters: [{ name: 'If-Match', in: 'header', required: isOptional !== true, schema: text }],
        requestBody: { required: true, content: holding(object({ speed: { type: 'integer' } })) },
        responses: { '200': { description: 'It', content: holding(plan) }, '404': none, '412': none, '428': none },
      },
    },
  },
});

const serveRigs = ({ without, isLater }: World): Promise<string> => {
  const rigs = new Map<string, { name: unknown; speed: unknown; turn: number }>();
  return serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const answer = (status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}): void => {
        outgoing.writeHead(status, body === undefined ? headers : { 'content-type': 'application/json', ...headers });
        outgoing.end(body === undefined ? undefined : JSON.stringify(body));
      };
      if (incoming.headers.authorization !== 'Bearer foreign-key-0123456789') return answer(401);
      const [, root, id = '', part, inner] = (incoming.url ?? '').split('/');
      const given = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Readonly<Record<string, unknown>>;
      if (root === 'rigs' && incoming.method === 'POST' && id === '') {
        const made = `r${rigs.size + 1}`;
        rigs.set(made, { name: given['name'], speed: 1, turn: 1 });
        return answer(201, { id: made, name: given['name'] });
      }
      const found = root === 'rigs' ? rigs.get(id) : undefined;
      if (!found) return answer(404);
      if (part === undefined && incoming.method === 'DELETE') return rigs.delete(id) ? answer(204) : answer(404);
      if (part === undefined) return answer(200, { id, name: found.name });
      if (part !== 'plan' || isLater) return answer(404);
      const tag = `"t${found.turn}"`;
      const shown = (): void => answer(200, { wanted: { speed: found.speed }, turn: found.turn }, { etag: `"t${found.turn}"` });
      if (inner === undefined) return shown();
      const condition = incoming.headers['if-match'];
      if (condition === undefined && without !== 'changes') return answer(without === 'fails' ? 412 : 428);
      if (condition !== undefined && condition !== tag) return answer(412);
      Object.assign(found, { speed: given['speed'], turn: found.turn + 1 });
      return shown();
    });
  });
};

const check = 'concurrency/condition-required';

test.concurrent.for<readonly [World, readonly string[]]>([
  [{}, ['pass']],
  [{ without: 'changes' }, ['fail done-without-condition']],
  [{ without: 'fails' }, ['fail no-condition-failed']],
  // There is nothing yet that a condition could be about.
  [{ without: 'changes', isLater: true }, ['inconclusive']],
  // Some may change it without.
  [{ without: 'changes', isOptional: true }, []],
])(
  'a change of a part has to name a tag: %o',
  besideOthers(async ([world, expected]) => {
    const { verdicts } = await judgeForeign(writeDocument(documentOf(world)), await serveRigs(world), {
      allow: ['mutation', 'permanent', 'destructive'],
      selection: { only: [check], skip: [] },
    });
    const stated = verdicts
      .filter((one) => one.case.check === check && one.verdict.kind !== 'skipped')
      .map(({ verdict }) => (verdict.kind === 'fail' ? `fail ${verdict.finding.code}` : verdict.kind));
    expect(stated).toEqual(expected);
  }),
);
