import type { IncomingMessage } from 'node:http';
import { serve } from '../runner/foreign/judge-foreign.ts';

export type Json = Readonly<Record<string, unknown>>;

const form = 'application/x-www-form-urlencoded';
const answer = (description: string, schema: object) => ({ description, content: { 'application/json': { schema } } });
const colours = ['red', 'blue', 'green'];

const settable = {
  name: { type: 'string', maxLength: 40 },
  guests: { type: 'integer', minimum: 1, maximum: 8 },
  open: { type: 'boolean' },
  colour: { type: 'string', enum: colours },
  notes: { type: 'object', additionalProperties: { type: 'string', maxLength: 60 }, example: { site: 'by the lake' } },
  tags: { type: 'array', maxItems: 5, items: { type: 'string', minLength: 1, maxLength: 20 } },
};

const tent = {
  type: 'object',
  required: ['id', 'madeAt', 'name', 'guests', 'open', 'colour', 'notes', 'tags'],
  properties: {
    id: { type: 'string' },
    madeAt: { type: 'integer', description: 'Seconds since 1970' },
    ...settable,
    colour: { type: 'string', nullable: true, enum: [...colours, null] },
  },
};

const asked = (required: readonly string[]) => ({
  content: {
    [form]: {
      schema: { type: 'object', ...(required.length > 0 && { required }), properties: settable },
      encoding: { notes: { style: 'deepObject', explode: true }, tags: { style: 'deepObject', explode: true } },
    },
  },
});

const refusals = {
  400: answer('A parameter is not right', { type: 'object', required: ['error'], properties: { error: { type: 'string' } } }),
  404: answer('There is no such tent', { type: 'object', required: ['error'], properties: { error: { type: 'string' } } }),
  415: answer('Not a form', { type: 'object', required: ['error'], properties: { error: { type: 'string' } } }),
};

/** Tents of a camp site, whose bodies are forms and whose changes are POSTs, without a word of `x-assay`. */
export const tentsDocument = {
  openapi: '3.0.3',
  info: {
    title: 'Tents',
    version: '1',
    description:
      'Requests are form-encoded. Whole numbers are plain digits, and booleans are `true` or `false`; anything else is refused. A body of any other content type is refused with `415`.',
  },
  paths: {
    '/tents': {
      get: {
        summary: 'List tents',
        responses: { 200: answer('All tents', { type: 'array', items: { $ref: '#/components/schemas/Tent' } }) },
      },
      post: {
        operationId: 'pitchTent',
        summary: 'Create a tent',
        requestBody: { required: true, ...asked(['name', 'guests']) },
        responses: { 201: answer('The new tent', { $ref: '#/components/schemas/Tent' }), 400: refusals[400], 415: refusals[415] },
      },
    },
    '/tents/{tentId}': {
      parameters: [{ name: 'tentId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { summary: 'Get a tent', responses: { 200: answer('The tent', { $ref: '#/components/schemas/Tent' }), 404: refusals[404] } },
      post: {
        operationId: 'changeTent',
        summary: 'Change a tent',
        description: 'What is not sent stays as it is.',
        requestBody: asked([]),
        responses: { 200: answer('The tent after the change', { $ref: '#/components/schemas/Tent' }), ...refusals },
      },
      delete: { summary: 'Remove a tent', responses: { 204: { description: 'It is gone' }, 404: refusals[404] } },
    },
  },
  components: { schemas: { Tent: tent } },
};

/** What a server of tents does that the document does not say, or does otherwise. */
export type TentFlaw =
  | 'none'
  | 'an empty value is none'
  | 'notes are merged'
  | 'refuses what it does not know'
  | 'reads numbers and words loosely'
  | 'any number'
  | 'cut numbers'
  | 'any boolean'
  | 'any colour'
  | 'long names'
  | 'short names'
  | 'takes JSON'
  | 'no name'
  | 'long notes'
  | 'the change forgets the rest'
  | 'the change is not kept'
  | 'changes before it refuses';

type Values = { readonly plain: Map<string, string>; readonly notes: Map<string, string> | undefined; readonly tags: string[] | undefined };

const textOf = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const valuesIn = (text: string): Values => {
  const plain = new Map<string, string>();
  let notes: Map<string, string> | undefined;
  let tags: string[] | undefined;
  for (const [name, value] of new URLSearchParams(text)) {
    const note = /^notes\[(.+)\]$/u.exec(name)?.[1];
    if (note !== undefined) (notes ??= new Map()).set(note, value);
    else if (/^tags\[\d*\]$/u.test(name)) (tags ??= []).push(value);
    else plain.set(name, value);
  }
  return { plain, notes, tags };
};

const lengthOf = (text: string): number => [...text].length;

/** The members that a form sets, or why it is refused. */
const readBy = ({ plain, notes, tags }: Values, flaw: TentFlaw, found: Json | undefined): Json | string => {
  const set: Record<string, unknown> = {};
  for (const [name, given] of plain) {
    if (given === '' && flaw === 'an empty value is none') continue;
    const text = flaw === 'reads numbers and words loosely' && name !== 'name' ? given.trim().toLowerCase() : given;
    if (name === 'name') {
      if (text === '' || (lengthOf(text) > 40 && flaw !== 'long names')) return 'name';
      set[name] = flaw === 'short names' ? [...text].slice(0, 20).join('') : text;
    } else if (name === 'guests') {
      const isLoose = flaw === 'reads numbers and words loosely' && Number.isInteger(Number(text)) && text !== '';
      const number = flaw === 'cut numbers' ? Number.parseInt(text, 10) : isLoose || /^\d+$/u.test(text) ? Number(text) : Number.NaN;
      if (flaw !== 'any number' && !(number >= 1 && number <= 8)) return 'guests';
      set[name] = Number.isNaN(number) ? 1 : number;
    } else if (name === 'open') {
      const words: Readonly<Record<string, boolean>> =
        flaw === 'reads numbers and words loosely'
          ? { true: true, yes: true, on: true, 1: true, false: false, no: false, off: false, 0: false }
          : { true: true, false: false };
      if (words[text] === undefined && flaw !== 'any boolean') return 'open';
      set[name] = words[text] ?? false;
    } else if (name === 'colour') {
      if (!colours.includes(text) && flaw !== 'any colour') return 'colour';
      set[name] = text === '' || !colours.includes(text) ? 'red' : text;
    } else if (['notes', 'tags'].includes(name) || flaw === 'refuses what it does not know') return name;
  }
  if (notes) {
    if ([...notes.values()].some((note) => lengthOf(note) > 60) && flaw !== 'long notes') return 'notes';
    const before = flaw === 'notes are merged' ? (found?.['notes'] as Json | undefined) : {};
    set['notes'] = { ...before, ...Object.fromEntries(notes) };
  }
  if (tags) {
    if (tags.length > 5 || tags.some((tag) => tag === '' || lengthOf(tag) > 20)) return 'tags';
    set['tags'] = tags;
  }
  if (!found && set['name'] === undefined) {
    if (flaw !== 'no name') return 'name';
    set['name'] = 'Tent';
  }
  return !found && set['guests'] === undefined ? 'guests' : set;
};

/** A server of tents with a flaw. Returns its address, and the tents that are left. */
export const startTents = async (flaw: TentFlaw): Promise<{ readonly url: string; readonly left: () => number }> => {
  const all = new Map<string, Json>();
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      const text = value === undefined ? undefined : JSON.stringify(value);
      outgoing.writeHead(status, text === undefined ? {} : { 'content-type': 'application/json' }).end(text);
    };
    const [, root, id, ...more] = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname.split('/');
    if (root !== 'tents' || more.length > 0) return give(404, { error: 'unknown path' });
    const found = id === undefined ? undefined : all.get(id);
    if (id !== undefined && !found) return give(404, { error: 'no such tent' });
    if (incoming.method === 'GET' || incoming.method === 'HEAD') return give(200, found ?? [...all.values()]);
    if (incoming.method === 'DELETE' && id !== undefined) return give(all.delete(id) ? 204 : 404);
    if (incoming.method !== 'POST') {
      outgoing.setHeader('Allow', id === undefined ? 'GET, HEAD, POST' : 'GET, HEAD, POST, DELETE');
      return give(405, { error: 'method' });
    }
    const [text, type] = [await textOf(incoming), incoming.headers['content-type']?.split(';')[0] ?? form];
    if (text !== '' && type !== form && flaw !== 'takes JSON') return give(415, { error: 'not a form' });
    const values =
      type === 'application/json'
        ? new URLSearchParams(
            Object.fromEntries(Object.entries(JSON.parse(text) as Json).map(([name, one]) => [name, String(one)])),
          ).toString()
        : text;
    const read = readBy(valuesIn(values), flaw, found);
    if (typeof read === 'string') {
      const name = valuesIn(values).plain.get('colour');
      if (found && flaw === 'changes before it refuses' && name !== undefined && colours.includes(name))
        all.set(String(id), { ...found, colour: name });
      return give(400, { error: read });
    }
    const usual = { open: false, colour: null, notes: {}, tags: [] };
    const before =
      found && flaw === 'the change forgets the rest'
        ? { ...usual, id, madeAt: found['madeAt'], name: found['name'], guests: found['guests'] }
        : found;
    const made = { ...(before ?? { ...usual, id: `tent${(last += 1)}`, madeAt: Math.floor(Date.now() / 1000) }), ...read } as Json;
    if (!(found && flaw === 'the change is not kept')) all.set(String(made['id']), made);
    return give(found ? 200 : 201, made);
  });
  return { url, left: () => all.size };
};
