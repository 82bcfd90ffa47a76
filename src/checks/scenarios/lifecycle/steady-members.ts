import type { Contract, Operation, Resource } from '../../../contract/model.ts';
import { readMoment } from '../../../contract/moment.ts';
import { below, isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers, conventionsOf } from '../../../generators/body-members.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import { nodeOf } from '../../../model/place.ts';
import { idPlaceOf } from '../../subjects/shown-thing.ts';
import { memberPlaces } from '../../subjects/schema-members.ts';
import { isSame } from './updated.ts';
import { operationOfResource, type ResourceWord } from '../../subjects/resources.ts';

const words: readonly ResourceWord[] = ['create', 'read', 'update', 'list'];

export const operationsOf = (resource: Resource): Operation[] => words.flatMap((word) => operationOfResource(resource, word) ?? []);

/** Where a thing shows what nobody but its owner changes: its id, its name, what its creation asked for, and what is constant. */
export const steadyPlaces = (contract: Contract, resource: Resource): string[] => {
  const { create, convention } = resource;
  const asked = create ? bodyMembers(contract, create).map(({ name, conventions }) => conventions.shownAt ?? below('', name)) : [];
  const constant = operationsOf(resource).flatMap(({ responses }) =>
    responses.flatMap(({ content }) => {
      const schema = jsonContent(content)?.schemaPlace;
      if (!schema) return [];
      return memberPlaces(contract, schema).flatMap((place) => {
        const node = valueAt(contract.document, nodeOf(place));
        const { constant: isConstant, moment } = isObject(node) ? conventionsOf(node) : {};
        return isConstant === true || moment !== undefined ? [below('', tokensOf(nodeOf(place)).at(-1) ?? '')] : [];
      });
    }),
  );
  const state = convention.state;
  return [...new Set([idPlaceOf(resource), ...(convention.name === undefined ? [] : [convention.name]), ...asked, ...constant])].filter(
    (place) => place !== state,
  );
};

/** Of the steady places those that every answer with a printed body describes: what one of them leaves out may mean something else. */
export const sharedPlaces = (contract: Contract, resource: Resource): string[] => {
  const printed = (['create', 'read', 'list'] as const).flatMap((word) => {
    const responses = operationOfResource(resource, word)?.responses.filter(({ status }) => status.startsWith('2')) ?? [];
    const schema = responses.map(({ content }) => jsonContent(content)?.schemaPlace).find((one) => one !== undefined);
    return schema ? [new Set(memberPlaces(contract, schema).map((place) => tokensOf(nodeOf(place)).at(-1)))] : [];
  });
  return steadyPlaces(contract, resource).filter((place) => printed.every((names) => names.has(tokensOf(place).at(-1))));
};

/** The moments that a count may name: seconds since 1970, or milliseconds. */
const countedMoments = (value: unknown): number[] => (typeof value === 'number' ? [value * 1000, value] : []);

/** Moments are often cut to whole seconds in one place and rounded in another. */
const roundingMs = 2000;

/** The same value, moments to within two seconds, also where one is written as a date and the other as a count. */
export const isSameValue = (a: unknown, b: unknown): boolean => {
  const [one, other] = [readMoment(a)?.ms, readMoment(b)?.ms];
  const isNear = (moment: number, told: number): boolean => Math.abs(moment - told) <= roundingMs;
  if (one !== undefined && other !== undefined) return isNear(one, other);
  if (one !== undefined && typeof b === 'number') return countedMoments(b).some((told) => isNear(one, told));
  if (other !== undefined && typeof a === 'number') return countedMoments(a).some((told) => isNear(other, told));
  return isSame(a, b);
};
