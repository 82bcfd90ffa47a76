import type { Coverage, OperationCoverage } from '../../../src/model/coverage.ts';
import type { RunRecord } from '../../../src/model/record.ts';

/** An operation of a made-up service, exercised and seen in part. */
export const madeOperation = (operation: string, more: Partial<OperationCoverage> = {}): OperationCoverage => ({
  operation,
  state: 'exercised',
  requests: 7,
  judged: 3,
  statuses: { seen: ['200'], unseen: ['404'], undocumented: ['418'] },
  parameters: { seen: ['query limit'], unseen: ['query sort'], always: ['query limit'] },
  values: [{ parameter: 'query sort', seen: 0, of: 30, unseen: ['weight', 'age'] }],
  requestTypes: { seen: [], unseen: [] },
  responseTypes: { seen: ['application/json'], unseen: [], undocumented: ['text/html'] },
  security: { seen: ['badge'], unseen: ['none'] },
  branches: { seen: 5, of: 7, unseen: ['200 /owner null', '200 /note absent'] },
  ...more,
});

const nothing = { seen: [], unseen: [] } as const;

/** An operation that was not called. */
export const madeUnreached = (operation: string, why: string): OperationCoverage =>
  madeOperation(operation, {
    state: 'unreached',
    requests: 0,
    judged: 0,
    why,
    statuses: { seen: [], unseen: ['201'], undocumented: [] },
    parameters: { seen: [], unseen: [], always: [] },
    values: [],
    requestTypes: { seen: [], unseen: ['application/json'] },
    responseTypes: { ...nothing, undocumented: [] },
    security: nothing,
    branches: { seen: 0, of: 0, unseen: [] },
  });

/** A coverage whose numbers fit its map. */
export const madeCoverage = (map: readonly OperationCoverage[], more: Partial<Coverage> = {}): Coverage => ({
  operations: map.length,
  exercised: map.filter(({ state }) => state === 'exercised').length,
  reached: map.filter(({ state }) => state !== 'unreached').length,
  notSelected: 0,
  unexercised: map
    .filter(({ state }) => state !== 'exercised')
    .map(({ operation, why = '' }) => ({ reason: why, operations: [operation] })),
  unusedCredentials: [],
  map,
  ...more,
});

/** A record with this coverage at each target. */
export const withCoverage = (record: RunRecord, coverage: Coverage): RunRecord => ({
  ...record,
  footer: { ...record.footer, targets: record.footer.targets.map((one) => ({ ...one, coverage })) },
});
