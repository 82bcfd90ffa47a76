import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atSuccesses } from '../../../src/checks/kit/success.ts';
import { creationMembers, creations } from '../../../src/checks/subjects/creators.ts';
import {
  createdResourceTypeNamed,
  isMakeable,
  makeableResourceTypes,
  resourceTypeNamed,
  resourceTypesDeclaring,
  resourceTypesThemselves,
  resourceTypesWith,
} from '../../../src/checks/subjects/resources.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { Contract } from '../../../src/contract/model.ts';
import { nodeOf } from '../../../src/model/location.ts';
import { writeVault } from '../../worlds/credentials-contract.ts';

const { folder, file } = writeVault();
let vault: Contract;
beforeAll(async () => {
  vault = await loadContract(file);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The same contract, with its boxes under a second name. */
const withCrates = (): Contract => ({
  ...vault,
  resourceTypes: vault.resourceTypes.flatMap((resourceType) =>
    resourceType.name === 'box' ? [resourceType, { ...resourceType, name: 'crate' }] : [resourceType],
  ),
});

describe('resource types of which a run can create resources', () => {
  test('are at each of their operations', () => {
    const found = resourceTypesWith(vault, 'read').map(({ location, resourceType, operation }) => [
      resourceType.name,
      operation.key,
      location.operation,
    ]);
    expect(found).toEqual([['box', 'GET /boxes/{no}', 'GET /boxes/{no}']]);
    expect(resourceTypesWith(vault, 'list', ({ name }) => name === 'box').map(({ operation }) => operation.key)).toEqual(['GET /boxes']);
    expect(resourceTypesWith(vault, 'list', () => false)).toEqual([]);
  });

  test('are once at an operation that two of them share: the first that suits', () => {
    const suits = ({ name }: { readonly name: string }): boolean => name === 'crate';
    expect(resourceTypesWith(withCrates(), 'create').filter(({ operation }) => operation.key === 'POST /boxes')).toHaveLength(1);
    expect(resourceTypesWith(withCrates(), 'create', suits).map(({ resourceType }) => resourceType.name)).toEqual(['crate']);
  });

  test('are at a convention where it is declared', () => {
    const documented = resourceTypesDeclaring(vault, 'changes');
    expect(documented.map(({ resourceType, location }) => [resourceType.name, location.operation, nodeOf(location)])).toEqual([
      ['box', 'POST /boxes', '#/x-assay/resources/box/changes'],
    ]);
    expect(resourceTypesDeclaring(vault, 'removed', 'read')).toEqual([]);
  });

  test('are at their own convention below the operation that creates them', () => {
    expect(resourceTypesThemselves(vault).map(({ location }) => [location.operation, nodeOf(location)])).toContainEqual([
      'POST /boxes',
      '#/x-assay/resources/box',
    ]);
  });

  test('take an operation that creates them from a JSON body', () => {
    const box = resourceTypeNamed(vault, 'box');
    expect(isMakeable(box)).toBe(true);
    expect(isMakeable({ ...box, create: undefined })).toBe(false);
    const bodiless = box.create && { ...box.create, body: undefined };
    expect(isMakeable({ ...box, create: bodiless })).toBe(false);
    expect(makeableResourceTypes({ ...vault, resourceTypes: [{ ...box, create: bodiless }] })).toEqual([]);
  });

  test('are found by name, or not at all', () => {
    expect(createdResourceTypeNamed(vault, 'box')).toBe(resourceTypeNamed(vault, 'box'));
    expect(() => resourceTypeNamed(vault, 'barrel')).toThrow(RangeError);
    const resourceTypes = vault.resourceTypes.map((resourceType) => ({ ...resourceType, create: undefined }));
    expect(() => createdResourceTypeNamed({ ...vault, resourceTypes }, 'box')).toThrow('Cannot make a "box"');
  });
});

describe('creations', () => {
  test('are at their operations, and at their successes', () => {
    const [rent] = creations(vault).filter(({ operation }) => operation.key === 'POST /boxes');
    expect(rent?.location).toBe(rent?.operation.location);
    expect(rent && atSuccesses(rent).map(({ location }) => nodeOf(location))).toEqual(['#/paths/~1boxes/post/responses/201']);
  });

  test('have members, each at its schema', () => {
    const members = creationMembers(vault).filter(({ operation }) => operation.key === 'POST /boxes');
    expect(members.map(({ member, location }) => [member.name, nodeOf(location)])).toEqual([
      ['tag', '#/components/schemas/Tagged/properties/tag'],
    ]);
    expect(creationMembers(vault, () => [])).toEqual([]);
  });
});
