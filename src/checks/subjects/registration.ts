import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import type { Setting } from '../../generators/body-with.ts';

/** An operation by which a client registers the address that events are delivered to. */
export type Registration = {
  readonly operation: Operation;
  /** The member of its body that takes the address. */
  readonly member: string;
  /** Members that choose among events, with all of them. */
  readonly all: readonly Setting[];
};

const addressNames = new Set(['url', 'uri', 'endpoint', 'address', 'target']);
const addressEnds = new Set(['url', 'uri', 'endpoint']);

/** Is a member of a body an address by its name and its schema. */
const isAddress = ({ name, schema }: BodyMember): boolean => {
  if (!isObject(schema) || (schema['type'] !== undefined && schema['type'] !== 'string')) return false;
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  return schema['format'] === 'uri' || schema['format'] === 'url'
    ? addressEnds.has(last) || words.some((word) => /^(?:web)?hook|callback$/u.test(word))
    : addressNames.has(name) ||
        (addressEnds.has(last) && words.some((word) => /^(?:web|hook|webhook|callback|target|notification)$/u.test(word)));
};

/** A list of listed values: every one of them. */
const everything = ({ name, schema }: BodyMember): Setting[] => {
  const items = isObject(schema) && isObject(schema['items']) ? schema['items'] : {};
  const values = items['enum'];
  return Array.isArray(values) && values.length > 0 ? [{ member: name, value: values }] : [];
};

const isAboutHooks = ({ path }: Operation): boolean =>
  wordsOf(path.split('/').findLast((segment) => segment !== '' && !segment.startsWith('{')) ?? '').some((word) =>
    /^(?:web)?hooks?$/u.test(word),
  );

/** The registration that a document describes: a creation below a path that ends in webhooks, whose body takes an address. */
export const registrationOf = (contract: Contract): Registration | undefined =>
  contract.operations
    .filter((operation) => operation.effect === 'creates' && operation.unsupported === undefined && isAboutHooks(operation))
    .flatMap((operation) => {
      const members = bodyMembers(contract, operation);
      const address = members.find(isAddress);
      return address === undefined ? [] : [{ operation, member: address.name, all: members.flatMap(everything) }];
    })[0];
