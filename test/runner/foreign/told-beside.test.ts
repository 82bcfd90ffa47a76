import { describe, expect, test } from 'vitest';
import { toldBeside } from '../../../src/checks/subjects/told-beside.ts';
import { besideOthers } from '../../beside-others.ts';
import { contractIn } from '../../contract/last-contracts.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const inPath = (...names: readonly string[]): object => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })),
});
const none = { description: 'None' };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const gone = { '204': none, '404': none };

/** Where both are named: a PUT links a cabin by its path, a body below the ship names it, or a body names both. */
type Form = 'linked' | 'below' | 'both';

type Rig = { readonly form: Form; readonly said: string; readonly ofMember?: string };

const documentWith = ({ form, said, ofMember }: Rig): object => {
  const cabinId = { ...text, ...(ofMember === undefined ? {} : { description: ofMember }) };
  const members = { ...(form === 'both' ? { shipId: text } : {}), cabinId, note: text };
  const needed = form === 'both' ? ['shipId', 'cabinId'] : ['cabinId'];
  const post = {
    description: said,
    requestBody: asks(object(members, needed)),
    responses: { '201': shows(ref('Inspection')), '404': none, '422': none },
  };
  const [path, own] = form === 'both' ? ['/inspections', []] : ['/ships/{shipId}/inspections', ['shipId']];
  return {
    openapi: '3.0.3',
    info: { title: 'Fleet', version: '1' },
    security: [{ key: [] }],
    components: {
      schemas: {
        Ship: object({ id: text, name: text }, ['id']),
        Cabin: object({ id: text, label: text }, ['id']),
        Inspection: object({ id: text, ...members }, ['id']),
      },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
    paths: {
      '/ships': { post: { requestBody: asks(object({ name: text }, ['name'])), responses: { '201': shows(ref('Ship')), '422': none } } },
      '/ships/{shipId}': {
        ...inPath('shipId'),
        get: { responses: { '200': shows(ref('Ship')), '404': none } },
        delete: { responses: gone },
      },
      '/ships/{shipId}/cabins': {
        ...inPath('shipId'),
        post: {
          requestBody: asks(object({ label: text }, ['label'])),
          responses: { '201': shows(ref('Cabin')), '404': none, '422': none },
        },
      },
      '/ships/{shipId}/cabins/{cabinId}': {
        ...inPath('shipId', 'cabinId'),
        get: { responses: { '200': shows(ref('Cabin')), '404': none } },
        delete: { responses: gone },
      },
      ...(form === 'linked'
        ? {
            '/ships/{shipId}/lounges/{cabinId}': {
              ...inPath('shipId', 'cabinId'),
              put: { description: said, responses: { '204': none, '404': none } },
              delete: { responses: gone },
            },
          }
        : {
            [path]: { ...inPath(...own), post },
            [`${path}/{inspectionId}`]: {
              ...inPath(...own, 'inspectionId'),
              get: { responses: { '200': shows(ref('Inspection')), '404': none } },
              delete: { responses: gone },
            },
          }),
    },
  };
};

type Habit = 'looks' | 'takes all' | 'refuses all';

/** What is judged of a service with a habit. */
const judged = async (rig: Rig, habit: Habit) => {
  const ships = new Set<string>();
  const cabins = new Map<string, string>();
  const kept = new Set<string>();
  let last = 0;
  const isTaken = (ship: unknown, cabin: unknown): boolean =>
    habit !== 'refuses all' && cabins.has(String(cabin)) && (habit === 'takes all' || cabins.get(String(cabin)) === ship);
  const inspect = (method: string, ship: unknown, id: string | undefined, cabin: unknown): Answer => {
    if (id !== undefined) return !kept.has(id) ? [404] : method === 'DELETE' && kept.delete(id) ? [204] : [200, { id }];
    if (typeof ship !== 'string' || !ships.has(ship) || !isTaken(ship, cabin)) return [422];
    const made = `inspection-${(last += 1)}-of-the-yard`;
    kept.add(made);
    return [201, { id: made, shipId: ship, cabinId: cabin }];
  };
  const url = await serveAnswers((method, [root, id, kind, own], given): Answer => {
    if (root === 'inspections') return inspect(method, given['shipId'], id, given['cabinId']);
    if (root !== 'ships') return [404];
    if (id === undefined) {
      if (typeof given['name'] !== 'string') return [422];
      const ship = `ship-${(last += 1)}-of-the-line`;
      ships.add(ship);
      return [201, { id: ship, name: given['name'] }];
    }
    if (!ships.has(id)) return [404];
    if (kind === undefined) return method === 'DELETE' && ships.delete(id) ? [204] : [200, { id }];
    if (kind === 'inspections') return inspect(method, id, own, given['cabinId']);
    if (kind === 'lounges') {
      if (method === 'PUT') return isTaken(id, own) && kept.add(own ?? '') ? [204] : [404];
      return kept.delete(own ?? '') ? [204] : [404];
    }
    if (own === undefined) {
      if (typeof given['label'] !== 'string') return [422];
      const cabin = `cabin-${(last += 1)}-amidships`;
      cabins.set(cabin, id);
      return [201, { id: cabin, label: given['label'] }];
    }
    if (cabins.get(own) !== id) return [404];
    return method === 'DELETE' && cabins.delete(own) ? [204] : [200, { id: own }];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(rig)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: ['lifecycle/child-of-other-refused'], skip: [] },
  });
  const own = verdicts.filter(({ case: { check } }) => check === 'lifecycle/child-of-other-refused');
  return {
    told: own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind)),
    left: [ships.size, cabins.size, kept.size],
  };
};

describe('what belongs to another resource than the named one', () => {
  test.each<Rig>([
    { form: 'linked', said: 'The cabin has to be one of this ship (404).' },
    { form: 'linked', said: 'A cabin of another ship gets 404.' },
    { form: 'below', said: '404 if the cabin is not one of this ship.' },
    { form: 'below', said: 'Only cabins of the same ship can be inspected, otherwise 422.' },
    { form: 'below', said: 'Plans one.', ofMember: 'Must belong to the ship.' },
    { form: 'both', said: 'The cabin must belong to the ship, otherwise the answer is 422.' },
    { form: 'both', said: 'Ship and crew must be known and the cabin, if given, must be on the ship; otherwise 422.' },
  ])('is refused by the text: %o', async (rig) => {
    expect(toldBeside(await contractIn(writeDocument(documentWith(rig))))).toHaveLength(1);
  });

  test.each<Rig>([
    { form: 'linked', said: 'Makes a lounge of the cabin.' },
    { form: 'linked', said: 'The cabin should belong to the ship.' },
    { form: 'below', said: 'The inspector must belong to the ship; the cabin is looked at.' },
    { form: 'below', said: 'On old fleets, the cabin must belong to the ship.' },
    { form: 'both', said: 'The cabin must belong to the ship, unless it was sold.' },
    { form: 'both', said: 'A cabin of another ship is taken over.' },
  ])('is left open where nothing says so of all: %o', async (rig) => {
    expect(toldBeside(await contractIn(writeDocument(documentWith(rig))))).toEqual([]);
  });

  test.concurrent.for<readonly [Habit, Form, string]>([
    ['looks', 'linked', 'pass'],
    ['looks', 'below', 'pass'],
    ['looks', 'both', 'pass'],
    ['takes all', 'linked', 'child-of-other-taken'],
    ['takes all', 'below', 'child-of-other-taken'],
    ['takes all', 'both', 'child-of-other-taken'],
    ['refuses all', 'linked', 'inconclusive'],
    ['refuses all', 'both', 'inconclusive'],
  ])(
    'of a fleet that %s, in the form "%s", is told: %s',
    besideOthers(async ([habit, form, expected]: readonly [Habit, Form, string]) => {
      const { told, left } = await judged({ form, said: 'The cabin must belong to the ship (422).' }, habit);
      expect(told).toEqual([expected]);
      expect(left).toEqual([0, 0, 0]);
    }),
  );
});
