import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Edition = { readonly id: string; readonly map_id: string; readonly sheet: string };
type Way = {
  /** Below which map an edition is found. */
  readonly finds?: 'its own' | 'any';
  readonly numbers?: 'throughout' | 'for each map';
  /** What all maps show in place of an edition of their own. */
  readonly isShared?: boolean;
  /** Does a map show its editions itself, in place of a list of them. */
  readonly isHeld?: boolean;
  readonly namesMap?: boolean;
  readonly said?: string;
  readonly revives?: 'truly' | 'with another type';
  readonly allow?: readonly ('mutation' | 'destructive')[];
};

const text = { type: 'string', minLength: 1, maxLength: 80 };
const object = (properties: object): object => ({ type: 'object', properties, required: Object.keys(properties) });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const inPath = (...names: readonly string[]): object => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })),
});
const map = object({ id: text, title: text });

/** Maps, each of which has an edition from its creation on. */
const documentOf = ({ namesMap = true, said = '', isHeld = false }: Way): object => {
  const edition = object({ id: text, ...(namesMap ? { map_id: text } : {}), sheet: text });
  const shown = isHeld ? object({ id: text, title: text, editions: { type: 'array', items: edition } }) : map;
  return {
    openapi: '3.0.3',
    info: { title: 'Maps', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/maps': {
        post: {
          requestBody: { required: true, content: { 'application/json': { schema: object({ title: text }) } } },
          responses: { '201': shows(map), '422': none },
        },
      },
      '/maps/{map_id}': {
        ...inPath('map_id'),
        get: { responses: { '200': shows(shown), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      ...(!isHeld && {
        '/maps/{map_id}/editions': {
          ...inPath('map_id'),
          get: { responses: { '200': shows({ type: 'array', items: edition }), '404': none } },
        },
      }),
      '/maps/{map_id}/editions/{edition_id}': {
        ...inPath('map_id', 'edition_id'),
        get: { description: said, responses: { '200': shows(edition), '404': none } },
      },
      '/maps/{map_id}/editions/{edition_id}/revive': {
        ...inPath('map_id', 'edition_id'),
        post: { responses: { '200': shows(map), '404': none } },
      },
    },
  };
};

const judged = async (way: Way, only: readonly string[]) => {
  const { finds = 'its own', numbers = 'throughout', isShared = false, namesMap = true, revives = 'truly' } = way;
  const maps = new Map<string, { readonly id: string; readonly title: string }>([['m0', { id: 'm0', title: 'Of somebody' }]]);
  const editions: Edition[] = [{ id: 'e0', map_id: 'm0', sheet: 'Of somebody' }];
  const revived: string[] = [];
  let last = 0;
  const seen = ({ map_id: above, ...rest }: Edition): object => (namesMap ? { ...rest, map_id: above } : rest);
  const answer = (method: string, [root, id, noun, child, verb]: readonly string[], given: Readonly<Record<string, unknown>>): Answer => {
    if (root !== 'maps') return [404];
    if (id === undefined) {
      const { title } = given;
      if (method !== 'POST') return [405];
      if (typeof title !== 'string' || title === '') return [422];
      const made = { id: `m${(last += 1)}`, title };
      maps.set(made.id, made);
      editions.push({ id: isShared ? 'e0' : numbers === 'throughout' ? `e${last}` : '1', map_id: made.id, sheet: title });
      return [201, made];
    }
    const found = maps.get(id);
    if (!found) return [404];
    const own = editions.filter((one) => one.map_id === id);
    if (noun === undefined) {
      if (method === 'DELETE') maps.delete(id);
      return method === 'DELETE' ? [204] : method === 'GET' ? [200, { ...found, ...(way.isHeld && { editions: own.map(seen) }) }] : [405];
    }
    if (noun !== 'editions') return [404];
    if (child === undefined) return method === 'GET' ? [200, own.map(seen)] : [405];
    const one = own.find((each) => each.id === child) ?? (finds === 'any' ? editions.find((each) => each.id === child) : undefined);
    if (!one) return [404];
    if (verb === undefined) return method === 'GET' ? [200, seen(one)] : [405];
    if (verb !== 'revive' || method !== 'POST') return [404];
    revived.push(id);
    return [200, revives === 'truly' ? found : { ...found, title: 7 }];
  };
  const { verdicts } = await judgeForeign(writeDocument(documentOf(way)), await serveAnswers(answer), {
    allow: [...(way.allow ?? ['mutation', 'destructive'])],
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: [...only], skip: [] },
  });
  const told = verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [`${verdict.finding.operation} ${verdict.finding.code}`] : []));
  return { told, kinds: verdicts.flatMap(({ verdict: { kind } }) => (kind === 'skipped' ? [] : [kind])), revived, left: maps.size - 1 };
};

const below = 'GET /maps/{map_id}/editions/{edition_id} found-below-other';
const apart = 'An edition of another map is not found here.';

test.concurrent.for<readonly [string, Way, readonly string[], string]>([
  ['is found below its own map alone', {}, [], 'pass'],
  ['is found below any map', { finds: 'any' }, [below], 'fail'],
  ['is found below any map, although the text says otherwise', { finds: 'any', namesMap: false, said: apart }, [below], 'fail'],
  ['is found below any map, and nothing says whose it is', { finds: 'any', namesMap: false }, [], 'inconclusive'],
  ['is numbered anew for each map', { numbers: 'for each map', finds: 'any' }, [], 'inconclusive'],
  ['is the same one below all maps', { isShared: true, finds: 'any' }, [], 'inconclusive'],
  ['is shown by its map, and found below that alone', { isHeld: true, said: apart }, [], 'pass'],
  [
    'is shown by its map, and found below any, although the text says otherwise',
    { isHeld: true, finds: 'any', said: apart },
    [below],
    'fail',
  ],
  ['is shown by its map, and the same one in all', { isHeld: true, isShared: true, finds: 'any', said: apart }, [], 'inconclusive'],
])(
  'what comes into being with a map: %s',
  besideOthers(async ([, way, told, kind]) => {
    expect(await judged(way, ['lifecycle/found-below-own-parent'])).toMatchObject({ told, kinds: [kind], left: 0 });
  }),
);

test.concurrent.for<readonly [string, Way, readonly string[], boolean]>([
  ['as described', {}, [], true],
  [
    'with another type in the answer',
    { revives: 'with another type' },
    ['POST /maps/{map_id}/editions/{edition_id}/revive schema-type'],
    true,
  ],
  ['only where that is allowed', { allow: ['mutation'] }, [], false],
])(
  'an action on what comes into being with a map is tried on one of ours, %s',
  besideOthers(async ([, way, told, isTried]) => {
    const { revived, ...result } = await judged(way, ['status/documented-call', 'schema/response-body']);
    expect(result).toMatchObject({ told, left: 0 });
    expect(revived.length > 0).toBe(isTried);
    expect(revived).not.toContain('m0');
  }),
);
