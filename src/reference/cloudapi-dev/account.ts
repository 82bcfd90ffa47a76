import type { Members } from '../kit/answering.ts';
import type { Stored, Store } from '../kit/store.ts';

/** The members of a project in the document, without its id and its time. */
export type ProjectData = { readonly name: string; readonly region: string };
export type ProjectStatus = 'creating' | 'active' | 'archived' | 'suspended' | 'inactive';
export type Project = Stored<ProjectData, ProjectStatus>;

export type DeploymentData = { readonly projectId: string; readonly commit: string };
export type DeploymentStatus = 'queued' | 'building' | 'succeeded' | 'failed' | 'rolled_back';
export type Deployment = Stored<DeploymentData, DeploymentStatus>;

/** From the least to the most important. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];
export type LogData = { readonly level: LogLevel; readonly message: string; readonly service: string; readonly projectId: string };
export type LogEntry = Stored<LogData, 'written'>;

/** Durations in seconds. */
export type Times = {
  readonly creating: number;
  readonly queued: number;
  readonly building: number;
  /** Between two entries that running services write while a client reads the log stream. */
  readonly logged: number;
};

/** Everything that the keys of an account give access to in one environment. */
export type Account = {
  readonly projects: Store<ProjectData, ProjectStatus>;
  readonly deployments: Store<DeploymentData, DeploymentStatus>;
  readonly logs: Store<LogData, 'written'>;
  readonly times: Times;
  /** Delivers an event to the endpoint of the account, if it has one. */
  emit(event: Members): void;
};
