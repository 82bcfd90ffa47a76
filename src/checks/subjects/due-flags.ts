import { isActing } from '../../contract/infer/acting.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { endsInParameter, isDirectlyBelow, parametersIn, pathAbove } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { dueToldIn, type ToldDue } from '../../contract/infer/told-due.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { at, type Subject } from '../kit/define.ts';
import { statesShownBy } from './followed-actions.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A flag of a resource that follows from its state and a time that is over: `overdue`. */
export type DueFlag = Subject & {
  readonly trip: Trip;
  readonly flag: string;
  readonly told: ToldDue;
  /** The member that shows the state. */
  readonly state: string;
  /** The member of the creation with the time, and whether it is a day or a moment. */
  readonly time: { readonly member: string; readonly isDay: boolean };
  /** What may bring the resource to another state. */
  readonly actions: readonly Operation[];
};

/** The first word of a time by which its member is found: the `due` of "due date" and of `dueAt`. */
const isMeant = (member: string, said: string): boolean => {
  const [own, told] = [wordsOf(member), wordsOf(said)];
  return own.join(' ') === told.join(' ') || (own[0] === told[0] && !['date', 'time', 'start', 'end', 'the'].includes(told[0] ?? ''));
};

const timeOf = (
  { document }: Contract,
  members: ReturnType<typeof bodyMembers>,
  { time }: ToldDue,
  flag: string,
): DueFlag['time'] | undefined => {
  const found = members.flatMap(({ name, schema }) => {
    const format = partsOf(document, schema).find((part) => part['format'] === 'date' || part['format'] === 'date-time')?.['format'];
    return format !== undefined && isMeant(name, time ?? wordsOf(flag).at(-1)?.replace(/^over/u, '') ?? '')
      ? [{ member: name, isDay: format === 'date' }]
      : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

/** The actions on a resource by its path, or by another one in which its id stands alone: `POST /tasks/{taskId}/complete` of what is created below a project. */
const actionsOn = ({ operations }: Contract, { addsTo, itemPath }: Trip): readonly Operation[] =>
  operations.filter((operation) => {
    const above = pathAbove(operation.path);
    const isAlone = parametersIn(above).length === 1 && nounWordsOf(pathAbove(above)).at(-1) === nounWordsOf(addsTo).at(-1);
    const isOnIt = isDirectlyBelow(operation.path, itemPath) || (isAlone && endsInParameter(above));
    return isActing(operation) && isOnIt && operation.unsupported === undefined && !endsInParameter(operation.path);
  });

/** Every such flag of a contract that is held to the standard requirements, at the creation of what has it. */
export const dueFlags = (contract: Contract): readonly DueFlag[] =>
  contract.standard.size === 0
    ? []
    : roundTrips(contract).flatMap((trip): readonly DueFlag[] => {
        const schema = placeIn(contract, trip.read ?? trip.create, trip.id)?.schema;
        const shown = trip.read || trip.list ? statesShownBy(contract, trip, contract) : undefined;
        if (!shown || schema === undefined) return [];
        const members = bodyMembers(contract, trip.create);
        const flags = [...membersOf(contract.document, schema)].filter(
          ([name, one]) => isType(contract.document, one, 'boolean') && members.every((other) => other.name !== name),
        );
        return flags.flatMap(([flag, one]): readonly DueFlag[] => {
          const told = dueToldIn(descriptionsIn(contract.document, one), flag, shown.states);
          const time = told && timeOf(contract, members, told, flag);
          const actions = actionsOn(contract, trip);
          return told && time ? [at(trip.create.location, { trip, flag, told, state: shown.member, time, actions })] : [];
        });
      });
