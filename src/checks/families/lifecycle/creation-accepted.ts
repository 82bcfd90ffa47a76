import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Verdict } from '../../../model/verdict.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { declarationFor } from '../../../contract/responses.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { prerequisitesToCreate } from '../../subjects/creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { refusedCreation, type RefusedCreation } from '../../scenarios/lifecycle/refused-creation.ts';
import { createdOnceListed, type Repeated } from '../../scenarios/lifecycle/once-listed.ts';
import { listedValuesOf } from '../../scenarios/bodies/setting-rows.ts';
import { triedOthers } from '../../scenarios/bodies/tried-setting.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { livesWith } from '../../subjects/resources.ts';
import type { Session } from '../../kit/session.ts';
import { statusFinding } from '../../kit/status-finding.ts';
import { hasStatus, isDeclaredSuccess, isExact, isRedirect, successWords } from '../../kit/success.ts';

/** Statuses that blame the path, the method or the media type, all of which are documented. */
const wrong: readonly number[] = [404, 405, 415, 501];

/** Statuses that blame the body, in which a value need not exist on the server. */
const unusable: readonly number[] = [400, 422];

type Result = RefusedCreation & {
  /** Creations with values that listed resources show, where the first one was refused because of its body. */
  readonly others: readonly Exchange[];
  /** Does the list show resources with such values? */
  readonly isListed: boolean;
  /** The creation sent again, where the server answered as if a resource that its body names did not exist. */
  readonly repeated: Repeated;
};

export const creationAccepted = defineProbe({
  id: 'lifecycle/creation-accepted',
  title: 'A creation as documented is answered with its documented status',
  why: 'A client takes another status for a failure, or waits for something that was done long ago.',
  fix: 'Accept the documented body at the documented path and method, and answer with the documented status.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => livesWith(contract, 'create'),
  prerequisites: (creation, around) => prerequisitesToCreate(creation, around),
  cost: () => ({ requests: 30, creates: 1 }),
  async run({ resourceType, operation }, session): Promise<Result> {
    const refused = await session.run(refusedCreation, { resourceType: resourceType.name });
    const repeated = await session.run(createdOnceListed, { operation: operation.key });
    return { ...refused, repeated, ...(await withListed(session, operation, refused.creation)) };
  },
  judge({ operation, resourceType }, { creation, found, others, isListed, repeated }, { contract, target }) {
    if (resourceType.presumed) return judgePresumed(operation, creation);
    const again = repeated.kind === 'again' ? [repeated.exchange] : [];
    if ([creation, ...others, ...again].some((one) => isDeclaredSuccess(operation, one))) return pass(1);
    const finding = statusFinding(creation, `${successWords(operation)} to a creation as documented`);
    if (isSuccess(creation)) return fail({ code: 'other-success', ...finding }, [creation]);
    const isOurs = Object.keys(target.values[operation.key] ?? {}).length > 0;
    if (repeated.kind === 'unsure' || again.some((one) => !hasStatus(one, wrong))) {
      return inconclusive(`${operation.key} names a resource that was just created, and was answered ${outcomeOf(creation)}`, [
        creation,
        ...again,
      ]);
    }
    const isKnown = !isExact(operation) && !isGuessed(operation, contract) && (isOurs || isListed);
    const isRefused = isKnown && [creation, ...others].every((one) => hasStatus(one, unusable));
    if (isRefused || hasStatus(creation, wrong)) return fail({ code: 'creation-refused', ...finding }, [creation, ...others]);
    // A redirect may name another address for the request, unless one status is documented or the request was done here.
    const isElsewhere = isRedirect(creation) && (isExact(operation) || found !== undefined);
    if (isElsewhere) return fail({ code: 'creation-refused', ...finding }, found ? [creation, found] : [creation]);
    return inconclusive(`${operation.key} was answered ${outcomeOf(creation)}`, [creation]);
  },
});

/** Does an operation describe no success, and the status that it was answered with: nothing promises that anything is created. */
const isAnsweredAsDescribed = ({ responses }: Operation, creation: Exchange): boolean =>
  !responses.some(({ status }) => /^(?:2|default)/u.test(status)) && declarationFor(responses, statusOf(creation) ?? 0) !== undefined;

/**
 * Of a resource type that is only inferred: other checks judge whether a status is documented, and a 404 may be about what the body refers to.
 */
const judgePresumed = (operation: Operation, creation: Exchange): Verdict => {
  if (isSuccess(creation)) return pass(1);
  const finding = statusFinding(creation, `${successWords(operation)} to a creation as documented`);
  if (hasStatus(creation, [405, 501]) && !isAnsweredAsDescribed(operation, creation))
    return fail({ code: 'creation-refused', ...finding }, [creation]);
  return inconclusive(`${operation.key} was answered ${outcomeOf(creation)}`, [creation]);
};

/** Is the schema of the body a guess (`x-inferred`)? Then an error response to it proves nothing. */
const isGuessed = ({ body }: Operation, contract: Contract): boolean => {
  const node = body && valueAt(contract.document, nodeOf(body.location));
  return isObject(node) && node['x-inferred'] === true;
};

/** The only member whose value may not exist on the server, where listed resources show values that do. */
const doubtfulMember = (contract: Contract, operation: Operation): BodyMember | undefined => {
  const given = bodyMembers(contract, operation).filter(({ required, conventions }) => required && conventions.fresh !== true);
  const [only, ...others] = given;
  return others.length === 0 && only?.conventions.shownAt !== undefined ? only : undefined;
};

const withListed = async (session: Session, operation: Operation, creation: Exchange): Promise<Pick<Result, 'others' | 'isListed'>> => {
  const member = doubtfulMember(session.contract, operation);
  if (!member || isExact(operation) || !hasStatus(creation, unusable)) return { others: [], isListed: false };
  const isListed = (await listedValuesOf(session, operation, member)).length > 0;
  const others = await orSkipped(triedOthers(session, operation, member));
  return isSkipped(others) ? { others: [], isListed: false } : { others, isListed };
};
