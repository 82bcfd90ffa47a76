import { answerOf, isSuccess, outcomeOf, jsonOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { declarationFor } from '../../../contract/responses.ts';
import { conventionsOf } from '../../../generators/body-members.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf, type Place, placeKey } from '../../../model/place.ts';
import { collectionAt } from '../../subjects/collection.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { joinPlaces } from '../../kit/join-places.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { wholeList } from '../../scenarios/paging/whole-list.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { makeable } from '../../subjects/resource-at.ts';
import { memberPlaces, membersIn } from '../../subjects/schema-members.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { valueKind } from '../../kit/value-kind.ts';

/** More different values than this are no set that anybody could print. */
const mostValues = 40;

/** What a run makes up begins like this, and differs from run to run. */
const ours = 'ct-';

/** Members whose values are told by their form are left to that. */
const places = (contract: Contract): Place[] =>
  [...contract.collections.map(({ operation }) => operation), ...makeable(contract).flatMap(({ create }) => create ?? [])]
    .flatMap(({ responses }) => responses.filter(({ status }) => status.startsWith('2')))
    .flatMap(({ content }) => jsonContent(content)?.schemaPlace ?? [])
    .flatMap((schema) => memberPlaces(contract, schema))
    .filter((place) => conventionsOf(schemaAt(contract, place)).forms === undefined);

const schemaAt = (contract: Contract, place: Place): Readonly<Record<string, unknown>> => {
  const schema = valueAt(contract.document, nodeOf(place));
  return isObject(schema) ? schema : {};
};

export const valuesRecorded = defineProbe<readonly Exchange[]>({
  id: 'schema/values-recorded',
  title: 'The values of a member are recorded where the documentation shows some and does not say that there are no others',
  why: 'Clients branch on the values they have seen; the record tells which there are, and when another comes.',
  fix: 'Nothing has to be mended. Print every value, or say that others may come.',
  phase: 'mutate',
  stage: 'opening',
  alone: 'collection',
  places,
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around),
  cost: (place, { contract }) => (collectionAt(contract, place.operation) ? { requests: 20, creates: 0 } : { requests: 5, creates: 1 }),
  async measure(place, session) {
    const collection = collectionAt(session.contract, place.operation);
    if (collection) return (await wholeList(session, collection)).exchanges;
    return [(await session.measure(created, { operation: place.operation ?? '' })).exchange];
  },
  judge(place, exchanges, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const seen = exchanges
      .flatMap((exchange) => membersOf(contract, operation, exchange))
      .filter((one) => placeKey(one.place) === placeKey(place));
    const values = seen
      .map(({ value }) => (typeof value === 'string' ? value : valueKind(value)))
      .filter((value) => !value.startsWith(ours));
    const [first] = seen;
    if (!first || values.length === 0) {
      const refused = exchanges.find((exchange) => !isSuccess(exchange));
      return inconclusive(refused ? `The call was answered ${outcomeOf(refused)}` : 'No value came by', exchanges);
    }
    const all = [...new Set(values)].sort();
    const { examples } = schemaAt(contract, place);
    const printed = Array.isArray(examples) ? examples.filter((value) => typeof value === 'string') : [];
    return observed([
      factOf('value.set', operation.key, {
        member: first.at,
        values: all.length > mostValues ? `more than ${mostValues}` : all,
        ...(printed.length > 0 ? { printed: Object.fromEntries(printed.map((value) => [value, all.includes(value)])) } : {}),
      }),
    ]);
  },
  /** One place with values is enough: an account without things shows none in its list. */
  join(judged) {
    const facts = judged.flatMap(({ verdict }) => (verdict.kind === 'observed' ? verdict.facts : []));
    return facts.length > 0 ? observed(facts) : joinPlaces(judged);
  },
});

const membersOf = (contract: Contract, operation: Operation, exchange: Exchange): ReturnType<typeof membersIn> => {
  const answer = answerOf(exchange);
  const schema = answer && jsonContent(declarationFor(operation.responses, answer.status)?.content ?? [])?.schemaPlace;
  return schema && isDeclaredSuccess(operation, exchange) ? membersIn(contract, schema, jsonOf(exchange)) : [];
};
