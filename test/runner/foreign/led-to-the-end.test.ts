import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const pin = { type: 'string', pattern: '^[0-9]{5}$' };
const object = (properties: object, required: readonly string[]): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const takes = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const none = { description: 'None' };
const states = ['asked', 'approved', 'entered', 'left'];
const visit = {
  id: text,
  climberId: text,
  startsOn: { ...day, description: 'Today or later.' },
  endsOn: day,
  state: { type: 'string', enum: states },
};
const whole = ['id', 'climberId', 'startsOn', 'endsOn', 'state'];
const onVisit = [{ name: 'visitId', in: 'path', required: true, schema: text }];

type Says = { readonly approve: string; readonly enter: string };

/** Visits to a wall: a climber with the basic certificates is let in on the day, and leaves with the PIN that the approval told. */
const documentOf = ({ approve, enter }: Says): object => ({
  openapi: '3.0.3',
  info: { title: 'Wall', version: '1' },
  security: [{ key: [] }],
  tags: [
    { name: 'Certificates', description: '`belay` and `fall` are the basic certificates.' },
    {
      name: 'Visits',
      description:
        '| from | action | to |\n|---|---|---|\n| asked | approve | approved |\n| approved | enter | entered |\n| entered | leave | left |',
    },
  ],
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: { Visit: object(visit, whole), Approved: object({ ...visit, gatePin: pin }, [...whole, 'gatePin']) },
  },
  paths: {
    '/climbers': {
      post: { requestBody: takes(object({ name: text }, ['name'])), responses: { '201': shows(object({ id: text, name: text }, ['id'])) } },
    },
    '/climbers/{climberId}': {
      parameters: [{ name: 'climberId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows(object({ id: text, name: text }, ['id'])), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/climbers/{climberId}/certificates': {
      parameters: [{ name: 'climberId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows({ type: 'array', items: object({ id: text, kind: text }, ['id']) }), '404': none } },
      post: {
        tags: ['Certificates'],
        requestBody: takes(object({ kind: { type: 'string', enum: ['rescue', 'belay', 'fall'] } }, ['kind'])),
        responses: { '201': shows(object({ id: text, kind: text }, ['id', 'kind'])), '404': none },
      },
    },
    '/climbers/{climberId}/certificates/{certificateId}': {
      parameters: ['climberId', 'certificateId'].map((name) => ({ name, in: 'path', required: true, schema: text })),
      delete: { responses: { '204': none, '404': none } },
    },
    '/visits': {
      post: {
        tags: ['Visits'],
        requestBody: takes(object({ climberId: text, startsOn: visit.startsOn, endsOn: day }, ['climberId', 'startsOn', 'endsOn'])),
        responses: { '201': shows({ $ref: '#/components/schemas/Visit' }), '422': none },
      },
    },
    '/visits/{visitId}': {
      parameters: onVisit,
      get: { tags: ['Visits'], responses: { '200': shows({ $ref: '#/components/schemas/Visit' }), '404': none } },
    },
    '/visits/{visitId}/approve': {
      parameters: onVisit,
      post: {
        tags: ['Visits'],
        description: approve,
        responses: { '200': shows({ $ref: '#/components/schemas/Approved' }), '404': none, '409': none },
      },
    },
    '/visits/{visitId}/enter': {
      parameters: onVisit,
      post: {
        tags: ['Visits'],
        description: enter,
        responses: { '200': shows({ $ref: '#/components/schemas/Visit' }), '404': none, '409': none },
      },
    },
    '/visits/{visitId}/leave': {
      parameters: onVisit,
      post: {
        tags: ['Visits'],
        requestBody: takes(object({ gatePin: pin }, ['gatePin'])),
        responses: { '200': shows({ $ref: '#/components/schemas/Visit' }), '404': none, '409': none, '422': none },
      },
    },
  },
});

const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/u.test(value);

/** Serves them; how often something was approved, entered and left, and how many visits were made. */
const wall = () => {
  const climbers = new Map<string, { readonly name: string; readonly certificates: Map<string, string> }>();
  const visits = new Map<string, Json>();
  const seen = { approved: 0, entered: 0, left: 0, visits: 0 };
  let count = 0;
  const today = (): string => new Date().toISOString().slice(0, 10);
  const onClimber = (method: string, [id = '', part, entry]: readonly string[], body: Json): Answer => {
    if (id === '') {
      if (typeof body['name'] !== 'string') return [422];
      const made = `c${(count += 1)}`;
      climbers.set(made, { name: body['name'], certificates: new Map() });
      return [201, { id: made, name: body['name'] }];
    }
    const found = climbers.get(id);
    if (!found) return [404];
    if (part === undefined) {
      if (method === 'DELETE') climbers.delete(id);
      return method === 'DELETE' ? [204] : [200, { id, name: found.name }];
    }
    if (entry !== undefined) return found.certificates.delete(entry) ? [204] : [404];
    if (method === 'GET') return [200, [...found.certificates].map(([one, kind]) => ({ id: one, kind }))];
    if (!['rescue', 'belay', 'fall'].includes(String(body['kind']))) return [422];
    const made = `z${(count += 1)}`;
    found.certificates.set(made, String(body['kind']));
    return [201, { id: made, kind: body['kind'] }];
  };
  const acted = (found: Json, action: string, { gatePin }: Json): Answer => {
    const to = { approve: 'approved', enter: 'entered', leave: 'left' }[action];
    if (to === undefined) return [404];
    if (found['state'] !== states[states.indexOf(to) - 1]) return [409, { code: 'wrongState' }];
    const kinds = [...(climbers.get(String(found['climberId']))?.certificates.values() ?? [])];
    if (to === 'approved' && !(kinds.includes('belay') && kinds.includes('fall'))) return [409, { code: 'certificateMissing' }];
    if (to === 'entered' && String(found['startsOn']) > today()) return [409, { code: 'tooEarly' }];
    if (to === 'left' && gatePin !== found['gatePin']) return [409, { code: 'wrongPin' }];
    if (to === 'approved' || to === 'entered' || to === 'left') seen[to] += 1;
    const next = { ...found, state: to, ...(to === 'approved' ? { gatePin: String(10_000 + ((count * 7919) % 90_000)) } : {}) };
    visits.set(String(found['id']), next);
    const { gatePin: told, ...shown } = next;
    return [200, to === 'approved' ? { ...shown, gatePin: told } : shown];
  };
  const answer = (method: string, [root, ...rest]: readonly string[], body: Json): Answer => {
    if (root === 'climbers') return onClimber(method, rest, body);
    const [id = '', action] = rest;
    if (root !== 'visits') return [404];
    if (id === '') {
      const { climberId, startsOn, endsOn } = body;
      const isFine = climbers.has(String(climberId)) && isDay(startsOn) && isDay(endsOn) && startsOn >= today() && endsOn >= startsOn;
      if (!isFine) return [422];
      const made = { id: `v${(seen.visits += 1)}`, climberId, startsOn, endsOn, state: 'asked' };
      visits.set(made.id, made);
      return [201, made];
    }
    const found = visits.get(id);
    if (!found) return [404];
    if (action !== undefined) return acted(found, action, body);
    const { gatePin: _told, ...shown } = found;
    return [200, shown];
  };
  return { answer, seen };
};

const certified = 'Both basic certificates of the climber must be there, otherwise `409`, `certificateMissing`.';
const onTheDay = 'Not before the day of the start (`409`, `tooEarly`).';

test.concurrent.for<readonly [Says, readonly [approved: boolean, entered: boolean, left: boolean]]>([
  [{ approve: certified, enter: onTheDay }, [true, true, true]],
  [{ approve: 'Lets the climber come.', enter: onTheDay }, [false, false, false]],
  [{ approve: certified, enter: 'Lets the climber in.' }, [true, false, false]],
])(
  'a visit is brought from its first state to the last: %o',
  besideOthers(async ([says, expected]) => {
    const { answer, seen } = wall();
    const { verdicts } = await judgeForeign(writeDocument(documentOf(says)), await serveAnswers(answer), {
      allow: ['mutation', 'permanent', 'destructive'],
      maxCreates: 60,
      http: { timeoutMs: 10_000, headers: {} },
      selection: { only: ['status/documented-call', 'lifecycle/leads-to-state', 'body/empty-refused'], skip: [] },
    });
    expect(verdicts.filter(({ verdict }) => verdict.kind === 'fail')).toEqual([]);
    expect([seen.approved > 0, seen.entered > 0, seen.left > 0]).toEqual(expected);
    expect(seen.visits).toBeLessThan(25);
  }),
);
