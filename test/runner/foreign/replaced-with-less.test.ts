import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const open = { type: ['string', 'null'] };
const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } });
const members = { kind: { ...text, enum: ['image', 'sound'] }, file: text, alt: open, credit: open, sourceUrl: { ...open, format: 'uri' } };
const asset = { type: 'object', required: ['id', 'kind', 'file'], properties: { id: text, ...members } };
const asked = { type: 'object', required: ['kind', 'file'], properties: members };
const body = { required: true, ...json(asked, { example: { kind: 'image', file: 'a.png', alt: 'A ferry', credit: 'Lena' } }) };
const shows = { description: 'd', ...json(asset) };

/** Assets that a PUT replaces. Each needs `alt`, which only an answer says. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Assets', version: '1' },
  paths: {
    '/assets': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: asset }) } } },
      post: { requestBody: body, responses: { 201: shows, 422: { description: 'Wrong' } } },
    },
    '/assets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      get: { responses: { 200: shows, 404: { description: 'None' } } },
      put: {
        description:
          'What you send is the complete new description, and whatever optional member you leave out is empty (null) afterwards.',
        requestBody: body,
        responses: { 200: shows, 404: { description: 'None' }, 422: { description: 'Wrong' } },
      },
      delete: { responses: { 204: { description: 'd' }, 404: { description: 'None' } } },
    },
  },
};

type Body = Readonly<Record<string, unknown>>;

/**
 * @param kept What a PUT keeps of what it leaves out.
 * @param refusesAddresses Is an address refused whose page is not there.
 */
const judged = async (kept: readonly string[], refusesAddresses = false) => {
  const assets = new Map<string, Body>();
  let made = 0;
  const url = await serve((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const [, kind, id] = (incoming.url ?? '').split('/');
      const send = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      if (kind !== 'assets') return send(404);
      const found = id === undefined ? undefined : assets.get(id);
      if (incoming.method === 'GET') return id === undefined ? send(200, [...assets.values()]) : found ? send(200, found) : send(404);
      if (incoming.method === 'DELETE') return found && assets.delete(id ?? '') ? send(204) : send(404);
      if (incoming.method === 'PUT' && !found) return send(404);
      const sent = JSON.parse(Buffer.concat(parts).toString()) as Body;
      if (typeof sent['alt'] !== 'string') return send(422, { errors: [{ field: 'alt', message: 'is needed' }] });
      if (refusesAddresses && sent['sourceUrl'] !== undefined)
        return send(422, { errors: [{ field: 'sourceUrl', message: 'no such page' }] });
      made += 1;
      const own = id ?? `a${made}`;
      const still = Object.fromEntries(kept.flatMap((name) => (found?.[name] === undefined ? [] : [[name, found[name]]])));
      const value = { alt: null, credit: null, sourceUrl: null, ...still, ...sent, id: own };
      assets.set(own, value);
      return send(incoming.method === 'PUT' ? 200 : 201, value);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    selection: { only: ['lifecycle/replaced-whole'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) => (id.startsWith('lifecycle/replaced-whole@') ? [verdict.kind] : []));
};

test('a replacement that has to have some optional members is judged by the others that it leaves out', async () => {
  expect(await judged(['alt', 'credit', 'sourceUrl'])).toEqual(['fail']);
});

test('one that takes them away is right', async () => {
  expect(await judged([])).toEqual(['pass']);
  expect(await judged([], true)).toEqual(['pass']);
});

test('an address that it keeps is told, because one under a reserved name was given before', async () => {
  expect(await judged(['sourceUrl'])).toEqual(['fail']);
  expect(await judged(['sourceUrl'], true)).toEqual(['pass']);
});
