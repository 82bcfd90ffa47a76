import type { CredentialName, NamedBase, PlannedRequest } from '../../model/request.ts';
import type { Target } from '../../model/target.ts';
import type { Contract } from '../../contract/model.ts';
import type { ProbePrerequisite, Surroundings } from '../kit/define.ts';
import { defineScenario, memoryOf, type Session, sharingMemory } from '../kit/session.ts';

/** The credential for the sandbox: one of its own, else the key. */
export const sandboxCredential = ({ credentials }: Pick<Target, 'credentials'>): CredentialName =>
  credentials.includes('test') ? 'test' : 'key';

/** Does the documentation print that the sandbox has keys of its own. */
const hasOwnKeys = ({ conventions: { auth } }: Contract): boolean => auth?.environments !== undefined || auth?.forms?.sandbox !== undefined;

/** The prerequisites for calling the sandbox. */
export const sandboxPrerequisites = ({ contract, target }: Surroundings): ProbePrerequisite[] => {
  const sentence = 'the address of the sandbox, which differs from the base URL';
  return [
    ...(target.urls.sandbox === undefined ? [{ kind: 'config' as const, path: 'urls.sandbox', sentence }] : []),
    ...(hasOwnKeys(contract) ? [{ kind: 'credential' as const, name: 'test' as const }] : []),
  ];
};

/** A request to the sandbox, with its credential in place of the key. */
export const inSandbox = (target: Pick<Target, 'credentials'>, request: PlannedRequest): PlannedRequest => {
  const { credential } = request;
  const isKey = credential.kind === 'valid' && credential.name === 'key';
  return {
    ...request,
    base: { kind: 'named', name: 'sandbox' },
    credential: isKey ? { kind: 'valid', name: sandboxCredential(target) } : credential,
  };
};

/** The same session with all requests sent to the sandbox; its scenarios are remembered separately. */
export const sandboxSession = (session: Session): Session =>
  sessionElsewhere(session, 'in the sandbox', (request) => inSandbox(session.target, request));

/** The same for any named address of a target. */
export const sessionAt = (session: Session, base: NamedBase): Session =>
  base === 'sandbox'
    ? sandboxSession(session)
    : sessionElsewhere(session, `at urls.${base}`, (request) => ({ ...request, base: { kind: 'named', name: base } }));

/**
 * The same session with each request changed by `there`; its scenarios are remembered separately, under `where`.
 * @param session One of the engine, or one that was made of such a one here: a scenario that is run gets the session that the engine gives it, with each request changed as well.
 */
export const sessionElsewhere = (session: Session, where: string, there: (request: PlannedRequest) => PlannedRequest): Session => {
  const own: Session = {
    ...session,
    send: (request) => session.send(there(request)),
    sendTogether: (requests) => session.sendTogether(requests.map(there)),
    burst: (request, limits) => session.burst(there(request), limits),
    run: (scenario, parameters) =>
      session.run(
        defineScenario({
          id: `${scenario.id} ${where}`,
          run: (inner) => scenario.run(sharingMemory(sessionElsewhere(inner, where, there), memoryOf(own)), parameters),
        }),
        parameters,
      ),
  };
  return own;
};
