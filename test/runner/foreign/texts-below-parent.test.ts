import { expect, test } from 'vitest';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Row = Readonly<Record<string, unknown>>;

const label = (example: string): object => ({ type: 'string', maxLength: 60, pattern: String.raw`^[a-z0-9-]+(\.[a-z0-9-]+)*$`, example });
const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const byId = (name: string) => ({ name, in: 'path', required: true, schema: text });
const takes = (own: object) => ({
  requestBody: { required: true, ...json({ type: 'object', required: ['label'], properties: { label: own } }) },
});
const shows = (own: object) => ({ type: 'object', required: ['id', 'label'], properties: { id: text, label: own } });
const none = { description: 'None' };

/** Halls with corners, whose label has to end in that of the hall. */
const document = (() => {
  const [hall, corner] = [shows(label('west.house')), shows(label('lamp.west.house'))];
  const one = (schema: object) => ({
    get: { responses: { 200: { description: 'It', ...json(schema) }, 404: none } },
    delete: { responses: { 204: none, 404: none } },
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Halls', version: '1' },
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    security: [{ key: [] }],
    paths: {
      '/halls': { post: { ...takes(label('west.house')), responses: { 201: { description: 'It', ...json(hall) }, 422: none } } },
      '/halls/{hallId}': { parameters: [byId('hallId')], ...one(hall) },
      '/halls/{hallId}/corners': {
        parameters: [byId('hallId')],
        post: {
          description: 'The label has to be the hall label or below it (422).',
          ...takes(label('lamp.west.house')),
          responses: { 201: { description: 'It', ...json(corner) }, 404: none, 422: none },
        },
      },
      '/halls/{hallId}/corners/{cornerId}': { parameters: [byId('hallId'), byId('cornerId')], ...one(corner) },
    },
  };
})();

/** Serves the halls; one that forgets shows no corner. */
const serveHalls = (isForgetful: boolean): Promise<string> => {
  const rows = new Map<string, Row & { readonly above?: string }>();
  let last = 0;
  const isLabel = (value: unknown): value is string =>
    typeof value === 'string' && /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/u.test(value) && value.length <= 60;
  const made = (given: Row, above?: string): Answer => {
    const own = given['label'];
    const hall = above === undefined ? undefined : rows.get(above)?.['label'];
    if (!isLabel(own) || (hall !== undefined && own !== hall && !(isLabel(hall) && own.endsWith(`.${hall}`)))) return [422, {}];
    last += 1;
    const row = { id: `n${last}`, label: own };
    rows.set(row.id, above === undefined ? row : { ...row, above });
    return [201, row];
  };
  return serveAnswers((method, [, hall, below, corner], given) => {
    if (hall === undefined) return made(given);
    if (rows.get(hall) === undefined) return [404, {}];
    if (below !== undefined && corner === undefined) return made(given, hall);
    const id = corner ?? hall;
    const found = rows.get(id);
    if (!found || (corner !== undefined && found.above !== hall)) return [404, {}];
    if (method === 'DELETE') return rows.delete(id) ? [204] : [404, {}];
    return isForgetful && corner !== undefined ? [404, {}] : [200, { id: found['id'], label: found['label'] }];
  });
};

const judged = async (isForgetful: boolean) => {
  const { verdicts } = await judgeForeign(writeDocument(document), await serveHalls(isForgetful), {
    allow: ['mutation'],
    selection: { only: ['lifecycle/created-is-readable', 'lifecycle/sent-is-shown', 'lifecycle/creation-accepted'], skip: [] },
  });
  const ofCorners = verdicts.filter(({ id }) => id.includes('corners'));
  return Object.fromEntries(ofCorners.map(({ id, verdict }) => [id.split('@')[0], verdict.kind]));
};

test('what has to lie below its parent is created so, by a scenario that compares what it sent as well', async () => {
  expect(await judged(false)).toMatchObject({
    'lifecycle/creation-accepted': 'pass',
    'lifecycle/created-is-readable': 'pass',
    'lifecycle/sent-is-shown': 'pass',
  });
});

test('a service that does not show what it created is told', async () => {
  expect(await judged(true)).toMatchObject({ 'lifecycle/creation-accepted': 'pass', 'lifecycle/created-is-readable': 'fail' });
});
