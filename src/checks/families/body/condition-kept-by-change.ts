import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { partsOf } from '../../../contract/infer/schema-parts.ts';
import type { ToldCondition } from '../../../contract/infer/told-conditions.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { conditionsIn, holdsFor } from '../../../generators/conditions.ts';
import { keepingConditions } from '../../../generators/kept-conditions.ts';
import { typesOf } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { makingFor } from '../../requests/usable-request.ts';
import { isControlled, onlyControlled } from '../../scenarios/calls/control.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import type { Look } from '../../scenarios/lifecycle/round-trip/results.ts';
import { make, onItem, readOf, withVersion } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { ifTried, type Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { refusesToldMistakes } from '../../subjects/mistaken-bodies.ts';
import { roundTrips, type Trip } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

/** A PATCH whose result has to keep to what the text of the creation says of members beside the values of others. */
type Kept = Subject & { readonly trip: Trip; readonly operation: Operation; readonly conditions: readonly ToldCondition[] };

/** "The result has to satisfy the same rules as a new lesson", "All rules apply to the outcome of the merge". */
const sameRules =
  /\b(?:result|outcome|merged|changed|patched|updated)\b[^.;]*\b(?:same rules|all rules|rules|satisf(?:y|ies)|be valid|is valid)\b|\b(?:same|all) (?:the )?(?:rules|conditions|checks)\b[^.;]*\b(?:result|outcome|merge|merged|changes?|changed|patch|patched|updates?|updated)\b/iu;
const unless = /\b(?:except|unless|but not|may|might|not all)\b/iu;

const saysSameRules = ({ document }: Contract, { location }: Operation): boolean =>
  [...saidIn(valueAt(document, nodeOf(location))), ...saidIn(document['info'])]
    .flatMap(sentencesOf)
    .some((sentence) => sameRules.test(sentence) && !unless.test(sentence));

const mayBeNull = ({ document }: Contract, { schema }: BodyMember): boolean =>
  typesOf(schema).includes('null') || partsOf(document, schema).some(({ nullable }) => nullable === true);

const kept = (contract: Contract): readonly Kept[] =>
  contract.standard.size === 0
    ? []
    : roundTrips(contract).flatMap((trip): readonly Kept[] => {
        const { patch, read } = trip;
        if (!patch || !read || !refusesToldMistakes(patch) || !saysSameRules(contract, patch)) return [];
        const cleared = new Set(
          bodyMembers(contract, patch)
            .filter((one) => mayBeNull(contract, one))
            .map(({ name }) => name),
        );
        const conditions = conditionsIn(contract, trip.create).filter(
          ({ rule, member, values }) => rule === 'required' && values !== undefined && cleared.has(member),
        );
        return conditions.length === 0 ? [] : [at(patch.location, { trip, operation: patch, conditions: conditions.slice(0, most) })];
      });

/** Most conditions of one change that are tried, each on a resource of its own. */
const most = 3;

type Tried = {
  readonly condition: ToldCondition;
  readonly before: Look;
  readonly exchange: Exchange;
  /** Undefined where the change was refused, or nothing shows the resource after it. */
  readonly after: Look | undefined;
};

type Result = { readonly creations: readonly Exchange[]; readonly tried: readonly Tried[]; readonly control: boolean };

/** A body by which a condition holds, with what it demands. */
const bodyFor = (session: Session, create: Operation, condition: ToldCondition, base: Resource): Resource => {
  const { contract } = session;
  const members = new Map(bodyMembers(contract, create).map(({ name, schema }) => [name, schema]));
  const { by, values } = condition;
  const deciding = holdsFor(contract.document, members, condition, base) ? base[by] : values?.[0];
  return keepingConditions(create, makingFor(session, 'kept-by-change'), { ...base, [by]: deciding }, [by]).value;
};

const tryOne = async (way: Way, operation: Operation, condition: ToldCondition): Promise<{ creation: Exchange; tried?: Tried }> => {
  const { session, trip } = way;
  const { member, by, values } = condition;
  const { id, exchange: creation } = await make(way, `keeps-${by}-${String(values?.[0])}`, (base) =>
    bodyFor(session, trip.create, condition, base),
  );
  const before = id === undefined ? undefined : await readOf(way, creation, id);
  const isMeant = before !== undefined && values?.includes(before.resource[by]) === true && (before.resource[member] ?? null) !== null;
  if (id === undefined || !before || !isMeant) return { creation };
  const body = withVersion(way, operation, { [member]: null }, before.resource);
  const exchange = await onItem(way, operation, creation, id, body, ['value-unusable']);
  const after = isSuccess(exchange) ? await readOf(way, creation, id) : undefined;
  return { creation, tried: { condition, before, exchange, after } };
};

export const conditionKeptByChange = defineProbe<Kept, Result>({
  id: 'body/condition-kept-by-change',
  title: 'A change does not take away what the value of another member needs, where its result has to keep to the same rules',
  why: 'A resource that was valid when it was created loses, by a later change, a member that every reader of the document relies on.',
  fix: 'Apply the rules for a new resource to the result of the change, and not only to the members that were sent.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: (contract) => [...kept(contract)],
  prerequisites: ({ trip, operation }, around) => prerequisitesOnOwn(trip.create, [operation], around),
  cost: ({ conditions }) => ({ requests: 6 * conditions.length + 5, creates: conditions.length + 1 }),
  async run({ trip, operation, conditions }, session) {
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const results = [];
    for (const condition of conditions) {
      const one = await ifTried(tryOne(way, operation, condition));
      if (one) results.push(one);
    }
    const tried = results.flatMap((one) => one.tried ?? []);
    const answers = tried.map(({ exchange }) => exchange);
    return {
      creations: results.map(({ creation }) => creation),
      tried,
      control: answers.length > 0 && (await isControlled(session, operation, answers)),
    };
  },
  judge({ operation }, { creations, tried, control }) {
    const answers = tried.map(({ exchange }) => exchange);
    const taken = tried.find(
      ({ condition, exchange, after }) =>
        isSuccess(exchange) &&
        statusOf(exchange) !== 202 &&
        after !== undefined &&
        (after.resource[condition.member] ?? null) === null &&
        condition.values?.includes(after.resource[condition.by]) === true,
    );
    if (taken?.after) {
      const { member, by } = taken.condition;
      const expected = `a refusal of ${operation.key} with null in "${member}", which ${JSON.stringify(taken.after.resource[by])} in "${by}" needs`;
      const finding = { code: 'condition-lost', where: `request body /${member}`, expected, actual: `status ${outcomeOf(taken.exchange)}` };
      return unconfirmed(fail(finding, [taken.after.exchange, taken.exchange, taken.before.exchange]));
    }
    const refused = tried.filter(({ exchange }) => [400, 409, 422].includes(statusOf(exchange) ?? 0));
    if (refused.length > 0) return onlyControlled(pass(refused.length), control, answers);
    return inconclusive('No resource with such a value came to be changed, or the change left the member as it was', [
      ...creations,
      ...answers,
    ]);
  },
});
