import { answerOf, isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { declarationFor } from '../../../contract/responses.ts';
import { conventionsOf } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isObject } from '../../../model/json.ts';
import { nodeOf, type Location, locationKey } from '../../../model/location.ts';
import type { Fact } from '../../../model/verdict.ts';
import { at, defineProbe, inconclusive, observed, type Subject } from '../../kit/define.ts';
import { factOf, valueKind } from '../../kit/facts.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { joinLocations } from '../../kit/join-locations.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { referenceTraversal, singlePages } from '../../scenarios/paging/traversal.ts';
import { wholeList } from '../../scenarios/paging/whole-list.ts';
import { collectionAt } from '../../subjects/collection.ts';
import { makeableResourceTypes } from '../../subjects/resources.ts';
import { memberLocations, membersIn, type MemberSeen } from '../../subjects/schema-members.ts';
import { jsonContent } from '../../../contract/asked-content.ts';

/** A declared member of the successes of an operation; `collection`: the list that the operation reads. */
type Member<C = Collection | undefined> = Subject & { readonly operation: Operation; readonly collection: C };

/** Every declared member of the successes of an operation. */
const membersOf = <C>(contract: Contract, operation: Operation, collection: C): Member<C>[] =>
  operation.responses
    .filter(({ status }) => status.startsWith('2'))
    .flatMap(({ content }) => jsonContent(content)?.schemaLocation ?? [])
    .flatMap((schema) => memberLocations(contract, schema).map((location) => at(location, { operation, collection })));

/** The values of answers at a declared member. */
const seenOf = (contract: Contract, { operation, location }: Member, exchanges: readonly Exchange[]): MemberSeen[] =>
  exchanges
    .flatMap((exchange) => {
      const answer = answerOf(exchange);
      const schema = answer && jsonContent(declarationFor(operation.responses, answer.status)?.content ?? [])?.schemaLocation;
      return schema && isDeclaredSuccess(operation, exchange) ? membersIn(contract, schema, jsonOf(exchange)) : [];
    })
    .filter((seen) => locationKey(seen.location) === locationKey(location));

const schemaAt = (contract: Contract, location: Location): Readonly<Record<string, unknown>> => {
  const schema = valueAt(contract.document, nodeOf(location));
  return isObject(schema) ? schema : {};
};

/** More different values than this are no set that could be documented. */
const mostValues = 40;

/** The prefix of the values that a run makes up, which differ from run to run. */
const ours = 'ct-';

export const valuesRecorded = defineProbe({
  id: 'schema/values-recorded',
  title: 'The values of a member are recorded where the documentation shows some and does not exclude others',
  why: 'Clients branch on the values they have seen; the record shows which there are, and when a new one comes.',
  fix: 'Nothing has to be fixed. Document every value, or state that others may come.',
  phase: 'mutate',
  stage: 'opening',
  exclusive: 'collection',
  /** Members with forms are recorded by `schema/value-forms-recorded`. */
  over: (contract) =>
    [...contract.collections.map(({ operation }) => operation), ...makeableResourceTypes(contract).flatMap(({ create }) => create ?? [])]
      .flatMap((operation): Member[] => membersOf(contract, operation, collectionAt(contract, operation.key)))
      .filter(({ location }) => conventionsOf(schemaAt(contract, location)).forms === undefined),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: ({ collection }) => (collection ? { requests: 20, creates: 0 } : { requests: 5, creates: 1 }),
  async run({ operation, collection }, session): Promise<readonly Exchange[]> {
    if (collection) return (await wholeList(session, collection)).exchanges;
    return [(await session.run(created, { operation: operation.key })).exchange];
  },
  judge(member, exchanges, { contract }) {
    const { operation, location } = member;
    const seen = seenOf(contract, member, exchanges);
    const values = seen
      .map(({ value }) => (typeof value === 'string' ? value : valueKind(value)))
      .filter((value) => !value.startsWith(ours));
    const [first] = seen;
    if (!first || values.length === 0) {
      const refused = exchanges.find((exchange) => !isSuccess(exchange));
      return inconclusive(refused ? `The call was answered ${outcomeOf(refused)}` : 'No value was seen', exchanges);
    }
    const all = [...new Set(values)].sort();
    const { examples } = schemaAt(contract, location);
    const printed = Array.isArray(examples) ? examples.filter((value) => typeof value === 'string') : [];
    return observed([
      factOf('value.set', operation.key, {
        member: first.at,
        values: all.length > mostValues ? `more than ${mostValues}` : all,
        ...(printed.length > 0 ? { printed: Object.fromEntries(printed.map((value) => [value, all.includes(value)])) } : {}),
      }),
    ]);
  },
  /** One location with values is enough: the list of an account without resources shows none. */
  join(judged) {
    const facts = judged.flatMap(({ verdict }) => (verdict.kind === 'observed' ? verdict.facts : []));
    return facts.length > 0 ? observed(facts) : joinLocations(judged);
  },
});

export const valueFormsRecorded = defineProbe({
  id: 'schema/value-forms-recorded',
  title: 'The presence of a member and the form of its values are recorded where they are not documented',
  why: 'Clients cut ids apart and compare cursors although their form is not documented; the record shows when it changes.',
  fix: 'Nothing has to be fixed. State in the documentation which values are opaque.',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => contract.collections.flatMap((collection) => membersOf(contract, collection.operation, collection)),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 7, creates: 0 }),
  async run({ operation, collection }, session): Promise<readonly Exchange[]> {
    if (collection.pages.length === 0) return [await session.run(plainRead, { operation: operation.key })];
    const [large, small] = [await referenceTraversal(session, collection, 'first'), await singlePages(session, collection)];
    return [...large.pages, ...small.pages];
  },
  judge(member, exchanges, { contract }) {
    const { collection, location } = member;
    const seen = seenOf(contract, member, exchanges);
    const [first] = seen;
    if (!first) return inconclusive('No answer was seen that could have the member', exchanges);
    const facts = factsAbout(
      contract,
      collection,
      location,
      first.at,
      seen.map(({ value }) => value),
    );
    return facts.length > 0 ? observed(facts) : inconclusive('The member had no text with a form', exchanges);
  },
});

/** Which values fit each form that the contract names; without forms, the kinds of the values. */
const factsAbout = (
  contract: Contract,
  { operation }: Collection,
  location: Location,
  member: string,
  values: readonly unknown[],
): Fact[] => {
  const { forms } = conventionsOf(schemaAt(contract, location));
  if (!forms) {
    const kinds = [...new Set(values.map(valueKind))].sort();
    return [factOf('value.presence', operation.key, { member, kinds })];
  }
  const texts = values.filter((value): value is string => typeof value === 'string' && value !== '');
  if (texts.length === 0) return [];
  const fits = Object.entries(forms).map(([name, form]) => [name, fitOf(texts, new RegExp(form, 'u'))]);
  return [factOf('value.forms', operation.key, { member, forms: Object.fromEntries(fits) })];
};

const fitOf = (texts: readonly string[], form: RegExp): 'all' | 'some' | 'none' => {
  const fitting = texts.filter((text) => form.test(text)).length;
  if (fitting === texts.length) return 'all';
  return fitting > 0 ? 'some' : 'none';
};
