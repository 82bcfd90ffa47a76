import * as fc from 'fast-check';
import type { Contract, Operation, Parameter } from '../../../contract/model.ts';
import { breaches } from '../../../generators/breaches/breaches.ts';
import { sendingOf, serialise } from '../../../generators/breaches/wire/serialise.ts';
import { boundedFilter } from '../../../generators/values/bounded-filter.ts';
import type { Fault } from '../../../model/request.ts';
import { nodeOf } from '../../../model/location.ts';

/** Texts for a query parameter that break one keyword of its schema, however a server parses them. */
export type QueryBreach = {
  readonly parameter: string;
  readonly keyword: string;
  readonly fault: Fault;
  readonly texts: fc.Arbitrary<string>;
};

const faultOf = (keyword: string): Fault => {
  if (keyword === 'type') return 'query-unparsable';
  return keyword === 'enum' || keyword === 'const' || keyword === 'pattern' ? 'query-unknown-value' : 'query-out-of-range';
};

const known = new WeakMap<Contract, Map<string, readonly QueryBreach[]>>();

/** Every way to break the schema of a query parameter by one text. */
export const queryBreachesOf = (contract: Contract, parameter: Parameter): readonly QueryBreach[] => {
  const remembered = known.get(contract) ?? new Map<string, readonly QueryBreach[]>();
  known.set(contract, remembered);
  const pointer = nodeOf(parameter.schemaLocation);
  const made = remembered.get(pointer) ?? makeBreaches(contract, parameter, pointer);
  remembered.set(pointer, made);
  return made;
};

const makeBreaches = (contract: Contract, parameter: Parameter, pointer: string): QueryBreach[] => {
  if (parameter.in !== 'query') return [];
  const sending = sendingOf(contract, parameter);
  const { document } = contract;
  return breaches(parameter.schema, { document, pointer, sending, direction: 'request' }).flatMap(({ keyword, arb }): QueryBreach[] => {
    const sent = boundedFilter(arb, (value) => serialise(sending, value)?.length === 1);
    const texts = sent?.map((value) => serialise(sending, value)?.[0] ?? '');
    return texts ? [{ parameter: parameter.name, keyword, fault: faultOf(keyword), texts }] : [];
  });
};

export const queryBreachesIn = (contract: Contract, { parameters }: Operation): readonly QueryBreach[] =>
  parameters.flatMap((parameter) => queryBreachesOf(contract, parameter));

type Texts = { readonly texts: fc.Arbitrary<string> | undefined };

const looking = new WeakMap<Contract, Map<string, Texts>>();

/** The texts of a wrong type that match a pattern; undefined where none do. */
export const wrongTypeTexts = (contract: Contract, parameter: Parameter, looks: RegExp): fc.Arbitrary<string> | undefined => {
  const remembered = looking.get(contract) ?? new Map<string, Texts>();
  looking.set(contract, remembered);
  const key = `${nodeOf(parameter.schemaLocation)} ${String(looks)}`;
  const found = remembered.get(key) ?? { texts: findTexts(contract, parameter, looks) };
  remembered.set(key, found);
  return found.texts;
};

const findTexts = (contract: Contract, parameter: Parameter, looks: RegExp): Texts['texts'] => {
  const texts = queryBreachesOf(contract, parameter).flatMap((one) => (one.keyword === 'type' ? [one.texts] : []));
  return texts.length === 0 ? undefined : boundedFilter(fc.oneof(...texts), (text) => looks.test(text));
};
