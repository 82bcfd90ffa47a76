import { answerOf, jsonOf } from '../../../contract/message.ts';
import type { Collection, Contract } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { declarationFor } from '../../../contract/responses.ts';
import { conventionsOf } from '../../../generators/body-members.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf, type Place, placeKey } from '../../../model/place.ts';
import type { Fact } from '../../../model/verdict.ts';
import { listAt } from '../../subjects/collection.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { referenceWalk, singlePages } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { memberPlaces, membersIn } from '../../subjects/schema-members.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';

export const valueFormsRecorded = defineProbe<readonly Exchange[]>({
  id: 'schema/value-forms-recorded',
  title: 'Whether a member is there, and the form of its values, is recorded where nothing is promised about it',
  why: 'Clients cut ids apart and compare cursors although nobody promised their form; the record tells when it changes.',
  fix: 'Nothing has to be mended. Say in the documentation which values are opaque.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    contract.collections.flatMap((collection) => schemasOf(collection).flatMap((place) => memberPlaces(contract, place))),
  needs: (place, around) => needsFor(listAt(around.contract, place).operation, around),
  cost: () => ({ requests: 7, creates: 0 }),
  async measure(place, session) {
    const collection = listAt(session.contract, place);
    if (collection.pages.length === 0) return [await session.measure(plainRead, { operation: collection.operation.key })];
    const [large, small] = [await referenceWalk(session, collection, 'first'), await singlePages(session, collection)];
    return [...large.pages, ...small.pages];
  },
  judge(place, exchanges, { contract }) {
    const collection = listAt(contract, place);
    const seen = exchanges
      .flatMap((exchange) => membersOf(contract, collection, exchange))
      .filter((one) => placeKey(one.place) === placeKey(place));
    const [first] = seen;
    if (!first) return inconclusive('No answer came by in which the member could stand', exchanges);
    const facts = factsAbout(
      contract,
      collection,
      place,
      first.at,
      seen.map(({ value }) => value),
    );
    return facts.length > 0 ? observed(facts) : inconclusive('The member had no text whose form could be told', exchanges);
  },
});

/** Schemas of the successful answers of a list. */
const schemasOf = ({ operation: { responses } }: Collection): Place[] =>
  responses.filter(({ status }) => status.startsWith('2')).flatMap(({ content }) => jsonContent(content)?.schemaPlace ?? []);

const membersOf = (contract: Contract, { operation }: Collection, exchange: Exchange): ReturnType<typeof membersIn> => {
  const answer = answerOf(exchange);
  const schema = answer && jsonContent(declarationFor(operation.responses, answer.status)?.content ?? [])?.schemaPlace;
  return schema && isDeclaredSuccess(operation, exchange) ? membersIn(contract, schema, jsonOf(exchange)) : [];
};

/** The fit of the values with each form that the contract names; without one, what stands there. */
const factsAbout = (contract: Contract, { operation }: Collection, place: Place, at: string, values: readonly unknown[]): Fact[] => {
  const schema = valueAt(contract.document, nodeOf(place));
  const { forms } = conventionsOf(isObject(schema) ? schema : true);
  if (!forms) {
    const kinds = [...new Set(values.map(kindOf))].sort();
    return [factOf('value.presence', operation.key, { member: at, kinds })];
  }
  const texts = values.filter((value): value is string => typeof value === 'string' && value !== '');
  if (texts.length === 0) return [];
  const fits = Object.entries(forms).map(([name, form]) => [name, fitOf(texts, new RegExp(form, 'u'))]);
  return [factOf('value.forms', operation.key, { member: at, forms: Object.fromEntries(fits) })];
};

const kindOf = (value: unknown): string => {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (value === '') return 'empty';
  return Array.isArray(value) ? 'array' : typeof value;
};

const fitOf = (texts: readonly string[], form: RegExp): 'all' | 'some' | 'none' => {
  const fitting = texts.filter((text) => form.test(text)).length;
  if (fitting === texts.length) return 'all';
  return fitting > 0 ? 'some' : 'none';
};
