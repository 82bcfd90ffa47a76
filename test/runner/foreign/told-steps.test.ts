import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const states = ['draft', 'estimated', 'agreed', 'under_way', 'finished', 'billed', 'cancelled'];
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const refusals = { '404': { description: 'None' }, '409': { description: 'Conflict' }, '422': { description: 'Wrong' } };
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const jobSchema = object({ id: text, title: text, status: { type: 'string', enum: states } });
const estimate = object({ id: text, job_id: text, status: { type: 'string', enum: ['open', 'accepted', 'rejected'] } });
const bill = object({ id: text, job_id: text, total: { type: 'integer' } });

const words = {
  tasks: 'Tasks can be added only while the job is a `draft` (`409`), at most 100 (`409`).',
  estimates: 'The job must be a `draft` (`409`) with at least one task (`409`); it becomes `estimated`.',
  decision:
    '`accept` takes the job to `agreed`. `reject` takes the job back to `draft`, so that it can be changed; a `reason` is needed then (`422`).',
  steps:
    '`start` takes an `agreed` job to `under_way`. `finish` takes a job from `under_way` to `finished`: its bench is free again. ' +
    '`cancel` takes a `draft` or `estimated` job to `cancelled`. Anything else is refused with `409` and changes nothing.',
  visits: 'The job must be `agreed` or `under_way` (`409`).',
  bill: 'The job must be `finished` (`409`); it becomes `billed`, so that there is never a second bill.',
};

const document = {
  openapi: '3.0.3',
  info: { title: 'Restorations', version: '1' },
  security: [{ key: [] }],
  components: { schemas: { Estimate: estimate, Job: jobSchema }, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/jobs': {
      get: { responses: { '200': shows({ type: 'array', items: { $ref: '#/components/schemas/Job' } }) } },
      post: {
        requestBody: asks(object({ title: text }, ['title'])),
        responses: { '201': shows({ $ref: '#/components/schemas/Job' }), '422': { description: 'Wrong' } },
      },
    },
    '/jobs/{job_id}': {
      parameters: [inPath('job_id')],
      get: { responses: { '200': shows({ $ref: '#/components/schemas/Job' }), '404': { description: 'None' } } },
      delete: { responses: { '204': { description: 'Gone' }, '404': { description: 'None' } } },
    },
    '/jobs/{job_id}/tasks': {
      parameters: [inPath('job_id')],
      post: {
        description: words.tasks,
        requestBody: asks(object({ what: text }, ['what'])),
        responses: { '201': shows(object({ id: text, what: text })), ...refusals },
      },
    },
    '/jobs/{job_id}/tasks/{task_id}': {
      parameters: [inPath('job_id'), inPath('task_id')],
      delete: { responses: { '204': { description: 'Gone' }, '404': { description: 'None' } } },
    },
    '/jobs/{job_id}/estimates': {
      parameters: [inPath('job_id')],
      post: {
        description: words.estimates,
        requestBody: asks(object({ valid_days: { type: 'integer', minimum: 1, maximum: 90 } })),
        responses: { '201': { ...shows({ $ref: '#/components/schemas/Estimate' }), headers: { Location: { schema: text } } }, ...refusals },
      },
    },
    '/estimates/{estimate_id}': {
      parameters: [inPath('estimate_id')],
      get: { responses: { '200': shows({ $ref: '#/components/schemas/Estimate' }), '404': { description: 'None' } } },
    },
    '/estimates/{estimate_id}/decision': {
      parameters: [inPath('estimate_id')],
      post: {
        description: words.decision,
        requestBody: asks(object({ decision: { type: 'string', enum: ['accept', 'reject'] }, reason: text }, ['decision'])),
        responses: { '200': shows({ $ref: '#/components/schemas/Estimate' }), ...refusals },
      },
    },
    '/jobs/{job_id}/steps': {
      parameters: [inPath('job_id')],
      post: {
        description: words.steps,
        requestBody: asks(object({ action: { type: 'string', enum: ['start', 'finish', 'cancel'] } }, ['action'])),
        responses: { '200': shows({ $ref: '#/components/schemas/Job' }), ...refusals },
      },
    },
    '/visits': {
      post: {
        description: words.visits,
        requestBody: asks(object({ job_id: text, who: text }, ['job_id', 'who'])),
        responses: { '201': shows(object({ id: text, job_id: text, who: text })), ...refusals },
      },
    },
    '/visits/{visit_id}': {
      parameters: [inPath('visit_id')],
      delete: { responses: { '204': { description: 'Gone' }, '404': { description: 'None' } } },
    },
    '/jobs/{job_id}/bill': {
      parameters: [inPath('job_id')],
      post: { description: words.bill, responses: { '201': shows(bill), ...refusals } },
    },
  },
};

type Job = { readonly id: string; readonly title: string; tasks: number; status: string };
type Estimate = { readonly id: string; readonly job_id: string; status: string };
type Given = Readonly<Record<string, unknown>>;

const ways: Readonly<Record<string, readonly [from: readonly string[], to: string]>> = {
  start: [['agreed'], 'under_way'],
  finish: [['under_way'], 'finished'],
  cancel: [['draft', 'estimated'], 'cancelled'],
};

/** An office that does what the document says, but for what a test makes different. */
class Office {
  jobs: Job[] = [];
  estimates: Estimate[] = [];
  visits = 0;
  last = 0;
  newId(): string {
    return `no-${(this.last += 1)}`;
  }
  shown({ id, title, status }: Job): object {
    return { id, title, status };
  }
  mayAdd({ status }: Job): boolean {
    return status === 'draft';
  }
  mayEstimate({ status }: Job): boolean {
    return status === 'draft';
  }
  mayStep({ status }: Job, action: string): boolean {
    return ways[action]?.[0].includes(status) === true;
  }
  mayBill({ status }: Job): boolean {
    return status === 'finished';
  }
  stateAfter(asked: string, usual: string, _job: Job): string {
    return asked === '' ? '' : usual;
  }
  move(job: Job, asked: string, usual: string): void {
    job.status = this.stateAfter(asked, usual, job);
  }
  onJob(job: Job, method: string, [part, id]: readonly string[], given: Given): Answer {
    if (part === undefined) {
      if (method === 'DELETE') this.jobs = this.jobs.filter((one) => one !== job);
      return method === 'DELETE' ? [204] : method === 'GET' ? [200, this.shown(job)] : [405];
    }
    if (part === 'tasks' && id !== undefined) return method === 'DELETE' ? [204] : [405];
    if (method !== 'POST') return [405];
    if (part === 'tasks') {
      if (typeof given['what'] !== 'string') return [422];
      if (!this.mayAdd(job)) return [409];
      job.tasks += 1;
      return [201, { id: this.newId(), what: given['what'] }];
    }
    if (part === 'estimates') {
      if (!this.mayEstimate(job) || job.tasks === 0) return [409];
      const made = { id: this.newId(), job_id: job.id, status: 'open' };
      this.estimates.push(made);
      this.move(job, 'estimate', 'estimated');
      return [201, made];
    }
    if (part === 'steps') {
      const action = String(given['action']);
      const way = ways[action];
      if (!way) return [422];
      if (!this.mayStep(job, action)) return [409];
      this.move(job, action, way[1]);
      return [200, this.shown(job)];
    }
    if (part !== 'bill') return [404];
    if (!this.mayBill(job)) return [409];
    this.move(job, 'bill', 'billed');
    return [201, { id: this.newId(), job_id: job.id, total: 3 }];
  }
  answer(method: string, [root, id, ...more]: readonly string[], given: Given): Answer {
    if (root === 'jobs' && id === undefined) {
      if (method === 'GET') return [200, this.jobs.map((one) => this.shown(one))];
      if (method !== 'POST') return [405];
      if (typeof given['title'] !== 'string') return [422];
      const made = { id: this.newId(), title: given['title'], tasks: 0, status: 'draft' };
      this.jobs.push(made);
      return [201, this.shown(made)];
    }
    const job = root === 'jobs' ? this.jobs.find((one) => one.id === id) : undefined;
    if (job) return this.onJob(job, method, more, given);
    if (root === 'visits' && id === undefined) {
      const visited = this.jobs.find((one) => one.id === given['job_id']);
      if (method !== 'POST') return [405];
      if (!visited || typeof given['who'] !== 'string') return [422];
      if (!['agreed', 'under_way'].includes(visited.status)) return [409];
      this.visits += 1;
      return [201, { id: this.newId(), job_id: visited.id, who: given['who'] }];
    }
    if (root === 'visits') return method === 'DELETE' ? [204] : [405];
    const found = root === 'estimates' ? this.estimates.find((one) => one.id === id) : undefined;
    const of = this.jobs.find((one) => one.id === found?.job_id);
    if (!found) return [404];
    if (more.length === 0) return method === 'GET' ? [200, found] : [405];
    const { decision, reason } = given;
    if (!['accept', 'reject'].includes(String(decision)) || (decision === 'reject' && typeof reason !== 'string')) return [422];
    if (found.status !== 'open') return [409];
    found.status = `${String(decision)}ed`;
    if (of) this.move(of, String(decision), decision === 'accept' ? 'agreed' : 'draft');
    return [200, found];
  }
}

const judged = async (
  office: Office,
  only: readonly string[] = ['lifecycle/refused-in-state', 'lifecycle/leads-to-state', 'lifecycle/other-moves-refused'],
): Promise<{ readonly told: readonly string[]; readonly passed: readonly string[] }> => {
  const url = await serveAnswers((method, segments, given) => office.answer(method, segments, given));
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 200,
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only, skip: [] },
  });
  return {
    told: verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [`${verdict.finding.code}: ${verdict.finding.expected}`] : [])),
    passed: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'pass' ? [id] : [])),
  };
};

describe('a resource that is moved by creations below it, by chosen actions and by actions on what is below it', () => {
  test.concurrent(
    'is followed to its last state, where nothing is told of a service that does what it says',
    besideOthers(async () => {
      const office = new Office();
      const { told, passed } = await judged(office);
      expect(told).toEqual([]);
      // What leads on and what is billed are judged, so that a job was brought through all its states.
      expect(passed.filter((one) => /^lifecycle.leads-to-state@.*(?:bill|steps)/u.test(one))).toHaveLength(2);
      expect(passed.filter((one) => /^lifecycle.refused-in-state@/u.test(one))).toHaveLength(5);
    }),
  );

  test.concurrent(
    'is brought to the state in which a body may name it',
    besideOthers(async () => {
      const office = new Office();
      const { told } = await judged(office, ['body/missing-member-refused']);
      expect(told).toEqual([]);
      expect(office.visits).toBeGreaterThan(0);
    }),
  );

  test.concurrent.for<readonly [string, Office, string]>([
    [
      'takes tasks in every state',
      new (class extends Office {
        override mayAdd(): boolean {
          return true;
        }
      })(),
      'done-in-refused-state: 409 to POST /jobs/{job_id}/tasks, because the resource is "estimated"',
    ],
    [
      'estimates what is agreed',
      new (class extends Office {
        override mayEstimate({ status }: Job): boolean {
          return ['draft', 'agreed'].includes(status);
        }
      })(),
      'done-in-refused-state: 409 to POST /jobs/{job_id}/estimates, because the resource is "agreed"',
    ],
    [
      'cancels what is under way',
      new (class extends Office {
        override mayStep(job: Job, action: string): boolean {
          return super.mayStep(job, action) || (action === 'cancel' && job.status === 'under_way');
        }
      })(),
      'done-in-refused-state: 409 to POST /jobs/{job_id}/steps with "cancel" as "action", because the resource is "under way"',
    ],
    [
      'bills twice',
      new (class extends Office {
        override mayBill({ status }: Job): boolean {
          return ['finished', 'billed'].includes(status);
        }
      })(),
      'done-in-refused-state: 409 to POST /jobs/{job_id}/bill, because the resource is "billed"',
    ],
    [
      'leaves what is accepted as it is',
      new (class extends Office {
        override stateAfter(asked: string, usual: string, job: Job): string {
          return asked === 'accept' ? job.status : usual;
        }
      })(),
      'state-not-changed: "agreed" after POST /estimates/{estimate_id}/decision with "accept" as "decision" was answered 200',
    ],
    [
      'leaves what is rejected estimated',
      new (class extends Office {
        override stateAfter(asked: string, usual: string, job: Job): string {
          return asked === 'reject' ? job.status : usual;
        }
      })(),
      'state-not-changed: "draft" after POST /estimates/{estimate_id}/decision with "reject" as "decision" was answered 200',
    ],
    [
      'leaves a draft that is estimated',
      new (class extends Office {
        override stateAfter(asked: string, usual: string): string {
          return asked === 'estimate' ? 'draft' : usual;
        }
      })(),
      'state-not-changed: "estimated" after POST /jobs/{job_id}/estimates was answered 201',
    ],
  ])(
    'is told where a service %s',
    besideOthers(async ([, office, told]) => {
      expect((await judged(office)).told).toContain(told);
    }),
  );
});
