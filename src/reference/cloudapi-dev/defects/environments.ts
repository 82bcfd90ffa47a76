import { statusChanged } from '../../kit/answering.ts';
import { authenticated, presentation } from '../../kit/asking.ts';
import type { CountCall } from '../../kit/quota-window.ts';
import { fixedWindow } from '../../kit/quota-window.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Defects, Layer, State } from '../call.ts';
import { createProject, listProjects, readProject } from '../operations.ts';
import { idOf } from './answering.ts';
import { burstQuota } from './burst-quota.ts';
import { servedFrom } from './served-from.ts';

/** Refuses calls to the sandbox beyond a fraction of the quota. */
const sandboxLimited = (part: number): Layer => {
  const counters = new WeakMap<object, CountCall>();
  return (call, next) => {
    const { service, environment } = call.state;
    if (environment !== 'sandbox') return next();
    const { limit, windowSeconds } = service.quota;
    const count = counters.get(service) ?? fixedWindow({ limit: Math.max(1, Math.floor(limit * part)), windowSeconds }, 'first-call');
    counters.set(service, count);
    return count(Date.now()).allowed ? next() : refuse(429, 'quota-used-up', 'Rate limit exceeded');
  };
};

const inEnvironment = (environment: State['environment'], isMeant: (call: Call) => boolean) => (call: Call) =>
  call.state.environment === environment && isMeant(call);
const isKeyOf = (name: string) => (call: Call) => {
  const given = presentation(call);
  return given.kind === 'key' && given.key === call.state.service.keys.secrets[name];
};
const secret =
  (name: string) =>
  ({ state }: Call): string =>
    state.service.keys.secrets[name] ?? '';

const statusOfOther = (status: number, environment: State['environment']): Layer =>
  statusChanged<State>('other-environment', status, (_errorResponse, call) => call.state.environment === environment);

/** Stores what is created in the sandbox in the live account too. */
const storedTwice: Layer = async (call, next) => {
  await next();
  const { account, environment, service } = call.state;
  const made = environment === 'sandbox' && isCall(call, createProject) ? account.projects.everything.at(-1) : undefined;
  if (made !== undefined && call.status === 201) service.accounts['own']?.projects.add(made);
};

/** How the sandbox and the live service are separated. */
export const environmentDefects: Defects = {
  'sandbox-writes-live-store': {
    breaks: 'CDEV-40',
    note: 'A project created with a sandbox key is also created in the live account',
    behind: storedTwice,
  },
  'sandbox-id-readable-live': {
    breaks: 'CDEV-40',
    note: 'A sandbox project can be read by its id on the live base',
    behind: servedFrom((call) => {
      const { sandbox } = call.state.service.accounts;
      const isThere = call.state.environment === 'live' && isCall(call, readProject) && sandbox?.projects.find(idOf(call), Date.now());
      return isThere ? sandbox : undefined;
    }),
  },
  'live-project-in-sandbox': {
    breaks: 'CDEV-155',
    note: 'The sandbox lists live projects',
    behind: servedFrom((call) =>
      call.state.environment === 'sandbox' && isCall(call, listProjects) ? call.state.service.accounts['own'] : undefined,
    ),
  },
  'test-key-accepted-live': {
    breaks: 'CDEV-149',
    note: 'A sandbox key reads and writes live data',
    around: authenticated<State>(inEnvironment('live', isKeyOf('test')), secret('key')),
  },
  'test-key-live-403': {
    breaks: 'CDEV-149',
    note: 'A sandbox key on the live base is answered 403',
    around: statusOfOther(403, 'live'),
  },
  'live-key-accepted-sandbox': {
    breaks: 'CDEV-150',
    note: 'A live key reads sandbox data',
    around: authenticated<State>(inEnvironment('sandbox', isKeyOf('key')), secret('test')),
  },
  'live-key-sandbox-403': {
    breaks: 'CDEV-150',
    note: 'A live key on the sandbox is answered 403',
    around: statusOfOther(403, 'sandbox'),
  },
  'sandbox-refuses-test-key': {
    breaks: 'CDEV-154',
    note: 'The sandbox answers a sandbox key with 401',
    around: authenticated<State>(inEnvironment('sandbox', isKeyOf('test')), () => 'never-issued'),
  },
  'sandbox-empty': { breaks: 'CDEV-156', note: 'The sandbox starts without data', settings: { seeded: 0 } },
  'sandbox-rate-limited': {
    breaks: 'CDEV-158',
    note: 'The sandbox refuses calls beyond the quota of a live key',
    options: { quota: burstQuota },
    behind: sandboxLimited(1),
  },
  'sandbox-low-limit': {
    breaks: 'CDEV-158',
    note: 'The sandbox refuses calls beyond a tenth of the quota of a live key',
    options: { quota: { limit: 200, windowSeconds: 3 } },
    behind: sandboxLimited(0.1),
  },
};
