import type { IncomingMessage, ServerResponse } from 'node:http';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refused = { 401: { description: 'No token' }, 403: { description: 'The token may not do that' }, 404: { description: 'None' } };
const location = { Location: { schema: { type: 'string' } } };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });

/** Crates with labels, that can be sealed, and reports that are written a moment later. Each token belongs to a firm. */
export const tenantsDocument = {
  openapi: '3.1.0',
  info: { title: 'Crates', version: '1', description: 'Tokens for auditors are read-only.' },
  security: [{ token: [] }],
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      NewCrate: { type: 'object', required: ['title'], properties: { title: { type: 'string', minLength: 1, maxLength: 80 } } },
      Crate: {
        type: 'object',
        required: ['id', 'title', 'state'],
        properties: { id: { type: 'string' }, title: { type: 'string' }, state: { type: 'string', enum: ['open', 'closed'] } },
      },
      NewLabel: { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1, maxLength: 80 } } },
      Label: { type: 'object', required: ['id', 'text'], properties: { id: { type: 'string' }, text: { type: 'string' } } },
      Report: { type: 'object', required: ['id', 'status'], properties: { id: { type: 'string' }, status: { type: 'string' } } },
    },
  },
  paths: {
    '/crates': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: ref('Crate') }) }, ...refused } },
      post: {
        requestBody: { required: true, ...json(ref('NewCrate')) },
        responses: { 201: { description: 'd', headers: location, ...json(ref('Crate')) }, ...refused },
      },
    },
    '/crates/{crate}': {
      parameters: [inPath('crate')],
      get: { responses: { 200: { description: 'd', ...json(ref('Crate')) }, ...refused } },
      put: {
        requestBody: { required: true, ...json(ref('NewCrate')) },
        responses: { 200: { description: 'd', ...json(ref('Crate')) }, ...refused },
      },
      delete: { responses: { 204: { description: 'd' }, ...refused } },
    },
    '/crates/{crate}/close': {
      parameters: [inPath('crate')],
      post: { responses: { 200: { description: 'd', ...json(ref('Crate')) }, ...refused } },
    },
    '/crates/{crate}/labels': {
      parameters: [inPath('crate')],
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: ref('Label') }) }, ...refused } },
      post: {
        requestBody: { required: true, ...json(ref('NewLabel')) },
        responses: { 201: { description: 'd', ...json(ref('Label')) }, ...refused },
      },
    },
    '/reports': {
      post: {
        responses: { 202: { description: 'Started', headers: location, ...json(ref('Report')) }, ...refused },
      },
    },
    '/reports/{report}': {
      parameters: [inPath('report')],
      get: { responses: { 200: { description: 'd', ...json(ref('Report')) }, ...refused } },
    },
    '/reports/{report}/file': {
      parameters: [inPath('report')],
      get: {
        responses: {
          200: { description: 'd', content: { 'text/csv': { schema: { type: 'string' } } } },
          409: { description: 'Not ready' },
          ...refused,
        },
      },
    },
  },
};

/** Tokens of one firm, of one of its auditors and of another firm. */
export const tokens = { key: 'crates_owner_0123456789', restricted: 'crates_audit_0123456789', other: 'crates_other_0123456789' } as const;

type Who = { readonly firm: string; readonly mayWrite: boolean };

type Crate = {
  readonly firm: string;
  readonly id: string;
  title: string;
  state: 'open' | 'closed';
  readonly labels: { id: string; text: string }[];
};

/** A call as a service sees it. */
export type Call = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly who: Who | undefined;
  readonly headers: IncomingMessage['headers'];
};

/** What a service does otherwise than the plain one. */
export type Ways = {
  /** Is the firm of a crate left out of account. */
  readonly mixes?: (call: Call) => boolean;
  /** May an auditor write. */
  readonly lets?: (call: Call) => boolean;
  /** Who calls without a good token. */
  readonly admits?: (call: Call) => keyof typeof tokens | undefined;
  /** The status for what belongs to another firm. */
  readonly hides?: number;
  /** Each firm numbers its crates from 1. */
  readonly numbers?: boolean;
  /** Ids are short codes, and lists show no title by which a crate could be told from another one. */
  readonly codes?: boolean;
  /** A list of somebody else's crate is empty. */
  readonly emptyLists?: boolean;
};

const firms: Readonly<Record<string, Who>> = {
  [tokens.key]: { firm: 'one', mayWrite: true },
  [tokens.restricted]: { firm: 'one', mayWrite: false },
  [tokens.other]: { firm: 'two', mayWrite: true },
};

const plainTitle = 'A crate with something inside';

const memberOf = (text: string, name: string): string | undefined => {
  try {
    const value: unknown = (Object(JSON.parse(text)) as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'string' && value !== '' && value.length <= 80 ? value : undefined;
  } catch {
    return undefined;
  }
};

/** A service of crates with one of each firm from the start. */
export class Tenants {
  readonly crates: Crate[] = [];
  readonly #reports: { readonly firm: string; readonly id: string; readonly at: number }[] = [];
  readonly #ways: Ways;
  #last = 0;

  constructor(ways: Ways = {}) {
    this.#ways = ways;
    for (const firm of ['one', 'two', 'two', 'two', 'two', 'two', 'two']) this.#add(firm, `Crate of ${firm}`);
  }

  #add(firm: string, title: string): Crate {
    this.#last += 1;
    const count = this.crates.filter((crate) => crate.firm === firm).length;
    const crate: Crate = {
      firm,
      id: this.#ways.numbers ? String(count + 1) : this.#ways.codes ? `CR${this.#last}K` : `crate-${this.#last}-of-${firm.length}-firms`,
      title,
      state: 'open',
      labels: [],
    };
    this.crates.push(crate);
    return crate;
  }

  answer(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const text: Buffer[] = [];
    incoming.on('data', (part: Buffer) => text.push(part));
    incoming.on('end', () => {
      const [path = '', query = ''] = (incoming.url ?? '').split('?');
      const [status, body, headers = {}] = this.#reply(incoming, path, query, Buffer.concat(text).toString());
      const isText = typeof body === 'string';
      outgoing.writeHead(status, {
        ...(body === undefined ? {} : { 'content-type': isText ? 'text/csv' : 'application/json' }),
        ...headers,
      });
      outgoing.end(body === undefined ? undefined : isText ? body : JSON.stringify(body));
    });
  }

  #reply(
    { method = '', headers }: IncomingMessage,
    path: string,
    query: string,
    text: string,
  ): readonly [number, unknown?, Readonly<Record<string, string>>?] {
    const ways = this.#ways;
    const token = /^Bearer (.*)$/iu.exec(headers.authorization ?? '')?.[1];
    const named = token === undefined ? undefined : firms[token];
    const admitted = named ? undefined : ways.admits?.({ method, path, query, who: undefined, headers });
    const who = named ?? (admitted && firms[tokens[admitted]]);
    if (!who) return [401, undefined, { 'www-authenticate': 'Bearer realm="crates"' }];
    const call = { method, path, query, who, headers };
    const [, root, id, sub, ...more] = path.split('/');
    const isMixed = ways.mixes?.(call) === true;
    const mine = (firm: string): boolean => firm === who.firm || isMixed;
    if (more.length > 0) return [404];
    if (method !== 'GET' && !who.mayWrite && ways.lets?.(call) !== true) return [403];
    const show = ({ id: own, title, state }: Crate): unknown => ({ id: own, title, state });
    if (root === 'reports') {
      if (id === undefined) {
        if (method !== 'POST') return [405, undefined, { allow: 'POST' }];
        const report = { firm: who.firm, id: `report-${(this.#last += 1)}-of-${who.firm}`, at: Date.now() };
        this.#reports.push(report);
        return [202, { id: report.id, status: 'queued' }, { location: `/reports/${report.id}` }];
      }
      const report = this.#reports.find((one) => one.id === id && mine(one.firm));
      if (!report) return [404];
      if (method !== 'GET') return [405, undefined, { allow: 'GET' }];
      const isReady = Date.now() - report.at > 300;
      if (sub === 'file') return isReady ? [200, `id,title\r\n${report.id},Report`] : [409];
      return sub === undefined ? [200, { id, status: isReady ? 'done' : 'queued' }] : [404];
    }
    if (root !== 'crates') return [404];
    if (id === undefined) {
      const listed = this.crates
        .filter(({ firm }) => mine(firm))
        .map(({ title: own, ...crate }) => ({ ...crate, title: ways.codes ? plainTitle : own }));
      if (method === 'GET') return [200, listed.map(({ id: one, title: shown, state }) => ({ id: one, title: shown, state }))];
      if (method !== 'POST') return [405, undefined, { allow: 'GET, POST' }];
      const title = memberOf(text, 'title');
      if (title === undefined) return [400];
      const crate = this.#add(who.firm, title);
      return [201, show(crate), { location: `/crates/${crate.id}` }];
    }
    const crate = this.crates.find((one) => one.id === id && one.firm === who.firm) ?? this.crates.find((one) => one.id === id && isMixed);
    if (!crate && ways.emptyLists && sub === 'labels' && method === 'GET') return [200, []];
    if (!crate) return [this.crates.some((one) => one.id === id) ? (ways.hides ?? 404) : 404];
    if (sub === 'close') {
      if (method !== 'POST') return [405, undefined, { allow: 'POST' }];
      crate.state = 'closed';
      return [200, show(crate)];
    }
    if (sub === 'labels') {
      if (method === 'GET') return [200, crate.labels];
      const label = memberOf(text, 'text');
      if (method !== 'POST') return [405, undefined, { allow: 'GET, POST' }];
      if (label === undefined) return [400];
      const added = { id: `label-${(this.#last += 1)}`, text: label };
      crate.labels.push(added);
      return [201, added];
    }
    if (sub !== undefined) return [404];
    if (method === 'DELETE') {
      this.crates.splice(this.crates.indexOf(crate), 1);
      return [204];
    }
    const title = memberOf(text, 'title');
    if (method === 'PUT' && title === undefined) return [400];
    if (method === 'PUT') crate.title = title ?? '';
    return method === 'GET' || method === 'PUT' ? [200, show(crate)] : [405, undefined, { allow: 'GET, PUT, DELETE' }];
  }
}
