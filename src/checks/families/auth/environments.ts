import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { BaseChoice, CredentialUse } from '../../../model/request.ts';
import { type CheckText, defineProbe, type ProbePrerequisite, type Probe, type Surroundings, Undecidable } from '../../kit/define.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { withOptional } from '../../kit/join-locations.ts';
import { judgeErrorResponse } from '../../kit/error-response.ts';
import { makeableResourceTypes } from '../../subjects/resources.ts';
import { sandboxPrerequisites } from '../../requests/sandbox-session.ts';
import type { Session } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { firstRead, type JudgedOperation } from '../../subjects/secured-operations.ts';

type Word = 'sandboxOnLive' | 'liveOnSandbox';

type Result = { readonly read: Exchange; readonly creation: Exchange | Skipped | undefined };

const sandbox: BaseChoice = { kind: 'named', name: 'sandbox' };

/** A probe that calls one environment with the key of the other. Each key works in its own environment. */
const defineEnvironmentProbe = ({ word, ...text }: Omit<CheckText, 'reads'> & { readonly word: Word }): Probe<Result> =>
  defineProbe<JudgedOperation, Result>({
    ...text,
    reads: `auth.environments.${word}`,
    phase: 'mutate',
    stage: 'refusals',
    exclusive: 'nothing',
    over: (contract) => (contract.conventions.auth?.environments?.[word] === undefined ? [] : firstRead(contract)),
    prerequisites: (_read, around) => environmentPrerequisites(around),
    cost: () => ({ requests: 4, creates: 0 }),
    run: ({ operation }, session) => (word === 'sandboxOnLive' ? sandboxOnLive(session, operation) : liveOnSandbox(session, operation)),
    judge(_read, { read, creation }, { contract }) {
      const convention = contract.conventions.auth?.environments?.[word];
      const expected = statuses(convention, 'access');
      const wrong = statuses({ status: '4XX' }, 'access').filter((status) => !expected.includes(status));
      const verdict = (exchange: Exchange) =>
        judgeErrorResponse(exchange, {
          expected,
          words: statusWords(convention),
          wrong,
          code: 'other-environment',
          where: 'credential',
          mistake: `${exchange.request.operation ?? 'a call'} with a key of the other environment`,
        });
      const parts = creation === undefined ? [] : [isSkipped(creation) ? creation : verdict(creation)];
      return withOptional(verdict(read), parts);
    },
  });

const environmentPrerequisites = (around: Surroundings): ProbePrerequisite[] => {
  const sentence = 'a target in the live environment, with the address of its sandbox in urls.sandbox';
  return [
    ...sandboxPrerequisites(around),
    ...(around.target.environment === 'sandbox' ? [{ kind: 'config' as const, path: 'environment', sentence }] : []),
  ];
};

const ask = (
  session: Session,
  operation: Operation,
  credential: CredentialUse,
  base: BaseChoice | undefined,
  isAccepted: boolean,
): Promise<Exchange> =>
  session.send({
    ...smallRead(session, operation),
    ...(base ? { base } : {}),
    credential,
    faults: isAccepted ? [] : ['credential-invalid'],
  });

/** @throws {Undecidable} unless the control was answered as expected. */
const requireProof = (exchange: Exchange, isRight: boolean, what: string): void => {
  if (!isRight) throw new Undecidable(`${what} was answered ${outcomeOf(exchange)}`, [exchange]);
};

const key: CredentialUse = { kind: 'valid', name: 'key' };
const test: CredentialUse = { kind: 'valid', name: 'test' };

const sandboxOnLive = async (session: Session, operation: Operation): Promise<Result> => {
  const control = await ask(session, operation, test, sandbox, true);
  requireProof(control, isSuccess(control), 'A read in the sandbox with its own key');
  const read = await ask(session, operation, test, undefined, false);
  const create = removableCreation(session.contract);
  if (!create || !isAllowed(create, session.target)) return { read, creation: undefined };
  const creating = async (): Promise<Exchange> =>
    session.send({ ...usableRequest(session, create, 'sandbox-key'), credential: test, faults: ['credential-invalid'] });
  return { read, creation: await orSkipped(creating()) };
};

const liveOnSandbox = async (session: Session, operation: Operation): Promise<Result> => {
  const control = await ask(session, operation, key, undefined, true);
  requireProof(control, isSuccess(control), 'A read with the live key');
  const unauthenticated = await ask(session, operation, { kind: 'none' }, sandbox, false);
  requireProof(unauthenticated, statusOf(unauthenticated) === 401, 'A read in the sandbox without a key');
  return { read: await ask(session, operation, key, sandbox, false), creation: undefined };
};

const removableCreation = (contract: Contract): Operation | undefined =>
  makeableResourceTypes(contract).find(({ create, remove }) => create.secured && remove !== undefined)?.create;

export const environmentSandboxOnLive = defineEnvironmentProbe({
  id: 'auth/environment-sandbox-on-live',
  title: 'A key of the sandbox is refused in the live environment',
  why: 'Sandbox keys are handed out freely; one that works on real data does real harm.',
  fix: 'Look the credential up in the environment that is called, and answer as for an unknown credential.',
  word: 'sandboxOnLive',
});

export const environmentLiveOnSandbox = defineEnvironmentProbe({
  id: 'auth/environment-live-on-sandbox',
  title: 'A live key is refused in the sandbox',
  why: 'A live key that works in the sandbox ends up in trial code, where keys are not protected.',
  fix: 'Look the credential up in the environment that is called, and answer as for an unknown credential.',
  word: 'liveOnSandbox',
});
