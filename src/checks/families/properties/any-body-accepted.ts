import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { defineProbe } from '../../kit/define.ts';
import { creatorOf } from '../../scenarios/lifecycle/things.ts';
import { resourceAt, resourcePlaces } from '../../subjects/resource-at.ts';
import { hasStatus, isExact, isRedirect, successWords } from '../../kit/story.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { isSuccess } from '../../../contract/message.ts';
import {
  anyBodyCost,
  anyBodyNeeds,
  type AnyBodyRun,
  type BodyClaim,
  type BodyTrial,
  isRemovable,
  judgeAnyBody,
  runAnyBody,
} from './any-body-run.ts';
import { bodyIn } from './body-in.ts';

/** Refusals that blame the method, which the document prints. */
const wrong: readonly number[] = [405, 501];

/** Refusals that may be about a value in the body. */
const unusable: readonly number[] = [400, 404, 422];

export const anyBodyAccepted = defineProbe<AnyBodyRun>({
  id: 'properties/any-body-accepted',
  title: 'Any valid body is accepted, whichever of its members are set together',
  why: 'Whoever follows the documentation learns only by trying which of the documented values go together.',
  fix: 'Accept every combination of documented values, or document those that are refused.',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'collection',
  places: (contract) => resourcePlaces(contract, 'create', isRemovable),
  needs: anyBodyNeeds,
  cost: () => anyBodyCost,
  async measure(place, session) {
    const resource = resourceAt(session.contract, place);
    return runAnyBody(session, resource, acceptance(creatorOf(resource)));
  },
  judge: (_, run) => judgeAnyBody(run),
});

/** A refusal counts where the document limits every value of the body itself, so that nothing in it may be unknown over there. */
const acceptance = (operation: Operation): BodyClaim => ({
  wanted: { read: false, list: false },
  judge({ creation, draw }, open): BodyTrial {
    if (isDeclaredSuccess(operation, creation)) return { kind: 'holds' };
    const finding = {
      where: 'status',
      expected: `${successWords(operation)} to a creation with ${bodyIn(creation)}`,
      actual: `status ${outcomeOf(creation)}`,
    };
    const exchanges = [creation] as const;
    if (isSuccess(creation)) return { kind: 'breaks', finding: { code: 'other-success', ...finding }, exchanges };
    const isElsewhere = isRedirect(creation) && isExact(operation);
    if (isElsewhere || hasStatus(creation, wrong))
      return { kind: 'breaks', finding: { code: 'valid-body-refused', ...finding }, exchanges };
    const isUnusable = hasStatus(creation, unusable);
    const doubtful = Object.keys(draw).filter((name) => open.has(name));
    if (isUnusable && doubtful.length === 0) return { kind: 'breaks', finding: { code: 'valid-body-refused', ...finding }, exchanges };
    const reason = `A creation with ${bodyIn(creation)} was answered ${outcomeOf(creation)}`;
    if (isUnusable) return { kind: 'refused', reason: `${reason}; ${doubtful.join(', ')} may have limits of their own`, exchanges };
    const isTaken = statusOf(creation) === 409;
    return { kind: isTaken ? 'refused' : 'open', reason: `${reason}, for a reason of its own`, exchanges };
  },
});
