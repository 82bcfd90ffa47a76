import type { IncomingMessage, ServerResponse } from 'node:http';

type Json = Readonly<Record<string, unknown>>;
type Row = Record<string, unknown>;

/** What the service does otherwise than its document says; each is one defect. */
export type Fault =
  | 'urgent ignored'
  | 'unassigned ignored'
  | 'unassigned inverted'
  | 'tag by part'
  | 'technician by part'
  | 'technician with case'
  | 'priority ignored'
  | 'customer ignored'
  | 'due from exclusive'
  | 'due to exclusive'
  | 'due from ignored'
  | 'any tag takes the first'
  | 'filters are or'
  | 'search in one case'
  | 'total unfiltered'
  | 'total pages one more'
  | 'has next on a full last page'
  | 'default order by id'
  | 'nulls first'
  | 'ties lost between pages'
  | 'part count stays on removal'
  | 'parts total without quantity'
  | 'seats left counts bookings'
  | 'seats left after cancellation'
  | 'summary without running'
  | 'summary of all'
  | 'csv unquoted'
  | 'csv unfiltered'
  | 'csv without one column'
  | 'csv inline'
  | 'customer always embedded'
  | 'customer never embedded'
  | 'unknown include taken'
  | 'search by title only';

const text = { type: 'string' };
const label = { type: 'string', minLength: 1, maxLength: 80 };
const states = { type: 'string', enum: ['waiting', 'running', 'done'] };
const tag = { type: 'string', pattern: '^[a-z][a-z0-9-]{0,19}$' };
const day = { type: 'string', format: 'date' };
const id = { type: 'string', readOnly: true };
const count = { type: 'integer', readOnly: true };
const object = (properties: Json, required: readonly string[] = Object.keys(properties)): Json => ({
  type: 'object',
  properties,
  required,
});
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const shows = (schema: Json, more: Json = {}): Json => ({ description: 'It', content: { 'application/json': { schema } }, ...more });
const problem = { description: 'Refused', content: { 'application/json': { schema: ref('Problem') } } };
const query = (name: string, schema: Json, description = '', more: Json = {}): Json => ({
  name,
  in: 'query',
  schema,
  description,
  ...more,
});
const path = (name: string): Json => ({ name, in: 'path', required: true, schema: text });
const body = (schema: Json): Json => ({ required: true, content: { 'application/json': { schema } } });
const made = (name: string): Json => ({ 201: shows(ref(name)), 400: problem, 404: problem, 409: problem });
const one = (name: string, parameters: readonly Json[] = []): Json => ({
  parameters,
  responses: { 200: shows(ref(name)), 400: problem, 404: problem },
});
const gone = { responses: { 204: { description: 'Gone' }, 404: problem } };
const page = (items: Json): Json =>
  object({
    items: { type: 'array', items },
    page: { type: 'integer' },
    pageSize: { type: 'integer' },
    totalItems: { type: 'integer', description: 'Number of items in all pages.' },
    totalPages: { type: 'integer', description: 'Number of pages.' },
    hasNext: { type: 'boolean', description: 'Whether a further page follows.' },
  });
const paging = [
  query('page', { type: 'integer', minimum: 1, default: 1 }, 'Number of the page, from 1.'),
  query('pageSize', { type: 'integer', minimum: 1, maximum: 100, default: 20 }),
];

const newJob = {
  title: label,
  description: { type: 'string', maxLength: 400 },
  customerId: { type: 'string', description: 'Id of the customer who brought it.' },
  status: { ...states, default: 'waiting' },
  priority: { type: 'integer', minimum: 1, maximum: 5, default: 3 },
  tags: { type: 'array', items: tag, maxItems: 8, uniqueItems: true, default: [] },
  technician: {
    type: ['string', 'null'],
    minLength: 1,
    maxLength: 60,
    description: 'Name of who repairs it; null until somebody is assigned.',
  },
  urgent: { type: 'boolean', default: false },
  dueOn: { ...day, type: ['string', 'null'], description: 'The day on which it is promised.' },
};

/** The document of a repair shop: jobs with many filters, their parts, courses with seats, a summary and an export. */
export const repairDocument: Json = {
  openapi: '3.1.0',
  info: { title: 'Repair shop', version: '1', description: 'Filters that are given together all have to match.' },
  security: [{ key: [] }],
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Problem: object({ error: text }),
      NewCustomer: object({ name: label }),
      Customer: object({ id, name: label }),
      NewJob: object(newJob, ['title', 'customerId']),
      Job: object(
        {
          id,
          ...newJob,
          createdAt: { type: 'string', format: 'date-time', readOnly: true },
          partCount: { ...count, description: 'Number of parts.' },
          partsTotal: { type: 'number', readOnly: true, description: 'Sum of quantity × unitPrice of all parts of the job.' },
          customer: { ...ref('Customer') },
        },
        [
          'id',
          'title',
          'customerId',
          'status',
          'priority',
          'tags',
          'technician',
          'urgent',
          'dueOn',
          'createdAt',
          'partCount',
          'partsTotal',
        ],
      ),
      NewPart: object({
        name: label,
        quantity: { type: 'integer', minimum: 1, maximum: 100 },
        unitPrice: { type: 'number', minimum: 0, maximum: 1000, multipleOf: 0.01 },
      }),
      Part: object({ id, name: label, quantity: { type: 'integer' }, unitPrice: { type: 'number' } }),
      NewCourse: object({ title: label, capacity: { type: 'integer', minimum: 1, maximum: 50 } }),
      Course: object({
        id,
        title: label,
        capacity: { type: 'integer' },
        seatsTaken: { ...count, description: 'Seats of all bookings that are not cancelled.' },
        seatsLeft: { ...count, description: 'Capacity minus the seats that are booked.' },
      }),
      NewBooking: object({ name: label, seats: { type: 'integer', minimum: 1, maximum: 10 } }),
      Booking: object({ id, name: label, seats: { type: 'integer' }, status: { type: 'string', enum: ['booked', 'cancelled'] } }),
    },
  },
  paths: {
    '/customers': {
      get: { parameters: paging, responses: { 200: shows(page(ref('Customer'))) } },
      post: { requestBody: body(ref('NewCustomer')), responses: made('Customer') },
    },
    '/customers/{customerId}': { parameters: [path('customerId')], get: one('Customer'), delete: gone },
    '/jobs': {
      get: {
        summary: 'List jobs',
        description:
          'Jobs by the day on which they are due, the earliest first; jobs without a due day come last. Jobs of one day are ordered by id.',
        parameters: [
          ...paging,
          query('status', states, 'Only jobs in this state.'),
          query('customerId', text, 'Only jobs of this customer.'),
          query('technician', text, 'Only jobs of the technician with exactly this name, in upper or lower case.'),
          query('unassigned', { type: 'boolean' }, 'With `true`, only jobs without a technician.'),
          query('tag', tag, 'Only jobs with this tag.'),
          query('anyTag', { type: 'array', items: tag }, 'Only jobs with at least one of these tags.', { explode: false }),
          query('urgent', { type: 'boolean' }, 'Only urgent jobs, or only jobs that are not.'),
          query('priority', { type: 'integer', minimum: 1, maximum: 5 }, 'Only jobs of this priority.'),
          query('dueFrom', day, 'Only jobs due on this day or later.'),
          query('dueTo', day, 'Only jobs due on this day or earlier.'),
          query('q', { type: 'string', minLength: 2 }, 'Only jobs whose title or description contains this text, in any letter case.'),
          query(
            'sort',
            { type: 'string', enum: ['title', '-title', 'priority', '-priority', 'createdAt', '-createdAt'] },
            'Another order; a minus means descending.',
          ),
        ],
        responses: { 200: shows(page(ref('Job'))), 400: problem },
      },
      post: { requestBody: body(ref('NewJob')), responses: made('Job') },
    },
    '/jobs/summary': {
      get: {
        summary: 'Count jobs',
        parameters: [query('customerId', text, 'Only jobs of this customer.')],
        responses: {
          200: shows(
            object({
              total: { type: 'integer', description: 'Number of jobs.' },
              byStatus: object({ waiting: { type: 'integer' }, running: { type: 'integer' }, done: { type: 'integer' } }),
              urgent: { type: 'integer', description: 'Number of urgent jobs.' },
            }),
          ),
        },
      },
    },
    '/jobs/export': {
      get: {
        summary: 'Export jobs',
        description: 'The jobs as a CSV file with the columns id, title, status, priority and dueOn, under the same filters as the list.',
        parameters: [query('status', states, 'Only jobs in this state.'), query('customerId', text, 'Only jobs of this customer.')],
        responses: {
          200: {
            description: 'A file `jobs.csv`.',
            headers: { 'Content-Disposition': { required: true, schema: text, description: '`attachment; filename="jobs.csv"`' } },
            content: { 'text/csv': { schema: text } },
          },
        },
      },
    },
    '/jobs/{jobId}': {
      parameters: [path('jobId')],
      get: one('Job', [
        query('include', { type: 'string', enum: ['customer'] }, 'Adds the customer to the answer, which has none otherwise.'),
      ]),
      patch: { requestBody: body(object(newJob, [])), responses: { 200: shows(ref('Job')), 400: problem, 404: problem } },
      delete: gone,
    },
    '/jobs/{jobId}/parts': {
      parameters: [path('jobId')],
      get: { parameters: paging, responses: { 200: shows(page(ref('Part'))), 404: problem } },
      post: { requestBody: body(ref('NewPart')), responses: made('Part') },
    },
    '/jobs/{jobId}/parts/{partId}': { parameters: [path('jobId'), path('partId')], get: one('Part'), delete: gone },
    '/courses': {
      get: { parameters: paging, responses: { 200: shows(page(ref('Course'))) } },
      post: { requestBody: body(ref('NewCourse')), responses: made('Course') },
    },
    '/courses/{courseId}': { parameters: [path('courseId')], get: one('Course'), delete: gone },
    '/courses/{courseId}/bookings': {
      parameters: [path('courseId')],
      get: { parameters: paging, responses: { 200: shows(page(ref('Booking'))), 404: problem } },
      post: {
        summary: 'Book seats',
        description: 'Refused with 409 where fewer seats are left.',
        requestBody: body(ref('NewBooking')),
        responses: made('Booking'),
      },
    },
    '/courses/{courseId}/bookings/{bookingId}/cancel': {
      parameters: [path('courseId'), path('bookingId')],
      post: {
        summary: 'Cancel a booking',
        description: 'Its seats are available again. A booking that is cancelled already is refused with 409.',
        responses: { 200: shows(ref('Booking')), 404: problem, 409: problem },
      },
    },
    '/courses/{courseId}/bookings/{bookingId}': { parameters: [path('courseId'), path('bookingId')], get: one('Booking'), delete: gone },
  },
};

const schemas = (repairDocument['components'] as { schemas: Record<string, Json> }).schemas;

/** Is a value as its plain schema says. */
const isOf = (schema: Json, value: unknown): boolean => {
  const types = [schema['type']].flat() as string[];
  if (value === null) return types.includes('null');
  if (types.includes('integer')) {
    const [least, most] = [schema['minimum'] ?? -Infinity, schema['maximum'] ?? Infinity].map(Number);
    return Number.isInteger(value) && Number(value) >= Number(least) && Number(value) <= Number(most);
  }
  if (types.includes('number'))
    return (
      typeof value === 'number' &&
      value >= Number(schema['minimum'] ?? 0) &&
      value <= Number(schema['maximum'] ?? Infinity) &&
      Math.abs(value * 100 - Math.round(value * 100)) < 1e-9
    );
  if (types.includes('boolean')) return typeof value === 'boolean';
  if (types.includes('array'))
    return (
      Array.isArray(value) &&
      value.length <= Number(schema['maxItems'] ?? Infinity) &&
      new Set(value).size === value.length &&
      value.every((each) => isOf(schema['items'] as Json, each))
    );
  if (typeof value !== 'string') return false;
  const { enum: listed, pattern, format, minLength = 0, maxLength = Infinity } = schema;
  const length = [...value].length;
  if (Array.isArray(listed) && !listed.includes(value)) return false;
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)) return false;
  if (format === 'date')
    return /^\d{4}-\d\d-\d\d$/u.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);
  return length >= Number(minLength) && length <= Number(maxLength) && !value.includes('\0');
};

/** A scalar as a text; nothing for null. */
const word = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);

const cell = (value: unknown, isPlain: boolean): string => {
  const shown = word(value);
  return !isPlain && /[",\r\n]/u.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
};

/** An honest service, or one with a fault. `rows`: what it holds. */
export const repairService = (fault?: Fault, seed = 0) => {
  const rows: Record<'customers' | 'jobs' | 'courses', Row[]> = { customers: [], jobs: [], courses: [] };
  const inner = new Map<string, Row[]>();
  let next = 0;
  const newId = (kind: string): string => `${kind}-${(++next * 7919).toString(36)}x`;
  const is = (other: Fault): boolean => fault === other;
  for (let n = 0; n < seed; n++) {
    const customer = { id: newId('cus'), name: `Customer ${n}` };
    rows.customers.push(customer);
    rows.jobs.push({
      id: newId('job'),
      title: `Lamp ${n}`,
      description: 'flickers',
      customerId: customer.id,
      status: 'waiting',
      priority: 3,
      tags: [],
      technician: null,
      urgent: false,
      dueOn: null,
      createdAt: new Date(Date.UTC(2026, 1, 1 + n)).toISOString(),
    });
  }
  const partsOf = (job: Row): Row[] => inner.get(word(job['id'])) ?? [];
  const shownJob = (job: Row, include: string | null): Row => {
    const parts = partsOf(job);
    const total = parts.reduce(
      (sum, each) => sum + Number(each['unitPrice']) * (is('parts total without quantity') ? 1 : Number(each['quantity'])),
      0,
    );
    const isWith = is('customer always embedded') || (include !== null && include === 'customer' && !is('customer never embedded'));
    return {
      ...job,
      partCount: is('part count stays on removal') ? Number(job['$made'] ?? 0) : parts.length,
      partsTotal: Math.round(total * 100) / 100,
      ...(isWith ? { customer: rows.customers.find((each) => each['id'] === job['customerId']) } : {}),
      $made: undefined,
    };
  };
  const shownCourse = (course: Row): Row => {
    const bookings = (inner.get(word(course['id'])) ?? []).filter((each) => each['status'] !== 'cancelled');
    const taken = bookings.reduce((sum, each) => sum + Number(each['seats']), 0);
    const lost = is('seats left after cancellation') ? Number(course['$cancelled'] ?? 0) : 0;
    const left = Number(course['capacity']) - (is('seats left counts bookings') ? bookings.length : taken) - lost;
    return { ...course, seatsTaken: taken, seatsLeft: left, $cancelled: undefined };
  };
  const filterJobs = (asked: URLSearchParams): Row[] => {
    const low = (value: unknown): string => word(value).toLowerCase();
    const tagsOf = (job: Row): string[] => job['tags'] as string[];
    const tests: Record<string, (job: Row, value: string) => boolean> = {
      status: (job, value) => job['status'] === value,
      customerId: (job, value) => is('customer ignored') || job['customerId'] === value,
      technician: (job, value) =>
        is('technician with case')
          ? job['technician'] === value
          : is('technician by part')
            ? low(job['technician']).includes(low(value))
            : low(job['technician']) === low(value),
      unassigned: (job, value) =>
        is('unassigned ignored') || (job['technician'] === null) === (is('unassigned inverted') ? value !== 'true' : value === 'true'),
      tag: (job, value) => tagsOf(job).some((each) => (is('tag by part') ? each.includes(value) : each === value)),
      anyTag: (job, value) =>
        (is('any tag takes the first') ? value.split(',').slice(0, 1) : value.split(',')).some((each) => tagsOf(job).includes(each)),
      urgent: (job, value) => is('urgent ignored') || String(job['urgent']) === value,
      priority: (job, value) => is('priority ignored') || job['priority'] === Number(value),
      dueFrom: (job, value) =>
        is('due from ignored') ||
        (job['dueOn'] !== null && (is('due from exclusive') ? word(job['dueOn']) > value : word(job['dueOn']) >= value)),
      dueTo: (job, value) => job['dueOn'] !== null && (is('due to exclusive') ? word(job['dueOn']) < value : word(job['dueOn']) <= value),
      q: (job, value) =>
        is('search in one case')
          ? String(job['title']).includes(value)
          : low(job['title']).includes(low(value)) || (!is('search by title only') && low(job['description']).includes(low(value))),
    };
    const wanted = [...asked].flatMap(([name, value]) => (tests[name] ? [(job: Row) => tests[name]?.(job, value) === true] : []));
    if (wanted.length === 0) return [...rows.jobs];
    return rows.jobs.filter((job) => (is('filters are or') ? wanted.some((each) => each(job)) : wanted.every((each) => each(job))));
  };
  const sortJobs = (jobs: Row[], sort: string | null): Row[] => {
    const byId = (a: Row, b: Row): number => (word(a['id']) < word(b['id']) ? -1 : 1);
    if (sort === null) {
      if (is('default order by id')) return jobs.toSorted(byId);
      const last = is('nulls first') ? '' : '9999';
      const key = (job: Row): string => word(job['dueOn'] ?? last);
      return jobs.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : byId(a, b)));
    }
    const name = sort.replace('-', '');
    const sign = sort.startsWith('-') ? -1 : 1;
    return jobs.toSorted((a, b) => {
      const [x, y] = [a[name], b[name]].map((value) =>
        typeof value === 'string' && name === 'title' && true ? value.toLowerCase() : value,
      ) as [string, string];
      return x < y ? -sign : x > y ? sign : byId(a, b);
    });
  };
  const paged = (all: readonly unknown[], asked: URLSearchParams, whole = all.length) => {
    const [number, size] = [Number(asked.get('page') ?? 1), Number(asked.get('pageSize') ?? 20)];
    if (!Number.isInteger(number) || number < 1 || !Number.isInteger(size) || size < 1 || size > 100) return undefined;
    const items = all.slice((number - 1) * size, number * size);
    const hasNext = is('has next on a full last page') ? items.length === size : number * size < all.length;
    return {
      items,
      page: number,
      pageSize: size,
      totalItems: whole,
      totalPages: is('total pages one more') ? Math.floor(all.length / size) + 1 : Math.ceil(all.length / size),
      hasNext,
    };
  };
  const reply = (incoming: IncomingMessage, given: unknown): readonly [number, unknown?, Record<string, string>?] => {
    const { pathname, searchParams: asked } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const steps = pathname
      .slice(1)
      .split('/')
      .map((step) => {
        try {
          return decodeURIComponent(step);
        } catch {
          return step;
        }
      });
    const [root = '', own = '', below, innerId] = steps;
    const method = incoming.method ?? 'GET';
    const refuse = (status: number): readonly [number, unknown] => [status, { error: `status ${status}` }];
    if (incoming.headers.authorization !== 'Bearer foreign-key-0123456789')
      return [401, { error: 'who are you' }, { 'www-authenticate': 'Bearer' }];
    const isBody = (name: string, isWhole: boolean): boolean => {
      if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
      const { properties, required } = schemas[name] as { properties: Record<string, Json>; required: string[] };
      const right = Object.entries(given).every(([key, value]) => properties[key] === undefined || isOf(properties[key], value));
      return (
        right &&
        (!isWhole || required.every((key) => (given as Row)[key] !== undefined)) &&
        (isWhole || Object.keys(given).some((key) => properties[key]))
      );
    };
    const kept = (name: string): Row => {
      const { properties } = schemas[name] as { properties: Record<string, Json> };
      return Object.fromEntries(Object.entries(given as Row).filter(([key]) => properties[key] !== undefined));
    };
    const answered = (all: readonly unknown[], whole?: number): readonly [number, unknown] => {
      const found = paged(all, asked, whole);
      return found === undefined ? refuse(400) : [200, found];
    };
    if (root !== 'customers' && root !== 'jobs' && root !== 'courses') return refuse(404);
    if (root === 'jobs' && steps.length === 2 && own === 'summary') {
      if (method !== 'GET') return refuse(405);
      const jobs = is('summary of all') ? rows.jobs : filterJobs(asked);
      const of = (state: string): number => jobs.filter((each) => each['status'] === state).length;
      const byStatus = { waiting: of('waiting'), running: is('summary without running') ? 0 : of('running'), done: of('done') };
      return [200, { total: jobs.length, byStatus, urgent: jobs.filter((each) => each['urgent']).length }];
    }
    if (root === 'jobs' && steps.length === 2 && own === 'export') {
      if (method !== 'GET') return refuse(405);
      const columns = ['id', 'title', 'status', 'priority', 'dueOn'].slice(0, is('csv without one column') ? 4 : 5);
      const jobs = is('csv unfiltered') ? rows.jobs : filterJobs(asked);
      const lines = [columns.join(','), ...jobs.map((job) => columns.map((name) => cell(job[name], is('csv unquoted'))).join(','))];
      return [
        200,
        `${lines.join('\r\n')}\r\n`,
        {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': is('csv inline') ? 'inline' : 'attachment; filename="jobs.csv"',
        },
      ];
    }
    if (steps.length === 1) {
      if (method === 'GET') {
        if (root !== 'jobs') return answered(rows[root].map((each) => (root === 'courses' ? shownCourse(each) : each)));
        const bad =
          (asked.has('status') && !isOf(states, asked.get('status'))) ||
          (asked.has('tag') && !isOf(tag, asked.get('tag'))) ||
          (asked.has('anyTag') && !(asked.get('anyTag') ?? '').split(',').every((each) => isOf(tag, each))) ||
          ['unassigned', 'urgent'].some((name) => asked.has(name) && !['true', 'false'].includes(asked.get(name) ?? '')) ||
          ['dueFrom', 'dueTo'].some((name) => asked.has(name) && !isOf(day, asked.get(name))) ||
          (asked.has('priority') && !isOf(newJob.priority, Number(asked.get('priority') || 'x'))) ||
          (asked.has('q') && (asked.get('q') ?? '').length < 2) ||
          (asked.has('sort') && !['title', 'priority', 'createdAt'].includes((asked.get('sort') ?? '').replace(/^-/u, '')));
        if (bad) return refuse(400);
        const found = sortJobs(filterJobs(asked), asked.get('sort'));
        const turned =
          is('ties lost between pages') && Number(asked.get('page') ?? 1) === 2 && asked.get('sort')?.endsWith('priority') === true
            ? found.toReversed()
            : found;
        return answered(
          turned.map((job) => shownJob(job, asked.get('include'))),
          is('total unfiltered') ? rows.jobs.length : undefined,
        );
      }
      if (method !== 'POST') return [405, { error: 'no' }, { allow: 'GET, POST' }];
      const name = { customers: 'NewCustomer', jobs: 'NewJob', courses: 'NewCourse' }[root];
      if (!isBody(name, true)) return refuse(400);
      const row: Row = { id: newId(root.slice(0, 3)), ...kept(name) };
      if (root === 'jobs') {
        if (!rows.customers.some((each) => each['id'] === row['customerId'])) return refuse(400);
        const whole = {
          status: 'waiting',
          priority: 3,
          tags: [],
          technician: null,
          urgent: false,
          dueOn: null,
          ...row,
          createdAt: new Date().toISOString(),
        };
        rows.jobs.push(whole);
        return [201, shownJob(whole, null), { location: `/jobs/${word(row['id'])}` }];
      }
      rows[root].push(row);
      return [201, root === 'courses' ? shownCourse(row) : row, { location: `/${root}/${word(row['id'])}` }];
    }
    const found = rows[root].find((each) => each['id'] === own);
    if (!found) return refuse(404);
    if (steps.length === 2) {
      if (method === 'DELETE') {
        rows[root] = rows[root].filter((each) => each !== found);
        if (root === 'customers') rows.jobs = rows.jobs.filter((each) => each['customerId'] !== own);
        return [204];
      }
      if (method === 'PATCH' && root === 'jobs') {
        if (!isBody('NewJob', false)) return refuse(400);
        const { customerId } = kept('NewJob');
        if (customerId !== undefined && !rows.customers.some((each) => each['id'] === customerId)) return refuse(400);
        Object.assign(found, kept('NewJob'));
        return [200, shownJob(found, null)];
      }
      if (method !== 'GET') return refuse(405);
      const include = asked.get('include');
      if (root === 'jobs' && include !== null && include !== 'customer' && !is('unknown include taken')) return refuse(400);
      return [200, root === 'jobs' ? shownJob(found, include) : root === 'courses' ? shownCourse(found) : found];
    }
    const kind = root === 'jobs' ? 'parts' : 'bookings';
    if (root === 'customers' || below !== kind || steps.length > 5) return refuse(404);
    const all = inner.get(own) ?? [];
    if (steps.length === 3) {
      if (method === 'GET') return answered(all);
      if (method !== 'POST') return refuse(405);
      const name = root === 'jobs' ? 'NewPart' : 'NewBooking';
      if (!isBody(name, true)) return refuse(400);
      if (root === 'courses' && Number(shownCourse(found)['seatsLeft']) < Number((given as Row)['seats'])) return refuse(409);
      const row: Row = { id: newId(kind.slice(0, 3)), ...kept(name), ...(root === 'courses' ? { status: 'booked' } : {}) };
      inner.set(own, [...all, row]);
      found['$made'] = Number(found['$made'] ?? 0) + 1;
      return [201, row];
    }
    const part = all.find((each) => each['id'] === innerId);
    if (!part) return refuse(404);
    if (steps.length === 5) {
      if (root !== 'courses' || steps[4] !== 'cancel') return refuse(404);
      if (method !== 'POST') return refuse(405);
      if (part['status'] === 'cancelled') return refuse(409);
      part['status'] = 'cancelled';
      found['$cancelled'] = Number(found['$cancelled'] ?? 0) + Number(part['seats']);
      return [200, part];
    }
    if (method === 'GET') return [200, part];
    if (method !== 'DELETE') return refuse(405);
    inner.set(
      own,
      all.filter((each) => each !== part),
    );
    return [204];
  };
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      let given: unknown;
      try {
        given = JSON.parse(Buffer.concat(chunks).toString());
      } catch {
        given = undefined;
      }
      const [status, value, headers = {}] = reply(incoming, given);
      const isText = typeof value === 'string';
      outgoing.writeHead(status, { ...(value === undefined || isText ? {} : { 'content-type': 'application/json' }), ...headers });
      outgoing.end(value === undefined || incoming.method === 'HEAD' ? undefined : isText ? value : JSON.stringify(value));
    });
  };
  return { answer, rows };
};
