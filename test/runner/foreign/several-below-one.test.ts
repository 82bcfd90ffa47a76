import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string', minLength: 1, maxLength: 80 };
const object = (properties: object): object => ({ type: 'object', properties, required: Object.keys(properties) });
const content = (schema: object): object => ({ content: { 'application/json': { schema } } });
const shows = (schema: object): object => ({ description: 'It', ...content(schema) });
const none = { description: 'None' };
const inPath = (...names: readonly string[]): object => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })),
});

const kinds = ['frets', 'strings'] as const;

/** Lutes, each with a name of its own, and two kinds of parts below them. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Lutes', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: Object.fromEntries(
    (['lutes', ...kinds] as const).flatMap((kind) => {
      const isPart = kind !== 'lutes';
      const path = isPart ? `/lutes/{lute_id}/${kind}` : '/lutes';
      const item = `${kind.slice(0, -1)}_id`;
      const shown = object({ id: text, name: text });
      const post = {
        requestBody: { required: true, ...content(object({ name: text })) },
        responses: { '201': shows(shown), '404': none, '409': none, '422': none },
      };
      return [
        [path, { ...(isPart ? inPath('lute_id') : {}), post }],
        [
          `${path}/{${item}}`,
          {
            ...inPath(...(isPart ? ['lute_id'] : []), item),
            get: { responses: { '200': shows(shown), '404': none } },
            delete: { responses: { '204': none, '404': none } },
          },
        ],
      ];
    }),
  ),
};

type Part = { readonly id: string; readonly name: unknown; readonly kind: string; readonly lute: string };

const judged = async (loose: readonly string[]) => {
  const kept = new Map<string, Part>();
  let last = 0;
  const answer = (method: string, [, lute, kind = '', id]: readonly string[], given: Readonly<Record<string, unknown>>): Answer => {
    const isPart = kind !== '';
    const own = isPart ? id : lute;
    if (isPart && kept.get(lute ?? '')?.kind !== 'lutes') return [404];
    if (own === undefined) {
      if (typeof given['name'] !== 'string' || given['name'] === '') return [422];
      if (!isPart && [...kept.values()].some((one) => one.kind === 'lutes' && one.name === given['name'])) return [409];
      const made = { id: `n${(last += 1)}`, name: given['name'], kind: isPart ? kind : 'lutes', lute: isPart ? (lute ?? '') : '' };
      kept.set(made.id, made);
      return [201, { id: made.id, name: made.name }];
    }
    const found = kept.get(own);
    const isThere = found?.kind === (isPart ? kind : 'lutes') && (!isPart || found.lute === lute || loose.includes(kind));
    if (!found || !isThere) return [404];
    if (method === 'DELETE') for (const one of kept.values()) if (one === found || one.lute === found.id) kept.delete(one.id);
    return method === 'DELETE' ? [204] : [200, { id: found.id, name: found.name }];
  };
  const { verdicts } = await judgeForeign(writeDocument(document), await serveAnswers(answer), {
    allow: ['mutation', 'destructive'],
    selection: { only: ['lifecycle/below-own-parent'], skip: [] },
  });
  const of = (kind: string): string[] =>
    verdicts.flatMap(({ id, verdict }) => (verdict.kind === kind ? kinds.filter((one) => id.includes(one)) : [])).toSorted();
  return { failed: of('fail'), passed: of('pass'), left: kept.size };
};

test.concurrent.for<readonly [readonly string[]]>([[[]], [['frets']], [['strings']], [['frets', 'strings']]])(
  'each of two kinds below what is called by a name of its own is looked for below another one: %j below any',
  besideOthers(async ([loose]) => {
    expect(await judged(loose)).toEqual({ failed: [...loose], passed: kinds.filter((one) => !loose.includes(one)), left: 0 });
  }),
);
