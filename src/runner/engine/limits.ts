import { setMaxListeners } from 'node:events';
import { NotTried } from '../../checks/define.ts';
import type { Operation } from '../../contract/model.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { StopReason } from '../../model/event.ts';
import { isLoopback } from '../../config/address.ts';
import type { Target } from '../../model/target.ts';

/** Why a run is ending early, once it is. */
export type Stop = { readonly reason: StopReason; readonly message: string };

/** The brake of a run: pulled once, by the user, by a budget or by preflight. */
export type Brake = {
  readonly signal: AbortSignal;
  pull(stop: Stop): void;
  pulled(): Stop | undefined;
};

export const createBrake = (outer: AbortSignal): Brake => {
  const controller = new AbortController();
  // Every request and wait under way listens; their number is bounded elsewhere.
  setMaxListeners(0, controller.signal);
  let stop: Stop | undefined;
  const pull = (why: Stop): void => {
    stop ??= why;
    controller.abort();
  };
  const interrupted: Stop = { reason: 'interrupted', message: 'the run was interrupted' };
  if (outer.aborted) pull(interrupted);
  else outer.addEventListener('abort', () => pull(interrupted), { once: true });
  return { signal: controller.signal, pull, pulled: () => stop };
};

/** @throws {NotTried} when the run is ending. */
export const throwIfStopped = (brake: Brake): void => {
  const stop = brake.pulled();
  if (stop) throw new NotTried(stop.reason === 'budget' ? 'out-of-budget' : 'stopped', stop.message);
};

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

export const isSafe = (method: string): boolean => safeMethods.has(method.toUpperCase());

/**
 * The last guard before a request leaves: a check that forgot to ask for a permission sends nothing all the same.
 * @throws {NotTried} when the target does not allow the request.
 */
export const throwIfNotAllowed = (request: PlannedRequest, operation: Operation | undefined, target: Target): void => {
  const need = (permission: 'mutation' | 'permanent' | 'plaintext' | 'issue-credential'): void => {
    if (!target.allow.includes(permission)) {
      throw new NotTried('not-allowed', `${request.method} ${request.path} needs the permission "${permission}" (--allow ${permission})`);
    }
  };
  const { base, credential } = request;
  const plain = base?.kind === 'named' && base.name === 'plain' ? target.urls.plain : undefined;
  if (plain !== undefined && credential.kind !== 'none' && !isLoopback(new URL(plain).hostname)) need('plaintext');
  if (!isSafe(request.method)) need('mutation');
  if (operation?.effect === 'creates-permanently') need('permanent');
  if (operation?.issues && (credential.kind === 'valid' || credential.kind === 'issued') && request.faults.length === 0)
    need('issue-credential');
};
