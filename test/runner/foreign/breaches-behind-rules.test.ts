import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ description: 'A jar', content: { 'application/json': { schema } } });
const seals = ['open', 'clipped', 'screwed'];
const members = {
  label: { type: 'string', minLength: 1, maxLength: 40 },
  seal: { type: 'string', enum: seals, default: 'open' },
  torque: { type: 'integer', minimum: 1, maximum: 90, description: 'Needed for screwed jars; others have none (422).' },
};
const jar = { type: 'object', required: ['id', 'label', 'seal'], properties: { id: { type: 'string', readOnly: true }, ...members } };
const asked = {
  required: true,
  content: {
    'application/json': {
      schema: { type: 'object', required: ['label'], properties: members },
      example: { label: 'Plums', seal: 'screwed', torque: 12 },
    },
  },
};
const refused = { 404: { description: 'None' }, 422: { description: 'Wrong' } };

const document = {
  openapi: '3.0.3',
  info: { title: 'Jars', version: '1' },
  paths: {
    '/jars': {
      get: { responses: { 200: json({ type: 'array', items: jar }) } },
      post: { requestBody: asked, responses: { 201: json(jar), ...refused } },
    },
    '/jars/{jarId}': {
      parameters: [{ name: 'jarId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: json(jar), ...refused } },
      put: { requestBody: asked, responses: { 200: json(jar), ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
  },
};

/** How a service checks the seal: as its document says, or not at all; and what its refusals name. */
type Way = 'checks' | 'checks nothing' | 'checks nothing in a replacement' | 'checks, names the rule first' | 'checks, names nothing';

const judged = async (way: Way): Promise<{ readonly failed: readonly string[]; readonly left: number }> => {
  const jars = new Map<string, Record<string, unknown>>();
  let last = 0;
  /** The member that is wrong; undefined where nothing is. */
  const wrongIn = (body: Record<string, unknown>, isReplacement: boolean): string | undefined => {
    const { label, seal = 'open', torque } = body;
    const isOfRule = torque === undefined ? seal === 'screwed' : seal !== 'screwed';
    if (way === 'checks, names the rule first' && isOfRule) return 'torque';
    if (typeof label !== 'string' || label === '' || label.length > 40) return 'label';
    const isChecked = way.startsWith('checks,') || way === 'checks' || (way === 'checks nothing in a replacement' && !isReplacement);
    if (typeof seal !== 'string' || (isChecked && !seals.includes(seal))) return 'seal';
    if (torque !== undefined && (!Number.isInteger(torque) || Number(torque) < 1 || Number(torque) > 90)) return 'torque';
    return isOfRule ? 'torque' : undefined;
  };
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'jars') return give(404, {});
    if (id === undefined && incoming.method === 'GET') return give(200, [...jars.values()]);
    if (id !== undefined && !jars.has(id)) return give(404, {});
    if (incoming.method === 'GET') return give(200, jars.get(id ?? ''));
    if (incoming.method === 'DELETE') return give(jars.delete(id ?? '') ? 204 : 404);
    const wrong = body === undefined ? 'body' : wrongIn(body, incoming.method === 'PUT');
    if (wrong !== undefined) return give(422, way === 'checks, names nothing' ? {} : { wrong });
    const { label, seal = 'open', torque } = body ?? {};
    const made = { id: id ?? `jar-${(last += 1)}`, label, seal, ...(torque === undefined ? {} : { torque }) };
    jars.set(made.id, made);
    return give(id === undefined ? 201 : 200, made);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 60,
    selection: { only: ['body/breach-refused'], skip: [] },
  });
  const failed = verdicts.flatMap(({ case: { check }, verdict }) =>
    check === 'body/breach-refused' && verdict.kind === 'fail' ? [`${verdict.finding.operation ?? ''} ${verdict.finding.code}`] : [],
  );
  return { failed, left: jars.size };
};

test.concurrent.for<readonly [Way, readonly string[]]>([
  ['checks nothing', ['POST /jars breach-accepted-enum', 'PUT /jars/{jarId} breach-accepted-enum']],
  ['checks nothing in a replacement', ['PUT /jars/{jarId} breach-accepted-enum']],
  ['checks', []],
  ['checks, names the rule first', []],
  ['checks, names nothing', []],
])(
  'a mistake behind a rule about another member: a service that %s',
  besideOthers(async ([way, failed]) => {
    expect(await judged(way)).toEqual({ failed, left: 0 });
  }),
);
