import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { below, isObject } from '../../../contract/pointer.ts';
import { rootConventions } from '../../../contract/read-conventions.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';

/** What the contract says about members of a name wherever they stand: the place of the schema, by the name. */
export const memberRules = (contract: Contract): ReadonlyMap<string, Place> => {
  const made = known.get(contract) ?? rulesOf(contract);
  known.set(contract, made);
  return made;
};

const known = new WeakMap<Contract, ReadonlyMap<string, Place>>();

const rulesOf = ({ document }: Contract): ReadonlyMap<string, Place> => {
  const root = below('#', 'x-assay', 'members');
  const names = Object.keys(rootConventions(document).members ?? {});
  return new Map(names.map((name) => [name, { operation: null, way: ['#', root, below(root, name)] }]));
};

/** A member of an answer with the rule for its name. `at` is its JSON Pointer in the body. */
export type MemberByName = { readonly place: Place; readonly at: string; readonly value: unknown };

/** Members of a documented operation's successful answer, at any depth, whose names the contract has rules for. */
export const membersByName = (contract: Contract, exchange: Exchange): MemberByName[] => {
  const rules = memberRules(contract);
  if (rules.size === 0 || exchange.request.operation === null || !isSuccess(exchange) || isElsewhere(exchange)) return [];
  const visit = (value: unknown, at: string): MemberByName[] => {
    if (Array.isArray(value)) return value.flatMap((item: unknown, index) => visit(item, below(at, index)));
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([name, held]) => {
      const own = below(at, name);
      const place = rules.get(name);
      return [...(place ? [{ place, at: own, value: held }] : []), ...visit(held, own)];
    });
  };
  return visit(jsonOf(exchange), '');
};
