import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const vase = (description?: string) => ({
  type: 'object',
  required: ['shelfMark'],
  properties: {
    shelfMark: {
      type: 'string',
      minLength: 3,
      maxLength: 60,
      example: 'A-12',
      ...(description === undefined || description === '' ? {} : { description }),
    },
  },
});
const shown = { type: 'object', required: ['id', 'shelfMark'], properties: { id: { type: 'string' }, ...vase().properties } };
const none = { 404: { description: 'None' } };

const document = (ofCreation: string, ofRemoval: string, ofMember?: string, introduction = '') => ({
  openapi: '3.0.3',
  info: { title: 'Vases', version: '1', description: introduction },
  paths: {
    '/vases': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: shown }) } } },
      post: {
        description: `The shelf mark is unique. ${ofCreation}`,
        requestBody: { required: true, ...json(vase(ofMember)) },
        responses: {
          201: { description: 'd', ...json(shown) },
          409: { description: 'The shelf mark is taken' },
        },
      },
    },
    '/vases/{vaseId}': {
      parameters: [{ name: 'vaseId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'd', ...json(shown) }, ...none } },
      delete: { description: ofRemoval, responses: { 204: { description: 'Gone' }, ...none } },
    },
  },
});

/** What is said of a service that gives shelf marks again, or does not. */
const judged = async (givesAgain: boolean, texts: readonly [string, string, string?, string?]) => {
  const vases = new Map<string, string>();
  const used = new Set<string>();
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((body) => {
      const [, root, id] = (incoming.url ?? '/').split('/');
      if (root !== 'vases') return give(404);
      if (id !== undefined) {
        const shelfMark = vases.get(id);
        if (shelfMark === undefined) return give(404);
        if (incoming.method === 'DELETE') vases.delete(id);
        return incoming.method === 'DELETE' ? give(204) : give(200, { id, shelfMark });
      }
      if (incoming.method === 'GET')
        return give(
          200,
          [...vases].map(([own, shelfMark]) => ({ id: own, shelfMark })),
        );
      const shelfMark = body?.['shelfMark'];
      if (typeof shelfMark !== 'string' || shelfMark.length < 3) return give(422);
      if ([...vases.values()].includes(shelfMark) || (!givesAgain && used.has(shelfMark))) return give(409);
      used.add(shelfMark);
      const made = `vase-${used.size}-${vases.size}`;
      vases.set(made, shelfMark);
      return give(201, { id: made, shelfMark });
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(...texts)), url, {
    allow: ['mutation'],
    credentials: [],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 12,
    selection: { only: ['body/removed-value-*'], skip: [] },
  });
  return verdicts.flatMap(({ case: { check }, verdict }) =>
    check.startsWith('body/removed-value-') ? [verdict.kind === 'fail' ? verdict.finding.code : `${check.slice(19)} ${verdict.kind}`] : [],
  );
};

describe.concurrent('the unique value of what was removed', () => {
  test.for<readonly [string, string, string?, string?]>([
    ['', '', '', 'The shelf mark of a deleted vase cannot be used again.'],
    ['', 'Deleting a vase does not free its shelf mark.'],
    ['', '', 'Unique, also among vases that were deleted.'],
    ['It is never given out again: a shelf mark stays with a vase, also after it has been deleted.', ''],
    ['The shelf mark is never given out again, not even after the vase has been deleted.', ''],
    ['', 'The shelf mark of a vase is not reused.'],
    ['', 'Its shelf mark stays taken.'],
    ['', '', 'Cannot be used again after the vase was removed.'],
  ])(
    'stays taken where the document says "%s%s%s%s"',
    besideOthers(async (texts) => {
      expect(await judged(false, texts)).toEqual(['stays-taken pass']);
      expect(await judged(true, texts)).toEqual(['removed-value-given-again']);
    }),
  );

  test.for<readonly [string, string, string?, string?]>([
    ['', '', '', 'The shelf mark of a deleted crate cannot be used again.'],
    ['', '', '', 'The shelf mark of a vase is never used again by us.'],
    ['', 'The shelf mark can be used again.'],
    ['', 'The shelf mark stays taken for 30 days.'],
    ['The shelf mark is never changed again.', ''],
    ['', 'A vase is never shown again.'],
  ])(
    'is not asked to stay taken where it says "%s%s"',
    besideOthers(async (texts) => {
      expect((await judged(true, texts)).filter((one) => !one.startsWith('free-again'))).toEqual([]);
    }),
  );
});
