import { isSuccess } from '../../../contract/message.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { conventionsOf } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import { at } from '../../kit/define.ts';
import { isScalar } from '../../../model/json.ts';
import type { MadeOfBody } from '../../scenarios/bodies/generated-bodies.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { sharedPlaces } from '../../subjects/steady-members.ts';
import { includedValues, repeatedValues } from '../../subjects/repeated-values.ts';
import { shownThing, type Thing } from '../../subjects/shown-thing.ts';
import { type BodyClaim, bodyIn, type BodyTrial, defineAnyBody, refusedBody, removable } from './any-body-run.ts';

const observations = [repeatedValues, includedValues] as const;

export const anyBodyRepeated = defineAnyBody({
  id: 'properties/any-body-repeated',
  title: 'The answer to any creation shows the values that its body asked for, whatever else the body sets',
  why: 'A value that is lost as soon as another member is set, or as a text is long, is missed when it is needed.',
  fix: 'Carry each value through to the thing as it was sent, whatever other members are set.',
  over(contract) {
    const resources = removable(contract);
    return observations
      .flatMap((one) => one.places(contract))
      .filter((place) => repeatsBody(contract, place))
      .flatMap((place) => {
        const resource = resources.find(({ create }) => create.key === place.operation);
        return resource ? [at(place, { resource })] : [];
      });
  },
  claim: ({ location }, contract) => repetition(contract, location),
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
    if (!isSuccess(creation)) return refusedBody(creation);
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

export const anyBodyShownAlike = defineAnyBody({
  id: 'properties/any-body-shown-alike',
  title: 'Whatever a creation asked for, its answer, a read and the list show the same values',
  why: 'A client keeps what one answer told it; where the next one says something else, it cannot know which is true.',
  fix: 'Make every answer from the same stored thing, and cut no value in one of them.',
  over: (contract) =>
    removable(contract).flatMap((resource) => {
      const operation = resource.read ?? resource.collection?.operation;
      return operation ? [at(operation.place, { resource })] : [];
    }),
  claim: ({ resource }, contract) => likeness(contract, resource),
});

type Shown = { readonly word: 'creation' | 'read' | 'list'; readonly exchange: Exchange; readonly thing: Thing };

const answersIn = (resource: Resource, { creation, id, read, list }: MadeOfBody): Shown[] => {
  const all = [
    { word: 'creation', exchange: creation, thing: id === undefined ? undefined : shownThing(resource, 'create', creation, id) },
    { word: 'read', exchange: read, thing: read && id !== undefined ? shownThing(resource, 'read', read, id) : undefined },
    { word: 'list', exchange: list?.exchange, thing: id === undefined ? undefined : list?.shown.get(id) },
  ] as const;
  return all.flatMap(({ word, exchange, thing }) => (exchange && thing ? [{ word, exchange, thing }] : []));
};

const likeness = (contract: Contract, resource: Resource): BodyClaim => ({
  wanted: { read: resource.read !== undefined, list: resource.collection !== undefined },
  judge(made): BodyTrial | undefined {
    const { creation } = made;
    if (!isSuccess(creation)) return refusedBody(creation);
    const [first, ...others] = answersIn(resource, made);
    let judged = 0;
    for (const other of first ? others : []) {
      for (const place of sharedPlaces(contract, resource)) {
        const [expected, actual] = [first && valueAt(first.thing, place), valueAt(other.thing, place)];
        // Objects may be shown in full in one answer and in short in another.
        if (!first || !isScalar(expected) || !isScalar(actual) || typeof expected !== typeof actual) continue;
        judged += 1;
        if (isSameValue(expected, actual)) continue;
        const finding = {
          code: 'answers-differ',
          where: `${place}, ${first.word} and ${other.word}`,
          expected: `${written(expected)}, as in the ${first.word} of a thing with ${bodyIn(creation)}`,
          actual: written(actual),
        };
        return { kind: 'breaks', finding, exchanges: [other.exchange, first.exchange] };
      }
    }
    return judged > 0 ? { kind: 'holds' } : undefined;
  },
});
