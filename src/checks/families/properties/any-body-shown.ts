import { isSuccess } from '../../../contract/message.ts';
import type { Contract, ResourceType } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { conventionsOf } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf, type Location } from '../../../model/location.ts';
import { at } from '../../kit/define.ts';
import { isScalar } from '../../../model/json.ts';
import type { MadeOfBody } from '../../scenarios/bodies/generated-bodies.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { sharedLocations } from '../../subjects/steady-members.ts';
import { includedValues, repeatedValues } from '../../subjects/repeated-values.ts';
import { shownResource, type Resource } from '../../subjects/shown-resource.ts';
import { type BodyClaim, bodyIn, type BodyTrial, defineAnyBody, refusedBody, removable } from './any-body-run.ts';

const observations = [repeatedValues, includedValues] as const;

export const anyBodyRepeated = defineAnyBody({
  id: 'properties/any-body-repeated',
  title: 'The answer to any creation shows the values that its body asked for, whatever else the body sets',
  why: 'A value that gets lost when another member is set, or when a text is long, is missing when it is needed.',
  fix: 'Store each value as it was sent, whatever other members are set.',
  over(contract) {
    const resourceTypes = removable(contract);
    return observations
      .flatMap((one) => one.locations(contract))
      .filter((location) => repeatsBody(contract, location))
      .flatMap((location) => {
        const resourceType = resourceTypes.find(({ create }) => create.key === location.operation);
        return resourceType ? [at(location, { resourceType })] : [];
      });
  },
  claim: ({ location }, contract) => repetition(contract, location),
});

const repeatsBody = ({ document }: Contract, location: Location): boolean => {
  const schema = valueAt(document, nodeOf(location));
  const { repeats, includes } = isObject(schema) ? conventionsOf(schema) : {};
  return includes !== undefined || repeats?.startsWith('$request.body') === true;
};

/** Judges any creation as a plain creation is judged. */
const repetition = (contract: Contract, location: Location): BodyClaim => ({
  wanted: { read: false, list: false },
  judge({ creation }) {
    if (!isSuccess(creation)) return refusedBody(creation);
    const seen = observations
      .flatMap((one) => one.observe(creation, contract))
      .filter((observed) => nodeOf(observed.location) === nodeOf(location));
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

export const anyBodyShownAlike = defineAnyBody({
  id: 'properties/any-body-shown-alike',
  title: 'The answer to any creation, a read and the list show the same values, whatever the creation asked for',
  why: 'A client keeps the values of one answer; where the next answer shows others, it cannot know which are true.',
  fix: 'Make every answer from the same stored resource, and cut no value short in any of them.',
  over: (contract) =>
    removable(contract).flatMap((resourceType) => {
      const operation = resourceType.read ?? resourceType.collection?.operation;
      return operation ? [at(operation.location, { resourceType })] : [];
    }),
  claim: ({ resourceType }, contract) => likeness(contract, resourceType),
});

type Shown = { readonly word: 'creation' | 'read' | 'list'; readonly exchange: Exchange; readonly resource: Resource };

const answersIn = (resourceType: ResourceType, { creation, id, read, list }: MadeOfBody): Shown[] => {
  const all = [
    { word: 'creation', exchange: creation, resource: id === undefined ? undefined : shownResource(resourceType, 'create', creation, id) },
    { word: 'read', exchange: read, resource: read && id !== undefined ? shownResource(resourceType, 'read', read, id) : undefined },
    { word: 'list', exchange: list?.exchange, resource: id === undefined ? undefined : list?.shown.get(id) },
  ] as const;
  return all.flatMap(({ word, exchange, resource }) => (exchange && resource ? [{ word, exchange, resource }] : []));
};

const likeness = (contract: Contract, resourceType: ResourceType): BodyClaim => ({
  wanted: { read: resourceType.read !== undefined, list: resourceType.collection !== undefined },
  judge(made): BodyTrial | undefined {
    const { creation } = made;
    if (!isSuccess(creation)) return refusedBody(creation);
    const [first, ...others] = answersIn(resourceType, made);
    let judged = 0;
    for (const other of first ? others : []) {
      for (const location of sharedLocations(contract, resourceType)) {
        const [expected, actual] = [first && valueAt(first.resource, location), valueAt(other.resource, location)];
        // Objects may be shown in full in one answer and in short in another.
        if (!first || !isScalar(expected) || !isScalar(actual) || typeof expected !== typeof actual) continue;
        judged += 1;
        if (isSameValue(expected, actual)) continue;
        const finding = {
          code: 'answers-differ',
          where: `${location}, ${first.word} and ${other.word}`,
          expected: `${written(expected)}, as in the ${first.word} of a creation with ${bodyIn(creation)}`,
          actual: written(actual),
        };
        return { kind: 'breaks', finding, exchanges: [other.exchange, first.exchange] };
      }
    }
    return judged > 0 ? { kind: 'holds' } : undefined;
  },
});
