import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const written = { title: { type: 'string', minLength: 1, maxLength: 80 }, size: { type: 'integer', minimum: 1, maximum: 900 } };
const states = ['planned', 'mounted', 'scrapped'];
const panel = { type: 'object', required: ['id', 'title'], properties: { id: { type: 'string', readOnly: true }, ...written } };
const free = { nullable: true };

/** How the entries of a history show what was changed, and where it stands. */
type Shape = 'fields' | 'states' | 'map' | 'snapshots' | 'in the read' | 'log of all' | 'numbers alone';

const itemOf = (shape: Shape): object => {
  if (shape === 'map')
    return {
      type: 'object',
      properties: {
        changes: { type: 'object', additionalProperties: { type: 'object', properties: { old_value: free, new_value: free } } },
      },
    };
  if (shape === 'snapshots') return { type: 'object', properties: { before: panel, after: panel } };
  const side = shape === 'numbers alone' ? { type: 'integer' } : free;
  const change = { type: 'object', properties: { field: { type: 'string' }, from: side, to: side } };
  return { type: 'object', properties: { panel: { type: 'string' }, changes: { type: 'array', items: change } } };
};

const documentOf = (shape: Shape) => {
  const state = shape === 'states' ? { status: { type: 'string', enum: states } } : {};
  const history = { type: 'array', items: itemOf(shape) };
  const shown = { ...panel, properties: { ...panel.properties, ...state, ...(shape === 'in the read' ? { history } : {}) } };
  const none = { 404: { description: 'None' } };
  const refused = { 422: { description: 'Not valid' } };
  const named = { parameters: [{ name: 'panelId', in: 'path', required: true, schema: { type: 'string' } }] };
  const list = { get: { responses: { 200: { description: 'd', ...json(history) }, ...none } } };
  return {
    openapi: '3.0.3',
    info: { title: 'Panels', version: '1' },
    paths: {
      '/panels': {
        post: {
          requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: written }) },
          responses: { 201: { description: 'd', ...json(shown) }, ...refused },
        },
      },
      '/panels/{panelId}': {
        ...named,
        get: { responses: { 200: { description: 'd', ...json(shown) }, ...none } },
        [shape === 'map' ? 'put' : 'patch']: {
          requestBody: {
            required: true,
            ...json({ type: 'object', required: shape === 'map' ? ['title'] : [], properties: { ...written, ...state } }),
          },
          ...(shape === 'states' ? { description: 'Moves: planned to mounted, mounted to scrapped; others are a `422`.' } : {}),
          responses: { 200: { description: 'd', ...json(shown) }, ...none, ...refused },
        },
        delete: { responses: { 204: { description: 'Gone' }, ...none } },
      },
      ...(shape === 'log of all' ? { '/audit-log': list } : {}),
      ...(shape === 'in the read' || shape === 'log of all' ? {} : { '/panels/{panelId}/history': { ...named, ...list } }),
    },
  };
};

type Habit =
  | 'keeps to it'
  | 'shows them a moment later'
  | 'turns them round'
  | 'turns states round'
  | 'shows the new value twice'
  | 'shows the old value twice'
  | 'shows no values'
  | 'joins changes that follow each other'
  | 'shows the first value as the one before'
  | 'refuses changes'
  | 'notes its own changes as well';

type Panel = { id: string; title: string; size: number; status?: string };
type Entry = { readonly at: number; readonly id: string; readonly before: Panel; readonly after: Panel };

const judged = async (shape: Shape, habit: Habit): Promise<readonly string[]> => {
  const panels = new Map<string, Panel>();
  const entries: Entry[] = [];
  let last = 0;
  const sideOf = (before: string, after: string, first: string): readonly [string | null, string | null] => {
    if (habit === 'turns them round') return [after, before];
    if (habit === 'shows the new value twice') return [after, after];
    if (habit === 'shows the old value twice') return [before, before];
    if (habit === 'shows no values') return [null, null];
    if (habit === 'joins changes that follow each other' || habit === 'shows the first value as the one before') return [first, after];
    return [before, after];
  };
  const see = ({ id, before, after }: Entry): object => {
    const first = entries.find((one) => one.id === id)?.before.title ?? '';
    const [from, to] = sideOf(before.title, after.title, first);
    if (shape === 'map') return { changes: { title: { old_value: from, new_value: to } } };
    if (shape === 'snapshots') return { before: { ...before, title: from }, after: { ...after, title: to } };
    const moved = { field: 'status', from: before.status, to: after.status };
    const ofState = habit === 'turns states round' ? { ...moved, from: moved.to, to: moved.from } : moved;
    const isOfTitle = before.title !== after.title || before.status === after.status;
    return { panel: id, changes: [...(isOfTitle ? [{ field: 'title', from, to }] : []), ...(moved.from === moved.to ? [] : [ofState])] };
  };
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const historyOf = (id?: string): readonly object[] => {
      const settled = entries.filter((one) => habit !== 'shows them a moment later' || Date.now() - one.at > 600);
      const own = settled.filter((one) => id === undefined || one.id === id);
      return (habit === 'joins changes that follow each other' ? own.slice(-1) : own).map(see);
    };
    const show = (one: Panel): object => (shape === 'in the read' ? { ...one, history: historyOf(one.id) } : one);
    void objectBody(incoming).then((body) => {
      const [, root, id, below] = new URL(incoming.url ?? '/', 'http://panels').pathname.split('/');
      if (root === 'audit-log') return give(200, historyOf());
      if (root !== 'panels') return give(404);
      const { title, size = 1 } = body ?? {};
      const isUsable = typeof size === 'number' && (title === undefined || (typeof title === 'string' && title !== ''));
      if (id === undefined) {
        if (!isUsable || typeof title !== 'string') return give(422);
        last += 1;
        const made = { id: `p${last}`, title, size, ...(shape === 'states' ? { status: 'planned' } : {}) };
        panels.set(made.id, made);
        return give(201, show(made));
      }
      const found = panels.get(id);
      if (!found) return give(404);
      if (below === 'history') return give(200, historyOf(id));
      if (incoming.method === 'GET') return give(200, show(found));
      if (incoming.method === 'DELETE') return give(panels.delete(id) ? 204 : 404);
      if (!isUsable || habit === 'refuses changes') return give(422);
      const { status } = body ?? {};
      if (
        status !== undefined &&
        (typeof status !== 'string' || shape !== 'states' || states.indexOf(status) !== states.indexOf(found.status ?? '') + 1)
      )
        return give(422);
      const after = {
        ...found,
        ...(typeof title === 'string' ? { title } : {}),
        ...(typeof status === 'string' ? { status } : {}),
        size,
      };
      panels.set(id, after);
      entries.push({ at: Date.now(), id, before: found, after });
      if (habit === 'notes its own changes as well') entries.push({ at: Date.now(), id, before: after, after });
      return give(200, show(after));
    });
  });
  const only = ['lifecycle/values-in-history'];
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(shape)), url, {
    allow: ['mutation'],
    maxCreates: 30,
    selection: { only, skip: [] },
  });
  expect(panels.size).toBe(0);
  return verdicts
    .filter(({ case: { check } }) => only.includes(check))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

/** Tests of histories that show values before and after. */
export const testValuesInHistory = (): void => {
  describe.concurrent('a history with the values before and after a change', () => {
    test.for<[Shape, Habit, string]>([
      ['fields', 'keeps to it', 'pass'],
      ['fields', 'shows them a moment later', 'pass'],
      ['fields', 'turns them round', 'history-turned-round'],
      ['fields', 'shows the new value twice', 'history-shows-no-change'],
      ['fields', 'shows the old value twice', 'history-shows-no-change'],
      ['fields', 'shows no values', 'inconclusive'],
      ['fields', 'joins changes that follow each other', 'inconclusive'],
      ['fields', 'shows the first value as the one before', 'inconclusive'],
      ['fields', 'refuses changes', 'inconclusive'],
      ['states', 'keeps to it', 'pass'],
      ['states', 'turns states round', 'history-turned-round'],
      ['map', 'keeps to it', 'pass'],
      ['map', 'turns them round', 'history-turned-round'],
      ['snapshots', 'keeps to it', 'pass'],
      ['snapshots', 'notes its own changes as well', 'pass'],
      ['snapshots', 'turns them round', 'history-turned-round'],
      ['in the read', 'keeps to it', 'pass'],
      ['in the read', 'turns them round', 'history-turned-round'],
      ['log of all', 'keeps to it', 'pass'],
      ['log of all', 'turns them round', 'history-turned-round'],
    ])(
      'as %s, of a service that %s',
      besideOthers(async ([shape, habit, verdict]) => {
        expect(await judged(shape, habit)).toEqual([verdict]);
      }),
    );

    test(
      'is not judged where its values are numbers',
      besideOthers(async () => {
        expect(await judged('numbers alone', 'turns them round')).toEqual([]);
      }),
    );
  });
};
