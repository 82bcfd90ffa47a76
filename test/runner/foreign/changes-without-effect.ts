import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const written = {
  name: { type: 'string', minLength: 1, maxLength: 60 },
  tags: { type: 'array', items: { type: 'string', maxLength: 40 }, maxItems: 5 },
};

/** What the document says, and where. */
type Told = {
  readonly introduction?: string;
  readonly patch?: string;
  readonly revision?: string;
  readonly updatedAt?: string;
  /** The changes name the version that they are for. */
  readonly isHeld?: boolean;
  /** The changes name the ETag that they are for. */
  readonly isConditional?: boolean;
};

const documentOf = ({ introduction, patch, revision, updatedAt, isHeld = false, isConditional = false }: Told) => {
  const described = (schema: object, text: string | undefined) => ({ ...schema, ...(text === undefined ? {} : { description: text }) });
  const counter = described({ type: 'integer', minimum: 1 }, revision);
  const valve = {
    type: 'object',
    required: ['id', 'revision', 'name', 'updatedAt'],
    properties: {
      id: { type: 'string', readOnly: true },
      revision: counter,
      ...written,
      updatedAt: described({ type: 'string', format: 'date-time', readOnly: true }, updatedAt),
    },
  };
  const answer = { description: 'd', headers: { ETag: { schema: { type: 'string' } } }, ...json(valve) };
  const refused = { 404: { description: 'None' }, 409: { description: 'Changed since' }, 422: { description: 'Not valid' } };
  const condition = isConditional ? { parameters: [{ name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } }] } : {};
  if (isConditional) Object.assign(refused, { 412: { description: 'Changed since' }, 428: { description: 'No condition' } });
  const held = isHeld ? { revision: { type: 'integer' } } : {};
  return {
    openapi: '3.1.0',
    info: { title: 'Valves', version: '1', ...(introduction === undefined ? {} : { description: introduction }) },
    paths: {
      '/valves': {
        post: {
          requestBody: { required: true, ...json({ type: 'object', required: ['name'], properties: written }) },
          responses: { 201: answer, 422: refused[422] },
        },
      },
      '/valves/{valveId}': {
        parameters: [{ name: 'valveId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: answer, 404: refused[404] } },
        patch: {
          ...condition,
          ...(patch === undefined ? {} : { description: patch }),
          requestBody: {
            required: true,
            ...json({ type: 'object', properties: { ...written, ...held }, required: isHeld ? ['revision'] : [] }),
          },
          responses: { 200: answer, ...refused },
        },
        put: {
          ...condition,
          requestBody: {
            required: true,
            ...json({ type: 'object', required: isHeld ? ['name', 'revision'] : ['name'], properties: { ...written, ...held } }),
          },
          responses: { 200: answer, ...refused },
        },
        delete: { responses: { 204: { description: 'Gone' }, 404: refused[404] } },
      },
    },
  };
};

type Valve = { id: string; revision: number; name: unknown; tags: unknown; updatedAt: string };
type Habit = {
  /** What counts as a change: another value, each request, or each list as another one. */
  readonly counts?: 'values' | 'requests' | 'lists';
  /** What a change raises; all of it by default. */
  readonly moves?: readonly ('revision' | 'updatedAt')[];
  readonly by?: number;
  /** The ETag is made anew for each read. */
  readonly tag?: 'revision' | 'per read' | 'per change';
  readonly refusesNothing?: boolean;
  /** A list without entries is left out of what is shown. */
  readonly hidesEmpty?: boolean;
};

const judged = async (told: Told, habit: Habit): Promise<readonly string[]> => {
  const {
    counts = 'values',
    moves = ['revision', 'updatedAt'],
    by = 1,
    tag = 'revision',
    refusesNothing = false,
    hidesEmpty = false,
  } = habit;
  const valves = new Map<string, Valve>();
  let [last, reads, writes] = [0, 0, 0];
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: Valve): void => {
      reads += 1;
      const shown = { revision: `"${value?.revision}"`, 'per read': `"${reads}"`, 'per change': `"w${writes}"` }[tag];
      outgoing.writeHead(status, { 'content-type': 'application/json', ...(value ? { etag: shown } : {}) });
      const isHidden = hidesEmpty && Array.isArray(value?.tags) && value.tags.length === 0;
      outgoing.end(value === undefined ? undefined : JSON.stringify(isHidden ? { ...value, tags: undefined } : value));
    };
    void objectBody(incoming).then((body) => {
      const [, root, id] = new URL(incoming.url ?? '/', 'http://valves').pathname.split('/');
      if (root !== 'valves') return give(404);
      const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && [...value].length <= 60;
      const isUsable =
        body !== undefined && (!('name' in body) || isText(body['name'])) && (!('tags' in body) || Array.isArray(body['tags']));
      if (id === undefined) {
        if (!isUsable || !('name' in body)) return give(422);
        last += 1;
        const made = { id: `v${last}`, revision: 1, name: body['name'], tags: body['tags'] ?? [], updatedAt: new Date().toISOString() };
        valves.set(made.id, made);
        return give(201, made);
      }
      const found = valves.get(id);
      if (!found) return give(404);
      if (incoming.method === 'GET') return give(200, found);
      if (incoming.method === 'DELETE') {
        valves.delete(id);
        return give(204);
      }
      if (!isUsable || (incoming.method === 'PUT' && !('name' in body))) return give(422);
      if (told.isConditional && incoming.headers['if-match'] !== `"${found.revision}"`)
        return give(incoming.headers['if-match'] ? 412 : 428);
      if (told.isHeld && body['revision'] !== found.revision) return give(409);
      const next = { name: body['name'] ?? found.name, tags: body['tags'] ?? (incoming.method === 'PUT' ? [] : found.tags) };
      const isOther = next.name !== found.name || JSON.stringify(next.tags) !== JSON.stringify(found.tags);
      if (refusesNothing && !isOther) return give(422);
      Object.assign(found, next);
      if (isOther || counts === 'requests' || (counts === 'lists' && 'tags' in body)) {
        writes += 1;
        if (moves.includes('revision')) found.revision += by;
        if (moves.includes('updatedAt')) found.updatedAt = new Date().toISOString();
      }
      return give(200, found);
    });
  });
  const only = ['lifecycle/no-effect-leaves-version', 'lifecycle/version-rises'];
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(told)), url, {
    allow: ['mutation'],
    credentials: [],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 30,
    selection: { only, skip: [] },
  });
  expect(valves.size).toBe(0);
  return verdicts
    .filter(({ case: { check } }) => only.includes(check))
    .map(({ case: { requirement }, verdict }) =>
      verdict.kind === 'fail' ? `${requirement} ${verdict.finding.code} ${verdict.finding.where}` : `${requirement} ${verdict.kind}`,
    );
};

const both = (one: string): readonly string[] => [one, one];
const kept = both('OAS-160 pass');
const ofRevision = both('OAS-160 changed-by-nothing /revision');

/** Tests of changes that change nothing, and of versions that rise. */
export const testChangesWithoutEffect = (): void => {
  describe.concurrent('a change that changes nothing', () => {
    test.for<[string, Told, Habit, readonly string[]]>([
      ['keeps to it', { introduction: 'A change that changes nothing leaves `revision` and `updatedAt` as they were.' }, {}, kept],
      [
        'raises the revision',
        { introduction: 'A change that changes nothing leaves `revision` and `updatedAt` as they were.' },
        { counts: 'requests', moves: ['revision'] },
        ofRevision,
      ],
      [
        'dates it',
        { introduction: 'An update without effect does not touch `revision` or `updatedAt`.' },
        { counts: 'requests', moves: ['updatedAt'] },
        both('OAS-160 changed-by-nothing /updatedAt'),
      ],
      [
        'takes each list for another one',
        { patch: 'A patch that changes no value leaves `revision` as it was.' },
        { counts: 'lists' },
        ['OAS-160 changed-by-nothing /revision'],
      ],
      ['keeps to the words of a member', { revision: 'Stays the same where nothing changes.' }, {}, kept],
      ['raises it', { revision: 'No-op updates do not bump it.' }, { counts: 'requests' }, ofRevision],
      [
        'raises it beside the version of the body',
        { revision: 'Bumped only when a value really changes.', isHeld: true },
        { counts: 'requests' },
        ofRevision,
      ],
      ['leaves out empty lists', { introduction: 'No-op changes leave the version as it was.' }, { hidesEmpty: true }, kept],
      ['keeps to it beside the version of the body', { revision: 'Bumped only when a value really changes.', isHeld: true }, {}, kept],
      [
        'keeps to it beside a condition',
        { introduction: 'A change that changes nothing leaves `revision` as it was.', isConditional: true },
        {},
        kept,
      ],
      [
        'raises it beside a condition',
        { introduction: 'A change that changes nothing leaves `revision` as it was.', isConditional: true },
        { counts: 'requests' },
        ofRevision,
      ],
      [
        'gives another ETag',
        { introduction: 'An update without effect gives no new ETag.' },
        { counts: 'requests', tag: 'per change', moves: [] },
        both('OAS-160 changed-by-nothing ETag'),
      ],
      [
        'gives each read another ETag',
        { introduction: 'An update without effect gives no new ETag.' },
        { tag: 'per read' },
        both('OAS-160 inconclusive'),
      ],
      [
        'refuses it',
        { introduction: 'No-op changes leave the version as it was.' },
        { refusesNothing: true },
        both('OAS-160 inconclusive'),
      ],
      [
        'raises the revision by an empty patch',
        { introduction: 'An empty patch leaves `revision` untouched.' },
        { counts: 'requests' },
        ['OAS-160 changed-by-nothing /revision'],
      ],
    ])(
      'by a service that %s, told by %j',
      besideOthers(async ([, told, habit, verdicts]) => {
        expect(await judged(told, habit)).toEqual(verdicts);
      }),
    );

    test.for<[Told]>([
      [{}],
      [{ introduction: 'A refused change leaves `revision` as it was.' }],
      [{ introduction: 'A change that changes nothing may leave `revision` as it was.' }],
      [{ revision: 'Changes with the values.' }],
      [{ patch: 'Members that are left out stay as they are; `revision` is raised.' }],
    ])(
      'is not judged where the document says %j',
      besideOthers(async ([told]) => {
        expect(await judged(told, { counts: 'requests' })).toEqual([]);
      }),
    );
  });

  const risen = both('OAS-161 pass');

  describe.concurrent('a version that goes up with every change', () => {
    test.for<[Told, Habit, readonly string[]]>([
      [{ revision: 'Goes up by one with every change.' }, {}, risen],
      [{ revision: 'Goes up by one with every change.' }, { hidesEmpty: true }, risen],
      [{ revision: 'Goes up by one with every change of the valve.' }, { counts: 'requests' }, risen],
      [{ introduction: 'Each change increases `revision` by 1.' }, { by: 2 }, both('OAS-161 version-raised-otherwise /revision')],
      [{ revision: 'Incremented with each update.' }, { by: 7 }, risen],
      [{ revision: 'Incremented with each update.' }, { moves: ['updatedAt'] }, both('OAS-161 version-not-raised /revision')],
      [{ revision: 'Goes up by one with every change.', isHeld: true }, { by: 3 }, both('OAS-161 version-raised-otherwise /revision')],
      [{ revision: 'Goes up by one with every change.', isHeld: true }, { by: 0 }, both('OAS-161 inconclusive')],
      [{ revision: 'Goes up with every change.', isHeld: true }, { by: 0 }, []],
      [{ revision: 'Goes up by one with every change of the tags.' }, { by: 0 }, []],
      [{ revision: 'Goes up by at least one with every change.' }, { by: 0 }, []],
      [{}, { by: 0 }, []],
    ])(
      'told by %j, of a service with %j',
      besideOthers(async ([told, habit, verdicts]) => {
        expect(await judged(told, habit)).toEqual(verdicts);
      }),
    );
  });
};
