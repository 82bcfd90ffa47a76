import { lasting } from '../kit/lifecycle.ts';
import type { SeededRandom } from '../kit/seeded-random.ts';
import { seededRandom } from '../kit/seeded-random.ts';
import { prefixedId } from '../kit/id-form.ts';
import { openStore } from '../kit/store.ts';
import type { Account, DeploymentStatus, LogLevel, ProjectStatus } from './account.ts';
import type { Settings } from './settings.ts';

const day = 86_400_000;
const projectNames = ['atlas', 'beacon', 'cedar', 'delta', 'ember', 'fjord', 'grove'] as const;
const stages = ['prod', 'staging', 'dev', 'preview', 'batch'] as const;
const services = ['gateway', 'worker', 'scheduler'] as const;
const statuses: readonly ProjectStatus[] = ['active', 'active', 'active', 'archived', 'active', 'suspended', 'active'];
const outcomes: readonly DeploymentStatus[] = ['succeeded', 'failed', 'succeeded', 'queued', 'succeeded', 'rolled_back', 'failed'];
const levels: readonly LogLevel[] = ['info', 'debug', 'info', 'warn', 'error'];
const messages = ['request served', 'cache filled', 'upstream is slow', 'retrying', 'job done'] as const;
/** How many of the newest projects share all deployments. */
const deployedProjects = 9;

const pick = <Value>(values: readonly [Value, ...Value[]] | readonly Value[], index: number): Value => {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('Cannot pick among no values: give at least one');
  return value;
};

export type Amounts = Pick<Settings, 'projects' | 'deployments' | 'logs'>;

const addProjects = ({ projects }: Account, count: number, { regions }: Settings, random: SeededRandom, nowMs: number): void => {
  for (let index = 0; index < count; index += 1) {
    projects.add({
      data: {
        name: `${pick(projectNames, index)}-${pick(stages, index)}-${random.hex(3)}`,
        region: pick(regions, random.below(3) === 0 ? 0 : random.below(regions.length)),
      },
      lifecycle: lasting(pick(statuses, index)),
      createdAtMs: nowMs - (count - index) * 1.7 * day,
      origin: 'initial',
    });
  }
};

const addDeployments = (
  { projects, deployments }: Account,
  count: number,
  settings: Settings,
  random: SeededRandom,
  nowMs: number,
): void => {
  const owners = projects.everything.slice(-deployedProjects).map(({ id }) => id);
  const gone = settings.projectIds.make(random);
  if (owners.length === 0) return;
  for (let index = 0; index < count; index += 1) {
    const isOrphan = settings.orphans === 'kept' && index % 11 === 3;
    deployments.add({
      data: {
        projectId: isOrphan ? gone : pick(owners, index * 4),
        commit: settings.commits === 'hashes' ? random.hex(index % 3 === 0 ? 40 : 7) : `v1.${index}.0`,
      },
      lifecycle: lasting(pick(outcomes, index)),
      createdAtMs: nowMs - (count - index) * 0.35 * day,
      origin: 'initial',
    });
  }
};

const addLogs = (account: Account, count: number, nowMs: number): void => {
  for (let index = 0; index < count; index += 1) {
    writeLog(account, index, nowMs - (count - index) * 97_000, 'initial');
  }
};

/** Adds an entry of a running service to the log. */
export const writeLog = (
  { logs, projects }: Account,
  index: number,
  atMs: number,
  origin: 'initial' | 'created',
): Account['logs']['everything'][number] =>
  logs.add({
    data: {
      level: pick(levels, index),
      message: `${pick(messages, index)}\n  in ${(index * 37) % 400} ms`,
      service: pick(services, index),
      projectId: projects.everything[index % Math.max(1, Math.min(deployedProjects, projects.everything.length))]?.id ?? '',
    },
    lifecycle: lasting('written'),
    createdAtMs: atMs,
    origin,
  });

/** An account with the data of a seed. */
export const openAccount = (
  settings: Settings,
  seed: number,
  amounts: Amounts,
  { times, emit }: Pick<Account, 'times' | 'emit'>,
): Account => {
  const random = seededRandom(seed);
  const { lag } = settings;
  const account: Account = {
    projects: openStore({ random, ids: settings.projectIds, ...(lag.projects && { lag: lag.projects }) }),
    deployments: openStore({ random, ids: settings.deploymentIds, ...(lag.deployments && { lag: lag.deployments }) }),
    logs: openStore({ random, ids: prefixedId('log_', 8) }),
    times,
    emit,
  };
  // Whole seconds, so that a time is the same in every form.
  const nowMs = Math.floor(Date.now() / 1000) * 1000;
  addProjects(account, amounts.projects, settings, random, nowMs);
  addDeployments(account, amounts.deployments, settings, random, nowMs);
  addLogs(account, amounts.logs, nowMs);
  return account;
};
