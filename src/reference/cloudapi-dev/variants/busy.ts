import { setTimeout as pause } from 'node:timers/promises';
import { staged } from '../../kit/lifecycle.ts';
import { isCall } from '../../kit/service.ts';
import type { Account } from '../account.ts';
import type { DevVariant, Layer } from '../call.ts';
import { deploy } from '../deployments.ts';
import { listProjects } from '../operations.ts';

/** How many calls of the account come between two actions of the other client. */
const callsBetween = 9;
/** Few enough that a traversal takes about as long as before. */
const mostCreated = 30;
const answerMs = 15;
/** Projects are read from several sources, which takes longer than the documented median. */
const projectsMs = 75;

const callsOf = new WeakMap<Account, number>();

/** Another client of the account, which works between the calls of this one. */
const neighbour: Layer = async (call, next) => {
  const { account, service, settings } = call.state;
  const calls = (callsOf.get(account) ?? 0) + 1;
  callsOf.set(account, calls);
  const turn = calls / callsBetween;
  if (account === service.accounts['own'] && Number.isInteger(turn) && turn <= mostCreated) {
    const nowMs = Date.now();
    const projects = account.projects.listed(nowMs).filter(({ origin }) => origin === 'initial');
    const project = projects[(turn * 7) % projects.length];
    if (turn % 3 === 0 || project === undefined) {
      const data = { name: `nightly-${turn}`, region: settings.regions[turn % settings.regions.length] ?? '' };
      account.projects.add({ data, lifecycle: staged([['creating', 1]], 'active', nowMs), createdAtMs: nowMs });
    } else deploy(account, { projectId: project.id, commit: `${turn}`.padStart(7, 'c') });
  }
  await next();
};

/** Answers slowly, and closes the connection from time to time, like a server that restarts behind its proxy. */
const slow: Layer = async (call, next) => {
  await pause(isCall(call, listProjects) ? projectsMs : answerMs);
  await next();
  if ((callsOf.get(call.state.account) ?? 0) % callsBetween === 0) call.set('Connection', 'close');
};

/** An account that is in use while it is tested. */
export const busy: DevVariant = {
  title: 'Another client creates projects and deployments during the run, and answers are slow',
  options: { durations: { 'deployment.queued': 0.6, 'deployment.building': 0.6 } },
  settings: { projects: 45, deployments: 48 },
  around: slow,
  behind: neighbour,
};
