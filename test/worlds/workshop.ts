import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const text = { type: 'string' };
const id = { type: 'string', format: 'uuid' };
const moment = { type: 'string', format: 'date-time' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const answers = (schema: object, status = '200'): object => ({ [status]: { description: 'It', ...json(schema) } });
const refusals = { '404': { description: 'None' }, '409': { description: 'Conflict' }, '400': { description: 'Wrong' } };
const asks = (schema: object): object => ({ required: true, ...json(schema) });
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: id });
const inQuery = (name: string, schema: object, description: string): object => ({ name, in: 'query', schema, description });

const bench = object({ id, name: text, note: { type: 'string', nullable: true }, created_at: moment });
const job = { $ref: '#/components/schemas/Job' };
const jobSchema = object({ id, bench_id: id, title: text, status: { type: 'string', enum: ['open', 'closed'] } });
const page = object({
  items: { type: 'array', items: job },
  next_cursor: { type: 'string', nullable: true, description: 'null on the last page' },
});
const paging = [
  inQuery('limit', { type: 'integer', minimum: 1, maximum: 50, default: 10 }, 'Size of a page'),
  inQuery('cursor', text, 'The `next_cursor` of the page before'),
];
const keyed = {
  name: 'Idempotency-Key',
  in: 'header',
  schema: { type: 'string' },
  description: 'The same key and body give the first job again',
};
const vice = object({ width: { type: 'integer', minimum: 0, maximum: 300 } }, ['width']);
const benchBody = object({ name: text, note: { type: 'string', nullable: true } }, ['name']);

/** Benches of a workshop and the jobs on them, which have a path of their own. `takesJobs`: the removal of a bench says that its jobs go with it. */
export const workshop = (takesJobs = true): object => ({
  openapi: '3.0.3',
  info: { title: 'Workshop', version: '1' },
  components: { schemas: { Job: jobSchema } },
  paths: {
    '/benches': {
      get: { responses: answers({ type: 'array', items: bench }) },
      post: { requestBody: asks(benchBody), responses: { ...answers(bench, '201'), ...refusals } },
    },
    '/benches/{benchId}': {
      parameters: [inPath('benchId')],
      get: { responses: { ...answers(bench), ...refusals } },
      put: { requestBody: asks(benchBody), responses: { ...answers(bench), ...refusals } },
      patch: {
        requestBody: asks(object({ name: text, note: { type: 'string', nullable: true } })),
        responses: { ...answers(bench), ...refusals },
      },
      delete: {
        ...(takesJobs ? { description: 'Removes the bench with all its jobs.' } : {}),
        responses: { '204': { description: 'Gone' }, ...refusals },
      },
    },
    '/benches/{benchId}/vice': {
      parameters: [inPath('benchId')],
      get: { responses: { ...answers(vice), ...refusals } },
      put: { requestBody: asks(vice), responses: { ...answers(vice), ...refusals } },
    },
    '/benches/{benchId}/jobs': {
      parameters: [inPath('benchId')],
      get: { parameters: paging, responses: { ...answers(page), ...refusals } },
      post: {
        parameters: [keyed],
        requestBody: asks(object({ title: text }, ['title'])),
        responses: { ...answers(job, '201'), ...refusals },
      },
    },
    '/jobs': {
      get: { parameters: [...paging, inQuery('q', text, 'Text that the title contains, in any case')], responses: answers(page) },
    },
    '/jobs/{jobId}': {
      parameters: [inPath('jobId')],
      get: { responses: { ...answers(job), ...refusals } },
      delete: { responses: { '204': { description: 'Gone' }, ...refusals } },
    },
    '/jobs/{jobId}/close': {
      parameters: [inPath('jobId')],
      post: { description: 'An open job becomes closed. Any other is refused with 409.', responses: { ...answers(job), ...refusals } },
    },
  },
});

/** How a workshop differs from a plain one that keeps its document. */
export type WorkshopHabits = {
  readonly gone?: 404 | 410;
  /** More members in every answer. */
  readonly extra?: object;
  /** A bench with jobs is not removed. */
  readonly holds?: true;
  readonly newest?: true;
  /** Defects. */
  readonly begins?: 'closed';
  readonly removesUnknown?: true;
  readonly takesNeighbour?: true;
  readonly leavesJobs?: true;
  readonly listsRemoved?: true;
  readonly endsWith?: '';
  readonly key?: 'ignored' | 'alone';
  readonly search?: 'ignored' | 'by letter case' | 'beginnings' | 'nothing';
  readonly created?: 'moves';
  readonly ignoresNull?: true;
  readonly vice?: 'not kept' | 'narrower';
};

type Bench = { readonly id: string; name: string; note: string | null; created_at: string };
type Job = { readonly id: string; readonly bench_id: string; readonly title: string; status: string };

const titles = ['Plane the oak door', 'Mend a broken chair', 'Sharpen both chisels', 'Varnish the oak table', 'Glue a drawer'];

const bodyOf = async (incoming: IncomingMessage): Promise<Readonly<Record<string, unknown>>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString() || '{}');
  return typeof value === 'object' && value !== null ? { ...value } : {};
};

/** A workshop with some benches and jobs, as a handler of requests. */
export const workshopService = (habits: WorkshopHabits = {}): ((incoming: IncomingMessage, outgoing: ServerResponse) => void) => {
  const benches: Bench[] = ['Window side', 'Door side', 'Yard'].map((name) => ({
    id: randomUUID(),
    name,
    note: null,
    created_at: '2026-01-02T03:04:05.000Z',
  }));
  const jobs: Job[] = titles.map((title, n) => ({
    id: randomUUID(),
    bench_id: benches[n % 2]?.id ?? '',
    title,
    status: n % 2 ? 'closed' : 'open',
  }));
  const removed: Job[] = [];
  const keys = new Map<string, { readonly job: Job; readonly title: unknown }>();
  const widths = new Map<string, number>();
  const { gone = 404 } = habits;

  const finds = (title: string, asked: string): boolean => {
    const whole = title.toLowerCase();
    if (asked === '') return true;
    if (habits.search === 'ignored') return true;
    if (habits.search === 'nothing') return false;
    if (habits.search === 'by letter case') return title.includes(asked);
    return habits.search === 'beginnings' ? whole.startsWith(asked.toLowerCase()) : whole.includes(asked.toLowerCase());
  };
  const paged = (all: readonly Job[], asked: URLSearchParams): object => {
    const ordered = habits.newest ? all.toReversed() : all;
    const [from, limit] = [Number(asked.get('cursor') ?? 0), Math.min(50, Number(asked.get('limit') ?? 10))];
    const isLast = from + limit >= ordered.length;
    return {
      items: ordered.slice(from, from + limit),
      next_cursor: isLast ? (habits.endsWith ?? null) : String(from + limit),
      ...habits.extra,
    };
  };
  const onBench = async (found: Bench | undefined, method: string, incoming: IncomingMessage, give: Give): Promise<void> => {
    if (!found) return method === 'DELETE' && habits.removesUnknown ? give(204) : give(gone);
    if (method === 'PUT' || method === 'PATCH') {
      const { name, note } = await bodyOf(incoming);
      if (name !== undefined ? typeof name !== 'string' : method === 'PUT') return give(400);
      if (typeof name === 'string') found.name = name;
      if (typeof note === 'string' || (note === null && !habits.ignoresNull)) found.note = note;
      else if (method === 'PUT') found.note = null;
      if (habits.created) found.created_at = new Date().toISOString();
    }
    if (method !== 'DELETE') return give(200, { ...found });
    if (habits.holds && jobs.some(({ bench_id }) => bench_id === found.id)) return give(409);
    benches.splice(benches.indexOf(found), 1);
    if (habits.takesNeighbour) benches.splice(0, 1);
    if (!habits.leavesJobs) for (const one of jobs.filter(({ bench_id }) => bench_id === found.id)) jobs.splice(jobs.indexOf(one), 1);
    return give(204);
  };
  const add = async (found: Bench, incoming: IncomingMessage, give: Give): Promise<void> => {
    const { title } = await bodyOf(incoming);
    if (typeof title !== 'string') return give(400);
    const key = [incoming.headers['idempotency-key']].flat()[0];
    const known = key === undefined || habits.key === 'ignored' ? undefined : keys.get(`${found.id} ${key}`);
    if (known) return known.title === title || habits.key === 'alone' ? give(201, { ...known.job }) : give(409);
    const made = { id: randomUUID(), bench_id: found.id, title, status: habits.begins ?? 'open' };
    jobs.push(made);
    if (key !== undefined) keys.set(`${found.id} ${key}`, { job: made, title });
    return give(201, { ...made });
  };
  const onJob = (found: Job | undefined, method: string, action: string | undefined, give: Give): void => {
    if (!found) return give(gone);
    if (action === 'close') {
      if (found.status !== 'open') return give(409);
      found.status = 'closed';
      return give(200, { ...found });
    }
    if (method !== 'DELETE') return give(200, { ...found });
    jobs.splice(jobs.indexOf(found), 1);
    removed.push(found);
    return give(204);
  };
  const answer = async (incoming: IncomingMessage, give: Give): Promise<void> => {
    const { pathname, searchParams: asked } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const [, root, one, below] = pathname.split('/');
    const { method = '' } = incoming;
    const found = benches.find((each) => each.id === one);
    if (root === 'benches' && one === undefined) {
      if (method === 'GET') return give(200, benches);
      const { name, note = null } = await bodyOf(incoming);
      if (typeof name !== 'string' || (note !== null && typeof note !== 'string')) return give(400);
      const made: Bench = { id: randomUUID(), name, note, created_at: new Date().toISOString() };
      benches.push(made);
      return give(201, { ...made });
    }
    if (root === 'benches' && below === undefined) return onBench(found, method, incoming, give);
    if (root === 'benches' && below === 'jobs') {
      if (!found) return give(gone);
      return method === 'GET'
        ? give(
            200,
            paged(
              jobs.filter(({ bench_id }) => bench_id === one),
              asked,
            ),
          )
        : add(found, incoming, give);
    }
    if (root === 'benches' && below === 'vice') {
      if (!found) return give(gone);
      const now = widths.get(found.id) ?? 100;
      if (method === 'GET') return give(200, { width: habits.vice === 'narrower' ? now - 1 : now });
      const { width } = await bodyOf(incoming);
      if (typeof width !== 'number' || width < 0 || width > 300) return give(400);
      if (habits.vice !== 'not kept') widths.set(found.id, width);
      return give(200, { width });
    }
    if (root !== 'jobs') return give(404);
    if (one === undefined)
      return give(
        200,
        paged(
          [...jobs, ...(habits.listsRemoved ? removed : [])].filter(({ title }) => finds(title, asked.get('q') ?? '')),
          asked,
        ),
      );
    return onJob(
      jobs.find((each) => each.id === one),
      method,
      below,
      give,
    );
  };
  return (incoming, outgoing) => {
    const give: Give = (status, body) => {
      outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(body === undefined ? undefined : JSON.stringify(Array.isArray(body) ? body : { ...body, ...habits.extra }));
    };
    answer(incoming, give).catch(() => give(500));
  };
};

type Give = (status: number, body?: object) => void;
