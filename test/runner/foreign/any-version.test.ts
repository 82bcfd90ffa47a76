import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string', maxLength: 40 };
const sign = { type: 'object', required: ['words'], properties: { words: text } };
const shown = { type: 'object', required: ['name', 'words'], properties: { name: { type: 'string' }, words: text } };
const shows = { description: 'd', content: { 'application/json': { schema: shown } }, headers: { ETag: { schema: { type: 'string' } } } };
const field = (name: string, description = '') => ({ name, in: 'header', description, schema: { type: 'string' } });
const refused = { 400: { description: 'wrong' }, 404: { description: 'none' }, 412: { description: 'another version' } };

/** Signs that are put under a name, and changed, on a condition. */
const documentWith = (ofMatch: string, isDemanded: boolean) => ({
  openapi: '3.1.0',
  info: { title: 'Signs', version: '1' },
  paths: {
    '/signs': {
      get: { responses: { 200: { description: 'd', content: { 'application/json': { schema: { type: 'array', items: shown } } } } } },
    },
    '/signs/{name}': {
      parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string', pattern: '^[a-z0-9-]{1,40}$' } }],
      get: { responses: { 200: shows, ...refused } },
      put: {
        summary: 'Creates or replaces a sign',
        parameters: [field('If-Match', ofMatch), field('If-None-Match')],
        requestBody: { required: true, content: { 'application/json': { schema: sign } } },
        responses: { 200: shows, 201: shows, ...refused, ...(isDemanded ? { 428: { description: 'no version' } } : {}) },
      },
      delete: { responses: { 204: { description: 'd' }, ...refused } },
    },
  },
});

type Service = {
  /** Is `*` in If-Match compared like a tag. */
  readonly comparesStar?: boolean;
  readonly ignoresNone?: boolean;
  /** Is a list of tags compared like one of them. */
  readonly comparesList?: boolean;
  /** The status of every PUT with a condition. */
  readonly always?: number;
};

const told = async (
  { comparesStar = false, ignoresNone = false, comparesList = false, always }: Service,
  ofMatch = '',
  isDemanded = false,
): Promise<readonly string[]> => {
  const signs = new Map<string, { readonly words: string; readonly version: number }>();
  const url = await serve((incoming, outgoing) => {
    const { method = '', url: path = '', headers } = incoming;
    const name = /^\/signs\/(.+)$/u.exec(path)?.[1];
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const old = name === undefined ? undefined : signs.get(name);
      const end = (status: number, body?: object, tag?: string): void => {
        outgoing.writeHead(status, { 'content-type': 'application/json', ...(tag === undefined ? {} : { etag: tag }) });
        outgoing.end(body === undefined ? undefined : JSON.stringify(body));
      };
      const tagOf = ({ version }: { readonly version: number }): string => `"v${version}"`;
      if (name === undefined)
        return path === '/signs'
          ? end(
              200,
              [...signs].map(([one, { words }]) => ({ name: one, words })),
            )
          : end(404);
      if (method === 'GET') return old ? end(200, { name, words: old.words }, tagOf(old)) : end(404);
      if (method === 'DELETE') return end(signs.delete(name) ? 204 : 404);
      const [match, none] = [headers['if-match'], headers['if-none-match']];
      if (always !== undefined && (match ?? none) !== undefined) return end(always);
      const isMet =
        match === undefined ||
        (old !== undefined && ((comparesList ? [match] : match.split(', ')).includes(tagOf(old)) || (match === '*' && !comparesStar)));
      if (!isMet || (none === '*' && old !== undefined && !ignoresNone)) return end(412);
      let words: unknown;
      try {
        ({ words } = Object(JSON.parse(Buffer.concat(parts).toString())) as { words?: unknown });
      } catch {
        return end(400);
      }
      if (typeof words !== 'string' || [...words].length > 40) return end(400);
      const made = { words, version: (old?.version ?? 0) + 1 };
      signs.set(name, made);
      return end(old ? 200 : 201, { name, words }, tagOf(made));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(ofMatch, isDemanded)), url, {
    allow: ['mutation'],
    selection: { only: ['concurrency/any-version-read'], skip: [] },
  });
  expect(signs.size).toBe(0);
  return verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.code}`] : [],
  );
};

describe('a condition on any version', () => {
  test.each<readonly [string, Service]>([
    ['is read', {}],
    ['is refused as something unknown', { always: 400 }],
    ['is accepted for later', { always: 202 }],
  ])('that %s accuses nobody', async (_what, service) => {
    expect(await told(service)).toEqual([]);
  });

  test.each<readonly [string, Service, string]>([
    ['is compared like a tag', { comparesStar: true }, 'any-version-refused'],
    ['is ignored where nothing may be there', { ignoresNone: true }, 'no-version-ignored'],
  ])('that %s is told', async (_what, service, code) => {
    expect(await told(service)).toEqual([`HTTP-46 should ${code}`]);
  });

  test.each<readonly [string, Service, readonly string[]]>([
    ['One tag, or several separated by commas.', {}, []],
    ['One tag, or several separated by commas.', { comparesList: true }, ['HTTP-46 should tag-in-list-refused']],
    ['The tag of the version that is to be changed.', { comparesList: true }, []],
  ])('a list of tags is read where the document says so: %s %o', async (ofMatch, service, expected) => {
    expect(await told(service, ofMatch)).toEqual(expected);
  });

  test.each<readonly [string, readonly string[]]>([
    ['The ETag of what is changed, quotes included.', []],
    ['The ETag of what is changed, or `*`.', ['HTTP-46 should any-version-refused']],
  ])('that is refused where a version has to be sent is told by what the document says of it: %s', async (ofMatch, expected) => {
    expect(await told({ comparesStar: true }, ofMatch, true)).toEqual(expected);
  });
});
