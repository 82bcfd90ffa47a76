import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import {
  type Answer,
  type Jar,
  judgedPantry,
  object,
  Pantry,
  pantry,
  roundTripsOfPlain,
  Shelves,
  shelvedPantry,
} from '../../worlds/pantry.ts';

const text = { type: 'string' };
const kind = { type: 'string', enum: ['sweet', 'sour'], default: 'sweet' };
const stage = { type: 'string', enum: ['fresh', 'opened'], default: 'fresh' };
const members = {
  title: text,
  volume: { type: 'number' },
  kind,
  stage,
  filled: { type: 'string', format: 'date' },
  seal: object({ colour: text }),
};
const moment = { type: 'string', format: 'date-time' };
const jar = object({ ...members, id: text, created_at: moment, updated_at: moment });

/** A pantry whose jars have members of every kind, that are replaced or changed. */
const fullPantry = (update: 'patch' | 'put'): object => {
  const document = pantry(undefined, { update, asked: members });
  const [collection, item] = Object.values(document.paths);
  const shows = { description: 'It', content: { 'application/json': { schema: jar } } };
  return {
    ...document,
    paths: {
      '/jars': { ...collection, post: { ...Object(collection).post, responses: { '201': shows } } },
      '/jars/{jarId}': {
        ...item,
        get: { responses: { '200': shows, '404': { description: 'None' } } },
        [update]: {
          ...Object(item)[update],
          description: update === 'put' ? 'Replaces the whole jar.' : 'Changes what is sent.',
          requestBody: { required: true, content: { 'application/json': { schema: object(members, update === 'put' ? ['title'] : []) } } },
          responses: { '200': shows, '404': { description: 'None' }, '400': { description: 'Wrong' } },
        },
      },
    },
  };
};

/** A pantry that keeps every described member. */
class Full extends Pantry {
  readonly replaces: boolean;
  constructor(update: 'patch' | 'put' = 'patch') {
    super();
    this.replaces = update === 'put';
  }
  kept(body: Partial<Jar>): Partial<Jar> {
    return Object.fromEntries(Object.entries(body).filter(([name]) => name in members));
  }
  now(): string {
    return new Date().toISOString();
  }
  override add(body: Partial<Jar>): Answer {
    const made = {
      id: this.newId(),
      volume: 1,
      title: '',
      kind: 'sweet',
      stage: 'fresh',
      ...this.kept(body),
      created_at: this.now(),
      updated_at: this.now(),
    };
    this.jars.push(made);
    return [201, this.wrap(made)];
  }
  override change(id: string, body: Partial<Jar>): Answer {
    const found = this.find(id);
    if (!found) return [404];
    if (this.replaces) for (const name of ['volume', 'filled', 'seal', 'kind', 'stage']) delete found[name];
    Object.assign(found, this.replaces ? { kind: 'sweet', stage: 'fresh' } : {}, this.kept(body), { updated_at: this.now() });
    return [200, this.wrap(found)];
  }
}

class Tidy extends Full {
  override kept(body: Partial<Jar>): Partial<Jar> {
    const { title, volume, ...rest } = super.kept(body);
    return {
      ...rest,
      ...(title === undefined ? {} : { title: ` ${title.replaceAll(/<[^<>]*>/gu, '').normalize('NFC')}`.trim() }),
      ...(volume === undefined ? {} : { volume: Math.round(volume * 100) / 100 }),
    };
  }
}
class Strict extends Full {
  override add(body: Partial<Jar>): Answer {
    return Object.keys(body).every((name) => name in members) && !/[^ -~]/u.test(body.title ?? '') ? super.add(body) : [400];
  }
}
class Computing extends Full {
  override wrap(made: Jar): unknown {
    return { ...made, weight: made.volume * 3, filled: made['filled'] ?? null };
  }
}

describe.concurrent('a pantry that keeps what it is sent is not accused, where it', () => {
  test.for<readonly [what: string, house: Pantry, document: object]>([
    ['changes jars', new Full(), fullPantry('patch')],
    ['replaces jars', new Full('put'), fullPantry('put')],
    ['trims, takes markup out and rounds to cents', new Tidy(), fullPantry('patch')],
    ['refuses members and letters that it does not know', new Strict(), fullPantry('patch')],
    ['computes members, and shows null for what is not there', new Computing(), fullPantry('patch')],
    ['has jars on shelves', new Shelves(), shelvedPantry()],
  ])(
    '%s',
    besideOthers(async ([, house, document]) => {
      const { failed, passed } = await judgedPantry(house, document, ['mutation'], roundTripsOfPlain);
      expect(failed).toEqual([]);
      expect(passed).toContain('OAS-20 lifecycle/sent-is-shown');
      expect(house.jars).toEqual([]);
    }),
  );
});

/** What a defect does with a body that is to be kept. */
const keeping = (change: (body: Partial<Jar>) => Partial<Jar>) =>
  class extends Full {
    override kept(body: Partial<Jar>): Partial<Jar> {
      return change(super.kept(body));
    }
  };
const Cutting = keeping((body) => ({ ...body, ...(body.title === undefined ? {} : { title: body.title.slice(0, 10) }) }));
const Flooring = keeping((body) => ({ ...body, ...(body.volume === undefined ? {} : { volume: Math.floor(body.volume) }) }));
const Escaping = keeping((body) => ({
  ...body,
  ...(body.title === undefined ? {} : { title: body.title.replaceAll('&', '&amp;').replaceAll("'", '&#39;') }),
}));
const Sweetening = keeping((body) => ({ ...body, ...('kind' in body ? { kind: 'sweet' } : {}) }));
const Unsealing = keeping((body) => Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'seal')));
const Early = keeping((body) => ({ ...body, ...('filled' in body ? { filled: '2031-05-16' } : {}) }));
const Questioning = keeping((body) => ({
  ...body,
  ...(body.title === undefined ? {} : { title: body.title.replaceAll(/[^ -~]/gu, '?') }),
}));
class Breaking extends Full {
  override add(body: Partial<Jar>): Answer {
    return body.title?.includes("'") ? [500] : super.add(body);
  }
}
class Souring extends Full {
  override add(body: Partial<Jar>): Answer {
    return super.add({ kind: 'sour', ...body });
  }
}
class Opening extends Full {
  override add(body: Partial<Jar>): Answer {
    return super.add({ stage: 'opened', ...body });
  }
}
class Trusting extends Full {
  override now(): string {
    return this.trusted ?? super.now();
  }
  trusted: string | undefined;
  override add(body: Partial<Jar>): Answer {
    this.trusted = typeof body['created_at'] === 'string' ? body['created_at'] : undefined;
    const answer = super.add(body);
    this.trusted = undefined;
    return answer;
  }
}
class Echoing extends Full {
  override change(id: string, body: Partial<Jar>): Answer {
    const found = this.find(id);
    return found ? [200, { ...found, ...this.kept(body) }] : [404];
  }
}
class Forgetting extends Full {
  override change(id: string, body: Partial<Jar>): Answer {
    const { filled, ...rest } = body;
    const [status, shown] = super.change(id, rest);
    return filled === undefined || status !== 200 ? [status, shown] : [200, { ...Object(shown), filled }];
  }
}
class Staling extends Full {
  override change(id: string, body: Partial<Jar>): Answer {
    const old = { ...this.find(id) };
    const [status] = super.change(id, body);
    return status === 200 ? [200, { ...old, title: 'old' }] : [status];
  }
}
class Undated extends Full {
  override change(id: string, body: Partial<Jar>): Answer {
    const old = this.find(id)?.['updated_at'];
    const answer = super.change(id, body);
    const found = this.find(id);
    if (found) found['updated_at'] = old;
    return answer;
  }
}
class Born extends Full {
  override change(id: string, body: Partial<Jar>): Answer {
    const found = this.find(id);
    if (found) found['created_at'] = '2030-01-01T00:00:00Z';
    return super.change(id, body);
  }
}
class Merging extends Full {
  override change(id: string, body: Partial<Jar>): Answer {
    const found = this.find(id);
    if (!found) return [404];
    Object.assign(found, this.kept(body), { updated_at: this.now() });
    return [200, found];
  }
}
class Sealing extends Merging {
  override change(id: string, body: Partial<Jar>): Answer {
    return this.find(id)?.['stage'] === 'opened' ? [409] : super.change(id, body);
  }
}
class Misspelling extends Full {
  override change(id: string, body: Partial<Jar>): Answer {
    return super.change(id, { ...body, ...(body.title === undefined ? {} : { title: body.title.replaceAll(/[^ -~]/gu, '?') }) });
  }
}
class Resetting extends Full {
  override change(id: string, body: Partial<Jar>): Answer {
    const found = this.find(id);
    if (found) found['kind'] = 'sweet';
    return super.change(id, body);
  }
}
class Shouting extends Full {
  override list(): Answer {
    return [200, this.jars.map((one) => ({ ...one, title: one.title.toUpperCase() }))];
  }
}
/** Shelves that show every jar on each shelf. */
class Open extends Pantry {
  static readonly all = new Map<string, Jar>();
  override add(body: Partial<Jar>): Answer {
    const answer = super.add(body);
    for (const one of this.jars) Open.all.set(String(one.id), one);
    return answer;
  }
  override newId(): string {
    return `jar-${Open.all.size + 1}`;
  }
  override list(): Answer {
    return [200, [...Open.all.values()]];
  }
  override read(id: string): Answer {
    const found = Open.all.get(id);
    return found ? [200, found] : [404];
  }
}

describe.concurrent('a pantry that does not is found out:', () => {
  test.for<readonly [what: string, house: Pantry, found: string, document: object]>([
    ['texts are cut', new Cutting(), 'OAS-20 lifecycle/sent-is-shown', fullPantry('patch')],
    ['numbers are cut', new Flooring(), 'OAS-20 lifecycle/sent-is-shown', fullPantry('patch')],
    ['a choice is not kept', new Sweetening(), 'OAS-20 lifecycle/sent-is-shown', fullPantry('patch')],
    ['an object is not kept', new Unsealing(), 'OAS-20 lifecycle/sent-is-shown', fullPantry('patch')],
    ['a day is shifted', new Early(), 'OAS-20 lifecycle/sent-is-shown', fullPantry('patch')],
    ['signs are escaped', new Escaping(), 'OAS-21 lifecycle/unusual-text-kept', fullPantry('patch')],
    ['letters are lost', new Questioning(), 'OAS-21 lifecycle/unusual-text-kept', fullPantry('patch')],
    ['an apostrophe breaks it', new Breaking(), 'OAS-21 lifecycle/unusual-text-kept', fullPantry('patch')],
    ['a first state is another one than the default', new Opening(), 'OAS-22 lifecycle/defaults-shown', fullPantry('patch')],
    ['a default is another one', new Souring(), 'OAS-22 lifecycle/defaults-shown', fullPantry('patch')],
    ['the moment of creation is taken from the body', new Trusting(), 'OAS-23 lifecycle/undescribed-member-ignored', fullPantry('patch')],
    ['a change is confirmed and not kept', new Echoing(), 'OAS-24 lifecycle/change-shown', fullPantry('patch')],
    ['a change of one member in five is not kept', new Forgetting(), 'OAS-24 lifecycle/change-shown', fullPantry('patch')],
    ['a change is answered with what was', new Staling('put'), 'OAS-24 lifecycle/change-shown', fullPantry('put')],
    ['a change loses letters', new Misspelling(), 'OAS-24 lifecycle/change-shown', fullPantry('patch')],
    ['a replacement loses letters', new Misspelling('put'), 'OAS-24 lifecycle/change-shown', fullPantry('put')],
    ['a change has no date', new Undated(), 'OAS-24 lifecycle/change-shown', fullPantry('patch')],
    ['a replacement changes the moment of creation', new Born('put'), 'OAS-24 lifecycle/change-shown', fullPantry('put')],
    ['a change sets another member back', new Resetting(), 'OAS-24 lifecycle/change-shown', fullPantry('patch')],
    ['a replacement keeps what it leaves out', new Merging('put'), 'OAS-25 lifecycle/replaced-whole', fullPantry('put')],
    ['the same, where one state allows no further replacement', new Sealing('put'), 'OAS-25 lifecycle/replaced-whole', fullPantry('put')],
    ['the list shows other texts', new Shouting(), 'OAS-26 lifecycle/listed-as-read', fullPantry('patch')],
    ['jars are on every shelf', new Shelves(() => new Open()), 'OAS-27 lifecycle/below-own-parent', shelvedPantry()],
  ])(
    '%s',
    besideOthers(async ([, house, found, document]) => {
      const { failed } = await judgedPantry(house, document, ['mutation'], roundTripsOfPlain);
      expect(failed).toContain(found);
    }),
  );
});

const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const shelfSchema = object({ id: text, title: text });
const flatJar = { $ref: '#/components/schemas/Jar' };
const shows = (schema: object, status = '200'): object => ({
  [status]: { description: 'It', content: { 'application/json': { schema } } },
});
const asks = { required: true, content: { 'application/json': { schema: object({ title: text }, ['title']) } } };
const located = {
  '201': { description: 'Made', headers: { Location: { schema: text } }, content: { 'application/json': { schema: flatJar } } },
};

/** Jars that are made on a shelf, and have a path without it. */
const flat = {
  openapi: '3.0.3',
  info: { title: 'Pantry', version: '1' },
  components: { schemas: { Jar: object({ id: text, title: text }) } },
  paths: {
    '/shelves': { post: { requestBody: asks, responses: shows(shelfSchema, '201') } },
    '/shelves/{shelfId}': {
      parameters: [inPath('shelfId')],
      get: { responses: shows(shelfSchema) },
      delete: { responses: { '204': { description: 'Gone' } } },
    },
    '/shelves/{shelfId}/jars': {
      parameters: [inPath('shelfId')],
      get: { responses: shows({ type: 'array', items: flatJar }) },
      post: { requestBody: asks, responses: located },
    },
    '/jars/{jarId}': {
      parameters: [inPath('jarId')],
      get: { responses: { ...shows(flatJar), '404': { description: 'None' } } },
      delete: { responses: { '204': { description: 'Gone' } } },
    },
  },
};

/** Answers for the flat document; `keeps`: what is removed stays. */
const flatServer = (keeps: boolean): Promise<string> => {
  const all = new Map<string, { readonly id: string; readonly title: unknown }>();
  const addedTo = new Map<string, string>();
  let next = 0;
  return serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const path = incoming.url ?? '';
      const give = (status: number, body?: object, headers: Readonly<Record<string, string>> = {}): void => {
        outgoing.writeHead(status, { ...(body ? { 'content-type': 'application/json' } : {}), ...headers });
        outgoing.end(body ? JSON.stringify(body) : undefined);
      };
      const isMade = /^\/shelves(?:\/[^/]+\/jars)?$/u.test(path) && incoming.method === 'POST';
      const found = all.get(path);
      if (isMade) {
        const sent: unknown = JSON.parse(Buffer.concat(chunks).toString() || 'null');
        const title = typeof sent === 'object' && sent !== null && 'title' in sent ? sent.title : undefined;
        if (typeof title !== 'string') return give(400);
        next += 1;
        const at = path === '/shelves' ? `/shelves/s${next}` : `/jars/j${next}`;
        const made = { id: at.split('/').at(-1) ?? '', title };
        all.set(at, made);
        addedTo.set(at, path);
        return give(201, made, { location: at });
      }
      if (/^\/shelves\/[^/]+\/jars$/u.test(path))
        return give(
          200,
          [...all].flatMap(([at, one]) => (addedTo.get(at) === path ? [one] : [])),
        );
      if (!found) return give(404);
      if (incoming.method === 'GET') return give(200, found);
      if (!keeps || path.startsWith('/shelves')) all.delete(path);
      return give(204);
    });
  });
};

test.for([
  [false, []],
  [true, ['CONV-39-INFERRED lifecycle/removed-is-gone', 'OAS-28 lifecycle/removed-stays-away']],
] as const)('what has a path without its parent is followed, and its removal too: %s', async ([keeps, expected]) => {
  const { verdicts } = await judgeForeign(writeDocument(flat), await flatServer(keeps), {
    allow: ['mutation', 'permanent'],
    http: { timeoutMs: 10_000, headers: {} },
    credentials: [],
    maxCreates: 30,
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: [...roundTripsOfPlain, 'lifecycle/removed-is-gone'], skip: [] },
  });
  const named = (wanted: string): string[] =>
    verdicts.filter(({ verdict }) => verdict.kind === wanted).map(({ case: { check, requirement } }) => `${requirement} ${check}`);
  expect(named('fail')).toEqual(expected);
  expect(named('pass')).toContain('OAS-20 lifecycle/sent-is-shown');
});
