import { NotTried } from '../../checks/kit/define.ts';
import { LoginFailed } from '../../exchange/login.ts';
import type { Logins } from '../../exchange/logins.ts';
import type { Sender } from '../../exchange/sender.ts';
import { statusOf } from '../../contract/message.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import type { Brake } from './limits.ts';

/** Obtains the credentials of requests before they are sent, and renews them. */
export type SignedIn = {
  /**
   * Obtains what a request needs; undefined where that is nothing.
   * @throws {NotTried} where a login fails. Without the credential of an operation the run ends; another account is only left out.
   */
  ready(request: PlannedRequest, signal?: AbortSignal): Promise<void> | undefined;
  /** As {@link Sender.send}; a request whose credential has ended meanwhile is sent once more with a new one. */
  send: Sender['send'];
  /** As {@link Sender.prepare}; where the credential may end meanwhile, each request is sent by itself. */
  prepare: Sender['prepare'];
};

export const createSignedIn = (
  logins: Logins,
  {
    brake,
    sender,
    gatekeeper,
  }: { readonly brake: Brake; readonly sender: Pick<Sender, 'send' | 'prepare'>; readonly gatekeeper: Gatekeeper },
): SignedIn => {
  const neededBy = (request: PlannedRequest): ReturnType<Logins['neededBy']> => logins.neededBy(request, gatekeeper.passesFor(request));

  const failing = async <T>(name: string | undefined, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof LoginFailed)) throw error;
      if (brake.signal.aborted) throw new NotTried('stopped', brake.pulled()?.message ?? error.message);
      if (name !== 'key' && name?.startsWith('scheme:') !== true) throw new NotTried('missing-prerequisite', error.message);
      brake.pull({ reason: 'preflight', message: error.message });
      throw new NotTried('stopped', error.message);
    }
  };

  const obtained = async (names: ReturnType<Logins['neededBy']>, signal: AbortSignal): Promise<void> => {
    for (const name of names) await failing(name, () => logins.prepare(name, signal));
  };

  const ready: SignedIn['ready'] = (request, signal = brake.signal) => {
    const names = neededBy(request);
    return names.length === 0 ? undefined : obtained(names, signal);
  };

  /** Sends a request with credentials that come from logins. */
  const sendWith = async (
    names: ReturnType<Logins['neededBy']>,
    request: PlannedRequest,
    id: string,
    options: Parameters<Sender['send']>[2] = {},
  ): ReturnType<Sender['send']> => {
    const { signal = brake.signal } = options;
    await obtained(names, signal);
    const used = names.map((name) => logins.secrets[name]);
    const first = await sender.send(request, id, options);
    // A 401 means that the request was not applied (RFC 9110, section 15.5.2), so that it may be sent again, whatever its method.
    const mayEnd = statusOf(first) === 401 && request.credential.kind === 'valid' && request.faults.length === 0;
    const operation = request.operation ?? request.path;
    const isNew = mayEnd && (await failing(names[0], () => logins.renewed(names, used, operation, signal)));
    const last = isNew ? await sender.send(request, id, options) : first;
    logins.answered(names, last, isNew);
    return last;
  };

  const send: Sender['send'] = (request, id, options) => {
    const names = neededBy(request);
    return names.length === 0 ? sender.send(request, id, options) : sendWith(names, request, id, options);
  };

  return {
    ready,
    send,
    prepare(request) {
      if (neededBy(request).length === 0) return sender.prepare(request);
      return async (id, options) => {
        const exchange = await send(request, id, options);
        return { status: statusOf(exchange) ?? 0, exchange: () => Promise.resolve(exchange) };
      };
    },
  };
};
