import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const mast = { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } };
const none = { description: 'None' };
const octets = { schema: { type: 'string', format: 'binary' } };
const file = { 'application/octet-stream': octets, 'image/png': octets };
const inPath = (name: string, schema: object = text) => ({ name, in: 'path', required: true, schema });
const kept = {
  type: 'object',
  required: ['fileName', 'size'],
  properties: { fileName: text, size: { type: 'integer', description: 'Octets.' } },
};

/** Masts with papers that are put under a name which the client chooses, and a manual of the whole service. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Masts', version: '1' },
  paths: {
    '/masts': {
      get: { responses: { 200: json({ type: 'array', items: mast }) } },
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: text } } } },
        },
        responses: { 201: json(mast) },
      },
    },
    '/masts/{mastId}': {
      parameters: [inPath('mastId')],
      get: { responses: { 200: json(mast), 404: none } },
      delete: { description: 'Removes the mast with its papers.', responses: { 204: { description: 'Gone' }, 404: none } },
    },
    '/masts/{mastId}/papers/{fileName}': {
      parameters: [inPath('mastId'), inPath('fileName', { ...text, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$' })],
      get: {
        description: 'The octets as uploaded. A single range may be asked for.',
        responses: { 200: { description: 'Whole', content: file }, 206: { description: 'Part', content: file }, 404: none, 416: none },
      },
      put: { requestBody: { required: true, content: file }, responses: { 200: json(kept), 201: json(kept), 404: none } },
    },
    '/manual': {
      get: {
        responses: {
          200: { description: 'Whole', content: { 'text/plain': { schema: text } } },
          206: { description: 'Part', content: { 'text/plain': { schema: text } } },
        },
      },
    },
  },
};

type Form = 'plain' | 'serves no ranges' | 'without validators';
type Defect =
  | 'leaves out the last octet'
  | 'ignores If-Range'
  | 'counts from one'
  | 'whole behind the end'
  | 'announces ranges in vain'
  | 'other size in 416'
  | 'decodes files'
  | 'forgets the type';

type Paper = { readonly content: Buffer; readonly type: string };

const bodyOf = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
};

type Served = { readonly status: number; readonly headers: Record<string, string>; readonly content: Buffer };

/** A content, or the range of it that a request asks for. */
const served = ({ headers: asked }: IncomingMessage, { content, type }: Paper, form: Form, defect: Defect | undefined): Served => {
  const tag = `"${createHash('sha1').update(content).digest('hex')}"`;
  const base: Record<string, string> = { 'content-type': type };
  if (form !== 'without validators') base['etag'] = tag;
  if (form !== 'serves no ranges') base['accept-ranges'] = 'bytes';
  const whole = { status: 200, headers: base, content };
  const [, from, to] = /^bytes=(\d*)-(\d*)$/u.exec(asked['range'] ?? '') ?? [];
  const isOther = asked['if-range'] !== undefined && asked['if-range'] !== tag && defect !== 'ignores If-Range';
  if (from === undefined || to === undefined || isOther || form === 'serves no ranges' || defect === 'announces ranges in vain')
    return whole;
  const size = content.length;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first >= size && defect === 'whole behind the end') return whole;
  if (first >= size) {
    const total = defect === 'other size in 416' ? size - 1 : size;
    return { status: 416, headers: { 'content-range': `bytes */${total}` }, content: Buffer.alloc(0) };
  }
  const shift = defect === 'counts from one' && first > 0 ? 1 : 0;
  const part = content.subarray(first - shift, last + (defect === 'leaves out the last octet' ? 0 : 1) - shift);
  return { status: 206, headers: { ...base, 'content-range': `bytes ${first}-${last}/${size}` }, content: part };
};

const judged = async (form: Form, defect?: Defect) => {
  const masts = new Map<string, { readonly name: string; readonly papers: Map<string, Paper> }>();
  const manual: Paper = { content: Buffer.from('Raise the mast before the sail.\n'), type: 'text/plain' };
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const [, root, id = '', papers, name] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const give = (paper: Paper): void => {
      const { status, headers, content } = served(incoming, paper, form, defect);
      outgoing.writeHead(status, headers).end(content);
    };
    const answer = async (): Promise<void> => {
      const body = await bodyOf(incoming);
      const { method } = incoming;
      if (root === 'manual' && id === '') return give(manual);
      if (root !== 'masts') return end(404);
      if (id === '' && method === 'GET')
        return end(
          200,
          [...masts].map(([key, one]) => ({ id: key, name: one.name })),
        );
      if (id === '') {
        const { name: called } = JSON.parse(body.toString()) as { name: string };
        masts.set(`m${next}`, { name: called, papers: new Map() });
        return end(201, { id: `m${next++}`, name: called });
      }
      const mastOf = masts.get(id);
      if (!mastOf) return end(404);
      if (papers === undefined && method === 'DELETE') return masts.delete(id) ? end(204) : end(404);
      if (papers === undefined) return end(200, { id, name: mastOf.name });
      if (name === undefined) return end(404);
      if (method === 'PUT') {
        const content = defect === 'decodes files' ? Buffer.from(body.toString()) : body;
        const type = defect === 'forgets the type' ? 'application/octet-stream' : (incoming.headers['content-type'] ?? '');
        const isNew = !mastOf.papers.has(name);
        mastOf.papers.set(name, { content, type });
        return end(isNew ? 201 : 200, { fileName: name, size: content.length });
      }
      const paper = mastOf.papers.get(name);
      return paper ? give(paper) : end(404);
    };
    void answer();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    credentials: [],
    http: { timeoutMs: 5000, headers: {} },
    selection: { only: ['lifecycle/file-kept', 'headers/ranges-served', 'status/declared'], skip: [] },
  });
  const of = (kind: string): string[] =>
    verdicts.filter(({ verdict }) => verdict.kind === kind).map(({ case: { check, places } }) => `${check} ${places[0]?.operation}`);
  return { failed: of('fail'), passed: of('pass'), left: masts.size };
};

const papers = 'GET /masts/{mastId}/papers/{fileName}';

describe('a server of files', () => {
  test.for<Form>(['plain', 'serves no ranges', 'without validators'])('is accused of nothing: %s', async (form) => {
    const { failed, passed, left } = await judged(form);
    expect(failed).toEqual([]);
    expect(passed).toContain('lifecycle/file-kept PUT /masts/{mastId}/papers/{fileName}');
    if (form !== 'serves no ranges')
      expect(passed).toEqual(expect.arrayContaining([`headers/ranges-served ${papers}`, 'headers/ranges-served GET /manual']));
    expect(left).toBe(0);
  });

  test.for<readonly [defect: Defect, told: string]>([
    ['leaves out the last octet', `headers/ranges-served ${papers}`],
    ['ignores If-Range', `headers/ranges-served ${papers}`],
    ['counts from one', 'headers/ranges-served GET /manual'],
    ['whole behind the end', `headers/ranges-served ${papers}`],
    ['announces ranges in vain', `headers/ranges-served ${papers}`],
    ['other size in 416', `headers/ranges-served ${papers}`],
    ['decodes files', 'lifecycle/file-kept PUT /masts/{mastId}/papers/{fileName}'],
    ['forgets the type', 'lifecycle/file-kept PUT /masts/{mastId}/papers/{fileName}'],
  ])('is told: %s', async ([defect, told]) => {
    const { failed } = await judged('plain', defect);
    expect(failed).toContain(told);
  });
});
