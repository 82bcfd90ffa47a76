import { movedStateMembers } from '../../contract/infer/moved-states.ts';
import { isActing } from '../../contract/infer/acting.ts';
import { isAsked } from '../../contract/infer/common-parameters.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { isSamePath, parametersIn, pathAbove, tailOf } from '../../contract/infer/path-template.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { bodyMembers, type BodyMember } from '../../generators/body-members.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import { isSettable, tellingValue } from '../../generators/whole-body.ts';
import type { Subject } from '../kit/define.ts';
import { namesBoth } from './needed-states.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import { comparableMembers } from './shown-as-sent.ts';
import { isSame } from './same-value.ts';
import { askedSchema } from '../../contract/asked-content.ts';

/** A resource type on whose resources calls can follow one another, each judged by what the calls before it did. */
export type Sequenced = Subject &
  Omit<Trip, 'read'> & {
    readonly read: Operation;
    /** The operation that changes one: PATCH before PUT. */
    readonly change: Operation | undefined;
    /** Members that a change sets and a read shows, texts before all others. */
    readonly members: readonly BodyMember[];
    /** Lists that show the resources: that of the path of the creation, and that of the path of one resource. */
    readonly lists: readonly Collection[];
    /** Operations that take one resource from one state to another, and answer with the resource. */
    readonly actions: readonly Operation[];
    /** The member that holds the state. */
    readonly state: string | undefined;
  };

const known = new WeakMap<Contract, readonly Sequenced[]>();

/** Every resource type whose resources a run can create and read, each at its creation. */
export const sequencedTypes = (contract: Contract): readonly Sequenced[] => {
  const found = known.get(contract) ?? roundTrips(contract).flatMap((trip) => sequencedOf(contract, trip));
  known.set(contract, found);
  return found;
};

const sequencedOf = (contract: Contract, trip: Subject & Trip): Sequenced[] => {
  const { read, id } = trip;
  const shown = read && placeIn(contract, read, id)?.schema;
  if (!read || shown === undefined) return [];
  const change = trip.patch ?? trip.put;
  const asked = askedSchema(change?.body);
  const comparable = asked === undefined ? new Map() : comparableMembers(contract, asked, shown);
  const members = (change ? bodyMembers(contract, change) : []).filter((one) => isSettable(one) && comparable.has(one.name));
  const above = trip.itemPath.slice(0, trip.itemPath.lastIndexOf('/{'));
  const beside = contract.collections.find(
    ({ operation }) =>
      isSamePath(operation.path, above) &&
      operation.key !== trip.list?.operation.key &&
      operation.unsupported === undefined &&
      !operation.parameters.some(isAsked),
  );
  const state = stateMember(contract, shown);
  return [
    {
      ...trip,
      read,
      change,
      members: members.toSorted((a, b) => rankOf(a) - rankOf(b)),
      lists: [trip.list, beside].filter((one) => one !== undefined),
      actions: state === undefined ? [] : actionsOn(contract, trip),
      state,
    },
  ];
};

/** Free texts tell most, because each can be new; then numbers, then the others. */
const rankOf = ({ schema }: BodyMember): number => {
  if (isObject(schema) && (Array.isArray(schema['enum']) || schema['const'] !== undefined)) return 3;
  const [type] = typesOf(schema).filter((one) => one !== 'null');
  return type === 'string' ? (isObject(schema) && schema['format'] !== undefined ? 2 : 0) : type === 'number' || type === 'integer' ? 1 : 3;
};

const stateMember = (contract: Contract, shown: Parameters<typeof membersOf>[1]): string | undefined => {
  const listed = [...membersOf(contract.document, shown)].flatMap(([name, schema]) => {
    const resolved = resolvedSchema(contract.document, schema);
    return isObject(resolved) && Array.isArray(resolved['enum']) ? [[name, resolved['enum'] as readonly unknown[]] as const] : [];
  });
  const found = movedStateMembers(contract, listed, (values) => values);
  return found.length === 1 ? found[0]?.[0] : undefined;
};

/** Words of actions that take a resource from one state to another, and reach nobody. */
const verbs: ReadonlySet<string> = new Set(
  'close open reopen cancel archive unarchive activate deactivate enable disable pause resume complete finish lock unlock hold'.split(' '),
);

const actionsOn = (contract: Contract, { itemPath, id }: Trip): Operation[] =>
  contract.operations.filter((operation) => {
    const [verb, ...others] = tailOf(operation.path);
    const isVerb = verb !== undefined && (verbs.has(wordsOf(verb).join(' ')) || namesBoth(contract, operation, verb));
    const isNamed = isActing(operation) && others.length === 0 && isVerb;
    return (
      isNamed &&
      operation.unsupported === undefined &&
      operation.body?.required !== true &&
      isSamePath(pathAbove(operation.path), itemPath) &&
      answerSchema(operation) !== undefined &&
      placeIn(contract, operation, id) !== undefined
    );
  });

/** The values of the parameters in a path that ends with a resource, by those of its parents in their order. */
export const valuesInPath = (path: string, parents: readonly (string | undefined)[], id: string): Readonly<Record<string, string>> => {
  const names = parametersIn(path);
  const values = names.map((name, n) => [name, n === names.length - 1 ? id : parents[n]] as const);
  return Object.fromEntries(values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
};

const days = ['2031-05-17', '2031-06-18', '2031-07-19'];

/** Another value for a member than the one that is shown; undefined where none can be made. */
export const nextValue = (contract: Contract, { name, schema }: BodyMember, now: unknown, fresh: (name: string) => string): unknown => {
  const { document } = contract;
  const isOther = (value: unknown): boolean =>
    value !== undefined && value !== null && !isSame(value, now) && mayBeSent(document, schema, value);
  const listed = isObject(schema) && Array.isArray(schema['enum']) ? schema['enum'] : [];
  if (listed.length > 0) return listed.find(isOther);
  if (typeof now === 'boolean') return !now;
  if (typeof now === 'number') return [now + 1, now + 2, now - 1].find(isOther);
  const { format } = isObject(schema) ? schema : {};
  if (format === 'date') return days.find(isOther);
  if (format === 'date-time') return days.map((day) => `${day}T10:30:00Z`).find(isOther);
  const value = tellingValue(document, schema, fresh, name);
  return typeof value === 'object' ? undefined : [value].find(isOther);
};
