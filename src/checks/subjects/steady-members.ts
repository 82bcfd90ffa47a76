import type { Contract, Operation, Resource } from '../../contract/model.ts';
import { below, isObject, tokensOf, valueAt } from '../../contract/pointer.ts';
import { bodyMembers, conventionsOf } from '../../generators/body-members.ts';
import { jsonContent } from '../../generators/json-content.ts';
import { nodeOf } from '../../model/place.ts';
import { idPlaceOf } from './shown-thing.ts';
import { memberPlaces } from './schema-members.ts';
import { operationOfResource, type ResourceWord } from './resources.ts';

const words: readonly ResourceWord[] = ['create', 'read', 'update', 'list'];

/** The operations whose answers show a thing of a kind. */
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
