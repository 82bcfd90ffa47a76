import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { conventionsOf } from '../../../generators/body-members.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import { defineProbe } from '../../kit/define.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { includedValues, repeatedValues } from '../../subjects/repeated-values.ts';
import { anyBodyCost, anyBodyNeeds, type AnyBodyRun, type BodyClaim, judgeAnyBody, removable, runAnyBody } from './any-body-run.ts';
import { bodyIn } from './body-in.ts';

const observations = [repeatedValues, includedValues] as const;

export const anyBodyRepeated = defineProbe<AnyBodyRun>({
  id: 'properties/any-body-repeated',
  title: 'The answer to any creation shows the values that its body asked for, whatever else the body sets',
  why: 'A value that is lost as soon as another member is set, or as a text is long, is missed when it is needed.',
  fix: 'Carry each value through to the thing as it was sent, whatever other members are set.',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'collection',
  places: (contract) => {
    const creating = new Set(removable(contract).map(({ create }) => create?.key));
    return observations
      .flatMap((one) => one.places(contract))
      .filter((place) => place.operation !== null && creating.has(place.operation) && repeatsBody(contract, place));
  },
  needs: anyBodyNeeds,
  cost: () => anyBodyCost,
  measure: (place, session) => runAnyBody(session, resourceAt(session.contract, place), repetition(session.contract, place)),
  judge: (_, run) => judgeAnyBody(run),
});

const repeatsBody = ({ document }: Contract, place: Place): boolean => {
  const schema = valueAt(document, nodeOf(place));
  const { repeats, includes } = isObject(schema) ? conventionsOf(schema) : {};
  return includes !== undefined || repeats?.startsWith('$request.body') === true;
};

/** What a plain creation is judged by is what any creation is judged by. */
const repetition = (contract: Contract, place: Place): BodyClaim => ({
  wanted: { read: false, list: false },
  judge({ creation }) {
    if (!isSuccess(creation)) {
      return { kind: 'refused', reason: `A creation with ${bodyIn(creation)} was answered ${outcomeOf(creation)}`, exchanges: [creation] };
    }
    const seen = observations
      .flatMap((one) => one.observe(creation, contract))
      .filter((observed) => nodeOf(observed.place) === nodeOf(place));
    const broken = seen.find((one) => one.holds === false);
    if (!broken) return seen.length > 0 ? { kind: 'holds' } : undefined;
    const { code, where, expected, actual } = broken;
    return {
      kind: 'breaks',
      finding: { code, where, expected: `${expected}, of ${bodyIn(creation)}`, actual },
      exchanges: [creation],
    };
  },
});
