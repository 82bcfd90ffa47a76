import { phases } from './case.ts';
import { operationStates, prerequisiteKinds } from './coverage.ts';
import { expectationStates } from './known-failure.ts';
import { countedLevels, recordFormat } from './record-lines.ts';
import { credentialNames } from './request.ts';
import { areas } from './requirement.ts';
import { count, digest, object, seconds, text, texts } from './schema-shapes.ts';
import { merged, optionalShared, seen, shard, sharedMembers } from './shard-schema.ts';
import { permissions } from './target.ts';
import { outcomes, skipReasons } from './verdict.ts';

/** One shape for each value of a member; any other value is refused. */
const oneFor = (member: string, shapes: Readonly<Record<string, object>>) => ({
  type: 'object',
  properties: { [member]: { enum: Object.keys(shapes) } },
  required: [member],
  allOf: Object.entries(shapes).map(([value, shape]) => ({
    anyOf: [{ type: 'object', properties: { [member]: { not: { const: value } } } }, shape],
  })),
});

const requirement = object(
  {
    id: text,
    title: text,
    area: { enum: areas },
    level: { enum: [...countedLevels, 'untestable'] },
    basis: { enum: ['stated', 'exemplified', 'inferred'] },
    section: text,
    lines: text,
    since: text,
  },
  ['since'],
);

const location = object({ operation: { type: ['string', 'null'] }, way: texts });

const lacks = { type: 'array', items: object({ kind: { enum: prerequisiteKinds }, name: text }) } as const;

const plannedCase = object(
  {
    id: text,
    check: text,
    requirement: text,
    title: text,
    level: { enum: [...countedLevels, 'untestable'] },
    area: { enum: areas },
    kind: { enum: ['probe', 'watch'] },
    phase: { enum: phases },
    places: { type: 'array', items: location },
    untried: texts,
    inferred: { type: 'array', items: object({ word: text, operation: { type: ['string', 'null'] }, why: text }) },
    skip: object({ because: { enum: skipReasons }, reason: text }),
    broken: text,
    lacks,
    cost: object({ requests: count, creates: count }),
  },
  ['inferred', 'skip', 'broken', 'lacks'],
);

const documentedAt = object({ file: text, line: count, column: count, pointer: text });

const finding = object({ code: text, operation: text, where: text, expected: text, actual: text, exchanges: texts, documentedAt }, [
  'documentedAt',
]);

const verdict = oneFor('kind', {
  pass: object({ kind: {}, judged: count, untried: texts }, ['untried']),
  fail: object({ kind: {}, judged: count, breaches: count, finding, shownIn: texts, untried: texts }, ['shownIn', 'untried']),
  inconclusive: object({ kind: {}, reason: text, exchanges: texts, unseen: { type: 'boolean' }, optional: { type: 'boolean' } }, [
    'unseen',
    'optional',
  ]),
  skipped: object({ kind: {}, because: { enum: skipReasons }, reason: text }),
  observed: object({ kind: {} }),
  broken: object({ kind: {}, error: text }),
});

const preflight = oneFor('kind', {
  ready: object({ kind: {}, answersEverything: { type: 'boolean' }, noReadSucceeds: { type: 'boolean' }, notes: texts }, [
    'noReadSucceeds',
  ]),
  stopped: object({ kind: {}, reason: text }),
});

const ended = oneFor('kind', {
  complete: object({ kind: {} }),
  stopped: object({ kind: {}, reason: { enum: ['preflight', 'interrupted', 'budget'] }, message: text }),
  lost: object({ kind: {}, reason: text }),
});

/** JSON Schema of {@link Counts}. */
export const countsSchema = object(
  Object.fromEntries(countedLevels.map((level) => [level, object(Object.fromEntries(outcomes.map((outcome) => [outcome, count])))])),
);

/** The maps have the same content as in the config. */
const settings = object(
  {
    contract: text,
    environment: text,
    urls: { type: 'object' },
    credentials: { type: 'array', items: { enum: credentialNames } },
    schemes: texts,
    sentAs: { type: 'object' },
    oauth: object({ clientId: text, redirectUri: text, codes: count, path: text }, ['path']),
    plan: text,
    quota: { type: 'object' },
    flood: { type: 'object' },
    maxCreates: count,
    allow: { type: 'array', items: { enum: permissions } },
    fixtures: { type: 'object' },
    durations: { type: 'object' },
    values: { type: 'object' },
    webhooks: object({ listen: text, publicUrl: text, hasSecret: { const: true }, trigger: { type: 'object' } }, [
      'publicUrl',
      'hasSecret',
      'trigger',
    ]),
    http: object({ timeoutMs: count, maxBodyBytes: count, maxWaitSeconds: count, headers: { type: 'object' }, secretHeaders: texts }, [
      'maxBodyBytes',
      'maxWaitSeconds',
      'secretHeaders',
    ]),
  },
  ['environment', 'schemes', 'sentAs', 'oauth', 'plan', 'quota', 'webhooks'],
);

const part = { seen: texts, unseen: texts } as const;
const share = { seen: count, of: count, unseen: texts } as const;

const operationCoverage = object(
  {
    operation: text,
    state: { enum: operationStates },
    requests: count,
    judged: count,
    why: text,
    statuses: object({ ...part, undocumented: texts }),
    parameters: object({ ...part, always: texts }),
    values: { type: 'array', items: object({ parameter: text, ...share }) },
    requestTypes: object(part),
    responseTypes: object({ ...part, undocumented: texts }),
    security: object(part),
    branches: object(share),
  },
  ['why'],
);

/** Records of older versions have `unreached` instead of `exercised`, `unexercised` and `map`. */
const coverage = object(
  {
    operations: count,
    exercised: count,
    reached: count,
    notSelected: count,
    unexercised: { type: 'array', items: object({ reason: text, lacks, operations: texts }, ['lacks']) },
    unusedCredentials: { type: 'array', items: object({ name: text, reason: text }) },
    map: { type: 'array', items: operationCoverage },
  },
  ['exercised', 'unexercised', 'map'],
);

const sources = object(
  {
    config: text,
    directory: text,
    credentials: { type: 'object' },
    schemes: { type: 'object' },
    headers: { type: 'object' },
    ca: text,
    connection: { type: 'object' },
    document: text,
    unrecorded: texts,
    knownFailures: text,
    observed: text,
  },
  ['config', 'schemes', 'headers', 'ca', 'connection', 'document', 'unrecorded', 'knownFailures', 'observed'],
);

const exitCode = { type: 'integer', minimum: 0, maximum: 5 } as const;

const knownFailure = object(
  {
    target: text,
    requirement: text,
    case: text,
    operation: text,
    finding: object({ code: text, where: text }, ['code', 'where']),
    owner: text,
    reason: text,
    expires: text,
    file: text,
    line: count,
    state: { enum: expectationStates },
    told: text,
    excuses: texts,
  },
  ['target', 'requirement', 'case', 'operation', 'finding'],
);

const header = {
  type: {},
  format: { const: recordFormat },
  run: text,
  assay: text,
  demo: { type: 'boolean' },
  startedAt: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' },
  seed: { type: 'integer' },
  nonce: text,
  options: { type: 'object' },
  resumes: object({ run: text, kept: count, startedAt: text }),
  shard,
  merged,
  targets: {
    type: 'array',
    items: object(
      {
        target: text,
        contract: text,
        title: text,
        contractDigest: text,
        baseUrl: text,
        settings,
        sources,
        planDigest: text,
        undecided: texts,
      },
      ['title', 'contractDigest', 'settings', 'sources'],
    ),
  },
  previous: { type: 'null' },
  check: text,
};

const entry = (members: Readonly<Record<string, object>>, optional: readonly string[] = []) =>
  object({ type: {}, target: text, ...members, previous: digest, check: text }, [...optional, 'check']);

/** JSON Schema of a {@link ChangeRow}. */
export const changeSchema = object(
  { operation: text, kind: { enum: ['created', 'changed', 'removed', 'called'] }, count, perhaps: count, stays: count, things: texts },
  ['stays'],
);

/**
 * JSON Schema (2020-12) of one line of `run.jsonl`. A format may get new members; a reader ignores unknown ones.
 */
export const recordSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'One line of the record of an assay run (run.jsonl)',
  ...oneFor('type', {
    run: object(header, ['resumes', 'shard', 'merged', 'check']),
    requirement: entry({ requirement }),
    case: entry({ case: plannedCase, number: count }, ['number']),
    preflight: entry({ result: preflight }),
    verdict: entry({ id: text, verdict, seconds, cut: { const: true } }, ['cut']),
    fact: entry({ id: text, fact: text, at: text, value: {} }),
    shared: entry(sharedMembers, optionalShared),
    seen: entry({ seen }),
    created: entry({ collection: text, label: text, entry: text, operation: text, id: text, unknown: text }, [
      'entry',
      'operation',
      'id',
      'unknown',
    ]),
    removed: entry({ collection: text, label: text, entry: text, outcome: { enum: ['removed', 'gone', 'failed'] }, reason: text }, [
      'entry',
    ]),
    end: object(
      {
        type: {},
        targets: {
          type: 'array',
          items: object(
            {
              target: text,
              ended,
              requests: count,
              created: count,
              deliveries: count,
              changes: { type: 'array', items: changeSchema },
              seconds,
              counts: countsSchema,
              coverage,
              knownFailures: { type: 'array', items: knownFailure },
              exitCode,
            },
            ['deliveries', 'changes', 'coverage', 'knownFailures'],
          ),
        },
        exitCode,
        seconds,
        files: { type: 'object', additionalProperties: count },
        previous: digest,
        seal: digest,
      },
      ['files'],
    ),
  }),
};
