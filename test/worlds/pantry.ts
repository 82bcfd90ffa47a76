import { decoded } from './decoded.ts';
import { judgeForeign, serve } from '../runner/foreign/judge-foreign.ts';
import { writeDocument } from './without-x-assay-document.ts';

const text = { type: 'string' };
export const whole = { type: 'integer' };
const answers = (schema: object, status = '200') => ({ [status]: { description: 'It', content: { 'application/json': { schema } } } });
export const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const inPath = (...names: readonly string[]): object[] => names.map((name) => ({ name, in: 'path', required: true, schema: text }));

const jarOf = (id: object): object =>
  object({ id, title: text, volume: whole, gone: { type: 'boolean' }, labelled: { type: 'string', format: 'date-time' } });

type Differing = {
  readonly update?: 'patch' | 'put';
  readonly id?: object;
  readonly asked?: object;
  /** The member of a page that holds the jars; without it the list is an array. */
  readonly page?: string;
  /** What a creation answers; default: the jar. */
  readonly created?: object;
};

type Wrap = (schema: object) => object;

const operationsOn = (wrap: Wrap, { update = 'patch', id = text, asked, page, created }: Differing) => {
  const jar = jarOf(id);
  const members = asked ?? { title: text, volume: whole };
  const body = (required: readonly string[]): object => ({
    required: true,
    content: { 'application/json': { schema: object(members, required) } },
  });
  const list = { type: 'array', items: jar };
  return {
    collection: {
      get: { responses: answers(page === undefined ? list : object({ [page]: list })) },
      post: {
        requestBody: body(['title']),
        responses: created ?? { ...answers(wrap(jar), '201'), ...answers(wrap(jar), '200'), '202': { description: 'Soon' } },
      },
    },
    item: {
      get: { responses: { ...answers(wrap(jar)), '404': { description: 'None' }, '410': { description: 'Gone' } } },
      [update]: {
        requestBody: body(update === 'put' ? ['title', 'volume'] : []),
        responses: { ...answers(wrap(jar)), '202': { description: 'Soon' }, '204': { description: 'Done' } },
      },
      delete: { responses: { '204': { description: 'Gone' }, '202': { description: 'Soon' } } },
    },
  };
};

const plain: Wrap = (schema) => schema;

/** A pantry as an ordinary team describes it: jars that are added, read, listed, changed and thrown away. `wrap` puts them into an envelope. */
export const pantry = (wrap: Wrap = plain, differing: Differing = {}) => {
  const { collection, item } = operationsOn(wrap, differing);
  return {
    openapi: '3.0.3',
    info: { title: 'Pantry', version: '1' },
    paths: { '/jars': collection, '/jars/{jarId}': { parameters: inPath('jarId'), ...item } },
  };
};

/** The same with shelves, and the jars on them. */
export const shelvedPantry = () => {
  const { collection, item } = operationsOn(plain, {});
  return {
    openapi: '3.0.3',
    info: { title: 'Pantry with shelves', version: '1' },
    paths: {
      '/shelves': collection,
      '/shelves/{shelfId}': { parameters: inPath('shelfId'), ...item },
      '/shelves/{shelfId}/jars': { parameters: inPath('shelfId'), ...collection },
      '/shelves/{shelfId}/jars/{jarId}': { parameters: inPath('shelfId', 'jarId'), ...item },
    },
  };
};

export type Jar = { readonly id: string | number; title: string; volume: number; gone?: boolean; [other: string]: unknown };
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

/** Shelves, and a pantry for the jars on each. */
export class Shelves extends Pantry {
  readonly onShelf = new Map<string, Pantry>();
  readonly newPantry: () => Pantry;
  constructor(newPantry: () => Pantry = () => new Pantry()) {
    super();
    this.newPantry = newPantry;
  }
  override add(body: Partial<Jar>): Answer {
    const answer = super.add(body);
    this.onShelf.set(String(this.jars.at(-1)?.id), this.newPantry());
    return answer;
  }
  override remove(id: string): Answer {
    this.onShelf.delete(id);
    return super.remove(id);
  }
}

const answered = (house: Pantry, method: string, steps: readonly string[], body: Partial<Jar>): Answer => {
  const [id, below, ...rest] = steps;
  if (id === undefined || below === undefined) return house.answer(method, id, body);
  const inner = house instanceof Shelves && below === 'jars' && house.find(id) !== undefined ? house.onShelf.get(id) : undefined;
  return inner ? answered(inner, method, rest, body) : [404];
};

const serving = (house: Pantry): Promise<string> =>
  serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = bodyIn(Buffer.concat(chunks).toString());
      const [path = ''] = (incoming.url ?? '').split('?');
      house.asked.push(`${incoming.method} ${path}`);
      const [, root, ...steps] = path.split('/').map(decoded);
      const isServed = root === (house instanceof Shelves ? 'shelves' : 'jars');
      const isMistaken = body === undefined || (incoming.method === 'POST' && typeof body.title !== 'string');
      const [status, value, headers = {}]: Answer = !isServed
        ? [404]
        : isMistaken
          ? [400]
          : answered(house, incoming.method ?? '', steps, body);
      outgoing.writeHead(status, { ...(value === undefined ? {} : { 'content-type': 'application/json' }), ...headers });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    });
  });

/** What is judged of bodies that come back: a server that normalises what it is sent is told of it. */
export const roundTripsOfPlain = [
  'lifecycle/sent-is-shown',
  'lifecycle/unusual-text-kept',
  'lifecycle/defaults-shown',
  'lifecycle/undescribed-member-ignored',
  'lifecycle/change-shown',
  'lifecycle/replaced-whole',
  'lifecycle/listed-as-read',
  'lifecycle/below-own-parent',
  'lifecycle/removed-stays-away',
  'lifecycle/removal-leaves-others',
];

const soon = { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 };

export const judgedPantry = async (
  house: Pantry,
  document: object = pantry(),
  allow: readonly ('mutation' | 'permanent' | 'destructive')[] = ['mutation'],
  only: readonly string[] = ['lifecycle/*', 'transport/body-is-read'],
  skip: readonly string[] = [],
) => {
  const url = await serving(house);
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: [...allow],
    http: { timeoutMs: 10_000, headers: {} },
    credentials: [],
    durations: soon,
    selection: { only: [...only], skip: [...skip] },
  });
  const of = (kind: string): string[] =>
    verdicts.filter(({ verdict }) => verdict.kind === kind).map(({ case: { check, requirement } }) => `${requirement} ${check}`);
  return {
    passed: of('pass'),
    failed: of('fail'),
    inconclusive: of('inconclusive'),
    cases: verdicts.map(({ case: { check, places }, verdict }) => ({ check, operation: places[0]?.operation, verdict: verdict.kind })),
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
