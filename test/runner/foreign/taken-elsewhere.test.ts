import { describe, expect, test } from 'vitest';
import { uniqueBeyond } from '../../../src/checks/subjects/unique-beyond.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const one = (properties: object) => ({
  type: 'object',
  required: ['id', ...Object.keys(properties)],
  properties: { id: text, ...properties },
});
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text });
const refusals = { 400: { description: 'Wrong' }, 404: { description: 'None' } };

/** Sheds with tools, whose tags are unique in some way. */
const documentWith = (introduction: string, ofTag: string, ofCreation = 'Puts a tool into the shed.') => {
  const name = { name: { ...text, minLength: 1 } };
  const tag = { tag: { ...text, minLength: 1, maxLength: 60, description: ofTag } };
  const asked = (properties: object) => ({ required: true, ...json({ type: 'object', required: Object.keys(properties), properties }) });
  return {
    openapi: '3.1.0',
    info: { title: 'Sheds', version: '1', description: introduction },
    paths: {
      '/sheds': {
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: one(name) }) } } },
        post: { requestBody: asked(name), responses: { 201: { description: 'New', ...json(one(name)) }, ...refusals } },
      },
      '/sheds/{shedId}': {
        parameters: [inPath('shedId')],
        get: { responses: { 200: { description: 'It', ...json(one(name)) }, ...refusals } },
        delete: { responses: { 204: { description: 'Gone' }, ...refusals } },
      },
      '/sheds/{shedId}/tools': {
        parameters: [inPath('shedId')],
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: one({ tag: text }) }) }, ...refusals } },
        post: {
          description: ofCreation,
          requestBody: asked(tag),
          responses: { 201: { description: 'New', ...json(one({ tag: text })) }, ...refusals, 409: { description: 'Conflict' } },
        },
      },
      '/sheds/{shedId}/tools/{toolId}': {
        parameters: [inPath('shedId'), inPath('toolId')],
        get: { responses: { 200: { description: 'It', ...json(one({ tag: text })) }, ...refusals } },
        delete: { responses: { 204: { description: 'Gone' }, ...refusals } },
      },
    },
  };
};

const farm = 'The sheds of a farm. A key belongs to exactly one farm.';

const isBeyond = async (introduction: string, ofTag: string): Promise<boolean> =>
  uniqueBeyond(await loadContract(writeToolDocument(documentWith(introduction, ofTag)))).length > 0;

test.each([
  [farm, 'No two tools of a farm have the same tag.'],
  [farm, 'Unique within the farm.'],
  ['Sheds.', 'Unique within your account.'],
  ['Sheds.', 'The tag is unique across all sheds.'],
  ['Sheds. Each token is tied to one estate.', 'No two tools of an estate share the same tag. Must be unique in the estate.'],
])('a tag is unique beyond its shed: %s %s', async (introduction, ofTag) => {
  expect(await isBeyond(introduction, ofTag)).toBe(true);
});

test.each([
  [farm, 'Unique within the shed.'],
  [farm, 'No two tools of a shed of the farm have the same tag.'],
  ['Sheds.', 'No two tools of a farm have the same tag.'],
  [farm, 'Unique.'],
  [farm, 'Should be unique within the farm.'],
  [farm, 'Unique per farm and shed.'],
  [farm, 'Unique within the farm and the shed.'],
  ['Sheds.', "Unique within the company's site."],
  ['Sheds.', 'Unique within the account type.'],
  ['Sheds.', 'Unique across all sheds of a yard.'],
  ['Sheds.', 'Unique across all sheds, except for sheds that share a wall.'],
  ['Sheds.', 'Unique within the account, ignoring retired tools.'],
  ['Sheds.', 'Unique within your account; a second one replaces the first one.'],
  [farm, 'The tag as it is painted on the tool.'],
])('nothing is said of other sheds: %s %s', async (introduction, ofTag) => {
  expect(await isBeyond(introduction, ofTag)).toBe(false);
});

test('a refusal for other reasons leaves it as it is', async () => {
  const ofCreation = 'Refused with 409 when `size` is greater than the room that is left, or when the tag is known already.';
  const document = documentWith(farm, 'No two tools of a farm have the same tag.', ofCreation);
  expect(uniqueBeyond(await loadContract(writeToolDocument(document)))).toHaveLength(1);
});

/** @param scope Within what a service compares tags; with `one each` a shed takes one tool alone. */
const judged = async (scope: 'farm' | 'shed' | 'one each'): Promise<readonly string[]> => {
  const sheds = new Map<string, Map<string, string>>();
  let made = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, shedId, kind, toolId, ...more] = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname.split('/');
    const tools = sheds.get(shedId ?? '');
    const isKnown = (shedId === undefined || tools !== undefined) && (toolId === undefined || tools?.has(toolId) === true);
    if (root !== 'sheds' || more.length > 0 || !isKnown || ![undefined, 'tools'].includes(kind)) return give(404);
    const shown = (id: string): object => ({ id, tag: tools?.get(id) });
    if (incoming.method === 'DELETE')
      return give((toolId === undefined ? sheds.delete(shedId ?? '') : tools?.delete(toolId)) === true ? 204 : 404);
    if (incoming.method === 'GET') {
      if (toolId !== undefined) return give(200, shown(toolId));
      if (kind !== undefined) return give(200, [...(tools?.keys() ?? [])].map(shown));
      return give(200, shedId === undefined ? [...sheds.keys()].map((id) => ({ id, name: id })) : { id: shedId, name: shedId });
    }
    void objectBody(incoming).then(({ tag, name } = {}) => {
      if (tools === undefined) {
        if (typeof name !== 'string' || name === '') return give(400);
        sheds.set(`s${++made}`, new Map());
        return give(201, { id: `s${made}`, name });
      }
      const others = scope === 'farm' ? [...sheds.values()].flatMap((each) => [...each.values()]) : [...tools.values()];
      if (typeof tag !== 'string' || tag === '') return give(400);
      if (others.includes(tag) || (scope === 'one each' && tools.size > 0)) return give(409);
      tools.set(`t${++made}`, tag);
      return give(201, { id: `t${made}`, tag });
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(farm, 'No two tools of a farm have the same tag.')), url, {
    allow: ['mutation'],
    maxCreates: 40,
    credentials: [],
    selection: { only: ['body/taken-elsewhere-refused'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe('a tag that is taken in another shed', () => {
  test.concurrent.for<readonly [Parameters<typeof judged>[0], readonly string[]]>([
    ['farm', ['pass']],
    ['shed', ['taken-elsewhere-accepted']],
    ['one each', ['taken-elsewhere-accepted']],
  ])(
    'where tags are compared within: %s',
    besideOthers(async ([scope, expected]) => {
      expect(await judged(scope)).toEqual(expected);
    }),
  );
});
