import { statuses } from '../../contract/conventions-at.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { operationOf } from '../../contract/operation.ts';
import { type Need, defineProbe, NotTried, type Surroundings } from '../define.ts';
import { type ActedWithoutPermission, actedWithoutPermission } from '../measurements/acted-without-permission.ts';
import { creationWith } from '../measurements/creation-with.ts';
import { workingRead } from '../measurements/working-read.ts';
import { needsFor, permissionsFor } from '../needs.ts';
import { judgeRefusal } from '../refusal.ts';
import { securedOperations } from '../secured-operations.ts';
import { slowNeeds } from '../slow-needs.ts';
import { creatorOf } from './creator-of.ts';
import { firstRead } from './first-read.ts';

const creates = ({ effect }: Operation): boolean => effect === 'creates' || effect === 'creates-permanently';

/** Changes that a credential for reading only may not make: what creates, and what acts on something that can be created. */
const guarded = (contract: Contract): Operation[] =>
  securedOperations(contract).filter(
    (operation) =>
      statuses(operation.conventions.auth?.forbidden).length > 0 &&
      firstRead(contract).length > 0 &&
      (creates(operation) || creatorOf(contract, operation) !== undefined),
  );

export const permissionMissingRefused = defineProbe<ActedWithoutPermission>({
  id: 'auth/permission-missing-refused',
  title: 'A valid credential that may not change anything is refused with the documented status when it tries to',
  why: 'Credentials for reading are handed out because they can do no harm; another status sends people looking for the wrong mistake.',
  fix: 'Compare what the credential may do with what the operation does, before anything is done, and answer the documented status.',
  reads: 'auth.forbidden',
  phase: 'mutate',
  alone: 'collection',
  places: (contract) => guarded(contract).map(({ place }) => place),
  needs: (place, around) => needsOf(operationOf(around.contract, place.operation ?? ''), around),
  cost: (place, { contract }) => {
    const acts = !creates(operationOf(contract, place.operation ?? ''));
    // What is acted on is created once for every check that needs a thing of ours.
    return { requests: acts ? 60 : 2, creates: acts ? 1 : 0 };
  },
  async measure(place, session) {
    const { contract } = session;
    const operation = operationOf(contract, place.operation ?? '');
    const [read] = firstRead(contract);
    await workingRead(session, read?.key ?? '', 'restricted');
    if (creates(operation)) {
      const parameters = { operation: operation.key, credential: 'restricted', fault: 'credential-forbidden' } as const;
      return { answer: await session.measure(creationWith, parameters), seen: undefined };
    }
    const create = creatorOf(contract, operation);
    if (!create) throw new NotTried('not-applicable', `Nothing can be created that ${operation.key} acts on`);
    return session.measure(actedWithoutPermission, { create: create.key, action: operation.key });
  },
  judge(place, { answer, seen }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const { auth } = operation.conventions;
    const expected = statuses(auth?.forbidden);
    // Something that the credential does not even see may well not exist for it.
    const names = operation.parameters.some((one) => one.in === 'path');
    const absent = names && seen !== true ? [] : [404];
    const wrong = [401, ...statuses(auth?.unauthenticated), ...absent].filter((status) => !expected.includes(status));
    const mistake = `${operation.key} with a credential that may only read`;
    return judgeRefusal(answer, { expected, wrong, code: 'permission-missing', where: 'credential', mistake });
  },
});

const needsOf = (operation: Operation, around: Surroundings): Need[] => {
  const create = creates(operation) ? operation : creatorOf(around.contract, operation);
  const needs: Need[] = create ? needsFor(create, around) : [];
  const kept = new Set(needs.flatMap((need) => (need.kind === 'permission' ? [need.permission] : [])));
  const own = permissionsFor(operation).filter((need) => need.kind !== 'permission' || !kept.has(need.permission));
  const slow = creates(operation) ? [] : slowNeeds(around.target, ['created.settled', 'action.through']);
  return [...own, ...needs, ...slow, { kind: 'credential', name: 'restricted' }];
};
