import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { below } from '../../../contract/pointer.ts';
import { rootConventions } from '../../../contract/read-conventions.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { essentialNodes, schemaLocations } from '../../../contract/schema/locations.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isObject } from '../../../model/json.ts';
import type { Location } from '../../../model/location.ts';
import { rememberedByPair } from '../../../model/remembered.ts';
import { defineObservation } from '../../kit/define.ts';
import { observeValue } from './response-body.ts';

export const namedMembers = defineObservation({
  id: 'schema/named-members',
  title: 'A member has the form that is documented for its name, in every answer that shows it',
  why: 'A client reads the same member everywhere with the same code; where one answer has another form, it reads a wrong value.',
  fix: 'Write the member with the same code in every answer.',
  reads: 'members',
  locations: (contract) => [...memberRules(contract).values()].flatMap((location) => schemaLocations(contract, location)),
  essential: essentialNodes,
  observe: (exchange, contract) =>
    membersByName(contract, exchange).flatMap(({ location, at, value }) => observeValue(contract, location, value, at)),
});

/** The rules of the contract for members by their name, at any location: the location of the schema, by the name. */
export const memberRules = (contract: Contract): ReadonlyMap<string, Location> => {
  const made = known.get(contract) ?? rulesOf(contract);
  known.set(contract, made);
  return made;
};

const known = new WeakMap<Contract, ReadonlyMap<string, Location>>();

const rulesOf = ({ document }: Contract): ReadonlyMap<string, Location> => {
  const root = below('#', 'x-assay', 'members');
  const names = Object.keys(rootConventions(document).members ?? {});
  return new Map(names.map((name) => [name, { operation: null, way: ['#', root, below(root, name)] }]));
};

/** A member of an answer with the rule for its name. `at` is its JSON Pointer in the body. */
export type MemberByName = { readonly location: Location; readonly at: string; readonly value: unknown };

/** A member of a JSON value by its name. `at` is its JSON Pointer in the value. */
type Named = { readonly name: string; readonly at: string; readonly value: unknown };

/** Members of a JSON value, at any depth, whose names are accepted by `isMeant`. */
export const membersNamed = (value: unknown, isMeant: (name: string) => boolean): Named[] => {
  const found: Named[] = [];
  const way: (string | number)[] = [];
  const visit = (one: unknown): void => {
    if (typeof one !== 'object' || one === null) return;
    if (Array.isArray(one))
      for (let index = 0; index < one.length; index++) {
        way.push(index);
        visit(one[index]);
        way.pop();
      }
    else if (isObject(one))
      for (const name of Object.keys(one)) {
        const held = one[name];
        way.push(name);
        // Every answer is searched, and few of its members are meant: only these get a pointer.
        if (isMeant(name)) found.push({ name, at: below('', ...way), value: held });
        visit(held);
        way.pop();
      }
  };
  visit(value);
  return found;
};

/** Members of a documented operation's successful answer, at any depth, whose names the contract has rules for. Several checks ask about each answer. */
export const membersByName = rememberedByPair((contract: Contract, exchange: Exchange): readonly MemberByName[] => {
  const rules = memberRules(contract);
  if (rules.size === 0 || exchange.request.operation === null || !isSuccess(exchange) || isElsewhere(exchange)) return [];
  return membersNamed(jsonOf(exchange), (name) => rules.has(name)).flatMap(({ name, at, value }) => {
    const location = rules.get(name);
    return location ? [{ location, at, value }] : [];
  });
});
