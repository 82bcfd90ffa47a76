import { judgeForeign, serve } from '../runner/foreign/judge-foreign.ts';
import { writeDocument } from './without-x-assay-document.ts';

const text = { type: 'string' };
export const whole = { type: 'integer' };
const answers = (schema: object, status = '200') => ({ [status]: { description: 'It', content: { 'application/json': { schema } } } });
export const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const asked = (required: readonly string[]) => ({
  required: true,
  content: { 'application/json': { schema: object({ title: text, volume: whole }, required) } },
});
const inPath = [{ name: 'jarId', in: 'path', required: true, schema: text }];

/** A pantry as an ordinary team describes it: jars that are added, read, listed, changed and thrown away. `wrap` puts them into an envelope. */
export const pantry = (
  wrap: (schema: object) => object = (schema) => schema,
  { update = 'patch', id = text }: { readonly update?: 'patch' | 'put'; readonly id?: object } = {},
) => {
  const jar = object({ id, title: text, volume: whole, gone: { type: 'boolean' } });
  return {
    openapi: '3.0.3',
    info: { title: 'Pantry', version: '1' },
    paths: {
      '/jars': {
        get: { responses: answers({ type: 'array', items: jar }) },
        post: {
          requestBody: asked(['title']),
          responses: { ...answers(wrap(jar), '201'), ...answers(wrap(jar), '200'), '202': { description: 'Soon' } },
        },
      },
      '/jars/{jarId}': {
        parameters: inPath,
        get: { responses: { ...answers(wrap(jar)), '404': { description: 'None' }, '410': { description: 'Gone' } } },
        [update]: { requestBody: asked(update === 'put' ? ['title', 'volume'] : []), responses: answers(wrap(jar)) },
        delete: { responses: { '204': { description: 'Gone' }, '202': { description: 'Soon' } } },
      },
    },
  };
};

export type Jar = { readonly id: string | number; title: string; volume: number; gone?: boolean };
export type Answer = readonly [status: number, body?: unknown, headers?: Readonly<Record<string, string>>];

/** A pantry that keeps what its document promises, and how one differs. */
export class Pantry {
  readonly jars: Jar[] = [];
  readonly asked: string[] = [];
  protected next = 1;
  protected newId(): string | number {
    return `jar-${this.next++}`;
  }
  add({ title = '', volume = 1 }: Partial<Jar>): Answer {
    const jar = { id: this.newId(), title, volume };
    this.jars.push(jar);
    return [201, this.wrap(jar)];
  }
  wrap(jar: Jar): unknown {
    return jar;
  }
  find(id: string): Jar | undefined {
    return this.jars.find((jar) => String(jar.id) === id);
  }
  read(id: string): Answer {
    const jar = this.find(id);
    return jar ? [200, this.wrap(jar)] : [404];
  }
  list(): Answer {
    return [200, this.jars];
  }
  change(id: string, { title, volume }: Partial<Jar>): Answer {
    const jar = this.find(id);
    if (!jar) return [404];
    jar.title = title ?? jar.title;
    jar.volume = volume ?? jar.volume;
    return [200, this.wrap(jar)];
  }
  remove(id: string): Answer {
    const at = this.jars.findIndex((jar) => String(jar.id) === id);
    if (at < 0) return [404];
    this.jars.splice(at, 1);
    return [204];
  }
  answer(method: string, id: string | undefined, body: Partial<Jar>): Answer {
    if (id === undefined) return method === 'GET' ? this.list() : method === 'POST' ? this.add(body) : [405];
    if (method === 'GET') return this.read(id);
    if (method === 'PATCH' || method === 'PUT') return this.change(id, body);
    return method === 'DELETE' ? this.remove(id) : [405];
  }
}

const bodyIn = (written: string): Partial<Jar> | undefined => {
  try {
    const body: unknown = JSON.parse(written || '{}');
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
};

const serving = (house: Pantry): Promise<string> =>
  serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = bodyIn(Buffer.concat(chunks).toString());
      const [path = ''] = (incoming.url ?? '').split('?');
      house.asked.push(`${incoming.method} ${path}`);
      const [, id] = /^\/jars(?:\/(.+))?$/.exec(path) ?? [];
      const [status, value, headers = {}]: Answer =
        !path.startsWith('/jars') || body === undefined || (incoming.method === 'POST' && typeof body.title !== 'string')
          ? [path.startsWith('/jars') ? 400 : 404]
          : house.answer(incoming.method ?? '', id === undefined ? undefined : decodeURIComponent(id), body);
      outgoing.writeHead(status, { ...(value === undefined ? {} : { 'content-type': 'application/json' }), ...headers });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    });
  });

const soon = { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 };

export const judgedPantry = async (
  house: Pantry,
  document: object = pantry(),
  allow: readonly ('mutation' | 'destructive')[] = ['mutation'],
) => {
  const url = await serving(house);
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: [...allow],
    credentials: [],
    durations: soon,
    selection: { only: ['lifecycle/*', 'transport/body-is-read'], skip: [] },
  });
  const of = (kind: string): string[] =>
    verdicts.filter(({ verdict }) => verdict.kind === kind).map(({ case: { check, requirement } }) => `${requirement} ${check}`);
  return {
    passed: of('pass'),
    failed: of('fail'),
    inconclusive: of('inconclusive'),
    kinds: new Set(verdicts.map(({ case: { check } }) => check)),
  };
};

/** A pantry that answers a creation with what is there. */
export class Finding extends Pantry {
  override readonly jars: Jar[] = [{ id: 'the-jar', title: 'plum', volume: 1 }];
  override add(): Answer {
    return [200, this.jars[0]];
  }
}

/** A pantry that gives each jar the same id. */
export class Doubling extends Pantry {
  override newId(): string {
    return 'jar-1';
  }
}
