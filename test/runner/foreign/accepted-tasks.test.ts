import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object): object => ({ description: 'd', content: { 'application/json': { schema } } });
const text = { type: 'string' };
const survey = { $ref: '#/components/schemas/Survey' };
const inPath = { parameters: [{ name: 'surveyId', in: 'path', required: true, schema: text }] };

/** Surveys that a depth sounder makes when it has time. */
const document = (member: object, field = 'Location', words?: object, file?: string, flag?: string, doneAt?: Ways['doneAt']) => ({
  openapi: '3.1.0',
  info: { title: 'Soundings', version: '1' },
  paths: {
    '/surveys': {
      post: {
        requestBody: {
          required: true,
          content:
            file === undefined
              ? { 'application/json': { schema: { type: 'object', required: ['form'], properties: { form: member } } } }
              : { 'text/csv': { schema: text, example: file } },
        },
        ...words,
        responses: { 202: { ...json(survey), ...(words && !('description' in words) ? {} : { headers: { [field]: { schema: text } } }) } },
      },
    },
    '/surveys/{surveyId}': { ...inPath, get: { responses: { 200: json(survey), 404: { description: 'none' } } } },
    '/surveys/{surveyId}/result': { ...inPath, get: { responses: { 200: json({ type: 'object' }), 404: { description: 'none' } } } },
  },
  components: {
    schemas: {
      Survey: {
        type: 'object',
        properties:
          flag === undefined
            ? {
                id: text,
                State: { ...text, enum: ['waiting', 'Succeeded', 'Failed'] },
                ...(doneAt ? { doneAt: { type: ['string', 'null'], format: 'date-time', description: doneAt.said } } : {}),
              }
            : { id: text, [flag]: { type: 'boolean' }, error: { type: 'object' } },
      },
    },
  },
});

type Ways = {
  readonly to?: (id: string, base: string) => string;
  readonly ends?: 'Failed' | 'waiting';
  readonly field?: string;
  /** Words of a generator, in place of a description of the field. */
  readonly words?: object;
  readonly result?: number;
  readonly answers?: number;
  /** Each answer shows how far it is. */
  readonly counts?: boolean;
  /** A printed file that is sent in place of JSON. */
  readonly file?: string;
  /** The name of a member that is true at the end, in place of a state. */
  readonly flag?: string;
  /** The description of a member `doneAt`, and whether it has a value at the end. */
  readonly doneAt?: { readonly said: string; readonly isShown: boolean };
  /** Turns until a survey exists. */
  readonly late?: number;
};

const listed = { ...text, enum: ['plain', 'fine'] };

const judged = async (ways: Ways, member: object = listed, patience = 1) => {
  const turns = new Map<string, number>();
  let base = '';
  const url = await serve((incoming, outgoing) => {
    const { method, url: path = '' } = incoming;
    const end = (status: number, value?: unknown, fields: Readonly<Record<string, string>> = {}): void => {
      outgoing
        .writeHead(status, { 'content-type': 'application/json', ...fields })
        .end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id = '', below] = path.split('/');
    if (root !== 'surveys') return end(404);
    if (method === 'POST') {
      const made = `s-${turns.size + 1}`;
      turns.set(made, 0);
      const to = (ways.to ?? ((one: string) => `/surveys/${one}`))(made, base);
      return end(ways.answers ?? 202, { id: made, State: 'waiting' }, { [ways.field ?? 'location']: to });
    }
    const turn = turns.get(id);
    if (turn === undefined) return end(404);
    if (below === 'result') return end(ways.result ?? 200, { depth: 3 });
    turns.set(id, turn + 1);
    if (turn < (ways.late ?? 0)) return end(404);
    if (ways.flag !== undefined)
      return end(200, {
        id,
        [ways.flag]: turn > 0 && ways.ends !== 'waiting',
        ...(turn > 0 && ways.ends === 'Failed' ? { error: { message: 'no echo' } } : {}),
      });
    return end(200, {
      id,
      State: turn < 1 ? 'waiting' : (ways.ends ?? 'Succeeded'),
      ...(ways.counts ? { sounded: turn } : {}),
      ...(ways.doneAt ? { doneAt: turn > 0 && ways.doneAt.isShown ? '2030-01-01T00:00:00Z' : null } : {}),
    });
  });
  base = url;
  const { verdicts } = await judgeForeign(
    writeToolDocument(document(member, ways.field, ways.words, ways.file, ways.flag, ways.doneAt)),
    url,
    {
      allow: ['mutation', 'permanent', 'destructive'],
      maxCreates: 10,
      durations: { 'created.settled': patience },
      selection: { only: ['lifecycle/task-followed'], skip: [] },
    },
  );
  const own = verdicts.filter(({ id }) => id.startsWith('lifecycle/task-followed'));
  return own.map(({ verdict, case: { level } }) => `${level} ${verdict.kind}${verdict.kind === 'fail' ? ` ${verdict.finding.code}` : ''}`);
};

/** A declaration of a generator with the field that leads to the state. */
const via = (field: string): object => ({
  'x-ms-long-running-operation': true,
  'x-ms-long-running-operation-options': { 'final-state-via': field },
});

describe('a task that is accepted with 202', () => {
  test.each<readonly [string, Ways, object, string]>([
    ['is done', {}, listed, 'pass'],
    ['is named by a whole address', { to: (id, base) => `${base}/surveys/${id}` }, listed, 'pass'],
    ['is named relative to its collection', { to: (id) => id }, listed, 'pass'],
    ['is named in Operation-Location', { field: 'Operation-Location' }, listed, 'pass'],
    ['is named where a generator says so', { field: 'Azure-AsyncOperation', words: via('azure-async-operation') }, listed, 'pass'],
    ['is named in Location by default', { words: { 'x-ms-long-running-operation': true } }, listed, 'pass'],
    ['is named elsewhere than a generator says', { words: via('operation-location') }, listed, 'inconclusive'],
    ['can be asked for a little later', { late: 1 }, listed, 'pass'],
    ['is not done in time', { ends: 'waiting' }, listed, 'inconclusive'],
    ['fails for a made-up value', { ends: 'Failed' }, text, 'inconclusive'],
    ['fails for an address that is printed', { ends: 'Failed' }, { ...text, enum: ['https://files.example/depths.csv'] }, 'inconclusive'],
    ['fails for an id in a printed file', { ends: 'Failed', file: 'form,siteId\nplain,site-77\n' }, listed, 'inconclusive'],
    ['is shown on another host', { to: (id) => `https://states.example/${id}` }, listed, 'inconclusive'],
    ['is done at once', { answers: 200 }, listed, 'inconclusive'],
    ['is done as a flag says', { flag: 'done' }, listed, 'pass'],
    ['is done as a flag of two words says', { flag: 'isComplete' }, listed, 'pass'],
    ['is not done as a flag says', { flag: 'done', ends: 'waiting' }, listed, 'inconclusive'],
    ['shows when it ended', { doneAt: { said: 'Set when succeeded or failed', isShown: true } }, listed, 'pass'],
    ['shows no end where none is promised', { doneAt: { said: 'Set when failed', isShown: false } }, listed, 'pass'],
    ['fails for a made-up value beside a flag', { flag: 'finished', ends: 'Failed' }, text, 'inconclusive'],
  ])('and %s is not accused', async (_what, ways, member, kind) => {
    expect(await judged(ways, member)).toEqual([`should ${kind}`]);
  });

  test.each<readonly [string, Ways, string]>([
    ['shows no end', { doneAt: { said: 'Set when succeeded or failed', isShown: false } }, 'end-not-shown'],
    ['leads to another path', { to: (id) => `/survey/${id}` }, 'state-not-found'],
    [
      'leads to nothing where a generator says so',
      { to: () => '/surveys/none', field: 'Operation-Location', words: via('operation-location') },
      'state-not-found',
    ],
    ['leads to nothing', { to: () => '/surveys/none' }, 'state-not-found'],
    ['fails for documented values', { ends: 'Failed' }, 'task-failed'],
    ['fails beside a flag', { flag: 'done', ends: 'Failed' }, 'task-failed'],
    ['has no result when a flag says that it is done', { flag: 'completed', result: 404 }, 'result-missing'],
    ['fails for a printed file that names nothing else', { ends: 'Failed', file: 'form,depth\nplain,3\n' }, 'task-failed'],
    ['has no result when it is done', { result: 404 }, 'result-missing'],
  ])('and %s is told', async (_what, ways, code) => {
    expect(await judged(ways)).toEqual([`should fail ${code}`]);
  });

  test('and never ends is told after the patience of the target', async () => {
    expect(await judged({ ends: 'waiting' }, listed, 4)).toEqual(['should fail task-never-ends']);
    const words = { description: 'A survey stays `waiting` until it is done.' };
    expect(await judged({ ends: 'waiting', words }, listed, 4)).toEqual(['should fail task-never-ends']);
  });

  test('and shows that it goes on is not accused', async () => {
    expect(await judged({ ends: 'waiting', counts: true }, listed, 4)).toEqual(['should inconclusive']);
  });
});
