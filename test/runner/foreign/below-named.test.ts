import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Way = {
  /** What the list below a dock shows. */
  readonly shows?: 'its own' | 'all' | 'none';
  readonly said?: string;
  /** The member of a crate that names a dock, and the parameter of the path. */
  readonly member?: string;
  readonly parameter?: string;
  /** Where the list is, below a dock. */
  readonly noun?: string;
  /** Crates of the house, which stand at no dock and are shown below every one. */
  readonly isShared?: boolean;
};

const text = { type: 'string', minLength: 1, maxLength: 80 };
const object = (properties: object, required: readonly string[] = Object.keys(properties)): object => ({
  type: 'object',
  properties,
  required,
});
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const none = { description: 'None' };
const inPath = (name: string): object => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });

const documentOf = ({ said = 'Crates that stand at the dock', member = 'dockId', parameter = 'dockId', noun = 'crates' }: Way): object => {
  const dock = object({ id: text, title: text });
  const crate = object({ id: text, label: text, [member]: { type: 'string', nullable: true } });
  return {
    openapi: '3.0.3',
    info: { title: 'Docks', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/docks': { post: { requestBody: asks(object({ title: text })), responses: { '201': shows(dock), '422': none } } },
      [`/docks/{${parameter}}`]: {
        ...inPath(parameter),
        get: { responses: { '200': shows(dock), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      [`/docks/{${parameter}}/${noun}`]: {
        ...inPath(parameter),
        get: { summary: said, responses: { '200': shows({ type: 'array', items: crate }), '404': none } },
      },
      '/crates': {
        get: { responses: { '200': shows({ type: 'array', items: crate }) } },
        post: { requestBody: asks(object({ label: text, [member]: text })), responses: { '201': shows(crate), '404': none, '422': none } },
      },
      '/crates/{crateId}': {
        ...inPath('crateId'),
        get: { responses: { '200': shows(crate), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
    },
  };
};

const judged = async (way: Way) => {
  const { shows: shown = 'its own', member = 'dockId', noun = 'crates', isShared = false } = way;
  const docks = new Map<string, object>([['d0', { id: 'd0', title: 'Of somebody' }]]);
  const crates = new Map<string, Readonly<Record<string, unknown>>>([['c0', { id: 'c0', label: 'Of somebody', [member]: 'd0' }]]);
  if (isShared) crates.set('c1', { id: 'c1', label: 'Of the house', [member]: null });
  let last = 1;
  const onOne = (all: Map<string, object>, method: string, id: string): Answer => {
    const found = all.get(id);
    if (!found) return [404];
    if (method === 'DELETE') all.delete(id);
    return method === 'DELETE' ? [204] : method === 'GET' ? [200, found] : [405];
  };
  const isAt = (dock: string, at: unknown): boolean => shown === 'all' || (shown === 'its own' && at === dock) || (isShared && at === null);
  const answer = (method: string, [root, id, part]: readonly string[], given: Readonly<Record<string, unknown>>): Answer => {
    const all = root === 'docks' ? docks : root === 'crates' ? crates : undefined;
    if (!all) return [404];
    if (id !== undefined && part === undefined) return onOne(all, method, id);
    if (id !== undefined) {
      if (root !== 'docks' || part !== noun || !docks.has(id)) return [404];
      return method === 'GET' ? [200, [...crates.values()].filter((one) => isAt(id, one[member]))] : [405];
    }
    if (method === 'GET') return root === 'crates' ? [200, [...crates.values()]] : [405];
    const { title, label, [member]: dock } = given;
    const made = `${root === 'docks' ? 'd' : 'c'}${(last += 1)}`;
    if (typeof (root === 'docks' ? title : label) !== 'string' || (title ?? label) === '') return [422];
    if (root === 'docks') docks.set(made, { id: made, title });
    else if (typeof dock !== 'string') return [422];
    else if (!docks.has(dock)) return [404];
    else crates.set(made, { id: made, label, [member]: dock });
    return [201, all.get(made)];
  };
  const { verdicts } = await judgeForeign(writeDocument(documentOf(way)), await serveAnswers(answer), {
    allow: ['mutation', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: ['lifecycle/below-own-parent'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [verdict.finding.code] : verdict.kind === 'skipped' ? [] : [verdict.kind],
  );
};

test.concurrent.for<readonly [string, Way, readonly string[]]>([
  ['those that name it', {}, ['pass']],
  ['all of them', { shows: 'all' }, ['listed-below-other']],
  [
    'all of them, by other names',
    { shows: 'all', member: 'dock_id', parameter: 'id', said: 'The crates of a dock' },
    ['listed-below-other'],
  ],
  ['none at all', { shows: 'none' }, ['inconclusive']],
  ['those that name none as well', { isShared: true }, ['pass']],
])(
  'a list below a resource shows %s',
  besideOthers(async ([, way, expected]) => {
    expect(await judged(way)).toEqual(expected);
  }),
);

test.concurrent.for<readonly [string, Way]>([
  ['nearby', { said: 'Crates near the dock' }],
  ['what could come there', { said: 'Crates that can be brought to the dock' }],
  ['what is elsewhere', { said: 'Crates that stand at other docks' }],
  ['what is not there', { said: 'Crates that are not at the dock' }],
  ['of another name', { noun: 'goods' }],
  ['whose member says something else', { member: 'homeDockId' }],
])(
  'nothing is judged of a list of what is %s',
  besideOthers(async ([, way]) => {
    expect(await judged({ ...way, shows: 'all' })).toEqual([]);
  }),
);
