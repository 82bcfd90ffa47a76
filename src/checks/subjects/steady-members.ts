import type { Contract, Operation, ResourceType } from '../../contract/model.ts';
import { below, isObject, tokensOf, valueAt } from '../../contract/pointer.ts';
import { bodyMembers, conventionsOf } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { idLocationOf } from './shown-resource.ts';
import { memberLocations } from './schema-members.ts';
import { operationOfResourceType, type ResourceTypeWord } from './resources.ts';
import { jsonContent } from '../../contract/asked-content.ts';

const words: readonly ResourceTypeWord[] = ['create', 'read', 'update', 'list'];

/** The operations whose answers show resources of a type. */
export const operationsOf = (resourceType: ResourceType): Operation[] =>
  words.flatMap((word) => operationOfResourceType(resourceType, word) ?? []);

/** Pointers to what only the owner of a resource changes: its id, its name, the values of its creation, and constants. */
export const steadyLocations = (contract: Contract, resourceType: ResourceType): string[] => {
  const { create, convention } = resourceType;
  const asked = create ? bodyMembers(contract, create).map(({ name, conventions }) => conventions.shownAt ?? below('', name)) : [];
  const constant = operationsOf(resourceType).flatMap(({ responses }) =>
    responses.flatMap(({ content }) => {
      const schema = jsonContent(content)?.schemaLocation;
      if (!schema) return [];
      return memberLocations(contract, schema).flatMap((location) => {
        const node = valueAt(contract.document, nodeOf(location));
        const { constant: isConstant, moment } = isObject(node) ? conventionsOf(node) : {};
        return isConstant === true || moment !== undefined ? [below('', tokensOf(nodeOf(location)).at(-1) ?? '')] : [];
      });
    }),
  );
  const state = convention.state;
  return [
    ...new Set([idLocationOf(resourceType), ...(convention.name === undefined ? [] : [convention.name]), ...asked, ...constant]),
  ].filter((location) => location !== state);
};

/** Those of them that every answer with a documented body declares: a member of only some answers may mean something else. */
export const sharedLocations = (contract: Contract, resourceType: ResourceType): string[] => {
  const printed = (['create', 'read', 'list'] as const).flatMap((word) => {
    const responses = operationOfResourceType(resourceType, word)?.responses.filter(({ status }) => status.startsWith('2')) ?? [];
    const schema = responses.map(({ content }) => jsonContent(content)?.schemaLocation).find((one) => one !== undefined);
    return schema ? [new Set(memberLocations(contract, schema).map((location) => tokensOf(nodeOf(location)).at(-1)))] : [];
  });
  return steadyLocations(contract, resourceType).filter((location) => printed.every((names) => names.has(tokensOf(location).at(-1))));
};
