import type { IncomingMessage, ServerResponse } from 'node:http';
import { decoded } from './decoded.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const sent = (name: string) => ({ required: true, ...json(ref(name)) });
const shown = (schema: object) => ({ description: 'd', ...json(schema) });
const listOf = (name: string) => ({ type: 'array', items: ref(name) });
const refused = {
  400: { description: 'Wrong' },
  401: { description: 'No token' },
  404: { description: 'None' },
  409: { description: 'Not now' },
};
const removed = { 204: { description: 'Gone' }, ...refused };
const text = { type: 'string', minLength: 1, maxLength: 90 };
const number = { type: 'integer', minimum: 1 };
const access = { type: 'string', enum: ['closed', 'open'] };

/** Cellars that their slugs name, with vats that stay, and readings of these. An open cellar is for all accounts. */
export const cellarsDocument = {
  openapi: '3.1.0',
  info: {
    title: 'Cellars',
    version: '1',
    description:
      'A cellar belongs to an account. What belongs to another account answers `404`. An `open` cellar can be read by every account.',
  },
  security: [{ token: [] }],
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    parameters: {
      Cellar: { name: 'cellar', in: 'path', required: true, description: 'Slug of the cellar', schema: { type: 'string' } },
      Vat: { name: 'number', in: 'path', required: true, schema: number },
    },
    schemas: {
      NewCellar: {
        type: 'object',
        required: ['slug', 'name'],
        properties: {
          slug: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 40 },
          name: text,
          access: { ...access, default: 'closed' },
        },
      },
      Cellar: { type: 'object', required: ['slug', 'name', 'access'], properties: { slug: { type: 'string' }, name: text, access } },
      NewVat: { type: 'object', required: ['label'], properties: { label: text } },
      VatChange: { type: 'object', properties: { label: text, state: { type: 'string', enum: ['filling', 'sealed'] } } },
      Vat: {
        type: 'object',
        required: ['number', 'label', 'state'],
        properties: { number, label: text, state: { type: 'string', enum: ['filling', 'sealed'] } },
      },
      NewReading: { type: 'object', required: ['note'], properties: { note: text } },
      Reading: { type: 'object', required: ['id', 'note'], properties: { id: { type: 'string' }, note: text } },
    },
  },
  paths: {
    '/cellars': {
      get: { responses: { 200: shown(listOf('Cellar')), ...refused } },
      post: { requestBody: sent('NewCellar'), responses: { 201: shown(ref('Cellar')), ...refused } },
    },
    '/cellars/{cellar}': {
      parameters: [{ $ref: '#/components/parameters/Cellar' }],
      get: { responses: { 200: shown(ref('Cellar')), ...refused } },
      delete: { description: 'A cellar that still has vats cannot be removed (`409`).', responses: removed },
    },
    '/cellars/{cellar}/vats': {
      parameters: [{ $ref: '#/components/parameters/Cellar' }],
      get: { responses: { 200: shown(listOf('Vat')), ...refused } },
      post: { requestBody: sent('NewVat'), responses: { 201: shown(ref('Vat')), ...refused } },
    },
    '/cellars/{cellar}/vats/{number}': {
      parameters: [{ $ref: '#/components/parameters/Cellar' }, { $ref: '#/components/parameters/Vat' }],
      get: { responses: { 200: shown(ref('Vat')), ...refused } },
      patch: { requestBody: sent('VatChange'), responses: { 200: shown(ref('Vat')), ...refused } },
    },
    '/cellars/{cellar}/vats/{number}/readings': {
      parameters: [{ $ref: '#/components/parameters/Cellar' }, { $ref: '#/components/parameters/Vat' }],
      get: { responses: { 200: shown(listOf('Reading')), ...refused } },
      post: {
        description: 'No reading can be added to a sealed vat (`409`).',
        requestBody: sent('NewReading'),
        responses: { 201: shown(ref('Reading')), ...refused },
      },
    },
  },
};

/** The tokens of two accounts. */
export const cellarTokens = { key: 'cellars_one_0123456789', other: 'cellars_two_0123456789' } as const;

type Json = Readonly<Record<string, unknown>>;
type Vat = { readonly number: number; label: string; state: string; readonly readings: { readonly id: string; readonly note: string }[] };
type Cellar = { readonly account: string; readonly slug: string; readonly name: string; readonly access: string; readonly vats: Vat[] };

/** What a service does otherwise than the plain one. */
export type CellarWays = {
  /** Is the account of a cellar left out of account. */
  readonly mixes?: (method: string, path: string) => boolean;
  /** Removes a cellar with vats. */
  readonly removesUsed?: boolean;
  /** A colleague seals the first vat of a cellar once it was read. */
  readonly sealsFirst?: boolean;
};

/** A service of cellars. */
export class Cellars {
  readonly cellars: Cellar[] = [];
  readonly #ways: CellarWays;

  constructor(ways: CellarWays = {}) {
    this.#ways = ways;
  }

  answer(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const chunks: Buffer[] = [];
    incoming.on('data', (part: Buffer) => chunks.push(part));
    incoming.on('end', () => {
      const path = decoded((incoming.url ?? '').split('?')[0] ?? '');
      const token = /^Bearer (.*)$/u.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
      const account = Object.entries(cellarTokens).find(([, one]) => one === token)?.[0];
      const [status, value] =
        account === undefined ? [401] : this.#reply(incoming.method ?? '', path, account, given(Buffer.concat(chunks)));
      outgoing.writeHead(status, {
        ...(value !== undefined && { 'content-type': 'application/json' }),
        ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    });
  }

  #reply(method: string, path: string, account: string, body: Json | undefined): readonly [number, unknown?] {
    const [, , slug, sub, id, last, ...more] = path.split('/');
    const isMixed = this.#ways.mixes?.(method, path) === true;
    const isSeen = (one: Cellar): boolean => one.account === account || isMixed || (method === 'GET' && one.access === 'open');
    if (!path.startsWith('/cellars') || more.length > 0 || (sub !== undefined && sub !== 'vats')) return [404];
    if (method !== 'GET' && method !== 'DELETE' && body === undefined) return [400];
    if (slug === undefined) {
      if (method === 'GET') return [200, this.cellars.filter(isSeen).map(cellarShown)];
      const { slug: wanted, name, access: opened = 'closed' } = body ?? {};
      if (!isSlug(wanted) || !isText(name) || !['closed', 'open'].includes(String(opened))) return [400];
      if (this.cellars.some((one) => one.slug === wanted)) return [409];
      const cellar: Cellar = { account, slug: wanted, name, access: String(opened), vats: [] };
      this.cellars.push(cellar);
      return [201, cellarShown(cellar)];
    }
    const cellar = this.cellars.find((one) => one.slug === slug && isSeen(one));
    if (!cellar) return [404];
    if (sub === undefined) {
      if (method === 'GET') return [200, cellarShown(cellar)];
      if (cellar.vats.length > 0 && !this.#ways.removesUsed) return [409];
      this.cellars.splice(this.cellars.indexOf(cellar), 1);
      return [204];
    }
    if (id === undefined) {
      if (method === 'GET') return [200, cellar.vats.map(vatShown)];
      if (!isText(body?.['label'])) return [400];
      const vat: Vat = { number: cellar.vats.length + 1, label: body['label'], state: 'filling', readings: [] };
      cellar.vats.push(vat);
      return [201, vatShown(vat)];
    }
    const vat = cellar.vats.find((one) => String(one.number) === id);
    if (!vat || (last !== undefined && last !== 'readings')) return [404];
    if (last === 'readings') {
      if (method === 'GET') return [200, vat.readings];
      if (!isText(body?.['note'])) return [400];
      if (vat.state === 'sealed') return [409];
      const reading = { id: `reading-${cellar.slug}-${vat.readings.length + 1}`, note: body['note'] };
      vat.readings.push(reading);
      return [201, reading];
    }
    const asShown = vatShown(vat);
    if (method === 'GET') {
      if (this.#ways.sealsFirst && vat.number === 1) vat.state = 'sealed';
      return [200, asShown];
    }
    const { label = vat.label, state = vat.state } = body ?? {};
    if (!isText(label) || !['filling', 'sealed'].includes(String(state))) return [400];
    Object.assign(vat, { label, state });
    return [200, vatShown(vat)];
  }
}

const given = (octets: Buffer): Json | undefined => {
  try {
    const value: unknown = JSON.parse(octets.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && [...value].length <= 90;
const isSlug = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 40 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(value);
const cellarShown = ({ slug, name, access: opened }: Cellar): Json => ({ slug, name, access: opened });
const vatShown = ({ number: own, label, state }: Vat): Json => ({ number: own, label, state });
