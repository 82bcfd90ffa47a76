import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (name: string): object => ({ required: true, content: { 'application/json': { schema: ref(name) } } });
const none = { description: 'None' };
const inPath = (name: string): object => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });

/** Tours that the run creates, guides that are there, and shifts of both. */
const document = (rule: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Tours', version: '1' },
  components: {
    schemas: {
      Tour: {
        type: 'object',
        required: ['name', 'language'],
        properties: { id: { ...text, readOnly: true }, name: text, language: { ...text, enum: ['fr', 'pl'] } },
      },
      Guide: {
        type: 'object',
        required: ['id', 'languages'],
        properties: { id: text, name: text, languages: { type: 'array', items: text } },
      },
      Shift: {
        type: 'object',
        required: ['tourId', 'guideId'],
        properties: { id: { ...text, readOnly: true }, tourId: text, guideId: text },
      },
    },
  },
  paths: {
    '/tours': {
      get: { responses: { '200': shows({ type: 'array', items: ref('Tour') }) } },
      post: { requestBody: asks('Tour'), responses: { '201': shows(ref('Tour')), '422': none } },
    },
    '/tours/{tourId}': {
      ...inPath('tourId'),
      get: { responses: { '200': shows(ref('Tour')), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/guides': { get: { responses: { '200': shows({ type: 'array', items: ref('Guide') }) } } },
    '/shifts': {
      get: { responses: { '200': shows({ type: 'array', items: ref('Shift') }) } },
      post: { description: rule, requestBody: asks('Shift'), responses: { '201': shows(ref('Shift')), '409': none, '422': none } },
    },
    '/shifts/{shiftId}': { ...inPath('shiftId'), delete: { responses: { '204': none, '404': none } } },
  },
});

const guides = [
  { id: 'guide-anna', name: 'Anna', languages: ['fr', 'pl'] },
  { id: 'guide-bela', name: 'Bela', languages: ['hu'] },
];

type Thing = Readonly<Record<string, unknown>> & { readonly id: string };

const judged = async (looks: boolean, rule: string, allow: readonly ('mutation' | 'destructive')[] = ['mutation', 'destructive']) => {
  const things: Record<string, Map<string, Thing>> = {
    tours: new Map(),
    shifts: new Map(),
    guides: new Map(guides.map((one) => [one.id, one])),
  };
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method = '' } = incoming;
    const [root = '', id] = (incoming.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
    const all = things[root];
    if (!all) return give(404);
    void objectBody(incoming).then((body = {}) => {
      if (id !== undefined) {
        const found = all.get(id);
        if (!found) return give(404);
        return method === 'DELETE' ? give(all.delete(id) ? 204 : 404) : give(200, found);
      }
      if (method === 'GET') return give(200, [...all.values()]);
      if (root === 'tours' && (typeof body['name'] !== 'string' || !['fr', 'pl'].includes(String(body['language'])))) return give(422);
      if (root === 'shifts') {
        const tour = things['tours']?.get(String(body['tourId']));
        const guide = guides.find((one) => one.id === body['guideId']);
        if (!tour || !guide) return give(422);
        if (looks && !guide.languages.includes(String(tour['language']))) return give(409);
      }
      const made = { ...body, id: `${root}-of-the-city-${(last += 1)}` };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document(rule)), url, {
    allow,
    maxCreates: 20,
    selection: { only: ['lifecycle/shared-trait-demanded'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) =>
    id.startsWith('lifecycle/shared-trait-demanded') ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

const rule = 'A shift goes only to a guide who speaks the language of the tour (`409`).';

describe.concurrent('a shift for a guide who does not speak the language', () => {
  test.for<readonly [boolean, string, readonly string[]]>([
    [true, rule, ['pass']],
    [false, rule, ['lacking-accepted']],
    [false, 'A shift goes to a guide.', []],
  ])(
    'is refused: %s, where the text is "%s"',
    besideOthers(async ([looks, said, expected]: readonly [boolean, string, readonly string[]]) => {
      expect(await judged(looks, said)).toEqual(expected);
    }),
  );

  test(
    'is asked for with a permission alone',
    besideOthers(async () => {
      expect(await judged(false, rule, ['mutation'])).toEqual(['skipped']);
    }),
  );
});
