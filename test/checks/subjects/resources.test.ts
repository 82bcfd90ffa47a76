import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atSuccesses } from '../../../src/checks/kit/success.ts';
import { creationMembers, creations } from '../../../src/checks/subjects/creators.ts';
import {
  createdResourceNamed,
  isMakeable,
  makeableResources,
  resourceNamed,
  resourcesPromising,
  resourcesThemselves,
  resourcesWith,
} from '../../../src/checks/subjects/resources.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { Contract } from '../../../src/contract/model.ts';
import { nodeOf } from '../../../src/model/place.ts';
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
  resources: vault.resources.flatMap((resource) => (resource.name === 'box' ? [resource, { ...resource, name: 'crate' }] : [resource])),
});

describe('kinds of things that a run can make', () => {
  test('stand at each of their operations', () => {
    const found = resourcesWith(vault, 'read').map(({ location, resource, operation }) => [
      resource.name,
      operation.key,
      location.operation,
    ]);
    expect(found).toEqual([['box', 'GET /boxes/{no}', 'GET /boxes/{no}']]);
    expect(resourcesWith(vault, 'list', ({ name }) => name === 'box').map(({ operation }) => operation.key)).toEqual(['GET /boxes']);
    expect(resourcesWith(vault, 'list', () => false)).toEqual([]);
  });

  test('stand once at an operation that two of them share: the first that suits', () => {
    const suits = ({ name }: { readonly name: string }): boolean => name === 'crate';
    expect(resourcesWith(withCrates(), 'create').filter(({ operation }) => operation.key === 'POST /boxes')).toHaveLength(1);
    expect(resourcesWith(withCrates(), 'create', suits).map(({ resource }) => resource.name)).toEqual(['crate']);
  });

  test('stand at a convention where it is declared', () => {
    const promised = resourcesPromising(vault, 'changes');
    expect(promised.map(({ resource, location }) => [resource.name, location.operation, nodeOf(location)])).toEqual([
      ['box', 'POST /boxes', '#/x-assay/resources/box/changes'],
    ]);
    expect(resourcesPromising(vault, 'removed', 'read')).toEqual([]);
  });

  test('stand at themselves below what creates them', () => {
    expect(resourcesThemselves(vault).map(({ location }) => [location.operation, nodeOf(location)])).toContainEqual([
      'POST /boxes',
      '#/x-assay/resources/box',
    ]);
  });

  test('take an operation that creates them from a JSON body', () => {
    const box = resourceNamed(vault, 'box');
    expect(isMakeable(box)).toBe(true);
    expect(isMakeable({ ...box, create: undefined })).toBe(false);
    const bodiless = box.create && { ...box.create, body: undefined };
    expect(isMakeable({ ...box, create: bodiless })).toBe(false);
    expect(makeableResources({ ...vault, resources: [{ ...box, create: bodiless }] })).toEqual([]);
  });

  test('are found by name, or not at all', () => {
    expect(createdResourceNamed(vault, 'box')).toBe(resourceNamed(vault, 'box'));
    expect(() => resourceNamed(vault, 'barrel')).toThrow(RangeError);
    const resources = vault.resources.map((resource) => ({ ...resource, create: undefined }));
    expect(() => createdResourceNamed({ ...vault, resources }, 'box')).toThrow('Cannot make a "box"');
  });
});

describe('creations', () => {
  test('stand at their operations, and at their successes', () => {
    const [rent] = creations(vault).filter(({ operation }) => operation.key === 'POST /boxes');
    expect(rent?.location).toBe(rent?.operation.place);
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
