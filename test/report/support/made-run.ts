import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import { checkedLine } from '../../../src/model/checked-line.ts';
import type { Case } from '../../../src/model/case.ts';
import type { RecordedRequirement, RunRecord, TargetFooter, TargetRecord } from '../../../src/model/record.ts';
import type { StoredExchange } from '../../../src/model/stored-exchange.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { countRequirements } from '../../../src/policy/counts.ts';
import { joinExitCodes, targetExitCode } from '../../../src/policy/exit-code.ts';
import { isSelected, judgedRequirements } from '../../../src/policy/judged-requirements.ts';
import { parcelCase } from '../../model/hand-written-run.ts';

/** Text that an attacker might send. */
export const hostile =
  '</script><script>document.title="pwned"</script><!-- <img src=x onerror="document.title=\'pwned\'">"\'&amp; \u202Eright to left\u202C \u0007\uD800 \u05E9';

/** A case of a made-up run, with its verdict. */
export type MadeCase = { readonly planned: Case; readonly verdict: Verdict };

/** A failed case of the made-up parcel service. */
export const failedCase = (
  id: string,
  requirement: string,
  finding: Partial<Extract<Verdict, { kind: 'fail' }>['finding']> = {},
  more: Partial<Case> = {},
): MadeCase => ({
  planned: parcelCase(id, requirement, more),
  verdict: {
    kind: 'fail',
    judged: 3,
    breaches: 1,
    finding: {
      code: 'page-too-long',
      operation: 'GET /parcels',
      where: '#/data',
      expected: 'at most 20 items',
      actual: '25 items',
      exchanges: ['x1'],
      ...finding,
    },
  },
});

export const madeCase = (id: string, requirement: string, verdict: Verdict, more: Partial<Case> = {}): MadeCase => ({
  planned: parcelCase(id, requirement, more),
  verdict,
});

/** Settings of a target of the made-up parcel service. */
export const madeSettings: NonNullable<TargetRecord['settings']> = {
  contract: 'parcels',
  urls: { plain: 'http://127.0.0.1:4020' },
  credentials: ['key'],
  flood: { maxRequests: 10 },
  maxCreates: 5,
  allow: [],
  fixtures: {},
  durations: {},
  values: {},
  http: { timeoutMs: 1000, headers: {} },
};

const requirementOf = ({ requirement, title, area, level }: Case): RecordedRequirement => ({
  id: requirement,
  title,
  area,
  level,
  basis: 'stated',
  section: 'Lists',
  lines: '10-12',
});

export type MadeTarget = { readonly name: string; readonly cases: readonly MadeCase[]; readonly more?: Partial<TargetRecord> };

/** A record as it is read, with counts and exit codes by the policy. */
export const madeRun = (targets: readonly MadeTarget[], header: Partial<RunRecord['header']> = {}): RunRecord => {
  const records = targets.map(({ name, cases, more }): TargetRecord => ({
    target: name,
    contract: 'parcels',
    title: 'Parcel Service',
    baseUrl: 'http://127.0.0.1:4010/v1',
    settings: madeSettings,
    planDigest: 'p1',
    undecided: [],
    requirements: new Map(cases.map(({ planned }) => [planned.requirement, requirementOf(planned)])),
    cases: cases.map(({ planned }) => planned),
    results: new Map(cases.map(({ planned, verdict }) => [planned.id, { verdict, seconds: 0.25 }])),
    preflight: { kind: 'ready', answersEverything: false, notes: [] },
    created: [],
    ...more,
  }));
  const footers = records.map((record): TargetFooter => {
    const ended = { kind: 'complete' } as const;
    const requirements = judgedRequirements(record, ended);
    return {
      target: record.target,
      ended,
      requests: 40,
      created: record.created.length,
      seconds: 2.5,
      counts: countRequirements(requirements.filter(isSelected)),
      exitCode: targetExitCode(requirements, ended),
    };
  });
  return {
    header: {
      type: 'run',
      format: 1,
      run: '2026-03-01T02-00-00Z-1a2b',
      assay: '0.1.0',
      demo: false,
      startedAt: '2026-03-01T02:00:00.000Z',
      seed: 7,
      nonce: '1a2b',
      options: {},
      targets: records.map(({ target, contract, baseUrl, planDigest, undecided }) => ({
        target,
        contract,
        baseUrl,
        planDigest,
        undecided,
      })),
      ...header,
    },
    targets: records,
    footer: { type: 'end', targets: footers, exitCode: joinExitCodes(footers.map(({ exitCode }) => exitCode)), seconds: 2.75 },
  };
};

export type ExchangeParts = {
  readonly id?: string;
  readonly target?: string;
  readonly case?: string;
  readonly status?: number;
  readonly body?: unknown;
  readonly text?: string | null;
  readonly headers?: readonly (readonly [string, string])[];
  readonly request?: Partial<StoredExchange['request']>;
  readonly sent?: Partial<StoredExchange['sent']>;
};

/** A stored exchange: by default an authorised read of parcels, answered 200. */
export const storedExchange = ({
  id = 'x1',
  target = 'depot',
  case: askedBy,
  status = 200,
  body,
  text,
  headers = [],
  request = {},
  sent = {},
}: ExchangeParts = {}): StoredExchange => {
  const written = text === undefined ? (body === undefined ? '' : JSON.stringify(body)) : text;
  const json =
    text !== undefined && text !== null && text !== ''
      ? ({ kind: 'invalid', why: 'not JSON' } as const)
      : ({ kind: body === undefined ? 'none' : 'value' } as const);
  return {
    id,
    target,
    ...(askedBy === undefined ? {} : { case: askedBy }),
    request: {
      operation: 'GET /parcels',
      method: 'GET',
      path: '/parcels',
      pathValues: {},
      query: [],
      headers: [],
      credential: { kind: 'valid', name: 'key' },
      faults: [],
      ...request,
    },
    sent: {
      method: 'GET',
      target: '/v1/parcels',
      headers: [
        ['host', '127.0.0.1:4010'],
        ['connection', 'keep-alive'],
        ['accept', 'application/json'],
        ['authorization', 'Bearer [secret]'],
      ],
      body: null,
      ...sent,
    },
    reply: {
      kind: 'answer',
      status,
      headers: [['Content-Type', 'application/json'], ...headers],
      bodyBytes: (written ?? '').length,
      text: written,
      json,
    },
    sentAt: 1_772_330_400_000,
    tookMs: 12.5,
  };
};

/** A folder, removed when the test is over. */
export const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'assay-report-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

/** A folder of a run with these exchanges, removed when the test is over. */
export const folderWith = (exchanges: readonly StoredExchange[]): string => {
  const made = folder();
  mkdirSync(join(made, 'exchanges'));
  writeFileSync(join(made, 'exchanges', '1.jsonl'), exchanges.map((exchange) => `${checkedLine(exchange)}\n`).join(''));
  return made;
};
