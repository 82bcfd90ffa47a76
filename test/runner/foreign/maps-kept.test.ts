import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { description: 'No' };

type Labels = Readonly<Record<string, string>>;

/** Boats with labels of the clients, of which the document may print some. */
const document = (printed: object) => {
  const labels = { type: 'object', maxProperties: 9, additionalProperties: { ...text, maxLength: 100 }, ...printed };
  const asked = { name: { ...text, maxLength: 90 }, labels };
  const boat = { type: 'object', required: ['id', 'name', 'labels'], properties: { id: { ...text, readOnly: true }, ...asked } };
  const shows = { description: 'It', ...json(boat) };
  const body = (required: readonly string[]) => ({ required: true, ...json({ type: 'object', required, properties: asked }) });
  return {
    openapi: '3.0.3',
    info: { title: 'Boats', version: '1' },
    paths: {
      '/boats': {
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: boat }) } } },
        post: { requestBody: body(['name']), responses: { 201: shows, 400: none } },
      },
      '/boats/{boatId}': {
        parameters: [{ name: 'boatId', in: 'path', required: true, schema: text }],
        get: { responses: { 200: shows, 404: none } },
        patch: { description: 'Members that are left out stay.', requestBody: body([]), responses: { 200: shows, 400: none, 404: none } },
        delete: { responses: { 204: none, 404: none } },
      },
    },
  };
};

type Way =
  | 'replaces labels'
  | 'merges labels'
  | 'refuses labels that it does not know'
  | 'drops labels'
  | 'empties labels that are left out';

const failed = async (way: Way, printed: object): Promise<readonly string[]> => {
  const boats = new Map<string, { id: string; name: string; labels: Labels }>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const [, root, id, below] = new URL(incoming.url ?? '/', 'http://boats.example').pathname.split('/');
    const answer = async (): Promise<void> => {
      if (root !== 'boats' || below !== undefined) return give(404);
      const found = id === undefined ? undefined : boats.get(id);
      if (id !== undefined && !found) return give(404);
      if (incoming.method === 'GET') return give(200, found ?? [...boats.values()]);
      if (found && incoming.method === 'DELETE') {
        boats.delete(found.id);
        return give(204);
      }
      const { name, labels } = (await objectBody(incoming)) ?? {};
      const isName = typeof name === 'string' && [...name].length <= 90;
      const all = typeof labels === 'object' && labels !== null && !Array.isArray(labels) ? Object.entries(labels) : [];
      const isMap = labels === undefined || (typeof labels === 'object' && labels !== null && !Array.isArray(labels));
      const isKnown = way !== 'refuses labels that it does not know' || all.every(([one]) => one === 'harbour');
      const isRight = isMap && isKnown && all.every(([, one]) => typeof one === 'string' && one.length <= 100) && all.length <= 9;
      if (!(isName || (found && name === undefined)) || !isRight) return give(400);
      const given = labels === undefined ? undefined : (Object.fromEntries(all) as Labels);
      if (!found) {
        const made = { id: `boat-${++last}`, name: String(name), labels: way === 'drops labels' ? {} : (given ?? {}) };
        boats.set(made.id, made);
        return give(201, made);
      }
      if (isName) found.name = name;
      if (given) found.labels = way === 'merges labels' ? { ...found.labels, ...given } : given;
      else if (way === 'empties labels that are left out') found.labels = {};
      return give(200, found);
    };
    void answer();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(printed)), url, {
    allow: ['mutation', 'destructive'],
    selection: { only: ['lifecycle/*'], skip: [] },
  });
  return [...new Set(verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === 'fail' ? [check] : [])))];
};

const example = { example: { harbour: 'north' } };

test.for<readonly [Way, object, readonly string[]]>([
  ['replaces labels', example, []],
  ['replaces labels', {}, []],
  ['merges labels', example, []],
  ['merges labels', {}, []],
  ['refuses labels that it does not know', {}, []],
  ['drops labels', example, ['lifecycle/sent-is-shown']],
  ['drops labels', {}, ['lifecycle/sent-is-shown']],
  ['empties labels that are left out', example, ['lifecycle/change-shown']],
  ['empties labels that are left out', {}, ['lifecycle/change-shown']],
])('a service that %s, with labels %o', async ([way, printed, expected]) => {
  const told = await failed(way, printed);
  expect(told).toEqual(expected.length === 0 ? [] : expect.arrayContaining([...expected]));
});
