import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { BaseChoice, CredentialUse } from '../../../model/request.ts';
import { type CheckText, defineProbe, type Need, type Probe, type Surroundings, Undecidable } from '../../kit/define.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { withOptional } from '../../kit/optional-parts.ts';
import { judgeRefusal } from '../../kit/refusal.ts';
import { makeable } from '../../subjects/resource-at.ts';
import { sandboxNeeds } from '../../requests/sandbox-session.ts';
import type { Session } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { firstRead } from '../../subjects/first-read.ts';

type Word = 'sandboxOnLive' | 'liveOnSandbox';

type Measured = { readonly read: Exchange; readonly creation: Exchange | Skipped | undefined };

const sandbox: BaseChoice = { kind: 'named', name: 'sandbox' };

/** A probe that calls one environment with the key of the other, each of which works where it belongs. */
export const defineEnvironmentProbe = ({ word, ...text }: Omit<CheckText, 'reads'> & { readonly word: Word }): Probe<Measured> =>
  defineProbe<Measured>({
    ...text,
    reads: `auth.environments.${word}`,
    phase: 'mutate',
    stage: 'refusals',
    alone: 'nothing',
    places: (contract) =>
      contract.conventions.auth?.environments?.[word] === undefined ? [] : firstRead(contract).map(({ place }) => place),
    needs: (_place, around) => environmentNeeds(around),
    cost: () => ({ requests: 4, creates: 0 }),
    measure: (place, session) => {
      const operation = operationOf(session.contract, place.operation ?? '');
      return word === 'sandboxOnLive' ? sandboxOnLive(session, operation) : liveOnSandbox(session, operation);
    },
    judge(_place, { read, creation }, { contract }) {
      const convention = contract.conventions.auth?.environments?.[word];
      const expected = statuses(convention, 'access');
      const wrong = statuses({ status: '4XX' }, 'access').filter((status) => !expected.includes(status));
      const verdict = (exchange: Exchange) =>
        judgeRefusal(exchange, {
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

const environmentNeeds = (around: Surroundings): Need[] => {
  const sentence = 'a target of the live environment, beside which the sandbox stands under urls.sandbox';
  return [
    ...sandboxNeeds(around),
    ...(around.target.environment === 'sandbox' ? [{ kind: 'config' as const, path: 'environment', sentence }] : []),
  ];
};

const ask = (
  session: Session,
  operation: Operation,
  credential: CredentialUse,
  base: BaseChoice | undefined,
  isWanted: boolean,
): Promise<Exchange> =>
  session.send({
    ...smallRead(session, operation),
    ...(base ? { base } : {}),
    credential,
    faults: isWanted ? [] : ['credential-invalid'],
  });

/** @throws {Undecidable} unless the answer is as it ought to be. */
const proven = (exchange: Exchange, isRight: boolean, what: string): void => {
  if (!isRight) throw new Undecidable(`${what} was answered ${outcomeOf(exchange)}`, [exchange]);
};

const key: CredentialUse = { kind: 'valid', name: 'key' };
const test: CredentialUse = { kind: 'valid', name: 'test' };

const sandboxOnLive = async (session: Session, operation: Operation): Promise<Measured> => {
  const control = await ask(session, operation, test, sandbox, true);
  proven(control, isSuccess(control), 'A read in the sandbox with its own key');
  const read = await ask(session, operation, test, undefined, false);
  const create = removableCreation(session.contract);
  if (!create || !isAllowed(create, session.target)) return { read, creation: undefined };
  const creating = async (): Promise<Exchange> =>
    session.send({ ...usableRequest(session, create, 'sandbox-key'), credential: test, faults: ['credential-invalid'] });
  return { read, creation: await orSkipped(creating()) };
};

const liveOnSandbox = async (session: Session, operation: Operation): Promise<Measured> => {
  const control = await ask(session, operation, key, undefined, true);
  proven(control, isSuccess(control), 'A read with the live key');
  const nobody = await ask(session, operation, { kind: 'none' }, sandbox, false);
  proven(nobody, statusOf(nobody) === 401, 'A read in the sandbox without a key');
  return { read: await ask(session, operation, key, sandbox, false), creation: undefined };
};

const removableCreation = (contract: Contract): Operation | undefined =>
  makeable(contract).find(({ create, remove }) => create?.secured === true && remove !== undefined)?.create;
