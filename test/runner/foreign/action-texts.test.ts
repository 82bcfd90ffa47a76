import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1 };
const none = { description: 'None' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const json = (schema: object): object => ({ 'application/json': { schema } });
const asks = (properties: object, required: readonly string[]): object => ({ required: true, content: json(object(properties, required)) });
const shows = (schema: object): object => ({ description: 'It', content: json(schema) });

/** Manuscripts at a publisher: one gets a review, and may be sent back with a reason. */
const documentWith = (info: string): object => {
  const review = object({ grade: { type: 'integer', minimum: 1, maximum: 5 }, remark: { ...text, maxLength: 1500 } }, ['grade', 'remark']);
  const nullable = (schema: object): object => ({ oneOf: [schema, { type: 'null' }] });
  const manuscript = object({ id: text, title: text, review: nullable(review), reason: { type: ['string', 'null'] } }, ['id', 'title']);
  const parameters = [{ name: 'manuscriptId', in: 'path', required: true, schema: text }];
  const failures = { '404': none, '422': none };
  return {
    openapi: '3.1.0',
    info: { title: 'Publisher', version: '1', description: info },
    paths: {
      '/manuscripts': { post: { requestBody: asks({ title: text }, ['title']), responses: { '201': shows(manuscript), '422': none } } },
      '/manuscripts/{manuscriptId}': {
        parameters,
        get: { responses: { '200': shows(manuscript), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      '/manuscripts/{manuscriptId}/review': {
        parameters,
        put: {
          requestBody: asks({ grade: { type: 'integer', minimum: 1, maximum: 5 }, remark: { ...text, maxLength: 1500 } }, [
            'grade',
            'remark',
          ]),
          responses: { '200': shows(manuscript), ...failures },
        },
      },
      '/manuscripts/{manuscriptId}/return': {
        parameters,
        post: {
          requestBody: asks({ reason: { ...text, maxLength: 800 } }, ['reason']),
          responses: { '204': none, ...failures },
        },
      },
    },
  };
};

type Habit =
  | 'keeps all'
  | 'cuts remarks'
  | 'cuts what it stores'
  | 'cuts reasons'
  | 'refuses signs'
  | 'refuses long ones'
  | 'shows none'
  | 'shows an excerpt beside it'
  | 'trims'
  | 'escapes';

type Stored = { readonly id: string; readonly title: string; review: Readonly<Record<string, unknown>> | null; reason: string | null };

const judged = async (habit: Habit, info = 'Texts come back exactly as they were sent.'): Promise<readonly string[]> => {
  const all = new Map<string, Stored>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method } = incoming;
    const [, root, id, part] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'manuscripts') return give(404);
    const found = all.get(id ?? '');
    if (id !== undefined && !found) return give(404);
    if (method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    if (method === 'GET') return give(200, found);
    void objectBody(incoming).then((body) => {
      const cut = (value: string, by: Habit): string => (habit === by ? value.slice(0, 255) : value);
      const own = body?.[part === 'review' ? 'remark' : part === 'return' ? 'reason' : 'title'];
      const grade = body?.['grade'];
      if (typeof own !== 'string' || own === '' || (part === 'review' && typeof grade !== 'number')) return give(422);
      if (!found) {
        const made = { id: `m${(last += 1)}`, title: own, review: null, reason: null };
        all.set(made.id, made);
        return give(201, made);
      }
      if ((habit === 'refuses signs' && /[^\w -]/u.test(own)) || (habit === 'refuses long ones' && own.length > 100)) return give(422);
      if (part === 'return') {
        found.reason = cut(own, 'cuts reasons');
        return give(204);
      }
      const kept = habit === 'trims' ? own.trim() : habit === 'escapes' ? own.replaceAll('&', '&amp;') : own;
      found.review = { grade, remark: cut(cut(kept, 'cuts remarks'), 'cuts what it stores') };
      if (habit === 'shows none') found.review = { grade };
      if (habit === 'shows an excerpt beside it') found.review = { grade, remark: own, last: { remark: own.slice(0, 60) } };
      return give(200, { ...found, ...(habit === 'cuts what it stores' ? { review: { grade, remark: own } } : {}) });
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(info)), url, {
    allow: ['mutation', 'destructive'],
    selection: { only: ['lifecycle/action-text-kept'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.operation} ${verdict.finding.where}` : verdict.kind));
};

const review = 'PUT /manuscripts/{manuscriptId}/review /remark';
const read = 'GET /manuscripts/{manuscriptId}';

describe('a long text that an action or a PUT behind a resource takes', () => {
  test.concurrent.for<readonly [Habit, readonly string[]]>([
    ['keeps all', ['pass', 'pass']],
    ['cuts remarks', [review, 'pass']],
    ['cuts what it stores', [`${read} /remark`, 'pass']],
    ['cuts reasons', ['pass', `${read} /reason`]],
    ['refuses signs', ['pass', 'pass']],
    ['refuses long ones', ['inconclusive', 'inconclusive']],
    ['shows none', ['inconclusive', 'pass']],
    ['shows an excerpt beside it', ['pass', 'pass']],
    ['trims', ['pass', 'pass']],
    ['escapes', [review, 'pass']],
  ])(
    'is looked for afterwards, and a service that %s is judged so: %o',
    besideOthers(async ([habit, expected]) => {
      expect((await judged(habit)).toSorted()).toEqual(expected.toSorted());
    }),
  );

  test.concurrent.for<readonly [Habit, readonly string[]]>([
    ['keeps all', ['pass', 'pass']],
    ['cuts remarks', [review, 'pass']],
    ['trims', ['pass', 'pass']],
  ])(
    'may not be cut either where the document says nothing of texts: %s %o',
    besideOthers(async ([habit, expected]) => {
      expect((await judged(habit, 'Manuscripts and their reviews.')).toSorted()).toEqual(expected.toSorted());
    }),
  );
});
