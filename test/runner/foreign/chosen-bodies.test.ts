import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({ type: 'object', required, properties });
const text = { type: 'string', minLength: 1, maxLength: 40 };
const named = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const kindOf = (...values: readonly string[]) => ({ type: 'string', enum: values });

/** A choice between two kinds of machines, each with what all machines have. */
const choice = (lathe: string, press: string) => ({ oneOf: [named(lathe), named(press)], discriminator: { propertyName: 'kind' } });

const common = { kind: kindOf('lathe', 'press'), label: text, weight: { type: 'integer', minimum: 1, maximum: 900 } };
const shown = { id: { type: 'string' } };
const firmware = { type: 'string', readOnly: true, pattern: '^\\d{1,3}\\.\\d{1,3}$' };

const schemas = {
  NewMachine: object(common),
  NewLathe: { allOf: [named('NewMachine'), object({ kind: kindOf('lathe'), spindle: { type: 'integer', minimum: 1, maximum: 9 } })] },
  NewPress: { allOf: [named('NewMachine'), object({ kind: kindOf('press'), pressure: { type: 'integer', minimum: 20, maximum: 90 } })] },
  AnyNewMachine: choice('NewLathe', 'NewPress'),
  Lathe: { allOf: [object({ ...shown, firmware }), named('NewLathe')] },
  Press: { allOf: [object({ ...shown, firmware }), named('NewPress')] },
  Machine: choice('Lathe', 'Press'),
  MachineChange: object({ label: text, weight: common.weight }, []),
  Check: object({ ...shown, remark: text }),
  Part: object({ ...shown, label: text, checks: { type: 'array', items: named('Check') } }),
  Report: object({ ...shown, title: text, status: kindOf('queued', 'done') }),
};

const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (status: number, schema: object, headers?: object) => ({ [status]: { description: 'It', ...content(schema), headers } });
const refused = Object.fromEntries([400, 401, 404, 422].map((status) => [status, { description: 'Refused' }]));
const takes = (schema: object) => ({ requestBody: { required: true, ...content(schema) } });
const located = { Location: { schema: { type: 'string' } } };
const parameter = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });

const mostParts = 3;

const machinery = {
  openapi: '3.0.3',
  info: { title: 'Machines', version: '1', description: 'Each caller sees only what is its own; what is of another one is answered 404.' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } }, schemas },
  paths: {
    '/machines': {
      get: { responses: { ...shows(200, { type: 'array', items: named('Machine') }), ...refused } },
      post: { ...takes(named('AnyNewMachine')), responses: { ...shows(201, named('Machine')), ...refused } },
    },
    '/machines/{machineId}': {
      parameters: [parameter('machineId')],
      get: { responses: { ...shows(200, named('Machine')), ...refused } },
      patch: {
        summary: 'Change or move a machine',
        description: 'Changes what the body names; the rest stays.',
        ...takes(named('MachineChange')),
        responses: { ...shows(200, named('Machine')), ...refused },
      },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/machines/{machineId}/parts': {
      parameters: [parameter('machineId')],
      get: { responses: { ...shows(200, { type: 'array', items: named('Part') }), ...refused } },
      post: {
        description: `A machine has at most ${mostParts} parts; a further one is refused with 409.`,
        ...takes(object({ label: text })),
        responses: { ...shows(201, named('Part')), ...refused, 409: { description: 'Refused' } },
      },
    },
    '/machines/{machineId}/parts/{partId}': {
      parameters: [parameter('machineId'), parameter('partId')],
      get: { description: 'A part is found only below its own machine.', responses: { ...shows(200, named('Part')), ...refused } },
    },
    '/parts/{partId}/uses': {
      parameters: [parameter('partId')],
      get: { responses: { ...shows(200, { type: 'array', items: text }), ...refused } },
    },
    '/parts/{partId}/checks': {
      parameters: [parameter('partId')],
      post: { ...takes(object({ remark: text })), responses: { ...shows(201, named('Check')), ...refused } },
    },
    '/reports': {
      post: {
        summary: 'Create a report',
        ...takes(object({ title: text })),
        responses: { ...shows(202, named('Report'), located), ...refused },
      },
    },
    '/reports/{reportId}': {
      parameters: [parameter('reportId')],
      get: { responses: { ...shows(200, named('Report')), ...refused } },
    },
  },
};

/** What a service does wrong. */
type Defect =
  | 'forgets the spindle'
  | 'forgets the pressure'
  | 'takes firmware'
  | 'stores no change'
  | 'takes any weight'
  | 'takes any spindle'
  | 'shows parts below any machine'
  | 'shows reports to all';

const own: Readonly<Record<string, string>> = { lathe: 'spindle', press: 'pressure' };
const bounds: Readonly<Record<string, readonly [number, number]>> = { weight: [1, 900], spindle: [1, 9], pressure: [20, 90] };

const fits = (name: string, value: unknown, defect: Defect | undefined): boolean => {
  const [least, most] = bounds[name] ?? [];
  if (least === undefined || most === undefined) return typeof value === 'string' && value !== '' && [...value].length <= 40;
  return Number.isInteger(value) && ((Number(value) >= least && Number(value) <= most) || defect === `takes any ${name}`);
};

/** Is a body right for a new machine, or for a change of one. */
const isRight = (body: Json, machine: Json | undefined, defect: Defect | undefined): boolean => {
  const given = Object.entries(body);
  if (machine) return given.every(([name, value]) => !['label', 'weight'].includes(name) || fits(name, value, defect));
  const needed = own[String(body['kind'])];
  return needed !== undefined && ['label', 'weight', needed].every((name) => fits(name, body[name], defect));
};

/** What is stored of a new machine. */
const forgetful = (defect: Defect | undefined, machine: Json): Json => {
  if (defect === 'forgets the spindle' && machine['kind'] === 'lathe') return { ...machine, spindle: 7 };
  return defect === 'forgets the pressure' && machine['kind'] === 'press' ? { ...machine, pressure: 77 } : machine;
};

const owners: Readonly<Record<string, string>> = { 'Bearer foreign-key-0123456789': 'a', 'Bearer other-key-0123456789': 'b' };

type Stored = { readonly owner: string; readonly value: Json };
type Reply = readonly [status: number, body?: unknown, headers?: Readonly<Record<string, string>>];

/** A request as a route sees it: the caller, the ids in its path, and its body. */
type Asked = { readonly owner: string; readonly ids: readonly string[]; readonly body: Json };
type Route = readonly [path: RegExp, methods: Readonly<Record<string, (asked: Asked) => Reply>>];

const none: Reply = [404, { error: 'no' }];
const invalid: Reply = [422, { error: 'invalid' }];

const routesOf = (stored: Map<string, Stored>, kinds: string[], defect: Defect | undefined, strict: boolean): readonly Route[] => {
  const find = (key: string, owner: string): Json | undefined => {
    const found = stored.get(key);
    const isOpen = defect === 'shows reports to all' && key.startsWith('reports/');
    return found && (found.owner === owner || isOpen) ? found.value : undefined;
  };
  let last = 0;
  const add = (above: string, owner: string, value: Json): Json => {
    const made = { ...value, id: `${(last += 1)}${above.at(-2) ?? ''}` };
    stored.set(`${above}/${made.id}`, { owner, value: made });
    return made;
  };
  const below = (above: string, owner: string): readonly (readonly [string, Json])[] =>
    [...stored].flatMap(([key, one]) =>
      one.owner === owner && key.startsWith(`${above}/`) && !key.slice(above.length + 1).includes('/') ? [[key, one.value] as const] : [],
    );
  const valuesBelow = (above: string, owner: string): readonly Json[] => below(above, owner).map(([, value]) => value);
  /** A part by its id, below whichever machine. */
  const partOf = (id: string, owner: string): readonly [string, Json] | undefined => {
    const [key, one] = [...stored].find(([path, { owner: by }]) => path.endsWith(`/parts/${id}`) && by === owner) ?? [];
    return key !== undefined && one ? [key, one.value] : undefined;
  };
  const withText = (member: string, body: Json, then: (value: Json) => Reply): Reply =>
    fits(member, body[member], defect) ? then({ [member]: body[member] }) : invalid;
  const settable = (body: Json, names: readonly string[]): Json | undefined =>
    strict && Object.keys(body).some((name) => !names.includes(name))
      ? undefined
      : Object.fromEntries(names.flatMap((name) => (name in body ? [[name, body[name]]] : [])));
  const onMachine =
    (then: (machine: Json, key: string, asked: Asked) => Reply) =>
    (asked: Asked): Reply => {
      const key = `machines/${asked.ids[0] ?? ''}`;
      const machine = find(key, asked.owner);
      return machine ? then(machine, key, asked) : none;
    };
  const onPart =
    (then: (part: Json, key: string, asked: Asked) => Reply) =>
    (asked: Asked): Reply => {
      const [key, part] = partOf(asked.ids[0] ?? '', asked.owner) ?? [];
      return key !== undefined && part ? then(part, key, asked) : none;
    };
  return [
    [
      /^machines$/u,
      {
        GET: ({ owner }) => [200, valuesBelow('machines', owner)],
        POST({ owner, body }) {
          const set = isRight(body, undefined, defect)
            ? settable(body, ['kind', 'label', 'weight', own[String(body['kind'])] ?? ''])
            : undefined;
          if (!set) return invalid;
          kinds.push(String(body['kind']));
          const given = defect === 'takes firmware' ? body['firmware'] : undefined;
          return [201, add('machines', owner, { firmware: given ?? '1.0', ...forgetful(defect, set) })];
        },
      },
    ],
    [
      /^machines\/([^/]+)$/u,
      {
        GET: onMachine((machine) => [200, machine]),
        PATCH: onMachine((machine, key, { owner, body }) => {
          const set = isRight(body, machine, defect) ? settable(body, ['label', 'weight']) : undefined;
          if (!set) return invalid;
          const changed = { ...machine, ...set };
          if (defect !== 'stores no change') stored.set(key, { owner, value: changed });
          return [200, changed];
        }),
        DELETE: onMachine((_machine, key) => {
          for (const path of stored.keys()) if (path === key || path.startsWith(`${key}/`)) stored.delete(path);
          return [204];
        }),
      },
    ],
    [
      /^machines\/([^/]+)\/parts$/u,
      {
        GET: onMachine((_machine, key, { owner }) => [200, valuesBelow(`${key}/parts`, owner)]),
        POST: onMachine((_machine, key, { owner, body }) =>
          withText('label', body, (value) =>
            below(`${key}/parts`, owner).length < mostParts
              ? [201, add(`${key}/parts`, owner, { ...value, checks: [] })]
              : [409, { error: 'no room for a further part' }],
          ),
        ),
      },
    ],
    [
      /^machines\/([^/]+)\/parts\/([^/]+)$/u,
      {
        GET: onMachine((_machine, key, { owner, ids: [, id = ''] }) => {
          const part = defect === 'shows parts below any machine' ? partOf(id, owner)?.[1] : find(`${key}/parts/${id}`, owner);
          return part ? [200, part] : none;
        }),
      },
    ],
    [/^parts\/([^/]+)\/uses$/u, { GET: onPart(() => [200, ['sawing', 'turning']]) }],
    [
      /^parts\/([^/]+)\/checks$/u,
      {
        POST: onPart((part, key, { owner, body }) =>
          withText('remark', body, (value) => {
            const check = { ...value, id: `c${(last += 1)}` };
            stored.set(key, { owner, value: { ...part, checks: [...(part['checks'] as readonly Json[]), check] } });
            return [201, check];
          }),
        ),
      },
    ],
    [
      /^reports$/u,
      {
        POST: ({ owner, body }) =>
          withText('title', body, (value) => {
            const made = add('reports', owner, { ...value, status: 'done' });
            return [202, made, { location: `/reports/${String(made['id'])}` }];
          }),
      },
    ],
    [
      /^reports\/([^/]+)$/u,
      {
        GET({ owner, ids: [id = ''] }) {
          const report = find(`reports/${id}`, owner);
          return report ? [200, report] : none;
        },
      },
    ],
  ];
};

const told = async (defect: Defect | undefined, strict: boolean, only: readonly string[] = ['**']) => {
  const stored = new Map<string, Stored>();
  const kinds: string[] = [];
  const routes = routesOf(stored, kinds, defect, strict);
  const url = await serve(async (incoming, outgoing) => {
    const answer = ([status, body, headers = {}]: Reply): void => {
      outgoing.writeHead(status, { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const owner = owners[incoming.headers.authorization ?? ''];
    if (owner === undefined) return answer([401, { error: 'who?' }, { 'www-authenticate': 'Bearer' }]);
    const path = ((incoming.url ?? '').split('?')[0] ?? '').slice(1);
    const [pattern, methods] = routes.find(([one]) => one.test(path)) ?? [];
    if (!pattern || !methods) return answer(none);
    const run = methods[incoming.method ?? ''];
    if (!run) return answer([405, undefined, { allow: Object.keys(methods).join(', ') }]);
    const ids = (pattern.exec(path) ?? []).slice(1);
    if (['GET', 'DELETE'].includes(incoming.method ?? '')) return answer(run({ owner, ids, body: {} }));
    const isJson = incoming.headers['content-type']?.split(';')[0] === 'application/json';
    const body = isJson ? await objectBody(incoming) : undefined;
    return answer(body ? run({ owner, ids, body }) : [400, { error: 'no object in JSON' }]);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(machinery), url, {
    allow: ['mutation', 'permanent'],
    credentials: ['key', 'other'],
    secrets: { other: 'other-key-0123456789' },
    maxCreates: 60,
    selection: { only, skip: [] },
  });
  const of = (kind: string) => verdicts.flatMap(({ id, verdict }) => (verdict.kind === kind ? [id.split('/x-assay')[0] ?? ''] : []));
  return {
    failed: of('fail').filter((id) => !id.startsWith('schema/response-body')),
    passed: of('pass'),
    kinds: new Set(kinds),
    left: [...stored.keys()].filter((key) => key.startsWith('machines')),
  };
};

const at = (path: string, method: string): string => `#/paths/${path.replaceAll('/', '~1')}/${method}`;
const machines = at('/machines', 'post');

/** What is judged of the bodies of one kind, and of a report that is only accepted. */
const everywhere = [
  `body/breach-refused@${machines}`,
  `body/unlisted-value-refused@${machines}`,
  `lifecycle/sent-is-shown@${machines}`,
  `lifecycle/change-shown@${machines}`,
  `lifecycle/below-own-parent@${at('/machines/{machineId}/parts', 'post')}`,
  `lifecycle/created-is-readable@${at('/reports/{reportId}', 'get')}`,
  `lifecycle/sent-is-shown@${at('/reports', 'post')}`,
  `body/breach-refused@${at('/parts/{partId}/checks', 'post')}`,
  `lifecycle/created-is-listed@${machines}`,
  `schema/response-body@${at('/parts/{partId}/uses', 'get')}`,
  `lifecycle/unusual-text-kept@${at('/machines/{machineId}/parts', 'post')}`,
  'auth/kept-from-other-accounts@#',
];

const concerned = [
  ...new Set(everywhere.map((id) => id.split('@')[0] ?? '')),
  'body/documented-value-kept',
  'lifecycle/undescribed-member-ignored',
];

describe.concurrent('a body that is a choice between kinds of one thing', () => {
  test.for<readonly [string, boolean]>([
    ['that ignores members that it does not know', false],
    ['that refuses them', true],
  ])(
    'is judged as a body of one kind, and a service %s is not accused',
    besideOthers(async ([, strict]) => {
      const { failed, passed, kinds, left } = await told(undefined, strict);
      expect(failed).toEqual([]);
      const ignored = `lifecycle/undescribed-member-ignored@${machines}`;
      expect(passed).toEqual(expect.arrayContaining(strict ? everywhere : [...everywhere, ignored]));
      expect(kinds).toEqual(new Set(['lathe', 'press']));
      expect(left).toEqual([]);
    }),
  );

  test.for<readonly [Defect, readonly string[]]>([
    ['forgets the spindle', [`lifecycle/sent-is-shown@${machines}`, `body/documented-value-kept@${machines}`]],
    ['forgets the pressure', [`lifecycle/sent-is-shown@${machines}`]],
    ['takes firmware', [`lifecycle/undescribed-member-ignored@${machines}`]],
    ['stores no change', [`lifecycle/change-shown@${machines}`]],
    ['takes any weight', [`body/breach-refused@${machines}`, `body/breach-refused@${at('/machines/{machineId}', 'patch')}`]],
    ['takes any spindle', [`body/breach-refused@${machines}`]],
    ['shows parts below any machine', [`lifecycle/below-own-parent@${at('/machines/{machineId}/parts', 'post')}`]],
    ['shows reports to all', ['auth/kept-from-other-accounts@#']],
  ])(
    'a service that %s is told',
    besideOthers(async ([defect, checks]) => {
      const { failed } = await told(defect, false, concerned);
      expect(failed).toEqual(checks);
    }),
  );
});
