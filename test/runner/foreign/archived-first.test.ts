import { describe, expect, test } from 'vitest';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const ref = { $ref: '#/components/schemas/Recipe' };
const none = { description: 'None' };
const conflict = { '404': none, '409': { description: 'Conflict' } };
const parameters = [{ name: 'id', in: 'path', required: true, schema: text }];

/** Recipes that can be deleted once they are archived, as a switch shows. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Recipes', version: '1' },
  security: [{ key: [] }],
  components: {
    schemas: {
      Recipe: { type: 'object', required: ['id', 'name', 'archived'], properties: { id: text, name: text, archived: { type: 'boolean' } } },
    },
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
  },
  paths: {
    '/recipes': {
      get: { responses: { '200': shows({ type: 'array', items: ref }) } },
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: text } } } },
        },
        responses: { '201': shows(ref), '422': none },
      },
    },
    '/recipes/{id}': {
      parameters,
      get: { responses: { '200': shows(ref), '404': none } },
      delete: { description: 'Only archived recipes can be deleted (409).', responses: { '204': none, ...conflict } },
    },
    '/recipes/{id}/archive': {
      parameters,
      post: { description: 'There is no way back. An archived recipe gives 409.', responses: { '200': shows(ref), ...conflict } },
    },
  },
};

type Kind = 'plain' | 'deletes all' | 'keeps what is deleted';

const judged = async (kind: Kind): Promise<{ readonly findings: readonly string[]; readonly left: number }> => {
  const rows = new Map<string, { readonly id: string; readonly name: unknown; archived: boolean }>();
  let last = 0;
  const url = await serveAnswers((method, [root, id = '', action], { name }): Answer => {
    const found = rows.get(id);
    if (root !== 'recipes' || (id !== '' && !found)) return [404];
    if (!found) {
      if (method === 'GET') return [200, [...rows.values()]];
      if (method !== 'POST') return [405];
      if (typeof name !== 'string') return [422];
      const made = { id: `recipe-${(last += 1)}-of-ours`, name, archived: false };
      rows.set(made.id, made);
      return [201, made];
    }
    if (action === 'archive') {
      if (method !== 'POST') return [405];
      if (found.archived) return [409];
      found.archived = true;
      return [200, found];
    }
    if (method === 'GET') return [200, found];
    if (method !== 'DELETE') return [405];
    if (!found.archived && kind !== 'deletes all') return [409];
    if (kind !== 'keeps what is deleted') rows.delete(id);
    return [204];
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 100,
    selection: { only: ['lifecycle/removed-stays-away', 'lifecycle/removed-is-gone', 'lifecycle/remove-accepted'], skip: [] },
  });
  const findings = verdicts.flatMap(({ verdict, case: { check } }) =>
    verdict.kind === 'skipped' ? [] : [`${check} ${verdict.kind === 'fail' ? verdict.finding.code : verdict.kind}`],
  );
  return { findings, left: rows.size };
};

describe('what can be deleted once it is archived', () => {
  test.each<Kind>(['plain', 'deletes all'])('is archived before it is deleted, and nothing is left: %s', async (kind) => {
    const { findings, left } = await judged(kind);
    expect(findings.length).toBeGreaterThan(1);
    expect(findings.filter((one) => !one.endsWith(' pass'))).toEqual([]);
    expect(left).toBe(0);
  });

  test('is told where it is kept', async () => {
    const { findings } = await judged('keeps what is deleted');
    expect(findings.filter((one) => !/ (?:pass|inconclusive)$/u.test(one))).not.toEqual([]);
  });
});
